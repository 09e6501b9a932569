package capture

import (
	"io"
	"time"
)

// A patient reads what a source has as soon as it has it, and says so while there is
// nothing.
type patient struct {
	portions chan portion
	quit     chan struct{}
	rest     []byte
	err      error
	every    time.Duration
	pause    func(time.Duration) error // for how long there was nothing
}

// A portion is what one read has brought.
type portion struct {
	data []byte
	err  error
}

// newPatient returns a reader of r that calls pause, in the goroutine that reads,
// every so often while it waits.
func newPatient(r io.Reader, every time.Duration, pause func(time.Duration) error) *patient {
	p := &patient{portions: make(chan portion), quit: make(chan struct{}), every: every, pause: pause}
	go p.fetch(r)
	return p
}

// close lets the goroutine end that reads.
func (p *patient) close() { close(p.quit) }

// fetch reads into two buffers by turns: while one is used, the other is filled.
func (p *patient) fetch(r io.Reader) {
	var buffers [2][1 << 16]byte
	for i := 0; ; i = 1 - i {
		n, err := r.Read(buffers[i][:])
		select {
		case p.portions <- portion{buffers[i][:n], err}:
		case <-p.quit:
			return
		}
		if err != nil {
			return
		}
	}
}

// Read reads what there is.
func (p *patient) Read(b []byte) (int, error) {
	for len(p.rest) == 0 && p.err == nil {
		if err := p.wait(); err != nil {
			p.err = err
		}
	}
	if len(p.rest) == 0 {
		return 0, p.err
	}
	n := copy(b, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}

// wait waits for a portion. An error of pause ends the input.
func (p *patient) wait() error {
	select {
	case c := <-p.portions:
		p.rest = c.data
		return c.err
	default:
	}
	began := time.Now()
	tick := time.NewTicker(p.every)
	defer tick.Stop()
	for {
		select {
		case c := <-p.portions:
			p.rest = c.data
			return c.err
		case <-tick.C:
			if err := p.pause(time.Since(began)); err != nil {
				return err
			}
		}
	}
}

// pause lets the clock go on while nothing is captured.
func (t *tracer) pause(d time.Duration) error {
	if t.tally.Segments == 0 {
		return nil
	}
	t.now = max(t.now, t.last+d)
	t.clock = max(t.clock, t.last+d)
	t.failed = t.sweep()
	return t.failed
}
