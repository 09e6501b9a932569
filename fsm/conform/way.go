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

// keys are a set of what fires in a trial: rules, checks, and effects that send, by the
// numbers that they have in an index.
type keys []uint64

func (k keys) has(n int) bool { return n >= 0 && n>>6 < len(k) && k[n>>6]>>(n&63)&1 != 0 }

func (k *keys) set(n int) {
	for len(*k) <= n>>6 {
		*k = append(*k, 0)
	}
	(*k)[n>>6] |= 1 << (n & 63)
}

func (k *keys) add(other keys) {
	for len(*k) < len(other) {
		*k = append(*k, 0)
	}
	for i := range other {
		(*k)[i] |= other[i]
	}
}

// An index numbers names, which are the same from one edited table to the next.
type index map[string]int

// of returns the number of a name, which gets one if it has none.
func (x index) of(name string) int {
	n, there := x[name]
	if !there {
		n = len(x)
		x[name] = n
	}
	return n
}

// find returns the number of a name, -1 if it has none.
func (x index) find(name string) int {
	if n, there := x[name]; there {
		return n
	}
	return -1
}

// keysOf lists, by rule, what fires with it: the rule, its check, and the effects of it
// that send.
func (x index) keysOf(m *fsm.Machine) (all [][]int) {
	for id := range fsm.RuleID(m.Rules()) {
		r := m.Rule(id)
		list := []int{x.of(r.ID), x.of(titled(m.Check(id).Title))}
		for _, e := range r.Do {
			if e.Sends() != 0 {
				list = append(list, x.of(e.String()))
			}
		}
		all = append(all, list)
	}
	return all
}
