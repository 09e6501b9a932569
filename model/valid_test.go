package model_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

// What is refused is refused before anything is explored, in the same words.
func TestValid(t *testing.T) {
	s, err := catalogue.FindScenario("close")
	if err != nil {
		t.Fatal(err)
	}
	asIs := func(*model.Scenario) {}
	for _, test := range []struct {
		properties []*model.Property
		change     func(*model.Scenario)
		message    string // "" if the question makes sense
	}{
		{nil, asIs, ""},
		{named(t, "una-le-nxt"), asIs, ""},
		{named(t, "quiet"), asIs, "property quiet says nothing about scenario close: "},
		{named(t, "una-le-nxt"), func(s *model.Scenario) { s.Net.Capacity = model.MaxCapacity + 1 }, "capacity 9 is out of range"},
		{named(t, "una-le-nxt"), func(s *model.Scenario) { s.Policy = "Linx" }, `scenario close: "Linx", column 1: `},
		{named(t, "una-le-nxt", "una-le-nxt"), asIs, "there are two properties una-le-nxt"},
		{[]*model.Property{nil}, asIs, "a property is nil"},
		{[]*model.Property{{Ends: model.View.Empty}}, asIs, "a property has no name"},
		{[]*model.Property{{Name: "none"}}, asIs, "property none claims 0 things"},
		{[]*model.Property{{Name: "two", Ends: model.View.Empty, Stays: model.View.Network}}, asIs, "property two claims 2 things"},
		{[]*model.Property{{Name: "half", Event: &model.Event{}}}, asIs, "property half says when, and not what"},
		{[]*model.Property{{Name: "half", State: &model.Always{}}}, asIs, "property half says when, and not what"},
		{[]*model.Property{{Name: "half", Step: &model.Each{}}}, asIs, "property half says when, and not what"},
		{[]*model.Property{{Name: "half", Leads: &model.Promise{From: model.View.Empty}}}, asIs, "property half says when, and not what"},
		{[]*model.Property{{Name: "half", Can: &model.Promise{To: model.View.Empty}}}, asIs, "property half says when, and not what"},
		{claims(64), asIs, ""},
		{claims(65), asIs, "65 properties of single events are too many"},
	} {
		s := s
		test.change(&s)
		q := model.Question{Scenario: s, Properties: test.properties}
		err := q.Valid()
		if test.message == "" {
			if err != nil {
				t.Errorf("%d properties: %v", len(test.properties), err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), test.message) {
			t.Errorf("error %v, want %q in it", err, test.message)
			continue
		}
		if _, asked := model.Ask(context.Background(), q); asked == nil || asked.Error() != err.Error() {
			t.Errorf("%v is refused as %v", err, asked)
		}
	}
}

// claims returns n claims about single events.
func claims(n int) (all []*model.Property) {
	for i := range n {
		all = append(all, &model.Property{
			Name:  fmt.Sprint("claim-", i),
			Event: &model.Event{Broken: func(*model.Happening) bool { return false }},
		})
	}
	return all
}

// What is expected is not refused if it says nothing, and not asked twice.
func TestExpected(t *testing.T) {
	s, err := catalogue.FindScenario("handshake")
	if err != nil {
		t.Fatal(err)
	}
	// The first is asked for; in this scenario the second says nothing, and the
	// third is about nothing that happens.
	expected := named(t, "una-le-nxt", "quiet", "fin-is-final", "closed-iff-no-tcb")
	a, err := model.Ask(context.Background(), model.Question{Scenario: s, Properties: named(t, "una-le-nxt"), Expected: expected})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, v := range a.Verdicts {
		got = append(got, v.Name)
	}
	if want := "[una-le-nxt closed-iff-no-tcb]"; fmt.Sprint(got) != want {
		t.Errorf("verdicts on %v, want %s", got, want)
	}
}

// A claim about steps that names none is about all of them.
func TestEachStep(t *testing.T) {
	s, err := catalogue.FindScenario("handshake")
	if err != nil {
		t.Fatal(err)
	}
	each := func(name string, holds bool) *model.Property {
		return &model.Property{Name: name, Step: &model.Each{Holds: func(model.View, model.Move, model.View) bool { return holds }}}
	}
	q := model.Question{Scenario: s, Properties: []*model.Property{each("fine", true), each("wrong", false)}}
	q.Options.KeepGoing = true
	a, err := model.Ask(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []checker.Verdict{checker.Holds, checker.Violated} {
		if v := a.Verdicts[i]; v.Finding.Verdict != want || v.Vacuous {
			t.Errorf("%s: %v, vacuous %v; want %v", v.Name, v.Finding.Verdict, v.Vacuous, want)
		}
	}
}
