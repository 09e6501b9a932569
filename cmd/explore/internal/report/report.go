// Package report says what explorations have found out, in text and in JSON.
package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/behaviour"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ladder"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/question"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/certificate"
	"github.com/tcpfsm/tcpfsm/model"
)

// A Scenario is what became of one scenario: a line of "explore check -json".
type Scenario struct {
	Name     string   `json:"scenario"`
	Policy   string   `json:"policy"`
	Net      []string `json:"net"`
	Capacity int      `json:"cap"`
	Limits   Limits   `json:"bounds"`
	Mutant   string   `json:"mutant"`
	Hazard   string   `json:"hazard,omitempty"`   // that it is a trial of,
	With     string   `json:"with,omitempty"`     // with these options,
	Expected string   `json:"expected,omitempty"` // and this verdict to come
	Assume   []string `json:"assume"`             // all that any verdict rests on
	Ends     []string `json:"ends"`               // who takes part, what he may do and how often

	Distinct  uint64  `json:"distinct"`
	Generated uint64  `json:"generated"`
	Depth     int     `json:"depth"`
	Terminal  uint64  `json:"terminal"`
	Complete  bool    `json:"complete"`
	Stopped   string  `json:"stopped,omitempty"`  // why it is not complete
	Excluded  bool    `json:"excluded,omitempty"` // the capacity excluded steps
	Seconds   float64 `json:"seconds"`
	PeakBytes int64   `json:"peak_bytes"`

	// Any is what the search without a capacity has found; nil if there was none. The
	// counts above are those of the search with one, or its own if there was no other.
	Any  *Search `json:"any_capacity,omitempty"`
	sole bool    // there was no other

	RulesFired int    `json:"rules_fired"`
	RulesTotal int    `json:"rules_total"` // alive under the policy
	Table      string `json:"table"`

	Properties []Property `json:"properties"`

	// Also is what was asked of the policy of the text in place of Hardened: which of
	// the properties hold of that as well. Nil if it was not asked.
	Also  *Scenario `json:"also,omitempty"`
	Alike bool      `json:"alike,omitempty"` // of Also: both do the same in every step, and it was not explored again

	assumed      model.Assumptions // what the scenario leaves out
	fired, alive []string
}

// Limits are the lengths of time, in ticks, and the connections at each end that
// a verdict is about.
type Limits struct {
	MSL          int    `json:"msl"` // 0: no clock
	TimeWait     int    `json:"time_wait"`
	Rest         int    `json:"rest"`
	Incarnations [2]int `json:"incarnations"`
}

// A Search says how much was explored of a network of any capacity.
type Search struct {
	Distinct  uint64  `json:"distinct"`
	Maximal   uint64  `json:"maximal"` // of these, the states that no other covers
	Generated uint64  `json:"generated"`
	Depth     int     `json:"depth"`
	Complete  bool    `json:"complete"`
	Stopped   string  `json:"stopped,omitempty"`
	Seconds   float64 `json:"seconds"`
}

// searchOf says how much a search without a capacity has explored, if there was one.
func searchOf(a *model.Answer) *Search {
	if a.Any == nil {
		return nil
	}
	s := &a.Any.Stats
	return &Search{s.Distinct, s.Maximal, s.Generated, s.Depth, s.Complete, s.Stopped.String(), s.Elapsed.Round(time.Millisecond).Seconds()}
}

func limitsOf(s *model.Scenario) Limits {
	l := Limits{MSL: s.Clock.MSL, TimeWait: s.Clock.TimeWaitTicks(), Rest: s.Clock.Rest}
	for i := range l.Incarnations {
		l.Incarnations[i] = max(1, int(s.Ends[i].Incarnations))
	}
	return l
}

// String says what time there is, and how many connections if more than one
// each; "" if neither.
func (l Limits) String() string {
	var parts []string
	if l.MSL > 0 {
		last := count(l.TimeWait, "tick", "ticks")
		if l.Rest > 0 {
			last = fmt.Sprintf("%d, rest %s", l.TimeWait, count(l.Rest, "tick", "ticks"))
		}
		parts = append(parts, fmt.Sprintf("MSL %d, TIME-WAIT %s", l.MSL, last))
	}
	if n := l.Incarnations; n != [2]int{1, 1} {
		parts = append(parts, fmt.Sprintf("%d and %d incarnations", n[0], n[1]))
	}
	return strings.Join(parts, ", ")
}

