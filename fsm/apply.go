package fsm

// apply carries out one effect.
func (s *step) apply(e Effect) {
	switch {
	case e >= takeSYN:
		s.applyReceive(e)
	case e >= trimAll:
		s.trim(e)
	case e >= chooseISS:
		s.applySend(e)
	case e >= createTCB:
		s.applyConnection(e)
	case e >= formQueue:
		s.formSegment(e)
	case e >= sendSYN:
		s.send(e)
	default:
		s.tell(e)
	}
}

// tell carries out an effect on the user or on a timer.
func (s *step) tell(e Effect) {
	switch {
	case e >= answerReset:
		s.answer(e)
	case e == stopTimers:
		s.c.Timers = 0
	case e >= stopRetransmission:
		s.c.Timers &^= 1 << (e - stopRetransmission)
	case e >= startRetransmission:
		s.start(Timer(e - startRetransmission))
	case e >= replyOK:
		s.out.Reply = OK + Reply(e-replyOK)
	case e >= signalReset:
		s.out.Signals |= 1 << (e - signalReset)
	}
}

func (s *step) start(t Timer) {
	s.c.Timers |= 1 << t
	s.out.Started |= 1 << t
}

func (s *step) answer(e Effect) {
	switch e {
	case answerReset:
		s.answerAll(CallReset)
	case answerTimedOut:
		s.answerAll(CallTimedOut)
	case answerClosing:
		s.answerSend(CallClosing)
		s.answerReceive(CallClosing)
	case answerSendReset:
		s.answerSend(CallReset)
	case answerCloseOK:
		s.answerClose(OK)
	case answerReceiveOK:
		s.answerReceive(OK)
	case answerReceiveClosing:
		s.answerReceive(ConnectionClosing)
	}
}

func (s *step) answerAll(r Reply) {
	s.answerSend(r)
	s.answerReceive(r)
	s.answerClose(r)
}

func (s *step) answerSend(r Reply) {
	if n := s.c.inFlight() + s.c.SND.Wait; n != 0 {
		s.out.Answered.Send, s.out.Answered.Octets = r, n
	}
}

func (s *step) answerReceive(r Reply) {
	if s.c.RCV.Want != 0 {
		s.out.Answered.Receive, s.c.RCV.Want = r, 0
	}
}

func (s *step) answerClose(r Reply) {
	if s.c.CloseOutstanding {
		s.out.Answered.Close, s.c.CloseOutstanding = r, false
	}
}

func (s *step) send(e Effect) {
	switch e {
	case oweACK:
		s.ackOwed = true
	case sendFormed:
		g, from := s.emit()
		*g, *from = s.form, s.from
	case sendFormedSYN:
		s.emitForm(e).CTL |= s.form.CTL & PSH
	default:
		s.emitForm(e)
	}
}

// emit adds a segment to the output and returns it, with where its octets come
// from. An altered table may try to send more than the specification ever does;
// the last place then holds the last segment.
func (s *step) emit() (*Segment, *Seq) {
	at := min(s.out.nsegs, MaxSegments-1)
	s.out.nsegs = min(s.out.nsegs+1, MaxSegments)
	return &s.out.segments[at], &s.out.octets[at]
}

func (s *step) formSegment(e Effect) {
	switch e {
	case formPSH:
		s.form.CTL |= PSH
	case formURG:
		s.form.CTL |= URG
		s.form.UP = min(s.c.SND.UP.Sub(s.form.SEQ), 1<<16-1) // what the field holds
	default:
		s.from = s.write(&s.form, e)
	}
}

