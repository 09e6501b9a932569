package catalogue

import (
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// TimeWaitTrials returns what is true about the length of TIME-WAIT: whether a
// segment of an old connection is accepted by a new one, for one way after the
// other to choose ISNs, to lose segments and to end connections. Ticks are
// those of the clock; MSL is one of them where nothing else is said. They are
// to be read only; those whose scenario is Large take longer.
func TimeWaitTrials() []Trial {
	return slices.Concat(advancingTrials, constantTrials, arbitraryTrials)
}

// TimeWaitLength is a scenario without a clock, numbers and trouble that would be chosen
// for it: how long TIME-WAIT has to be is asked of it for one choice after the other. A
// direction has room for the shortest counterexamples.
func TimeWaitLength() model.Scenario {
	return twice("time-wait-length", "how long TIME-WAIT has to be is asked of it.", crowded)
}

const noOldSegment = "no-old-segment-accepted"

var advancingTrials = []Trial{
	timeWaitTrial("advancing ISNs, TIME-WAIT of any length, loss", 0),
	timeWaitTrial("the same, and aborts", 0, allowing(fsm.Abort), longer),
	timeWaitTrial("the same, and CLOSE before the connection is established", 10, allowing(fsm.Abort), impatient, under("ack_range_check=synchronized"), longer),
	timeWaitTrial("the same with close_in_syn_received=wait_established", 0, allowing(fsm.Abort), impatient, under("ack_range_check=synchronized"), under("close_in_syn_received=wait_established"), longer),
}

var constantTrials = []Trial{
	timeWaitTrial("always the same ISN, REL, no TIME-WAIT", 16, numbered(model.Constant), lasting(1, model.NoTimeWait)),
	timeWaitTrial("always the same ISN, REL, 2MSL-1", 19, numbered(model.Constant), lasting(1, 1)),
	timeWaitTrial("always the same ISN, REL, 2MSL", 0, numbered(model.Constant), lasting(1, 2)),
	timeWaitTrial("always the same ISN, REL, MSL of 2 ticks, 2MSL-2", 20, numbered(model.Constant), lasting(2, 2), longer),
	timeWaitTrial("always the same ISN, REL, MSL of 2 ticks, 2MSL-1", 0, numbered(model.Constant), lasting(2, 3), longer),
	timeWaitTrial("the same, three segments in a direction", 13, numbered(model.Constant), lasting(2, 3), crowded),
	timeWaitTrial("always the same ISN, REL, 2MSL, three segments in a direction", 13, numbered(model.Constant), lasting(1, 2), crowded),
	timeWaitTrial("the same, and an end that closes without TIME-WAIT rests for MSL", 14, numbered(model.Constant), lasting(1, 2), crowded, pausing(1)),
	timeWaitTrial("the same, and it rests for a tick more", 0, numbered(model.Constant), lasting(1, 2), crowded, pausing(2), longer),
	timeWaitTrial("always the same ISN, REL, no TIME-WAIT, and such a rest", 17, numbered(model.Constant), lasting(1, model.NoTimeWait), pausing(2)),
	timeWaitTrial("always the same ISN, REL, 1MSL, and such a rest", 0, numbered(model.Constant), lasting(1, 1), pausing(2)),
	timeWaitTrial("the same, MSL of 2 ticks", 0, numbered(model.Constant), lasting(2, 2), pausing(3), longer),
	timeWaitTrial("the same, MSL of 1 tick, three segments in a direction", 0, numbered(model.Constant), lasting(1, 1), crowded, pausing(2), longer),
	timeWaitTrial("always the same ISN, REL, 2MSL, and such a rest, three connections at each end", 19, numbered(model.Constant), lasting(1, 2), pausing(2), thrice),
	timeWaitTrial("any ISN, REL, 1MSL, and such a rest", 21, numbered(model.Arbitrary), lasting(1, 1), pausing(2), longer),
	timeWaitTrial("always the same ISN, REL, 2MSL, aborts", 11, numbered(model.Constant), lasting(1, 2), allowing(fsm.Abort)),
	oldSYNACK(timeWaitTrial("always the same ISN, REL, 2MSL: an old SYN,ACK", 13, numbered(model.Constant), lasting(1, 2))),
	oldSYNACK(timeWaitTrial("the same with advancing ISNs", 0, longer)),
}

var arbitraryTrials = []Trial{
	timeWaitTrial("any ISN, REL, no TIME-WAIT", 15, numbered(model.Arbitrary), lasting(1, model.NoTimeWait)),
	timeWaitTrial("any ISN, REL, 2MSL-1", 18, numbered(model.Arbitrary), lasting(1, 1), longer),
	timeWaitTrial("any ISN, REL, 2MSL", 0, numbered(model.Arbitrary), lasting(1, 2), longer),
	timeWaitTrial("any ISN, REL, MSL of 2 ticks, 2MSL-1", 20, numbered(model.Arbitrary), lasting(2, 3), longer),
	timeWaitTrial("any ISN, REL, 2MSL, three segments in a direction", 13, numbered(model.Arbitrary), lasting(1, 2), crowded, longer),
	timeWaitTrial("any ISN, REL, 2MSL that may end before what arrives in the same tick", 19, numbered(model.Arbitrary), lasting(1, 2), racing, longer),
	timeWaitTrial("any ISN, REL, 2MSL, edge_segment=reject", 22, numbered(model.Arbitrary), lasting(1, 2), under("edge_segment=reject"), longer),
	timeWaitTrial("any ISN, REL, 2MSL, rst_in_time_wait=close", 17, numbered(model.Arbitrary), lasting(1, 2), under("rst_in_time_wait=close"), longer),
	timeWaitTrial("any ISN, REL, 2MSL, aborts", 11, numbered(model.Arbitrary), lasting(1, 2), allowing(fsm.Abort)),
	timeWaitTrial("any ISN, REL, 2MSL, R2", 12, numbered(model.Arbitrary), lasting(1, 2), allowing(fsm.R2Reached)),
	timeWaitTrial("any ISN, REL, 2MSL, user timeout", 10, numbered(model.Arbitrary), lasting(1, 2), allowing(fsm.UserTimeout)),
	timeWaitTrial("any ISN, segments may expire undelivered, 4MSL", 21, numbered(model.Arbitrary), lasting(1, 4), losing, longer),
}

func timeWaitTrial(with string, steps int, alter ...func(*model.Scenario)) Trial {
	return Trial{With: with, Scenario: twice("time-wait-length", with, alter...), Property: noOldSegment, Steps: steps}
}

// oldSYNACK has a trial ask about the SYN,ACK of an old connection.
func oldSYNACK(t Trial) Trial {
	t.Property = "old-syn-ack-refused"
	return t
}
