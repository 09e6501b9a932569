// Package result writes what a command has found.
package result

import (
	"bytes"
	"fmt"
	"io"
	"os"
)

// Write writes what write produces to the file with the given name, or to
// stdout if the name is empty or "-". Nothing is written unless all of it could
// be produced. A disk that is full is an error.
func Write(stdout io.Writer, file string, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	if file == "" || file == "-" {
		return put("standard output", stdout, b.Bytes())
	}
	f, err := os.Create(file)
	if err != nil {
		return fmt.Errorf("%w\nhint: -o names the file to write", err)
	}
	if err := put(file, f, b.Bytes()); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}

func put(name string, w io.Writer, b []byte) error {
	if _, err := w.Write(b); err != nil {
		return fmt.Errorf("cannot write to %s: %w\nhint: the result is incomplete; is there room on the disk?", name, err)
	}
	return nil
}
