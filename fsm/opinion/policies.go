package opinion

import (
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// Policies lists those under which machine and opinion are compared: the
// profiles; the policies that differ from RFC9293 in one choice; the same if a
// SYN may open TIME-WAIT again, for then there is more to choose about; what it
// takes for rules that are alive in none of them; and policies of several
// choices at random.
func Policies(seed uint64) (all []fsm.Policy) {
	for _, p := range fsm.Profiles() {
		all = append(all, p.Policy)
	}
	for _, o := range fsm.Options() {
		for _, a := range o.Choices[1:] {
			one := fsm.Policy{}.With(a.Choice)
			all = append(all, one, one.With(fsm.TimeWaitSYNSeq))
		}
	}
	for _, k := range fsm.RFC9293Table() {
		for _, rule := range k.Rules {
			alive := func(p fsm.Policy) bool { return p.Allows(k.Under...) && p.Allows(rule.Under...) }
			if !slices.ContainsFunc(all, alive) {
				all = append(all, fsm.Policy{}.With(k.Under...).With(rule.Under...))
			}
		}
	}
	r := source{seed}
	for i := range len(all) / 2 {
		all = append(all, several(&r, 1+i%3))
	}
	return all
}

// several is a policy of several choices: one option in so many is chosen for at
// random. If all are, any two choices soon come together.
func several(r *source, oneIn int) (p fsm.Policy) {
	for _, o := range fsm.Options() {
		if r.oneIn(oneIn) {
			p = p.With(pick(r, o.Choices).Choice)
		}
	}
	return p
}
