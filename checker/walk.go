package checker

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
)

// A Graph is what a search explored: states and the steps between them. The
// steps are not stored but asked of the model again. The memory of the states
// is released when the Graph is no longer referred to. One goroutine at a time
// may use it. A panic of the model is an error where there is one to return,
// and goes on where there is none.
//
// It is an interface so that who only names a [Result] does not compile a search:
// for the states of each package that takes seconds.
type Graph[S comparable] interface {
	// States iterates over all states with their depth, by depth and within one
	// depth in the order of an [Ordered] model, else in a fixed order without a
	// meaning. With symmetry there is one state per orbit.
	States() iter.Seq2[int, S]

	// Each calls do for every state, in no order; the pointer is good until it returns.
	// It is the fast way to sum something up.
	Each(do func(*S))

	// Steps iterates over the steps from a state, in the order of Next. With
	// symmetry they lead to representatives.
	Steps(from S) iter.Seq[Step[S]]

	// Path returns a shortest trace to a state that satisfies is, or nil if no
	// state does that was explored. The error is that of the context, or a
	// [ContractError].
	Path(ctx context.Context, is func(*S) bool) (t *Trace[S], err error)

	// Components finds the strongly connected components. The error is that of the
	// context, or errors.ErrUnsupported if the exploration is not complete, or a
	// [ContractError].
	Components(ctx context.Context) (found Components, err error)

	// MaxDelay returns how many steps that count are taken at most from a state that
	// satisfies from until there is one that satisfies goal. It is about all paths: of
	// fairness no more is assumed than that time goes on, so that no behaviour takes other
	// steps for ever where one that counts, or a way out, remains possible. The error is that of the context, errors.ErrUnsupported
	// if the exploration is not complete, or was one with symmetry, or a [ContractError].
	MaxDelay(ctx context.Context, from, goal func(*S) bool, counts func(Action) bool) (d *Delay[S], err error)
}

// An explored is the Graph of a search.
type explored[S comparable] struct{ search *search[S] }

// States implements [Graph].
func (g *explored[S]) States() iter.Seq2[int, S] {
	return func(yield func(int, S) bool) {
		defer runtime.KeepAlive(g)
		for depth := range g.search.levels.len() {
			for _, v := range g.level(depth) {
				if !yield(depth, *g.search.arena.at(v)) {
					return
				}
			}
		}
	}
}

// level returns the numbers of the states at one depth, in order.
func (g *explored[S]) level(depth int) (refs []uint32) {
	for sp := range g.search.levels.each(depth) {
		for v := sp.from; v < sp.to; v++ {
			refs = append(refs, v)
		}
	}
	g.search.sort(refs)
	return refs
}

// Each implements [Graph].
func (g *explored[S]) Each(do func(*S)) {
	defer runtime.KeepAlive(g)
	var at S
	for sp := range g.search.levels.all() {
		for _, at = range g.search.arena.slice(sp) {
			do(&at)
		}
	}
}

// Steps implements [Graph].
func (g *explored[S]) Steps(from S) iter.Seq[Step[S]] {
	return func(yield func(Step[S]) bool) {
		r := newReplay(g.search)
		for _, t := range r.steps(from) {
			if g.search.canon != nil {
				g.search.canon(&t.state)
			}
			if !yield(Step[S]{t.action, g.search.actionName(t.action), t.state}) {
				return
			}
		}
	}
}

// ask readies the search for a question and answers it.
func (g *explored[S]) ask(ctx context.Context, answer func() error) error {
	if ctx == nil {
		return noContext()
	}
	s := g.search
	s.ctx, s.fault, s.asked = ctx, nil, nil // no longer those of an earlier question
	s.proceed()
	err := s.aside(ctx, answer)
	s.letGo()
	runtime.KeepAlive(g)
	return err
}

// Path implements [Graph].
func (g *explored[S]) Path(ctx context.Context, is func(*S) bool) (t *Trace[S], err error) {
	if is == nil {
		return nil, &ContractError{Problem: "Path is given nil; it wants the function that tells the states looked for"}
	}
	err = g.ask(ctx, func() error {
		t, err = g.path(ctx, is)
		return err
	})
	return t, err
}

func (g *explored[S]) path(ctx context.Context, is func(*S) bool) (*Trace[S], error) {
	s := g.search
	for depth := range s.levels.len() {
		for _, v := range g.level(depth) {
			t := *s.arena.at(v)
			s.asked = &t
			if !is(&t) {
				continue
			}
			path, err := s.path(depth, t)
			if err != nil {
				return nil, s.explain(err)
			}
			return newReplay(s).trace(path)
		}
		if s.stop.Load() {
			return nil, ctx.Err()
		}
	}
	return nil, nil
}

// Components says how a graph falls into strongly connected components: sets
// of states of which each can be reached from each.
type Components struct {
	Count   uint64
	Trivial uint64 // of one state without a step to itself
	Largest uint64 // states of the largest
}

// Components implements [Graph].
func (g *explored[S]) Components(ctx context.Context) (found Components, err error) {
	if !g.search.stats.Complete {
		return found, errors.ErrUnsupported
	}
	err = g.ask(ctx, func() error {
		found, err = g.components()
		return err
	})
	return found, err
}

func (g *explored[S]) components() (found Components, err error) {
	s := g.search
	edges, err := newGraph(s, &Property[S]{kind: KindStabilizes})
	if err != nil {
		return found, s.explain(err)
	}
	c := newComponents(edges)
	ok := true
	edges.sources(func(_ int, v uint32) bool {
		ok = c.from(v, func(nodes []uint32) {
			found.Count++
			found.Largest = max(found.Largest, uint64(len(nodes)))
			if !c.cyclic(nodes) {
				found.Trivial++
			}
		})
		return ok
	})
	if !ok {
		return found, s.explain(errStopped)
	}
	return found, nil
}

// explain says in the words of the context, or of the bound that was reached,
// why a phase was stopped.
func (s *search[S]) explain(err error) error {
	switch {
	case !errors.Is(err, errStopped):
		return err
	case s.ctx.Err() != nil:
		return s.ctx.Err()
	}
	return fmt.Errorf("checker: %v", s.whyUndecided())
}
