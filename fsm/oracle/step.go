package oracle

import (
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// What becomes of a connection when something happens: the only place, but for the
// forming of text, where the oracle lets the table speak.
//
// Invariant: after appends each connection that h may become by ev, once, with the
// variants that lead there; what the table sends is owed by it, oldest first. Time
// is not followed: timers are cleared.
//
//	  h {1,2,3} --- ev ---+--- machine 1 ---> a, owes ACK
//	                      +--- machine 2 ---> a, owes ACK
//	                      +--- machine 3 ---> b
//	  appended:  a {1,2} owes ACK,  b {3}
//
// Example: ESTABLISHED, RCV.NXT=101. <SEQ=150><CTL=RST> arrives. Variant 1 sends a
// challenge ACK and owes <SEQ=301><ACK=101><CTL=ACK>, which may not wait; under
// variant 3 (rst_validation=in_window) the connection is CLOSED and owes nothing.
//
// An ACK of text may wait, and is a flag. On a wire nothing is owed for long: the
// segment that was to be answered may not have arrived.

// successors computes what may become of hypotheses. It changes none of them.
type successors struct {
	variants []Variant
	family   fsm.Family
	seen     *seen
	forgot   bool // a connection owed more segments than are kept
	*Workspace
}

// machine returns the first machine under which h is possible.
func (s *successors) machine(h *hypothesis) *fsm.Machine {
	return s.variants[h.by.first()].Machine
}

// after appends to list what becomes of h when ev happens, under each of its
// variants. What is sent is owed from then on.
func (s *successors) after(list []hypothesis, h *hypothesis, ev *fsm.Event) []hypothesis {
	begin := len(list)
	for by := h.by; !by.empty(); by = by.rest() {
		one := *h // under one variant, for the step
		one.by = by.without(by.rest())
		if v := &s.variants[by.first()]; ev.Kind == fsm.SegmentArrives && (v.Throttles || v.Crowded) {
			limited := *ev
			limited.Throttled, limited.NoResources = v.Throttles, v.Crowded
			list = s.stepInto(list, begin, one, &limited)
		} else if v.Untrimmed && s.exceedsOurs(h, ev) {
			beyond := *ev
			beyond.Segment.SEQ = h.c.RCV.NXT.Add(h.c.RCV.WND + 1)
			list = s.stepInto(list, begin, one, &beyond)
		}
		list = s.stepInto(list, begin, one, ev)
	}
	return list
}

// stepInto appends what becomes of h under its first variant, unless that is in
// the list from begin on.
func (s *successors) stepInto(list []hypothesis, begin int, h hypothesis, ev *fsm.Event) []hypothesis {
	s.step(&h, ev)
	return merge(list, begin, h)
}

// merge appends h, unless it is in the list from begin on: then that one is
// possible under the variants of h too.
func merge(list []hypothesis, begin int, h hypothesis) []hypothesis {
	for i := begin; i < len(list); i++ {
		if list[i].possibility == h.possibility {
			list[i].by = list[i].by.with(h.by)
			return list
		}
	}
	return append(list, h)
}

// step makes of h what becomes of it when ev happens, under its first variant.
func (s *successors) step(h *hypothesis, ev *fsm.Event) {
	m := s.machine(h)
	// Before the connection is synchronized RCV.NXT says nothing: a RST that is owed
	// has no ACK then.
	before := h.c.RCV.NXT
	nxt, answers := before, h.c.State.Synchronized() || h.c.State == fsm.SynReceived
	s.stepPlain(h, m, ev)
	if !answers {
		nxt = 0
	}
	t := s.traitsOf(m)
	h.rule, h.judged = telling(t, s.out.Fired(), ev.Kind), true
	if h.c.RCV.NXT != before {
		h.counted = h.rule
	}
	if h.n > 0 {
		h.relieve(ev)
	}
	s.owe(h, t, nxt)
	if h.ack == perhapsACK && h.c.RCV.NXT != before {
		h.ack = surelyACK
	}
}

// stepPlain is step for an event that owes nothing of interest.
func (s *successors) stepPlain(h *hypothesis, m *fsm.Machine, ev *fsm.Event) {
	m.Step(&h.c, ev, &s.out)
	s.still(&h.c)
}

// still removes from c what is not followed.
func (s *successors) still(c *fsm.TCB) {
	c.Timers = 0
	if s.seen.misses(Calls) {
		c.RCV.USER, c.RCV.Want = 0, 0 // the user may have taken all there is
	}
	switch {
	case s.seen.onWire():
		s.blur(c)
	case s.seen.overlaps && c.State.Synchronized():
		c.Origin, c.OldNXT, c.OldRCV = fsm.Active, 0, 0 // who opened it makes no difference any more
	}
}

// blur removes what cannot be known on a wire, so that connections that differ
// in nothing else are one: windows, PUSH, urgent pointers, and when which text
// came. The end may have taken all text that has been seen, its acknowledgments
// tell; a FIN that came early is one that is late.
func (s *successors) blur(c *fsm.TCB) {
	v, r := &c.SND, &c.RCV
	c.CloseOutstanding, c.Probed = false, false
	v.WND, v.WL1, v.WL2, v.MAX = unknownBuffer, v.UNA-1, v.UNA-1, 1<<30
	v.UP, v.Urgent = 0, false
	r.Pushed, r.PushHeld, r.PUSH = false, false, 0
	r.UP, r.Urgent, r.UPHeld = 0, false, false
	r.FINHeld = false
	if !r.FINTaken {
		r.FINSeq = 0
	}
	if r.Held.Runs() != 0 {
		r.Held = fsm.Held{}
	}
	if c.State.Synchronized() {
		c.Origin, c.OldNXT, c.OldRCV = fsm.Active, 0, 0
		if len(s.seen.beyond.runs) > 0 && !r.FINTaken {
			r.NXT = s.seen.beyond.reach(r.NXT)
		}
	}
}

// owe notes what a step has sent. An ACK may be delayed or merged with others if
// it is no answer to a segment that was refused: of several it is the last, for what is
// owed is sent when the event has been processed. Nxt was RCV.NXT before the step,
// 0 if the connection had none.
func (s *successors) owe(h *hypothesis, t []trait, nxt fsm.Seq) {
	waits := false
	for _, id := range s.out.Fired() {
		waits = waits || t[id]&owes != 0
	}
	all := s.out.Segments()
	for i, g := range all {
		ends := waits && !slices.ContainsFunc(all[i+1:], pureACK)
		if g = bare(g); g.CTL == fsm.ACK && (ends || s.seen.overlaps) {
			h.ack, h.must = max(h.ack, perhapsACK), h.must || !waits
			continue
		}
		if g.CTL == fsm.RST {
			g.ACK = nxt // which the RST may carry, see isReset
		}
		if h.owe(g, answer) {
			s.forgot = true
		}
	}
}

// pureACK reports whether g is an ACK and no more.
func pureACK(g fsm.Segment) bool { return bare(g).CTL == fsm.ACK }

// cover counts the rules that the last step has fired.
func (s *successors) cover() {
	for _, id := range s.out.Fired() {
		s.fired[id]++
	}
}
