package why

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/fill"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ladder"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/report"
)

// A Result is what has come out of an exhibit.
type Result struct {
	*Exhibit
	Claim    string // what was asked about, in a sentence
	Scenario *report.Scenario
}

// True reports whether it is what was to come out.
func (r *Result) True() bool {
	return len(r.Scenario.Properties) == 1 && r.Scenario.Properties[0].Word() == string(r.Comes)
}

// A Page is an answer with its results, to be written.
type Page struct {
	*Answer
	Results []Result
	Wide    int  // of a line, in characters; 0: 80
	Details bool // ladders have the variables that change, and the rules that fire
}

// Formats are what a page is written as.
var Formats = []string{"text", "md", "json"}

// Write writes the page in one of [Formats].
func (p *Page) Write(w io.Writer, format string) error {
	if format == "json" {
		return p.json(w)
	}
	p.Wide = cmp.Or(p.Wide, usual)
	s := sheet{page: p}
	if format == "md" {
		s.markdown()
	} else {
		s.text()
	}
	if s.err != nil {
		return s.err
	}
	_, err := io.WriteString(w, s.String())
	return err
}

// A sheet is a page on its way to being text.
type sheet struct {
	strings.Builder
	page *Page
	err  error // of a ladder that could not be drawn
}

func (s *sheet) text() {
	a := s.page.Answer
	s.fill("", a.Question)
	s.WriteByte('\n')
	s.fill("  ", a.Says)
	s.named("Only half true", a.Half)
	for i := range s.page.Results {
		r := &s.page.Results[i]
		s.WriteByte('\n')
		s.fill("", fmt.Sprintf("%d. %s", i+1, r.Shows))
		s.WriteString("   explore check " + r.Ask + "\n\n")
		s.ladders(r)
		s.fill("  ", r.outcome())
	}
	s.named("Written in", a.Clauses)
	s.named("To be seen", a.Seen)
}

func (s *sheet) markdown() {
	a := s.page.Answer
	s.WriteString("# " + a.Question + "\n\n" + a.Says + "\n")
	if a.Half != "" {
		s.WriteString("\nOnly half true: " + a.Half + "\n")
	}
	for i := range s.page.Results {
		r := &s.page.Results[i]
		fmt.Fprintf(&s.Builder, "\n## %d. %s\n\n```\nexplore check %s\n", i+1, r.Shows, r.Ask)
		if len(r.Scenario.Ladders()) > 0 {
			s.WriteByte('\n')
		}
		s.ladders(r)
		s.WriteString("```\n\n" + r.outcome() + "\n")
	}
	for _, part := range [][2]string{{"Written in", a.Clauses}, {"To be seen", a.Seen}} {
		if part[1] != "" {
			s.WriteString("\n" + part[0] + ": " + part[1] + "\n")
		}
	}
}

// Write writes the claim in a few lines, with what has come out of an exhibit.
func (c *Claim) Write(w io.Writer, r *Result, format string, wide int) error {
	if format == "json" {
		return encode(w, answered{Name: c.ID, Question: c.Text, Settled: c.Word(), Says: c.Says, Exhibits: []shown{r.shown()}, Clauses: c.Clauses})
	}
	s := sheet{page: &Page{Wide: cmp.Or(wide, usual)}}
	if format == "md" {
		fmt.Fprintf(&s.Builder, "- **%s** %s: **%s**. %s %s: `explore check %s`\n", c.ID, c.Text, c.Word(), c.Says, r.Short(), r.Ask)
	} else {
		s.fill("", c.ID+" "+strings.ToUpper(c.Word())+": "+c.Text)
		s.fill("    ", c.Says)
		fmt.Fprintf(&s.Builder, "    %s: explore check %s\n", r.Short(), r.Ask)
	}
	_, err := io.WriteString(w, s.String())
	return err
}

// named writes a paragraph under a name.
func (s *sheet) named(name, text string) {
	if text != "" {
		s.WriteByte('\n')
		s.fill("", name+": "+text)
	}
}

// fill writes words in lines that are as wide as the page, each after an indent.
func (s *sheet) fill(indent, text string) {
	for _, line := range fill.Lines(text, s.page.Wide-len(indent)) {
		s.WriteString(indent + line + "\n")
	}
}

// usual is how wide a line is that nobody says the width of.
const usual = 80

// ladders draws what the exhibit shows, with the remarks.
func (s *sheet) ladders(r *Result) {
	for _, l := range r.Scenario.Ladders() {
		r.Annotate(l)
		l.Title, l.Note = "", ""
		if !s.page.Details {
			plain(l)
		}
		if err := l.Fit(s, s.page.Details, s.page.Wide); err != nil {
			s.err = err
		}
		s.WriteByte('\n')
	}
}

// plain leaves out what changes in the variables: the arrows and the states tell
// the story.
func plain(l *ladder.Ladder) {
	for _, steps := range [][]ladder.Step{l.Steps, l.Cycle} {
		for i := range steps {
			steps[i].Changes = nil
		}
	}
}

// Short says what has come out in a few words.
func (r *Result) Short() string {
	p := &r.Scenario.Properties[0]
	switch Verdict(p.Word()) {
	case Violated, Reached:
		return fmt.Sprintf("%s, in %d steps", p.Word(), p.Steps)
	case Cannot:
		return "there is no way"
	}
	return p.Word()
}

// outcome says what has come out, and of what.
func (r *Result) outcome() string {
	p, s := &r.Scenario.Properties[0], r.Scenario
	where, states := fmt.Sprintf("%s; %s", s.Name, s.Asked()), s.Distinct
	switch {
	case s.Any == nil:
	case p.Capacity > 0:
		where += fmt.Sprintf("; CAP(%d)", p.Capacity)
	default:
		where, states = where+"; any capacity", s.Any.Distinct
	}
	if fair := p.Fair(); fair != "" {
		where += "; fairness " + fair
	}
	switch Verdict(p.Word()) {
	case Holds:
		return fmt.Sprintf("Holds: %s. All %s states were looked at: %s.", r.Claim, report.Grouped(states), where)
	case Violated:
		return fmt.Sprintf("Violated, in %d steps: %s. Nothing shorter does it: %s.", p.Steps, r.Claim, where)
	case Reached:
		return fmt.Sprintf("Reached, in %d steps. There is no shorter way: %s.", p.Steps, where)
	case Cannot:
		return fmt.Sprintf("There is no way to it: all %s states were looked at: %s.", report.Grouped(states), where)
	}
	return fmt.Sprintf("Not known: %s.", s.Open())
}
