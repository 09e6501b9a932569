package conform

import (
	"sync"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// What of a policy makes a difference to a run: only options that the table asks about
// where the connection passes. Under another choice of any other option everything is as
// it was, and need not be tried.

// optionSet is a set of options, by their places in fsm.Options.
type optionSet [2]uint64

func (s *optionSet) add(o optionSet) { s[0], s[1] = s[0]|o[0], s[1]|o[1] }
func (s *optionSet) set(i int)       { s[i>>6] |= 1 << (i & 63) }
func (s *optionSet) has(i int) bool  { return s[i>>6]>>(i&63)&1 != 0 }

// optionsByChoice are the places of the options by their choices, to be read only.
var optionsByChoice = sync.OnceValue(func() map[fsm.Choice]int {
	all := map[fsm.Choice]int{}
	options := fsm.Options()
	for i := range options {
		for _, a := range options[i].Choices {
			all[a.Choice] = i
		}
	}
	return all
})

// A relevance says which options a table asks about, and where.
type relevance struct {
	options map[fsm.Choice]int
	rules   []optionSet // by check: those that tell its rules apart
	heads   []optionSet // by check: those on which it is met at all
	met     map[gate]optionSet
}

// A gate is where events meet the same checks.
type gate struct {
	kind  fsm.EventKind
	state fsm.State
}

func relevanceOf(t fsm.Table) *relevance {
	n := &relevance{options: optionsByChoice(), rules: make([]optionSet, len(t)), heads: make([]optionSet, len(t)), met: map[gate]optionSet{}}
	for i := range t {
		for _, c := range t[i].Under {
			n.heads[i].set(n.options[c])
		}
		for j := range t[i].Rules {
			for _, c := range t[i].Rules[j].Under {
				n.rules[i].set(n.options[c])
			}
		}
	}
	for _, k := range fsm.AllEvents() {
		for _, s := range fsm.AllStates() {
			var all optionSet
			for i := range t {
				if t[i].On.Has(k) && t[i].In.Has(s) {
					all.add(n.heads[i])
				}
			}
			n.met[gate{k, s}] = all
		}
	}
	return n
}

// asked adds the options that the last step of a replay has been asked about.
func (b *bench) asked(all *optionSet, r *replay) {
	for _, g := range r.gates {
		all.add(b.relevance.met[g])
	}
	for _, id := range r.fired {
		all.add(b.relevance.rules[b.places[id].at])
	}
}

// differs reports whether two policies differ in one of the options.
func (s *optionSet) differs(p, q fsm.Policy) bool {
	options := fsm.Options()
	for i := range options {
		if o := &options[i]; s.has(i) && o.Choice(p) != o.Choice(q) {
			return true
		}
	}
	return false
}
