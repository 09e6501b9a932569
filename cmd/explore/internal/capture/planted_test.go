package capture

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"

	"github.com/gopacket/gopacket/layers"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/wire"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// A shot is a segment of the left end (0) or of the right one (1).
type shot struct {
	from int
	fsm.Segment
}

// A scene is a connection whose left end may be made to err.
type scene struct {
	shots      []shot
	iss        fsm.Seq // of the left end
	fin        fsm.Seq // of the left end
	nxt, heard fsm.Seq // SND.NXT and RCV.NXT of the left end, behind the text and at the end
}

// window is what both ends of a scene announce, in octets.
const window = 1000

// transfer makes a connection in which both ends send text, the left one mostly, and the
// left one closes first.
func transfer(r *rand.Rand) (s scene) {
	s.iss = fsm.Seq(r.Uint32())
	peer := fsm.Seq(r.Uint32())
	say := func(from int, g fsm.Segment) {
		if g.WND = window; len(s.shots) > 0 {
			g.CTL |= fsm.ACK
		}
		s.shots = append(s.shots, shot{from, g})
	}
	say(0, fsm.Segment{SEQ: s.iss, CTL: fsm.SYN})
	say(1, fsm.Segment{SEQ: peer, ACK: s.iss + 1, CTL: fsm.SYN})
	s.nxt, s.heard = s.iss+1, peer+1
	say(0, fsm.Segment{SEQ: s.nxt, ACK: s.heard})
	for range 60 {
		for range 1 + r.IntN(2) {
			n := 2 + r.Uint32N(200) // one number that is skipped may be one that was counted wrong
			say(0, fsm.Segment{SEQ: s.nxt, ACK: s.heard, Text: n})
			s.nxt = s.nxt.Add(n)
		}
		answer := r.Uint32N(2) * r.Uint32N(100)
		say(1, fsm.Segment{SEQ: s.heard, ACK: s.nxt, Text: answer})
		if s.heard = s.heard.Add(answer); answer > 0 {
			say(0, fsm.Segment{SEQ: s.nxt, ACK: s.heard})
		}
	}
	s.fin = s.nxt
	say(0, fsm.Segment{SEQ: s.nxt, ACK: s.heard, CTL: fsm.FIN})
	s.nxt++
	say(1, fsm.Segment{SEQ: s.heard, ACK: s.nxt, CTL: fsm.FIN})
	s.heard++
	say(0, fsm.Segment{SEQ: s.nxt, ACK: s.heard})
	return s
}

// planted are faults of the left end: a segment that it sends at the end, or if early is
// set, behind the text and before its FIN. Those from here on no loss behind the observer
// excuses; those that are at the host only where nothing is lost between the two.
var planted = []struct {
	name        string
	early, host bool
	shot        func(s *scene) fsm.Segment
}{
	{"text behind its FIN", false, false, func(s *scene) fsm.Segment {
		return fsm.Segment{SEQ: s.nxt, ACK: s.heard, CTL: fsm.ACK, Text: 10}
	}},
	{"a second FIN", false, false, func(s *scene) fsm.Segment {
		return fsm.Segment{SEQ: s.nxt, ACK: s.heard, CTL: fsm.FIN | fsm.ACK}
	}},
	{"a FIN in the place of text", false, false, func(s *scene) fsm.Segment {
		return fsm.Segment{SEQ: s.fin - 20, ACK: s.heard, CTL: fsm.FIN | fsm.ACK}
	}},
	{"an ACK beyond the FIN of the peer", false, false, func(s *scene) fsm.Segment {
		return fsm.Segment{SEQ: s.nxt, ACK: s.heard + 3, CTL: fsm.ACK}
	}},
	{"no ACK", true, false, func(s *scene) fsm.Segment {
		return fsm.Segment{SEQ: s.fin, CTL: fsm.PSH, Text: 10}
	}},
	{"SYN and FIN", true, false, func(s *scene) fsm.Segment {
		return fsm.Segment{SEQ: s.fin, ACK: s.heard, CTL: fsm.SYN | fsm.FIN | fsm.ACK}
	}},
	{"numbers before its ISS", true, false, func(s *scene) fsm.Segment {
		return fsm.Segment{SEQ: s.iss - 500, ACK: s.heard - 1, CTL: fsm.ACK, Text: 10}
	}},
	{"an ACK of what has not arrived", true, true, func(s *scene) fsm.Segment {
		return fsm.Segment{SEQ: s.fin, ACK: s.heard + 50, CTL: fsm.ACK}
	}},
	{"a FIN that was not counted", false, true, func(s *scene) fsm.Segment {
		return fsm.Segment{SEQ: s.nxt, ACK: s.heard + 1, CTL: fsm.ACK}
	}},
}

