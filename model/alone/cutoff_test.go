package alone

import (
	"flag"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// TestMain has rapid draw the same cases in every run, unless the command line says
// otherwise.
func TestMain(m *testing.M) {
	seed := flag.Lookup("rapid.seed")
	seed.DefValue = "1"
	if err := seed.Value.Set(seed.DefValue); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// TestCutoff holds the argument that the ends as [Relative] has them are enough: whatever
// happens to an end with numbers anywhere on the circle, and how many octets there were
// before, the same rules fire upon one of the events of the relative end, what comes of
// it is the same, and so is what the claims say of it.
func TestCutoff(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes more than a second")
	}
	arrived, unlike := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		room := rapid.Uint32Range(1, 3).Draw(t, "room")
		var c fsm.TCB
		policy := rapid.SampledFrom(fsm.Profiles()[:2]).Draw(t, "profile").Policy
		m, err := fsm.RFC9293.With(policy)
		if err != nil {
			t.Fatal(err)
		}
		for range 60 {
			if policy == (fsm.Policy{}) {
				age(t, &c)
			}
			ev := anyEvent(t, &c, room)
			real, rel := Step{Before: c, After: c, Event: ev}, Step{Before: Relative(c)}
			rel.After, rel.Event = rel.Before, representative(&real, &rel.Before, room)
			m.Step(&real.After, &real.Event, &real.Out)
			m.Step(&rel.After, &rel.Event, &rel.Out)
			if Relative(real.After) != Relative(rel.After) {
				t.Fatalf("%v\n%v leads to\n%v\nand\n%v\n%v leads to\n%v", &real.Before, &real.Event, &real.After, &rel.Before, &rel.Event, &rel.After)
			}
			for _, k := range claims {
				if k.Broken(&real) != k.Broken(&rel) {
					t.Fatalf("%s is so of one alone:\n%v\n%v\n%v\n%v", k.Name, &real.Before, &real.Event, &rel.Before, &rel.Event)
				}
			}
			if !happens(m, &rel, room) {
				t.Fatalf("%v is not among the events of\n%v", &rel.Event, &rel.Before)
			}
			if ev.Kind == fsm.SegmentArrives {
				arrived++
				if c != rel.Before {
					unlike++
				}
			}
			c = real.After
		}
	})
	if t.Logf("%d segments arrived, %d of them at ends with other numbers", arrived, unlike); unlike == 0 {
		t.Error("all numbers were those of relative ends")
	}
}

// age lets so many octets have gone before that ISS or IRS lie anywhere on the circle.
func age(t *rapid.T, c *fsm.TCB) {
	octets := rapid.OneOf(rapid.Uint32Range(behind+1, 9), rapid.Uint32Range(behind+1, 1<<32-1), rapid.Uint32Range(1<<32-9, 1<<32-1))
	if c.SYNAcked && c.SND.UNA.Sub(c.ISS) > behind {
		c.ISS = c.SND.UNA - fsm.Seq(octets.Draw(t, "octets sent"))
	}
	if c.State > fsm.SynReceived && c.RCV.NXT.Sub(c.IRS) > behind {
		c.IRS = c.RCV.NXT - fsm.Seq(octets.Draw(t, "octets received"))
	}
}

// anyEvent draws an event, likely one that leads on.
func anyEvent(t *rapid.T, c *fsm.TCB, room uint32) fsm.Event {
	ev := fsm.Event{
		Kind: rapid.SampledFrom(fsm.AllEvents()).Draw(t, "kind"), Octets: rapid.Uint32Range(0, room+1).Draw(t, "octets"),
		SndBUFF: room, RcvBUFF: room, MSS: rapid.Uint16Range(0, 1).Draw(t, "MSS"),
		Remote: rapid.SampledFrom([]fsm.Remote{fsm.Specified, fsm.Unspecified, fsm.Invalid}).Draw(t, "remote"),
		ISS:    fsm.Seq(rapid.Uint32().Draw(t, "ISS")),
	}
	if rapid.IntRange(0, 4).Draw(t, "ends") > 0 && (ev.Kind == fsm.Abort || ev.Kind > fsm.SegmentArrives) {
		ev.Kind = fsm.Transmit
	}
	if rapid.Bool().Draw(t, "arrives") {
		ev.Kind = fsm.SegmentArrives
		ev.Segment = fsm.Segment{
			SEQ: near32(t, c.RCV.NXT), ACK: near32(t, c.SND.NXT), Text: rapid.Uint32Range(0, room+1).Draw(t, "text"),
			WND: rapid.Uint32Range(0, room+1).Draw(t, "window"), CTL: rapid.SampledFrom([]fsm.Control{
				fsm.ACK, fsm.ACK, fsm.ACK, fsm.SYN, fsm.SYN | fsm.ACK, fsm.FIN | fsm.ACK, fsm.RST, fsm.RST | fsm.ACK, fsm.SYN | fsm.FIN, fsm.SYN | fsm.FIN | fsm.ACK, 0, fsm.FIN,
			}).Draw(t, "flags"),
		}
		if ev.Segment.CTL&fsm.SYN != 0 {
			ev.Segment.MSS = rapid.Uint16Range(0, 1).Draw(t, "peer's MSS")
		}
	} else if rapid.IntRange(0, 9).Draw(t, "refused") == 0 && ev.Kind <= fsm.Receive {
		ev.NoResources, ev.Unpermitted = rapid.Bool().Draw(t, "no resources"), false
		ev.Unpermitted = !ev.NoResources
	}
	return ev
}

