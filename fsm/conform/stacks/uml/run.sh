#!/bin/sh
# Linux in user mode, held by "explore conform linux": run.sh EXPLORE [FLAG ...]
# Needs user-mode-linux and kmod, and no root: the kernel is a process of the user, whose files
# it sees. It has no call to forget a connection, so that each is reset when its case is over.
set -eu
explore=$(realpath "$1")
shift
kernel=$(command -v linux.uml || command -v linux) || { echo "no linux.uml here: apt-get install user-mode-linux" >&2 && exit 2; }
PATH=$PATH:/usr/sbin:/sbin
insmod=$(command -v insmod) || { echo "no insmod here: apt-get install kmod" >&2 && exit 2; }
shared=$(mktemp -d)
trap 'rm -rf "$shared"' EXIT
trap 'exit 130' INT TERM

for flag; do
	printf '%s\n' "$flag"
done >"$shared/flags"
cat >"$shared/init" <<INIT
#!/bin/sh
mount -t proc proc /proc
$insmod /usr/lib/uml/modules/\$(uname -r)/kernel/drivers/net/tun.ko
set --
while IFS= read -r flag; do
	set -- "\$@" "\$flag"
done <"$shared/flags"
status=0
cd "$PWD" && HOME=$shared "$explore" conform linux -name "Linux \$(uname -r) in user mode" "\$@" >"$shared/out" 2>"$shared/err" || status=\$?
echo \$status >"$shared/status"
echo o >/proc/sysrq-trigger
sleep 60
INIT
chmod +x "$shared/init"
# Its processes wait for each other: on two processors they wait twice as long.
taskset -c 0 "$kernel" mem=512M uml_dir="$shared" root=/dev/root rootfstype=hostfs rw init="$shared/init" con=null con0=null,fd:1 >"$shared/console" 2>&1 </dev/null || true
if [ ! -s "$shared/status" ]; then
	tail -n 20 "$shared/console" >&2
	echo "the kernel in user mode has not come to its end" >&2
	exit 2
fi
cat "$shared/out"
cat "$shared/err" >&2
exit "$(cat "$shared/status")"
