package conform

import (
	"context"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/effect"
	"github.com/tcpfsm/tcpfsm/fsm/fact"
	"github.com/tcpfsm/tcpfsm/fsm/rule"
)

// trials returns some trials of a subject that is a table, at the ends of all its routes.
func trials(t *testing.T, table fsm.Table, every int) (all []*trial) {
	t.Helper()
	m, err := NewMachine(table, fsm.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	runner, w := Runner{Stack: m}, ways{}
	routes := (&Campaign{Quick: true}).routes()
	for i := range routes {
		var classes []Class
		for k, c := range Classes(&routes[i]) {
			if (i+k)%every == 0 {
				classes = append(classes, c)
			}
		}
		runs, err := runner.Route(context.Background(), &routes[i], classes)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range runs {
			p := fsm.Policy{}.With(endsBy(r.inputs()))
			all = append(all, &trial{Run: r, way: w.of(&r), policies: []fsm.Policy{p}})
		}
	}
	return all
}

// TestDiversionIsEdit: to lead events astray comes to the same as to edit the table and
// compile it.
func TestDiversionIsEdit(t *testing.T) {
	table := fsm.RFC9293Table()
	plain := lensOf(benchOf(table), index{})
	form := *table.Form(effect.SendACK)
	form.CTL |= fsm.RST
	all := trials(t, table, 5)
	for _, e := range []Edit{
		{Rule: rule.SeqACK.String(), Conduct: Conduct{Then: fsm.Continue}},
		{Rule: rule.RSTChallenge.String(), In: fsm.StatesOf(fsm.FinWait1), Conduct: Conduct{Do: []fsm.Effect{effect.DeleteTCB}, Enter: fsm.Enter(fsm.Closed), Then: fsm.Stop}},
		{Rule: rule.TextTake.String(), If: []Guard{{fact.HasFIN, false}}, Conduct: Conduct{Do: []fsm.Effect{effect.OweACK}, Then: fsm.Continue}},
		{Check: "first, an unacceptable segment", If: []Guard{{fact.HasACK, true}, {fact.HasRST, false}}, Conduct: Conduct{Then: fsm.Stop}},
		{Form: &form},
	} {
		l, edited := plain.through(&e), lensOf(benchOf(e.Of(table)), index{})
		differs := 0
		for _, o := range all {
			got, near := l.follows(o, o.policies[0], 0)
			want, nearly := edited.follows(o, o.policies[0], 0)
			if got != want || near != nearly {
				t.Fatalf("%v, %v: %d steps %v, compiled %d %v", &e, o.Case, got, near, want, nearly)
			}
			if got < len(o.Steps) {
				differs++
			}
		}
		if differs == 0 || differs == len(all) {
			t.Errorf("%v: differs in %d of %d", &e, differs, len(all))
		}
	}
}

// TestRelevance: a choice of an option that the table has not been asked about makes no
// difference.
func TestRelevance(t *testing.T) {
	table := fsm.RFC9293Table()
	l := lensOf(benchOf(table), index{})
	options, without := fsm.Options(), 0
	for _, o := range trials(t, table, 23) {
		p := o.policies[0]
		right, asked := l.tries(o.track(), p)
		if !right {
			t.Fatalf("%v: the table does not foretell itself", o.Case)
		}
		for i := range options {
			if asked.has(i) {
				continue
			}
			without++
			for _, a := range options[i].Choices {
				if right, _ := l.tries(o.track(), p.With(a.Choice)); !right {
					t.Errorf("%v: %v makes a difference, and was not asked about", o.Case, a.Choice)
				}
			}
		}
	}
	if without == 0 {
		t.Error("all options are asked about everywhere")
	}
}

// BenchmarkCheck holds a subject with several bugs against the table, quickly.
func BenchmarkCheck(b *testing.B) {
	m, err := buggy()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		r, err := Check(context.Background(), m, Options{Quick: true})
		if err != nil || len(r.Causes) != 4 {
			b.Fatalf("%d causes, %v", len(r.Causes), err)
		}
	}
}

// TestNoTable: an edit by which a check leads back explains nothing, for there is no such
// table.
func TestNoTable(t *testing.T) {
	table := fsm.RFC9293Table()
	back := find(table, rule.SeqCrossedACK.String()).rule.Then
	s := search{judge: NewJudge(fsm.Policy{})}
	e := Edit{Check: table[find(table, rule.TextTake.String()).at].Title, Conduct: Conduct{Then: back}}
	for _, o := range trials(t, table, 50) {
		if s.helps(&e, o) {
			t.Fatalf("%v explains %v", &e, o.Case)
		}
	}
}
