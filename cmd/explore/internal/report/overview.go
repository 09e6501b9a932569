package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/fill"
)

// An Overview tells of many scenarios in few lines: one for each family, and one for
// each property.
type Overview struct {
	Wide  int                                         // of a line, in characters; 0: as wide as it gets
	Paint func(v checker.Verdict, text string) string // for a terminal; nil: not at all

	family   group
	policies []group
	claims   []claim
	also     also
}

// A group is what is told of several scenarios in one line.
type group struct {
	name      string
	scenarios int
	distinct  uint64
	seconds   float64
	verdict   checker.Verdict // the worst
	remarks   []string
}

// A claim is what became of one property in all scenarios that have it.
type claim struct {
	group
	text string
	also int // scenarios in which it holds of the policy of the text as well
}

// An also is what became of the scenarios that were explored under the policy of the
// text as well.
type also struct {
	group
	properties int // that hold
}

// Add adds a scenario and writes what is complete by that: the line of the family
// before, if this is of another one, and of this one what is not as it should be.
func (o *Overview) Add(w io.Writer, family string, s *Scenario) error {
	if o.family.name != family {
		if err := o.flush(w); err != nil {
			return err
		}
		o.family = group{name: family, verdict: checker.Holds}
	}
	verdict := checker.Holds
	for i := range s.Properties {
		p := &s.Properties[i]
		if s.skipped(p) {
			continue
		}
		verdict = worst(verdict, p.verdict)
		c := o.claim(p)
		c.add(s, p.verdict)
		if s.Also != nil && s.Also.verdictOn(p.Name) == checker.Holds {
			c.also++
			o.also.properties++
		}
		if p.verdict != checker.Holds {
			o.family.remarks = append(o.family.remarks, fmt.Sprintf("%s: %s %s  %s", s.Name, p.Word(), p.Name, s.remark(p)))
		}
	}
	verdict = worst(verdict, o.addAlso(s))
	if !s.Complete && verdict != checker.Violated {
		verdict = worst(verdict, checker.Unknown)
		o.family.remarks = append(o.family.remarks, s.Name+": not explored completely: "+s.Stopped)
	}
	o.family.add(s, verdict)
	profile, _, _ := strings.Cut(s.Policy, ",")
	o.policy(profile).add(s, verdict)
	return nil
}

// addAlso adds what became of a scenario under the policy of the text, and returns the
// worst verdict.
func (o *Overview) addAlso(s *Scenario) checker.Verdict {
	verdict := checker.Holds
	if s.Also == nil {
		return verdict
	}
	for i := range s.Also.Properties {
		if p := &s.Also.Properties[i]; p.verdict != checker.Holds {
			verdict = worst(verdict, p.verdict)
			o.family.remarks = append(o.family.remarks, fmt.Sprintf("%s under %s: %s %s  %s", s.Name, s.Also.Policy, p.Word(), p.Name, s.Also.remark(p)))
		}
	}
	o.also.name, _, _ = strings.Cut(s.Also.Policy, ",")
	o.also.add(s.Also, verdict)
	o.also.distinct += s.Also.states() - s.Also.Distinct
	o.family.seconds += s.Also.Seconds
	return verdict
}

func (g *group) add(s *Scenario, v checker.Verdict) {
	g.scenarios++
	g.distinct += s.Distinct
	g.seconds += s.Seconds
	g.verdict = worst(g.verdict, v)
}

// worst returns the verdict that counts for more.
func worst(a, b checker.Verdict) checker.Verdict {
	rank := []checker.Verdict{checker.Holds, checker.Unknown, checker.Violated}
	return rank[max(slices.Index(rank, a), slices.Index(rank, b))]
}

// claim returns the line of a property.
func (o *Overview) claim(p *Property) *claim {
	i := slices.IndexFunc(o.claims, func(c claim) bool { return c.name == p.Name })
	if i < 0 {
		i = len(o.claims)
		o.claims = append(o.claims, claim{group: group{name: p.Name, verdict: checker.Holds}, text: p.claim})
	}
	return &o.claims[i]
}

// policy returns the line of a profile. A policy that is none is made of the first.
func (o *Overview) policy(name string) *group {
	if strings.Contains(name, "=") {
		name = "choices of their own"
	}
	i := slices.IndexFunc(o.policies, func(g group) bool { return g.name == name })
	if i < 0 {
		i = len(o.policies)
		o.policies = append(o.policies, group{name: name})
	}
	return &o.policies[i]
}

// flush writes the line of the present family, and below it what is not as it
// should be.
func (o *Overview) flush(w io.Writer) error {
	f := &o.family
	if f.scenarios == 0 {
		return nil
	}
	_, err := fmt.Fprintf(w, "%s  %-30s %12s %10s states %5.1f s\n", o.painted(f.verdict), f.name, count(f.scenarios, "scenario", "scenarios"), Grouped(f.distinct), f.seconds)
	for _, r := range f.remarks {
		if err == nil {
			_, err = fmt.Fprintf(w, "            %s\n", r)
		}
	}
	o.family = group{}
	return err
}

// painted is a verdict in a column, in its colour.
func (o *Overview) painted(v checker.Verdict) string {
	text := fmt.Sprintf("%-8s", v)
	if o.Paint != nil {
		text = o.Paint(v, text)
	}
	return text
}

// Text writes what is left, and the table of properties.
func (o *Overview) Text(w io.Writer) error {
	if err := o.flush(w); err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\n%-8s  %9s  %s%11s  %s\n", "", "scenarios", o.column(o.also.name), "states", "claim")
	for i := range o.claims {
		c := &o.claims[i]
		line := fmt.Sprintf("%9d  %s%11s  %s: %s", c.scenarios, o.column(fmt.Sprint(c.also)), Grouped(c.distinct), c.name, c.text)
		fmt.Fprintf(&b, "%s  %s\n", o.painted(c.verdict), cut(line, o.Wide-len("unknown ")-2))
	}
	b.WriteString("\n" + strings.Join(fill.Lines("for "+o.spoken()+"; explore help policies tells them apart, -v what each scenario assumes", o.Wide), "\n") + "\n")
	if o.also.scenarios > 0 {
		b.WriteString(strings.Join(fill.Lines(o.alsoSpoken(), o.Wide), "\n") + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// column is a field of the column of the policy of the text, if there is one.
func (o *Overview) column(text string) string {
	if o.also.scenarios == 0 {
		return ""
	}
	return fmt.Sprintf("%7s  ", text)
}

// alsoSpoken says what was asked of the policy of the text.
func (o *Overview) alsoSpoken() string {
	return fmt.Sprintf("for %s in place of Hardened as often as its column says: %s hold of it as well, in %s and %s states. The rest takes long, or is not claimed of it: -v names it",
		o.also.name, count(o.also.properties, "property", "properties"), count(o.also.scenarios, "scenario", "scenarios"), Grouped(o.also.distinct))
}

// spoken lists under which policies the scenarios were.
func (o *Overview) spoken() string {
	slices.SortStableFunc(o.policies, func(a, b group) int { return cmp.Compare(b.scenarios, a.scenarios) })
	var parts []string
	for _, g := range o.policies {
		parts = append(parts, fmt.Sprintf("%s in %d", g.name, g.scenarios))
	}
	return strings.Join(parts, ", ")
}

// cut ends a line that has no room.
func cut(line string, wide int) string {
	if wide <= 0 || len(line) <= wide {
		return line
	}
	return line[:max(0, wide-3)] + "..."
}
