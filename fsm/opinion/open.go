package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// open is the OPEN call, section 3.10.1.
func (e *end) open() fsm.Reply {
	active := e.event.Kind == fsm.OpenActive
	switch e.State {
	case fsm.Closed:
		return e.openClosed(active)
	case fsm.Listen:
		if active {
			return e.openListen()
		}
		return fsm.ConnectionExists // MUST-41, A02
	case fsm.TimeWait:
		if active && e.policy.OpenFromTimeWait == fsm.OpenFromTimeWaitReuse {
			return e.openTimeWait()
		}
	}
	return fsm.ConnectionExists
}

// openClosed creates a TCB. A passive one listens, an active one sends its SYN.
func (e *end) openClosed(active bool) fsm.Reply {
	switch {
	case e.event.Unpermitted:
		return fsm.ConnectionIllegal
	case e.event.NoResources:
		return fsm.InsufficientResource
	case e.event.Remote == fsm.Invalid: // MUST-46
		return fsm.RemoteInvalid
	case active && e.event.Remote == fsm.Unspecified:
		return fsm.RemoteUnspecified
	}
	e.createTCB()
	e.RemoteKnown = e.event.Remote == fsm.Specified
	if active {
		e.connect()
	}
	return fsm.OK
}

// createTCB fills in what the caller says of buffers and of the layer below.
func (e *end) createTCB() {
	ev := e.event
	*e.TCB = fsm.TCB{State: fsm.Listen, Family: ev.Family}
	e.SND.BUFF, e.SND.MMS, e.SND.MSS = ev.SndBUFF, ev.MMS, defaultMSS(ev.Family)
	e.RCV.BUFF, e.RCV.WND, e.RCV.MSS = ev.RcvBUFF, ev.RcvBUFF, ev.MSS
}

// connect selects an ISS, sends a SYN and enters SYN-SENT.
func (e *end) connect() {
	e.chooseISS()
	e.Origin = fsm.Active
	e.State = fsm.SynSent
	e.sendSYN()
}

func (e *end) chooseISS() {
	e.ISS = e.event.ISS
	e.SND.UNA = e.ISS
	e.SND.NXT = e.ISS + 1
}

// openListen changes a connection from passive to active.
func (e *end) openListen() fsm.Reply {
	switch {
	case e.event.Remote == fsm.Invalid:
		return fsm.RemoteInvalid
	case e.event.Remote == fsm.Unspecified && !e.RemoteKnown:
		return fsm.RemoteUnspecified
	case e.event.NoResources:
		return fsm.InsufficientResource
	}
	e.RemoteKnown = true
	e.connect()
	return fsm.OK
}

// openTimeWait lets an active OPEN have the pair of sockets before 2MSL are
// over (A03): its ISS has to lie beyond all that the old connection has used.
func (e *end) openTimeWait() fsm.Reply {
	switch {
	case e.event.Unpermitted:
		return fsm.ConnectionIllegal
	case e.event.NoResources:
		return fsm.InsufficientResource
	case !before(e.SND.NXT, e.event.ISS), e.event.Remote != fsm.Specified:
		return fsm.ConnectionExists
	}
	return e.openClosed(true)
}