// near32 draws a number: near one, or anywhere.
func near32(t *rapid.T, to fsm.Seq) fsm.Seq {
	base := rapid.SampledFrom([]fsm.Seq{to, to, to, to, to + 1<<30, to - 1<<30, to + 1<<31}).Draw(t, "about")
	if rapid.IntRange(0, 15).Draw(t, "anywhere") == 0 {
		return fsm.Seq(rapid.Uint32().Draw(t, "number"))
	}
	return base + fsm.Seq(rapid.Int32Range(-6, 6).Draw(t, "off"))
}

// representative is the event of the relative end that stands for one.
func representative(s *Step, rel *fsm.TCB, room uint32) fsm.Event {
	ev := s.Event
	old := s.Before.State == fsm.TimeWait && ev.Kind == fsm.SegmentArrives && !s.Before.SND.NXT.Less(ev.ISS)
	if ev.ISS = rel.SND.NXT + 1; old {
		ev.ISS = rel.SND.NXT - 1
	}
	if ev.Kind != fsm.SegmentArrives {
		return ev
	}
	g := &ev.Segment
	g.SEQ = stands(g.SEQ-s.Before.RCV.NXT, seqs(rel, room), rel.RCV.NXT)
	g.ACK = stands(g.ACK-s.Before.SND.UNA, acks(rel, g.CTL, room), rel.SND.UNA)
	if windows(g.CTL, room) == 1 {
		g.WND = 0
	}
	if !takesSYN(rel) {
		g.MSS = 0
	} else if old && g.CTL&(fsm.SYN|fsm.RST) == fsm.SYN {
		g.MSS = 1 // of a SYN that TIME-WAIT refuses nobody looks at it
	}
	return ev
}

// stands returns the one of some numbers that stands for one so far from a base.
func stands(off fsm.Seq, all []fsm.Seq, base fsm.Seq) fsm.Seq {
	switch {
	case len(all) == 1:
		return all[0]
	case slices.Contains(all, base+off):
		return base + off
	case int32(off) < 0:
		return base - far
	}
	return base + far
}

// happens reports whether an event is among those of the end, but for what nobody looks
// at: what a call says that is none, and which of two numbers it is offered.
func happens(m *fsm.Machine, s *Step, room uint32) (found bool) {
	outcome := func(ev *fsm.Event) (c fsm.TCB) {
		c = s.Before
		m.Step(&c, ev, new(fsm.Output))
		return c
	}
	c := outcome(&s.Event)
	events(&s.Before, room, func(ev *fsm.Event) {
		if found || ev.Kind != s.Event.Kind || ev.Segment != s.Event.Segment {
			return
		}
		found = outcome(ev) == c
	})
	return found
}

// TestFourGigabytes holds what docs/findings.md says of ISS: whether an ACK is of what was
// never sent is asked of a number that comes round again.
func TestFourGigabytes(t *testing.T) {
	for _, profile := range fsm.Profiles()[:2] {
		m, err := fsm.RFC9293.With(profile.Policy)
		if err != nil {
			t.Fatal(err)
		}
		taken := func(octets uint32) bool { // sent before, modulo 2^32
			c := fsm.TCB{State: fsm.Established, Origin: fsm.Active, RemoteKnown: true, SYNAcked: true, ISS: 1000 - fsm.Seq(octets+1), IRS: 1}
			c.SND = fsm.SendSequence{UNA: 1000, NXT: 1000, WL1: 5000, WL2: 1000, WND: 4, MAX: 4, MSS: 536, BUFF: 4}
			c.RCV = fsm.ReceiveSequence{NXT: 5000, WND: 4, BUFF: 4}
			late := fsm.Event{Kind: fsm.SegmentArrives, Segment: fsm.Segment{SEQ: 5000, ACK: 997, WND: 4, Text: 1, CTL: fsm.ACK}}
			m.Step(&c, &late, new(fsm.Output))
			return c.RCV.NXT == 5001
		}
		if !taken(100) || taken(1) != (profile.Name == "RFC9293") {
			t.Errorf("%s takes text with an ACK of three octets before: after 100 octets %v, after 2^32 and one %v", profile.Name, taken(100), taken(1))
		}
	}
}