// A Property is what became of one property of a scenario.
type Property struct {
	Name    string `json:"name"`
	Kind    string `json:"kind"`
	Verdict string `json:"verdict"`
	Steps   int    `json:"steps"`            // of the counterexample
	Detour  bool   `json:"detour,omitempty"` // there may be one of fewer steps
	// Capacity is how many segments a direction has room for in the network that the
	// verdict is about; 0: any number.
	Capacity int            `json:"capacity"`
	Crowded  bool           `json:"crowded,omitempty"` // violated by a run that needs more room than the model has
	Assume   []string       `json:"assume"`
	Broken   []string       `json:"broken,omitempty"`  // not assumed, for the scenario breaks it: the reasons
	Vacuous  bool           `json:"vacuous,omitempty"` // it is about nothing there
	Coarse   bool           `json:"coarse,omitempty"`  // fairness could not tell enough segments apart
	Trace    *ladder.Ladder `json:"trace,omitempty"`

	// Of a claim that two TCPs are a service: what users say and are told, up to what is
	// not allowed, and how many states were explored for it beside those of the scenario.
	Observed []string `json:"observed,omitempty"`
	States   uint64   `json:"states,omitempty"`

	claim   string // in a sentence
	verdict checker.Verdict
	fair    model.Assumptions
}

// Of reports an answer about a scenario and a mutant, which is "" if there is
// none.
func Of(a *model.Answer, mutant string) *Scenario {
	s := &a.Scenario
	r := &Scenario{
		Name: s.Name, Policy: question.PolicyName(s), Net: question.NetworkFaults(s.Net), Capacity: s.Net.Capacity, Limits: limitsOf(s), Ends: s.Bounds(), Mutant: mutant,
		Distinct: a.Distinct, Generated: a.Generated, Depth: a.Depth, Terminal: a.Terminal,
		Complete: a.Complete, Stopped: a.Stopped.String(), Excluded: a.Excluded,
		Seconds: a.Elapsed.Round(time.Millisecond).Seconds(), PeakBytes: a.PeakBytes,
		Table: Digest(a.Model.Machine()), Properties: []Property{},
		assumed: s.Assumptions(), fired: a.Model.Fired(), alive: a.Model.Alive(),
		Any: searchOf(a), sole: a.Any == a.Result,
	}
	r.RulesFired, r.RulesTotal = len(r.fired), len(r.alive)
	all := r.assumed
	for i := range a.Verdicts {
		all |= a.Verdicts[i].Assumed
		r.Properties = append(r.Properties, property(a, &a.Verdicts[i], mutant))
	}
	r.Assume = all.Names()
	return r
}

func property(a *model.Answer, v *model.Verdict, mutant string) Property {
	p := Property{
		Name: v.Name, Kind: v.Kind.String(), Verdict: v.Finding.Verdict.String(), Steps: v.Finding.Steps(),
		Capacity: v.Capacity, Crowded: v.Crowded, Detour: v.Finding.Detour,
		Assume: v.Assumed.Names(), Broken: broken(a, v), Vacuous: v.Vacuous, Coarse: v.Coarse, Trace: Counterexample(a, v, mutant),
		Observed: v.Observed, claim: v.Statement, verdict: v.Finding.Verdict, fair: v.Assumed.Fair(),
	}
	if v.Refines != nil {
		p.Kind = refinement
	}
	if v.Explored != nil {
		p.States = v.Explored.Distinct
	}
	return p
}

// refinement is the kind of a property that two TCPs are a service.
const refinement = "refinement"

// broken says which assumptions a verdict does not rest on, though it was to,
// and why.
func broken(a *model.Answer, v *model.Verdict) (all []string) {
	for _, as := range v.Broken.Each() {
		all = append(all, fmt.Sprintf("%v: %s", as, a.Scenario.Breaks(as)))
	}
	return all
}

