package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// An input is what "explore trace" reads.
type input struct {
	io.Reader
	live  bool   // it is made while it is read, and Ctrl-C is its end
	close func() // nil: there is nothing to close
}

// input opens the file, or standard input.
func (t *trace) input(ctx context.Context, file string, stdin io.Reader) (*input, string, error) {
	if file == "-" {
		if t.follow {
			return nil, "", errors.New("-follow goes on at the end of a file, and standard input ends when its other end does\nhint: leave -follow out")
		}
		return &input{Reader: reader(ctx, stdin), live: !regular(stdin)}, "standard input", nil
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, "", fmt.Errorf("%w\nhint: explore trace FILE, or - for standard input", err)
	}
	in := &input{live: t.follow || !regular(f), close: func() { f.Close() }}
	if t.follow && regular(f) {
		in.Reader = &growing{ctx: ctx, file: f}
	} else {
		in.Reader = reader(ctx, f)
	}
	return in, file, nil
}

// reader reads what ends with the context: a file at once, and a pipe, which may keep
// a reader waiting, a little later.
func reader(ctx context.Context, r io.Reader) io.Reader {
	if regular(r) {
		return &ending{ctx, r}
	}
	return lingering(ctx, r)
}

// An ending reader ends when the context does. It is for what never waits.
type ending struct {
	ctx context.Context
	io.Reader
}

// Read reads, if there is time.
func (e *ending) Read(b []byte) (int, error) {
	if e.ctx.Err() != nil {
		return 0, io.EOF
	}
	return e.Reader.Read(b)
}

// regular reports whether r is a file with an end, and no pipe or terminal.
func regular(r io.Reader) bool {
	f, ok := r.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode().IsRegular()
}

// lingers is how long a live input is read after the interrupt: who writes it was
// interrupted too, and may have something left to write.
const lingers = 250 * time.Millisecond

// lingering is [interruptible] of an input that may have something left when the
// context ends.
func lingering(ctx context.Context, r io.Reader) io.Reader {
	late, end := context.WithCancel(context.WithoutCancel(ctx))
	context.AfterFunc(ctx, func() { time.AfterFunc(lingers, end) })
	return interruptible(late, r)
}

// A growing file is read to its end, and on from there when it has grown, until the
// context ends.
type growing struct {
	ctx  context.Context
	file *os.File
	read int64
}

// polls is how often a growing file is looked at.
const polls = 100 * time.Millisecond

// Read waits for octets. A file that was cut is not read on: what is in it then is
// something else.
func (g *growing) Read(b []byte) (int, error) {
	for {
		n, err := g.file.Read(b)
		g.read += int64(n)
		if n > 0 || !errors.Is(err, io.EOF) {
			return n, err
		}
		if info, err := g.file.Stat(); err == nil && info.Mode().IsRegular() && info.Size() < g.read {
			return 0, fmt.Errorf("it was cut to %d octets while it was read", info.Size())
		}
		select {
		case <-g.ctx.Done():
			return 0, io.EOF
		case <-time.After(polls):
		}
	}
}
