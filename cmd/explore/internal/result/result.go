// Package result writes what a command has found.
package result

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// An Output is where the results of a command go: a file or standard output.
type Output struct {
	name    string
	w       io.Writer
	file    *os.File // nil if it is standard output
	made    bool     // there was no such file before
	begun   bool     // something was written
	stopped bool     // a write failed
}

// Open makes the file with the given name ready to be written, or standard
// output if the name is empty or "-". It does so before there is a result: who
// waits for it long does not learn only then that it has nowhere to go. What
// the file holds stays until something is written.
func Open(stdout io.Writer, name string) (*Output, error) {
	if name == "" || name == "-" {
		return &Output{name: "standard output", w: stdout}, nil
	}
	_, err := os.Stat(name)
	made := errors.Is(err, fs.ErrNotExist)
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE, 0o666)
	if err != nil {
		return nil, fmt.Errorf("%w\nhint: name a file that can be written", err)
	}
	return &Output{name: name, w: f, file: f, made: made}, nil
}

// Write adds what write produces. Nothing is written unless all of it could be
// produced. A disk that is full is an error.
func (o *Output) Write(write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	_, err := stream{o}.Write(b.Bytes())
	return err
}

// Stream returns a writer for a result that comes bit by bit.
func (o *Output) Stream() io.Writer { return stream{o} }

type stream struct{ *Output }

func (s stream) Write(b []byte) (int, error) {
	if err := s.begin(); err != nil {
		return 0, s.failed(err)
	}
	n, err := s.w.Write(b)
	if err != nil {
		return n, s.failed(err)
	}
	return n, nil
}

// begin empties the file before the first result. A device or a pipe holds
// nothing to be thrown away.
func (o *Output) begin() error {
	if o.begun || o.file == nil {
		return nil
	}
	o.begun = true
	info, err := o.file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return err
	}
	return o.file.Truncate(0)
}

func (o *Output) failed(err error) error {
	o.stopped = true
	return Unwritten(o.name, err)
}

// Unwritten is the error of an output that did not take all of a result.
func Unwritten(name string, err error) error {
	return fmt.Errorf("cannot write to %s: %w\nhint: the result is incomplete; is there room on the disk?", name, err)
}

// Close ends the output. A file that nothing was written to is as it was
// before.
func (o *Output) Close() error {
	if o.file == nil {
		return nil
	}
	err := o.file.Close()
	if o.made && !o.begun {
		return os.Remove(o.name)
	}
	if err != nil && !o.stopped {
		return o.failed(err)
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
