#!/bin/bash
# What must be installed, in one place: ./demo and ./check source this file.
#
#   setup_packages build|check|full|bench    Debian packages: say what is missing, install it, or say how
#   setup_npm FOLDER [PART...]              parts from npm (all, or those named), into FOLDER/node_modules; sets npm_state
#   setup_simplecss BUILD              tells a build folder where the base style sheet is, if it is there (build/npm)
#
# As root packages are installed at once. Otherwise sudo is asked for, but only where somebody can answer.

packages_build=(gcc libc6-dev pkgconf meson ninja-build libsodium-dev nettle-dev libsqlite3-dev libicu-dev
	libmicrohttpd-dev libstemmer-dev tzdata)
packages_check=("${packages_build[@]}" binutils libcmocka-dev libjansson-dev clang-14 libclang-rt-14-dev llvm-14
	clang-format-14 golang-go golang-golang-x-mod-dev groff-base curl gettext jing newsboat python3-feedparser
	chromium poppler-utils)
packages_full=("${packages_check[@]}" valgrind lcov clang-tidy-14)
packages_bench=("${packages_build[@]}" wrk curl fossil) # the last three for the server alone

# npm: name@version, exactly.
npm_parts_site=(simpledotcss@2.3.7) # the base of the style sheet: the program is built with it
npm_parts=(@sigstore/verify@3.1.0 playwright-core@1.65.1 axe-core@4.14.1 html-validate@10.17.0 "${npm_parts_site[@]}")
npm_node_min=20
npm_npm_min=11

setup_packages() {
	local list="packages_$1[@]" missing=() package
	if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
		echo "This is not a Debian system: packages are not looked at. Debian's names of what is needed:"
		echo "  ${!list}"
		return 0
	fi
	for package in "${!list}"; do
		if [[ $(dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | head -n 1) != installed ]]; then
			missing+=("$package")
		fi
	done
	if ((${#missing[@]} == 0)); then
		return 0
	fi

	echo "Missing Debian packages: ${missing[*]}"
	local install=(apt-get install -y --no-install-recommends "${missing[@]}")
	if ((EUID == 0)); then
		install_packages "${install[@]}"
	elif command -v sudo >/dev/null && [[ -t 0 && -t 1 ]]; then
		local answer
		read -r -p "Install them with sudo? [Y/n] " answer
		if [[ $answer == [nN]* ]]; then
			echo "Install them first:  sudo ${install[*]}" >&2
			return 1
		fi
		install_packages sudo "${install[@]}"
	else
		echo "Nobody can be asked here. As root:  ${install[*]}" >&2
		return 1
	fi
}

# The lists of packages are brought up to date first; an old list names files that are gone.
install_packages() {
	local as=() log
	if [[ $1 == sudo ]]; then
		as=(sudo)
		shift
	fi
	log=$(mktemp)
	echo "Installing …"
	if "${as[@]}" env DEBIAN_FRONTEND=noninteractive bash -c 'apt-get -q update && "$@"' - "$@" </dev/null >"$log" 2>&1; then
		rm -f "$log"
		return 0
	fi
	tail -n 30 "$log" >&2
	echo "Installing failed; the whole output is in $log" >&2
	return 1
}

# npm_state: "ready", "absent: REASON" (a check that needs it is skipped) or "failed: REASON" (a fault).
setup_npm() {
	local folder=$1 parts=("${@:2}") stamp log node npm part here=yes
	((${#parts[@]} > 0)) || parts=("${npm_parts[@]}")
	stamp=$folder/node_modules/.parts
	node=$(node --version 2>/dev/null) || true
	npm=$(npm --version 2>/dev/null) || true
	node=${node#v}
	for part in "${parts[@]}"; do
		[[ -e $stamp && " $(<"$stamp") " == *" $part "* ]] || here=no
	done
	if [[ -z $node || -z $npm ]]; then
		npm_state="absent: node and npm are not installed"
	elif ((${node%%.*} < npm_node_min || ${npm%%.*} < npm_npm_min)); then
		npm_state="absent: node $node and npm $npm, but node $npm_node_min and npm $npm_npm_min are the least"
	elif [[ $here == yes ]]; then
		npm_state=ready
	else
		mkdir -p "$folder"
		log=$folder/npm.log
		if (cd "$folder" && echo '{"private": true}' >package.json && npm install --no-package-lock --ignore-scripts \
			--no-audit --no-fund "${parts[@]}") </dev/null >"$log" 2>&1; then
			echo "${parts[*]}" >"$stamp"
			npm_state=ready
		else
			npm_state="failed: npm could not install ${parts[*]}, see $log"
		fi
	fi
}

# The base style sheet is looked for beside what npm_state is about: it is there or it is not. A build folder is told only
# what it does not know yet, since being told makes it set itself up anew.
setup_simplecss() {
	local build=$1 sheet=$PWD/build/npm/node_modules/simpledotcss/simple.min.css
	[[ -e $sheet ]] || sheet=
	if [[ ! -e $build/.simplecss || $(<"$build/.simplecss") != "$sheet" ]]; then
		meson configure "$build" "-Dsimplecss=$sheet" && echo "$sheet" >"$build/.simplecss"
	fi
}
