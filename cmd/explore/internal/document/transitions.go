package document

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ruleset"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/transitions"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// Transitions is docs/transitions.md.
func Transitions() string {
	t := fsm.RFC9293Table()
	all := transitions.Of(fsm.RFC9293)
	var d document
	d.begin("Transitions",
		"The whole table, and the changes of state that follow from it. Nothing here was typed in: the edges are found by following every way that an event may take through the checks.")
	d.paragraph("![The states of a TCP connection](tcp.svg)")
	d.heading(2, "States and causes")
	d.paragraph("The next state, for each state and cause, under the default policy RFC9293. A dot: the state stays. What is sent and which rules do it stands in the next section.")
	d.overview(all)
	d.heading(2, "Changes of state")
	d.paragraph("Each change with the rules that make it. An event may pass through states: one segment that acknowledges our FIN and brings the peer's leads from FIN-WAIT-1 by FIN-WAIT-2 to TIME-WAIT. \"Then\" marks what the next TRANSMIT sends as a consequence.")
	d.changes(all)
	d.heading(2, "Changes of state that a choice adds")
	d.paragraph("Each alternative that is not the default, alone, and the changes that there are under it and not under the default. See [choices](choices.md).")
	d.added(t, all)
	d.heading(2, "The table")
	d.paragraph("An event meets the checks that name its kind and the state, in this order. In each of them exactly one rule fires: the one in whose states the connection is, under whose choices the policy falls, and whose conditions hold. It says how to go on: with the next check, with the first check from a label on that is for the event and the state, or not at all. The last paragraphs are for no event: they give the forms of the segments that rules send, each field a variable of the RFC.")
	d.checks(t)
	return d.String()
}

// overview writes one line for each cause, one column for each state.
func (d *document) overview(all []transitions.Edge) {
	header := []string{""}
	for _, s := range fsm.AllStates() {
		header = append(header, s.String())
	}
	rows := [][]string{header}
	for _, cause := range causesOf(all) {
		row := []string{cause}
		for _, s := range fsm.AllStates() {
			row = append(row, next(all, s, cause))
		}
		rows = append(rows, row)
	}
	d.matrix(rows)
}

// causesOf lists the causes in the order of the events that have them.
func causesOf(all []transitions.Edge) []string {
	var causes []string
	for _, k := range fsm.AllEvents() {
		for i := range all {
			if all[i].Event == k && !slices.Contains(causes, all[i].Cause) {
				causes = append(causes, all[i].Cause)
			}
		}
	}
	return causes
}

func next(all []transitions.Edge, from fsm.State, cause string) string {
	var to []string
	for i := range all {
		if e := &all[i]; e.From == from && e.Cause == cause && !slices.Contains(to, e.To.String()) {
			to = append(to, e.To.String())
		}
	}
	if to == nil {
		return "."
	}
	return strings.Join(to, "/")
}

var changeHeader = []string{"state", "cause", "next state", "by way of", "sends", "tells the user", "rules"}

func (d *document) changes(all []transitions.Edge) {
	var rows [][]string
	for i := range all {
		rows = append(rows, change(&all[i]))
	}
	d.table(changeHeader, rows)
}

func change(e *transitions.Edge) []string {
	var through []string
	for _, s := range e.Through {
		through = append(through, s.String())
	}
	sends := strings.Join(e.Sends, "; ")
	if len(e.Later) > 0 {
		sends = strings.TrimPrefix(sends+"; then "+strings.Join(e.Later, "; "), "; ")
	}
	return []string{
		e.From.String(), e.Cause, e.To.String(), strings.Join(through, ", "), sends,
		strings.Join(e.Signals, ", "), links(e.Rules),
	}
}

// added writes the edges that single choices add to those of all.
func (d *document) added(t fsm.Table, all []transitions.Edge) {
	known := map[string]bool{}
	for i := range all {
		known[essence(&all[i])] = true
	}
	var rows [][]string
	for i := range fsm.Options() {
		for _, a := range fsm.Options()[i].Choices[1:] {
			for _, e := range transitions.Of(fsm.MustCompile(t, fsm.Policy{}.With(a.Choice))) {
				if !known[essence(&e)] {
					rows = append(rows, append([]string{a.Choice.String()}, change(&e)...))
				}
			}
		}
	}
	d.table(append([]string{"choice"}, changeHeader...), rows)
}

// essence is equal for edges that are shown as one. They may differ in rules that
// replace each other under a choice.
func essence(e *transitions.Edge) string {
	return fmt.Sprintf("%v %v %v %v %s %s", e.From, e.To, e.Through, e.Event, e.Cause, e.Sends)
}

func (d *document) checks(t fsm.Table) {
	for i := range t {
		k := &t[i]
		d.heading(3, k.Clause+" "+k.Title)
		if len(k.Forms) > 0 {
			d.forms(k)
			continue
		}
		about := fmt.Sprintf("For %s in %s.", strings.ReplaceAll(k.On.String(), ",", ", "), ruleset.StatesText(k.In))
		if k.Label != 0 {
			about += fmt.Sprintf(" Here leads \"%v\".", k.Label)
		}
		d.paragraph(about)
		d.rules(k)
	}
}

// forms writes what the segments say that effects send, or form to be sent.
func (d *document) forms(k *fsm.Check) {
	rows := [][]string{}
	for _, f := range k.Forms {
		row := []string{f.Effect.String(), f.SEQ.String(), "", f.CTL.String(), f.WND.String(), "", "", ""}
		if f.CTL.Has(fsm.ACK) {
			row[2] = f.ACK.String()
		}
		if f.MSS != 0 {
			row[5] = f.MSS.String()
		}
		if f.Text != 0 {
			row[6], row[7] = f.Text.String(), f.From.String()
		}
		rows = append(rows, row)
	}
	d.table([]string{"effect", "SEG.SEQ", "SEG.ACK", "control bits", "SEG.WND", "MSS option", "octets of text", "from"}, rows)
}

func (d *document) rules(k *fsm.Check) {
	var rows [][]string
	for i := range k.Rules {
		r := &k.Rules[i]
		states, enters := "", ""
		if r.In != 0 {
			states = ruleset.StatesText(k.States(r))
		}
		if r.Enter != 0 {
			enters = r.Enter.String()
		}
		does := strings.Join(ruleset.Effects(r), "; ")
		if r.Why != "" {
			does = strings.TrimPrefix(does+" (*"+r.Why+"*)", " ")
		}
		rows = append(rows, []string{
			fmt.Sprintf(`<a id="%s"></a>%s`, r.ID, r.ID), states, conditions(r), strings.Join(ruleset.Under(r), "; "),
			does, enters, r.Then.String(), strings.Join(ruleset.Carries(r), " "),
		})
	}
	d.table([]string{"rule", "states", "when", "choice", "does", "enters", "then", "carries"}, rows)
}

// conditions sets one condition to a line.
func conditions(r *fsm.Rule) string {
	var out []string
	for _, c := range ruleset.When(r) {
		out = append(out, strings.Replace(c, "not: ", "*not* ", 1))
	}
	return strings.Join(out, "<br>")
}
