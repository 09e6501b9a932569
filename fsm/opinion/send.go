package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// send is the SEND call, section 3.10.2.
func (e *end) send() fsm.Reply {
	if e.event.Unpermitted {
		return fsm.ConnectionIllegal
	}
	switch e.State {
	case fsm.Closed:
		return fsm.NoConnection
	case fsm.Listen:
		return e.sendListen()
	case fsm.SynSent, fsm.SynReceived, fsm.Established, fsm.CloseWait:
		if e.CloseQueued { // A11: who has closed sends no more
			return fsm.ConnectionClosing
		}
		return e.queueOctets()
	}
	return fsm.ConnectionClosing
}

// sendListen changes a connection from passive to active. The octets wait for
// ESTABLISHED, or ride on the SYN as far as one segment takes them (A13).
func (e *end) sendListen() fsm.Reply {
	switch {
	case e.event.Remote == fsm.Invalid:
		return fsm.RemoteInvalid
	case e.event.Remote == fsm.Unspecified && !e.RemoteKnown:
		return fsm.RemoteUnspecified
	case !e.hasRoom():
		return fsm.InsufficientResource
	}
	e.RemoteKnown = true
	e.chooseISS()
	e.Origin = fsm.Active
	e.State = fsm.SynSent
	e.addOctets()
	if e.policy.SYNData == fsm.SYNDataRide && !e.SND.Urgent {
		e.sendSYNWithText()
	} else {
		e.sendSYN()
	}
	return fsm.OK
}

// sendSYNWithText sends as much of the queue with our SYN as one segment takes.
func (e *end) sendSYNWithText() {
	n := min(e.SND.Wait, e.effMSS())
	e.SND.Wait -= n
	e.SND.NXT += fsm.Seq(n)
	g := fsm.Segment{SEQ: e.ISS, WND: e.RCV.WND, MSS: e.RCV.MSS, Text: n, CTL: fsm.SYN}
	if n > 0 && e.SND.Wait == 0 {
		g.CTL |= fsm.PSH // MUST-61
	}
	e.emit(g)
}

func (e *end) hasRoom() bool {
	used := uint64(e.inFlight()) + uint64(e.SND.Wait) + uint64(e.event.Octets)
	return !e.event.NoResources && used <= uint64(e.SND.BUFF)
}

func (e *end) queueOctets() fsm.Reply {
	if !e.hasRoom() {
		return fsm.InsufficientResource
	}
	e.addOctets()
	return fsm.OK
}

// addOctets queues the octets of the call. Urgent ones end where the queue does
// (MUST-62), and there has to be one (section 3.8.5).
func (e *end) addOctets() {
	e.SND.Wait += e.event.Octets
	if e.event.Urgent && e.event.Octets > 0 {
		e.SND.Urgent = true
		e.SND.UP = e.SND.NXT + fsm.Seq(e.SND.Wait)
	}
}
