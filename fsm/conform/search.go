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
//	          --> narrowed down to states and facts where they go too far (scope.go)
//	          --> the best

// sample is how many trials a candidate is held against, on either side; finalists
// how many candidates are, winners how many of these are held against all of it.
const (
	sample    = 200
	finalists = 100
	winners   = 10
)

// heavy is how much a trial weighs at most that stands for all cases of a route: it shows
// one thing of them.
const heavy = 8

// A search knows all trials of a subject by now.
type search struct {
	judge     *Judge
	edited    string   // what the last edit has changed
	deviating []*trial // that nothing explains yet
	good      []*trial // that conform, or are permitted
	samples   map[int][]*trial
	known     Known
}

// A score is how a candidate does in the samples, and where.
type score struct {
	edit             Edit
	cost             int // how much of an edit it is
	explains, denies int
	helped, denied   []evidence
}

// worth is what a candidate is worth: what it denies weighs more than what it explains,
// for that was seen to be otherwise.
func (c *score) worth() int { return c.explains - 4*c.denies }

// merit is what candidates are put in order by: each part of an edit has to explain two
// cases more than the edit does without.
func (c *score) merit() int { return c.worth() - 4*c.cost }

// find returns the edit that explains a trial best, or nil.
func (s *search) find(t *trial) *Edit {
	s.refire()
	s.samples = map[int][]*trial{}
	for _, n := range []int{sample, sample / 2, sample / 4} {
		s.samples[n] = s.around(t, n)
	}
	for _, far := range []bool{false, true} {
		if far && s.group(t) < many {
			break
		}
		for _, c := range s.best(t, s.candidates(t, far)) {
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

// helps reports whether by an edit a trial conforms, or at least deviates later. A table
// that is none, as one in which a check leads on to nowhere, is no help.
func (s *search) helps(e *Edit, t *trial) bool {
	l := s.judge.plain.through(e)
	l.edited = benchOf(e.Of(s.judge.table))
	if l.edited.err != nil {
		return false
	}
	v := l.judged(t)
	return v.Kind != Deviates || v.Step > t.Step
}

// best returns the candidates that do best, each where it does, in that order; of equal
// ones the first is the simplest. Most are told by a small sample.
func (s *search) best(t *trial, all []Edit) []*score {
	few := edits(s.scoped(t, all), 2*winners)
	few = edits(s.ranked(few, sample/2), winners)
	return s.ranked(few, sample)
}

// edits returns the edits of the first n scores.
func edits(scores []*score, n int) (all []Edit) {
	for _, c := range scores[:min(len(scores), n)] {
		all = append(all, c.edit)
	}
	return all
}

// ranked holds candidates against samples of n, and puts them in order.
func (s *search) ranked(all []Edit, n int) []*score {
	scores := make([]*score, len(all))
	side(len(all), func(i int) { scores[i] = s.hold(all[i], n) })
	slices.SortStableFunc(scores, byMerit)
	return scores
}

// byMerit compares scores, the better first.
func byMerit(a, b *score) int { return cmp.Compare(b.merit(), a.merit()) }

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
	l := s.judge.plain
	edited, again := l.names.find(s.edited), []*trial(nil)
	for _, t := range slices.Concat(s.deviating, s.good) {
		if t.fired == nil || t.fired.has(edited) {
			again = append(again, t)
		}
	}
	side(len(again), func(i int) { l.fire(again[i]) })
	s.edited = ""
}

// candidates lists the edits that foretell where a trial deviates, under each of its
// policies: first those of rules, then those of checks.
func (s *search) candidates(t *trial, far bool) (all []Edit) {
	step := min(t.Step, len(t.Steps)-1)
	for _, p := range t.policies {
		if t.from == 0 && s.judge.plain.foretells(t, p, 0) < step {
			continue // another policy has what comes before
		}
		for _, edits := range s.edits(t, p, step, far) {
			good := make([]bool, len(edits))
			side(len(edits), func(i int) {
				good[i] = t.from+s.judge.plain.through(&edits[i]).foretells(t, p, t.from) > step
			})
			n := len(all) + finalists
			for i := range edits {
				if good[i] && len(all) < n && !slices.ContainsFunc(all, edits[i].same) {
					all = append(all, edits[i])
				}
			}
		}
	}
	return all
}

// edits lists the edits of what has fired where a trial deviates: of rules, and of checks.
func (s *search) edits(t *trial, p fsm.Policy, step int, far bool) [2][]Edit {
	l, table := s.judge.plain, s.judge.table
	rules, sent := l.firedIn(t, p, step)
	before, _ := l.firedIn(t, p, step-1)
	var single, whole []Edit
	for _, f := range forms(table, l.rulesOf(rules), sent, t.Steps[step].Segments) {
		single = append(single, Edit{Form: &f})
	}
	slices.Reverse(rules)
	slices.Reverse(before)
	seen := map[fsm.RuleID]bool{}
	for i, id := range slices.Concat(rules, before) {
		at := l.placeOf(id)
		if seen[id] || !at.about(t.Steps[step].Input) || !at.allowed(t.policies[0]) {
			continue // what is for other choices alone would speak against none that make them not
		}
		seen[id] = true
		for _, conduct := range at.conducts(t.Steps[step].States, far) {
			single = append(single, Edit{Rule: at.rule.ID, Conduct: conduct, early: i >= len(rules)})
		}
		if i >= len(rules) {
			continue
		}
		title := table[at.at].Title
		for _, conduct := range (place{table, at.at, new(fsm.Rule)}).anyConducts(t.Steps[step].States, far) {
			whole = append(whole, Edit{Check: title, Conduct: conduct})
		}
	}
	return [2][]Edit{single, whole}
}

// allowed reports whether p has the rule.
func (p place) allowed(by fsm.Policy) bool {
	return by.Allows(p.table[p.at].Under...) && by.Allows(p.rule.Under...)
}

// about reports whether the rule is about an input, and does not just tidy up behind it.
func (p place) about(in Input) bool {
	k := &p.table[p.at]
	return !k.Routine && (in.Call != Arrival || k.On.Has(fsm.SegmentArrives))
}

// hold holds a candidate against samples of n, and counts for all that they stand for. To
// explain a trial to its end counts twice as much as to explain one step of it, behind
// which another cause shows.
func (s *search) hold(e Edit, n int) *score {
	c := &score{edit: e, cost: s.cost(&e)}
	is := s.judge.plain.through(&e)
	common := s.samples[n]
	for _, t := range common {
		if !t.fired.has(is.key) {
			continue
		}
		at := evidence{t, min(t.Step, len(t.Steps)-1), min(t.cases, heavy) * len(s.deviating) / len(common)}
		switch reach := is.reaches(t); {
		case reach > 0:
			at.weight *= reach
			c.helped = append(c.helped, at)
			c.explains += at.weight
		case reach < 0: // that speaks less against it than what conforms
			at.weight = (at.weight + 3) / 4
			c.denied = append(c.denied, at)
			c.denies += at.weight
		}
	}
	some, all := sampled(s.good, is.key, n)
	for _, t := range some {
		if steps := is.keeps(t); len(t.exact) > 0 && steps < len(t.Steps) {
			c.denied = append(c.denied, evidence{t, steps, t.cases * all / len(some)})
			c.denies += t.cases * all / len(some)
		}
	}
	return c
}

// cost counts in what an edit differs from the rule: effects, a state entered, a way to go
// on that skips much, and what it asks for.
func (s *search) cost(e *Edit) (n int) {
	n = 2 * len(e.If)
	if e.In != 0 {
		n++
	}
	if e.Check != "" {
		n += 2 // it is as many edits as the check has rules
	}
	if e.early {
		n += 2 // what shows a step later may as well be something else
	}
	if e.Form != nil {
		return n
	}
	var was Conduct
	if e.Check == "" {
		was = conductOf(s.judge.place(e.Rule).rule)
	}
	for _, do := range e.Do {
		if i := slices.Index(was.Do, do); i >= 0 {
			was.Do = slices.Delete(slices.Clone(was.Do), i, i+1)
		} else {
			n++
		}
	}
	if e.Enter != was.Enter && e.Enter != 0 {
		n++
	}
	if e.Then != was.Then && e.Then != fsm.Stop && e.Then != fsm.Continue {
		n++
	}
	return n
}

// around returns some of what deviates, half of it for the same reason as t: all candidates
// are held against the same, or chance would choose among them.
func (s *search) around(t *trial, most int) []*trial {
	var same, others []*trial
	for _, o := range s.deviating {
		if o.reason() == t.reason() {
			same = append(same, o)
		} else {
			others = append(others, o)
		}
	}
	same = evenly(same, max(most/2, most-len(others)))
	return append(same, evenly(others, most-len(same))...)
}

// evenly returns at most so many of trials.
func evenly(all []*trial, most int) []*trial {
	n := len(all)
	if n <= most {
		return all
	}
	few := make([]*trial, most)
	for i := range few {
		few[i] = all[i*n/most]
	}
	return few
}

// sampled returns some of the trials in which a key fires, evenly, and how many there are.
func sampled(trials []*trial, key, most int) (some []*trial, all int) {
	for _, t := range trials {
		if t.fired.has(key) {
			some = append(some, t)
		}
	}
	return evenly(some, most), len(some)
}
