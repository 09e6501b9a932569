package conform

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

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
// how many candidates are, winners how many of these are held against all of it.
const (
	sample    = 100
	finalists = 60
	winners   = 10
)

// A search knows all trials of a subject by now.
type search struct {
	judge     *Judge
	extracts  *extracts // of the table of judge
	plain     *lens     // by it, without an edit
	edited    string    // the rule that the last edit has changed
	deviating []*trial  // that nothing explains yet
	good      []*trial  // that conform, or are permitted
}

// A score is how a candidate does in the samples.
type score struct {
	edit             Edit
	explains, denies int
	denied           []*trial
}

// worth is what a candidate is worth: what it denies weighs more than what it explains,
// for that was seen to be otherwise.
func (c *score) worth() int { return c.explains - 4*c.denies }

// find returns the edit that explains a trial best, or nil.
func (s *search) find(t *trial) *Edit {
	s.refire()
	for _, far := range []bool{false, true} {
		if far && s.group(t) < many {
			break
		}
		for _, c := range s.best(s.candidates(t, far)) {
			if c.denies > 0 {
				c = s.narrow(t, c)
			}
			if c.worth() > 0 && s.helps(&c.edit, t) {
				return &c.edit
			}
		}
	}
	return nil
}

// group counts the cases that deviate for the same reason as t.
func (s *search) group(t *trial) (n int) {
	for _, o := range s.deviating {
		if o.reason() == t.reason() {
			n += o.cases
		}
	}
	return n
}

// many is how many cases are worth a search far away.
const many = 10

// helps reports whether by an edit a trial conforms, or at least deviates later.
func (s *search) helps(e *Edit, t *trial) bool {
	v := s.extracts.through(e).judged(t)
	return v.Kind != Deviates || v.Step > t.Step
}

// best returns the candidates that do best, in that order; of equal ones the first is
// the simplest. Most are told by a small sample.
func (s *search) best(all []Edit) []*score {
	scores := s.ranked(all, sample/4)
	few := make([]Edit, min(len(scores), winners))
	for i := range few {
		few[i] = scores[i].edit
	}
	return s.ranked(few, sample)
}

// ranked holds candidates against samples of n, and puts them in order.
func (s *search) ranked(all []Edit, n int) []*score {
	scores := make([]*score, len(all))
	side(len(all), func(i int) { scores[i] = s.hold(all[i], n) })
	slices.SortStableFunc(scores, func(a, b *score) int { return cmp.Compare(b.worth(), a.worth()) })
	return scores
}

// side does n things side by side.
func side(n int, do func(i int)) {
	var wait sync.WaitGroup
	var next atomic.Int64
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wait.Wait()
}

// refire notes which rules fire in each trial by the table as it is now: those in which
// the rule fires that was edited last, and new ones.
func (s *search) refire() {
	s.extracts = extractsOf(s.judge.table)
	l := s.extracts.through(nil)
	s.plain = l
	for _, list := range [][]*trial{s.deviating, s.good} {
		for _, t := range list {
			if t.fired == nil || t.fired[s.edited] {
				l.fire(t)
			}
		}
	}
	s.edited = ""
}

// fire notes which rules fire in a trial, and which effects send, under any of its
// policies, and under which of them the table foretells it.
func (l *lens) fire(t *trial) {
	t.fired, t.exact, t.from = map[string]bool{}, nil, min(t.Step, len(t.Steps)-1)
	for _, p := range t.policies {
		r := replay{interpret: true}
		m := l.machine(p)
		exact := true
		for i := range t.Steps {
			s := &t.Steps[i]
			if i == t.Step && exact {
				t.from = 0
			}
			exact = alike(r.step(m, s), s.Segments) && r.in(s.States) && exact
			for _, id := range r.fired {
				t.note(m.Rule(id))
			}
		}
		if exact && t.exact == nil {
			t.exact = []fsm.Policy{p}
		}
	}
}

// note notes a rule that fires.
func (t *trial) note(r *fsm.Rule) {
	t.fired[r.ID] = true
	for _, e := range r.Do {
		if e.Sends() != 0 {
			t.fired[e.String()] = true
		}
	}
}

// candidates lists the edits that foretell where a trial deviates, under each of its
// policies.
func (s *search) candidates(t *trial, far bool) (all []Edit) {
	step := min(t.Step, len(t.Steps)-1)
	here, everywhere := fsm.StatesOf(s.at(t, step)), s.where(t)
	for _, p := range t.policies {
		if t.from == 0 && s.extracts.through(nil).foretells(t, p, 0) < step {
			continue // another policy has what comes before
		}
		edits := s.edits(t, p, step, far)
		good := make([]bool, len(edits))
		side(len(edits), func(i int) {
			good[i] = t.from+s.extracts.through(&edits[i]).foretells(t, p, t.from) > step
		})
		var some []Edit
		for i := range edits {
			if good[i] && !slices.ContainsFunc(all, edits[i].same) {
				some = append(some, edits[i])
			}
		}
		all = append(all, spread(some, everywhere, here)...)
	}
	return all
}

