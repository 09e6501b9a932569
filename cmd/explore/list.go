package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/fill"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/hint"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/language"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/output"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/question"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ruleset"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

// A catalog is one thing that explore list lists.
type catalog struct {
	name, means string
	entries     func() []entry
}

// An entry is one line of a catalog.
type entry struct{ name, means string }

var catalogs = []catalog{
	{"scenarios", "closed systems of two ends, a network and time", scenarioEntries},
	{"properties", "what can be claimed of them", propertyEntries},
	{"mutants", "wrong designs, and what refutes them", mutantEntries},
	{"hazards", "places where rules meet in a way that does harm, or seems to", hazardEntries},
	{"networks", "what a network may do to segments", networkEntries},
	{"bounds", "lengths of time that explore check -bounds asks for", timeEntries},
	{"time-wait", "how long TIME-WAIT has to be: a command for each cell of docs/time-wait.md", timeWaitEntries},
	{"assumptions", "what verdicts rest on", assumptionEntries},
	{"policies", "the named policies", policyEntries},
	{"options", "what RFC 9293 leaves open, and the alternatives", optionEntries},
	{"rules", "the rules of the table", ruleEntries},
	{"events", "what can happen to a connection", eventEntries},
	{"replies", "what a user call may be answered", replyEntries},
	{"facts", "what rules depend on", factEntries},
	{"effects", "what rules do", effectEntries},
}

// timeWaitEntries lists the questions about the length of TIME-WAIT.
func timeWaitEntries() (out []entry) {
	for _, t := range question.TimeWaits() {
		out = append(out, entry{t.Command(), t.Means()})
	}
	return out
}

func newList() *cobra.Command {
	var file, lang string
	cmd := &cobra.Command{
		Use:       "list [" + strings.Join(catalogNames(), "|") + "]",
		Short:     "List names, with one line each",
		Example:   "  explore list scenarios",
		ValidArgs: catalogNames(),
		RunE: func(cmd *cobra.Command, args []string) error {
			entries, err := listed(args)
			if err == nil {
				err = oneOf("lang", lang, language.Tags())
			}
			if err != nil {
				return usagef("%w", err)
			}
			for i := range entries {
				entries[i].say(language.Language(lang))
			}
			return usage(output.Write(cmd.OutOrStdout(), file, func(w io.Writer) error { return writeEntries(w, entries, widthOf(cmd.OutOrStdout(), file)) }))
		},
	}
	cmd.Flags().StringVarP(&file, "output", "o", "", "write to this `file`")
	cmd.Flags().StringVar(&lang, "lang", string(language.English), "say in this language what scenarios are about: "+strings.Join(language.Tags(), ", "))
	return cmd
}

// say says what an entry means in a language, if that is said in it.
func (e *entry) say(in language.Language) {
	means, large := strings.CutSuffix(e.means, " (large)")
	if e.means = in.Text(means); large {
		e.means += in.Text(" (large)")
	}
}

func catalogNames() []string {
	var names []string
	for _, c := range catalogs {
		names = append(names, c.name)
	}
	return names
}

// listed returns the entries of the catalog that is asked for. Without one, the
// catalogs are listed.
func listed(args []string) ([]entry, error) {
	if len(args) == 0 {
		var all []entry
		for _, c := range catalogs {
			all = append(all, entry{c.name, c.means})
		}
		return all, nil
	}
	if len(args) > 1 {
		return nil, fmt.Errorf("list takes one name, not %d\nhint: explore list shows what there is", len(args))
	}
	i := slices.IndexFunc(catalogs, func(c catalog) bool { return c.name == args[0] })
	if i < 0 {
		return nil, hint.Unknown("list", args[0], catalogNames(), "explore list")
	}
	return catalogs[i].entries(), nil
}

// writeEntries writes a line for each entry. Where lines have a width, what is
// longer goes on in the next, beside its name.
func writeEntries(w io.Writer, entries []entry, wide int) error {
	names := 0
	for _, e := range entries {
		names = max(names, len(e.name))
	}
	for _, e := range entries {
		for i, part := range fill.Lines(e.means, wide-names-2) {
			name := e.name
			if i > 0 {
				name = ""
			}
			if _, err := fmt.Fprintln(w, strings.TrimRight(fmt.Sprintf("%-*s  %s", names, name, part), " ")); err != nil {
				return err
			}
		}
	}
	return nil
}

func policyEntries() (out []entry) {
	for _, p := range fsm.Profiles() {
		out = append(out, entry{p.Name, p.Means})
	}
	return out
}

func optionEntries() (out []entry) {
	for i := range fsm.Options() {
		o := &fsm.Options()[i]
		var names []string
		for _, a := range o.Choices {
			names = append(names, a.Name)
		}
		out = append(out, entry{o.Name, fmt.Sprintf("%-3s  %s: %s", o.ID, strings.Join(names, "|"), o.Text)})
	}
	return out
}

func ruleEntries() (out []entry) {
	for _, r := range ruleset.Rows(fsm.RFC9293Table(), ruleset.Any) {
		out = append(out, entry{r.Rule, r.Clause + "  " + r.Title})
	}
	return out
}

func eventEntries() (out []entry) {
	for _, k := range fsm.AllEvents() {
		out = append(out, entry{k.String(), ruleset.EventMeans(k)})
	}
	return out
}

func replyEntries() (out []entry) {
	for _, r := range fsm.AllReplies() {
		out = append(out, entry{r.String(), ruleset.ReplyMeans(r)})
	}
	return out
}

func factEntries() (out []entry) {
	for _, f := range fsm.AllFacts() {
		out = append(out, entry{f.String(), f.Means()})
	}
	return out
}

func effectEntries() (out []entry) {
	for _, e := range fsm.AllEffects() {
		out = append(out, entry{e.String(), e.Means()})
	}
	return out
}

func scenarioEntries() (out []entry) {
	for _, s := range catalogue.Scenarios() {
		means := s.About
		if s.Large {
			means += " (large)"
		}
		out = append(out, entry{s.Name, means})
	}
	return out
}

func propertyEntries() (out []entry) {
	for _, p := range catalogue.Properties() {
		out = append(out, entry{p.Name, p.Statement + grounds(p)})
	}
	return out
}

// grounds lists in brackets what a property may rest on.
func grounds(p *model.Property) string {
	var all []string
	for _, g := range p.Grounds() {
		if text := g.String(); text != "" {
			all = append(all, text)
		}
	}
	if len(all) == 0 {
		return ""
	}
	return fmt.Sprintf(" (%s)", strings.Join(all, " or "))
}

func mutantEntries() (out []entry) {
	for _, mu := range catalogue.Mutants() {
		var by []string
		for i := range mu.Refuted {
			if name := mu.Refuted[i].Property.Name; !slices.Contains(by, name) {
				by = append(by, name)
			}
		}
		out = append(out, entry{mu.Name, fmt.Sprintf("%s: refuted by %s", mu.Change, strings.Join(by, ", "))})
	}
	return out
}

func hazardEntries() (out []entry) {
	for _, h := range catalogue.Hazards() {
		out = append(out, entry{h.ID, h.What})
	}
	return out
}

func networkEntries() (out []entry) {
	out = append(out, entry{question.Perfect, "every segment arrives once, in order"})
	for _, w := range question.Words() {
		out = append(out, entry{w.Name, w.Means})
	}
	return out
}

func assumptionEntries() (out []entry) {
	for _, a := range model.AllAssumptions() {
		out = append(out, entry{a.String(), a.Means()})
	}
	return out
}
