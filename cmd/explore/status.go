package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/output"
)

// The exit statuses of the command.
const (
	statusOK       = 0
	statusViolated = 1 // a property is violated, a trace or a subject deviates
	statusUsage    = 2 // usage, or input that cannot be read
	statusLimit    = 3 // a limit, memory, time or Ctrl-C came before an answer
)

// statusError is an error that carries the exit status it ends the command
// with.
type statusError struct {
	status int
	err    error
}

func (e *statusError) Error() string { return e.err.Error() }
func (e *statusError) Unwrap() error { return e.err }

// usagef makes the error of a wrong command line or of unreadable input. The
// message names the thing and ends with a line that begins with "hint:".
func usagef(format string, args ...any) error {
	return &statusError{statusUsage, fmt.Errorf(format, args...)}
}

// usage gives an error, if it is one, the status of a wrong command line and of
// what could not be written, unless it has another.
func usage(err error) error {
	if err == nil {
		return nil
	}
	if s := new(statusError); errors.As(err, &s) {
		return err
	}
	return usagef("%w", err)
}

// unwritten makes the error of what standard output did not take.
func unwritten(err error) error {
	return usage(output.Unwritten("standard output", err))
}

// into opens an output, has do fill it, and closes it. A file that cannot be
// closed spoils whatever the command has found.
func into(stdout io.Writer, file string, do func(*output.Output) error) error {
	out, err := output.Open(stdout, file)
	if err != nil {
		return usage(err)
	}
	outcome := do(out)
	if err := out.Close(); err != nil {
		return usage(err)
	}
	return outcome
}

// beside returns where a report goes if a picture goes to file: one that has
// standard output for itself drives the report to standard error.
func beside(file string, stdout, stderr io.Writer) io.Writer {
	if output.Standard(file) {
		return stderr
	}
	return stdout
}

// errViolated ends a command whose finding is already on standard output.
var errViolated = &statusError{statusViolated, errors.New("")}

// limitf makes the error of a question that was not answered.
func limitf(format string, args ...any) error {
	return &statusError{statusLimit, fmt.Errorf(format, args...)}
}

// conclude prints err, if it has something to say, and returns the exit status
// that goes with it. An error that carries no status is cobra's own: an
// unknown command, a wrong number of arguments.
func conclude(stderr io.Writer, err error) int {
	if err == nil {
		return statusOK
	}
	if text := err.Error(); text != "" {
		fmt.Fprintf(stderr, "explore: %s\n", text)
	}
	var s *statusError
	if errors.As(err, &s) {
		return s.status
	}
	return statusUsage
}
