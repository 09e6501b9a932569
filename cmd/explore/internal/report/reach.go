package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/question"
	"github.com/tcpfsm/tcpfsm/model"
)

// reachable is the kind of a property that asks for a way.
const reachable = "reach"

// Shown reports an answer about one property as [Of] does. What violates it is to be
// seen: if there was no time to tell it, nothing is decided.
func Shown(a *model.Answer, mutant string) *Scenario {
	s := Of(a, mutant)
	if p := &s.Properties[0]; p.verdict == checker.Violated && p.Trace == nil {
		s.Undecided(checker.StoppedContext)
	}
	return s
}

// Reach reports the answer to a question for a way to a state: that none is
// there has the verdict holds there, and violated here.
func Reach(a *model.Answer, mutant, predicate string) *Scenario {
	s := Shown(a, mutant)
	p := &s.Properties[0]
	p.Name, p.Kind = predicate, reachable
	switch p.verdict {
	case checker.Violated:
		p.verdict = checker.Holds
	case checker.Holds:
		p.verdict = checker.Violated
	}
	p.Verdict = p.verdict.String()
	if p.Trace != nil {
		_, p.Trace.Note, _ = strings.Cut(p.Trace.Note, "\n") // what it says is the title
		p.Trace.Title = fmt.Sprintf("A shortest way to %s in scenario %s, %s", predicate, s.Name, question.Design(s.Policy, mutant))
		s.Complete, s.Stopped = true, "" // a way is an answer, be the rest explored or not
	}
	return s
}

// Brief writes a line about the scenario and what was asked about it first.
func (s *Scenario) Brief(w io.Writer) error {
	p := &s.Properties[0]
	_, err := fmt.Fprintf(w, "%s: %s %s  %s\n", s.Name, p.Word(), p.Name, s.remark(p))
	return err
}

// Word is the verdict for a reader: that a way was asked for is told from a claim.
func (p *Property) Word() string {
	switch {
	case p.Kind != reachable || p.verdict == checker.Unknown:
		return p.Verdict
	case p.verdict == checker.Holds:
		return "reached"
	}
	return "cannot"
}

// Fair lists the assumptions of fairness that the verdict rests on; "" if none.
func (p *Property) Fair() string { return p.fair.String() }

// reached says how a way was found, or that there is none.
func (s *Scenario) reached(p *Property) string {
	if p.verdict == checker.Holds {
		return "in " + count(p.Steps, "step", "steps")
	}
	return "in this scenario: no state of the " + Grouped(s.Distinct) + " is one"
}
