package oracle

import "github.com/tcpfsm/tcpfsm/fsm"

// Header prediction: what most segments of a connection do, without the table.
//
// Van Jacobson's observation (RFC 1323 appendix A; 4BSD since 1990) is that in
// ESTABLISHED the next segment is nearly always the next text in order or the next ACK,
// and does the same each time. On a wire, where windows and timers are not followed, it
// does this:
//
//	             SND.UNA   SND.NXT          RCV.NXT
//	  arrival    SEG.ACK   -                + its text, by which RCV.WND shrinks,
//	                                        unless it opens to all there is
//	  new text   -         + its text       -
//
// Invariant: a prediction is of a kind of segment, and the table takes all segments of a
// kind by the same rules to the same end. The first of each kind goes through the table,
// which has to do what is predicted; if it does not, as a table may that was edited, the
// kind is never predicted. The rules are counted as if the table had been asked.
//
// Example: ESTABLISHED, SND.UNA=101, SND.NXT=201, RCV.NXT=301.
// <SEQ=301><ACK=201><CTL=ACK><DATA=100> makes it SND.UNA=201, RCV.NXT=401. Of
// <SEQ=302><ACK=201><CTL=ACK><DATA=99> nothing is predicted.

// A prediction is what is known of a kind of segment by one machine.
type prediction struct {
	state predicted
	times uint64       // how often it was made since the rules were counted
	fired []fsm.RuleID // the rules that fire
}

// predicted says whether the table does what is predicted.
type predicted uint8

const (
	untried predicted = iota
	holds
	fails
)

// predictions are those of one machine.
type predictions struct {
	of      *fsm.Machine
	arrival [1 << 9]prediction // by kind
	text    [2]prediction      // by whether anything is outstanding
}

// predictions returns those of m. An Oracle mostly asks for the same machine again.
func (w *Workspace) predictions(m *fsm.Machine) *predictions {
	for i, p := range w.predicts {
		if p.of == m {
			w.predicts[0], w.predicts[i] = p, w.predicts[0]
			return p
		}
	}
	w.predicts = append(w.predicts, &predictions{of: m})
	return w.predicts[len(w.predicts)-1]
}

// count adds the rules of what was predicted to those that have fired.
func (w *Workspace) count() {
	for _, of := range w.predicts {
		for i := range of.arrival {
			of.arrival[i].count(w.fired)
		}
		for i := range of.text {
			of.text[i].count(w.fired)
		}
	}
}

func (p *prediction) count(fired []uint64) {
	for _, id := range p.fired {
		fired[id] += p.times
	}
	p.times = 0
}

// learn notes whether the table, by the rules that have fired, has done what is predicted.
func (p *prediction) learn(done bool, fired []fsm.RuleID) {
	if p.state = fails; done {
		p.state, p.fired = holds, append([]fsm.RuleID(nil), fired...)
	}
}

// predictable reports whether nothing about c is out of the ordinary, on a wire.
func predictable(c *fsm.TCB) bool {
	v, r := &c.SND, &c.RCV
	return c.State == fsm.Established && c.SYNAcked && c.Timers == 0 &&
		!c.FINSent && !c.CloseQueued && !c.CloseOutstanding && !c.Probed && c.Origin == fsm.Active &&
		v.Wait == 0 && v.MMS == 0 && v.WND == unknownBuffer && v.MAX == 1<<30 && !v.Urgent &&
		r.USER == 0 && r.Want == 0 && !r.Urgent && !r.UPHeld && !r.FINHeld && !r.FINTaken && !r.PushHeld && !r.Pushed && r.Held.Runs() == 0
}

// kindOf returns the kind of g, which arrives at c with no control bit but ACK and PSH,
// and whether anything is predicted of it.
func kindOf(c *fsm.TCB, g *fsm.Segment) (kind uint16, ok bool) {
	v, r := &c.SND, &c.RCV
	if g.SEQ != r.NXT || r.WND == 0 || g.Text > r.WND || g.ACK-v.UNA > v.NXT-v.UNA || !predictable(c) {
		return 0, false
	}
	newer := v.WL1.Less(g.SEQ) || v.WL1 == g.SEQ && v.WL2.LessEq(g.ACK)
	for i, yes := range [...]bool{g.Text > 0, g.Text == r.WND, g.CTL.Has(fsm.PSH), g.ACK == v.UNA, g.ACK == v.NXT, v.UNA == v.NXT, g.WND == 0, newer, reopens(c, g)} {
		if yes {
			kind |= 1 << i
		}
	}
	return kind, true
}

// reopens reports whether c opens its window when g arrives (section 3.8.6.2.2).
func reopens(c *fsm.TCB, g *fsm.Segment) bool {
	r := &c.RCV
	return g.Text > 0 && r.WND < r.BUFF && r.BUFF-r.WND >= min(r.BUFF/2, c.SND.MSS)
}

// takes lets c take g, of a kind that is predicted.
func takes(c *fsm.TCB, g *fsm.Segment) {
	if reopens(c, g) {
		c.RCV.WND = c.RCV.BUFF
	}
	c.RCV.WND -= g.Text
	c.RCV.NXT += fsm.Seq(g.Text)
	c.SND.UNA = g.ACK
}

// arrivePlain lets h process an arrival that owes nothing of interest; counts says
// whether the rules that fire are counted.
func (s *successors) arrivePlain(h *hypothesis, ev *fsm.Event, counts bool) {
	m := s.machine(h)
	kind, ok := kindOf(&h.c, &ev.Segment)
	if !ok {
		s.stepPlain(h, m, ev)
		if counts {
			s.cover()
		}
		return
	}
	p := &s.predictions(m).arrival[kind]
	if p.state == holds {
		takes(&h.c, &ev.Segment)
		s.still(&h.c)
		if counts {
			p.times++
		}
		return
	}
	n := h.c
	s.stepPlain(h, m, ev)
	if counts {
		s.cover()
	}
	if p.state == untried {
		takes(&n, &ev.Segment)
		s.still(&n)
		p.learn(n == h.c, s.out.Fired())
	}
}

// transmitPlain lets h send g, new text, and reports whether it does.
func (s *successors) transmitPlain(h *hypothesis, g fsm.Segment) bool {
	outstanding := 0
	if h.c.SND.UNA != h.c.SND.NXT {
		outstanding = 1
	}
	p := &s.predictions(s.machine(h)).text[outstanding]
	if p.state == holds {
		h.c.SND.NXT = g.SEQ.Add(g.Text)
		p.times++
		return true
	}
	n := h.c
	sent := s.form(h, g)
	if p.state == untried {
		n.SND.NXT = g.SEQ.Add(g.Text)
		p.learn(sent && n == h.c, s.out.Fired())
	}
	return sent
}
