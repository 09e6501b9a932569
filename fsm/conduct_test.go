package fsm

import "slices"

// A stepTaken is one Step with what was before and after it.
type stepTaken struct {
	m             *Machine
	before, after *TCB
	ev            *Event
	out           *Output
}

// A stepLaw holds of every Step of every Machine, whatever the policy, from any
// connection that its own steps lead to. The survey and the random worlds are
// held against all of them.
type stepLaw struct {
	name  string
	holds func(*stepTaken) bool
}

// stepLaws lists the laws, by what they are about.
var stepLaws = slices.Concat(callLaws, sendLaws, answerLaws, receiveLaws, timerLaws, stateLaws, segmentLaws, sentLaws)

// broken names the first law that the step breaks, or returns "".
func (s *stepTaken) broken() string {
	for i := range stepLaws {
		if !stepLaws[i].holds(s) {
			return stepLaws[i].name
		}
	}
	return ""
}

// same reports whether the Step stayed within an incarnation that knows its
// peer.
func (s *stepTaken) same() bool {
	b, a := s.before, s.after
	known := synReceived | synchronized
	reopened := b.State == TimeWait && a.State == SynReceived
	restored := b.State == SynReceived && a.State == TimeWait && s.ev.Kind != Abort
	return known.Has(b.State) && known.Has(a.State) && b.ISS == a.ISS && b.IRS == a.IRS && !reopened && !restored
}

// accepted reports whether the event is a call of the given kind, and it was
// answered "ok" at once.
func (s *stepTaken) accepted(k EventKind) bool { return s.ev.Kind == k && s.out.Reply == OK }

// newlyAcked reports whether the segment has moved SND.UNA.
func (s *stepTaken) newlyAcked() bool {
	return s.same() && s.ev.Kind == SegmentArrives && s.before.SND.UNA != s.after.SND.UNA
}

// Calls, section 3.9.1.
var callLaws = []stepLaw{
	{"a call is answered at once or waits, and nothing else is answered at once", (*stepTaken).replies},
	{"a call that is refused changes nothing", func(s *stepTaken) bool {
		r := s.out.Reply
		return r == NoReply || r == OK || *s.after == *s.before && s.silent()
	}},
	{"a call of a user without the right to the connection is refused", func(s *stepTaken) bool {
		call := s.ev.Kind <= OpenActive && s.before.State == Closed || s.ev.Kind > OpenActive && s.ev.Kind <= Status
		return !call || !s.ev.Unpermitted || s.out.Reply == ConnectionIllegal
	}},
	{"no call waits that there is no room for", func(s *stepTaken) bool {
		return s.ev.Kind != Receive || !s.ev.NoResources || s.out.Reply != NoReply
	}},
	{"a RECEIVE waits until it is answered", func(s *stepTaken) bool {
		was, is := s.before.RCV.Want, s.after.RCV.Want
		if was == 0 {
			waits := s.ev.Kind == Receive && s.out.Reply == NoReply
			return s.out.Answered.Receive == NoReply && (is == 0 || waits && is == s.ev.Octets)
		}
		return (is == was) != (s.out.Answered.Receive != NoReply) && (is == was || is == 0)
	}},
	{"a CLOSE waits until it is answered", func(s *stepTaken) bool {
		was, is := s.before.CloseOutstanding, s.after.CloseOutstanding
		return is == was && s.out.Answered.Close == NoReply || was && !is && s.out.Answered.Close != NoReply ||
			!was && is && s.ev.Kind == Close
	}},
	{"an octet is in flight, waits, was acknowledged, or its SEND has been answered (A52)", (*stepTaken).accountsForOctets},
	{"nothing is received after a full close (MAY-1)", func(s *stepTaken) bool {
		c := s.before
		over := s.m.policy.HalfDuplexClose != HalfDuplexCloseOff && (c.CloseQueued || (finWait1 | finWait2).Has(c.State))
		return !over || s.out.Delivered == 0 && s.after.RCV.Want == 0
	}},
	{"OPEN and SEND note the remote socket", func(s *stepTaken) bool {
		call := s.accepted(OpenPassive) || s.accepted(OpenActive) || s.accepted(Send) && s.before.State == Listen
		known := s.before.RemoteKnown || call && s.ev.Remote == Specified
		return s.after.State == Closed || s.after.RemoteKnown == known
	}},
	{"a RECEIVE that is answered at once has what it asked for, or all there is", func(s *stepTaken) bool {
		return !s.accepted(Receive) || s.out.Delivered == min(s.ev.Octets, s.before.RCV.USER)
	}},
	{"an urgent SEND is urgent to its last octet (MUST-30)", func(s *stepTaken) bool {
		v := &s.after.SND
		return !s.accepted(Send) || !s.ev.Urgent || s.ev.Octets == 0 || v.Urgent && v.UP == v.NXT.Add(v.Wait)
	}},
}

