package document

import (
	"fmt"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ruleset"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// Choices is docs/choices.md.
func Choices() string {
	var d document
	d.begin("Choices",
		"What RFC 9293 leaves open or contradicts itself on, as far as a close reading has found it: A01 to A71. Most are options of a Policy; the first alternative is the default. "+
			"`explore table -policy NAME` shows the rules alive under a policy, `explore table -diff RFC9293,Linux` what sets two apart.")
	d.heading(2, "Options")
	d.paragraph("\"Chosen by\" names the policies that make a choice, \"made by\" the stacks that are known to make it: " +
		"measured by driving them, demanded by their own tests, read in their source, or told by a document. Where nobody is known, " +
		"a default is how we read the text, and another alternative another reading of it. \"Refutes\" names the properties that a hazard of the model " +
		"([results.md](results.md)) has been shown to break under that choice alone: it is permitted, and known to do harm.")
	for i := range fsm.Options() {
		d.option(&fsm.Options()[i])
	}
	d.heading(2, "Gaps that are no options")
	d.paragraph("The machine settles these in one way, or they concern what is built on it.")
	d.gaps()
	d.heading(2, "Policies")
	d.policies()
	d.heading(2, "What is left out")
	d.paragraph("The table knows nothing of the following, on purpose.")
	d.leftOut()
	return d.String()
}

func (d *document) option(o *fsm.Option) {
	title := o.Name
	if o.ID != "" {
		title = o.ID + " " + o.Name
	}
	d.heading(3, title)
	d.paragraph(o.Text)
	var rows [][]string
	for _, a := range o.Choices {
		name := "`" + a.Name + "`"
		if a.Choice == o.Default() {
			name += " (default)"
		}
		rows = append(rows, []string{name, a.Means, strings.Join(chosenBy(o, a.Choice), ", "), madeBy(a.Choice), strings.Join(fsm.Refuted(a.Choice), ", "), links(rulesUnder(a.Choice))})
	}
	d.table([]string{"alternative", "means", "chosen by", "made by", "refutes", "rules"}, rows)
}

// madeBy lists the stacks that are known to make c, and how that is known, or says
// that none is.
func madeBy(c fsm.Choice) string {
	var list []string
	for _, w := range fsm.Witnesses(c) {
		list = append(list, fmt.Sprintf("%s (%v)", w.Stack, w.Known))
	}
	if list == nil {
		return "nobody known"
	}
	return strings.Join(list, ", ")
}

func chosenBy(o *fsm.Option, c fsm.Choice) (names []string) {
	for _, p := range fsm.Profiles() {
		if o.Choice(p.Policy) == c {
			names = append(names, p.Name)
		}
	}
	return names
}

// rulesUnder lists the rules that name c.
func rulesUnder(c fsm.Choice) (ids []string) {
	for _, row := range ruleset.Rows(fsm.RFC9293Table(), func(r *fsm.Rule) bool {
		for _, x := range r.Under {
			if x == c {
				return true
			}
		}
		return false
	}) {
		ids = append(ids, row.Rule)
	}
	return ids
}

func (d *document) gaps() {
	rules := carriers()
	var rows [][]string
	for _, g := range fsm.NotOptions() {
		rows = append(rows, []string{g.ID, g.Text, g.Settled, g.Concerns, links(rules[g.ID])})
	}
	d.table([]string{"id", "gap", "settled", "concerns", "rules"}, rows)
}

func (d *document) policies() {
	var about [][]string
	for _, p := range fsm.Profiles() {
		about = append(about, []string{p.Name, p.Means})
	}
	d.table([]string{"policy", "is"}, about)
	d.paragraph("What each of them chooses. A choice that is not the default stands in bold.")
	header := []string{"option", "id"}
	for _, p := range fsm.Profiles() {
		header = append(header, p.Name)
	}
	var rows [][]string
	for i := range fsm.Options() {
		o := &fsm.Options()[i]
		row := []string{o.Name, o.ID}
		for _, p := range fsm.Profiles() {
			row = append(row, chosen(o, p.Policy))
		}
		rows = append(rows, row)
	}
	d.table(header, rows)
}

func chosen(o *fsm.Option, p fsm.Policy) string {
	c := o.Choice(p)
	if c == o.Default() {
		return ruleset.AlternativeName(c)
	}
	return fmt.Sprintf("**%s**", ruleset.AlternativeName(c))
}

func (d *document) leftOut() {
	var rows [][]string
	for _, o := range fsm.LeftOut() {
		rows = append(rows, []string{o.What, o.Clause, o.Reason})
	}
	d.table([]string{"left out", "section", "reason"}, rows)
}
