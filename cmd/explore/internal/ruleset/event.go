package ruleset

import "github.com/tcpfsm/tcpfsm/fsm"

// EventMeans says in one line what a kind of event is and where the RFC treats
// it.
func EventMeans(k fsm.EventKind) string {
	switch {
	case k <= fsm.Status:
		return "user call, section 3.10." + string("1123456"[k])
	case k == fsm.Transmit:
		return "the TCP forms its next segment when it finds it convenient, sections 3.10.2 and 3.10.4"
	case k == fsm.SegmentArrives:
		return "section 3.10.7"
	case k >= fsm.ICMPSoft:
		return "report of ICMP, section 3.9.2.2"
	}
	return timeoutMeans[k]
}

var timeoutMeans = map[fsm.EventKind]string{
	fsm.RetransmissionTimeout: "section 3.10.8",
	fsm.R1Reached:             "a segment was retransmitted often enough to report trouble, section 3.8.3",
	fsm.R2Reached:             "a segment was retransmitted often enough to give up, section 3.8.3",
	fsm.UserTimeout:           "section 3.10.8",
	fsm.PersistTimeout:        "time to probe a closed window, section 3.8.6.1",
	fsm.KeepAliveTimeout:      "the connection has been idle, section 3.8.4",
	fsm.KeepAliveFailed:       "enough probes went unanswered, section 3.8.4",
	fsm.TimeWaitTimeout:       "2MSL have passed, section 3.10.8",
	fsm.FinWait2Timeout:       "not in the RFC, see option fin_wait_2_timeout",
}
