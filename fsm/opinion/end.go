package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// An end is one end of a connection while it carries out one event. Its
// variables bear the names of the RFC: e.SND.UNA, e.RCV.NXT.
type end struct {
	*fsm.TCB
	policy *fsm.Policy
	event  *fsm.Event
	said   *Said

	seg     arrival    // of SEGMENT ARRIVES, as far as it has been trimmed
	oweACK  bool       // <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK> is to leave (MUST-58: one for all reasons)
	restart fsm.Timers // timers that start anew, although they run
}
