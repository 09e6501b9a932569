//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package checker

import (
	"errors"
	"os"
	"syscall"
)

// lock makes sure that nobody else has locked the file. It ends with the process,
// however that ends. A file system without locks is trusted.
func lock(file *os.File) error {
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); errors.Is(err, syscall.EWOULDBLOCK) {
		return err
	}
	return nil
}
