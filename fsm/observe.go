package fsm

// observe establishes the facts of one group. This file, with held.go, is where
// the specification compares sequence numbers.
func (s *step) observe(g factGroup) {
	switch g {
	case segmentFacts:
		s.facts.note(segmentFacts, s.segment())
	case ackFacts:
		s.facts.note(ackFacts, s.acknowledgment())
	case sndWindowFacts:
		s.facts.note(sndWindowFacts, s.sndWindow())
	case markFacts:
		s.facts.note(markFacts, s.marks())
	case deliveryFacts:
		s.facts.note(deliveryFacts, s.delivery())
	case finishFacts:
		s.facts.note(finishFacts, s.finish())
	case originFacts:
		s.facts.note(originFacts, s.origin())
	case closerFacts:
		s.facts.note(closerFacts, s.closer())
	case eventFacts:
		s.facts.note(eventFacts, s.event())
	case callFacts:
		s.facts.note(callFacts, s.call())
	case sendFacts:
		s.facts.note(sendFacts, s.sending())
	case formFacts:
		s.facts.note(formFacts, s.forming())
	}
}

func (s *step) segment() (f factWord) {
	g, r := &s.seg, &s.c.RCV
	f.put(hasRST, g.CTL&RST != 0)
	f.put(hasSYN, g.CTL&SYN != 0)
	f.put(hasACK, g.CTL&ACK != 0)
	f.put(hasFIN, g.CTL&FIN != 0)
	f.put(hasText, g.Text != 0)
	f.put(receivedSYN, s.ev.Segment.CTL&SYN != 0)
	f.put(emptySegment, g.Text == 0 && g.CTL&(SYN|FIN) == 0)
	f.put(atNXT, g.SEQ == r.NXT)
	end := g.End()
	f.put(zeroWindow, r.WND == 0)
	f.put(firstInWindow, g.SEQ.In(r.NXT, r.WND))
	f.put(lastInWindow, end != g.SEQ && (end-1).In(r.NXT, r.WND))
	f.put(startsLeft, g.SEQ.Less(r.NXT))
	f.put(endsRight, r.NXT.Add(r.WND).Less(end))
	return f
}

func (s *step) closer() (f factWord) {
	g, r, in := &s.seg, &s.c.RCV, &s.ev.Segment
	edge := r.NXT.Add(r.WND)
	f.put(probesWindow, in.LEN() != 0 && r.WND == 0 && in.SEQ == r.NXT)
	f.put(spansWindow, r.WND != 0 && s.spans())
	f.put(bareFIN, g.CTL&(SYN|FIN) == FIN && g.Text == 0)
	f.put(beforeNXT, in.SEQ == r.NXT-1)
	f.put(receivedAtNXT, in.SEQ == r.NXT)
	f.put(receivedInWindow, in.SEQ.In(r.NXT, r.WND))
	f.put(repeatedFIN, g.CTL&FIN != 0 && g.End() == r.NXT)
	f.put(repeatedSYN, g.CTL&(SYN|ACK|RST) == SYN && g.SEQ == s.c.IRS)
	f.put(crossedSYNACK, s.c.Origin == Active && !s.c.SYNAcked && in.CTL&(SYN|ACK|RST) == SYN|ACK &&
		in.SEQ == s.c.IRS && s.acksNew())
	f.put(hasMSS, in.MSS != 0)
	f.put(atEdge, g.LEN() == 0 && (r.WND != 0 && g.SEQ == edge || r.WND == 0 && g.SEQ == r.NXT+1))
	f.put(beginsAtEdge, r.WND != 0 && g.SEQ == edge)
	f.put(emptyAtNXT, g.LEN() == 0 && g.SEQ == r.NXT)
	f.put(expectedACK, g.CTL == ACK && g.Text == 0 && g.SEQ == r.NXT && g.ACK == s.c.SND.NXT)
	f.put(newText, in.Text != 0 && r.NXT.Less(in.textEnd()))
	f.put(beganLeft, in.SEQ.Less(r.NXT))
	return f
}