func (s *step) applyConnection(e Effect) {
	c := s.c
	switch e {
	case createTCB:
		s.createTCB()
	case deleteTCB:
		*c = TCB{}
	case forgetConnection:
		*c = c.asOpened()
	case forgetPeer:
		s.forgetPeer()
	case keepOld:
		s.keepOld()
	case restoreOld:
		s.restoreOld()
	case flush:
		s.flush()
	case fromPassive:
		c.Origin = Passive
	case fromActive:
		c.Origin = Active
	case fromReopened:
		c.Origin = Reopened
	case noteRemote:
		c.RemoteKnown = c.RemoteKnown || s.ev.Remote == Specified
	case queueClose:
		c.CloseQueued = true
	case dequeueClose:
		c.CloseQueued = false
	case awaitClose:
		c.CloseOutstanding = true
	}
}

func (s *step) createTCB() {
	*s.c = TCB{
		State:  s.c.State,
		Family: s.ev.Family,
		SND:    SendSequence{BUFF: s.ev.SndBUFF, MSS: s.ev.Family.DefaultMSS(), MMS: s.ev.MMS},
		RCV:    ReceiveSequence{BUFF: s.ev.RcvBUFF, WND: s.ev.RcvBUFF, MSS: s.ev.MSS},
	}
}

// asOpened is the TCB that the OPEN of c would create, with the RECEIVE that
// has been made since.
func (c *TCB) asOpened() TCB {
	return TCB{
		State: c.State, Family: c.Family, RemoteKnown: c.RemoteKnown,
		SND: SendSequence{BUFF: c.SND.BUFF, MSS: c.Family.DefaultMSS(), MMS: c.SND.MMS},
		RCV: ReceiveSequence{BUFF: c.RCV.BUFF, WND: c.RCV.BUFF, MSS: c.RCV.MSS, Want: c.RCV.Want},
	}
}

func (s *step) forgetPeer() {
	c := s.c
	fresh := c.asOpened()
	c.IRS, c.RCV = 0, fresh.RCV
	c.SND.UNA, c.SND.MSS = c.ISS, fresh.SND.MSS
	c.SND.WND, c.SND.MAX, c.SND.WL1, c.SND.WL2 = 0, 0, 0, 0
}

func (s *step) keepOld() {
	old := *s.c
	*s.c = old.asOpened()
	s.c.OldNXT, s.c.OldRCV, s.c.Timers = old.SND.NXT, old.RCV.NXT, old.Timers
}

func (s *step) restoreOld() {
	old := *s.c
	c := old.asOpened()
	c.SYNAcked, c.FINSent, c.FINSeq = true, true, old.OldNXT-1
	c.SND.UNA, c.SND.NXT = old.OldNXT, old.OldNXT
	c.RCV.NXT, c.RCV.FINTaken, c.RCV.FINSeq = old.OldRCV, true, old.OldRCV-1
	c.Timers = old.Timers & (1 << TimeWait2MSL)
	*s.c = c
}

func (s *step) flush() {
	c := s.c
	c.SYNAcked, c.CloseQueued = true, false
	c.SND.UNA, c.SND.Wait = c.SND.NXT, 0
	fresh := c.asOpened().RCV
	fresh.NXT = c.RCV.NXT
	c.RCV = fresh
}

func (s *step) applySend(e Effect) {
	c, v := s.c, &s.c.SND
	switch e {
	case chooseISS:
		c.ISS, v.UNA, v.NXT = s.ev.ISS, s.ev.ISS, s.ev.ISS+1
	case acknowledge:
		s.acknowledge()
	case endUrgent:
		v.UP, v.Urgent = 0, false
	case windowFromSYN:
		v.WND, v.WL1, v.WL2, v.MAX = s.seg.WND, c.IRS, c.ISS, s.seg.WND
	case noteWL2:
		v.WL2 = s.seg.ACK
	case windowFromACK:
		v.WND, v.WL1, v.WL2 = s.seg.WND, s.seg.SEQ, s.seg.ACK
	case raiseMAX:
		v.MAX = s.seg.WND
	case takeMSS:
		v.MSS = uint32(s.ev.Segment.MSS)
	case queueOctets:
		v.Wait += s.ev.Octets
	case markUrgent:
		v.UP, v.Urgent = v.NXT.Add(v.Wait), true
	case advance:
		v.NXT, v.Wait = v.NXT.Add(s.form.Text), v.Wait-min(v.Wait, s.form.Text)
	case countFIN:
		c.FINSent, c.FINSeq, v.NXT = true, v.NXT, v.NXT+1
	case noteProbe:
		c.Probed = true
	case clearProbed:
		c.Probed = false
	}
}

