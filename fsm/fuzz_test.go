package fsm

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// FuzzStep feeds arbitrary events to arbitrary connections under arbitrary
// policies: Step never panics, ends as the walk of the table does, and exactly
// one rule fires in every check, be the connection well-formed or not.
func FuzzStep(f *testing.F) {
	chance := rand.New(rand.NewPCG(1, 2))
	for i, c := range seeds(RFC9293, Hardened) {
		if i%16 == 0 {
			f.Add(seedBytes(&c, chance))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		in := input{data}
		m := fuzzMachines[int(in.next(1))%len(fuzzMachines)]
		c := in.tcb()
		for range 4 {
			ev := in.event(&c)
			before := c
			checkChecks(t, m, &before, &ev)
			var out, walked Output
			m.Step(&c, &ev, &out)
			again := before
			m.Interpret(&again, &ev, &walked)
			if d := cmp.Diff(again, c, cmpopts.EquateComparable(TCB{})); d != "" {
				t.Fatalf("%v; %v: the interpreted walk differs:\n%s", &before, &ev, d)
			}
			if out != walked {
				t.Fatalf("%v; %v: the interpreted walk says %v, Step %v", &before, &ev, &walked, &out)
			}
			checkStep(t, &before, &ev, &c, &out)
		}
	})
}

// checkChecks walks the table and holds that in every check on the way exactly
// one rule fires.
func checkChecks(t *testing.T, m *Machine, from *TCB, ev *Event) {
	t.Helper()
	if ev.Kind >= numEvents || from.State >= numStates {
		return
	}
	c := *from
	s := step{c: &c, ev: ev, out: &Output{}, seg: ev.Segment, forms: m.forms}
	for i, ids := m.Next(0, ev.Kind, c.State); ids != nil; i, ids = m.Next(i, ev.Kind, c.State) {
		s.observeAll()
		var fire []RuleID
		for _, id := range ids {
			if m.rules[id].fires(&s.facts) {
				fire = append(fire, id)
			}
		}
		if len(fire) != 1 {
			t.Fatalf("%v; %v: %d rules fire in %s, %s", from, ev, len(fire), m.table[i].Clause, m.table[i].Title)
		}
		s.fire(fire[0], m.rules[fire[0]].rule)
		i = m.After(fire[0])
	}
}

// checkStep holds what is true of every step, however ill-formed the input.
func checkStep(t *testing.T, before *TCB, ev *Event, after *TCB, out *Output) {
	t.Helper()
	if out.From != before.State || out.To != after.State {
		t.Errorf("%v; %v: %v", before, ev, out)
	}
	if after.State == Closed && *after != (TCB{}) && before.State != Closed {
		t.Errorf("%v; %v leaves a TCB behind: %+v", before, ev, *after)
	}
	if ev.Kind == SegmentArrives && ev.Segment.CTL.Has(RST) {
		for _, g := range out.Segments() {
			if g.CTL != ACK && g.CTL != SYN {
				t.Errorf("%v; a RST is answered by %v", before, g)
			}
		}
	}
	for _, g := range out.Segments() {
		if g.MSS != 0 && !g.CTL.Has(SYN) {
			t.Errorf("MUST-65: %v; %v: %v", before, ev, g)
		}
	}
}

var fuzzMachines = func() (list []*Machine) {
	for _, s := range settings() {
		list = append(list, MustCompile(RFC9293Table(), s.policy))
	}
	return list
}()

// An input deals out the bytes of a fuzzed input, zeros when they are used up.
type input struct{ data []byte }

func (in *input) next(n int) (v uint32) {
	var b [4]byte
	copy(b[:n], in.data)
	in.data = in.data[min(n, len(in.data)):]
	return binary.LittleEndian.Uint32(b[:])
}

func (in *input) bool() bool { return in.next(1)&1 != 0 }

