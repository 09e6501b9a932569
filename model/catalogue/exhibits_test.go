package catalogue

import (
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// exhibits shows what becomes of safety properties whose grounds are taken
// away.
var exhibits = []struct {
	name, scenario, property string
	alter                    func(*model.Scenario)
	length                   int // of the shortest counterexample
}{
	{
		"a CLOSE in SYN-RECEIVED lets an old FIN in", "listen-again", "no-old-segment-accepted",
		func(s *model.Scenario) { s.Policy = "Hardened,ack_range_check=synchronized" }, 15,
	},
	{
		"a CLOSE in SYN-RECEIVED lets old octets in after a crash", "crash", "stream-prefix",
		func(s *model.Scenario) { s.Policy = "Hardened,ack_range_check=synchronized" }, 11,
	},
	{
		"a RST with SEQ=0 is exact where RCV.NXT = 0", "simultaneous-close", "no-unprovoked-reset",
		func(s *model.Scenario) { s.Ends[0].ISS = issA }, 9,
	},
	{"ABORT resets", "abort", "no-unprovoked-reset", asItIs, 6},
	{"a crash leads to a reset", "crash", "no-unprovoked-reset", asItIs, 7},
	{"giving up leads to a reset", "give-up", "no-unprovoked-reset", asItIs, 7},
	{"an attacker resets who hits RCV.NXT", "blind-attack", "no-unprovoked-reset", asItIs, 4},
	{
		"FIN-WAIT-2 that ends early leads to a reset", "fin-wait-2-timed", "no-unprovoked-reset", asItIs, 12,
	},
	{"a constant ISN leads to a reset", "reincarnation-constant", "no-unprovoked-reset", asItIs, 11},
	{
		"FIN-WAIT-2 that ends early is no peer for CLOSE-WAIT", "fin-wait-2-timed", "state-pair-matrix",
		asItIs, 9,
	},
	{
		"a constant ISN makes an old RST exact", "reincarnation-constant", "last-ack-acknowledged",
		asItIs, 16,
	},
	{
		"a RST cuts TIME-WAIT short", "time-wait", "time-wait-full-length",
		func(s *model.Scenario) { s.Policy = "RFC9293" }, 11,
	},
	{
		"TIME-WAIT of less than 2MSL does not drain the network", "time-wait", "time-wait-drains-network",
		func(s *model.Scenario) { s.Clock.TimeWait = 1 }, 13,
	},
	{
		"nor does one that may end before what arrives in the same tick", "time-wait", "time-wait-drains-network",
		func(s *model.Scenario) { s.Clock.Races = true }, 15,
	},
	{
		"a TIME-WAIT of more than 2MSL is longer", "time-wait", "time-wait-not-longer",
		func(s *model.Scenario) { s.Clock.TimeWait = 3 }, 8,
	},
	{
		"a SYN in the window cuts TIME-WAIT short", "listen-again", "time-wait-full-length",
		func(s *model.Scenario) { s.Clock.MSL, s.Policy = 1, waitingClose+",syn_in_sync=rfc793" }, 14,
	},
	{
		"the ACK of a FIN is not looked at where the window is full", "time-wait", "last-ack-acknowledged",
		func(s *model.Scenario) { s.Ends[0].RcvBUFF, s.Ends[1].RcvBUFF = 1, 1 }, 18,
	},
	{
		"a rude user closes in SYN-RECEIVED and lets an old FIN in", "listen-again", "no-old-segment-accepted",
		func(s *model.Scenario) {
			s.Policy = "Hardened,ack_range_check=synchronized"
			s.Ends[0].Patient, s.Ends[1].Patient, s.Ends[1].Rude = true, true, true
		}, 15,
	},
	{
		"an ABORT that leads to TIME-WAIT acknowledges the SYN by itself", "reincarnation", "established-has-peer",
		func(s *model.Scenario) {
			s.Policy += ",abort_to=time_wait"
			allow(s, fsm.Abort)
		}, 10,
	},
	{
		"an end that called and then listened is taken for the one that called", "reincarnation-constant", "no-old-segment-accepted",
		func(s *model.Scenario) { s.Ends[1].May[fsm.OpenActive] = 2 }, 14,
	},
	{
		"and he is told the end of a stream that nobody has ended", "reincarnation-constant", "eof-after-close",
		func(s *model.Scenario) { s.Ends[1].May[fsm.OpenActive] = 2 }, 14,
	},
	{
		"an ABORT that leads to TIME-WAIT tells of a FIN that it does not take", "abort", "eof-after-close",
		func(s *model.Scenario) { s.Policy = "Hardened,abort_to=time_wait,second_fin=literal" }, 8,
	},
	{
		"octets that come after a CLOSE reset, and the ACK of a FIN is not looked at", "close", "last-ack-acknowledged",
		func(s *model.Scenario) {
			s.Policy, s.Net = "Hardened,edge_segment=accept,half_duplex_close=on", fair(1)
			allow(s, fsm.Send)
		}, 12,
	},
	{
		"a forged segment with one number at the left edge is one place more", "blind-attack", "blind-segment-inert",
		func(s *model.Scenario) { s.Policy = "Hardened,left_edge_segment=accept" }, 5,
	},
	{
		"and one at the right edge is, where all that begins there counts", "blind-attack", "blind-segment-inert",
		func(s *model.Scenario) { s.Policy = "Hardened,edge_segment=whole" }, 8,
	},
	{
		"a FIN with a wrong ACK is taken of a peer that has not called", "old-syn-at-listener", "last-ack-acknowledged",
		func(s *model.Scenario) {
			s.Policy, s.Net = "Hardened,bad_ack_in_syn_received=continue", model.Network{Capacity: 2}
			s.Clock.MSL, s.Ends[1].May[fsm.Close] = 1, 1
			s.Strays[0] = []fsm.Segment{s.Strays[0][0], {SEQ: issA - 99, ACK: issB - 50, WND: 4, CTL: fsm.FIN | fsm.ACK}}
		}, 10,
	},
	{
		"a RST with text is not acceptable to a closed window", "blind-attack", "rst-exact",
		func(s *model.Scenario) {
			s.Policy, s.Ends[0].RcvBUFF, s.Ends[0].Reads = "Hardened,zero_window=literal_drop", 1, model.Whenever
			allow(s, fsm.Send)
			s.Attack.Forged = [2][]fsm.Segment{{{SEQ: issB + 2, CTL: fsm.RST, Text: 1}}, nil}
		}, 9,
	},
	{
		"a SYN,FIN draws the SYN,ACK and the ACK of its FIN", "blind-attack", "one-answer",
		func(s *model.Scenario) {
			s.Policy = "Hardened,syn_fin=literal"
			s.Attack.Forged = [2][]fsm.Segment{nil, {{SEQ: issA, CTL: fsm.SYN | fsm.FIN, WND: 4}}}
		}, 2,
	},
}

func asItIs(*model.Scenario) {}