// acksNew reports SND.UNA < SEG.ACK =< SND.NXT.
// spans reports whether the segment begins before the window and is longer than
// to the end of it. Where its ends lie on the circle does not tell: an empty one
// on the other side would seem to.
func (s *step) spans() bool {
	g, r := &s.seg, &s.c.RCV
	left := r.NXT.Sub(g.SEQ)
	return g.SEQ.Less(r.NXT) && uint64(g.LEN()) > uint64(left)+uint64(r.WND)
}

// acksNew: an interval of the circle. A number on the other side of it is before
// SND.NXT and after SND.UNA, and yet not between them.
func (s *step) acksNew() bool {
	return s.seg.ACK.Sub(s.c.SND.UNA)-1 < s.c.SND.NXT.Sub(s.c.SND.UNA)
}

func (s *step) acknowledgment() (f factWord) {
	g, v := &s.seg, &s.c.SND
	f.put(ackNew, s.acksNew())
	f.put(ackUnsent, v.NXT.Less(g.ACK))
	f.put(ackTooOld, g.ACK.Less(v.UNA-Seq(v.MAX)))
	f.put(ackCoversFIN, s.c.FINSent && s.c.FINSeq.Less(g.ACK))
	f.put(probed, s.c.Probed)
	return f
}

func (s *step) sndWindow() (f factWord) {
	g, v := &s.seg, &s.c.SND
	f.put(windowNewer, v.UNA.LessEq(g.ACK) && g.ACK.LessEq(v.NXT) &&
		(v.WL1.Less(g.SEQ) || v.WL1 == g.SEQ && v.WL2.LessEq(g.ACK)))
	f.put(windowLargest, g.WND > v.MAX)
	f.put(finAcked, s.c.finAcked())
	return f
}

func (s *step) marks() (f factWord) {
	g, r, in := &s.seg, &s.c.RCV, &s.ev.Segment
	end := g.textEnd()
	up := s.c.consumed()
	if r.Urgent || r.UPHeld {
		up = r.UP
	}
	f.put(urgAdvances, in.CTL&URG != 0 && up.Less(in.SEQ.Add(in.UP)))
	f.put(urgentMode, r.Urgent)
	f.put(urgentHeld, r.UPHeld)
	f.put(urgentPassed, r.Urgent && r.UP.LessEq(s.c.consumed()))
	finIn := g.CTL&FIN != 0
	pushIn := g.CTL&PSH != 0 && g.Text != 0 && end == in.textEnd() // a PUSH stands at the end of the text
	f.put(finAtNXT, finIn && end == r.NXT)
	f.put(finDue, finIn && end == r.NXT || r.FINHeld && r.FINSeq == r.NXT)
	f.put(finAhead, finIn && r.NXT.Less(end))
	f.put(pushTaken, pushIn && end.LessEq(r.NXT))
	f.put(pushAhead, pushIn && r.NXT.Less(end) && !(r.PushHeld && end.LessEq(r.PUSH)))
	f.put(pushDue, r.PushHeld && r.PUSH.LessEq(r.NXT))
	f.put(finPassed, r.FINHeld && r.FINSeq.Less(r.NXT))
	return f
}

func (s *step) delivery() (f factWord) {
	g, r := &s.seg, &s.c.RCV
	fits := true
	if g.Text != 0 && r.Held.n != 0 {
		_, fits = r.Held.union(g.TextStart(), g.textEnd())
	}
	f.put(heldAtNXT, r.Held.Reach(r.NXT) != r.NXT)
	f.put(holdFits, fits)
	f.put(receiveWaits, r.Want != 0)
	f.put(coversWant, r.USER >= r.Want)
	f.put(pressingOctets, r.USER != 0 && (r.Pushed || r.WND == 0))
	f.put(windowOpens, int64(r.BUFF)-int64(r.USER)-int64(r.WND) >= int64(max(1, min(r.BUFF/2, s.c.effMSS()))))
	f.put(unread, r.USER != 0)
	return f
}

