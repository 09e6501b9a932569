package model

import (
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/effect"
)

// ghostUpdates says what a rule makes of the ghosts of an end: which incarnation it
// is, and which SYN it has accepted.
type ghostUpdates uint8

const (
	opens   ghostUpdates = 1 << iota // a connection begins: an initial sequence number is chosen
	accepts                          // the SYN of the segment is accepted
	resumes                          // a reopened TIME-WAIT is gone back to
	forgets                          // the peer's SYN is forgotten
)

var updates = map[fsm.Effect]ghostUpdates{
	effect.ChooseISS: opens, effect.TakeSYN: accepts, effect.RestoreOld: resumes, effect.ForgetPeer: forgets,
}

func updatesOf(m *fsm.Machine) []ghostUpdates {
	all := make([]ghostUpdates, m.Rules())
	for id := range all {
		for _, e := range m.Rule(fsm.RuleID(id)).Do {
			all[id] |= updates[e]
		}
	}
	return all
}

// updated returns what the rules that fired make of the ghosts of an end.
func updated(ghosts []ghostUpdates, out *fsm.Output) (did ghostUpdates) {
	for _, id := range out.Fired() {
		did |= ghosts[id]
	}
	return did
}
