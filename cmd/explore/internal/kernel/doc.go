// Package kernel drives the TCP of the running kernel in lock step. The kernel
// sits in a network namespace of its own and talks through a TUN device, whose
// other end is this program: it is the network and the remote peer. Nothing
// but a connection of the experiment is ever touched.
package kernel

// Unavailable is the error of a machine on which the kernel cannot be driven.
type Unavailable struct {
	What   string // what failed, as in "a network namespace of its own"
	Remedy string
	Err    error
}

// Error says what is missing, and on a second line what helps.
func (u *Unavailable) Error() string {
	return "cannot drive the kernel: " + u.What + ": " + u.Err.Error() + "\nhint: " + u.Remedy
}

// Unwrap returns the error of the system call.
func (u *Unavailable) Unwrap() error { return u.Err }
