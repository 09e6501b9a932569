package question_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/question"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

// one returns the question that a request about one scenario asks.
func one(t *testing.T, r question.Request) *question.Question {
	t.Helper()
	all, err := r.Questions()
	if err != nil {
		t.Fatalf("%+v: %v", r, err)
	}
	if len(all) != 1 {
		t.Fatalf("%+v: %d questions, want 1", r, len(all))
	}
	return &all[0]
}

// refused holds what a request is refused with: what is wrong, and a hint.
func refused(t *testing.T, r question.Request, message string) {
	t.Helper()
	_, err := r.Questions()
	if err == nil {
		t.Errorf("%+v: no error, want %q", r, message)
		return
	}
	if first, hint, ok := strings.Cut(err.Error(), "\nhint: "); !ok || first == "" || hint == "" || !strings.Contains(err.Error(), message) {
		t.Errorf("%+v: error %q, want %q and a hint", r, err, message)
	}
}

func names(all []question.Question) (names []string) {
	for i := range all {
		names = append(names, all[i].Scenario.Name)
	}
	return names
}

// claims returns the names of properties.
func claims(all []*model.Property) (names []string) {
	for _, p := range all {
		names = append(names, p.Name)
	}
	return names
}

func TestNet(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"", "loss,dup,reorder"}, // as the scenario has it
		{"perfect", "perfect"},
		{"loss", "loss"},
		{"reorder, loss", "loss,reorder"},
	} {
		q := one(t, question.Request{Scenarios: []string{"close"}, Net: test.text})
		if got := question.NetworkName(q.Scenario.Net); got != test.want {
			t.Errorf("-net %q: %s, want %s", test.text, got, test.want)
		}
	}
	for _, test := range []struct{ text, message string }{
		{"los", "unknown network \"los\"\nhint: did you mean loss?"},
		{"loss,", `unknown network ""`},
		{"LOSS", "did you mean loss?"},
		{"perfect,loss", "-net perfect,loss contradicts itself"},
		{"dup,dup", "-net dup,dup contradicts itself or the rest: dup stands there twice"},
		{"loss,dup, loss", "loss stands there twice"},
	} {
		refused(t, question.Request{Scenarios: []string{"close"}, Net: test.text}, test.message)
	}
}

func TestBound(t *testing.T) {
	for _, test := range []struct {
		scenario, text string
		want           func(*model.Scenario) bool
	}{
		{"close", "segments=1", func(s *model.Scenario) bool { return s.Net.Capacity == 1 }},
		{"close", "segments=1,segments=1", func(s *model.Scenario) bool { return s.Net.Capacity == 1 }},
		{"close", "msl=3, segments=8", func(s *model.Scenario) bool { return s.Clock.MSL == 3 && s.Net.Capacity == 8 }},
		{"close", "time-wait=3,msl=2,rest=4,quiet=1", func(s *model.Scenario) bool {
			return s.Clock == model.Clock{MSL: 2, TimeWait: 3, Rest: 4, Quiet: true}
		}},
		{"time-wait", "time-wait=0", func(s *model.Scenario) bool { return s.Clock.TimeWaitTicks() == 0 }},
		{"time-wait", "msl=2", func(s *model.Scenario) bool { return s.Clock.TimeWaitTicks() == 4 }},
		{"close", "msl=0", func(s *model.Scenario) bool { return s.Clock.MSL == 0 }},
		{"close", "incarnations=2", func(s *model.Scenario) bool {
			a, b := &s.Ends[0], &s.Ends[1]
			return a.Incarnations == 2 && b.Incarnations == 2 && a.May[fsm.OpenActive] == 2 && b.May[fsm.OpenPassive] == 2 &&
				a.May[fsm.Close] == 3 && b.May[fsm.Close] == 3 && a.May[fsm.OpenPassive] == 0
		}},
		{"full-windows-calm", "octets=3", func(s *model.Scenario) bool { return s.Ends[0].May[fsm.Send] == 3 && s.Ends[0].Octets == 1 }},
	} {
		if q := one(t, question.Request{Scenarios: []string{test.scenario}, Bound: test.text}); !test.want(&q.Scenario) {
			t.Errorf("-bound %s is not what %s has: %+v", test.text, test.scenario, q.Scenario)
		}
	}
	for _, test := range []struct{ text, message string }{
		{"segment=3", "unknown bound \"segment\"\nhint: did you mean segments?"},
		{"segments", "-bound segments= is out of range\nhint: choose 1 to 8"},
		{"segments=0", "choose 1 to 8"},
		{"segments=9", "choose 1 to 8"},
		{"msl=-1", "choose 0 to 100"},
		{"msl=lots", "-bound msl=lots is out of range"},
		{"msl=1,", `unknown bound ""`},
		{"msl=1,segments=2,msl=2", "-bound msl=1,msl=2 contradicts itself"},
		{"octets=2", "scenario close: -bound octets=2 means nothing: nobody sends octets there"},
		{"time-wait=2", "scenario close: -bound time-wait=2 means nothing: it has no clock"},
		{"rest=1", "scenario close: -bound rest=1 means nothing: it has no clock"},
		{"quiet=1", "scenario close: -bound quiet=1 means nothing: it has no clock"},
	} {
		refused(t, question.Request{Scenarios: []string{"close"}, Bound: test.text}, test.message)
	}
}

