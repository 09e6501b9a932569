package report

import (
	"fmt"
	"strings"

	"github.com/tcpfsm/tcpfsm/checker"
)

// alsoLine says which of the properties hold of the policy of the text as well; "" if
// that was not asked.
func (s *Scenario) alsoLine() string {
	if s.Also == nil {
		return ""
	}
	var without []string
	hold := 0
	for i := range s.Properties {
		p := &s.Properties[i]
		if s.Also.verdictOn(p.Name) == checker.Holds {
			hold++
		} else {
			without = append(without, p.Name)
		}
	}
	verb := "hold"
	if hold == 1 {
		verb = "holds"
	}
	line := fmt.Sprintf("under %s as well, %s: %s %s", s.Also.Policy, s.Also.explored(), these(hold, len(s.Properties)), verb)
	if len(without) > 0 {
		line += ", not asked or not claimed of it: " + strings.Join(without, ", ")
	}
	for i := range s.Also.Properties {
		if p := &s.Also.Properties[i]; p.verdict != checker.Holds {
			line += fmt.Sprintf("; %s %s  %s", p.Word(), p.Name, s.Also.remark(p))
		}
	}
	return line
}

// these says how many of all there are.
func these(n, all int) string {
	if n == all {
		return fmt.Sprintf("all %d of these", all)
	}
	return fmt.Sprintf("%d of these %d", n, all)
}

// explored says in how many states a scenario was looked at.
func (s *Scenario) explored() string {
	if s.Alike {
		return "which does the same in every step"
	}
	return Grouped(s.states()) + " states"
}

// states counts the states of a scenario, of both searches.
func (s *Scenario) states() uint64 {
	n := s.Distinct
	if s.Any != nil && !s.sole {
		n += s.Any.Distinct
	}
	return n
}

// verdictOn returns the verdict on a property, Unknown if it was not asked about.
func (s *Scenario) verdictOn(name string) checker.Verdict {
	for i := range s.Properties {
		if s.Properties[i].Name == name {
			return s.Properties[i].verdict
		}
	}
	return checker.Unknown
}
