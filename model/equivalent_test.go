package model

import (
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// equivalent says why a mutation that nobody notices changes nothing, or
// returns "".
func equivalent(mu Mutation) string {
	t := fsm.RFC9293Table()
	i := slices.IndexFunc(t, func(k fsm.Check) bool { return place(&k, mu.Rule) >= 0 })
	j := place(&t[i], mu.Rule)
	was, is := &t[i].Rules[j], &mu.Of(t)[i].Rules
	switch mu.Operator {
	case DropGuard:
		return "the law holds without the fact: where the rule would fire in more cases two would, so there are none"
	case SwapEffects:
		if independent(was.Do, (*is)[j].Do) {
			return "the two assign different things, and neither reads what the other assigns"
		}
	case ChangeFlow:
		if sameWay(t, i, was, &(*is)[j]) {
			return "both flows lead to the same check, or to none"
		}
	}
	return ""
}

// independent reports whether the two effects that changed places commute:
// what is told to the user and the ACK that is owed are read by no effect, and
// timers by none but those that make or delete TCBs.
func independent(before, after []fsm.Effect) bool {
	at := 0
	for before[at] == after[at] {
		at++
	}
	a, b := before[at].String(), before[at+1].String()
	return told(a) && !(strings.HasPrefix(a, "reply") && strings.HasPrefix(b, "reply")) || told(b) ||
		timer(a) && !timer(b) && !remakes(b) || timer(b) && !timer(a) && !remakes(a)
}

func told(e string) bool {
	return strings.HasPrefix(e, "signal") || strings.HasPrefix(e, "reply") || e == "oweACK"
}

func timer(e string) bool { return strings.HasPrefix(e, "start") || strings.HasPrefix(e, "stop") }

// remakes reports whether an effect assigns to the timers or to the whole TCB.
func remakes(e string) bool {
	return slices.Contains(strings.Fields("createTCB deleteTCB forgetConnection forgetPeer keepOld restoreOld flush"), e)
}

// sameWay reports whether two flows of a rule of check i lead to the same place
// for every event and state that the rule is for.
func sameWay(t fsm.Table, i int, was, is *fsm.Rule) bool {
	in := t[i].In
	if was.In != 0 {
		in &= was.In
	}
	for _, k := range fsm.AllEvents() {
		for _, s := range fsm.AllStates() {
			after := was.Enter.From(s)
			if t[i].On.Has(k) && in.Has(s) && leads(t, i, was.Then, k, after) != leads(t, i, is.Then, k, after) {
				return false
			}
		}
	}
	return true
}

// leads returns the index of the first check after i that flow f leads to and
// that is for the event and the state, or the number of checks.
func leads(t fsm.Table, i int, f fsm.Flow, k fsm.EventKind, s fsm.State) int {
	if f == fsm.Stop {
		return len(t)
	}
	for i++; f != fsm.Continue && t[i].Label != f; {
		i++
	}
	for ; i < len(t) && !(t[i].On.Has(k) && t[i].In.Has(s)); i++ {
	}
	return i
}