func (s *stepTaken) replies() bool {
	waits := s.ev.Kind == Receive && s.before.RCV.Want == 0 && s.after.RCV.Want != 0 ||
		s.ev.Kind == Close && !s.before.CloseOutstanding && s.after.CloseOutstanding
	return (s.out.Reply != NoReply) == (s.ev.Kind <= Status && !waits)
}

// silent reports whether nothing came out but a reply.
func (s *stepTaken) silent() bool {
	o := s.out
	return o.nsegs == 0 && o.Answered == Answered{} && o.Signals == 0 && o.Delivered == 0 && o.Acked == 0 && o.Started|o.Stopped == 0
}

func (s *stepTaken) accountsForOctets() bool {
	b, a, o := s.before, s.after, s.out
	in := b.inFlight() + b.SND.Wait
	if s.accepted(Send) {
		in += s.ev.Octets
	}
	if o.Answered.Send != NoReply {
		in -= o.Answered.Octets
	}
	return in == a.inFlight()+a.SND.Wait+o.Acked
}

// What is sent, sections 3.4, 3.8.1 and 3.8.6.
var sendLaws = []stepLaw{
	{"SND.UNA =< SND.NXT", func(s *stepTaken) bool { return s.after.SND.UNA.LessEq(s.after.SND.NXT) }},
	{"nothing follows our FIN", func(s *stepTaken) bool {
		c := s.after
		return !c.FINSent || c.SND.Wait == 0 && c.SND.NXT == c.FINSeq+1
	}},
	{"MAX.SND.WND is the largest window since SYN was received (RFC 5961)", func(s *stepTaken) bool {
		return !s.same() || s.after.SND.MAX == max(s.before.SND.MAX, s.after.SND.WND)
	}},
	{"a window is taken with the numbers of its segment", (*stepTaken).windowIsOfSegment},
	{"what is acknowledged answers a probe (MUST-37)", func(s *stepTaken) bool { return !s.newlyAcked() || !s.after.Probed }},
	{"urgent octets are over when they are acknowledged and more is sent (MUST-30)", func(s *stepTaken) bool {
		v := &s.after.SND
		return s.ev.Kind != Transmit || s.every(func(g *Segment) bool { return g.Text == 0 || !v.Urgent || v.UNA.Less(v.UP) })
	}},
	{"nothing but an ACK answers a probe (MUST-37)", func(s *stepTaken) bool {
		answered := s.same() && s.before.Probed && !s.after.Probed
		return !answered || s.ev.Kind == SegmentArrives && s.ev.Segment.CTL.Has(ACK)
	}},
	{"a probe waits for an answer (MUST-37)", func(s *stepTaken) bool {
		return s.ev.Kind != PersistTimeout || s.out.nsegs == 0 || s.after.Probed
	}},
}

// windowIsOfSegment: SND.WND, SND.WL1 and SND.WL2 change together.
func (s *stepTaken) windowIsOfSegment() bool {
	b, a, g := &s.before.SND, &s.after.SND, &s.ev.Segment
	switch {
	case s.after.State < SynReceived:
		return true
	case s.before.State == SynSent && s.after.State != SynReceived:
		return s.m.policy.SYNACKWindow == SYNACKWindowLiteral || a.WND == g.WND && a.WL2 == g.ACK
	case s.before.State == Listen:
		return a.WND == g.WND && a.WL1 == s.after.IRS && a.WL2 == s.after.ISS
	case !s.same() || b.WND == a.WND && b.WL1 == a.WL1 && b.WL2 == a.WL2:
		return true
	}
	return s.ev.Kind == SegmentArrives && a.WND == g.WND && a.WL2 == g.ACK && b.WL1.LessEq(a.WL1)
}

