#!/bin/sh
# The hook that has iPXE connect to $PORT; run.sh has made $CONSOLE. Control-C ends what was
# before. A line of which something got lost is typed again.
here=$(cd "$(dirname "$0")" && pwd)
exec 8>"$CONSOLE/line.in"
for try in 1 2 3 4; do
	printf '\003' >&8
	sleep 0.12
	# shellcheck disable=SC2016 # a variable of iPXE
	"$here/type.sh" 'imgfetch ${a}:'"$PORT" >&8
	for wait in $(seq 40); do
		sleep 0.06
		tail -c 300 "$CONSOLE/log" | grep -qa "tcp://192.0.2.2:$PORT" && exit 0
	done
done
echo "iPXE does not take the command"
exit 1
