#!/bin/sh
# iPXE under qemu, held by "explore conform wire": run.sh EXPLORE [FLAG ...]
# Needs qemu-system-x86, ipxe-qemu and seabios. Its commands are typed at its console, which is
# a serial line by a pair of pipes; "imgfetch tcp://HOST:PORT" opens a connection, reads until
# its peer closes, and closes. It listens nowhere, and has one connection at a time.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
CONSOLE=$(mktemp -d)
export CONSOLE
ends=
trap 'kill $ends 2>/dev/null || true; rm -rf "$CONSOLE"' EXIT
trap 'exit 130' INT TERM

mkfifo "$CONSOLE/line.in" "$CONSOLE/line.out"
touch "$CONSOLE/log"
qemu-system-x86_64 -display none -machine pc,graphics=off -m 64 -nodefaults -boot n -serial "pipe:$CONSOLE/line" \
	-netdev dgram,id=n,local.type=inet,local.host=127.0.0.1,local.port=5002,remote.type=inet,remote.host=127.0.0.1,remote.port=5001 \
	-device e1000,netdev=n,romfile=/usr/lib/ipxe/qemu/pxe-e1000.rom &
ends=$!
cat "$CONSOLE/line.out" >>"$CONSOLE/log" &
ends="$ends $!"
exec 8>"$CONSOLE/line.in"

# asked does something again and again until the console shows a text, for two minutes.
asked() { # text command ...
	text=$1
	shift
	tries=0
	until grep -qa "$text" "$CONSOLE/log"; do
		tries=$((tries + 1))
		[ $tries -le 240 ] || { echo "iPXE does not show '$text'" >&2 && exit 2; }
		"$@" >&8
		sleep 0.5
	done
}
typed() { # line ...
	for line; do
		"$here/type.sh" "$line"
		sleep 0.5
	done
}
asked 'iPXE>' printf '\002' # Control-B
asked 'net0: 192.0.2.1/255.255.255.0' typed 'ifopen net0' 'set net0/ip 192.0.2.1' 'set net0/netmask 255.255.255.0' route
asked 'a:string = tcp://192.0.2.2' typed 'set a tcp://192.0.2.2' 'show a'

explore=$1
shift
"$explore" conform wire -name 'iPXE 1.0.0+git-20190125 (qemu)' -wire udp:127.0.0.1:5001,127.0.0.1:5002 \
	-connect "$here/connect.sh" -single -settle 80ms "$@"
