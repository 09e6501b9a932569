package conform

import (
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// What routes say against causes. An edit may say more than it has to, and what it foretells of
// connections that no case was tried of yet is a guess. If a subject leaves a route by the edited table,
// and by fewer of the edits goes it as foretold, that speaks against an edit as a case would that
// conforms. The edit is narrowed down to where it still explains all that it has explained, and
// the route is tried again.
//
//	edits         1 2 3 4 5
//	foretell it   y y y n n    the 4th is refuted

// scout finds out how the subject goes a route, and narrows down what speaks against it wrongly.
func (x *examination) scout(route *Route, b *beside) (Way, error) {
	for tries := 0; ; tries++ {
		way, err := x.Runner.Scout(x.judge, route)
		if err != nil || way.Left == nil && way.Missing == "" || tries == len(x.edits) {
			return way, err
		}
		b.rest()
		gone, err := x.goneByFewer(route, &way)
		if err != nil || gone == nil || !x.refute(gone) {
			return way, err
		}
	}
}

// goneByFewer returns the run in which a route was left. Where none leads on by the table as it is
// edited it is one by fewer of the edits, if that leads to the end; nil if there is none.
func (x *examination) goneByFewer(route *Route, way *Way) (*Run, error) {
	if way.Left != nil || way.gone.fills() {
		return &way.gone, nil
	}
	for _, j := range x.before {
		if !j.leads(route) {
			continue
		}
		less, err := x.Runner.Scout(j, route)
		if err != nil || less.Left != nil || less.Missing != "" {
			return nil, err
		}
		return &less.gone, nil
	}
	return nil, nil
}

// fills reports whether a run has ended with text that fills the window of the subject.
func (r *Run) fills() bool { return len(r.Steps) > 0 && r.Steps[len(r.Steps)-1].Input.fills() }

// leads reports whether a route leads where it should by the table of the judge.
func (j *Judge) leads(r *Route) bool {
	m, err := j.machine(j.policy.With(endsBy(r.Inputs)))
	if err != nil {
		return false
	}
	var c fsm.TCB
	for i, in := range r.Inputs {
		if step(m, &c, in); c.State != r.States[i+1] {
			return false
		}
	}
	return true
}

// refute narrows down the last edit by which the run of a route is not foretold any more, and reports
// whether there is one and it could be.
func (x *examination) refute(gone *Run) bool {
	run := *gone
	if run.Crash != "" || len(run.Steps) == 0 {
		return false
	}
	run.Probe = len(run.Steps)
	t := x.trial(run, Verdict{}, 1)
	foretold := func(j *Judge) bool { return j.plain.explains(t, 0) == len(t.Steps) }
	if foretold(x.judge) {
		return false
	}
	i := slices.IndexFunc(x.before, foretold)
	if i < 0 {
		return false
	}
	at := len(x.edits) - 1 - i
	if x.grounds[at] == nil {
		return false // it explains nothing that could tell how narrow it may be
	}
	narrower := x.before[i].narrowed(x.edits[at], x.grounds[at], t, x.good)
	return narrower != nil && x.replace(at, narrower)
}

// narrowed returns an edit of the table of j where it goes on explaining all that it explains of the
// trial that it was found for and of others, and does not deny the run of a route; nil if no state and no
// facts tell these apart.
func (j *Judge) narrowed(e *Edit, ground, route *trial, others []*trial) *Edit {
	var all, explained []*trial
	for _, t := range slices.Concat([]*trial{ground, route}, others) {
		all = append(all, &trial{Run: t.Run, way: t.way, cases: t.cases, policies: t.policies})
		if t.Kind == Deviates {
			explained = append(explained, all[len(all)-1])
		}
	}
	route = all[1]
	side(len(all), func(i int) { j.plain.fire(all[i]) })
	wide := j.differences(e, all)
	if !wide.forbids(route) {
		return nil
	}
	met := wide.trials()
	explained = j.explainedBy(e, explained)
	for _, narrower := range sceneryOf(j.plain).narrower(wide) {
		n := j.differences(narrower, met)
		if len(n.helped) == len(wide.helped) && !n.forbids(route) && len(j.explainedBy(narrower, explained)) == len(explained) {
			return narrower
		}
	}
	return nil
}

// explainedBy returns those of some trials that an edit makes a difference to, and that conform under
// it, perhaps by one more choice.
func (j *Judge) explainedBy(e *Edit, all []*trial) (some []*trial) {
	l := j.plain.through(e)
	if l.edited = benchOf(e.Of(j.table)); l.edited.err != nil {
		return nil
	}
	l.after = lensOf(l.edited, j.plain.names)
	all = slices.DeleteFunc(slices.Clone(all), func(t *trial) bool { return !t.fired.has(l.key) })
	for i, v := range l.looks(all) {
		if all[i].firm = nil; v.Kind != Deviates || v.varies {
			some = append(some, all[i])
		}
	}
	return some
}

// differences returns where an edit explains more of trials, and where it denies what is explained
// without.
func (j *Judge) differences(e *Edit, all []*trial) *score {
	c, by := &score{edit: *e}, j.plain.through(e)
	for _, t := range all {
		if !t.fired.has(by.key) {
			continue
		}
		was, is := j.plain.explains(t, 0), by.explains(t, 0)
		if is > was {
			c.helped = append(c.helped, evidence{t, was, t.cases})
		} else if is < was {
			c.denied = append(c.denied, evidence{t, is, t.cases})
		}
	}
	return c
}

// trials are those that the edit makes a difference to.
func (c *score) trials() (all []*trial) {
	for _, e := range slices.Concat(c.helped, c.denied) {
		all = append(all, e.trial)
	}
	return all
}

// forbids reports whether the edit denies a trial.
func (c *score) forbids(t *trial) bool {
	return slices.ContainsFunc(c.denied, func(e evidence) bool { return e.trial == t })
}

// narrower lists places to narrow an edit down to once more, the best first: states, and one or two facts
// that hold where it helps first, which is where the trial is that it was found for.
func (s *scenery) narrower(wide *score) (all []*Edit) {
	if len(wide.helped) == 0 || wide.edit.Form != nil {
		return nil
	}
	title := wide.edit.title(s.bench)
	own, there := s.at(wide.helped[0], title)
	if !there {
		return nil
	}
	var scores []*score
	views := s.views(wide, title)
	for _, in := range scopesOf(views, own.state) {
		for _, list := range append([][]Guard{nil}, guardsOf(views, &own, in)...) {
			n := &score{edit: wide.edit.within(in, list), cost: 2 * len(list)}
			n.explains, n.denies = weigh(views, in, list)
			scores = append(scores, n)
		}
	}
	slices.SortStableFunc(scores, byMerit)
	for _, n := range scores {
		all = append(all, &n.edit)
	}
	return all
}

// within returns the edit narrowed down to states, all of its own if there are none, and by guards.
func (e *Edit) within(in fsm.States, guards []Guard) Edit {
	n := *e
	n.wider, n.If = e, append(slices.Clip(n.If), guards...)
	switch {
	case n.In == 0:
		n.In = in
	case in != 0:
		n.In &= in
	}
	return n
}

// replace puts an edit in the place of one that it narrows down, and makes the tables anew by which is
// judged; it reports whether that can be.
func (x *examination) replace(at int, e *Edit) bool {
	edits := slices.Clone(x.edits)
	edits[at] = e
	judges := []*Judge{x.before[len(x.before)-1-at]}
	for _, e := range edits[at:] {
		last := judges[0]
		table := benchOf(e.Of(last.table))
		if table.err != nil {
			return false
		}
		next := x.learned(table, true)
		next.plain.before, next.plain.key = last.plain, next.plain.names.find(e.key())
		judges = slices.Insert(judges, 0, next)
	}
	x.judge, x.before = judges[0], append(judges[1:], x.before[len(x.before)-at:]...)
	x.rename(x.edits[at], e)
	x.edits = edits
	for _, t := range slices.Concat(x.deviating, x.good) {
		t.fired, t.firm = nil, nil
	}
	return true
}

// rename has the cause that an edit is tell another, and the way to it.
func (x *examination) rename(was, is *Edit) {
	for i := range x.report.Causes {
		c := &x.report.Causes[i]
		if c.Edit == was {
			c.Edit, c.ID = is, is.String()
		}
		if k := slices.Index(c.Also, was); k >= 0 {
			c.Also[k] = is
		}
	}
	for i := range x.report.finds {
		if f := &x.report.finds[i]; f.edit == was {
			f.edit = is
		}
	}
}
