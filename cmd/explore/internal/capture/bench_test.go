package capture

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"

	"github.com/tcpfsm/tcpfsm/fsm"
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

// crowds are captures of many connections: a flood of SYNs that nobody answers, and
// connections of nine segments, one after the other.
var crowds = map[string]func(w io.Writer, n int) error{"flood": flood, "short": short}

// BenchmarkCrowd reads captures of many connections. What one costs does not depend
// on how many there are, but for what is kept of the first ones.
func BenchmarkCrowd(b *testing.B) {
	for name, film := range crowds {
		for _, n := range []int{10_000, 60_000} {
			b.Run(fmt.Sprintf("%s-%d", name, n), func(b *testing.B) {
				var out bytes.Buffer
				if err := film(&out, n); err != nil {
					b.Fatal(err)
				}
				for b.Loop() {
					if k := keeps(b, out.Bytes(), n); k > maxKnocks {
						b.Fatalf("%d are kept", k)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/connection")
			})
		}
	}
}

// keeps traces a film of n connections and returns how many were kept at most.
func keeps(t testing.TB, film []byte, n int) (most int) {
	in, kind, err := open(bytes.NewReader(film))
	if err != nil {
		t.Fatal(err)
	}
	gone := 0
	var tr *tracer
	tr = newTracer("film", Options{}, func(*Connection) error {
		gone++
		most = max(most, len(tr.open)+len(tr.knocks))
		return nil
	})
	if err := tr.frames(in, kind); err != nil {
		t.Fatal(err)
	}
	most = max(most, len(tr.open)+len(tr.knocks))
	if err := tr.rest(); err != nil || gone != n {
		t.Fatalf("error %v, %d of %d connections are given away", err, gone, n)
	}
	return most
}

// flood writes the SYNs of n clients, one in ten microseconds.
func flood(w io.Writer, n int) error {
	return many(w, n, 10*time.Microsecond, func(put func(from int, g fsm.Segment) error) error {
		return put(0, fsm.Segment{SEQ: 100, CTL: fsm.SYN, WND: 4096})
	})
}

// short writes n connections of nine segments, one after the other.
func short(w io.Writer, n int) error {
	return many(w, n, 20*time.Microsecond, func(put func(from int, g fsm.Segment) error) error {
		for _, x := range []struct {
			from int
			g    fsm.Segment
		}{
			{0, fsm.Segment{SEQ: 100, CTL: fsm.SYN}}, {1, fsm.Segment{SEQ: 300, ACK: 101, CTL: fsm.SYN | fsm.ACK}},
			{0, fsm.Segment{SEQ: 101, ACK: 301, CTL: fsm.ACK}}, {0, fsm.Segment{SEQ: 101, ACK: 301, CTL: fsm.ACK, Text: 10}},
			{1, fsm.Segment{SEQ: 301, ACK: 111, CTL: fsm.ACK}}, {1, fsm.Segment{SEQ: 301, ACK: 111, CTL: fsm.ACK, Text: 10}},
			{0, fsm.Segment{SEQ: 111, ACK: 311, CTL: fsm.FIN | fsm.ACK}}, {1, fsm.Segment{SEQ: 311, ACK: 112, CTL: fsm.FIN | fsm.ACK}},
			{0, fsm.Segment{SEQ: 112, ACK: 312, CTL: fsm.ACK}},
		} {
			x.g.WND = 4096
			if err := put(x.from, x.g); err != nil {
				return err
			}
		}
		return nil
	})
}

// many writes what each of n clients and one server say, a frame every so often.
func many(w io.Writer, n int, every time.Duration, talk func(put func(from int, g fsm.Segment) error) error) error {
	out := pcapgo.NewWriter(w)
	if err := out.WriteFileHeader(1<<16, layers.LinkTypeRaw); err != nil {
		return err
	}
	at := time.Unix(1700000000, 0)
	for i := range n {
		err := talk(func(from int, g fsm.Segment) error {
			p := ip4(from, 1024, g)
			client := p[12:16]
			if from == 1 {
				client = p[16:20]
			}
			binary.BigEndian.PutUint32(client, 10<<24|uint32(i))
			at = at.Add(every)
			return out.WritePacket(gopacket.CaptureInfo{Timestamp: at, CaptureLength: len(p), Length: len(p)}, p)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
