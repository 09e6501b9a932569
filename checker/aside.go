package checker

import (
	"context"
	"fmt"
	"time"
)

// An ending is how a function ended that ran on a goroutine of its own.
type ending struct {
	err error
	bug any // a panic of the checker itself
}

// aside runs do on a goroutine of its own and waits for it. So whatever the
// model or a property do there comes back as an error, the end of the goroutine
// included, and what Progress does, a panic included, happens to the caller.
func (s *search[S]) aside(ctx context.Context, do func() error) error {
	defer s.watch(ctx)()
	done := make(chan ending, 1)
	go func() {
		var e ending
		returned := false
		defer func() {
			if !returned {
				e = s.ending(recover())
			}
			done <- e
		}()
		e.err = do()
		returned = true
	}()
	e := s.attend(done)
	if e.bug != nil {
		panic(e.bug)
	}
	return e.err
}

// ending makes the end of a function that did not return an error, unless it is
// a bug of the checker.
func (s *search[S]) ending(p any) ending {
	if b, ok := p.(bug); ok {
		return ending{bug: fmt.Sprintf("%s\n%s", b, stack("runtime.gopanic"))}
	}
	if p == nil && s.fault != nil {
		return ending{err: s.fault} // what has ended the goroutine is known better
	}
	return ending{err: broken(p, s.state())}
}

// attend reports progress until all is done. If the report panics, or ends the
// goroutine, it stops the search and waits: nothing is left behind.
func (s *search[S]) attend(done <-chan ending) (e ending) {
	if s.opt.Progress == nil {
		return <-done
	}
	ended := false
	defer func() {
		if !ended {
			s.stop.Store(true)
			<-done
		}
	}()
	ticker := time.NewTicker(s.opt.ProgressEvery)
	defer ticker.Stop()
	for {
		select {
		case e = <-done:
			ended = true
			return e
		case <-ticker.C:
			s.opt.Progress(s.progress())
		}
	}
}

// progress says how far the search has come.
func (s *search[S]) progress() Progress {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := Progress{
		Phase:     s.phase,
		Distinct:  uint64(s.distinct.Load()),
		Generated: uint64(s.generated.Load()),
		Frontier:  uint64(s.unexpanded.Load()),
		Depth:     s.stats.Depth,
		Bytes:     s.bytes(),
		Elapsed:   time.Since(s.began),
	}
	if n := s.levels.len(); n > 0 {
		p.Frontier = s.levels.size(n - 1)
	}
	return p
}

// watch lets the context and the clock stop the search. The returned function
// ends that. A context that is over stops it before it begins.
func (s *search[S]) watch(ctx context.Context) (cancel func()) {
	s.ctx = ctx
	if ctx.Err() != nil {
		s.stop.Store(true)
	}
	stop := func() { s.stop.Store(true) }
	endContext := context.AfterFunc(ctx, stop)
	if s.opt.Timeout <= 0 {
		return func() { endContext() }
	}
	timer := time.AfterFunc(s.opt.Timeout, stop)
	return func() {
		endContext()
		timer.Stop()
	}
}

// proceed lets the workers work again after a bound or the clock, but not the
// context, has stopped them.
func (s *search[S]) proceed() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.why = NotStopped
	s.drop.Store(false)
	s.stop.Store(false)
	if s.ctx.Err() != nil {
		s.stop.Store(true)
	}
}
