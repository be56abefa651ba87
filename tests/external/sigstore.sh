#!/bin/sh
# sigstore.sh PROOF ENTRYFILE VKEY: have the code of another project, in another language (@sigstore/verify, from npm),
# check a receipt: the log's signature, and that the entry is in the tree. NODE_PATH, or the build folder's node_modules,
# holds it. Exit status 0: all is well; 77: node or the package is not here (skip); other: refused.
set -eu

if [ $# -ne 3 ]; then
	echo "usage: sigstore.sh PROOF ENTRYFILE VKEY" >&2
	exit 2
fi
script=${COMITY_SHARED:-}/tools/tlogverify/sigstore-check.js
if [ ! -e "$script" ]; then
	echo "sigstore: its script is not here" >&2
	exit 77
fi
if ! command -v node >/dev/null; then
	echo "sigstore: node is not installed" >&2
	exit 77
fi
found=
for folder in "${NODE_PATH:-}" "${COMITY_BUILD:-}/node_modules" "${COMITY_BUILD:-}/../npm/node_modules"; do
	if [ -d "$folder/@sigstore/verify" ]; then
		found=$folder
		break
	fi
done
if [ -z "$found" ]; then
	echo "sigstore: @sigstore/verify is not installed; ./check installs it" >&2
	exit 77
fi
NODE_PATH=$found exec node "$script" "$@"
