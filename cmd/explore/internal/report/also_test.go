package report

import (
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
)

// TestAlso holds what is told of two policies: what holds of both, and not less of what
// does not hold of the second.
func TestAlso(t *testing.T) {
	s := &Scenario{Name: "s", Policy: "Hardened", Complete: true, Distinct: 10, Properties: []Property{
		{Name: "a", Verdict: "holds", verdict: checker.Holds}, {Name: "b", Verdict: "holds", verdict: checker.Holds},
	}}
	s.Also = &Scenario{Name: "s", Policy: "RFC9293", Complete: true, Distinct: 7, Properties: s.Properties[:1]}
	for _, c := range []struct {
		verdict checker.Verdict
		first   string // word of the family
		line    string
		table   string
	}{
		{checker.Holds, "holds", "under RFC9293 as well, 7 states: 1 of these 2 holds, not asked or not claimed of it: b", "\nholds             1        1           10  a: "},
		{checker.Violated, "violated", "0 of these 2 hold, not asked or not claimed of it: a, b; violated a", "\nholds             1        0           10  a: "},
		{checker.Unknown, "unknown", "; unknown a", "\nholds             1        0           10  a: "},
	} {
		s.Also.Properties = []Property{{Name: "a", Verdict: c.verdict.String(), verdict: c.verdict}}
		if line := s.alsoLine(); !strings.Contains(line, c.line) {
			t.Errorf("%q, want %q", line, c.line)
		}
		var o Overview
		var b strings.Builder
		if err := o.Add(&b, "family", s); err != nil {
			t.Fatal(err)
		}
		if err := o.Text(&b); err != nil {
			t.Fatal(err)
		}
		if text := b.String(); !strings.HasPrefix(text, c.first) || !strings.Contains(text, c.table) {
			t.Errorf("%v: %s", c.verdict, text)
		}
	}
}
