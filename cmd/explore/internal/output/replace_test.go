package output_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/output"
)

// put makes a file and sets its permissions.
func put(t *testing.T, name, text string, mode fs.FileMode) {
	t.Helper()
	if err := errors.Join(os.WriteFile(name, []byte(text), 0o600), os.Chmod(name, mode)); err != nil {
		t.Fatal(err)
	}
}

// link makes a symbolic link.
func link(t *testing.T, to, name string) {
	t.Helper()
	if err := os.Symlink(to, name); err != nil {
		t.Skipf("skipped: needs symbolic links: %v", err)
	}
}

// holds holds what is in a directory: nothing but the files with these names.
func holds(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, e := range entries {
		found = append(found, e.Name())
	}
	if !slices.Equal(found, names) {
		t.Errorf("%s holds %q, want %q", dir, found, names)
	}
}

// A file has its permissions after a result as before, and a new one those that
// any new file has.
func TestPermissions(t *testing.T) {
	dir := t.TempDir()
	usual := filepath.Join(dir, "usual")
	if err := os.WriteFile(usual, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	like, err := os.Stat(usual)
	if err != nil {
		t.Fatal(err)
	}
	for name, mode := range map[string]fs.FileMode{"private": 0o600, "shared": 0o664, "program": 0o755, "new": like.Mode()} {
		name = filepath.Join(dir, name)
		if filepath.Base(name) != "new" {
			put(t, name, "old", mode)
		}
		if err := output.Write(nil, name, text("new")); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(name)
		if err != nil || info.Mode() != mode || content(t, name) != "new" {
			t.Errorf("%s: %v, error %v, %q; want %v, \"new\"", name, info.Mode(), err, content(t, name), mode)
		}
	}
	holds(t, dir, "new", "private", "program", "shared", "usual")
}

// While the results come, the file holds what it held, and there is no other.
func TestUntouchedUntilWhole(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "result")
	put(t, name, "old", 0o644)
	o, err := output.Open(nil, name)
	if err != nil {
		t.Fatal(err)
	}
	if err := o.Write(text("new")); err != nil {
		t.Fatal(err)
	}
	if got := content(t, name); got != "old" {
		t.Errorf("before the end it holds %q", got)
	}
	holds(t, dir, "result")
	if err := o.Close(); err != nil || content(t, name) != "new" {
		t.Errorf("error %v, %q; want \"new\"", err, content(t, name))
	}
	holds(t, dir, "result")
}

// A file that may not be written is not replaced either, although its directory
// would allow that.
func TestReadOnly(t *testing.T) {
	unprivileged(t)
	dir := t.TempDir()
	name := filepath.Join(dir, "result")
	put(t, name, "old", 0o444)
	if err := output.Write(nil, name, text("new")); !errors.Is(err, fs.ErrPermission) || content(t, name) != "old" {
		t.Errorf("a read-only file: error %v, it holds %q", err, content(t, name))
	}
	put(t, filepath.Join(dir, "other"), "old", 0o644)
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = os.Chmod(dir, 0o755) }() // or it could not be removed
	for _, name := range []string{"other", "new"} {
		_, err := output.Open(nil, filepath.Join(dir, name))
		if err == nil || !strings.HasPrefix(err.Error(), "open "+filepath.Join(dir, name)+": permission denied\nhint: ") {
			t.Errorf("%s in a directory that takes no files: error %v", name, err)
		}
	}
	holds(t, dir, "other", "result")
}

// Links stay links. What they lead to has the result, be it that it was not
// there.
func TestLinks(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "real", "deep"), 0o755); err != nil {
		t.Fatal(err)
	}
	link(t, "real/deep", filepath.Join(dir, "short"))
	link(t, "../old", filepath.Join(dir, "real", "deep", "up")) // from deep, not from short
	link(t, "up", filepath.Join(dir, "real", "deep", "again"))
	link(t, "dangling", filepath.Join(dir, "loose"))
	link(t, "round", filepath.Join(dir, "round"))
	put(t, filepath.Join(dir, "real", "old"), "old", 0o640)
	for name, target := range map[string]string{"short/again": "real/old", "loose": "dangling", "short/new": "real/deep/new"} {
		if err := output.Write(nil, filepath.Join(dir, name), text("to "+name)); err != nil {
			t.Error(err)
		}
		if got := content(t, filepath.Join(dir, target)); got != "to "+name {
			t.Errorf("%s: %s holds %q", name, target, got)
		}
	}
	if err := output.Write(nil, filepath.Join(dir, "round"), text("new")); err == nil || !strings.Contains(err.Error(), "too many symbolic links\nhint: ") {
		t.Errorf("a link to itself: error %v", err)
	}
	holds(t, dir, "dangling", "loose", "real", "round", "short")
	holds(t, filepath.Join(dir, "real", "deep"), "again", "new", "up")
}

// Two names of one output are found out, whatever they look like.
func TestSame(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	put(t, "a", "", 0o644)
	link(t, "a", "b")
	link(t, "nothing", "c")
	link(t, dir, "d")
	if err := os.MkdirAll("elsewhere/deep", 0o755); err != nil {
		t.Fatal(err)
	}
	link(t, "elsewhere/deep", "far")
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"a", "a", true}, {"a", "./a", true}, {"a", dir + "/a", true}, {"a", "b", true}, {"d/a", "b", true}, {"c", "nothing", true},
		{"d/new", "new", true}, {"far/../a", "elsewhere/a", true}, {"far/../a", "a", false}, {"", "-", true}, {"-", "-", true}, {"a", "new", false}, {"a", "", false}, {"-", "c", false},
		{os.DevNull, os.DevNull, false}, {"nowhere/a", "a", false}, {dir, dir, false},
	} {
		if got := output.Same(test.a, test.b); got != test.want {
			t.Errorf("Same(%q, %q) = %v", test.a, test.b, got)
		}
	}
}
