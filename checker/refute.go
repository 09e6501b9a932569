package checker

// A second opinion on counterexamples. Whoever builds a lasso may be wrong, or the
// model may answer otherwise when it is asked again. So the finished behaviour is
// held against the definitions: of the property, and of fairness.
//
// Invariant: nothing here looks at the graph, its components or its marks. A lasso
// that comes from a mistake there is refused, and not reported.
//
//	refused, because                          what is looked at
//	the stem does not end in a terminal state  no cycle, and a step out of the last state
//	the cycle is not closed                    its last state is not the last of the stem
//	what is waited for happens                 a goal in the cycle, or behind each trigger
//	the cycle is not fair                      which classes it enables and takes
//
// Example: the lasso 0 1 | 2 3 1 in the graph of scc.go, where an action is the
// number of the node to which it leads.
//
//	fairness   enabled at 1 2 3   taken   the lasso
//	weak 4                x - -   no      is fair: 4 is not enabled all the time
//	strong 4              x - -   no      is not fair: 4 is enabled again and again
//	strong 3              - x -   yes     is fair

// refutes reports why a behaviour that the model has just executed is no
// counterexample to a liveness property; "" if it is one. It uses nothing but
// the model, the property and the definitions of fairness.
func (r *replay[S]) refutes(p *Property[S], l *Lasso[S]) string {
	switch {
	case len(l.Cycle) == 0 && len(r.steps(l.Stem.Last())) > 0:
		return "the stem does not end in a terminal state"
	case len(l.Cycle) > 0 && l.Cycle[len(l.Cycle)-1].State != l.Stem.Last():
		return "the cycle is not closed"
	case !r.staysPending(p, l):
		return "what is waited for happens"
	}
	for _, f := range p.fair {
		if !r.fair(f, l) {
			return "the cycle is not fair"
		}
	}
	return ""
}

// staysPending reports whether the behaviour does what the property forbids.
func (r *replay[S]) staysPending(p *Property[S], l *Lasso[S]) bool {
	stem := []S{l.Stem.Start}
	for _, step := range l.Stem.Steps {
		stem = append(stem, step.State)
	}
	last := l.Stem.Last()
	changes, pending := false, true
	for _, step := range l.Cycle {
		if p.kind == KindStabilizes {
			changes = changes || p.value(&step.State) != p.value(&last)
		} else {
			pending = pending && !p.state(&step.State)
		}
	}
	switch p.kind {
	case KindStabilizes:
		return changes
	case KindEventually:
		return pending && waitsFrom(p, stem) == 0
	}
	// Only a trigger behind the last goal still waits for one.
	for i := waitsFrom(p, stem); i < len(stem); i++ {
		if p.from(&stem[i]) {
			return pending
		}
	}
	return false
}

// waitsFrom returns from where on no state of the stem is a goal.
func waitsFrom[S comparable](p *Property[S], stem []S) int {
	i := len(stem)
	for i > 0 && !p.state(&stem[i-1]) {
		i--
	}
	return i
}

// fair reports whether going through the cycle for ever satisfies an
// assumption. Where nothing happens any more, no class is enabled.
func (r *replay[S]) fair(f Fairness, l *Lasso[S]) bool {
	everywhere, somewhere, taken := true, false, false
	at := l.Stem.Last()
	for _, step := range l.Cycle {
		enabled := r.enables(f, at)
		everywhere = everywhere && enabled
		somewhere = somewhere || enabled
		// A step that changes nothing is no progress: else to stand still would
		// satisfy every assumption that such a step has the class of.
		taken = taken || step.State != at && f.Class(step.Action)
		at = step.State
	}
	if len(l.Cycle) == 0 || taken {
		return true
	}
	if f.Strong {
		return !somewhere
	}
	return !everywhere
}

// enables reports whether a step of the class leads to another state.
func (r *replay[S]) enables(f Fairness, s S) bool {
	for _, t := range r.steps(s) {
		if t.state != s && f.Class(t.action) {
			return true
		}
	}
	return false
}
