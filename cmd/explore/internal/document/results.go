package document

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/report"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

// Results is the document on what the standard scenarios and the trials of
// TIME-WAIT have shown.
func Results(proof *Proof) string {
	records := proof.Records
	var d document
	d.begin("What is proved",
		"Each of the standard scenarios was explored completely by `explore check`, every interleaving of it. "+
			"A verdict rests on the policy of its scenario and on the assumptions that stand beside it; "+
			"what they mean, `explore list assumptions` tells, and [model.md](model.md) what is explored and why it is enough. "+
			"Where CAP(n) is not among them it is about a network of any capacity, which [capacity.md](capacity.md) explains.")
	d.summary(records)
	d.properties(proof)
	d.timeWait(proof.Trials)
	d.counterexamples()
	d.scenarios(records)
	d.coverage(records)
	return d.String()
}

// summary tells what was proved in all, and what was not.
func (d *document) summary(records []report.Record) {
	var bounded, any report.Explored
	claims, free := 0, 0
	for _, r := range records {
		if r.Any == nil || !r.Any.Sole {
			bounded.Distinct, bounded.Generated = bounded.Distinct+r.Distinct, bounded.Generated+r.Generated
		}
		if r.Any != nil {
			any.Distinct, any.Maximal, any.Generated = any.Distinct+r.Any.Distinct, any.Maximal+r.Any.Maximal, any.Generated+r.Any.Generated
		}
		claims += len(r.Claims)
		for _, c := range r.Claims {
			if c.Capacity == 0 {
				free++
			}
		}
	}
	d.paragraph(fmt.Sprintf("In %d scenarios %s verdicts were reached: %s about networks of any capacity, in %s states, of which %s are maximal, and %s steps; "+
		"the others about networks of a capacity, in %s states and %s steps.",
		len(records), report.Grouped(uint64(claims)), report.Grouped(uint64(free)), report.Grouped(any.Distinct), report.Grouped(any.Maximal), report.Grouped(any.Generated),
		report.Grouped(bounded.Distinct), report.Grouped(bounded.Generated)))
	d.paragraph("What is not proved:")
	d.WriteString("* Anything beyond the bounds. Users open, send and close as often as the scenario says, and under CAP(n) a direction holds n segments at most. Each scenario tells why its bounds suffice, or for what they do not.\n" +
		"* That 2MSL suffice without advancing ISNs once a direction holds three segments. They do not, unless an end that closes " +
		"without TIME-WAIT rests as well, and then of two connections at each end: see the trials below.\n" +
		"* Combinations of choices. A verdict is about the policy of its scenario; what is claimed under other policies was " +
		"explored, in part, for the profiles and for one choice that differs.\n" +
		"* That the assumptions hold anywhere. Fair delivery, a lifetime of segments, users who close are promised by nobody.\n" +
		"* Anything of congestion control, values of timers, options but MSS, or how many segments are sent.\n\n")
}

// A decision is a verdict on a property, what it rests on, and where it was reached.
type decision struct {
	verdict, assuming string
	bounded           bool // it is about networks of a capacity
	scenarios         []string
	states            uint64
}

// decisions returns one for each verdict on a property and each ground that it rests on.
func decisions(p *model.Property, records []report.Record) (all []decision) {
	for _, r := range records {
		for _, c := range r.Claims {
			if c.Property != p.Name {
				continue
			}
			k := decision{verdict: c.Verdict, assuming: assuming(ground(p, r.Scenario), c.Fair), bounded: c.Capacity > 0}
			i := slices.IndexFunc(all, func(w decision) bool {
				return w.verdict == k.verdict && w.assuming == k.assuming && w.bounded == k.bounded
			})
			if i < 0 {
				i, all = len(all), append(all, k)
			}
			all[i].scenarios, all[i].states = append(all[i].scenarios, r.Scenario), all[i].states+statesOf(&r, &c)
		}
	}
	return all
}

// statesOf returns over how many states a verdict was reached.
func statesOf(r *report.Record, c *report.Outcome) uint64 {
	switch {
	case c.States > 0:
		return c.States
	case c.Capacity == 0 && r.Any != nil:
		return r.Any.Distinct
	}
	return r.Distinct
}

// ground names what a verdict on a property in a scenario rests on, but for
// fairness.
func ground(p *model.Property, scenario string) string {
	s, err := catalogue.FindScenario(scenario)
	if err != nil {
		return ""
	}
	g, _ := p.Ground(&s)
	g.Needs &^= g.Needs.Fair()
	return g.String()
}

