#!/bin/sh
# tlogverify.sh LOGDIR VKEY [ARGUMENT...]: have the independent checker look at an exported log: the checkpoint's
# signature, every entry hashed into the root, every tile byte for byte. More arguments go to its `tree` command, such
# as `-old EARLIER_CHECKPOINT`. Exit status 0: all is well; 1: it is not; 77: the checker is not here (skip).
set -eu

if [ $# -lt 2 ]; then
	echo "usage: tlogverify.sh LOGDIR VKEY [ARGUMENT...]" >&2
	exit 2
fi
folder=$1 vkey=$2
shift 2
checker=$("$(dirname "$0")/tlogverify_build.sh") || exit
exec "$checker" tree -dir "$folder" -log "$vkey" "$@"
