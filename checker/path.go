package checker

import "fmt"

// path returns a shortest path of representatives to a state at the given
// level. No parent was stored: the path is found backwards, by expanding one
// level after the other again and taking the least state that has a step to
// the one behind it.
func (s *search[S]) path(level int, target S) ([]S, error) {
	path := make([]S, level+1)
	path[level] = target
	for ; level > 0; level-- {
		if err := s.recall(level-1, &path[level]); err != nil {
			return nil, err
		}
		if err := s.predecessor(level-1, &path[level], &path[level-1]); err != nil {
			return nil, err
		}
	}
	return path, nil
}

// predecessor stores the least state of a level that has a step to target.
func (s *search[S]) predecessor(level int, target, least *S) error {
	s.frontier = s.levels.at(level)
	s.claimed.Store(0)
	for _, w := range s.workers {
		w.parent, w.todo = hit[S]{}, span{}
	}
	s.parallel(s.frontier.spanCount(), func(w *worker[S]) { w.findPredecessor(target) })
	if s.fault != nil {
		return s.fault
	}
	if s.stop.Load() {
		return errStopped
	}
	var best hit[S]
	for _, w := range s.workers {
		if w.parent.Found && s.before(&w.parent.State, 0, &best) {
			best = w.parent
		}
	}
	if !best.Found {
		return s.lost(target)
	}
	*least = best.State
	return nil
}

// lost is the error of a state that was reached once and is not any more.
func (s *search[S]) lost(target *S) error {
	problem := "Next is not deterministic: no step leads here any more"
	if s.compact != nil {
		problem += "; or two states have the same hash: run it again, or without Options.Compact"
	}
	return &ContractError{Problem: problem, State: *target}
}

func (w *worker[S]) findPredecessor(target *S) {
	for w.claim() {
		for ; w.todo.from < w.todo.to && !w.search.stop.Load(); w.todo.from++ {
			s := w.search.arena.at(w.todo.from)
			w.asked = *s
			if w.search.before(s, 0, &w.parent) && w.stepsTo(&w.asked, target) {
				w.parent = hit[S]{Found: true, State: *s}
			}
		}
	}
}

func (w *worker[S]) stepsTo(s, target *S) bool {
	steps, _ := w.again.fillAlone(w.search.model, s)
	w.canonize(steps)
	for i := range steps {
		if steps[i].state == *target {
			return true
		}
	}
	return false
}

// A replay executes a model again along a path. What it returns was done by
// the model itself, not read from the store of the search; with symmetry it
// goes through states, where the path goes through representatives.
type replay[S comparable] struct {
	search *search[S]
	out    Steps[S]
}

func newReplay[S comparable](s *search[S]) *replay[S] {
	return &replay[S]{search: s, out: newSteps(s)}
}

// initial returns an initial state that target represents.
func (r *replay[S]) initial(target S) (S, error) {
	r.search.asked = nil
	for _, t := range r.out.fillInitial(r.search.model) {
		if r.represents(target, t.state) {
			return t.state, nil
		}
	}
	return target, &ContractError{Problem: "Initial is not deterministic: this state is not initial any more", State: target}
}

// step takes a step from a state to one that target represents, by an action
// that is accepted.
func (r *replay[S]) step(from, target S, accept func(Action) bool) (Step[S], error) {
	for _, t := range r.steps(from) {
		if r.represents(target, t.state) && accept(t.action) {
			return Step[S]{t.action, r.search.actionName(t.action), t.state}, nil
		}
	}
	return Step[S]{}, &ContractError{State: from, Problem: fmt.Sprintf(
		"Next is not deterministic, or Canonical no symmetry: the step to %+v cannot be taken again", target)}
}

func (r *replay[S]) steps(from S) []slot[S] {
	steps, _ := r.fill(from)
	return steps
}

// terminal reports whether there is no step from a state, and none was left out.
func (r *replay[S]) terminal(s S) bool {
	steps, left := r.fill(s)
	return len(steps) == 0 && !left
}

// fill returns the steps from a state, and whether one was left out.
func (r *replay[S]) fill(from S) (steps []slot[S], left bool) {
	r.search.asked = &from
	return r.out.fillAlone(r.search.model, &from)
}

func (r *replay[S]) represents(target, s S) bool {
	if r.search.canon != nil {
		r.search.canon(&s)
	}
	return s == target
}

// trace executes a whole path.
func (r *replay[S]) trace(path []S) (*Trace[S], error) {
	start, err := r.initial(path[0])
	if err != nil {
		return nil, err
	}
	t := &Trace[S]{Start: start}
	for _, target := range path[1:] {
		step, err := r.step(t.Last(), target, anyAction)
		if err != nil {
			return nil, err
		}
		t.Steps = append(t.Steps, step)
	}
	return t, nil
}

func anyAction(Action) bool { return true }

func (s *search[S]) actionName(a Action) string {
	if n, ok := s.model.(ActionNamer); ok {
		return n.ActionName(a)
	}
	return fmt.Sprintf("action %d", a)
}