// Counterexample tells the behaviour that violates a property, under a mutant or "", or
// returns nil.
func Counterexample(a *model.Answer, v *model.Verdict, mutant string) *ladder.Ladder {
	f := &v.Finding
	if f.Verdict != checker.Violated {
		return nil
	}
	title := fmt.Sprintf("%s is violated in scenario %s, %s", v.Name, a.Scenario.Name, question.Design(question.PolicyName(&a.Scenario), mutant))
	var l *ladder.Ladder
	switch {
	case f.Trace != nil:
		l = behaviour.Trace(v.Model, &a.Scenario, title, *f.Trace)
	case f.Lasso != nil:
		l = behaviour.Lasso(v.Model, &a.Scenario, title, *f.Lasso)
	default:
		return nil
	}
	l.Note = fmt.Sprintf("It says: %s.\n%s", v.Statement, l.Note)
	if v.Observed != nil {
		l.Note = heard(v.Observed) + l.Note
	}
	return l
}

// heard tells what users say and are told, where the last is what is not allowed.
func heard(all []string) string {
	last := len(all) - 1
	return fmt.Sprintf("What the users say and are told: %s.\nNot allowed then: %s.\n", cmp.Or(strings.Join(all[:last], "; "), "nothing"), all[last])
}

// Digest identifies the rules of a machine: two tables with the same digest do
// the same.
func Digest(m *fsm.Machine) string { return certificate.Digest(m) }

// Violated reports whether a property is violated.
func (s *Scenario) Violated() bool { return s.has(checker.Violated) }

// Open says why there is no answer for everything that was asked; "" if there
// is.
func (s *Scenario) Open() string {
	switch {
	case !s.Complete && !s.Violated():
		return s.Stopped
	case !s.has(checker.Unknown):
		return ""
	}
	for i := range s.Properties {
		if p := &s.Properties[i]; p.Vacuous || p.Coarse || p.Crowded {
			return p.Name + ": " + s.remark(p)
		}
	}
	return s.Stopped
}

func (s *Scenario) has(v checker.Verdict) bool {
	for _, p := range s.Properties {
		if p.verdict == v {
			return true
		}
	}
	return false
}

// Ladders returns the counterexamples.
func (s *Scenario) Ladders() (all []*ladder.Ladder) {
	for ; s != nil; s = s.Also {
		for _, p := range s.Properties {
			if p.Trace != nil {
				all = append(all, p.Trace)
			}
		}
	}
	return all
}

// A Total sums up several scenarios.
type Total struct {
	Scenarios, Properties int
	Verdicts              map[checker.Verdict]int
	Distinct              uint64
	Began                 time.Time
	Fired, Alive          map[string]bool
	Ways                  bool // what was asked for are ways, see [Reach]
}

// NewTotal begins to sum up.
func NewTotal() *Total {
	return &Total{Verdicts: map[checker.Verdict]int{}, Began: time.Now(), Fired: map[string]bool{}, Alive: map[string]bool{}}
}

// Add adds a scenario.
func (t *Total) Add(s *Scenario) {
	t.Scenarios++
	t.Distinct += s.states()
	for _, p := range s.Properties {
		t.Properties++
		t.Distinct += p.States
		t.Verdicts[p.verdict]++
	}
	for _, id := range s.fired {
		t.Fired[id] = true
	}
	for _, id := range s.alive {
		t.Alive[id] = true
	}
}

// Text writes the total in one line.
func (t *Total) Text(w io.Writer) error {
	asked, words := count(t.Properties, "property", "properties")+":", [2]string{"hold", "violated"}
	if t.Ways {
		asked, words = "a way to it:", [2]string{"found", "not there"}
	}
	_, err := fmt.Fprintf(w, "%s; %s %d %s, %d %s, %d unknown; %s distinct states; %.1f s; %d of %d rules fired\n",
		count(t.Scenarios, "scenario", "scenarios"), asked,
		t.Verdicts[checker.Holds], words[0], t.Verdicts[checker.Violated], words[1], t.Verdicts[checker.Unknown],
		Grouped(t.Distinct), time.Since(t.Began).Seconds(), len(t.Fired), len(t.Alive))
	return err
}
