package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/export"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/language"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/question"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ruleset"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/why"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// What a shell offers for the word that is being written: every name that the
// command knows, with a line that says what it means.

// argued lists, by command, what its arguments may be.
var argued = map[string]func(*cobra.Command) []entry{
	"check": func(cmd *cobra.Command) []entry {
		if hazardous, err := cmd.Flags().GetBool("hazards"); err == nil && hazardous {
			return hazardEntries()
		}
		if bounds, err := cmd.Flags().GetBool("bounds"); err == nil && bounds {
			return timeEntries()
		}
		return scenarioEntries()
	},
	"simulate": func(*cobra.Command) []entry { return scenarioEntries() },
	"export":   func(*cobra.Command) []entry { return scenarioEntries() },
	"step":     func(*cobra.Command) []entry { return scenarioEntries() },
	"graph": func(*cobra.Command) []entry {
		return append([]entry{{"fsm", "the eleven states"}}, scenarioEntries()...)
	},
	"why": func(*cobra.Command) []entry { return append(whyEntries(language.English), claimEntries()...) },
}

// flagged lists, by flag, what its value may be.
var flagged = map[string]func() []entry{
	"property": propertyEntries,
	"mutant":   mutantEntries,
	"lang": func() []entry {
		return []entry{{string(language.English), "English"}, {string(language.Chinese), "中文"}}
	},
}

// listedIn lists, by flag, of what its value is a list. Commas stand between.
var listedIn = map[string]func() []entry{
	"net":    networkEntries,
	"assume": assumptionEntries,
	"policy": choiceEntries,
	"diff":   policyEntries,
	"bound":  boundEntries,
	"set":    settingEntries,
}

// formatted lists, by command, what -format may be.
var formatted = map[string][]string{
	"check": ladderFormats, "simulate": ladderFormats, "trace": ladderFormats,
	"table": ruleset.Formats, "graph": graphFormats, "why": whyFormats,
	"export": export.Formats,
}

// complete has a command offer what there is to be written.
func complete(cmd *cobra.Command) error {
	if of := argued[cmd.Name()]; of != nil {
		cmd.ValidArgsFunction = func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
			return offered("", of(cmd)), cobra.ShellCompDirectiveNoFileComp
		}
	}
	for name, of := range flagged {
		if err := propose(cmd, name, func(string) []string { return offered("", of()) }); err != nil {
			return err
		}
	}
	for name, of := range listedIn {
		if err := propose(cmd, name, func(word string) []string { return further(word, of()) }); err != nil {
			return err
		}
	}
	if formats := formatted[cmd.Name()]; formats != nil {
		return propose(cmd, "format", func(string) []string { return formats })
	}
	return nil
}

// propose has a flag, if the command has it, offer what there is for a word.
func propose(cmd *cobra.Command, flag string, of func(word string) []string) error {
	if cmd.Flags().Lookup(flag) == nil {
		return nil
	}
	return cmd.RegisterFlagCompletionFunc(flag, func(_ *cobra.Command, _ []string, word string) ([]string, cobra.ShellCompDirective) {
		return of(word), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	})
}

// offered returns the entries in the form that shells understand.
func offered(before string, entries []entry) (all []string) {
	for _, e := range entries {
		all = append(all, before+e.name+"\t"+e.means)
	}
	return all
}

// further returns the entries that may follow in a list: none that it has already, and
// not the network that takes no other.
func further(list string, entries []entry) []string {
	before := list[:strings.LastIndexByte(list, ',')+1]
	had := strings.Split(before, ",")
	return offered(before, slices.DeleteFunc(slices.Clone(entries), func(e entry) bool {
		return slices.Contains(had, e.name) || before != "" && e.name == question.Perfect
	}))
}

// choiceEntries lists the policies by name and all that may be chosen.
func choiceEntries() []entry {
	all := policyEntries()
	for i := range fsm.Options() {
		o := &fsm.Options()[i]
		for _, a := range o.Choices {
			all = append(all, entry{o.Name + "=" + a.Name, o.Text})
		}
	}
	return all
}

func boundEntries() (all []entry) {
	for _, name := range question.Bounds() {
		all = append(all, entry{name + "=", ""})
	}
	return all
}

func settingEntries() (all []entry) {
	for _, end := range []string{"A", "B", "both"} {
		for _, name := range question.Settings() {
			all = append(all, entry{end + "." + strings.ReplaceAll(name, " ", "-") + "=", ""})
		}
	}
	return all
}

func claimEntries() (all []entry) {
	for _, c := range why.Claims() {
		all = append(all, entry{c.ID, c.Text})
	}
	return all
}
