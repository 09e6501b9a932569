package output_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/output"
)

// nobody is a user who is not us.
const nobody = 65534

// unprivileged takes from a test what root may do to files. The directories of
// the test are nobody's from then on.
func unprivileged(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	runtime.LockOSThread()
	t.Cleanup(runtime.UnlockOSThread)
	t.Cleanup(func() { _ = unix.Setfsuid(0) })
	if err := unix.Setfsuid(nobody); err != nil {
		t.Skipf("skipped: %v", err)
	}
}

// root skips a test that gives files away or mounts.
func root(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("skipped: files of somebody else and mounts need root")
	}
}

// mount mounts something that nobody else sees, and that is gone with the
// thread of the test.
func mount(t *testing.T, source, target, kind string, flags uintptr, options string) {
	t.Helper()
	root(t)
	runtime.LockOSThread()
	err := unix.Unshare(unix.CLONE_FS | unix.CLONE_NEWNS)
	if err == nil {
		err = unix.Mount("", "/", "", unix.MS_PRIVATE|unix.MS_REC, "")
	}
	if err == nil {
		err = unix.Mount(source, target, kind, flags, options)
	}
	if err != nil {
		t.Skipf("skipped: cannot mount: %v", err)
	}
	t.Cleanup(func() { _ = unix.Unmount(target, unix.MNT_DETACH) }) // or its directory could not be removed
}

// A file goes on to belong to whom it belonged.
func TestOwner(t *testing.T) {
	root(t)
	name := filepath.Join(t.TempDir(), "result")
	put(t, name, "old", 0o640)
	if err := errors.Join(os.Chown(name, nobody, nobody), output.Write(nil, name, text("new"))); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	if s := info.Sys().(*syscall.Stat_t); s.Uid != nobody || s.Gid != nobody || info.Mode() != 0o640 {
		t.Errorf("it belongs to %d:%d, %v; want %d:%[4]d, 0640", s.Uid, s.Gid, info.Mode(), nobody)
	}
}

// In a directory like /tmp, what somebody else has put there is neither written
// to nor followed.
func TestPlanted(t *testing.T) {
	root(t)
	dir := t.TempDir()
	shared, secret := filepath.Join(dir, "shared"), filepath.Join(dir, "secret")
	put(t, secret, "old", 0o644)
	if err := errors.Join(os.Mkdir(shared, 0o777), os.Chmod(shared, 0o777|fs.ModeSticky)); err != nil {
		t.Fatal(err)
	}
	link(t, secret, filepath.Join(shared, "link"))
	link(t, filepath.Join(dir, "nothing"), filepath.Join(shared, "loose"))
	put(t, filepath.Join(shared, "file"), "old", 0o666)
	if err := unix.Mkfifo(filepath.Join(shared, "pipe"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"link", "loose", "file", "pipe"} {
		name = filepath.Join(shared, name)
		if err := os.Lchown(name, nobody, nobody); err != nil {
			t.Fatal(err)
		}
		if err := output.Write(nil, name, text("new")); err == nil || !strings.HasPrefix(err.Error(), "open "+name+": what is there belongs to somebody else, ") {
			t.Errorf("%s: error %v", name, err)
		}
	}
	if got := content(t, secret) + content(t, filepath.Join(shared, "file")); got != "oldold" {
		t.Errorf("the files hold %q", got)
	}
	holds(t, dir, "secret", "shared")

	link(t, secret, filepath.Join(shared, "ours"))
	if err := output.Write(nil, filepath.Join(shared, "ours"), text("new")); err != nil || content(t, secret) != "new" {
		t.Errorf("a link of our own: error %v, it leads to %q", err, content(t, secret))
	}
}

// A full disk costs the result and nothing else.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	mount(t, "none", dir, "tmpfs", 0, "size=64k")
	name := filepath.Join(dir, "result")
	old := strings.Repeat("old ", 10000)
	put(t, name, old, 0o644)
	err := output.Write(nil, name, text(strings.Repeat("new ", 10000)))
	if !errors.Is(err, unix.ENOSPC) || !strings.HasPrefix(err.Error(), "cannot write to "+name+": ") || !strings.Contains(err.Error(), "\nhint: the file is as it was") {
		t.Errorf("error %v, want %v and a hint", err, unix.ENOSPC)
	}
	if content(t, name) != old {
		t.Error("what it held is lost")
	}
	holds(t, dir, "result")
	if err := output.Write(nil, name, text("new")); err != nil || content(t, name) != "new" {
		t.Errorf("a small result: error %v, %q", err, content(t, name))
	}
}

// A file that is mounted by itself, as containers have it, cannot be replaced
// and is written to.
func TestMounted(t *testing.T) {
	dir := t.TempDir()
	inside, outside := filepath.Join(dir, "inside"), filepath.Join(dir, "outside")
	put(t, inside, "", 0o644)
	put(t, outside, "a long result of yesterday", 0o644)
	mount(t, outside, inside, "", unix.MS_BIND, "")
	if err := output.Write(nil, inside, text("new")); err != nil || content(t, outside) != "new" {
		t.Errorf("error %v, %q; want \"new\"", err, content(t, outside))
	}
	holds(t, dir, "inside", "outside")
}

// Pipes and descriptors take what comes, and no file comes in their place.
func TestStreams(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	if err := unix.Mkfifo(pipe, 0o644); err != nil {
		t.Fatal(err)
	}
	read := make(chan string)
	go func() { b, _ := os.ReadFile(pipe); read <- string(b) }()
	if err := output.Write(nil, pipe, text("through")); err != nil {
		t.Error(err)
	}
	if got := <-read; got != "through" {
		t.Errorf("%q went through the pipe", got)
	}
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	if _, err := log.WriteString("before, "); err != nil {
		t.Fatal(err)
	}
	if err := output.Write(nil, "/dev/fd/"+strconv.Itoa(int(log.Fd())), text("behind")); err != nil {
		t.Error(err)
	}
	if got := content(t, log.Name()); got != "before, behind" {
		t.Errorf("the file of a descriptor holds %q", got)
	}
	holds(t, dir, "log", "pipe")
}
