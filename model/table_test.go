package model

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// opening is a scenario in a network that loses, duplicates and reorders, and that has
// no clock: so a direction is a set, and a search through a table is short.
func opening(capacity int, claims ...*Property) Question {
	return Question{
		Scenario: Scenario{
			Name: "opening", Net: Network{Capacity: capacity, Loss: true, Duplicate: true, Reorder: true},
			Ends: [2]Side{
				{ISS: 100, May: Budget{fsm.OpenActive: 1, fsm.Close: 1}},
				{ISS: 300, May: Budget{fsm.OpenPassive: 1, fsm.OpenActive: 1}},
			},
		},
		Properties: claims,
		Options:    checker.Options{KeepGoing: true, Workers: 2},
	}
}

func tableOf(t *testing.T, q Question) (*Answer, *Table) {
	t.Helper()
	a, err := Ask(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	table, err := a.Table()
	if err != nil {
		t.Fatal(err)
	}
	return a, table
}

// A search is one through a table, as somebody else would make it.
type tableSearch struct {
	*Table
	seen   map[string]bool
	todo   []tableState
	broken map[string]bool
}

type tableState struct {
	end  [2]int
	sent [2][]int // sorted
}

func (x *tableSearch) meet(s tableState) {
	if key := fmt.Sprint(s); !x.seen[key] {
		x.seen[key] = true
		x.todo = append(x.todo, s)
	}
}

func (x *tableSearch) run() {
	x.meet(tableState{end: x.Begin})
	for len(x.todo) > 0 {
		s := x.todo[0]
		x.todo = x.todo[1:]
		x.state(s)
		stuck := len(s.sent[0])+len(s.sent[1]) == 0
		for i := range s.end {
			row := &x.Rows[s.end[i]]
			for _, in := range row.Alone {
				x.step(s, i, in.Step)
				stuck = false
			}
			for _, p := range s.sent[1-i] {
				if row.Arrivals[p] == 0 {
					panic("a packet arrives that has never reached this end")
				}
				x.step(s, i, row.Arrivals[p])
			}
			for j := range s.sent[i] {
				lost := s
				lost.sent[i] = slices.Delete(slices.Clone(s.sent[i]), j, j+1)
				x.meet(lost)
			}
		}
		for _, c := range x.Claims {
			if stuck && c.Ends != nil && !c.Pairs.Holds[c.Pairs.Row[s.end[0]]][c.Pairs.Column[s.end[1]]] {
				x.broken[c.Name] = true
			}
		}
	}
}

func (x *tableSearch) state(s tableState) {
	for _, c := range x.Claims {
		if c.State != nil && !c.Pairs.Holds[c.Pairs.Row[s.end[0]]][c.Pairs.Column[s.end[1]]] {
			x.broken[c.Name] = true
		}
	}
}

// step takes a step of an end, and each other one that may come of the same input.
func (x *tableSearch) step(s tableState, i, step int) {
	for ; step != 0; step = x.Steps[step].Next {
		st := &x.Steps[step]
		for _, c := range st.Breaks {
			x.broken[x.Claims[c].Name] = true
		}
		for k, c := range x.Claims {
			if c.Step != nil && !c.Pairs.Holds[st.Class[k]][c.Pairs.Column[s.end[1-i]]] {
				x.broken[c.Name] = true
			}
		}
		then := s
		then.end[i] = st.To
		for _, dir := range x.send([][]int{s.sent[i]}, st.Sends) {
			then.sent[i] = dir
			x.meet(then)
		}
	}
}

// send returns what may become of a set when packets are added of which some may be lost.
func (x *tableSearch) send(ways [][]int, packets []int) [][]int {
	for _, p := range packets {
		var next [][]int
		for _, way := range ways {
			at, there := slices.BinarySearch(way, p)
			with := slices.Insert(slices.Clone(way), at, p)
			switch {
			case there:
				next = append(next, way)
			case len(with) <= x.Scenario.Net.Capacity:
				next = append(next, with)
			default:
				for j := range with {
					next = append(next, slices.Delete(slices.Clone(with), j, j+1))
				}
			}
		}
		ways = next
	}
	return ways
}

// TestTable searches through tables: there are as many states, and the same claims are
// violated.
func TestTable(t *testing.T) {
	never := func(name string, is func(View) bool) *Property {
		return &Property{Name: name, State: &Always{Holds: func(v View) bool { return !is(v) }}}
	}
	claims := []*Property{
		never("never-both-established", func(v View) bool { a, b := v.States(); return a == fsm.Established && b == fsm.Established }),
		never("never-both-time-wait", func(v View) bool { a, b := v.States(); return a == fsm.TimeWait && b == fsm.TimeWait }),
		{Name: "no-reset-arrives", Event: &Event{Broken: func(h *Happening) bool { return h.Packet != nil && h.Packet.CTL&fsm.RST != 0 }}},
		{Name: "nothing-refused", Event: &Event{Broken: func(h *Happening) bool { return h.Kind == fsm.Close && h.Out.Reply == fsm.ConnectionIllegal }}},
		{Name: "alone-in-established", Step: &Each{Holds: func(before View, mv Move, after View) bool {
			return mv.End < 0 || after.End(mv.End).TCB.State != fsm.Established || before.End(1-mv.End).TCB.State != fsm.Established
		}}},
		{Name: "established-is-left-by-close", Step: &Each{Holds: func(before View, mv Move, after View) bool {
			return mv.End != 1 || before.End(1).TCB.State != fsm.Established || after.End(1).TCB.State <= fsm.CloseWait || mv.Kind == fsm.Close
		}}},
		{Name: "ends-established", Ends: func(v View) bool { a, b := v.States(); return v.Empty() && a == b }},
	}
	for capacity := 1; capacity <= 3; capacity++ {
		a, table := tableOf(t, opening(capacity, claims...))
		x := &tableSearch{Table: table, seen: map[string]bool{}, broken: map[string]bool{}}
		x.run()
		if uint64(len(x.seen)) != a.Distinct {
			t.Errorf("CAP(%d): %d states by the table, %d explored", capacity, len(x.seen), a.Distinct)
		}
		violated := 0
		for _, v := range a.Verdicts {
			is := v.Finding.Verdict == checker.Violated
			if x.broken[v.Name] != is {
				t.Errorf("CAP(%d): %s is violated: %v by the table, %v explored", capacity, v.Name, x.broken[v.Name], is)
			}
			if is {
				violated++
			}
		}
		if violated == 0 || violated == len(claims) {
			t.Errorf("CAP(%d): %d of %d claims are violated; this shows little", capacity, violated, len(claims))
		}
		if len(table.Left) > 0 {
			t.Errorf("left out: %v", table.Left)
		}
	}
}

// TestTableIsTheSame holds that the order in which workers meet ends and packets makes
// no difference.
func TestTableIsTheSame(t *testing.T) {
	q := opening(2)
	_, first := tableOf(t, q)
	for range 3 {
		if _, again := tableOf(t, q); !reflect.DeepEqual(first, again) {
			t.Fatal("two tables of the same scenario differ")
		}
	}
}

// TestTableLeaves holds that claims that a table cannot tell are named with the reason,
// and that there is none of what was not explored completely.
func TestTableLeaves(t *testing.T) {
	q := opening(1,
		&Property{Name: "live", Leads: &Promise{From: func(View) bool { return true }, To: func(View) bool { return true }}},
		&Property{Name: "possible", Can: &Promise{From: func(View) bool { return true }, To: func(View) bool { return true }}},
		&Property{Name: "looks", State: &Always{Holds: func(v View) bool { return len(v.Flights(0)) < 9 }}},
		&Property{Name: "ticks", Step: &Each{Holds: func(_ View, mv Move, _ View) bool { return mv.End >= 0 }}},
		&Property{Name: "looks-at-both", Step: &Each{Holds: func(before View, mv Move, _ View) bool {
			return mv.End < 0 || len(before.Flights(1-mv.End)) == 0 || before.End(1-mv.End).TCB.State != fsm.SynSent
		}}},
	)
	_, table := tableOf(t, q)
	if len(table.Left) != len(q.Properties) || len(table.Claims) != 0 {
		t.Errorf("left out: %v, told: %v", table.Left, table.Claims)
	}
	q.Properties, q.Options.MaxStates = nil, 10
	a, err := Ask(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Table(); err == nil {
		t.Error("there is a table of what was not explored completely")
	}
}

// TestRelate holds that a relation in classes says what it was made of.
func TestRelate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, columns := rapid.IntRange(1, 9).Draw(t, "rows"), rapid.IntRange(1, 9).Draw(t, "columns")
		is := rapid.SliceOfN(rapid.Bool(), rows*columns, rows*columns).Draw(t, "holds")
		r := relate(rows, columns, func(i, j int) bool { return is[i*columns+j] })
		for i := range rows {
			for j := range columns {
				if got := r.Holds[r.Row[i]][r.Column[j]]; got != is[i*columns+j] {
					t.Fatalf("(%d, %d): %v", i, j, got)
				}
			}
		}
		if r.Always() != !slices.Contains(is, false) {
			t.Fatalf("it always holds: %v", r.Always())
		}
	})
}
