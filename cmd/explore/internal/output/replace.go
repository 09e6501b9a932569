package output

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
)

// replace puts content in the place of what is there, which is untouched until
// all of the content is on the disk, in a file beside it. The new file has the
// permissions and the owner of the old one.
func (p place) replace(content []byte) error {
	f, err := p.beside()
	if err == nil {
		err = fill(f, content)
	}
	if err != nil {
		return fmt.Errorf("%w\nhint: the file is as it was; is there room on the disk?", cause(err))
	}
	if os.Rename(f.Name(), p.path) == nil {
		return nil
	}
	// A file that is mounted by itself cannot be replaced, but be written to.
	if err := os.WriteFile(p.path, content, 0o666); err != nil {
		return fmt.Errorf("%w\nhint: the result is in %s", cause(err), f.Name())
	}
	return os.Remove(f.Name())
}

// fill writes content to a file that is new, and closes it. Without all of the
// content there is no file.
func fill(f *os.File, content []byte) error {
	_, err := f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// beside makes an empty file in the directory of the place, for somebody else
// could read, or replace, what is elsewhere.
func (p place) beside() (*os.File, error) {
	name := fmt.Sprintf("%s.explore-%016x", dir(p.path), rand.Uint64())
	if p.old == nil {
		return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err == nil {
		keepOwner(f, p.old)
		_ = f.Chmod(p.old.Mode() & fs.ModePerm) // if this kind of disk has permissions
	}
	return f, err
}

// try finds out whether the place can be written, and leaves everything as it
// was.
func (p place) try() error {
	if p.old != nil {
		f, err := os.OpenFile(p.path, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	f, err := p.beside()
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}
