package conform

import (
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A track is what was put to a subject, and what it did.
type track struct {
	way   *way // the first of the steps
	steps []Step
}

// A way is the steps before the probe, which the runs of a route have in common: what a
// table makes of them is found out once.
type way struct{ steps []Step }

// ways are those that a subject has gone, the last one of each route.
type ways map[*Route]*way

// of returns the way of a run.
func (w *ways) of(run *Run) *way {
	steps := run.Steps[:min(run.Probe, len(run.Steps))]
	if last := (*w)[run.Route]; last != nil && slices.EqualFunc(last.steps, steps, sameStep) {
		return last
	}
	if *w == nil {
		*w = ways{}
	}
	(*w)[run.Route] = &way{steps}
	return (*w)[run.Route]
}

// sameStep reports whether two steps are the same to any table.
func sameStep(a, b Step) bool {
	return a.Input == b.Input && a.States == b.States && slices.Equal(a.Segments, b.Segments)
}

// A stand is where a table stands at the end of a way.
type stand struct {
	tcb    fsm.TCB
	wrong  uint64 // the steps that it has not foretold, a bit each
	nearly uint64 // but for the numbers it has
	fired  keys
	asked  optionSet // that it depends on
	turns  optionSet // that it depends on until it is wrong
}

// longest is how many steps a stand tells of; those behind are with the last.
const longest = 64

// note notes what the replay has come to in a step of a way.
func (s *stand) note(i int, r *replay, step *Step) {
	bit := uint64(1) << min(i, longest-1)
	right, nearly := r.right(step)
	if !right {
		s.wrong |= bit
	}
	if nearly {
		s.nearly |= bit
	}
}

// foretold reports whether the table has foretold step i of the way, or has but for the
// numbers.
func (s *stand) foretold(i int) (right, nearly bool) {
	bit := uint64(1) << min(i, longest-1)
	return s.wrong&bit == 0, s.nearly&bit != 0
}