func (s *step) finish() (f factWord) {
	c := s.c
	f.put(ackOwed, s.ackOwed)
	f.put(acknowledged, s.acknowledged)
	f.put(closeQueued, c.CloseQueued)
	f.put(userClosed, c.CloseQueued || (finWait1|finWait2|closing|lastAck|timeWait).Has(c.State))
	out := c.outstanding()
	f.put(outstanding, out)
	f.put(mustProbe, c.mustProbe())
	f.put(undelivered, out || c.SND.Wait != 0 || c.finWanted())
	f.put(sendTimerRuns, c.Timers&(1<<Retransmission|1<<Persist) != 0)
	f.put(retransmissionRuns, c.Timers.Has(Retransmission))
	f.put(persistRuns, c.Timers.Has(Persist))
	f.put(userRuns, c.Timers.Has(User))
	f.put(keepAliveRuns, c.Timers.Has(KeepAlive))
	return f
}

func (s *step) origin() (f factWord) {
	c, in, una := s.c, &s.ev.Segment, s.c.SND.UNA
	f.put(passive, c.Origin == Passive)
	f.put(reopened, c.Origin == Reopened)
	f.put(newSYN, s.seg.CTL&(SYN|ACK|RST) == SYN)
	f.put(issBeyondNXT, c.SND.NXT.Less(s.ev.ISS))
	f.put(seqBeyondNXT, c.RCV.NXT.Less(s.seg.SEQ))
	f.put(oldButACK, s.seg.CTL&(SYN|RST) == 0 && s.seg.LEN() != 0 && s.seg.End() == c.RCV.NXT)
	f.put(finBeyond, in.CTL&FIN != 0 && c.RCV.NXT.Less(in.textEnd()))
	f.put(ackGhost, s.seg.ACK.LessEq(una) && una.Sub(s.seg.ACK) >= una.Sub(c.ISS))
	return f
}

func (s *step) event() (f factWord) {
	ev := s.ev
	f.put(unpermitted, ev.Unpermitted)
	f.put(noResources, ev.NoResources)
	f.put(remoteInvalid, ev.Remote == Invalid)
	f.put(remoteGiven, ev.Remote == Specified)
	f.put(urgentSend, ev.Urgent && ev.Octets != 0)
	f.put(emptyCall, ev.Octets == 0)
	f.put(timestampNewer, ev.Timestamp == NewerTimestamp)
	f.put(timestampOlder, ev.Timestamp == OlderTimestamp)
	f.put(throttled, ev.Throttled)
	return f
}

func (s *step) call() (f factWord) {
	c, ev := s.c, s.ev
	flight := c.inFlight()
	f.put(remoteKnown, ev.Remote == Specified || c.RemoteKnown)
	f.put(noRoom, ev.NoResources || uint64(ev.Octets)+uint64(c.SND.Wait)+uint64(flight) > uint64(c.SND.BUFF))
	f.put(coversCall, c.RCV.USER >= ev.Octets)
	f.put(callFitsMSS, ev.Octets <= c.effMSS())
	f.put(pendingOctets, c.SND.Wait != 0 || flight != 0)
	return f
}

func (s *step) sending() (f factWord) {
	c := s.c
	usable, mss := c.usable(), c.effMSS()
	f.put(waiting, c.SND.Wait != 0)
	f.put(windowUsable, usable >= 1)
	f.put(fitsMSS, c.SND.Wait <= mss)
	f.put(fitsWindow, int64(c.SND.Wait) <= usable)
	f.put(windowFitsMSS, usable <= int64(mss))
	f.put(finWanted, c.finWanted())
	f.put(frontSYN, !c.SYNAcked)
	f.put(frontFIN, c.FINSent && c.SND.UNA == c.FINSeq)
	f.put(frontFitsMSS, c.inFlight() <= mss)
	return f
}

func (s *step) forming() (f factWord) {
	c, v := s.c, &s.c.SND
	f.put(lastOctets, s.form.textEnd() == c.lastOctet())
	f.put(urgentAhead, v.Urgent && s.form.SEQ.Less(v.UP))
	f.put(urgentAcked, v.Urgent && v.UP.LessEq(v.UNA))
	f.put(formedNew, s.form.SEQ == v.NXT)
	return f
}
