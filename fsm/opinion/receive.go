package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// receive is the RECEIVE call, section 3.10.3.
func (e *end) receive() fsm.Reply {
	if e.event.Unpermitted {
		return fsm.ConnectionIllegal
	}
	if e.State == fsm.Closed {
		return fsm.NoConnection
	}
	if e.closedForReading() { // MAY-1
		return fsm.ConnectionClosing
	}
	switch e.State {
	case fsm.Listen, fsm.SynSent, fsm.SynReceived:
		return e.queueReceive()
	case fsm.Established, fsm.FinWait1, fsm.FinWait2:
		return e.receiveOpen()
	case fsm.CloseWait:
		return e.receiveRest()
	}
	if e.policy.ReceiveAfterFIN == fsm.ReceiveAfterFINRefuse {
		return fsm.ConnectionClosing
	}
	return e.receiveRest() // A20: users are told to keep reading
}

// closedForReading: the user has closed, and CLOSE ends both directions.
func (e *end) closedForReading() bool {
	return e.closesBoth() &&
		(e.CloseQueued || e.State >= fsm.FinWait1 && e.State != fsm.CloseWait)
}

// queueReceive lets the call wait. There is room for one.
func (e *end) queueReceive() fsm.Reply {
	switch {
	case e.RCV.Want > 0: // it comes after the one that waits
		return fsm.InsufficientResource
	case e.event.Octets == 0:
		return fsm.OK
	case e.event.NoResources:
		return fsm.InsufficientResource
	}
	e.RCV.Want = e.event.Octets
	return fsm.NoReply
}

// receiveOpen is RECEIVE while the peer may send: what is there satisfies the
// call, or it waits.
func (e *end) receiveOpen() fsm.Reply {
	if e.RCV.Want > 0 || !e.satisfies(e.event.Octets) {
		return e.queueReceive()
	}
	e.deliver(min(e.event.Octets, e.RCV.USER))
	if e.RCV.Urgent && before(e.consumed(), e.RCV.UP) {
		e.said.signal(fsm.SignalUrgent) // beyond what he gets now
	}
	e.openWindow()
	return fsm.OK
}

// satisfies reports whether a RECEIVE of n octets need not wait for more: they
// are there, or what there is was pushed (MAY-17), or no more can come because
// the buffer is full.
func (e *end) satisfies(n uint32) bool {
	return e.RCV.USER >= n || e.RCV.USER > 0 && (e.RCV.Pushed || e.RCV.WND == 0)
}

// receiveRest is RECEIVE after the peer's FIN: what is on hand, as long as there
// is some.
func (e *end) receiveRest() fsm.Reply {
	if e.RCV.USER == 0 {
		return fsm.ConnectionClosing
	}
	e.deliver(min(e.event.Octets, e.RCV.USER))
	return fsm.OK
}

func (e *end) deliver(n uint32) {
	e.said.Delivered += n
	e.RCV.USER -= n
	if e.RCV.USER == 0 {
		e.RCV.Pushed = false
	}
}

// serveReceive gives a RECEIVE that waits what it asked for.
func (e *end) serveReceive() {
	if e.RCV.Want == 0 || !e.satisfies(e.RCV.Want) {
		return
	}
	e.deliver(min(e.RCV.Want, e.RCV.USER))
	e.answerReceive(fsm.OK)
}

// openWindow moves the right edge of the receive window, when that is worth it
// (section 3.8.6.2.2), and tells the peer.
func (e *end) openWindow() {
	room := e.RCV.BUFF - e.RCV.USER
	if room-e.RCV.WND < max(1, min(e.RCV.BUFF/2, e.effMSS())) {
		return
	}
	e.RCV.WND = room
	e.oweACK = true
}

// leaveUrgentMode tells the user that he has taken the last urgent octet
// (MUST-33).
func (e *end) leaveUrgentMode() {
	if e.RCV.Urgent && !before(e.consumed(), e.RCV.UP) {
		e.RCV.Urgent, e.RCV.UP = false, 0
		e.said.signal(fsm.SignalUrgentEnd)
	}
}
