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
// neither assigns what the other assigns or reads.
func independent(before, after []fsm.Effect) bool {
	at := 0
	for before[at] == after[at] {
		at++
	}
	a, b := touched(before[at]), touched(before[at+1])
	return !meet(a.writes, b.writes) && !meet(a.writes, b.reads) && !meet(a.reads, b.writes)
}

// touch is what an effect assigns and reads, as words for variables. "all" is
// all but what is told to the user and sent.
type touch struct{ writes, reads string }

func meet(a, b string) bool {
	for _, x := range strings.Fields(a) {
		for _, y := range strings.Fields(b) {
			if x == y || x == "all" && !outward[y] || y == "all" && !outward[x] {
				return true
			}
		}
	}
	return false
}

// outward is what is not part of the TCB.
var outward = map[string]bool{"reply": true, "sent": true, "answered": true, "owed": true, "delivered": true}

// touched returns what an effect touches. One that is not listed touches
// everything.
func touched(e fsm.Effect) touch {
	name := e.String()
	switch {
	case strings.HasPrefix(name, "signal"):
		return touch{} // nothing reads signals, and they are a set
	case strings.HasPrefix(name, "reply"):
		return touch{"reply", ""}
	case strings.HasPrefix(name, "start"), strings.HasPrefix(name, "stop"):
		return touch{"timers", ""}
	}
	if t, ok := touches[name]; ok {
		return t
	}
	return touch{"all sent answered delivered", "all"}
}

var touches = map[string]touch{
	"oweACK": {"owed", ""}, "fromPassive": {"origin", ""}, "fromActive": {"origin", ""}, "fromReopened": {"origin", ""},
	"noteRemote": {"remote", ""}, "queueClose": {"closeq", ""}, "dequeueClose": {"closeq", ""}, "awaitClose": {"closeout", ""},
	"createTCB": {"all", "all"}, "deleteTCB": {"all", "all"}, "forgetConnection": {"all", "all"}, "forgetPeer": {"all", "all"},
	"keepOld": {"all", "all"}, "restoreOld": {"all", "all"}, "flush": {"all", "all"},

	"answerReset": {"answered want closeout", "una nxt wait fin"}, "answerTimedOut": {"answered want closeout", "una nxt wait fin"},
	"answerClosing": {"answered want", "una nxt wait fin"}, "answerSendReset": {"answered", "una nxt wait fin"},
	"answerCloseOK": {"answered closeout", ""}, "answerReceiveOK": {"answered want", ""}, "answerReceiveClosing": {"answered want", ""},

	"sendSYN": {"sent", "iss rcvmss rcvwnd"}, "sendSYNACK": {"sent", "iss rcvnxt rcvmss rcvwnd"}, "sendACK": {"sent", "nxt rcvnxt rcvwnd"},
	"sendFIN": {"sent", "nxt rcvnxt rcvwnd"}, "resendFIN": {"sent", "fin rcvnxt rcvwnd"}, "sendOldACK": {"sent", "nxt rcvnxt rcvwnd"},
	"sendRSTa": {"sent", ""}, "sendRSTn": {"sent", ""}, "sendRSTu": {"sent", "nxt"}, "sendFormed": {"sent", "form"},

	"chooseISS": {"iss una nxt", ""}, "acknowledge": {"una acked", "seg nxt fin"}, "windowFromSYN": {"wnd wl max", "seg irs iss"},
	"noteWL2": {"wl", "seg"}, "windowFromACK": {"wnd wl", "seg"}, "raiseMAX": {"max", "seg"}, "takeMSS": {"sndmss", ""},
	"queueOctets": {"wait", ""}, "markUrgent": {"sndup", "nxt wait"}, "advance": {"nxt wait", "form"}, "countFIN": {"fin nxt", "nxt"},
	"noteProbe": {"probed", ""}, "clearProbed": {"probed", ""}, "endUrgent": {"sndup", ""},

	"trimAll": {"seg", ""}, "dropText": {"seg", ""}, "dropFIN": {"segfin", ""}, "trimRight": {"seg", "rcvnxt rcvwnd"},
	"takeSYN": {"irs seg rcvnxt", "seg"}, "takeText": {"rcvnxt user rcvwnd held", "seg"}, "takeHeld": {"rcvnxt user rcvwnd held", "held"},
	"takeFIN": {"rcvfin rcvnxt held push", ""}, "recountFIN": {"rcvnxt", ""}, "takeUP": {"up", ""}, "holdText": {"held", "seg"},
	"holdFIN": {"rcvfin", "seg"}, "dropHeldFIN": {"rcvfin", ""}, "holdPush": {"push", "seg"}, "clearHeldPush": {"push", ""}, "holdUP": {"upheld", ""},
	"enterUrgent": {"urgent upheld", ""}, "leaveUrgent": {"urgent up", ""}, "markPushed": {"pushed", ""}, "queueReceive": {"want", ""},
	"deliverCall": {"user pushed delivered", ""}, "deliverWant": {"user pushed delivered", "want"}, "deliverUSER": {"user pushed delivered", ""},
	"openWindow": {"rcvwnd", "user"},
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
