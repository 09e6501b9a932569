package capture

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/wire"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

var (
	damageTrials = flag.Int("damage.trials", 4000, "how often TestJust damages a capture")
	damageFiles  = flag.String("damage.files", "", "a pattern of captures that TestJust damages instead of those that are checked in")
	damageEnd    = flag.String("damage.end", "", "the address of the end that TestJust holds to be just, where the other errs on purpose")
)

// A frame is one of a capture, as it was captured.
type frame struct {
	data    []byte
	ci      gopacket.CaptureInfo
	forward bool // it goes from the lower socket to the higher
}

// A reel is the frames of one connection.
type reel struct {
	name   string
	link   layers.LinkType
	frames []frame
}

// reels returns the connections of a capture in which everything conforms, by
// themselves.
func reels(t *testing.T, file string) (list []reel) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	b, f, err := open(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	in, err := reader(b, f)
	if err != nil {
		t.Fatal(err)
	}
	var d wire.Decoder
	found := map[pair]*reel{}
	for {
		seen, err := in.next()
		if err != nil {
			break
		}
		if d.Decode(seen.link, seen.octets) != wire.TCP {
			continue
		}
		p := packet{Packet: &d.Packet}
		p.order()
		r := found[p.pair]
		if r == nil {
			r = &reel{name: fmt.Sprint(filepath.Base(file), " ", len(found)), link: layers.LinkType(seen.link)}
			found[p.pair] = r
		}
		n := len(seen.octets)
		r.frames = append(r.frames, frame{slices.Clone(seen.octets), gopacket.CaptureInfo{Timestamp: date(seen.at), CaptureLength: n, Length: n}, p.from == 0})
	}
	for _, r := range found {
		if c := r.play(t, r.frames); c.deviates == 0 && c.conforms == c.all {
			list = append(list, *r)
		}
	}
	slices.SortFunc(list, func(a, b reel) int { return bytes.Compare([]byte(a.name), []byte(b.name)) })
	return list
}

// A countOf is what the connections of a reel came to.
type countOf struct {
	all, conforms int
	deviates      int // accusations
	text          string
}

// play traces frames as the capture that they are.
func (r *reel) play(t *testing.T, frames []frame) (n countOf) {
	var out bytes.Buffer
	w := pcapgo.NewWriterNanos(&out)
	if err := w.WriteFileHeader(1<<18, r.link); err != nil {
		t.Fatal(err)
	}
	for _, f := range frames {
		if err := w.WritePacket(f.ci, f.data); err != nil {
			t.Fatal(err)
		}
	}
	_, _ = Trace(r.name, &out, Options{}, func(c *Connection) error { // what is cut to nothing is no TCP: an error
		n.all++
		switch c.Verdict() {
		case oracle.Conforms:
			n.conforms++
		case oracle.Deviates:
			for _, d := range c.Deviates {
				if strings.HasPrefix(c.Ends[d.End], *damageEnd) {
					n.deviates++
					n.text += fmt.Sprintln(c.Name, c.Ends[d.End], d.Frame, d.Verdict)
				}
			}
		}
		return nil
	})
	return n
}

// without is the frames but those from i up to j.
func without(f []frame, i, j int) []frame { return append(slices.Clone(f[:i]), f[min(j, len(f)):]...) }

// moved is the frames with i in place j. Times stay in order, as a capture's do.
func moved(f []frame, i, j int) []frame {
	g := slices.Insert(without(f, i, i+1), min(j, len(f)-1), f[i])
	for k := range g {
		g[k].ci.Timestamp = f[k].ci.Timestamp
	}
	return g
}

