package result

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// replace puts content in the place of what is there, which is untouched until
// all of the content is on the disk, in a file beside it. The new file has the
// permissions and the owner of the old one.
func (p place) replace(content []byte) error {
	f, err := p.beside()
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		if err = os.Rename(f.Name(), p.path); err != nil && p.old != nil {
			return p.overwrite(content, f.Name()) // what is mounted there cannot be replaced
		}
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

// overwrite writes content to the file itself. There is a copy of it, which
// stays if that fails.
func (p place) overwrite(content []byte, copy string) error {
	if err := os.WriteFile(p.path, content, 0); err != nil {
		return fmt.Errorf("%w; the result is in %s", err, copy)
	}
	return os.Remove(copy)
}

// beside makes an empty file in the directory of the place, for somebody else
// could read, or replace, what is elsewhere.
func (p place) beside() (*os.File, error) {
	dir, _ := filepath.Split(p.path)
	name := fmt.Sprintf("%s.explore-%016x", dir, rand.Uint64())
	if p.old == nil {
		return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	keepOwner(f, p.old)
	if err := f.Chmod(p.old.Mode() & fs.ModePerm); err != nil {
		return nil, errors.Join(err, f.Close(), os.Remove(name))
	}
	return f, nil
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
