// Package page has the page in the browser: what it looks like, what it shows of a
// ladder, and the same page as one file for one ladder.
package page

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/tcpfsm/tcpfsm/checker/scene"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/diagram"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ladder"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/language"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// A View is a ladder as the page shows it: the drawing, and of each moment all that
// stands beside it.
type View struct {
	Title   string    `json:"title"`
	Note    string    `json:"note"`
	Unit    string    `json:"unit"` // what steps are numbered by
	Ends    [2]string `json:"ends"`
	Names   [2]string `json:"names"` // what the ends are called elsewhere
	Drawing string    `json:"drawing"`
	Fields  []string  `json:"fields"` // the names of the values of an end
	Moments []Moment  `json:"moments"`
	Endless bool      `json:"endless"`
	Back    int       `json:"back"` // of an endless one: the moment from which on it comes again
}

// A Moment is what there is after a step, and what has happened in it. The first one
// is after none.
type Moment struct {
	N       int         `json:"n"`
	Time    string      `json:"time,omitempty"`
	End     int         `json:"end"` // that moves, or -1
	Does    string      `json:"does"`
	Says    string      `json:"says,omitempty"` // what somebody who explains it says of the step
	States  [2]string   `json:"states"`
	Values  [2][]string `json:"values"`  // of Fields
	Changed [2][]int    `json:"changed"` // which of them the step has changed
	Network [2][]string `json:"network"`
	Rules   []Rule      `json:"rules,omitempty"`
	Tells   []string    `json:"tells,omitempty"`
	Found   []string    `json:"found,omitempty"` // by an oracle
	Sends   []int       `json:"sends,omitempty"` // the messages that leave
}

// A Rule is one that fired, with what it stands for.
type Rule struct {
	ID     string `json:"id"`
	Clause string `json:"clause"`
	Title  string `json:"title"`
	Link   string `json:"link"` // to the clause
}

// Of returns what the page shows of a ladder in a language.
func Of(l *ladder.Ladder, in language.Language) (*View, error) {
	l = spoken(l, in)
	picture := l.Picture()
	picture.Pages = nil // on a screen there are none
	drawing, err := Drawn(picture, in)
	if err != nil {
		return nil, err
	}
	v := &View{
		Title: l.Title, Note: l.Note, Unit: l.Unit, Ends: l.Ends, Names: l.Names, Drawing: drawing,
		Fields: []string{}, Endless: l.Endless, Back: len(l.Steps),
	}
	for _, f := range l.Start.Ends[0].Fields {
		v.Fields = append(v.Fields, f.Name)
	}
	v.add(l, &ladder.Step{End: -1, After: l.Start}, "")
	for _, s := range slices.Concat(l.Steps, l.Cycle) {
		v.add(l, &s, s.Summary(l.Ends))
	}
	return v, nil
}

// spoken returns a ladder of which title and note are in a language. What happens in it is
// notation, which is the same in each.
func spoken(l *ladder.Ladder, in language.Language) *ladder.Ladder {
	copied := *l
	copied.Title, copied.Note = in.Phrase(l.Title), noted(l.Note, in)
	return &copied
}

// noted returns the lines of a note in a language: the claim that is violated, and how
// numbers and times are to be read.
func noted(note string, in language.Language) string {
	lines := strings.Split(note, "\n")
	for i, line := range lines {
		if claim, ok := strings.CutPrefix(line, "It says: "); ok {
			lines[i] = fmt.Sprintf(in.Text("It says: %s."), in.Text(strings.TrimSuffix(claim, ".")))
			continue
		}
		lines[i] = in.Phrase(line)
	}
	return strings.Join(lines, "\n")
}

// Drawn returns a picture as SVG, what stands in it in a language.
func Drawn(s *scene.Scene, in language.Language) (string, error) {
	var b strings.Builder
	err := draw(&b, s, in)
	return b.String(), err
}

func draw(w io.Writer, s *scene.Scene, in language.Language) error {
	s.Say(in.Phrase)
	return s.SVG(w)
}

// add adds the moment after a step.
func (v *View) add(l *ladder.Ladder, s *ladder.Step, does string) {
	m := Moment{N: s.N, Time: l.When(s), End: s.End, Does: does, Says: s.Says, Network: s.After.Flying, Tells: s.Tells}
	for i := range m.States {
		m.States[i] = s.After.Ends[i].State
		for _, f := range s.After.Ends[i].Fields {
			m.Values[i] = append(m.Values[i], f.Text)
		}
		if n := len(v.Moments); n > 0 {
			m.Changed[i] = changed(v.Moments[n-1].Values[i], m.Values[i])
		}
	}
	if s.Refused != "" {
		m.Tells = append(m.Tells, "refused: "+s.Refused)
	}
	for _, id := range s.Rules {
		if r := RuleOf(id); !slices.Contains(m.Rules, r) {
			m.Rules = append(m.Rules, r)
		}
	}
	for i := range s.Findings {
		m.Found = append(m.Found, v.Ends[s.Findings[i].End]+": "+s.Findings[i].String())
	}
	for i := range s.Sends {
		m.Sends = append(m.Sends, s.Sends[i].ID)
	}
	v.Moments = append(v.Moments, m)
}

// changed returns where two lists differ.
func changed(before, after []string) (all []int) {
	for i := range after {
		if i < len(before) && before[i] != after[i] {
			all = append(all, i)
		}
	}
	return all
}

// RuleOf returns the rule of an ID with its clause. Of a rule that is not in the table
// of RFC 9293 there is the ID alone.
func RuleOf(id string) Rule {
	if r, ok := rules()[id]; ok {
		return r
	}
	return Rule{ID: id}
}

var rules = sync.OnceValue(func() map[string]Rule {
	of := map[string]Rule{}
	for _, k := range fsm.RFC9293Table() {
		for i := range k.Rules {
			id := k.Rules[i].ID
			of[id] = Rule{id, k.Clause, k.Title, diagram.ClauseAddress(k.Clause)}
		}
	}
	return of
})
