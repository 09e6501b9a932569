package catalogue

import (
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// forgotten are the conditions that grounds have lacked. Those that lie deeper
// than 20,000 scenarios reach are exhibits and counterexamples.
var forgotten = []lapse{
	{name: "a rude user is not patient", property: "no-old-segment-accepted", pretend: polite, states: 300_000},
	{name: "a rude user is not patient (octets)", property: "stream-prefix", pretend: polite, states: 300_000},
	{name: "a SYN may reset TIME-WAIT", property: "time-wait-full-length", pretend: choosing(fsm.SYNInSyncChallenge)},
	{name: "TIME-WAIT of less than 2MSL", property: "time-wait-full-length", pretend: waiting2MSL},
	{name: "TIME-WAIT of more than 2MSL", property: "time-wait-not-longer", pretend: waiting2MSL},
	{name: "TIME-WAIT may end before what arrives in the same tick", property: "time-wait-drains-network", pretend: waiting2MSL},
	{name: "an ACK at the edge of a full window is not looked at", property: "last-ack-acknowledged", pretend: choosing(fsm.EdgeSegmentAccept), states: 100_000},
	{name: "an ABORT may lead to TIME-WAIT", property: "established-has-peer", pretend: choosing(fsm.AbortToClosed)},
	{name: "and do not count a FIN", property: "fin-wait-1-exits", pretend: choosing(fsm.AbortToClosed)},
	{name: "SEQ=0 of the RST of a CLOSED end", property: "no-unprovoked-reset", pretend: awayFromZero},
	{name: "SEQ=0 of the RST of a CLOSED end (states)", property: "state-pair-matrix", pretend: awayFromZero},
	{name: "a full window of one's own", property: "fin-wait-1-exits", pretend: choosing(fsm.EdgeSegmentAccept)},
	{name: "two ends in TIME-WAIT keep each other up", property: "time-wait-closes", pretend: choosing(fsm.TimeWaitRestartFIN)},
	{name: "the same ISN makes the ACK of a half-open end acceptable", property: "half-open-resolves", pretend: meets[model.MONO], states: 100_000},
	{name: "the window of a SYN,ACK that is not taken is probed for ever", property: "fin-wait-1-exits", pretend: choosing(fsm.SYNACKWindowSet)},
	{name: "two ends that have taken forged SYNs", property: "syn-received-exits", pretend: func(s *model.Scenario) { s.Attack = model.Attack{} }},
	{name: "two ends that have taken old SYNs", property: "syn-received-exits", pretend: fresh},
	{name: "what must be delivered fills a direction", property: "syn-received-exits", pretend: func(s *model.Scenario) { s.Net.Delivers = false }},
	{name: "what is lost before its turn", property: "syn-received-exits", pretend: func(s *model.Scenario) { s.Net.Reorder = true }},
	{name: "trouble that ceases takes timeouts with it", property: "syn-received-exits", pretend: func(s *model.Scenario) { s.Calms = false }},
	{name: "a listener that drops a SYN,ACK", property: "syn-received-exits", pretend: choosing(fsm.ListenACKReset), states: 100_000},
	{name: "octets thrown away by a CLOSE", property: "eof-after-close", pretend: choosing(fsm.HalfDuplexCloseOn)},
	{name: "a CLOSE in SYN-RECEIVED that says nothing", property: "state-pair-matrix", pretend: choosing(fsm.CloseInSynReceivedText)},
	{name: "a TIME-WAIT that no RST ends", property: "caller-answered", pretend: choosing(fsm.RSTInTimeWaitClose)},
	{name: "a TIME-WAIT that drops a SYN", property: "caller-answered", pretend: choosing(fsm.TimeWaitRestartFIN)},
	{name: "a SYN that is trimmed after a CLOSE", property: "syn-inert-when-synchronized", pretend: choosing(fsm.CrossedAfterCloseChallenge)},
	{name: "an ABORT acknowledges a SYN", property: "no-open-no-established", pretend: choosing(fsm.AbortToClosed)},
	{name: "an ABORT and a FIN that is repeated", property: "time-wait-closes", pretend: choosing(fsm.AbortToClosed)},
	{name: "a segment that must be delivered holds the clock", property: "network-drains", pretend: func(s *model.Scenario) { s.Net.Loss, s.Net.Delivers = true, false }},
}

func polite(s *model.Scenario) { s.Ends[0].Rude, s.Ends[1].Rude = false, false }

func waiting2MSL(s *model.Scenario) { s.Clock.TimeWait, s.Clock.Races = 0, false }

func awayFromZero(s *model.Scenario) { s.Ends[0].ISS, s.Ends[1].ISS = issSeam, issB }

func fresh(s *model.Scenario) {
	s.Ends[0].Incarnations, s.Ends[1].Incarnations = 0, 0
	s.Strays = [2][]fsm.Segment{}
}

// choosing has the policy make a choice.
func choosing(c fsm.Choice) func(*model.Scenario) {
	return func(s *model.Scenario) {
		if p, err := fsm.ParsePolicy(s.Policy); err == nil {
			s.Policy = p.With(c).String()
		}
	}
}
