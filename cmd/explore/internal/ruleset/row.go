package ruleset

import (
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A Row is one rule in words.
type Row struct {
	Clause  string   `json:"clause"`
	Title   string   `json:"title"`
	Rule    string   `json:"rule"`
	Events  string   `json:"events"`
	States  string   `json:"states"`
	When    []string `json:"when"`
	Choice  []string `json:"choice"`
	Does    []string `json:"does"`
	Enters  string   `json:"enters"`
	Then    string   `json:"then"`
	Carries []string `json:"carries"`
	Why     string   `json:"why,omitempty"`

	Check int `json:"check"` // position of its check in the table
}

// Rows returns the rules of t that keep holds of, in the order of the table.
func Rows(t fsm.Table, keep func(*fsm.Rule) bool) []Row {
	var rows []Row
	for i := range t {
		for j := range t[i].Rules {
			if r := &t[i].Rules[j]; keep(r) {
				rows = append(rows, row(i, &t[i], r))
			}
		}
	}
	return rows
}

// Any keeps every rule.
func Any(*fsm.Rule) bool { return true }

// AliveUnder keeps the rules that p allows.
func AliveUnder(p fsm.Policy) func(*fsm.Rule) bool {
	return func(r *fsm.Rule) bool { return p.Allows(r.Under...) }
}

func row(i int, k *fsm.Check, r *fsm.Rule) Row {
	row := Row{
		Clause: k.Clause, Title: k.Title, Rule: r.ID, Events: k.On.String(),
		States: StatesText(k.States(r)), When: When(r), Choice: Under(r), Does: Effects(r),
		Then: r.Then.String(), Carries: Carries(r), Why: r.Why, Check: i,
	}
	if r.Enter != 0 {
		row.Enters = r.Enter.String()
	}
	return row
}

// Carries lists the requirement and choice ids of r.
func Carries(r *fsm.Rule) []string {
	ids := strings.Fields(r.Req)
	if ids == nil {
		return []string{}
	}
	return ids
}

// When says in the terms of the RFC when r fires.
func When(r *fsm.Rule) []string {
	parts := []string{}
	for _, f := range r.If {
		parts = append(parts, f.Means())
	}
	for _, f := range r.Not {
		parts = append(parts, "not: "+f.Means())
	}
	return parts
}

// Effects says in the terms of the RFC what the effects of r do.
func Effects(r *fsm.Rule) []string {
	parts := []string{}
	for _, e := range r.Do {
		parts = append(parts, e.Means())
	}
	return parts
}

// Under names the choices under which r is alive, as in
// "zero_window=allow" and "syn_fin=queue|ignore".
func Under(r *fsm.Rule) []string {
	parts := []string{}
	var last *fsm.Option
	for _, c := range r.Under {
		o, a := c.Option()
		if o == last {
			parts[len(parts)-1] += "|" + a.Name
			continue
		}
		parts = append(parts, c.String())
		last = o
	}
	return parts
}