// edits lists the edits of what has fired where a trial deviates.
func (s *search) edits(t *trial, p fsm.Policy, step int, far bool) (all []Edit) {
	l := s.extracts.through(nil)
	rules, sent := l.firedIn(t, p, step)
	for _, f := range forms(s.judge.table, rules, sent, t.Steps[step].Segments) {
		all = append(all, Edit{Form: &f})
	}
	before, _ := l.firedIn(t, p, step-1)
	slices.Reverse(rules)
	slices.Reverse(before)
	seen := map[string]bool{}
	for _, r := range slices.Concat(rules, before) {
		at := find(s.judge.table, r.ID)
		if seen[r.ID] || !at.about(t.Steps[step].Input) {
			continue
		}
		seen[r.ID] = true
		for _, conduct := range at.conducts(t.Steps[step].States, far) {
			all = append(all, Edit{Rule: r.ID, Conduct: conduct})
		}
	}
	return all
}

// about reports whether the rule is about an input, and does not just tidy up behind it.
func (p place) about(in Input) bool {
	k := &p.table[p.at]
	return !k.Routine && (in.Call != Arrival || k.On.Has(fsm.SegmentArrives))
}

// at is the state that a trial was in before a step, as the table has it.
func (s *search) at(t *trial, step int) fsm.State {
	r := replay{interpret: true}
	m := s.plain.machine(t.policies[0])
	for i := range t.Steps[:step] {
		r.step(m, &t.Steps[i])
	}
	return r.tcb.State
}

// spread lists as many edits as are held against the samples: each wherever its rule
// is for, and then in some states alone.
func spread(edits []Edit, scopes ...fsm.States) []Edit {
	edits = edits[:min(len(edits), finalists)]
	all := slices.Clone(edits)
	for i, in := range scopes {
		if slices.Contains(scopes[:i], in) {
			continue
		}
		for _, e := range edits[:min(len(edits), finalists/2)] {
			if e.Form == nil {
				e.In = in
				all = append(all, e)
			}
		}
	}
	return all
}

// where returns the states in which trials were that deviate for the same reason as t.
func (s *search) where(t *trial) (states fsm.States) {
	for _, o := range s.deviating {
		if o.reason() == t.reason() {
			states |= fsm.StatesOf(s.at(o, min(o.Step, len(o.Steps)-1)))
		}
	}
	return states
}

// hold holds a candidate against samples of n. To explain a trial to its end counts twice
// as much as to explain one step of it, behind which another cause shows.
func (s *search) hold(e Edit, n int) *score {
	c := &score{edit: e}
	is := s.extracts.through(&e)
	for _, t := range sampled(s.deviating, e.key(), n) {
		c.explains += t.cases * is.reaches(t)
	}
	for _, t := range sampled(s.good, e.key(), n) {
		if len(t.exact) > 0 && !is.whole(t, t.exact[0]) {
			c.denies += t.cases
			c.denied = append(c.denied, t)
		}
	}
	return c
}

// sampled returns some of the trials in which a rule fires, evenly.
func sampled(all []*trial, rule string, most int) (some []*trial) {
	for _, t := range all {
		if t.fired[rule] {
			some = append(some, t)
		}
	}
	if n := len(some); n > most {
		few := make([]*trial, most)
		for i := range few {
			few[i] = some[i*n/most]
		}
		return few
	}
	return some
}

// narrow adds the fact to an edit that spares most of what it denies.
func (s *search) narrow(t *trial, c *score) *score {
	if c.edit.Form != nil {
		return c
	}
	var edits []Edit
	for _, f := range fsm.AllFacts() {
		for _, holds := range []bool{true, false} {
			e := c.edit
			e.Fact, e.Holds, e.Guarded = f, holds, true
			edits = append(edits, e)
		}
	}
	still := make([]int, len(edits)) // what it denies all the same
	side(len(edits), func(i int) {
		l := s.extracts.through(&edits[i])
		if l.reaches(t) == 0 {
			still[i] = len(c.denied) + 1
			return
		}
		for _, d := range c.denied {
			if !l.whole(d, d.exact[0]) {
				still[i]++
			}
		}
	})
	order := make([]int, len(edits))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(still[a], still[b]) })
	var few []Edit
	for _, i := range order[:8] {
		few = append(few, edits[i])
	}
	if n := s.best(few)[0]; n.worth() > c.worth() {
		return n
	}
	return c
}
