package fsm

// A State is one of the eleven states of a connection (RFC 9293 section
// 3.3.2). The zero value is CLOSED, the state of no connection.
type State uint8

// The states, in the order in which the RFC introduces them.
const (
	Closed State = iota
	Listen
	SynSent
	SynReceived
	Established
	FinWait1
	FinWait2
	CloseWait
	Closing
	LastAck
	TimeWait

	numStates
)

// AllStates lists the eleven states in the order of the constants.
func AllStates() []State {
	all := make([]State, numStates)
	for i := range all {
		all[i] = State(i)
	}
	return all
}

// Synchronized reports whether both ends have agreed on sequence numbers: the
// seven states from ESTABLISHED on (section 3.5.2, group 3).
func (s State) Synchronized() bool { return synchronized.Has(s) }

// States is a set of states.
type States uint16

// StatesOf returns the set of the given states.
func StatesOf(states ...State) States {
	var set States
	for _, s := range states {
		set |= 1 << s
	}
	return set
}

// Has reports whether s is in the set.
func (set States) Has(s State) bool { return set>>s&1 != 0 }

// The sets that the rules use. receiving are the states in which text of the
// peer is taken, sending those in which text of ours may still leave.
const (
	closed      States = 1 << Closed
	listen      States = 1 << Listen
	synSent     States = 1 << SynSent
	synReceived States = 1 << SynReceived
	established States = 1 << Established
	finWait1    States = 1 << FinWait1
	finWait2    States = 1 << FinWait2
	closeWait   States = 1 << CloseWait
	closing     States = 1 << Closing
	lastAck     States = 1 << LastAck
	timeWait    States = 1 << TimeWait

	anyState     = States(1<<numStates - 1)
	notClosed    = anyState &^ closed
	synchronized = established | finWait1 | finWait2 | closeWait | closing | lastAck | timeWait
	receiving    = established | finWait1 | finWait2
	sending      = established | finWait1 | closeWait | closing
)
