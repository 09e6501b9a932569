package model

import (
	"context"
	"slices"

	"github.com/tcpfsm/tcpfsm/checker"
)

// How a run of a network of any capacity is followed in one that has a capacity.
//
// Each step is taken as it was, by the same end and to the same end. What the network
// then holds is up to it, where it has no room for all: whatever arrives later, before
// it is sent again, has to stay. In between segments at the end of their life may be
// lost, as TIME-WAIT ends after them; and where the network is no set, any.
//
// The steps that follow span a small graph, which the checker searches for a shortest
// way to the end.

// A pursuit is the model of it.
type pursuit struct {
	*Model
	run  *checker.Trace[State]
	held []awaited // before each step, and behind the last
}

// A pursued state is one of the model, and how many steps of the run may be behind it.
// Its type is that of a refinement, so that one search is compiled for both: each costs
// two seconds.
type pursued = checker.Refined[State]

// An awaited says which packets arrive later, without being sent again before.
type awaited [2][]uint32

// follow returns the run in the network of the model, or nil if that has too little
// room for it.
func (m *Model) follow(ctx context.Context, run *checker.Trace[State]) (*checker.Trace[State], error) {
	p := &pursuit{Model: m, run: run, held: m.awaited(run)}
	over := func(s *pursued) bool { return int(s.May) == len(run.Steps) }
	r, err := checker.Check[pursued](ctx, p, checker.Options{MaxStates: shorterStates}, checker.Reachable("over", over))
	if err != nil {
		return nil, err
	}
	t := r.Findings[0].Trace
	if t == nil {
		return nil, nil
	}
	followed := &checker.Trace[State]{Start: t.Start.State}
	for _, s := range t.Steps {
		followed.Steps = append(followed.Steps, checker.Step[State]{Action: s.Action, Name: s.Name, State: s.State.State})
	}
	return followed, nil
}

// smallest returns the model with the least capacity, from one on, in which a run of a
// network of any capacity can be followed, and what it is there; nil if there is none.
func (m *Model) smallest(ctx context.Context, run *checker.Trace[State], from int) (*Model, *checker.Trace[State], error) {
	for n := from; n <= MaxCapacity; n++ {
		r := m.resized(n)
		if followed, err := r.follow(ctx, run); followed != nil || err != nil {
			return r, followed, err
		}
	}
	return nil, nil, nil
}

// awaited computes what has to be on its way before each step.
func (m *Model) awaited(run *checker.Trace[State]) []awaited {
	all := make([]awaited, len(run.Steps)+1)
	for i, step := range slices.Backward(run.Steps) {
		wait := awaited{slices.Clone(all[i+1][0]), slices.Clone(all[i+1][1])}
		if mv := m.moveOf(step.Action); mv != nil {
			m.await(&wait, mv)
		}
		all[i] = wait
	}
	return all
}

// await makes of what has to be on its way behind a move what has to be before it.
func (m *Model) await(wait *awaited, mv *move) {
	end := int(m.ends.at(mv.from).Side)
	if mv.burst != 0 {
		b := m.bursts.at(mv.burst)
		wait[end] = slices.DeleteFunc(wait[end], func(p uint32) bool { return slices.Contains(b.packets[:b.n], p) })
	}
	p, from := mv.in.packet, m.other(end)
	if p != 0 && m.packets.at(p).From != Stranger && !slices.Contains(wait[from], p) {
		wait[from] = append(wait[from], p)
	}
}

// Initial adds the beginning of the run.
func (p *pursuit) Initial(out *checker.Steps[pursued]) {
	var begin checker.Steps[State]
	p.Model.Initial(&begin)
	for _, s := range begin.All() {
		*out.Add(0) = pursued{State: s}
	}
}

// Next adds the steps that follow the run.
func (p *pursuit) Next(s *pursued, out *checker.Steps[pursued]) {
	if int(s.May) == len(p.run.Steps) {
		return
	}
	var steps checker.Steps[State]
	p.Model.Next(&s.State, &steps)
	for a, then := range steps.All() {
		next := pursued{State: then, May: s.May}
		switch {
		case p.follows(s.May, a, &then):
			next.May++
		case !p.makesRoom(a):
			continue
		}
		if p.holds(&next) {
			*out.Add(a) = next
		}
	}
}

// follows reports whether a step is that of the run.
func (p *pursuit) follows(at uint32, a checker.Action, then *State) bool {
	step := &p.run.Steps[at]
	return a == step.Action && then.End == step.State.End && then.Env == step.State.Env
}

// makesRoom reports whether a step is a loss that the run may need.
func (p *pursuit) makesRoom(a checker.Action) bool {
	return a >= expiryAction && a < tickAction || a >= lossAction && a < expiryAction && !p.scenario.Net.asSet()
}

// holds reports whether everything is on its way that arrives later.
func (p *pursuit) holds(s *pursued) bool {
	for i, wait := range p.held[s.May] {
		d := p.dirs.at(s.State.Dir[i])
		for _, packet := range wait {
			if !slices.ContainsFunc(d.all(), func(f flight) bool { return f.packet == packet }) {
				return false
			}
		}
	}
	return true
}

// Compare implements [checker.Ordered].
func (p *pursuit) Compare(a, b *pursued) int {
	if a.May != b.May {
		return int(a.May) - int(b.May)
	}
	return p.Model.Compare(&a.State, &b.State)
}
