//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package checker

import "os"

// lock does nothing here: two searches may not be given the same checkpoint.
func lock(*os.File) error { return nil }
