package catalogue

import (
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// incarnations lists the scenarios about old segments that meet a new
// connection between the same two sockets.
var incarnations = []model.Scenario{
	twice("reincarnation", "advancing ISNs alone keep the connections apart: segments live for ever and TIME-WAIT may end at once.",
		impatient, under("close_in_syn_received=wait_established")),
	{
		Name: "time-wait",
		About: "One connection is opened and closed by both; every segment lives for one tick at most and is delivered once at least, " +
			"so that each end learns all that it has to, and 2MSL are enough. What would be a third segment in a direction is not sent " +
			"before one of the two has arrived (CAP).",
		Policy: "Hardened",
		Net:    model.Network{Capacity: 2, Loss: true, Duplicate: true, Reorder: true, Delivers: true},
		Clock:  model.Clock{MSL: 1},
		Ends: [2]model.Side{
			{ISS: issA, Patient: true, Prompt: true, May: model.Budget{fsm.OpenActive: 1, fsm.Close: 1}},
			{ISS: issB, Patient: true, Prompt: true, May: model.Budget{fsm.OpenPassive: 1, fsm.Close: 1}},
		},
	},
	twice("time-wait-reopened", "the end in TIME-WAIT takes the SYN of A, and may give up, time out or be told of an error by ICMP before the handshake is complete. One segment in a direction is enough for that.",
		through(hostile(1)), clock(model.Clock{MSL: 1}), may(1, fsm.R2Reached, 1), may(1, fsm.UserTimeout, 1), may(1, fsm.ICMPHard, 1)),
	twice("reincarnation-constant", "the same ISN every time: TIME-WAIT of 2MSL keeps the connections apart as long as every segment is delivered once, and the end that has no TIME-WAIT rests for more than MSL. Without that rest three segments in a direction would suffice to mix them up.",
		lasting(1, 2), numbered(model.Constant), pausing(2)),
}

// largeIncarnations are those that take longer.
var largeIncarnations = sized(
	twice("reincarnation-crowded", "as reincarnation-constant, and a direction holds the SYN, the FIN and the last ACK of a connection at a time.",
		lasting(1, 2), numbered(model.Constant), pausing(2), crowded),
	twice("reincarnation-arbitrary", "any ISN; else as reincarnation-constant.",
		lasting(1, 2), numbered(model.Arbitrary), pausing(2)),
	twice("reincarnation-data", "as reincarnation, and A sends an octet.",
		func(s *model.Scenario) { s.Ends[0].May[fsm.Send] = 1 }),
	twice("reincarnation-abort", "as reincarnation, and either user may abort once.",
		allowing(fsm.Abort)),
)

// twice is a scenario in which A connects to B, both close, and A connects
// again. The window is one octet, so that few sequence numbers tell all cases
// apart: left of the window, in it, at its edge, beyond. A FIN is then the only
// thing that an old segment can bring; with edge_segment=reject one octet of
// window would make each end throw away acknowledgments that overtake a FIN.
// Capacity 2 lets an old segment stay while another is on its way.
func twice(name, about string, alter ...func(*model.Scenario)) model.Scenario {
	side := func(iss fsm.Seq, open fsm.EventKind) model.Side {
		may := model.Budget{fsm.Close: 1}
		may[open] = 2
		return model.Side{ISS: iss, Incarnations: 2, RcvBUFF: 1, Patient: true, Prompt: true, May: may}
	}
	s := model.Scenario{
		Name: name, Policy: "Hardened,edge_segment=accept", Net: hostile(2),
		About: "A connects to B, both users close, and A connects again; " + about,
		Ends:  [2]model.Side{side(issA, fsm.OpenActive), side(issB, fsm.OpenPassive)},
	}
	for _, f := range alter {
		f(&s)
	}
	return s
}

// sized marks scenarios as large.
func sized(all ...model.Scenario) []model.Scenario {
	for i := range all {
		all[i].Large = true
	}
	return all
}
