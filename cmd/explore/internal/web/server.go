package web

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"runtime/debug"
	"sync"
	"time"
)

// A Server answers requests. Its functions are called by several goroutines at once.
type Server struct {
	Answer func(*Request) Answer

	// Limit returns how many octets the body of a request may have.
	Limit func(*Request) int64

	// Refuse answers a request that cannot be read or whose body is too large, and one
	// whose answer ended in a panic, with the stack.
	Refuse func(err *Error, stack []byte) Answer
}

// The limits on connections and their times.
const (
	mostConnections = 64
	idle            = time.Minute     // between requests
	forHead         = 5 * time.Second // from its first octet to its last
	forBody         = 2 * time.Minute // and for the whole of the body, with what is made of it
	forAnswer       = time.Minute     // to be taken
	lingers         = time.Second     // after an answer that came before the end of the request
	tries           = 50              // to accept a connection, with a pause after each
	pause           = 100 * time.Millisecond
)

// Serve answers what comes to a listener until the context ends, which ends all
// connections. The error is that of the listener.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	var all sync.WaitGroup
	defer all.Wait()
	defer ending(ctx, l)()
	room := make(chan struct{}, mostConnections)
	for failed := 0; ; {
		select {
		case room <- struct{}{}:
		case <-ctx.Done():
			return nil
		}
		c, err := l.Accept()
		if err != nil {
			<-room
			if failed++; ctx.Err() != nil {
				return nil
			} else if failed > tries {
				return err
			}
			time.Sleep(pause) // too many files are open, say, which goes by
			continue
		}
		failed = 0
		all.Go(func() {
			defer func() { <-room }()
			defer ending(ctx, c)()
			s.connection(ctx, c)
		})
	}
}

// ending closes c when the context ends, or when what it returns is called. That it cannot
// be closed, or was before, is of no use to anybody.
func ending(ctx context.Context, c io.Closer) func() {
	stop := context.AfterFunc(ctx, func() { _ = c.Close() })
	return func() {
		stop()
		_ = c.Close()
	}
}

// connection answers one request after the other.
func (s *Server) connection(ctx context.Context, c net.Conn) {
	b := bufio.NewReaderSize(c, longestHead)
	for {
		_ = c.SetDeadline(time.Now().Add(idle)) // of a connection that is gone, reading fails
		if _, err := b.Peek(1); err != nil {
			return
		}
		_ = c.SetDeadline(time.Now().Add(forHead))
		r, err := readHead(b)
		if err == nil {
			r.ctx = ctx
			err = s.take(r, c, b)
		}
		var refused *Error
		switch {
		case errors.As(err, &refused):
			a := s.Refuse(refused, nil)
			s.leave(c, &a)
			return
		case err != nil || r.last:
			return
		}
	}
}

// take answers one request. The error is an *Error if it is refused.
func (s *Server) take(r *Request, c net.Conn, b *bufio.Reader) error {
	if r.Length > s.Limit(r) {
		return &Error{StatusTooLarge, fmt.Sprintf("the body of the request is too large\nhint: at most %d KiB are taken here; explore trace reads captures of any size", s.Limit(r)>>10)}
	}
	_ = c.SetDeadline(time.Now().Add(forBody))
	if r.waits {
		if _, err := io.WriteString(c, statusContinue); err != nil {
			return err
		}
	}
	body := &io.LimitedReader{R: b, N: r.Length}
	r.Body = &whole{body}
	a := s.answer(r)
	_ = c.SetDeadline(time.Now().Add(forAnswer))
	if body.N > 0 { // what is left of it cannot be told from the next request
		s.leave(c, &a)
		return net.ErrClosed
	}
	return a.write(c, r.last)
}

// statusContinue lets a request send its body.
const statusContinue = "HTTP/1.1 100 Continue\r\n\r\n"

// Mistake is the error of what was to be done and panicked, without the place, which
// means something to the log alone.
func Mistake(doing string, what any) *Error {
	return &Error{StatusInternal, fmt.Sprintf("%s failed: %v\nhint: this is a mistake in explore, which goes on; where it runs, it says the place", doing, what)}
}

// answer answers, whatever happens.
func (s *Server) answer(r *Request) (a Answer) {
	defer func() {
		if what := recover(); what != nil {
			a = s.Refuse(Mistake("the answer", what), debug.Stack())
		}
	}()
	return s.Answer(r)
}

// leave answers and ends the connection while the other end may still send. Who closes
// at once with something unread sends a RST, and the answer may be lost with it (RFC
// 9112, 9.6; RFC 9293, 3.6.1): so it ends its own direction first, and reads on a while.
func (s *Server) leave(c net.Conn, a *Answer) {
	_ = c.SetDeadline(time.Now().Add(forAnswer))
	if a.write(c, true) != nil {
		return
	}
	if half, ok := c.(interface{ CloseWrite() error }); ok && half.CloseWrite() == nil {
		_ = c.SetDeadline(time.Now().Add(lingers))
		_, _ = io.Copy(io.Discard, c)
	}
}

// A whole reader fails if what it reads ends before its length is reached.
type whole struct{ left *io.LimitedReader }

// Read implements [io.Reader].
func (w *whole) Read(p []byte) (int, error) {
	n, err := w.left.Read(p)
	if errors.Is(err, io.EOF) && w.left.N > 0 {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}
