package model

import (
	"context"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// TestAnyCapacityCovers holds what all verdicts about networks of any capacity rest on:
// each state of a network with a capacity, of whatever kind, is covered by one of the
// network without.
func TestAnyCapacityCovers(t *testing.T) {
	if testing.Short() {
		t.Skip("it explores for seconds")
	}
	complete, states := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		s := anyLossy(t)
		m := modelOf(t, s)
		bounded, _ := statesOf(t, m, checker.Options{Workers: 1, MaxStates: 1500})
		u := newAnyCapacity(m)
		maximal, all := statesOf(t, u, checker.Options{Workers: 1, MaxStates: 8000, Covering: true})
		if !all {
			return
		}
		complete++
		for _, class := range bounded {
			for _, x := range class {
				states++
				x := u.withoutCapacity(x)
				if !u.coveredBy(&x, maximal) {
					t.Fatalf("%+v\nnot covered: %+v, %+v\nA has sent\n%sB has sent\n%s", s,
						*m.ends.at(x.End[0]), *m.ends.at(x.End[1]), u.sents.text(x.Dir[0]), u.sents.text(x.Dir[1]))
				}
			}
		}
	})
	t.Logf("%d scenarios explored completely, %d states covered", complete, states)
	if complete == 0 {
		t.Error("no scenario was explored completely")
	}
}

// anyLossy draws a small scenario on a network that loses.
func anyLossy(t *rapid.T) Scenario {
	s := Scenario{Name: "lossy", Policy: "Hardened", Net: Network{
		Capacity: rapid.IntRange(1, 3).Draw(t, "capacity"), Loss: true, Duplicate: !rapid.Bool().Draw(t, "never twice"), Reorder: !rapid.Bool().Draw(t, "in order"),
		Delivers: rapid.Bool().Draw(t, "delivers"), Displaces: rapid.Bool().Draw(t, "displaces"),
	}}
	s.Clock.MSL = rapid.IntRange(0, 2).Draw(t, "MSL")
	s.Clock.Races = rapid.Bool().Draw(t, "races")
	s.ISN = rapid.SampledFrom([]ISN{Advancing, Constant}).Draw(t, "ISN")
	for i, kinds := range [2][]fsm.EventKind{{fsm.OpenActive, fsm.Send, fsm.Close, fsm.Abort}, {fsm.OpenPassive, fsm.Send, fsm.Close, fsm.OpenActive}} {
		side := &s.Ends[i]
		*side = Side{ISS: [2]fsm.Seq{issA, issB}[i], RcvBUFF: rapid.Uint8Range(1, 2).Draw(t, "room"), Prompt: rapid.Bool().Draw(t, "prompt")}
		for j, k := range kinds {
			side.May[k] = rapid.Uint8Range(0, 1).Draw(t, "may")
			if j == 0 {
				side.May[k] = rapid.Uint8Range(1, 2).Draw(t, "opens")
			}
		}
		side.Incarnations = side.May[kinds[0]]
	}
	return s
}