// What is answered, sections 3.5.2, 3.8.6.1 and 3.10.7.4.
var answerLaws = []stepLaw{
	{"what is owed is sent", (*stepTaken).paysWhatItOwes},
	{"a segment that is not acceptable is answered (3.5.2, table 6)", func(s *stepTaken) bool {
		return !s.unacceptable() || s.out.nsegs != 0
	}},
	{"a wrong ACK in SYN-RECEIVED draws a RST, wherever in the window it is (3.5.2)", (*stepTaken).resetsWrongACK},
	{"a SYN in a synchronized state is answered, trimmed or not (RFC 5961)", (*stepTaken).challengesSYN},
	{"an ACK of what was never sent moves nothing", func(s *stepTaken) bool {
		c, g := s.before, &s.ev.Segment
		ghost := s.m.policy.ACKRangeCheck == ACKRangeCheckSent && s.arrivesIn(synchronized&^timeWait) &&
			g.CTL&(SYN|RST|ACK) == ACK && g.ACK.LessEq(c.SND.UNA) && c.SND.UNA.Sub(g.ACK) >= c.SND.UNA.Sub(c.ISS)
		return !ghost || s.after.RCV == c.RCV && s.after.SND == c.SND && s.after.State == c.State
	}},
	{"one segment has one answer", func(s *stepTaken) bool {
		literal := s.m.policy.SYNFIN == SYNFINLiteral || s.m.policy.BadACKInSynReceived == BadACKInSynReceivedContinue
		return s.ev.Kind != SegmentArrives || s.out.nsegs <= 1 || literal
	}},
	{"no challenge ACK is sent when none may be (A41)", func(s *stepTaken) bool {
		challenged := s.ev.Kind == SegmentArrives && s.ev.Throttled && s.ev.Segment.CTL.Has(RST)
		return !challenged || s.out.nsegs == 0 || s.out.To == SynSent
	}},
}

func (s *stepTaken) arrivesIn(set States) bool {
	return s.ev.Kind == SegmentArrives && set.Has(s.before.State)
}

// paysWhatItOwes: an ACK that some rule owes leaves, unless a RST takes its
// place or the connection is gone.
func (s *stepTaken) paysWhatItOwes() bool {
	owes := false
	for _, id := range s.out.Fired() {
		owes = owes || slices.Contains(s.m.rules[id].rule.Do, oweACK)
	}
	gone := s.after.State == Closed || s.after.State == Listen || s.ev.Segment.CTL.Has(RST)
	return !owes || gone || !s.every(func(g *Segment) bool {
		return g.CTL&(ACK|RST) == 0 || g.CTL.Has(ACK) && g.ACK != s.after.RCV.NXT
	})
}

// unacceptable reports whether the segment fails table 6, judged here anew, and
// no option takes it up or lets it fall unseen.
func (s *stepTaken) unacceptable() bool {
	c, g, p := s.before, &s.ev.Segment, &s.m.policy
	r := &c.RCV
	first := g.SEQ.In(r.NXT, r.WND)
	last := g.LEN() != 0 && (g.End()-1).In(r.NXT, r.WND)
	accepted := first || last || g.LEN() == 0 && r.WND == 0 && g.SEQ == r.NXT
	if !s.arrivesIn(synReceived|synchronized) || accepted || g.CTL.Has(RST) {
		return false
	}
	taken := p.LeftEdge == LeftEdgeAccept && g.LEN() != 0 && g.End() == r.NXT || p.EdgeSegment != EdgeSegmentReject && (g.SEQ == r.NXT.Add(r.WND) || r.WND == 0 && g.SEQ == r.NXT+1) ||
		p.SpanningSegment == SpanningSegmentAccept && r.WND != 0 && g.SEQ.Less(r.NXT) && r.NXT.Add(r.WND).Less(g.End()) ||
		g.CTL.Has(SYN|ACK) && g.SEQ == c.IRS && !c.SYNAcked
	unseen := p.NoACKOrder == NoACKOrderACKFirst && g.CTL&(ACK|SYN) == 0
	return !taken && !unseen && !s.settledInTimeWait()
}

// settledInTimeWait reports whether an option lets TIME-WAIT settle the segment
// before its SEG.SEQ is looked at.
func (s *stepTaken) settledInTimeWait() bool {
	p, g := &s.m.policy, &s.ev.Segment
	syn := g.CTL&(SYN|ACK) == SYN && (p.TimeWaitSYN == TimeWaitSYNRFC6191 || p.SYNFIN == SYNFINDropSegment)
	unjudged := p.TimeWaitRestart == TimeWaitRestartAnyACK || p.TimeWaitRestart == TimeWaitRestartFINAnySeq
	return s.before.State == TimeWait && (syn || unjudged)
}

