package capture

import (
	"errors"
	"flag"
	"math/rand/v2"
	"net/netip"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

var mangled = flag.Int("mangled", 0, "how many mangled captures and logs TestMangled reads; 0: a few")

// samples are all captures and event logs that are checked in, those that are not long.
func samples(t *testing.T) (list [][]byte) {
	for _, pattern := range []string{"../../testdata/*/*.pcap*", "../../testdata/*/*.jsonl", "../../testdata/bugs/*/*", "../../../../docs/captures/*.pcap"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if data, err := os.ReadFile(file); err == nil && len(data) < 20_000 {
				list = append(list, data)
			}
		}
	}
	if len(list) < 50 {
		t.Fatalf("%d captures and logs to be mangled", len(list))
	}
	return list
}

// mangle returns a with octets changed, cut out, doubled, and with pieces of b.
func mangle(r *rand.Rand, a, b []byte) []byte {
	a = append([]byte(nil), a...)
	for range 1 + r.IntN(6) {
		i := r.IntN(len(a) + 1)
		j := min(i+1+r.IntN(1<<r.IntN(8)), len(a))
		piece := a[i:j]
		switch r.IntN(6) {
		case 0:
			for k := range piece {
				piece[k] = byte(r.Uint32())
			}
		case 1:
			for k := range piece {
				piece[k] ^= 1 << r.IntN(8)
			}
		case 2:
			a = append(a[:i], a[j:]...)
		case 3:
			a = append(a[:i:i], append(append([]byte(nil), piece...), a[i:]...)...)
		case 4:
			k := r.IntN(len(b) + 1)
			a = append(a[:i:i], append(append([]byte(nil), b[k:min(k+r.IntN(200), len(b))]...), a[i:]...)...)
		default:
			for k := range piece {
				piece[k] = []byte{0, 1, 0x7f, 0x80, 0xff}[r.IntN(5)]
			}
		}
	}
	return a
}

// TestMangled reads captures and logs that were mangled: none of them stops the program,
// none takes long, and what is wrong with one is told as the fault of a place.
func TestMangled(t *testing.T) {
	list := samples(t)
	r := rand.New(rand.NewPCG(1, uint64(*mangled)))
	for i := range max(*mangled, every(1000, 100)) {
		data := mangle(r, list[r.IntN(len(list))], list[r.IntN(len(list))])
		opts := Options{Checksums: r.IntN(4) == 0, Ladder: r.IntN(4) == 0, Live: r.IntN(4) == 0}
		switch r.IntN(4) {
		case 0:
			opts.At = []netip.Addr{netip.AddrFrom4(left), netip.MustParseAddr("198.18.0.1"), netip.MustParseAddr("10.0.0.1")}
		case 1:
			opts.Oracle.Told = oracle.Segments
		}
		begun := time.Now()
		s := run(t, data, opts)
		var fault *Fault
		if took := time.Since(begun); took > 20*time.Second || s.err != nil && !errors.As(s.err, &fault) {
			file := filepath.Join(t.ArtifactDir(), "mangled")
			if err := os.WriteFile(file, data, 0o600); err != nil {
				t.Error(err)
			}
			t.Errorf("%d takes %v and ends by %v; it is %s, kept with -artifacts", i, took, s.err, file)
		}
	}
}