func modelOf(t rapid.TB, s Scenario) *Model {
	t.Helper()
	m, err := (&Question{Scenario: s}).Model()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// An outline is what states have to have in common to cover one another.
type outline struct {
	end [2]uint32
	env uint32
}

// statesOf returns the states that a search expands, by their outlines, and whether
// these were all.
func statesOf(t rapid.TB, m checker.Model[State], opt checker.Options) (map[outline][]State, bool) {
	t.Helper()
	all := map[outline][]State{}
	note := checker.Invariant("noted", func(s *State) bool {
		o := outline{s.End, s.Env}
		all[o] = append(all[o], *s)
		return true
	})
	r, err := checker.Check(context.Background(), m, opt, note)
	if err != nil {
		t.Fatal(err)
	}
	return all, r.Complete
}

// withoutCapacity returns what a state of a network with a capacity is in one without.
func (u *anyCapacity) withoutCapacity(s State) State {
	for i := range s.Dir {
		var all []sending
		for _, f := range u.dirs.at(s.Dir[i]).all() {
			all = u.send(all, f.packet)
		}
		for j := range all {
			x := &all[j]
			x.young, x.owed = 0xff, 0
			for _, f := range u.dirs.at(s.Dir[i]).all() {
				if f.packet == x.packet {
					x.young = min(x.young, f.age)
				}
				if f.packet == x.packet && f.owed && u.scenario.mortal() {
					x.owed |= 1 << f.age
				}
			}
		}
		s.Dir[i] = u.number(all)
	}
	return s
}

func (u *anyCapacity) coveredBy(s *State, all map[outline][]State) bool {
	for _, o := range all[outline{s.End, s.Env}] {
		if u.Covers(&o, s) {
			return true
		}
	}
	return false
}

// TestAnyCapacityReachesNoMore: where a network loses, duplicates and reorders, one of
// any capacity leads to those pairs of ends to which a large one leads.
func TestAnyCapacityReachesNoMore(t *testing.T) {
	for _, c := range []struct {
		enough, msl int
		a, b        Budget
	}{
		{2, 0, Budget{fsm.OpenActive: 1}, Budget{fsm.OpenPassive: 1}},
		{3, 0, Budget{fsm.OpenActive: 1}, Budget{fsm.OpenActive: 1}},
		{3, 0, Budget{fsm.OpenActive: 1, fsm.Close: 1}, Budget{fsm.OpenPassive: 1}},
		{3, 1, Budget{fsm.OpenActive: 1}, Budget{fsm.OpenPassive: 1, fsm.Close: 1}},
		{2, 2, Budget{fsm.OpenActive: 1, fsm.Abort: 1}, Budget{fsm.OpenPassive: 1}},
	} {
		s := Scenario{
			Name: fmt.Sprint(c), Policy: "Hardened", Net: hostile(c.enough), Clock: Clock{MSL: c.msl},
			Ends: [2]Side{{ISS: issA, May: c.a, Prompt: true}, {ISS: issB, May: c.b, Prompt: true}},
		}
		m := modelOf(t, s)
		bounded, _ := statesOf(t, m, checker.Options{Workers: 1})
		any, _ := statesOf(t, newAnyCapacity(m), checker.Options{Workers: 1, Covering: true})
		for o := range any {
			if _, ok := bounded[o]; !ok {
				t.Errorf("%s: only without a capacity: %+v and %+v", s.Name, *m.ends.at(o.end[0]), *m.ends.at(o.end[1]))
			}
		}
		if len(any) != len(bounded) {
			t.Errorf("%s: %d pairs of ends without a capacity, %d with one", s.Name, len(any), len(bounded))
		}
	}
}

// TestCovers compares directions.
func TestCovers(t *testing.T) {
	row := func(all ...sending) *sentRow {
		r := &sentRow{all: all}
		for _, x := range all {
			r.mask |= maskOf(x.packet)
		}
		return r
	}
	for _, c := range []struct {
		name         string
		large, small []sending
		want         bool
	}{
		{"nothing", nil, nil, true},
		{"more", []sending{{packet: 1}, {packet: 2}}, []sending{{packet: 2}}, true},
		{"other", []sending{{packet: 1}}, []sending{{packet: 2}}, false},
		{"behind the last", []sending{{packet: 1}}, []sending{{packet: 1}, {packet: 65}}, false},
		{"younger", []sending{{1, 0, 0}}, []sending{{1, 1, 0}}, true},
		{"older", []sending{{1, 2, 0}}, []sending{{1, 1, 0}}, false},
		{"owes less", []sending{{1, 0, 0b10}}, []sending{{1, 0, 0b100}}, true},
		{"owes sooner", []sending{{1, 0, 0b100}}, []sending{{1, 0, 0b10}}, false},
		{"owes more often", []sending{{1, 0, 0b11}}, []sending{{1, 0, 0b100}}, false},
		{"owes what the other does not have", []sending{{1, 0, 0}, {2, 0, 1}}, []sending{{1, 0, 0}}, false},
		{"owes what comes before", []sending{{1, 0, 1}, {2, 0, 0}}, []sending{{2, 0, 0}}, false},
	} {
		if got := row(c.large...).covers(row(c.small...)); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
		for _, all := range [][]sending{c.large, c.small} {
			if s := sentOf(all); fmt.Sprint(s.all()) != fmt.Sprint(all) {
				t.Errorf("%v became %v", all, s.all())
			}
		}
	}
}