func (s *stepTaken) resetsWrongACK() bool {
	c, g, p := s.before, &s.ev.Segment, &s.m.policy
	right := c.SND.UNA.Less(g.ACK) && g.ACK.LessEq(c.SND.NXT)
	in := g.SEQ.In(c.RCV.NXT, c.RCV.WND) || g.SEQ == c.RCV.NXT
	if !s.arrivesIn(synReceived) || p.ACKRangeCheck == ACKRangeCheckAll || g.CTL&(SYN|RST|ACK) != ACK || right || !in {
		return true
	}
	return s.out.nsegs != 0 && s.out.segments[0].CTL == RST && s.out.segments[0].SEQ == g.ACK
}

// challengesSYN: a SYN in TIME-WAIT may open a connection, or be dropped by an
// option; in SYN-RECEIVED the SYN of an active open alone is meant.
func (s *stepTaken) challengesSYN() bool {
	g := &s.ev.Segment
	active := s.before.State == SynReceived && s.before.Origin != Passive
	if s.m.policy.SYNInSync != SYNInSyncChallenge || g.CTL&(SYN|RST) != SYN || s.settledInTimeWait() {
		return true
	}
	crossed := g.CTL.Has(ACK) && g.SEQ == s.before.IRS && !s.before.SYNAcked
	return !s.arrivesIn(synchronized) && !active || crossed || s.ev.Throttled || s.ev.Kind != SegmentArrives || s.out.nsegs != 0
}

// What is received, sections 3.4 and 3.8.6.2.
var receiveLaws = []stepLaw{
	{"RCV.NXT never moves back", func(s *stepTaken) bool { return !s.same() || s.before.RCV.NXT.LessEq(s.after.RCV.NXT) }},
	{"the right edge of the receive window never falls (SHLD-14)", func(s *stepTaken) bool {
		a, b := &s.before.RCV, &s.after.RCV
		return !s.same() || a.NXT.Add(a.WND).LessEq(b.NXT.Add(b.WND))
	}},
	{"the receive window fits the buffer", func(s *stepTaken) bool {
		r := &s.after.RCV
		return uint64(r.WND)+uint64(r.USER) <= uint64(r.BUFF)
	}},
	{"an octet received is on hand until it is delivered", (*stepTaken).accountsForText},
	{"the FIN of the peer counts once", func(s *stepTaken) bool {
		r := &s.after.RCV
		return s.m.policy.SecondFIN == SecondFINLiteral || !r.FINTaken || r.NXT == r.FINSeq+1
	}},
	{"the user is told whenever the urgent pointer advances (MUST-32)", func(s *stepTaken) bool {
		b, a := &s.before.RCV, &s.after.RCV
		advances := s.same() && a.Urgent && b.UP.Less(a.UP) && s.m.policy.UrgentSignal == UrgentSignalAdvance
		return !advances || s.out.Signals.Has(SignalUrgent)
	}},
	{"a RECEIVE that passes octets tells of urgent ones ahead of them (3.10.3)", func(s *stepTaken) bool {
		told := !s.accepted(Receive) || !receiving.Has(s.after.State) || !s.after.RCV.Urgent
		return told || s.out.Signals.Has(SignalUrgent)
	}},
	{"the user is told when he has passed the urgent octets (MUST-33)", func(s *stepTaken) bool {
		c := s.after
		return !c.RCV.Urgent || c.consumed().Less(c.RCV.UP)
	}},
	{"nothing held is due once our SYN is acknowledged", func(s *stepTaken) bool {
		r := &s.after.RCV
		due := r.FINHeld && r.FINSeq.LessEq(r.NXT) || r.PushHeld && r.PUSH.LessEq(r.NXT) || r.Held.Reach(r.NXT) != r.NXT
		return !s.after.SYNAcked || !due
	}},
	{"no RECEIVE waits for what is on hand", func(s *stepTaken) bool {
		r := &s.after.RCV
		serves := r.USER >= r.Want || r.USER != 0 && (r.Pushed || r.WND == 0)
		return !receiving.Has(s.after.State) || r.Want == 0 || !serves
	}},
	{"the receive window opens when it has room enough (SHLD-14)", func(s *stepTaken) bool {
		r := &s.after.RCV
		room := r.BUFF - r.USER - r.WND
		return !receiving.Has(s.after.State) || room < max(1, min(r.BUFF/2, s.after.effMSS()))
	}},
}

