package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/predicate"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/question"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// newTopics makes the pages of the help that are about no command.
func newTopics() []*cobra.Command {
	return []*cobra.Command{
		newTopic("predicates", "How to ask a question of your own", predicate.Grammar+predicateExamples),
		newTopic("scenario-files", "How to write a scenario of your own", question.FileGrammar),
		newTopic("assumptions", "What verdicts rest on", assumptionsTopic()),
		newTopic("policies", "What RFC 9293 leaves open, and who chooses what", policiesTopic()),
		newTopic("formats", "What counterexamples and pictures are written as", formatsTopic),
		newTopic("exit-status", "What the command ends with", exitTopic),
	}
}

func newTopic(name, short, text string) *cobra.Command {
	return &cobra.Command{Use: name, Short: short, Long: text}
}

const predicateExamples = `

Examples, for explore check:

  -reach 'both=TIME-WAIT'                      can both ends wait?
  -reach 'A=ESTABLISHED & B=SYN-RECEIVED'      is one end ready before the other?
  -never 'A.RCV.NXT>B.SND.NXT'                 no octet is taken that was not sent
  -leads-to 'A=LAST-ACK' 'A=CLOSED'            does it end?`

// assumptionsTopic lists the assumptions with what they mean.
func assumptionsTopic() string {
	var b strings.Builder
	b.WriteString("A verdict names what it rests on. CAP(n) says that a direction of the network holds n\nsegments at a time. The others say what a scenario leaves out:\n\n")
	fair := false
	for _, a := range model.AllAssumptions() {
		if a.Fair() && !fair {
			fair = true
			b.WriteString("\nand what is assumed to go on happening, where it is about behaviours:\n\n")
		}
		fmt.Fprintf(&b, "  %-9s  %s\n", a, a.Means())
	}
	b.WriteString("\nexplore check -assume MONO,FL,TICK has a scenario meet these, and no other fairness.")
	return b.String()
}

// policiesTopic says what a policy is, and lists those with a name.
func policiesTopic() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Where RFC 9293 leaves something open, or contradicts itself, the table has an option with\nalternatives: %d of them, see explore list options. A policy chooses one of each. These\nhave names:\n\n", len(fsm.Options()))
	for _, p := range fsm.Profiles() {
		fmt.Fprintf(&b, "  %-14s  %s\n", p.Name, p.Means)
	}
	b.WriteString("\n-policy takes a name and choices after it, as in -policy Linux,rst_in_time_wait=ignore.\nThe scenarios of explore check name the policy that they are asked under; -policy RFC9293\nasks them under another. explore table -diff RFC9293,Linux shows where two differ.")
	return b.String()
}

const formatsTopic = `Counterexamples, and the ladders of explore trace and explore conform:

  text     a ladder of characters
  json     one object: every step, with all variables of both ends
  mermaid  a sequence diagram, as Markdown pages show it
  dot      for Graphviz
  itf      the Informal Trace Format of other model checkers
  pcapng   a capture with comments, for Wireshark
  packetdrill
           a script for packetdrill, from the point of view of one end
  svg, png pictures
  html     a page of its own, to be mailed: the ladder with both ends, step by step

-o names a file; it is written when all is known, or stays as it was. Tables, explore table,
are text, md, csv and json; state diagrams, explore graph, are dot, svg, png and mermaid.
-json prints one object per scenario, or per connection, and needs no -format. A question
for a way, -reach, is a property of the kind "reach" there: it holds if there is a way, and
the trace is that way.`

const exitTopic = `  0  all that was asked for holds, was reached, or conforms, and was looked at completely
  1  a property is violated, a state cannot be reached, a capture or a subject deviates;
     what shows it is on standard output
  2  usage: the command line or the input makes no sense; the message says where, and a
     line that begins with "hint:" says what to do
  3  no answer: a limit, memory, time or Ctrl-C came before it. It is never mistaken for 0`
