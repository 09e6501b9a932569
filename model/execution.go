package model

// How an end takes an input: the event itself, then all that its user and its TCP
// do at once, up to the point at which nothing changes any more.
//
// Invariant: the result depends on the end and the input alone. So the model
// computes it once, and a state of the system is put together from such results.
//
//	input --> Step --> user: RECEIVE, until nothing is on hand   (Reads: AtOnce)
//	           |            |
//	           |            v
//	           |       TCP: TRANSMIT, until nothing changes      (Prompt)
//	           |            |
//	           v            v
//	      ghosts follow   end afterwards, and the burst that it has sent
//
// Example: an end in ESTABLISHED with RCV.NXT=101 and room for 4 octets, whose user
// reads at once and whose TCP transmits promptly.
//
//	event             RCV.NXT  RCV.WND  on hand  sends
//	SEGMENT ARRIVES       102        3        1  <SEQ=301><ACK=102><CTL=ACK><WND=3>
//	RECEIVE               102        3        0
//	TRANSMIT              102        3        0  nothing: it rests
//
// The three events are one step of the model, and its burst has one packet. What
// happens in between is seen by the claims about single events alone. A machine
// that never comes to rest, as a mutant may, gives a step marked as endless, and
// then the exploration is not complete.

import "github.com/tcpfsm/tcpfsm/fsm"

// An execution carries out an input: the event itself, and what the user and the
// TCP then do at once.
type execution struct {
	m         *Model
	end       End
	burst     burst
	fired     []fsm.RuleID
	beside    []fsm.RuleID // that fired in the machine beside
	witnessed breaches     // claims that what happened is about
	broken    breaches
	last      *Happening
	choseISS  bool
	endless   bool        // it did not come to rest: what it would have come to is not known
	tooMuch   bool        // it sent more than a step can hold
	happening []Happening // kept if keep is set
	keep      bool
}

// execute carries out an input of e.
func (m *Model) execute(e *End, in input, keep bool) *execution {
	t := &execution{m: m, end: *e, keep: keep}
	t.happen(in)
	side := &m.scenario.Ends[e.Side]
	t.repeat(func() bool {
		return side.Reads == AtOnce && t.end.unread() > 0 && t.end.TCB.RCV.Want == 0 && t.happen(input{kind: fsm.Receive})
	})
	t.repeat(func() bool {
		return side.Prompt && t.end.TCB.State != fsm.Closed && t.happen(input{kind: fsm.Transmit})
	})
	if t.endless {
		t.last.Endless = true
		t.judge()
		if t.keep {
			t.happening[len(t.happening)-1].Endless = true
		}
	}
	return t
}

// maxRepeats is more than a machine needs to come to rest. A mutant may not.
const maxRepeats = 64

// repeat does something until it makes no difference any more.
func (t *execution) repeat(do func() bool) {
	for range maxRepeats {
		if t.tooMuch || !do() {
			return
		}
	}
	t.endless = true
}

// happen carries out one event and reports whether it changed the TCB.
func (t *execution) happen(in input) (changed bool) {
	m, h := t.m, &Happening{m: t.m, Kind: in.kind, Before: t.end}
	t.end.spend(in.kind)
	if in.kind == Crash {
		t.crash()
	} else {
		h.Event = m.event(&h.Before, in)
		if in.packet != 0 {
			h.Packet = m.packets.at(in.packet)
		}
		m.machine.Step(&t.end.TCB, &h.Event, &h.Out)
		t.fired = append(t.fired, h.Out.Fired()...)
		if m.beside.steps() {
			t.beside = append(t.beside, m.beside.take(h.Before.TCB, h.Event, &t.end.TCB, &h.Out, updated(m.ghosts, &h.Out))...)
		}
		t.follow(h)
	}
	// Each event of a step is judged by itself: that the whole step leaves
	// nothing wrong behind does not say that nothing went wrong on the way.
	h.After, t.last = t.end, h
	t.judge()
	if t.keep {
		h.Rules = m.ruleIDs(h.Out.Fired())
		t.happening = append(t.happening, *h)
	}
	return t.end.TCB != h.Before.TCB
}

// judge holds what has happened last against the claims about single happenings.
func (t *execution) judge() {
	witnessed, broken := t.m.breaches(t.last)
	t.witnessed, t.broken = t.witnessed|witnessed, t.broken|broken
	if b := t.m.beside; b.steps() { // does a claim say something else under that policy?
		other := *t.last
		other.as = b.machine
		if w, k := t.m.breaches(&other); w != witnessed || k != broken {
			b.parted.Store(true)
		}
	}
}

// crash forgets all but what the rest of the world knows. What comes after it
// is another attempt than the one before.
func (t *execution) crash() {
	t.end.TCB, t.end.tried = fsm.TCB{}, attempt{}
	if t.m.scenario.Clock.Quiet {
		t.end.Quiet = uint8(t.m.scenario.Clock.MSL)
	}
	t.clean()
}

