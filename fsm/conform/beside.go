package conform

// Runs are judged while the next ones are driven: a subject keeps its driver waiting, and
// there is another processor.
//
// Invariant: what is done beside happens in the order in which it was asked for, so that
// a report does not depend on who is faster.

// ahead is how many routes may be driven that are not judged yet.
const ahead = 4

// A beside does one thing after the other, beside who asks for it.
type beside struct {
	queue chan func() error
	done  chan struct{}
	err   error // the first one; what comes behind it is not done
}

// newBeside returns one that is ready.
func newBeside() *beside {
	b := &beside{queue: make(chan func() error, ahead), done: make(chan struct{})}
	go func() {
		defer close(b.done)
		for do := range b.queue {
			if b.err == nil {
				b.err = do()
			}
		}
	}()
	return b
}

// rest waits until what was asked for so far is done.
func (b *beside) rest() {
	done := make(chan struct{})
	b.queue <- func() error { close(done); return nil }
	select {
	case <-done:
	case <-b.done:
	}
}

// wait waits until all is done, and returns the first error. Nothing more may be asked for.
func (b *beside) wait() error {
	close(b.queue)
	<-b.done
	return b.err
}
