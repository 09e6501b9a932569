package ruleset

import (
	"fmt"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/hint"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// A Difference is what sets two policies apart.
type Difference struct {
	A       string   `json:"a"`
	B       string   `json:"b"`
	Options []Choice `json:"options"`
	Rules   []Only   `json:"rules"`
}

// A Choice is an option that two policies settle differently.
type Choice struct {
	Option string `json:"option"`
	ID     string `json:"id"`
	A      string `json:"a"`
	B      string `json:"b"`
	Text   string `json:"text"`
}

// Only is a rule that is alive under one of two policies and not the other.
type Only struct {
	Policy string `json:"only"`
	Row
}

// Diff compares the policies a and b, which are called nameA and nameB.
func Diff(nameA string, a fsm.Policy, nameB string, b fsm.Policy) Difference {
	d := Difference{A: nameA, B: nameB, Options: []Choice{}, Rules: []Only{}}
	for i := range fsm.Options() {
		o := &fsm.Options()[i]
		if ca, cb := o.Choice(a), o.Choice(b); ca != cb {
			d.Options = append(d.Options, Choice{o.Name, o.ID, AlternativeName(ca), AlternativeName(cb), o.Text})
		}
	}
	t := fsm.RFC9293Table()
	for _, row := range Rows(t, func(r *fsm.Rule) bool { return a.Allows(r.Under...) != b.Allows(r.Under...) }) {
		only := nameB
		if a.Allows(t.Rule(row.Rule).Under...) {
			only = nameA
		}
		d.Rules = append(d.Rules, Only{only, row})
	}
	return d
}

// ParseDiff compares two policies written as "RFC9293,Linux". Each may be
// followed by choices: "RFC9293,rst_signal=text,Linux,keep_alive=off".
func ParseDiff(text string) (Difference, error) {
	var names []string
	for _, part := range strings.Split(text, ",") {
		if strings.Contains(part, "=") && len(names) > 0 {
			names[len(names)-1] += "," + part
			continue
		}
		names = append(names, strings.TrimSpace(part))
	}
	if len(names) != 2 {
		return Difference{}, fmt.Errorf("diff: %q names %d policies, expected two\nhint: as in RFC9293,Linux; explore list policies shows them all", text, len(names))
	}
	a, err := hint.ParsePolicy(names[0])
	if err != nil {
		return Difference{}, err
	}
	b, err := hint.ParsePolicy(names[1])
	if err != nil {
		return Difference{}, err
	}
	return Diff(names[0], a, names[1], b), nil
}