// near is a sequence number, mostly close to s.
func (in *input) near(s Seq) Seq {
	if d := in.next(1); d < 250 {
		return s + Seq(int8(d))
	}
	return Seq(in.next(4))
}

// size is a number of octets, mostly small.
func (in *input) size() uint32 {
	if n := in.next(1); n < 250 {
		return n % 16
	}
	return in.next(4)
}

func (in *input) tcb() (c TCB) {
	c.State, c.Origin = State(in.next(1)%16), Origin(in.next(1)%4)
	flags := in.next(2)
	c.RemoteKnown, c.SYNAcked, c.CloseQueued, c.CloseOutstanding = flags&1 != 0, flags&2 != 0, flags&4 != 0, flags&8 != 0
	c.FINSent, c.Probed, c.SND.Urgent = flags&16 != 0, flags&32 != 0, flags&2048 != 0
	c.RCV.Pushed, c.RCV.Urgent, c.RCV.UPHeld = flags&64 != 0, flags&128 != 0, flags&256 != 0
	c.RCV.FINHeld, c.RCV.PushHeld = flags&512 != 0, flags&1024 != 0
	c.Timers = Timers(flags >> 10)
	c.ISS = Seq(in.next(4))
	v, r := &c.SND, &c.RCV
	v.UNA = in.near(c.ISS)
	v.NXT, v.UP, v.WL2 = in.near(v.UNA), in.near(v.UNA), in.near(v.UNA)
	c.FINSeq, c.OldNXT = in.near(v.NXT), in.near(v.NXT)
	v.WND, v.MAX, v.MSS, v.MMS, v.Wait, v.BUFF = in.size(), in.size(), in.size(), in.size(), in.size(), in.size()
	r.NXT = Seq(in.next(4))
	c.IRS, r.UP, r.FINSeq, r.PUSH, v.WL1, c.OldRCV = in.near(r.NXT), in.near(r.NXT), in.near(r.NXT), in.near(r.NXT), in.near(r.NXT), in.near(r.NXT)
	r.WND, r.BUFF, r.USER, r.Want, r.MSS = in.size(), in.size(), in.size(), in.size(), uint16(in.next(2))
	for range in.next(1) % 8 {
		lo := in.near(r.NXT)
		r.Held.Add(Run{lo, lo.Add(in.next(1))})
	}
	return c
}

func (in *input) event(c *TCB) (ev Event) {
	ev.Kind = SegmentArrives
	if k := in.next(1); k < 128 {
		ev.Kind = EventKind(k) % (numEvents + 2)
	}
	ev.ISS, ev.Octets, ev.SndBUFF, ev.RcvBUFF, ev.MMS = in.near(c.SND.NXT), in.size(), in.size(), in.size(), in.size()
	ev.Remote, ev.Family, ev.Timestamp = Remote(in.next(1)%4), Family(in.next(1)%3), Timestamp(in.next(1)%5)
	ev.Urgent, ev.Unpermitted, ev.NoResources, ev.MSS = in.bool(), in.bool(), in.bool(), uint16(in.next(2))
	ev.Segment = Segment{
		SEQ: in.near(c.RCV.NXT), ACK: in.near(c.SND.UNA), WND: in.size(), Text: in.size(), UP: in.size(),
		MSS: uint16(in.next(2)), CTL: Control(in.next(1)),
	}
	ev.Throttled = in.bool()
	return ev
}

// seedBytes is an input that leads near c, and then deals out events by chance.
func seedBytes(c *TCB, chance *rand.Rand) []byte {
	data := []byte{0, byte(c.State), byte(c.Origin), 3, 0}
	data = binary.LittleEndian.AppendUint32(data, uint32(c.ISS))
	data = append(data, byte(c.SND.UNA-c.ISS), byte(c.SND.NXT-c.SND.UNA))
	data = append(data, make([]byte, 64)...)
	for range 64 {
		data = binary.LittleEndian.AppendUint32(data, chance.Uint32())
	}
	return data
}