// acknowledge moves SND.UNA. The octets it passes are what was in flight before
// less what is in flight after.
func (s *step) acknowledge() {
	before := s.c.inFlight()
	s.c.SND.UNA, s.c.SYNAcked, s.acknowledged = s.seg.ACK, true, true
	s.out.Acked += before - s.c.inFlight()
}

func (s *step) trim(e Effect) {
	g, r := &s.seg, &s.c.RCV
	switch e {
	case trimAll:
		g.CTL, g.Text = g.CTL&^(SYN|FIN), 0
	case trimLeft:
		g.SEQ, g.Text = r.NXT, g.Text-r.NXT.Sub(g.SEQ)
	case trimRight:
		g.Text = r.NXT.Add(r.WND).Sub(g.TextStart())
	case dropSYN:
		g.SEQ, g.CTL = g.SEQ+1, g.CTL&^SYN
	case dropText:
		g.Text = 0
	case dropFIN:
		g.CTL &^= FIN
	}
}

func (s *step) applyReceive(e Effect) {
	r, g := &s.c.RCV, &s.seg
	switch e {
	case takeSYN:
		s.c.IRS = g.SEQ
		g.SEQ, g.CTL = g.SEQ+1, g.CTL&^SYN
		r.NXT = g.SEQ
	case takeText:
		s.receive(g.Text)
	case takeHeld:
		s.receive(r.Held.Reach(r.NXT).Sub(r.NXT))
	case takeFIN:
		r.FINTaken, r.FINSeq, r.NXT = true, r.NXT, r.NXT+1
		r.Held, r.FINHeld, r.PushHeld, r.PUSH = Held{}, false, false, 0
	case recountFIN:
		r.NXT++
	case takeUP:
		r.UP = s.ev.Segment.SEQ.Add(s.ev.Segment.UP)
	case holdText:
		r.Held, _ = r.Held.union(g.TextStart(), g.textEnd())
	case holdFIN:
		r.FINHeld, r.FINSeq = true, g.textEnd()
	case dropHeldFIN:
		r.FINHeld, r.FINSeq = false, 0
	case holdPush:
		r.PushHeld, r.PUSH = true, g.textEnd()
	case clearHeldPush:
		r.PushHeld, r.PUSH = false, 0
	case holdUP:
		r.UPHeld = true
	case enterUrgent:
		r.Urgent, r.UPHeld = true, false
	case leaveUrgent:
		r.Urgent, r.UP = false, 0
	case markPushed:
		r.Pushed = true
	case discardUSER:
		r.USER, r.Pushed = 0, false
	case queueReceive:
		r.Want = s.ev.Octets
	case deliverCall:
		s.deliver(s.ev.Octets)
	case deliverWant:
		s.deliver(r.Want)
	case deliverUSER:
		s.deliver(r.USER)
	case openWindow:
		r.WND = r.BUFF - r.USER
	}
}

// receive takes n octets at RCV.NXT. The right edge of the window stays.
func (s *step) receive(n uint32) {
	r := &s.c.RCV
	r.NXT, r.USER, r.WND = r.NXT.Add(n), r.USER+n, r.WND-n
	r.Held = r.Held.from(r.NXT)
}

// deliver hands n octets to the user. The mark of a PUSH goes with the last.
func (s *step) deliver(n uint32) {
	r := &s.c.RCV
	r.USER -= n
	r.Pushed = r.Pushed && r.USER != 0
	s.out.Delivered += n
}