func TestAssume(t *testing.T) {
	for _, test := range []struct {
		text string
		fair model.Assumptions
		want func(*model.Scenario) bool
	}{
		{"", 0, func(*model.Scenario) bool { return true }},
		{"mono, FL,TICK", model.Assume(model.FL, model.TICK), func(s *model.Scenario) bool { return s.ISN == model.Advancing }},
		{"ISN-ANY", 0, func(s *model.Scenario) bool { return s.ISN == model.Arbitrary }},
		{"LIFE", 0, func(s *model.Scenario) bool { return s.Clock.MSL > 0 }},
		{"REL", 0, func(s *model.Scenario) bool { return s.Net.Delivers }},
		{"FRESH", 0, func(s *model.Scenario) bool { return s.Ends[0].Incarnations == 1 }},
		{"NOABORT,NOABORT", 0, func(s *model.Scenario) bool { return s.Ends[0].May[fsm.Abort] == 0 }},
	} {
		q := one(t, question.Request{Scenarios: []string{"close"}, Assume: test.text, Assumed: true})
		if q.Fair == nil || *q.Fair != test.fair || !test.want(&q.Scenario) {
			t.Errorf("-assume %q: fair %v, want %v; %+v", test.text, q.Fair, test.fair, q.Scenario)
		}
	}
	if q := one(t, question.Request{Scenarios: []string{"close"}}); q.Fair != nil {
		t.Errorf("without -assume the fairness is %v, want that of each property", *q.Fair)
	}
	for _, test := range []struct{ assume, bound, message string }{
		{"NOTT", "", "unknown assumption \"NOTT\"\nhint: did you mean NOATT"},
		{"MONO,ISN-ANY", "", "-assume MONO,ISN-ANY contradicts itself"},
		{"LIFE", "msl=0", "LIFE assumes a maximum segment lifetime"},
		{"FRESH", "incarnations=2", "FRESH assumes one incarnation"},
		{"LIFE,2MSL", "msl=2,time-wait=3", "2MSL are 4 ticks"},
		{"LIFE,REST", "msl=2,rest=2", "REST assumes a rest of more than MSL"},
	} {
		refused(t, question.Request{Scenarios: []string{"close"}, Assume: test.assume, Assumed: true, Bound: test.bound}, test.message)
	}
	refused(t, question.Request{Scenarios: []string{"close"}, Assume: "MONO,FL", Assumed: true, Stepwise: true}, "-assume FL means nothing to single steps")
}

func TestPolicy(t *testing.T) {
	for _, text := range []string{"Linux", "linux", "RFC9293,rst_in_time_wait=ignore", "rst_in_time_wait=ignore"} {
		if q := one(t, question.Request{Scenarios: []string{"close"}, Policy: text}); question.PolicyName(&q.Scenario) != text {
			t.Errorf("-policy %s: the policy is %s", text, question.PolicyName(&q.Scenario))
		}
	}
	for _, test := range []struct{ text, message string }{
		{"Linx", "column 1: expected a profile or option=alternative, perhaps Linux"},
		{"Linux,rst_in_time_wate=ignore", "column 7: expected an option, perhaps rst_in_time_wait"},
		{"Linux,rst_in_time_wait=drop", "an alternative of rst_in_time_wait: close, ignore"},
		{"Linux,rst", "column 7: expected option=alternative"},
		{"rst_in_time_wait=ignore,rst_in_time_wait=close", "no second rst_in_time_wait"},
	} {
		refused(t, question.Request{Scenarios: []string{"close"}, Policy: test.text}, test.message)
	}
}

