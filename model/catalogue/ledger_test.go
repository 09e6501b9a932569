package catalogue

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

var ledger = flag.Bool("ledger", false, "write testdata/ledger.txt anew, which takes minutes")

const ledgerFile = "testdata/ledger.txt"

// drop says how a scenario gives up an assumption that is not one of fairness.
var drop = map[model.Assumption]func(*model.Scenario){
	model.MONO:    func(s *model.Scenario) { s.ISN = model.Constant },
	model.LIFE:    func(s *model.Scenario) { s.Clock.Immortal = s.Clock.MSL > 0 },
	model.FRESH:   again,
	model.NOATT:   func(s *model.Scenario) { s.Attack = knowing },
	model.NOCRASH: func(s *model.Scenario) { allow(s, model.Crash) },
	model.NOABORT: func(s *model.Scenario) { allow(s, fsm.Abort) },
	model.NOR2:    func(s *model.Scenario) { allow(s, fsm.R2Reached) },
}

// knowing is an attacker who knows the numbers of a connection without data.
var knowing = model.Attack{Budget: model.Unbounded, Forged: [2][]fsm.Segment{
	{finOfB},
	{finOfA, {SEQ: issA + 1, CTL: fsm.RST}},
}}

func allow(s *model.Scenario, k fsm.EventKind) {
	for i := range s.Ends {
		s.Ends[i].May[k] = max(1, s.Ends[i].May[k])
	}
}

// again lets B open once more, after it has given up or closed.
func again(s *model.Scenario) {
	b := &s.Ends[1]
	b.Incarnations = 2
	b.May[fsm.OpenActive]++
	b.May[fsm.Abort]++
}

// A line of the ledger says what becomes of a property without an assumption.
type line struct {
	property, ground, without string
	finding                   string
}

func (l line) String() string {
	return fmt.Sprintf("%-29s %-36s %-8s %s", l.property, l.ground, l.without, l.finding)
}

// precautions are assumptions that nothing tried has shown to be needed, and
// that stay because what was tried is not everything: an attacker can forge
// more than those of the ledger do, an ISN be more than always the same.
var precautions = map[string]model.Assumptions{
	"no-orphaned-close-wait": model.Assume(model.MONO, model.NOATT),
	"half-open-resolves":     model.Assume(model.NOATT),
	"abort-reaches-peer":     model.Assume(model.MONO, model.NOATT), // model.MONO: the counterexample abort-same-numbers, in which there is a second connection
}

// TestLedger holds that every assumption of a liveness property is needed
// somewhere: without it a scenario refutes the property; or that nothing tried
// refutes it, and it is a precaution.
func TestLedger(t *testing.T) {
	if *ledger {
		writeLedger(t)
	}
	text, err := os.ReadFile(ledgerFile)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range liveness {
		for _, g := range p.Grounds() {
			for _, a := range g.Needs.Each() {
				want := line{property: p.Name, ground: g.String(), without: a.String(), finding: "violated"}
				caution := want
				caution.finding = "holds"
				precaution := precautions[p.Name].Has(a) && strings.Contains(string(text), caution.String())
				if !precaution && !strings.Contains(string(text), want.String()) {
					t.Errorf("no counterexample to %s on the ground of %v without %v", p.Name, g.String(), a)
				}
			}
		}
	}
}

func writeLedger(t *testing.T) {
	var b strings.Builder
	for _, p := range liveness {
		for _, g := range p.Grounds() {
			for _, a := range g.Needs.Each() {
				l := line{p.Name, g.String(), a.String(), without(t, p, g, a)}
				t.Log(l)
				fmt.Fprintln(&b, l)
			}
		}
	}
	if err := os.WriteFile(ledgerFile, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// without asks for a property without an assumption of a ground, in every
// scenario that promises it on that ground, and tells the shortest
// counterexample.
func without(t *testing.T, p *model.Property, g model.Ground, a model.Assumption) string {
	best, where, asked, tried := 0, "", false, 0
	for _, s := range Scenarios() {
		if on, _ := p.Ground(&s); s.Large || !slices.Contains(s.Promises, p.Name) || on.Needs != g.Needs {
			continue
		}
		fair := g.Needs.Fair()
		if a.Fair() {
			fair &^= model.Assume(a)
		} else {
			drop[a](&s)
		}
		name := s.Name
		s.Promises = nil
		q := model.Question{Scenario: s, Properties: named(t, p.Name), Fair: &fair, Options: checker.Options{MaxStates: 1 << 22}}
		r, err := model.Ask(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		f := r.Verdicts[0].Finding
		tried++
		asked = asked || f.Verdict == checker.Unknown
		if f.Verdict == checker.Violated && (best == 0 || f.Steps() < best) {
			best, where = f.Steps(), name
		}
	}
	for _, r := range Counterexamples() {
		if r.Property == p.Name && r.Without == model.Assume(a) && best == 0 && r.Fair.Has(model.R2) == g.Needs.Has(model.R2) {
			best, where = r.Steps, "counterexample "+r.Name
		}
	}
	switch {
	case best > 0:
		return fmt.Sprintf("violated in %d steps: %s", best, where)
	case asked:
		return "unknown: too many states"
	}
	return "holds: " + fmt.Sprint(tried)
}