func assuming(a, b string) string {
	return strings.ReplaceAll(strings.Trim(a+","+b, ","), ",", " ")
}

// timeWait tells how long TIME-WAIT has to be.
func (d *document) timeWait(records []report.TrialRecord) {
	d.heading(2, "How long TIME-WAIT has to be")
	d.paragraph("Does a connection take a segment of the one before it, between the same sockets? A direction holds two segments where " +
		"nothing else is said, and windows are of one octet. REL: no segment is lost before it has arrived once. \"Any ISN\" is any that meets old " +
		"numbers. Steps are those of a shortest counterexample; `go test ./model/catalogue -run TestTimeWait -large` settles all of them. " +
		"Each user closes one connection here; [time-wait.md](time-wait.md) has all lengths, with both closed, in networks of any capacity.")
	states, any := map[string]string{}, map[string]string{}
	for _, r := range records {
		if r.Distinct > 0 {
			states[r.With] = report.Grouped(r.Distinct)
		}
		any[r.With] = "never"
		if r.Any.Steps > 0 {
			any[r.With] = fmt.Sprintf("in %d steps, CAP(%d)", r.Any.Steps, r.Any.Capacity)
		}
	}
	var rows [][]string
	for _, t := range catalogue.TimeWaitTrials() {
		verdict := "never"
		if t.Steps > 0 {
			verdict = fmt.Sprintf("in %d steps", t.Steps)
		}
		rows = append(rows, []string{t.With, t.Scenario.Cap(), verdict, states[t.With], any[t.With]})
	}
	d.table([]string{"with", "capacity", "an old segment is taken", "of distinct states", "any capacity"}, rows)
}

// counterexamples tells what fails without an assumption.
func (d *document) counterexamples() {
	d.heading(2, "What fails without an assumption")
	d.paragraph("Behaviours that violate a property because one of its assumptions, or a choice of policy, is missing. `TestCounterexamples` finds " +
		"each again; steps are those of stem and cycle.")
	var rows [][]string
	for _, r := range catalogue.Counterexamples() {
		rows = append(rows, []string{r.Name, r.Property, assuming(r.Without.String(), ""), r.Of, fmt.Sprint(r.Steps), r.Means})
	}
	d.table([]string{"counterexample", "violates", "without", "in", "steps", "means"}, rows)
}

// scenarios tells what was explored.
func (d *document) scenarios(records []report.Record) {
	d.heading(2, "Scenarios")
	var rows [][]string
	for _, r := range records {
		net := "perfect"
		if len(r.Net) > 0 {
			net = strings.Join(r.Net, ", ")
		}
		row := []string{
			r.Scenario, strings.ReplaceAll(r.Policy, ",", ", "), net,
			strings.Join(r.Assume, " "), fmt.Sprint(len(r.Claims)),
		}
		rows = append(rows, append(row, counts(&r)...))
	}
	d.table([]string{"scenario", "policy", "network", "assumes", "properties", "any capacity: maximal states", "of states", "steps",
		"CAP(n)", "distinct states", "steps", "depth", "terminal"}, rows)
	for _, r := range records {
		if s, err := catalogue.FindScenario(r.Scenario); err == nil {
			d.paragraph(fmt.Sprintf("**%s**: %s", s.Name, s.About))
		}
	}
}

// counts tells how much was explored without a capacity, and with one.
func counts(r *report.Record) []string {
	cells := make([]string, 8)
	if a := r.Any; a != nil {
		copy(cells, []string{report.Grouped(a.Maximal), report.Grouped(a.Distinct), report.Grouped(a.Generated)})
	}
	if r.Any == nil || !r.Any.Sole {
		copy(cells[3:], []string{fmt.Sprint(r.Capacity), report.Grouped(r.Distinct), report.Grouped(r.Generated), fmt.Sprint(r.Depth), report.Grouped(r.Terminal)})
	}
	return cells
}

// coverage tells which rules have fired.
func (d *document) coverage(records []report.Record) {
	d.heading(2, "Rules")
	rules, alive := never(records)
	fired := alive - len(rules)
	d.paragraph(fmt.Sprintf("%d of the %d rules that are alive under the policies of the scenarios have fired in one of them (%.1f %%).",
		fired, alive, 100*float64(fired)/float64(max(1, alive))))
	var rows [][]string
	for _, id := range rules {
		rows = append(rows, []string{link(id), reason(id)})
	}
	if len(rows) > 0 {
		d.paragraph("These have not:")
		d.table([]string{"rule", "why"}, rows)
	}
}