// accountsForText: octets go from the segment, or from what was held, to the
// user. ABORT and the end of the connection throw them away.
func (s *stepTaken) accountsForText() bool {
	b, a := &s.before.RCV, &s.after.RCV
	if !s.same() || s.ev.Kind == Abort || s.m.policy.SecondFIN == SecondFINLiteral {
		return true
	}
	if s.ev.Kind == Close && s.m.policy.HalfDuplexClose == HalfDuplexCloseLate {
		return a.USER == 0 || *a == *b
	}
	taken := a.NXT.Sub(b.NXT)
	if a.FINTaken && !b.FINTaken {
		taken--
	}
	return a.USER+s.out.Delivered == b.USER+taken
}

// Timers, section 3.8.
var timerLaws = []stepLaw{
	{"the retransmission timer runs while something is outstanding, the persist timer while the window is closed", func(s *stepTaken) bool {
		c := s.after
		out, probe := c.outstanding(), c.mustProbe()
		return c.Timers.Has(Persist) == probe && c.Timers.Has(Retransmission) == (out && !probe)
	}},
	{"the user timer runs while something is to be delivered", func(s *stepTaken) bool {
		c := s.after
		return c.Timers.Has(User) == (c.outstanding() || c.SND.Wait != 0 || c.finWanted())
	}},
	{"an acknowledgment starts the timers anew", func(s *stepTaken) bool {
		c := s.after
		runs := c.Timers & (1<<Retransmission | 1<<User)
		return !s.newlyAcked() || s.out.Started&runs == runs
	}},
	{"2MSL are counted in TIME-WAIT, and until a SYN that opens it again is acknowledged", func(s *stepTaken) bool {
		c := s.after
		counts := c.State == TimeWait || c.State == SynReceived && c.Origin == Reopened
		return c.Timers.Has(TimeWait2MSL) == counts || counts && s.m.policy.ClosingTimeWait == ClosingTimeWaitLiteral
	}},
	{"the keep-alive timer runs where a connection may be idle", func(s *stepTaken) bool {
		idle := established | closeWait | finWait2
		return s.after.Timers.Has(KeepAlive) == (s.m.policy.KeepAlive == KeepAliveOn && idle.Has(s.after.State))
	}},
	{"the peer alone starts the keep-alive timer anew, or its end (MUST-26)", func(s *stepTaken) bool {
		anew := s.out.Started.Has(KeepAlive) && s.before.Timers.Has(KeepAlive)
		return !anew || s.ev.Kind == SegmentArrives || s.ev.Kind == KeepAliveTimeout
	}},
	{"the FIN-WAIT-2 timer runs in FIN-WAIT-2", func(s *stepTaken) bool {
		return s.after.Timers.Has(FinWait2Timer) == (s.m.policy.FinWait2Timeout == FinWait2TimeoutOn && s.after.State == FinWait2)
	}},
}

// What a connection knows in each state, section 3.3.
var stateLaws = []stepLaw{
	{"CLOSED is no connection", func(s *stepTaken) bool { return s.after.State != Closed || *s.after == TCB{} }},
	{"a connection that reopens TIME-WAIT and fails leads back there, unless the user aborts it (MAY-2)", func(s *stepTaken) bool {
		reopened := s.before.State == SynReceived && s.before.Origin == Reopened
		return !reopened || s.after.State != Closed || s.ev.Kind == Abort
	}},
	{"LISTEN knows what OPEN and RECEIVE asked for", func(s *stepTaken) bool {
		return s.after.State != Listen || *s.after == s.after.asOpened()
	}},
	{"SYN-SENT knows nothing of the peer", func(s *stepTaken) bool {
		c := s.after
		fresh := c.asOpened()
		v := c.SND.WND | c.SND.MAX | uint32(c.SND.WL1|c.SND.WL2)
		return c.State != SynSent || c.Origin == Active && c.RCV == fresh.RCV && c.IRS == 0 && v == 0 && c.SND.MSS == fresh.SND.MSS
	}},
	{"SYN-RECEIVED has taken a SYN and nothing more", func(s *stepTaken) bool {
		c := s.after
		r, v := &c.RCV, &c.SND
		return c.State != SynReceived || c.Origin != NoOrigin && r.NXT == c.IRS+1 && r.WND == r.BUFF && r.USER == 0 &&
			v.WL1 == c.IRS && v.WL2 == c.ISS && v.MAX == v.WND
	}},
	{"SYN-SENT and SYN-RECEIVED wait for the ACK of our SYN", func(s *stepTaken) bool {
		c := s.after
		return !(synSent | synReceived).Has(c.State) || !c.SYNAcked && c.SND.UNA == c.ISS && c.outstanding() && !c.FINSent
	}},
	{"ESTABLISHED has its SYN acknowledged and no CLOSE", func(s *stepTaken) bool {
		c := s.after
		return c.State != Established || c.SYNAcked && !c.CloseQueued && !c.CloseOutstanding
	}},
	{"CLOSE waits until our FIN is acknowledged", func(s *stepTaken) bool {
		c := s.after
		closes := (finWait1 | closing | lastAck).Has(c.State) || c.CloseQueued
		return c.CloseOutstanding == closes
	}},
	{"our FIN has been sent in LAST-ACK and acknowledged in FIN-WAIT-2 and TIME-WAIT", func(s *stepTaken) bool {
		c := s.after
		return (c.State != LastAck || c.FINSent) && (c.State != FinWait2 || c.finAcked()) &&
			(!(finWait2 | timeWait).Has(c.State) || !c.outstanding() && c.SND.Wait == 0)
	}},
	{"the FIN of the peer has been taken from CLOSE-WAIT on, no RECEIVE waits and nothing is held", func(s *stepTaken) bool {
		c, r := s.after, &s.after.RCV
		done := closeWait | closing | lastAck | timeWait
		return !done.Has(c.State) || r.Want == 0 && r.Held.n == 0 && !r.FINHeld && !r.PushHeld
	}},
}

