package model

// exhibits shows what becomes of safety properties whose grounds are taken
// away.
var exhibits = []struct {
	name, scenario, property string
	alter                    func(*Scenario)
	length                   int // of the shortest counterexample
}{
	{
		"a CLOSE in SYN-RECEIVED lets an old FIN in", "listen-again", "no-old-segment-accepted",
		func(s *Scenario) { s.Policy = "Hardened,ack_range_check=synchronized" }, 15,
	},
	{
		"a CLOSE in SYN-RECEIVED lets old octets in after a crash", "crash", "stream-prefix",
		func(s *Scenario) { s.Policy = "Hardened,ack_range_check=synchronized" }, 11,
	},
	{
		"a RST with SEQ=0 is exact where RCV.NXT = 0", "simultaneous-close", "no-unprovoked-reset",
		func(s *Scenario) { s.Ends[0].ISS = issA }, 9,
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
		func(s *Scenario) { s.Policy = "RFC9293" }, 11,
	},
	{
		"TIME-WAIT of less than 2MSL does not drain the network", "time-wait", "time-wait-drains-network",
		func(s *Scenario) { s.Clock.TimeWait = 1 }, 13,
	},
}

func asItIs(*Scenario) {}
