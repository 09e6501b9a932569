package conform

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A spoilt is the table, of which a fault spoils what it remembers, or what it understands.
type spoilt struct {
	*Machine
	fault func(*fsm.TCB, *fsm.Segment)
}

func (s *spoilt) Connection() (Connection, error) {
	return &spoilt1{tcb: tcb{machine: s.Machine}, fault: s.fault}, nil
}

type spoilt1 struct {
	tcb
	fault func(*fsm.TCB, *fsm.Segment)
}

// Do applies in to what is left of the TCB.
func (c *spoilt1) Do(in Input) (Outcome, error) {
	c.fault(&c.TCB, &in.Segment)
	return c.tcb.Do(in)
}

// TestPeers holds that the table conforms with every peer, and that what only one of them can
// see is seen, and on his routes alone.
func TestPeers(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: thousands of cases for each fault")
	}
	m, err := NewMachine(fsm.RFC9293Table(), fsm.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name  string
		fault func(*fsm.TCB, *fsm.Segment)
		route string // in the name of that of a cause; empty: there is none
		seen  string // in what it is accused of
	}{
		{"right", func(*fsm.TCB, *fsm.Segment) {}, "", ""},
		{"sends more than the least MSS", func(c *fsm.TCB, _ *fsm.Segment) { c.SND.MSS = 1 << 15 }, ", numbers from ", "at most SND.MSS octets"},
		{"does not listen to an MSS", func(c *fsm.TCB, _ *fsm.Segment) { c.SND.MSS = fsm.IPv4.DefaultMSS() }, ", MSS 500", "at most SND.MSS octets"},
		{"has a window that never closes", func(c *fsm.TCB, _ *fsm.Segment) { c.SND.WND = max(c.SND.WND, 1000) }, "the peer's window closed", "<DATA=10>"},
		{"compares numbers as if they had signs", func(c *fsm.TCB, g *fsm.Segment) {
			if c.State == fsm.Established && c.SND.UNA == c.SND.NXT && int32(g.SEQ) < 0 && int32(c.RCV.NXT) >= 0 {
				g.SEQ = c.RCV.NXT - 1000
			}
		}, ", numbers from ", ""},
		{"compares its own numbers as if they had signs", func(c *fsm.TCB, g *fsm.Segment) {
			if c.State == fsm.Established && c.SND.UNA.Less(g.ACK) && int32(g.ACK) < int32(c.SND.UNA) {
				g.ACK = c.SND.UNA - 1
			}
		}, ", its numbers from 2147483642", ""},
		{"compares its own numbers as if there were no wrap", func(c *fsm.TCB, g *fsm.Segment) {
			if c.State == fsm.Established && c.SND.UNA.Less(g.ACK) && g.ACK < c.SND.UNA {
				g.ACK = c.SND.UNA - 1
			}
		}, ", its numbers from 4294967290", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			r, err := Check(context.Background(), &spoilt{m, test.fault}, Options{More: true, States: fsm.StatesOf(fsm.Established)})
			if err != nil {
				t.Fatal(err)
			}
			if test.route == "" {
				if len(r.Causes) > 0 || r.Total[Conforms] != r.Cases || len(r.Missing) > 0 {
					t.Errorf("%s: %v", r.Summary(), r.Missing)
				}
				return
			}
			for i := range r.Causes {
				c := &r.Causes[i]
				if !strings.Contains(c.Route.String(), test.route) || !strings.Contains(c.Accusation(), test.seen) {
					t.Errorf("on %v it is accused of %s", c.Route, c.Accusation())
				}
			}
			if len(r.Causes) == 0 {
				t.Errorf("no cause: %s", r.Summary())
			}
		})
	}
}

// TestPeersTellNothingTwice holds that what a subject does with every peer is not told anew of
// other peers.
func TestPeersTellNothingTwice(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: a thousand cases twice")
	}
	m, err := buggy()
	if err != nil {
		t.Fatal(err)
	}
	var told [2][]string
	for i, more := range []bool{false, true} {
		r, err := Check(context.Background(), m, Options{More: more, States: fsm.StatesOf(fsm.Established)})
		if err != nil || !r.Complete {
			t.Fatalf("%s, error %v", r.Summary(), err)
		}
		for k := range r.Causes {
			told[i] = append(told[i], r.Causes[k].ID)
		}
	}
	if !slices.Equal(told[0], told[1]) || len(told[0]) == 0 {
		t.Errorf("%q with a plain peer, and with more %q", told[0], told[1])
	}
}

// TestDefaultMSS holds that without an MSS option no segment may bear more than 536 octets by
// IPv4, and 1220 by IPv6 (MUST-15).
func TestDefaultMSS(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: hundreds of cases for each size")
	}
	m, err := NewMachine(fsm.RFC9293Table(), fsm.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		family fsm.Family
		mss    uint32
		right  bool
	}{{fsm.IPv4, 536, true}, {fsm.IPv4, 537, false}, {fsm.IPv6, 1220, true}, {fsm.IPv6, 1221, false}} {
		subject := &spoilt{m, func(c *fsm.TCB, _ *fsm.Segment) {
			if c.SND.MSS == fsm.IPv4.DefaultMSS() {
				c.SND.MSS = test.mss
			}
		}}
		sends := func(c Case) bool { return c.Class.Call == Send }
		r, err := Check(context.Background(), subject, Options{More: true, Family: test.family, States: fsm.StatesOf(fsm.Established), Only: sends})
		if err != nil || r.Cases == 0 || (r.Total[Conforms] == r.Cases) != test.right {
			t.Errorf("%d octets by %v: error %v, %s", test.mss, test.family, err, r.Summary())
		}
	}
}
