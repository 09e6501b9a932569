package main

import "io"

// watched is standard output, and remembers whether all could be written to it.
type watched struct {
	io.Writer
	err error
}

func (w *watched) Write(b []byte) (int, error) {
	n, err := w.Writer.Write(b)
	if err != nil {
		w.err = err
	}
	return n, err
}

// spoils makes an error of a success, or of a finding, that nobody could read.
func (w *watched) spoils(err error) error {
	if w.err == nil || err != nil && err.Error() != "" {
		return err
	}
	return unwritten(w.err)
}
