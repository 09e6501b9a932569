package capture

import "fmt"

// overfull is the error of a log with too many connections. A log does not say that a
// connection is over, so that all of them must be kept.
func (l *eventLog) overfull() error {
	if !l.tracer.crowded(len(l.order)) {
		return nil
	}
	return fmt.Errorf("there are %d connections before it, which is all that a log may have", len(l.order))
}
