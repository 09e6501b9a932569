package capture

import (
	"bytes"
	"os"
	"testing"
)

func BenchmarkShort(b *testing.B) {
	d, _ := os.ReadFile("/tmp/cap/short.pcap")
	for b.Loop() {
		Trace("x", bytes.NewReader(d), Options{}, func(c *Connection) error { return nil })
	}
}
