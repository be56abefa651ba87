#!/bin/bash
# What must be installed, in one place: ./demo and ./check source this file.
#
#   setup_packages build|check|full    Debian packages: say what is missing, install it, or say how
#   setup_npm FOLDER                   parts from npm, into FOLDER/node_modules; sets npm_state
#
# As root packages are installed at once. Otherwise sudo is asked for, but only where somebody can answer.

packages_build=(gcc libc6-dev pkgconf meson ninja-build libsodium-dev nettle-dev libsqlite3-dev libicu-dev)
packages_check=("${packages_build[@]}" binutils libcmocka-dev libjansson-dev clang-14 libclang-rt-14-dev llvm-14
	clang-format-14 golang-go golang-golang-x-mod-dev groff-base curl)
packages_full=("${packages_check[@]}" valgrind lcov clang-tidy-14)

# npm: name@version, exactly.
npm_parts=(@sigstore/verify@3.1.0)
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
	local folder=$1 stamp log node npm
	stamp=$folder/node_modules/.parts
	node=$(node --version 2>/dev/null) || true
	npm=$(npm --version 2>/dev/null) || true
	node=${node#v}
	if [[ -z $node || -z $npm ]]; then
		npm_state="absent: node and npm are not installed"
	elif ((${node%%.*} < npm_node_min || ${npm%%.*} < npm_npm_min)); then
		npm_state="absent: node $node and npm $npm, but node $npm_node_min and npm $npm_npm_min are the least"
	elif [[ -e $stamp && $(<"$stamp") == "${npm_parts[*]}" ]]; then
		npm_state=ready
	else
		mkdir -p "$folder"
		log=$folder/npm.log
		if (cd "$folder" && echo '{"private": true}' >package.json && npm install --no-package-lock --ignore-scripts \
			--no-audit --no-fund "${npm_parts[@]}") </dev/null >"$log" 2>&1; then
			echo "${npm_parts[*]}" >"$stamp"
			npm_state=ready
		else
			npm_state="failed: npm could not install ${npm_parts[*]}, see $log"
		fi
	fi
}
