// Package why has the questions that people ask about TCP, and what tutorials claim
// of it, each with the explorations that settle it. Nothing here is a result: an
// exhibit is a question to the model, and says only what is to come out, so that an
// answer that is not true any more is noticed.
package why

import (
	"regexp"
	"slices"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/hint"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ladder"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/language"
)

// An Answer is a question that people ask, and what there is to say.
type Answer struct {
	Name, Question string

	Says     string    // the answer, in a few sentences
	Half     string    // what is only half true in the usual answer; may be empty
	Exhibits []Exhibit // what shows it: what goes wrong otherwise, then what is right
	Clauses  string    // where it is written
	Seen     string    // what ss, netstat and errno show

	claim *Claim // that it was made of; nil: none
}

// An Exhibit is an exploration that shows something.
type Exhibit struct {
	Shows   string // in a line
	Ask     string // the arguments of explore check that ask for it
	Comes   Verdict
	Remarks []Remark // on the steps of its ladder
}

// A Verdict is what is to come out of an exhibit.
type Verdict string

// The verdicts, in the words of explore check.
const (
	Holds    Verdict = "holds"
	Violated Verdict = "violated"
	Reached  Verdict = "reached"
	Cannot   Verdict = "cannot"
)

// A Remark is what there is to say of a step.
type Remark struct {
	At   string // a regular expression that matches the summary of the step
	Says string
}

// In returns the answer in a language.
func (a *Answer) In(l language.Language) *Answer {
	said := *a
	if a.claim != nil {
		said = a.claim.answer(l)
		return &said
	}
	for _, text := range []*string{&said.Question, &said.Says, &said.Half, &said.Clauses, &said.Seen} {
		*text = l.Text(*text)
	}
	said.Exhibits = in(l, a.Exhibits)
	return &said
}

// in returns exhibits in a language. What they ask is the same in each.
func in(l language.Language, all []Exhibit) []Exhibit {
	said := slices.Clone(all)
	for i := range said {
		e := &said[i]
		e.Shows, e.Remarks = l.Text(e.Shows), slices.Clone(e.Remarks)
		for j := range e.Remarks {
			e.Remarks[j].Says = l.Text(e.Remarks[j].Says)
		}
	}
	return said
}

// Annotate writes the remarks into a ladder, in place of those that it has, each at the first step after that of the
// remark before which it is about. It returns those that are about none.
func (e *Exhibit) Annotate(l *ladder.Ladder) (left []Remark) {
	steps := make([]*ladder.Step, 0, len(l.Steps)+len(l.Cycle))
	for i := range l.Steps {
		steps = append(steps, &l.Steps[i])
	}
	for i := range l.Cycle {
		steps = append(steps, &l.Cycle[i])
	}
	for _, s := range steps {
		s.Says = ""
	}
	for _, r := range e.Remarks {
		about, i := regexp.MustCompile(r.At), 0
		for i < len(steps) && !about.MatchString(steps[i].Summary(l.Ends)) {
			i++
		}
		if i == len(steps) {
			left = append(left, r)
			continue
		}
		steps[i].Says, steps = r.Says, steps[i+1:]
	}
	return left
}

// Answers lists the questions in the order in which a connection raises them.
func Answers() (all []Answer) {
	for _, some := range [][]Answer{opening, listening, refusing, transfer, closing, waiting, attacks} {
		all = append(all, some...)
	}
	return all
}

// Find returns the answer to the question of that name.
func Find(name string) (*Answer, error) {
	names := []string{"claims"}
	for _, a := range Answers() {
		if a.Name == name {
			return &a, nil
		}
		names = append(names, a.Name)
	}
	for _, c := range Claims() {
		if c.ID == name {
			a := c.answer(language.English)
			return &a, nil
		}
		names = append(names, c.ID)
	}
	return nil, hint.Unknown("question", name, names, "explore why")
}
