package catalogue

import (
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// A Within is a bound in time: what it asks takes no longer than Most times the maximum
// segment lifetime in its scenario.
type Within struct {
	model.Bound
	Scenario model.Scenario
	Most     int // in multiples of MSL; some case takes as long

	// Broken lists mutants, and how many ticks it takes with each; 0: there is no bound.
	Broken []Slow
}

// A Slow mutant changes how long something takes.
type Slow struct {
	Mutant string
	Ticks  int
}

// Bounds returns the bounds in time. They are to be read only.
func Bounds() []Within {
	timeWait, err := FindScenario("time-wait")
	if err != nil {
		panic(err) // it is one of this package
	}
	return []Within{
		{openWithin, timeWait, 4, []Slow{{"two-way-handshake", 2}, {"closed-silent", 0}, {"syn-received-ignores-bare-rst", 0}}},
		{closeWithin, timeWait, 5, []Slow{{"no-time-wait", 2}, {"time-wait-1msl", 4}, {"no-fin-retransmit", 4}, {"fin-takes-no-seq", 0}, {"time-wait-acks-everything", 0}}},
		{timeWaitWithin, timeWait, 4, []Slow{{"time-wait-1msl", 3}, {"no-fin-retransmit", 3}, {"time-wait-acks-everything", 0}}},
		{halfOpenWithin, halfOpenTimed, 2, []Slow{{"closed-silent", 0}}},
	}
}

// FindBound returns the bound of that name. The error is a *NameError.
func FindBound(name string) (Within, error) {
	return find("bound", name, Bounds(), func(b Within) string { return b.Name })
}

var openWithin = model.Bound{
	Name:     "open-within",
	Question: "from a SYN that is sent or taken until no end is in SYN-SENT or SYN-RECEIVED",
	From:     either(handshakes),
	To:       neither(handshakes),
}

// handshakes says that an end has sent its SYN, and nobody has acknowledged it.
func handshakes(v model.View, i int) bool { return in(fsm.SynSent)(v, i) || in(fsm.SynReceived)(v, i) }

var closeWithin = model.Bound{
	Name:     "close-within",
	Question: "from the CLOSE of both users until both ends are CLOSED",
	From:     func(v model.View) bool { return v.A.Closed && v.B.Closed },
	To:       func(v model.View) bool { return in(fsm.Closed)(v, 0) && in(fsm.Closed)(v, 1) },
}

var timeWaitWithin = model.Bound{
	Name:     "time-wait-within",
	Question: "from the beginning of TIME-WAIT at an end until no end is in it",
	From:     either(in(fsm.TimeWait)),
	To:       neither(in(fsm.TimeWait)),
}

var halfOpenWithin = model.Bound{
	Name: "half-open-within",
	Question: "from when an end has sent something to a peer that has forgotten the connection until it is told, " +
		"or an ACK from before leaves it nothing that it waits for",
	From: either(halfOpen(synchronized)),
	To:   neither(halfOpen(synchronized)),
}

// halfOpenTimed is half-open in time: what the TCP that remembers sends draws a RST.
var halfOpenTimed = model.Scenario{
	Name:   "half-open-timed",
	About:  "B crashes in any state and does not come back; A sends one octet. Segments live for a tick, and each arrives once at least.",
	Policy: "Hardened",
	Net:    model.Network{Capacity: 2, Loss: true, Duplicate: true, Reorder: true, Delivers: true},
	Clock:  model.Clock{MSL: 1},
	Ends: [2]model.Side{
		{ISS: issA, Patient: true, Prompt: true, May: model.Budget{fsm.OpenActive: 1, fsm.Send: 1}},
		{ISS: issB, Patient: true, Prompt: true, May: model.Budget{fsm.OpenPassive: 1, model.Crash: 1}},
	},
}
