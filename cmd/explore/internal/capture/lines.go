package capture

import "bufio"

func (t *tracer) lines(b *bufio.Reader) error { return nil }