// damages are what happens to a capture and not to the connection.
var damages = []struct {
	name string
	do   func(*rand.Rand, []frame) []frame
}{
	{"one deleted", func(r *rand.Rand, f []frame) []frame { i := r.IntN(len(f)); return without(f, i, i+1) }},
	{"two deleted", func(r *rand.Rand, f []frame) []frame {
		i := r.IntN(len(f))
		f = without(f, i, i+1)
		j := r.IntN(len(f))
		return without(f, j, j+1)
	}},
	{"a burst deleted", func(r *rand.Rand, f []frame) []frame { i := r.IntN(len(f)); return without(f, i, i+2+r.IntN(20)) }},
	{"the first deleted", func(r *rand.Rand, f []frame) []frame { return f[min(1+r.IntN(len(f)), len(f)-1):] }},
	{"the last deleted", func(r *rand.Rand, f []frame) []frame { return f[:1+r.IntN(len(f)-1)] }},
	{"neighbours swapped", func(r *rand.Rand, f []frame) []frame { i := r.IntN(len(f)); return moved(f, i, i+1) }},
	{"one delayed", func(r *rand.Rand, f []frame) []frame { i := r.IntN(len(f)); return moved(f, i, i+1+r.IntN(5)) }},
	{"one doubled", func(r *rand.Rand, f []frame) []frame {
		i := r.IntN(len(f))
		return slices.Insert(slices.Clone(f), min(i+1+r.IntN(5), len(f)), f[i])
	}},
	{"one way hidden", func(r *rand.Rand, f []frame) (kept []frame) {
		hidden := r.IntN(2) == 0
		for _, x := range f {
			if x.forward == hidden {
				kept = append(kept, x)
			}
		}
		return kept
	}},
	{"some cut short", func(r *rand.Rand, f []frame) []frame {
		f = slices.Clone(f)
		for i := range f {
			if r.IntN(3) == 0 {
				f[i].data = f[i].data[:r.IntN(len(f[i].data)+1)]
				f[i].ci.CaptureLength = len(f[i].data)
			}
		}
		return f
	}},
	{"begun anywhere, and one deleted", func(r *rand.Rand, f []frame) []frame {
		f = f[r.IntN(len(f)-1):]
		i := r.IntN(len(f))
		return without(f, i, i+1)
	}},
}

// TestJust damages captures in which everything conforms. Nobody is accused of what the
// capture has lost; and what one lost frame leaves undecided is decided again by the
// end, nine times out of ten.
func TestJust(t *testing.T) {
	var all []reel
	patterns := []string{"../../testdata/capture*/*.pcap*", "../../../../docs/captures/*.pcap"}
	if *damageFiles != "" {
		patterns = []string{*damageFiles}
	}
	for _, pattern := range patterns {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			all = append(all, reels(t, file)...)
		}
	}
	if len(all) < 10 {
		t.Fatalf("%d connections to be damaged", len(all))
	}
	damage(t, all, *damageTrials)
}

// damage damages reels, as often as it is told.
func damage(t *testing.T, all []reel, trials int) {
	all = slices.DeleteFunc(all, func(r reel) bool { return len(r.frames) < 3 })
	if testing.Short() {
		trials /= 10
	}
	random := rand.New(rand.NewPCG(1, 1))
	trial, again := map[string]int{}, map[string]int{}
	for range trials {
		r, d := &all[random.IntN(len(all))], &damages[random.IntN(len(damages))]
		n := r.play(t, d.do(random, r.frames))
		if n.all == 0 {
			continue
		}
		if trial[d.name]++; n.conforms == n.all {
			again[d.name]++
		}
		if n.deviates > 0 {
			t.Errorf("%s, %s: %s", r.name, d.name, n.text)
		}
	}
	for _, d := range damages {
		t.Logf("%-32s %6d trials, %5.1f %% decided at the end", d.name, trial[d.name], 100*float64(again[d.name])/float64(trial[d.name]))
	}
	if n := trial["one deleted"]; n > 2000 && *damageEnd == "" && again["one deleted"]*10 < n*9 {
		t.Errorf("with one frame deleted %d of %d are decided again", again["one deleted"], n)
	}
}
