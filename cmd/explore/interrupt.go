package main

import (
	"context"
	"io"
	"strings"
)

// interruptible reads what r has and ends when the context does, even while r
// keeps a reader waiting, as a terminal does. Whoever reads to the end has to
// ask the context whether it is one. Of a context that has ended nothing is
// read.
func interruptible(ctx context.Context, r io.Reader) io.Reader {
	if ctx.Err() != nil {
		return strings.NewReader("")
	}
	out, in := io.Pipe()
	context.AfterFunc(ctx, func() { in.CloseWithError(io.EOF) })
	go func() {
		_, err := io.Copy(in, r)
		in.CloseWithError(err)
	}()
	return out
}
