package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/question"
	"github.com/tcpfsm/tcpfsm/model"
)

// Text writes a block about the scenario, without the counterexamples.
func (s *Scenario) Text(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", s.Name, s.Asked())
	for _, line := range s.Ends {
		fmt.Fprintf(&b, "  %s\n", line)
	}
	s.searches(&b)
	if s.Excluded {
		fmt.Fprintf(&b, "  a direction was full: %s\n", s.LeftOut())
	}
	wide := 0
	for _, p := range s.Properties {
		wide = max(wide, len(p.Name))
	}
	skipped := 0
	for _, p := range s.Properties {
		if s.skipped(&p) {
			skipped++
			continue
		}
		b.WriteString(strings.TrimRight(fmt.Sprintf("  %-8s  %-*s  %s", p.Word(), wide, p.Name, s.remark(&p)), " ") + "\n")
	}
	if skipped > 0 {
		fmt.Fprintf(&b, "  unknown   %s: the search ended with the violation; -keep-going goes on\n", count(skipped, "more property", "more properties"))
	}
	if line := s.alsoLine(); line != "" {
		b.WriteString("  " + line + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// searches says how much was explored.
func (s *Scenario) searches(b *strings.Builder) {
	fired := fmt.Sprintf("%d of %d rules fired", s.RulesFired, s.RulesTotal)
	if a := s.Any; a != nil {
		fmt.Fprintf(b, "  any capacity: %s distinct, %s of them maximal, %s generated, depth %d, %.2f s", Grouped(a.Distinct), Grouped(a.Maximal), Grouped(a.Generated), a.Depth, a.Seconds)
		if s.sole {
			fmt.Fprintf(b, ", %s", fired)
		}
		b.WriteString("\n")
		if !a.Complete && !s.sole {
			fmt.Fprintf(b, "  any capacity not explored completely: %s\n", a.Stopped)
		}
	}
	if !s.sole {
		with := ""
		if s.Any != nil {
			with = s.cap() + ": "
		}
		fmt.Fprintf(b, "  %s%s distinct, %s generated, depth %d, %s terminal, %.2f s, %s\n",
			with, Grouped(s.Distinct), Grouped(s.Generated), s.Depth, Grouped(s.Terminal), s.Seconds, fired)
	}
	if !s.Complete {
		fmt.Fprintf(b, "  not explored completely: %s\n", s.Stopped)
	}
}

func (s *Scenario) cap() string { return capOf(s.Capacity) }

// capOf prints an assumption on the capacity of a direction.
func capOf(n int) string { return fmt.Sprintf("CAP(%d)", n) }

// faults names what a network does to segments.
func faults(net []string) string {
	if len(net) == 0 {
		return question.Perfect
	}
	return strings.Join(net, ",")
}

// Asked says what was explored: under which policy, on which network, and what
// that assumes.
func (s *Scenario) Asked() string {
	text := question.Design(s.Policy, s.Mutant)
	net := faults(s.Net)
	if limits := s.Limits.String(); limits != "" {
		net += "; " + limits
	}
	assumed := s.assumed.Names()
	if s.Any == nil {
		assumed = append([]string{s.cap()}, assumed...)
	}
	return text + "; network " + net + "; assuming " + strings.Join(assumed, ",")
}

// LeftOut says what an exploration has not looked at because a direction was
// full, see Excluded.
func (s *Scenario) LeftOut() string {
	return fmt.Sprintf("steps that would exceed %s are left out by assumption", s.cap())
}

// TrialText writes one line about a trial of a hazard.
func (s *Scenario) TrialText(w io.Writer) error {
	p, with := &s.Properties[0], ""
	if s.With != "" {
		with = " with " + s.With
	}
	says := []string{p.Name}
	if remark := s.remark(p); remark != "" {
		says = append(says, remark)
	}
	if p.verdict == checker.Holds && p.Capacity != 0 {
		says = append(says, capOf(p.Capacity))
	}
	_, err := fmt.Fprintf(w, "  %-8s  %s%s: %s; expected: %s; %s states\n",
		p.Verdict, s.Name, with, strings.Join(says, ", "), s.Expected, Grouped(s.Distinct))
	return err
}

// skipped reports whether a property was not decided because another one is
// violated.
func (s *Scenario) skipped(p *Property) bool {
	return p.verdict == checker.Unknown && !p.Vacuous && !p.Coarse && !p.Crowded && s.Stopped == checker.StoppedViolation.String()
}

// remark says what there is to say about a verdict.
func (s *Scenario) remark(p *Property) string {
	switch {
	case p.Vacuous:
		return "it says nothing here: what it is about never happens"
	case p.Coarse:
		return "not decided: more contents of segments than fairness of delivery can tell apart"
	case p.Crowded:
		return fmt.Sprintf("not decided: violated in a network of any capacity, by a run that needs more than %d segments", model.MaxCapacity)
	case p.verdict == checker.Unknown:
		return "not decided: " + s.Stopped
	case p.Kind == reachable:
		return s.reached(p)
	}
	var parts []string
	switch {
	case p.verdict == checker.Violated && p.Trace == nil:
		parts = append(parts, "by a way that there was no time to tell")
	case p.verdict == checker.Violated:
		parts = append(parts, "in "+count(p.Steps, "step", "steps"))
	}
	if p.Detour {
		parts = append(parts, "perhaps fewer")
	}
	if assumed := s.restsOn(p); len(assumed) > 0 {
		parts = append(parts, "assuming "+strings.Join(assumed, ","))
	}
	for _, why := range p.Broken {
		parts = append(parts, "not assuming "+why)
	}
	return strings.Join(parts, ", ")
}

// restsOn lists what a verdict rests on beside what all of them do.
func (s *Scenario) restsOn(p *Property) (assumed []string) {
	if s.Any != nil && p.Capacity > 0 {
		assumed = append(assumed, capOf(p.Capacity))
	}
	return append(assumed, p.fair.Names()...)
}

// JSON writes the scenario as one line.
func (s *Scenario) JSON(w io.Writer) error { return line(w, s) }

// line writes a value as one line of JSON.
func line(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// Grouped sets a number in groups of three digits.
func Grouped(n uint64) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", Grouped(n/1000), n%1000)
}
