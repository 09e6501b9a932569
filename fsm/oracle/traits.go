package oracle

import (
	"strings"
	"sync"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A trait is something about a rule that the oracle wants to know often.
type trait uint8

const (
	owes      trait = 1 << iota // an ACK that may wait
	sends                       // a segment
	enters                      // a state
	acts                        // has an effect, or ends the event
	overflows                   // text is not held for want of room
	finishes                    // looks after timers and the ACK owed: what any event may need
)

// traitsOf caches the traits of the rules of a machine, by RuleID.
var traitsOf sync.Map // *fsm.Machine to []trait

func traits(m *fsm.Machine) []trait {
	if t, ok := traitsOf.Load(m); ok {
		return t.([]trait)
	}
	list := make([]trait, m.Rules())
	for id := range list {
		list[id] = traitsOfRule(m.Rule(fsm.RuleID(id)))
	}
	traitsOf.Store(m, list)
	return list
}

func traitsOfRule(r *fsm.Rule) (t trait) {
	if r.Enter != 0 {
		t |= enters
	}
	if len(r.Do) > 0 || r.Then == fsm.Stop {
		t |= acts
	}
	if r.ID == "text.hold.overflow" {
		t |= overflows
	}
	if r.Then.String() == "goto challenge" {
		t |= sends // by the rules of challenge ACKs, which say less
	}
	for _, prefix := range []string{"timer.", "finish.", "challenge."} {
		if strings.HasPrefix(r.ID, prefix) {
			return t | finishes
		}
	}
	for _, e := range r.Do {
		t |= effectTraits[e]
	}
	return t
}

// effectTraits are the effects that make a rule owe or send.
var effectTraits = func() map[fsm.Effect]trait {
	set := map[fsm.Effect]trait{}
	for name, t := range map[string]trait{
		"oweACK": owes, "sendSYN": sends, "sendSYNACK": sends, "sendACK": sends, "sendChallenge": sends, "sendFIN": sends, "resendFIN": sends,
		"sendOldACK": sends, "sendRSTa": sends, "sendRSTn": sends, "sendRSTu": sends, "sendFormed": sends, "sendFormedSYN": sends,
	} {
		e, err := fsm.ParseEffect(name)
		if err != nil {
			panic(err) // a name of the table has changed
		}
		set[e] = t
	}
	return set
}()

// telling returns the rule that says most about a step: the last one that
// entered a state, else that sent something, else that did or ended anything.
func telling(t []trait, fired []fsm.RuleID) (rule fsm.RuleID) {
	best := 0
	for _, id := range fired {
		rank := 1
		switch {
		case t[id]&finishes != 0:
			rank = 0
		case t[id]&enters != 0:
			rank = 4
		case t[id]&sends != 0:
			rank = 3
		case t[id]&acts != 0:
			rank = 2
		}
		if rank >= best {
			rule, best = id, rank
		}
	}
	return rule
}

// broken returns the rule that a segment without SYN and RST breaks, if it itself
// shows it: c is the connection that was to send it.
func broken(c *fsm.TCB, g *departure) string {
	switch {
	case g.CTL&(fsm.SYN|fsm.RST) != 0 || !c.State.Synchronized():
		return ""
	case c.RCV.NXT.Less(g.ACK):
		return "text.take" // it acknowledges more than has arrived
	case c.FINSent && c.FINSeq.Less(g.SEQ.Add(g.Text)):
		return "transmit.fin" // text behind the FIN
	case c.SND.NXT.Less(g.SEQ):
		return "form.new" // numbers left out
	case c.SND.NXT.Less(g.SEQ.Add(g.Text)):
		return "transmit.none" // text in a state that sends none
	case g.CTL.Has(fsm.FIN):
		return "transmit.no-fin"
	}
	return ""
}
