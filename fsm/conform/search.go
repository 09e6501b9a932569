package conform

import (
	"cmp"
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// The search for causes: the smallest change of the table that makes one deviation
// conform, and as many others as can be, and as few that conform already deviate.
//
//	deviation --> rules fired there --> what each could do instead (candidates.go)
//	          --> those that foretell what was seen
//	          --> held against samples of what deviates and of what conforms
//	          --> the best, narrowed down by a fact if it goes too far

// sample is how many trials a candidate is held against, on either side; finalists
// how many candidates are.
const (
	sample    = 80
	finalists = 16
)

// A search knows all trials of a subject by now.
type search struct {
	judge     *Judge
	edited    string   // the rule that the last edit has changed
	deviating []*trial // that nothing explains yet
	good      []*trial // that conform, or are permitted
}

// A score is how a candidate does in the samples.
type score struct {
	edit             Edit
	explains, denies int
	denied           []*trial
}

// better reports whether a is to be preferred to b: what is denied weighs more than
// what is explained, for it was seen to be otherwise.
func better(a, b *score) bool { return a.explains-3*a.denies > b.explains-3*b.denies }

// find returns the edit that explains a trial best, or nil.
func (s *search) find(t *trial) *Edit {
	s.refire()
	var best *score
	for _, e := range s.candidates(t) {
		if c := s.hold(e); c.explains > 0 && (best == nil || better(c, best)) {
			best = c
		}
	}
	if best == nil {
		return nil
	}
	if best.denies > 0 {
		best = s.narrow(t, best)
	}
	if best.explains <= best.denies {
		return nil
	}
	return &best.edit
}

// refire notes which rules fire in each trial by the table as it is now: those in which
// the rule fires that was edited last, and new ones.
func (s *search) refire() {
	l := s.judge.lens(s.judge.table)
	for _, list := range [][]*trial{s.deviating, s.good} {
		for _, t := range list {
			if t.fired == nil || t.fired[s.edited] {
				l.fire(t)
			}
		}
	}
	s.edited = ""
}

// fire notes which rules fire in a trial.
func (l *lens) fire(t *trial) {
	t.fired = map[string]bool{}
	var r replay
	m := l.machine(t.policies[0])
	for i := range t.Steps {
		r.step(m, &t.Steps[i])
		for _, id := range r.fired {
			t.fired[m.Rule(id).ID] = true
		}
	}
}

// candidates lists the edits that foretell what was seen of a trial, under each of its
// policies.
func (s *search) candidates(t *trial) (all []Edit) {
	step := min(t.Verdict.Step, len(t.Steps)-1)
	state := s.at(t, step)
	for _, p := range t.policies {
		var some []Edit
		for _, at := range s.suspects(t, p, step) {
			for _, conduct := range at.conducts(t.Steps[step].States) {
				e := Edit{Rule: at.rule.ID, Conduct: conduct}
				if s.judge.lens(e.Of(s.judge.table)).foretells(t, p, step) {
					some = append(some, e)
				}
			}
		}
		all = append(all, spread(some, state)...)
	}
	return all
}

// at is the state that a trial was in before a step, as the table has it.
func (s *search) at(t *trial, step int) fsm.State {
	var r replay
	m := s.judge.lens(s.judge.table).machine(t.policies[0])
	for i := range t.Steps[:step] {
		r.interpret = true
		r.step(m, &t.Steps[i])
	}
	return r.tcb.State
}

// spread lists as many edits as are held against the samples: each wherever its rule
// is for, and then in one state alone.
func spread(edits []Edit, state fsm.State) []Edit {
	all := slices.Clone(edits[:min(len(edits), finalists)])
	for _, e := range edits[:min(len(edits), finalists/2)] {
		e.In = fsm.StatesOf(state)
		all = append(all, e)
	}
	return all
}

// suspects lists the rules that have fired where a trial deviates, the last ones
// first, and those before it: what shows late has perhaps happened early.
func (s *search) suspects(t *trial, p fsm.Policy, step int) (all []place) {
	l := s.judge.lens(s.judge.table)
	seen := map[string]bool{}
	for _, i := range []int{step, step - 1} {
		ids := l.firedIn(t, p, i)
		slices.Reverse(ids)
		for _, id := range ids {
			if r := l.machine(p).Rule(id); !seen[r.ID] && !l.machine(p).Check(id).Routine {
				seen[r.ID] = true
				all = append(all, find(s.judge.table, r.ID))
			}
		}
	}
	return all
}

// hold holds a candidate against samples.
func (s *search) hold(e Edit) *score {
	c := &score{edit: e}
	was, is := s.judge.lens(s.judge.table), s.judge.lens(e.Of(s.judge.table))
	for _, t := range sampled(s.deviating, e.Rule) {
		if is.explains(t, t.Verdict.Step) {
			c.explains += t.cases
		}
	}
	for _, t := range sampled(s.good, e.Rule) {
		if was.explains(t, 0) && !is.explains(t, 0) {
			c.denies += t.cases
			c.denied = append(c.denied, t)
		}
	}
	return c
}

// sampled returns some of the trials in which a rule fires, evenly.
func sampled(all []*trial, rule string) (some []*trial) {
	for _, t := range all {
		if t.fired[rule] {
			some = append(some, t)
		}
	}
	if n := len(some); n > sample {
		few := make([]*trial, sample)
		for i := range few {
			few[i] = some[i*n/sample]
		}
		return few
	}
	return some
}

// narrow adds the fact to an edit that spares most of what it denies.
func (s *search) narrow(t *trial, c *score) *score {
	type attempt struct {
		edit  Edit
		still int
	}
	var attempts []attempt
	for _, f := range fsm.AllFacts() {
		for _, holds := range []bool{true, false} {
			e := c.edit
			e.Fact, e.Holds, e.Guarded = f, holds, true
			l := s.judge.lens(e.Of(s.judge.table))
			if !l.explains(t, t.Verdict.Step) {
				continue
			}
			still := 0
			for _, d := range c.denied {
				if !l.explains(d, 0) {
					still++
				}
			}
			attempts = append(attempts, attempt{e, still})
		}
	}
	slices.SortStableFunc(attempts, func(a, b attempt) int { return cmp.Compare(a.still, b.still) })
	best := c
	for _, a := range attempts[:min(len(attempts), 6)] {
		if n := s.hold(a.edit); n.explains > 0 && better(n, best) {
			best = n
		}
	}
	return best
}
