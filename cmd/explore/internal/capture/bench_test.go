package capture

import (
	"bytes"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// BenchmarkTrace reads a capture of eight long connections that interleave.
func BenchmarkTrace(b *testing.B) {
	var film bytes.Buffer
	if err := long(&film, 8, 20000, 96); err != nil {
		b.Fatal(err)
	}
	segments := 0
	for b.Loop() {
		tally, err := Trace("bench", bytes.NewReader(film.Bytes()), Options{}, func(*Connection) error { return nil })
		if err != nil || tally.Verdicts[oracle.Conforms] != 8 {
			b.Fatal(err, tally)
		}
		segments += tally.Segments
	}
	b.ReportMetric(float64(segments)/b.Elapsed().Seconds(), "segments/s")
}
