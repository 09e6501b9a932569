package document

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/report"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
	"github.com/tcpfsm/tcpfsm/model/certify"
)

// A Proof is all that is known of what was proved: what was explored, the ledger of
// assumptions that were dropped, and what other checkers have found.
type Proof struct {
	Records []report.Record
	Trials  []report.TrialRecord
	Ledger  []LedgerLine
	Peers   []PeerRecord
}

// A LedgerLine says what becomes of a property without an assumption of a ground.
type LedgerLine struct{ Property, Ground, Without, Finding string }

// ParseLedger reads the lines of a ledger.
func ParseLedger(text string) (all []LedgerLine, err error) {
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) < 4 {
			return nil, fmt.Errorf("ledger: %q has fewer than four parts", line)
		}
		all = append(all, LedgerLine{words[0], words[1], words[2], strings.Join(words[3:], " ")})
	}
	return all, nil
}

// properties tells of each property, in a section of its own, what it was proved for.
func (d *document) properties(proof *Proof) {
	d.heading(2, "Properties")
	var rows, asked [][]string
	decided := map[*model.Property][]decision{}
	for _, p := range catalogue.Properties() {
		ways := decisions(p, proof.Records)
		if decided[p] = ways; len(ways) > 0 {
			rows = append(rows, []string{fmt.Sprintf("[%s](#%[1]s)", p.Name), p.Statement, verdictOf(ways), fmt.Sprint(len(scenariosOf(ways)))})
		} else {
			asked = append(asked, []string{p.Name, p.Statement, assuming(p.Grounds()[0].String(), "")})
		}
	}
	d.table([]string{"property", "statement", "verdict", "scenarios"}, rows)
	d.paragraph("These are claimed for no standard scenario by themselves. Hazards and mutants are about them (`explore check -hazards`), and [theorem.md](theorem.md) about the clauses of the service:")
	d.table([]string{"property", "statement", "assuming"}, asked)
	for _, p := range catalogue.Properties() {
		if ways := decided[p]; len(ways) > 0 {
			d.property(p, ways, proof)
		}
	}
}

// verdictOf is the verdict on a property in all scenarios.
func verdictOf(ways []decision) string {
	verdict := ways[0].verdict
	for _, w := range ways {
		if w.verdict != verdict {
			return "differs"
		}
	}
	return verdict
}

func scenariosOf(ways []decision) (all []string) {
	for _, w := range ways {
		all = append(all, w.scenarios...)
	}
	return all
}

// property is the section of one of them.
func (d *document) property(p *model.Property, ways []decision, proof *Proof) {
	d.heading(3, p.Name)
	d.paragraph("In words: " + p.Statement + ".")
	for i := range ways {
		fmt.Fprintf(&d.Builder, "* %s\n", ways[i].words(len(proof.Records)))
	}
	d.dropped(p, proof.Ledger)
	d.refuted(p)
	fmt.Fprintf(&d.Builder, "* **Certificate.** %s\n", certificateOf(p, ways))
	fmt.Fprintf(&d.Builder, "* **Other checkers.** %s\n\n", peersOf(p, ways, proof.Peers))
}

// words says what was proved, of which networks, over how many states, and what it
// assumes, of so many scenarios in all.
func (w *decision) words(all int) string {
	about, assumes := "networks of any capacity", "nothing but the scenario"
	if w.bounded {
		about = "networks of n segments in a direction (CAP(n))"
	}
	if w.assuming != "" {
		assumes = w.assuming
	}
	where := ": " + strings.Join(w.scenarios, ", ")
	if len(w.scenarios) == all {
		where = "; these are all"
	}
	return fmt.Sprintf("**%s** in %s, for %s, in %s states, assuming %s%s.",
		strings.ToUpper(w.verdict[:1])+w.verdict[1:], plural(len(w.scenarios), "scenario"), about, report.Grouped(w.states), assumes, where)
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// dropped tells what becomes of a property without an assumption: the ledger, and the
// counterexamples that have a name.
func (d *document) dropped(p *model.Property, ledger []LedgerLine) {
	for _, l := range ledger {
		if l.Property == p.Name {
			fmt.Fprintf(&d.Builder, "* **Without %s** (of %s): %s.\n", l.Without, assuming(l.Ground, ""), l.Finding)
		}
	}
	for _, r := range catalogue.Counterexamples() {
		if r.Property == p.Name {
			without := "under another policy"
			if r.Without != 0 {
				without = "without " + assuming(r.Without.String(), "")
			}
			fmt.Fprintf(&d.Builder, "* **Counterexample** `%s`, %s, in %s: %s.\n", r.Name, without, plural(r.Steps, "step"), strings.TrimSuffix(r.Means, "."))
		}
	}
}

// refuted tells which hazards and wrong designs violate a property.
func (d *document) refuted(p *model.Property) {
	var hazards, mutants []string
	for _, h := range catalogue.Hazards() {
		if slices.ContainsFunc(h.Exhibited, func(t catalogue.Trial) bool { return t.Property == p.Name }) {
			hazards = append(hazards, h.ID)
		}
	}
	for _, mu := range catalogue.Mutants() {
		if slices.ContainsFunc(mu.Refuted, func(c model.Case) bool { return c.Property == p }) {
			mutants = append(mutants, "`"+mu.Name+"`")
		}
	}
	if hazards != nil {
		fmt.Fprintf(&d.Builder, "* **Hazards** that violate it (`explore check -hazards ID`): %s.\n", strings.Join(hazards, ", "))
	}
	if mutants != nil {
		fmt.Fprintf(&d.Builder, "* **Wrong designs** that violate it (`explore check -mutant NAME`): %s.\n", strings.Join(mutants, ", "))
	}
}

// certificateOf says whether certificates carry a claim, or why not.
func certificateOf(p *model.Property, ways []decision) string {
	any := slices.ContainsFunc(ways, func(w decision) bool { return !w.bounded })
	switch {
	case certify.Carries(p.Name) && any:
		return "[Those](certificates.md) of the scenarios in which it holds for networks of any capacity carry it: `explore check SCENARIO -certificate FILE`, `explore verify FILE`."
	case p.Refines != nil:
		return "None: it is decided on states of both ends and of the service together, and certificates are about states of ends."
	case !any:
		return "None: it is decided with a capacity, and certificates are for any."
	}
	return "None: it needs terms that the language of [certificates](certificates.md) does not have."
}

// peersOf says in how many of the scenarios that others have explored a property is
// among what they were asked, or why it is not.
func peersOf(p *model.Property, ways []decision, peers []PeerRecord) string {
	if !p.Safety() {
		return "None: what is [exported](other-checkers.md) are claims of single steps and states."
	}
	in, refuted := 0, 0
	for _, r := range peers {
		switch name, _, _ := strings.Cut(r.Export, " "); {
		case r.Verdict == p.Name:
			refuted++
		case r.Verdict == holds && slices.Contains(scenariosOf(ways), name):
			in++
		}
	}
	if in+refuted == 0 {
		return "None of the scenarios that [they](other-checkers.md) have explored has it."
	}
	text := fmt.Sprintf("[SPIN and Rumur](other-checkers.md) have explored %s of these with a capacity, and report no violation; a claim that a file cannot tell is listed in it.", plural(in, "scenario"))
	if refuted > 0 {
		text += fmt.Sprintf(" They report it violated by %s, as here.", plural(refuted, "wrong design"))
	}
	return text
}
