package conform

import (
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// What an edit explains: the trials that conform by the table with it.

// advances reports whether a trial conforms, perhaps by one more choice. If it only
// deviates later, because what it has shown first is explained, by cause n, it notes where;
// and what else it deviates from, if the edit is right but for the numbers.
func (l *lens) advances(t *trial, n int) bool {
	v := l.judged(t)
	if v.Kind == Deviates && l.varies(t) {
		return true
	}
	later := v.Kind == Deviates && v.Step > t.Step
	if later {
		t.helped = append(t.helped, n)
	}
	if later || v.Kind == Deviates && l.nears(t) {
		v.Way, v.Choices = t.Way, t.Choices
		t.Verdict, t.because = v, ""
	}
	return v.Kind != Deviates
}

// judged returns what a trial comes to by the table: under one of its policies, that
// which explains it longest. What the table does itself, to the segment, conforms to it.
func (l *lens) judged(t *trial) (best Verdict) {
	if t.untold {
		return t.Verdict
	}
	if l.explains(t, 0) == len(t.Steps) {
		return Verdict{Kind: Conforms}
	}
	if l.edited == nil {
		l.edited = benchOf(l.diverts.Of(l.table))
	}
	for i, p := range t.policies {
		m, err := l.edited.machine(p)
		if err != nil {
			continue
		}
		v := first(newOracle([]oracle.Variant{{Name: own, Machine: m}}, &l.workspace), Verdict{}, t.Steps, 0)
		if i == 0 || v.Kind != Deviates || v.Step > best.Step {
			best = v
		}
		if v.Kind != Deviates {
			break
		}
	}
	return best
}

// varies reports whether the edited table foretells a trial by one more choice than its
// policies make.
func (l *lens) varies(t *trial) bool {
	options, track := fsm.Options(), t.track()
	for _, p := range t.policies {
		_, asked := l.after.tries(track, p)
		for i := range options {
			if !asked.has(i) {
				continue
			}
			for _, a := range options[i].Choices {
				if right, _ := l.after.tries(track, p.With(a.Choice)); right {
					return true
				}
			}
		}
	}
	return false
}

// nears reports whether the edited table is nearly right where the table as it is is wrong.
func (l *lens) nears(t *trial) bool {
	return !t.near && slices.ContainsFunc(t.policies, func(p fsm.Policy) bool {
		n, nearly := l.follows(t, p, 0)
		return n == t.Step && nearly
	})
}
