package kernel

import (
	"runtime"

	"golang.org/x/sys/unix"
)

// within runs f on a thread of its own in a new network namespace. The thread
// ends with f: it would be of no use to other goroutines.
func within(f func() error) error {
	done := make(chan error, 1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				panic(r) // who waits does not go on, or the command would end as if all were well
			}
			close(done) // even if f ends the goroutine
		}()
		runtime.LockOSThread()
		if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
			done <- &Unavailable{"a network namespace of its own", "run it as root, or as: unshare --map-root-user --net COMMAND", err}
			return
		}
		done <- f()
	}()
	return <-done
}
