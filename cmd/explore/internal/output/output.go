// Package output writes what a command has found.
package output

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
)

// An Output is where the results of a command go: a stream, which takes them as
// they come, or a file, which holds what it held until [Output.Close] puts the
// whole of the results in its place.
type Output struct {
	name    string
	stream  io.Writer    // nil if it is a file
	opened  *os.File     // the stream, if it is ours to close
	place   place        // of the file
	held    bytes.Buffer // what the file is to hold
	begun   bool         // something was written
	stopped bool         // a write failed
}

// Open makes the file with the given name ready to be written, or standard
// output if the name is empty or "-". It does so before there is a result, so
// that nobody waits long for one that cannot be written. Pipes and devices are
// streams. A symbolic link is followed: what it leads to is written.
func Open(stdout io.Writer, name string) (*Output, error) {
	if Standard(name) {
		return &Output{name: "standard output", stream: stdout}, nil
	}
	p, err := find(name)
	if err != nil {
		return nil, unopened(name, err)
	}
	o := &Output{name: name, place: p}
	if p.stream {
		o.opened, err = os.OpenFile(p.path, os.O_WRONLY|os.O_APPEND, 0)
		o.stream = o.opened
	} else {
		err = p.try()
	}
	if err != nil {
		return nil, unopened(name, err)
	}
	return o, nil
}

// unopened is the error of a file that nothing can be written to.
func unopened(name string, err error) error {
	return fmt.Errorf("%w\nhint: name a file that can be written, in a directory that can be", &os.PathError{Op: "open", Path: name, Err: cause(err)})
}

// cause is an error without the name of the file that it is about: that of one
// of ours beside the file of the user means nothing to him.
func cause(err error) error {
	var p *os.PathError
	var l *os.LinkError
	switch {
	case errors.As(err, &p):
		return p.Err
	case errors.As(err, &l):
		return l.Err
	}
	return err
}

// Write adds what write produces. Nothing is written unless all of it could be
// produced. A disk that is full is an error.
func (o *Output) Write(write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	_, err := adder{o}.Write(b.Bytes())
	return err
}

// Stream returns a writer for a result that comes bit by bit.
func (o *Output) Stream() io.Writer { return adder{o} }

type adder struct{ *Output }

func (a adder) Write(b []byte) (int, error) {
	a.begun = true
	if a.stream == nil {
		return a.held.Write(b)
	}
	n, err := a.stream.Write(b)
	if err != nil {
		return n, a.failed(err)
	}
	return n, nil
}

func (o *Output) failed(err error) error {
	o.stopped = true
	return Unwritten(o.name, err)
}

// Unwritten is the error of an output that did not take all of a result.
func Unwritten(name string, err error) error {
	return fmt.Errorf("cannot write to %s: %w\nhint: the result is incomplete; is there room on the disk?", name, err)
}

// Close ends the output. A file now holds the results. If it does not take them
// all, or there are none, it is as it was before.
func (o *Output) Close() error {
	switch {
	case o.opened != nil:
		if err := o.opened.Close(); err != nil && !o.stopped {
			return o.failed(err)
		}
	case o.stream == nil && o.begun:
		if err := o.place.replace(o.held.Bytes()); err != nil {
			return fmt.Errorf("cannot write to %s: %w", o.name, err)
		}
	}
	return nil
}

// Write writes what write produces to the file with the given name, or to
// stdout if the name is empty or "-", and no more.
func Write(stdout io.Writer, name string, write func(io.Writer) error) error {
	o, err := Open(stdout, name)
	if err != nil {
		return err
	}
	return errors.Join(o.Write(write), o.Close())
}