// follow brings what the model knows of the end up to what its machine did.
func (t *execution) follow(h *Happening) {
	e, now := &t.end, &t.end.TCB
	did := updated(t.m.ghosts, &h.Out)
	// The order matters. To begin forgets the peer, so a SYN is accepted after it;
	// and whether the attempt before is repeated depends on ISS and peer.
	if did&resumes != 0 {
		e.resume()
	}
	if did&forgets != 0 {
		e.forgetPeer()
	}
	if did&opens != 0 {
		t.choseISS = true
		e.begin()
	}
	if did&accepts != 0 && h.Packet != nil {
		e.accept(h.Packet.From)
	}
	if did&opens != 0 {
		e.repeats()
	}
	t.users(h)
	if h.Packet != nil {
		h.Old = h.Packet.Old(e)
		t.octets(h)
		t.fin(h)
	}
	t.emit(h)
	if h.Out.Started.Has(fsm.TimeWait2MSL) {
		e.Due = uint8(t.m.scenario.Clock.TimeWaitTicks())
	}
	if e.HasISS() && e.top.Less(now.SND.NXT) {
		e.top = now.SND.NXT
	}
	// An end that leaves without TIME-WAIT must keep quiet itself (REST).
	if s := h.Before.TCB.State; s.Synchronized() && s != fsm.TimeWait && now.State == fsm.Closed {
		e.Quiet = max(e.Quiet, uint8(t.m.scenario.Clock.Rest))
	}
	if s := h.Before.TCB.State; s > fsm.Listen && now.State <= fsm.Listen {
		e.tried = attempt{}
		// With an ISS beyond all before, no attempt ever repeats another.
		if (s == fsm.SynSent || s == fsm.SynReceived) && t.m.scenario.ISN != Advancing {
			e.tried = attempt{h.Before.Inc, h.Before.Peer, h.Before.TCB.ISS}
		}
	}
	t.clean()
}

// users notes what the users have said and heard.
func (t *execution) users(h *Happening) {
	e := &t.end
	switch {
	case h.Kind == fsm.Send && h.Out.Reply == fsm.OK:
		e.Sent += uint8(h.Event.Octets)
	case h.Kind == fsm.Close && (h.Out.Reply != fsm.ConnectionIllegal) && h.Before.TCB.State != fsm.Closed:
		e.Closed = true
	}
	e.Got += uint8(h.Out.Delivered)
	if e.TCB.RCV.USER == 0 && h.Kind != fsm.SegmentArrives {
		e.Stale = false
	}
}

// octets follows which octets that are held or were taken are foreign.
func (t *execution) octets(h *Happening) {
	e, was, now := &t.end, &h.Before.TCB, &t.end.TCB
	if now.State == fsm.Closed || now.State == fsm.Listen {
		return
	}
	from := was.RCV.NXT
	if h.Before.Peer != e.Peer || h.Before.Inc != e.Inc { // the SYN of this packet was accepted
		from = now.RCV.NXT
	}
	// An octet that was held already is not replaced by what arrives, so what
	// arrives is foreign only where nothing was held.
	foreign := func(i uint32) bool {
		at := from.Add(i)
		has, right := h.Packet.bears(at)
		return e.Foreign>>i&1 != 0 || has && (h.Old || !right) && !holds(&was.RCV.Held, at)
	}
	taken := now.RCV.NXT.Sub(from)
	var next uint8
	for i := range uint32(foreignBits) {
		switch {
		case !foreign(i):
		case i < taken:
			e.Stale = true
		case holds(&now.RCV.Held, from.Add(i)):
			next |= 1 << (i - taken)
		}
	}
	e.Foreign = next
}

func holds(h *fsm.Held, s fsm.Seq) bool {
	for i := range h.Runs() {
		if r := h.Run(i); s.In(r.Lo, r.Hi.Sub(r.Lo)) {
			return true
		}
	}
	return false
}

// fin notes what stands behind a FIN that was held or taken.
func (t *execution) fin(h *Happening) {
	e, r, was := &t.end, &t.end.TCB.RCV, &h.Before.TCB.RCV
	if e.EOF != 0 || h.Packet.CTL&fsm.FIN == 0 || !(r.FINHeld && !was.FINHeld || r.FINTaken && !was.FINTaken) {
		return
	}
	switch {
	case h.Old:
		e.EOF = ForeignFIN
	case !h.Packet.Closed:
		e.EOF = UnclosedFIN
	default:
		e.EOF = h.Packet.Sent + 1
	}
}

// iss is the ISS of the connection that a step sends for, which it may have ended.
func (h *Happening) iss(after *End) fsm.Seq {
	if after.HasISS() {
		return after.TCB.ISS
	}
	return h.Before.TCB.ISS
}

// emit turns the segments of a step into packets.
func (t *execution) emit(h *Happening) {
	for i, g := range h.Out.Segments() {
		p := Packet{Segment: g, From: t.end.Inc, To: t.end.Peer}
		p.Wrong = t.end.wrong(h.iss(&t.end), &g, h.Out.Octets(i))
		if h.Before.TCB.State == fsm.Closed && t.end.TCB.State == fsm.Closed {
			p.From, p.To = 0, 0
		}
		if g.CTL&fsm.FIN != 0 {
			p.Sent, p.Closed = t.end.Sent, t.end.Closed
		}
		h.Sent = append(h.Sent, p)
		t.tooMuch = !t.burst.add(t.m.packets.number(&p)) || t.tooMuch
	}
}

// clean clears what means nothing any more, so that ends that behave alike are
// equal.
func (t *execution) clean() {
	e := &t.end
	if !e.TCB.Timers.Has(fsm.TimeWait2MSL) || t.m.scenario.Clock.MSL == 0 {
		e.Due = 0
	}
	if e.TCB.State == fsm.Closed || e.TCB.State == fsm.Listen {
		e.oldInc, e.oldPeer, e.Closed, e.Sent = 0, 0, false, 0
		e.forgetPeer()
	}
}
