package document

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ruleset"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// A Requirement is one line of fsm/testdata/requirements.csv.
type Requirement struct {
	ID, Level, Section, Topic, Text, Scope, Notes string
}

// inScope reports whether the requirement concerns a connection: scope fsm is
// the machine's, scope model that of several machines and what lies between.
func (r *Requirement) inScope() bool { return r.Scope == "fsm" || r.Scope == "model" }

// ReadRequirements reads requirements.csv.
func ReadRequirements(r io.Reader) ([]Requirement, error) {
	records, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return nil, err
	}
	var out []Requirement
	for _, f := range records[1:] {
		if len(f) != 7 {
			return nil, fmt.Errorf("requirement %s has %d fields, expected 7", f[0], len(f))
		}
		out = append(out, Requirement{f[0], f[1], f[2], f[3], f[4], f[5], f[6]})
	}
	return out, nil
}

// carriers returns the rules of the table that carry each id.
func carriers() map[string][]string {
	rules := map[string][]string{}
	for _, row := range ruleset.Rows(fsm.RFC9293Table(), ruleset.Any) {
		for _, id := range row.Carries {
			rules[id] = append(rules[id], row.Rule)
		}
	}
	return rules
}

// Check returns what is wrong between the requirements and the rules, in both
// directions: ids that do not exist, and requirements that nothing carries.
func Check(requirements []Requirement, tests []string) []string {
	var wrong []string
	add := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	rules := carriers()
	known := gaps()
	for _, r := range requirements {
		known[r.ID] = true
		listed := find(r.ID)
		switch {
		case listed != nil && len(rules[r.ID]) > 0:
			add("%s is carried by %s and needs no other place", r.ID, strings.Join(rules[r.ID], ", "))
		case r.Scope != "out" && listed == nil && len(rules[r.ID]) == 0:
			add("%s has scope %s, and neither a rule, nor a test, nor a reason", r.ID, r.Scope)
		}
	}
	for id, by := range rules {
		if !known[id] {
			add("rules %s carry %s, which does not exist", strings.Join(by, ", "), id)
		}
	}
	for _, e := range elsewheres {
		if !known[e.ID] {
			add("%s has a place but does not exist", e.ID)
		}
		if e.Test != "" && !slices.Contains(tests, e.Test) {
			add("%s is held by %s, which does not exist", e.ID, e.Test)
		}
	}
	slices.Sort(wrong)
	return wrong
}

// gaps returns the ids of the gaps, options or not.
func gaps() map[string]bool {
	ids := map[string]bool{}
	for i := range fsm.Options() {
		ids[fsm.Options()[i].ID] = true
	}
	for _, g := range fsm.NotOptions() {
		ids[g.ID] = true
	}
	return ids
}

func find(id string) *elsewhere {
	for i := range elsewheres {
		if elsewheres[i].ID == id {
			return &elsewheres[i]
		}
	}
	return nil
}

// Requirements is docs/requirements.md.
func Requirements(requirements []Requirement) string {
	var d document
	d.begin("Requirements",
		"Every requirement of RFC 9293, in our own words, and what carries it: rules of the table (see [transitions](transitions.md)), a test, or the reason why neither does. "+
			"The ids are those of appendix B; NOID marks sentences that have none.")
	d.heading(2, "Requirements on a connection")
	d.requirements(requirements, func(r Requirement) bool { return r.Scope == "fsm" })
	d.heading(2, "Requirements on connections and what lies between them")
	d.paragraph("These speak of both ends, of time, or of what an environment may do. Where a rule carries one, it does its part of it; the rest is to be shown by exploring a model.")
	d.requirements(requirements, func(r Requirement) bool { return r.Scope == "model" })
	d.heading(2, "Requirements on observers, and outside")
	d.paragraph("Scope oracle: to be held against captures and configurations, not against a connection's behaviour; each says what carries it, or why nothing does. " +
		"Scope out: another layer or another document.")
	d.others(requirements)
	return d.String()
}

func (d *document) requirements(all []Requirement, keep func(Requirement) bool) {
	rules := carriers()
	var rows [][]string
	for _, r := range all {
		if keep(r) {
			rows = append(rows, []string{r.ID, r.Level, r.Section, r.Text, carriedBy(r.ID, rules, "no rule")})
		}
	}
	d.table([]string{"id", "level", "section", "requirement", "carried by"}, rows)
}

// carriedBy tells what carries a requirement; none stands before the reason why
// nothing does.
func carriedBy(id string, rules map[string][]string, none string) string {
	if by := rules[id]; len(by) > 0 {
		return links(by)
	}
	switch e := find(id); {
	case e == nil:
		return ""
	case e.Test != "":
		return "test `" + e.Test + "`"
	default:
		return none + ": " + e.Reason
	}
}

func (d *document) others(all []Requirement) {
	rules := carriers()
	var rows [][]string
	for _, r := range all {
		if !r.inScope() {
			rows = append(rows, []string{r.ID, r.Level, r.Section, r.Text, r.Scope, joined(r.Notes, carriedBy(r.ID, rules, "nothing"))})
		}
	}
	d.table([]string{"id", "level", "section", "requirement", "scope", "note"}, rows)
}

// joined puts a note before what carries the requirement, if anything does.
func joined(note, by string) string {
	if by == "" {
		return note
	}
	return strings.TrimSpace(note + " Carried by " + by + ".")
}