// What may be sent when, sections 3.10.7 and 3.9.1.2.
var segmentLaws = []stepLaw{
	{"a RST is never answered but by a challenge ACK", (*stepTaken).rstIsNotAnswered},
	{"CLOSED answers all but RST by RST, and RST by nothing", (*stepTaken).closedResets},
	{"the rules that fire send no more than MaxSegments", (*stepTaken).sendsBounded},
	{"what is sent lies before SND.NXT", func(s *stepTaken) bool {
		return s.every(func(g *Segment) bool { return g.LEN() == 0 || g.End().LessEq(s.after.SND.NXT) })
	}},
	{"the MSS option stands on SYN only", func(s *stepTaken) bool {
		return s.every(func(g *Segment) bool { return g.MSS == 0 || g.CTL.Has(SYN) })
	}},
	{"the segment that empties the queue bears PSH (MUST-61)", func(s *stepTaken) bool {
		return s.ev.Kind != Transmit || s.every(func(g *Segment) bool {
			return g.Text == 0 || g.CTL.Has(PSH) == (s.after.SND.Wait == 0)
		})
	}},
	{"TRANSMIT stays within window and segment size", func(s *stepTaken) bool {
		v := &s.before.SND
		return s.ev.Kind != Transmit || s.every(func(g *Segment) bool {
			return g.Text == 0 || g.SEQ.Add(g.Text).LessEq(v.UNA.Add(v.WND)) && g.Text <= s.before.effMSS()
		})
	}},
}

func (s *stepTaken) every(ok func(*Segment) bool) bool {
	for i := range s.out.Segments() {
		if !ok(&s.out.segments[i]) {
			return false
		}
	}
	return true
}

// rstIsNotAnswered: SYN-RECEIVED may send its SYN again under A04.
func (s *stepTaken) rstIsNotAnswered() bool {
	g := &s.ev.Segment
	if s.ev.Kind != SegmentArrives || !g.CTL.Has(RST) {
		return true
	}
	r := &s.before.RCV
	edge := s.m.policy.EdgeSegment == EdgeSegmentWhole && r.WND != 0 && g.SEQ == r.NXT.Add(r.WND)
	inside := g.SEQ != r.NXT && g.SEQ.In(r.NXT, r.WND) || edge
	return s.every(func(x *Segment) bool {
		challenge := inside && x.CTL == ACK && x.SEQ == s.after.SND.NXT && x.ACK == s.after.RCV.NXT
		again := s.out.To == SynSent && s.m.policy.RSTActiveSynRcvd == RSTActiveSynRcvdSynSent
		return challenge || again
	})
}

func (s *stepTaken) closedResets() bool {
	if s.ev.Kind != SegmentArrives || s.before.State != Closed {
		return true
	}
	if s.ev.Segment.CTL.Has(RST) {
		return s.out.nsegs == 0
	}
	return s.out.nsegs == 1 && s.out.segments[0].CTL.Has(RST)
}

// sendsBounded counts what the rules that fired would send; Output drops what
// exceeds the bound.
func (s *stepTaken) sendsBounded() bool {
	n := 0
	for _, id := range s.out.Fired() {
		n += s.m.rules[id].rule.sends()
	}
	return n == int(s.out.nsegs)
}