// film makes a capture of the scene, without the shots from i up to j, in which the left
// end errs by g in place at; -1 says that it does not. It returns the frame of g.
func (s *scene) film(t *testing.T, i, j, at int, g fsm.Segment) (data []byte, frame int) {
	shots := slices.Clone(s.shots)
	if at >= 0 {
		g.WND = window
		shots = slices.Insert(shots, at, shot{0, g})
		frame = at + 1 - (j - i)
	}
	f := newFilm(t, layers.LinkTypeRaw)
	for _, x := range slices.Delete(shots, i, j) {
		p := wire.Packet{From: netip.AddrPortFrom(netip.AddrFrom4(left), 1024), To: netip.AddrPortFrom(netip.AddrFrom4(right), 80), Segment: x.Segment}
		if x.from == 1 {
			p.From, p.To = p.To, p.From
		}
		b, err := p.Encode()
		if err != nil {
			t.Fatal(err)
		}
		f.raw(b, len(b))
	}
	return f.out.Bytes(), frame
}

// hole chooses shots that the capture has not, in its first half. At the host that is one
// that the left end has sent: of what arrives there it misses none, or -at is wrong.
func (s *scene) hole(r *rand.Rand, host bool) (i, j int) {
	for {
		i = r.IntN(len(s.shots) / 2)
		if !host {
			return i, i + 1 + r.IntN(8)
		}
		if i > 2 && s.shots[i].from == 0 && s.shots[i].Text > 0 {
			return i, i + 1
		}
	}
}

// TestPlanted plants a fault more than a window behind a hole in the capture. Whatever is
// found without the hole is found behind it, at least nine times out of ten; and without
// the fault nobody is accused.
func TestPlanted(t *testing.T) {
	for _, host := range []bool{false, true} {
		opts := Options{}
		if host {
			opts.At = []netip.Addr{netip.AddrFrom4(left)}
		}
		r := rand.New(rand.NewPCG(1, 1))
		whole, holed := 0, 0
		missed := map[string]int{}
		for range every(20, 3) {
			s := transfer(r)
			i, j := s.hole(r, host)
			if data, _ := s.film(t, i, j, -1, fsm.Segment{}); accuses(data, opts, 0) {
				t.Fatalf("at the host %v, without shots %d to %d: %v", host, i, j, s.shots)
			}
			for _, p := range planted {
				at := len(s.shots)
				if p.early {
					at -= 3
				}
				if p.host && !host {
					continue
				}
				data, frame := s.film(t, 0, 0, at, p.shot(&s))
				if !accuses(data, opts, frame) {
					t.Errorf("at the host %v: %s is not found in frame %d, of all that were captured", host, p.name, frame)
					continue
				}
				whole++
				if data, frame = s.film(t, i, j, at, p.shot(&s)); accuses(data, opts, frame) {
					holed++
				} else {
					missed[p.name]++
				}
			}
		}
		t.Logf("at the host %v: behind a hole %d faults of %d are found; not found: %v", host, holed, whole, missed)
		if whole == 0 || holed*10 < whole*9 {
			t.Errorf("at the host %v: behind a hole %d faults of %d are found, too few: %v", host, holed, whole, missed)
		}
	}
}

// accuses reports whether the left end is accused of the frame, or if it is 0 of any.
func accuses(data []byte, opts Options, frame int) (yes bool) {
	_, err := Trace("planted", bytes.NewReader(data), opts, func(c *Connection) error {
		for _, n := range c.Deviates {
			yes = yes || n.End == 0 && (frame == 0 || n.Frame == frame)
		}
		return nil
	})
	if err != nil {
		panic(fmt.Sprint("a film that cannot be read: ", err))
	}
	return yes
}

// every is how often something is tried: whole, or for a quick look.
func every(whole, quick int) int {
	if testing.Short() {
		return quick
	}
	return whole
}
