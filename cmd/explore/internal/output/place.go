package output

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// A place is what a name leads to.
type place struct {
	path   string      // without symbolic links at its end
	old    fs.FileInfo // nil if nothing is there
	stream bool        // it takes what comes, and holds nothing that could be lost
}

// Standard reports whether a name, as [Open] reads it, is one of standard
// output: none, "-", or what /dev/stdout leads to.
func Standard(name string) bool {
	if name == "" || name == "-" {
		return true
	}
	here, err := os.Stdout.Stat()
	there, e := os.Stat(name)
	return err == nil && e == nil && here.Mode()&fs.ModeDevice == 0 && os.SameFile(here, there)
}

// Same reports whether two names are of the same output, so that one result
// would be mixed with the other or take its place. A device can take both.
func Same(a, b string) bool {
	if Standard(a) || Standard(b) {
		return Standard(a) && Standard(b)
	}
	p, err := find(a)
	q, e := find(b)
	if err != nil || e != nil || p.old != nil && p.old.Mode()&fs.ModeDevice != 0 {
		return false
	}
	return p.absolute() == q.absolute()
}

// dir returns the directory that a path is in, as the system finds it: d/.. is
// not where d is if d is a link.
func dir(path string) string {
	d, _ := filepath.Split(path)
	if d == "" {
		d = "." + string(filepath.Separator)
	}
	return d
}

// absolute returns the path by which every name of the place finds it.
func (p place) absolute() string {
	d := dir(p.path)
	if whole, err := filepath.EvalSymlinks(d); err == nil {
		d = whole
	}
	if full, err := filepath.Abs(d); err == nil {
		d = full
	}
	return filepath.Join(d, filepath.Base(p.path))
}

// maxLinks bounds the symbolic links from a name to what it leads to, as Linux
// does.
const maxLinks = 40

// find follows a name to where it leads, link by link: a link may lead to a file
// that is not there yet.
func find(name string) (place, error) {
	p := place{path: name}
	for range maxLinks {
		info, err := os.Lstat(p.path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return p, nil
		case err != nil:
			return p, err
		case planted(p.path, info):
			return p, errors.New("what is there belongs to somebody else, in a directory where everybody may put files")
		case info.Mode()&fs.ModeSymlink == 0:
			return p.is(info)
		case p.descriptor():
			p.stream = true
			return p, nil
		}
		to, err := os.Readlink(p.path)
		if err != nil {
			return p, err
		}
		if !filepath.IsAbs(to) {
			to = dir(p.path) + to
		}
		p.path = to
	}
	return p, errors.New("too many symbolic links")
}

// is says what there is in the place.
func (p place) is(info fs.FileInfo) (place, error) {
	if info.IsDir() {
		return p, syscall.EISDIR
	}
	p.old, p.stream = info, !info.Mode().IsRegular()
	return p, nil
}

// descriptor reports whether the place is a descriptor of a process, as
// /dev/fd/3 is. Whoever has given it to us goes on to use it, so that no other
// file may come in its place.
func (p place) descriptor() bool { return strings.HasPrefix(p.absolute(), "/proc/") }
