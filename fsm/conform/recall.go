package conform

import (
	"context"
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// What is known of a subject is found again step by step, so that the table by which it is
// judged comes to be the same whatever of the cases is tried, and the causes have the same
// names.

// recall takes the steps that are known, as far as they are about what deviates.
func (x *examination) recall(ctx context.Context) error {
	for i := range x.known.finds {
		f := &x.known.finds[i]
		var err error
		switch {
		case f.further != x.open:
		case f.edit != nil:
			err = x.recallEdit(ctx, f.edit)
		default:
			x.recallTrait(f.reason)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// recalled returns p with what the subject is known to have chosen in a state, or all in all.
func (s *search) recalled(p fsm.Policy, in fsm.States) fsm.Policy {
	for _, c := range s.known.choices {
		if c.in == in || c.in&in != 0 {
			p = p.With(c.choice)
		}
	}
	return p
}

// choices lists what the subject of a judge seems to have chosen, all in all and in single states.
func (j *Judge) choices() (all []chosenIn) {
	for _, c := range differing(j.own, j.policy) {
		all = append(all, chosenIn{choice: c})
	}
	general := len(all)
	for _, s := range fsm.AllStates() {
		for _, c := range differing(j.ownIn[s], j.policy) {
			if i := slices.IndexFunc(all[general:], func(o chosenIn) bool { return o.choice == c }); i >= 0 {
				all[general+i].in |= fsm.StatesOf(s)
			} else {
				all = append(all, chosenIn{c, fsm.StatesOf(s)})
			}
		}
	}
	return all
}

// recallTrait enters the cause of what deviates for a reason, if anything does.
func (x *examination) recallTrait(reason string) {
	some := slices.DeleteFunc(slices.Clone(x.deviating), func(t *trial) bool { return t.reason() != reason })
	if len(some) > 0 {
		x.trait(slices.MinFunc(some, shorter))
	}
}

// recallEdit makes an edit where it makes a difference to what deviates. It may explain nothing
// yet, and be needed with another one. What conforms is not asked: that was, when it was found.
func (x *examination) recallEdit(ctx context.Context, e *Edit) error {
	if !x.judge.plain.has(e) {
		return nil
	}
	x.refire()
	key := x.judge.plain.names.find(e.key())
	met := slices.DeleteFunc(slices.Clone(x.deviating), func(t *trial) bool { return !t.fired.has(key) })
	if t := x.helped(met, e); t != nil {
		return x.establish(ctx, t, e)
	}
	if len(met) > 0 {
		x.edit(e, nil)
	}
	return nil
}

// helped returns the shortest trial that an edit helps; nil if it helps none.
func (s *search) helped(trials []*trial, e *Edit) *trial {
	slices.SortStableFunc(trials, shorter)
	l := s.judge.plain.through(e)
	for _, t := range trials {
		if t.from+l.explains(t, t.from) > min(t.Step, len(t.Steps)-1) && s.helps(e, t) {
			return t
		}
	}
	return nil
}
