package model

import "github.com/tcpfsm/tcpfsm/fsm"

// forgotten are the conditions that grounds have lacked.
var forgotten = []lapse{
	{"a rude user is not patient", "no-old-segment-accepted", polite},
	{"a rude user is not patient (octets)", "stream-prefix", polite},
	{"a SYN may reset TIME-WAIT", "time-wait-full-length", choosing(fsm.SYNInSyncChallenge)},
	{"TIME-WAIT of less than 2MSL", "time-wait-full-length", waiting2MSL},
	{"TIME-WAIT of more than 2MSL", "time-wait-not-longer", waiting2MSL},
	{"TIME-WAIT may end before what arrives in the same tick", "time-wait-drains-network", waiting2MSL},
	{"an ACK at the edge of a full window is not looked at", "last-ack-acknowledged", choosing(fsm.EdgeSegmentAccept)},
	{"an ABORT may lead to TIME-WAIT", "established-has-peer", choosing(fsm.AbortToClosed)},
	{"and tell the end of a stream", "eof-after-close", choosing(fsm.AbortToClosed)},
	{"and do not count a FIN", "fin-wait-1-exits", choosing(fsm.AbortToClosed)},
	{"SEQ=0 of the RST of a CLOSED end", "no-unprovoked-reset", awayFromZero},
	{"SEQ=0 of the RST of a CLOSED end (states)", "state-pair-matrix", awayFromZero},
	{"an ACK from the other side of the circle", "una-le-nxt", func(s *Scenario) { s.Attack = Attack{} }},
	{"and is never undone", "unacked-implies-timer", func(s *Scenario) { s.Attack = Attack{} }},
	{"octets that come after CLOSE reset", "last-ack-acknowledged", choosing(fsm.HalfDuplexCloseOff)},
	{"a full window of one's own", "fin-wait-1-exits", choosing(fsm.EdgeSegmentAccept)},
	{"two ends in TIME-WAIT keep each other up", "time-wait-closes", choosing(fsm.TimeWaitRestartFIN)},
	{"an old segment desynchronizes two ends", "quiet", fresh},
	{"the same ISN makes the ACK of a half-open end acceptable", "half-open-resolves", meets[MONO]},
	{"the window of a SYN,ACK that is not taken is probed for ever", "fin-wait-1-exits", choosing(fsm.SYNACKWindowSet)},
	{"two ends that have taken forged SYNs", "syn-received-exits", func(s *Scenario) { s.Attack = Attack{} }},
	{"two ends that have taken old SYNs", "syn-received-exits", fresh},
	{"what must be delivered fills a direction", "syn-received-exits", func(s *Scenario) { s.Net.Delivers = false }},
	{"what is lost before its turn", "syn-received-exits", func(s *Scenario) { s.Net.Reorder = true }},
	{"trouble that ceases takes timeouts with it", "syn-received-exits", func(s *Scenario) { s.Calms = false }},
	{"a segment that must be delivered holds the clock", "network-drains", func(s *Scenario) { s.Net.Loss, s.Net.Delivers = true, false }},
}

func polite(s *Scenario) { s.Ends[0].Rude, s.Ends[1].Rude = false, false }

func waiting2MSL(s *Scenario) { s.Clock.TimeWait, s.Clock.Races = 0, false }

func awayFromZero(s *Scenario) { s.Ends[0].ISS, s.Ends[1].ISS = issSeam, issB }

func fresh(s *Scenario) {
	s.Ends[0].Incarnations, s.Ends[1].Incarnations = 0, 0
	s.Strays = [2][]fsm.Segment{}
}

// choosing has the policy make a choice.
func choosing(c fsm.Choice) func(*Scenario) {
	return func(s *Scenario) {
		if p, err := s.policy(); err == nil {
			s.Policy = p.With(c).String()
		}
	}
}