// A mutant alone is asked about where it is refuted, by what refutes it.
func TestMutant(t *testing.T) {
	mu, err := catalogue.FindMutant("no-syn-retransmit")
	if err != nil {
		t.Fatal(err)
	}
	all, err := (&question.Request{Mutant: mu.Name}).Questions()
	if err != nil {
		t.Fatal(err)
	}
	for i := range mu.Refuted {
		r := &mu.Refuted[i]
		if !slices.ContainsFunc(all, func(q question.Question) bool {
			return q.Scenario.Name == r.Scenario.Name && slices.Contains(q.Properties, r.Property) && q.Machine != nil && q.Mutant == mu.Name
		}) {
			t.Errorf("%s is not asked about %s in %s", mu.Name, r.Property.Name, r.Scenario.Name)
		}
	}
	if q := one(t, question.Request{Mutant: mu.Name, Scenarios: []string{"close"}}); q.Properties != nil || q.Expected == nil || q.Machine == nil {
		t.Errorf("in a scenario that is named: properties %v and %v, machine %v; want those that it has, of the mutant", claims(q.Properties), claims(q.Expected), q.Machine)
	}
	refused(t, question.Request{Mutant: "no-syn-retransmits"}, "unknown mutant \"no-syn-retransmits\"\nhint: did you mean no-syn-retransmit")
	refused(t, question.Request{Mutant: mu.Name, All: true}, "-all is for the standard scenarios")
}

func TestScenarios(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	twice := question.Request{Scenarios: []string{"handshake", "try-open", "handshake"}, Properties: []string{"una-le-nxt", "una-le-nxt"}}
	all, err := twice.Questions()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := names(all), []string{"handshake", "try-open"}; !slices.Equal(got, want) {
		t.Errorf("scenarios %v, want %v", got, want)
	}
	if got, want := claims(all[0].Properties), []string{"una-le-nxt"}; !slices.Equal(got, want) {
		t.Errorf("properties %v, want %v", got, want)
	}
	small, err := (&question.Request{}).Questions()
	if err != nil {
		t.Fatal(err)
	}
	large, err := (&question.Request{All: true}).Questions()
	if err != nil {
		t.Fatal(err)
	}
	if len(large) != len(catalogue.Scenarios()) || len(small) == 0 || len(small) >= len(large) {
		t.Errorf("%d scenarios without -all, %d with it, of %d", len(small), len(large), len(catalogue.Scenarios()))
	}
	for _, test := range []struct {
		request question.Request
		message string
	}{
		{question.Request{Scenarios: []string{"clsoe"}}, "unknown scenario \"clsoe\"\nhint: did you mean close"},
		{question.Request{Scenarios: []string{"try-opn"}}, "did you mean try-open"},
		{question.Request{Scenarios: []string{"close"}, All: true}, "some are named"},
		{question.Request{Properties: []string{"una-le-nx"}}, "unknown property \"una-le-nx\"\nhint: did you mean una-le-nxt"},
		{question.Request{Scenarios: []string{"full-windows-calm", "close"}, Properties: []string{"quiet"}}, "property quiet says nothing about scenario close"},
	} {
		refused(t, test.request, test.message)
	}
}

func TestHazards(t *testing.T) {
	all, err := question.Hazards([]string{"H40", "H01", "H40"})
	if err != nil || len(all) != 2 || all[0].ID != "H40" || all[1].ID != "H01" {
		t.Errorf("H40 H01 H40: %d hazards, error %v; want H40 and H01", len(all), err)
	}
	if all, err := question.Hazards(nil); err != nil || len(all) != len(catalogue.Hazards()) {
		t.Errorf("%d hazards, error %v; want all", len(all), err)
	}
	if _, err := question.Hazards([]string{"H99"}); err == nil || !strings.Contains(err.Error(), "unknown hazard \"H99\"\nhint: ") {
		t.Errorf("H99: error %v, want it unknown, with a hint", err)
	}
}

// FuzzScenarioFile holds that no file makes its reader panic, and that what is read
// can be asked about, or is refused with a reason.
func FuzzScenarioFile(f *testing.F) {
	f.Add("like close-fair\npolicy Linux\nset B.CRASH=1,A.MSS=2\nnet loss # and no more\nbound msl=1")
	f.Add("like handshake\niss A 7\nstray B <SEQ=4><CTL=SYN>\nforged A <SEQ=1><CTL=RST>\nforges any\nassume MONO")
	f.Add("like ./x.scenario")
	f.Fuzz(func(t *testing.T, text string) {
		file := filepath.Join(t.TempDir(), "a.scenario")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		all, err := (&question.Request{Scenarios: []string{file}}).Questions()
		if err == nil && len(all) != 1 || err != nil && !strings.Contains(err.Error(), "\nhint: ") {
			t.Errorf("%q: %d questions, error %v; want one, or an error with a hint", text, len(all), err)
		}
	})
}
