//go:build unix

package output

import (
	"io/fs"
	"os"
	"syscall"
)

// owner returns the user and the group that a file belongs to.
func owner(info fs.FileInfo) (uid, gid int) {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return int(s.Uid), int(s.Gid)
	}
	return os.Geteuid(), os.Getegid()
}

// keepOwner gives a file to the owner and the group of the old one, as far as we
// may.
func keepOwner(f *os.File, old fs.FileInfo) {
	uid, gid := owner(old)
	_ = f.Chown(-1, gid)
	_ = f.Chown(uid, -1)
}

// planted reports whether somebody else may have put a file there for us to
// write to: it is not ours, and lies in a directory like /tmp. What a link there
// leads to would be overwritten with our rights. Linux refuses the same if
// fs.protected_symlinks and its sisters are set, which they need not be.
func planted(path string, info fs.FileInfo) bool {
	above, err := os.Stat(dir(path))
	if err != nil || above.Mode()&fs.ModeSticky == 0 || above.Mode()&0o002 == 0 {
		return false
	}
	uid, _ := owner(info)
	theirs, _ := owner(above)
	return uid != os.Geteuid() && uid != theirs
}
