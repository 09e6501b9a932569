package model

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// TestNumbersStandForValues packs ends, packets and directions into numbers and
// unpacks them: nothing is lost, equal values have equal numbers and others
// have others.
func TestNumbersStandForValues(t *testing.T) {
	in := newInterner[End, endRow](everything)
	seen := map[uint32]End{}
	rapid.Check(t, func(t *rapid.T) {
		e := anEnd(t)
		id := in.number(&e)
		if *in.at(id) != e {
			t.Fatalf("%+v comes back as %+v", e, *in.at(id))
		}
		if was, ok := seen[id]; ok && was != e {
			t.Fatalf("%+v and %+v have the same number", was, e)
		}
		seen[id] = e
		if again := in.number(&e); again != id {
			t.Fatalf("%+v has the numbers %d and %d", e, id, again)
		}
		other := e
		other.Got++
		if in.number(&other) == id || in.compare(in.number(&other), id) == 0 {
			t.Fatalf("%+v and %+v are taken for the same", e, other)
		}
	})
}

func anEnd(t *rapid.T) End {
	small := rapid.Uint8Range(0, 3)
	e := End{
		Side: rapid.Uint8Range(0, 1).Draw(t, "side"), Due: small.Draw(t, "due"), Inc: small.Draw(t, "inc"),
		Peer: small.Draw(t, "peer"), Got: small.Draw(t, "got"), Closed: rapid.Bool().Draw(t, "closed"),
	}
	e.TCB.State = fsm.State(rapid.IntRange(0, 10).Draw(t, "state"))
	e.TCB.SND.NXT = fsm.Seq(rapid.Uint32().Draw(t, "SND.NXT"))
	e.TCB.RCV.NXT = fsm.Seq(rapid.Uint32().Draw(t, "RCV.NXT"))
	e.Left[fsm.Close] = small.Draw(t, "left")
	return e
}

// TestExplanation takes random walks and has each step told again: what
// happened leads from the state before to the one after, and what was sent is
// on its way, was there before, or is said to be lost.
func TestExplanation(t *testing.T) {
	for _, name := range []string{"simultaneous-open", "abort", "crash-quiet", "replay-attack"} {
		s := mustFind(name)
		machine, err := s.machine()
		if err != nil {
			t.Fatal(err)
		}
		m, err := newModel(s, machine)
		if err != nil {
			t.Fatal(err)
		}
		rapid.Check(t, func(t *rapid.T) {
			var steps checker.Steps[State]
			m.Initial(&steps)
			at := first(&steps)
			for range rapid.IntRange(1, 40).Draw(t, "steps") {
				steps.Reset()
				m.Next(&at, &steps)
				if steps.Len() == 0 {
					return
				}
				a, next := pick(&steps, rapid.IntRange(0, steps.Len()-1).Draw(t, "step"))
				m.confirm(t, at, a, next)
				at = next
			}
		})
	}
}

func first(steps *checker.Steps[State]) State { _, s := pick(steps, 0); return s }

func pick(steps *checker.Steps[State], i int) (checker.Action, State) {
	for a, s := range steps.All() {
		if i == 0 {
			return a, s
		}
		i--
	}
	panic("there is no such step")
}

// confirm holds an explanation against the step.
func (m *Model) confirm(t *rapid.T, before State, a checker.Action, after State) {
	x := m.Explain(before, a, after)
	if x.End < 0 {
		if len(x.Happenings) > 0 || !x.Tick && before.End != after.End {
			t.Fatalf("%s: something happened at an end: %+v", m.ActionName(a), x)
		}
		return
	}
	first, last := &x.Happenings[0], &x.Happenings[len(x.Happenings)-1]
	if first.Before != *m.ends.at(before.End[x.End]) || last.After != *m.ends.at(after.End[x.End]) {
		t.Fatalf("%s: it led from %+v to %+v", m.ActionName(a), first.Before, last.After)
	}
	if other := 1 - x.End; before.End[other] != after.End[other] {
		t.Fatalf("%s: the other end has changed", m.ActionName(a))
	}
	for i, h := range x.Happenings {
		if i > 0 && h.Before != x.Happenings[i-1].After {
			t.Fatalf("%s: there is a gap before happening %d", m.ActionName(a), i)
		}
		for _, p := range h.Sent {
			if m.count(after.Dir[x.End])[m.packets.number(&p)] == 0 && !slices.Contains(x.Lost[x.End], p) {
				t.Fatalf("%s: %v has vanished", m.ActionName(a), p)
			}
		}
	}
}
