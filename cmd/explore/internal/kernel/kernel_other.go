//go:build !linux

package kernel

import (
	"errors"
	"runtime"

	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

// A Kernel is a kernel that cannot be driven here.
type Kernel struct{}

// Connection is never called: Run gives nobody a Kernel.
func (*Kernel) Connection() (conform.Connection, error) { return nil, errors.ErrUnsupported }

// Run returns an *Unavailable: only Linux can be driven.
func Run(Options, func(*Kernel) error) error {
	return &Unavailable{"the subject linux", "run it on Linux; the subject fsm needs no kernel", errors.New("this is " + runtime.GOOS)}
}

// Version returns the name of the operating system.
func Version() string { return "of " + runtime.GOOS }
