package conform

import (
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// What an edit explains: the trials that conform by the table with it.

// A look is what a trial comes to by a table, and whether one more choice would explain it.
type look struct {
	Verdict
	varies bool
}

// looks returns what trials come to by the table. That takes most of all the time, and is done
// side by side.
func (l *lens) looks(trials []*trial) []look {
	all := make([]look, len(trials))
	for i, t := range trials {
		all[i].Verdict = l.judged(t)
	}
	side(len(all), func(i int) { all[i].varies = all[i].Kind == Deviates && l.varies(trials[i]) })
	return all
}

// advances reports whether a trial conforms, perhaps by one more choice. If it only
// deviates later, because what it has shown first is explained, by cause n, it notes where;
// and what else it deviates from, if the edit is right but for the numbers.
func (l *lens) advances(t *trial, n int, v look) bool {
	if v.varies {
		return true
	}
	later := v.Kind == Deviates && v.Step > t.Step
	if later {
		t.helped = append(t.helped, n)
	}
	if later || v.Kind == Deviates && l.nears(t) {
		v.Way, v.Choices = t.Way, t.Choices
		t.Verdict, t.because = v.Verdict, ""
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
// policies make: one of an option that it is asked about before it is wrong. That it does not
// remains so until an edit changes what fires by then.
func (l *lens) varies(t *trial) bool {
	if t.firm != nil {
		return false
	}
	options, track, fired := fsm.Options(), t.track(), keys{}
	for _, p := range t.policies {
		turns := l.after.turns(track, p, &fired)
		for i := range options {
			if !turns.has(i) {
				continue
			}
			is := options[i].Choice(p)
			for _, a := range options[i].Choices {
				if a.Choice != is && l.after.turned(track, p, i, a.Choice, &fired) {
					return true
				}
			}
		}
	}
	t.firm = fired
	return false
}

// nears reports whether the edited table is nearly right where the table as it is is wrong.
func (l *lens) nears(t *trial) bool {
	return !t.near && slices.ContainsFunc(t.policies, func(p fsm.Policy) bool {
		n, nearly := l.follows(t, p, 0)
		return n == t.Step && nearly
	})
}
