package why

import (
	"cmp"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/fill"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ladder"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/language"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/report"
	"github.com/tcpfsm/tcpfsm/model"
)

// A Result is what has come out of an exhibit.
type Result struct {
	*Exhibit
	Claim    string // what was asked about, in a sentence
	Scenario *report.Scenario
}

// Of returns what an answer says of an exhibit: the first of its verdicts. Reach is what
// the exhibit looks for a way to, if it does.
func Of(e *Exhibit, a *model.Answer, mutant, reach string) *Result {
	r := &Result{Exhibit: e, Claim: a.Verdicts[0].Statement}
	if reach != "" {
		r.Scenario = report.Reach(a, mutant, reach)
	} else {
		r.Scenario = report.Shown(a, mutant)
	}
	return r
}

// True reports whether it is what was to come out.
func (r *Result) True() bool {
	return len(r.Scenario.Properties) == 1 && r.Scenario.Properties[0].Word() == string(r.Comes)
}

// A Page is an answer with its results, to be written.
type Page struct {
	*Answer
	Results []Result
	Wide    int  // of a line, in columns; 0: 80
	Details bool // ladders have the variables that change, and the rules that fire

	Level    int               // of its title among the headings of Markdown; 0: 1
	Language language.Language // of what the page itself says; the answer has its own, see In
}

// Formats are what a page is written as.
var Formats = []string{"text", "md", "json"}

// Write writes the page in one of [Formats].
func (p *Page) Write(w io.Writer, format string) error {
	if format == "json" {
		return p.json(w)
	}
	p.Wide = cmp.Or(p.Wide, usual)
	s := sheet{page: p, say: p.Language}
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
	say  language.Language
	err  error // of a ladder that could not be drawn
}

func (s *sheet) text() {
	a := s.page.Answer
	s.fill("", a.Question)
	s.WriteByte('\n')
	s.fill("  ", a.Says)
	s.below(s.say.Text("Only half true"), a.Half)
	for i := range s.page.Results {
		r := &s.page.Results[i]
		s.WriteByte('\n')
		s.fill("", fmt.Sprintf("%d. %s", i+1, r.Shows))
		s.WriteString("   explore check " + r.Ask + "\n\n")
		s.ladders(r)
		s.fill("  ", r.Outcome(s.say))
	}
	s.below(s.say.Text("Written in"), a.Clauses)
	s.below(s.say.Text("To be seen"), a.Seen)
}

func (s *sheet) markdown() {
	a, heading := s.page.Answer, strings.Repeat("#", max(s.page.Level, 1))
	s.WriteString(heading + " " + a.Question + "\n\n" + a.Says + "\n")
	s.told(s.say.Text("Only half true"), a.Half)
	for i := range s.page.Results {
		r := &s.page.Results[i]
		fmt.Fprintf(&s.Builder, "\n#%s %d. %s\n\n```\nexplore check %s\n", heading, i+1, r.Shows, r.Ask)
		if len(r.Scenario.Ladders()) > 0 {
			s.WriteByte('\n')
		}
		s.ladders(r)
		s.WriteString("```\n\n" + r.Outcome(s.say) + "\n")
	}
	s.told(s.say.Text("Written in"), a.Clauses)
	s.told(s.say.Text("To be seen"), a.Seen)
}

// told writes a paragraph of Markdown under a name.
func (s *sheet) told(name, text string) {
	if text != "" {
		s.WriteString("\n" + fmt.Sprintf(s.say.Text("%s: %s"), name, text) + "\n")
	}
}

// Write writes the claim in a few lines of a language, with what has come out of an
// exhibit. The claim and the exhibit are in that language, see In.
func (c *Claim) Write(w io.Writer, r *Result, format string, wide int, in language.Language) error {
	if format == "json" {
		return encode(w, answered{Name: c.ID, Question: c.Text, Settled: c.Word(), Says: c.Says, Exhibits: []shown{r.shown(in)}, Clauses: c.Clauses})
	}
	s := sheet{page: &Page{Wide: cmp.Or(wide, usual)}, say: in}
	word := in.Text(c.Word())
	if format == "md" {
		fmt.Fprintf(&s.Builder, in.Text("- **%s** %s: **%s**. %s %s: `explore check %s`")+"\n", c.ID, c.Text, word, c.Says, r.Short(in), r.Ask)
	} else {
		s.named(c.ID+" "+strings.ToUpper(word), c.Text)
		s.fill("    ", c.Says)
		fmt.Fprintf(&s.Builder, "    "+in.Text("%s: %s")+"\n", r.Short(in), "explore check "+r.Ask)
	}
	_, err := io.WriteString(w, s.String())
	return err
}

// below writes a paragraph under a name after a blank line, if it says anything.
func (s *sheet) below(name, text string) {
	if text != "" {
		s.WriteByte('\n')
		s.named(name, text)
	}
}

func (s *sheet) named(name, text string) { s.fill("", fmt.Sprintf(s.say.Text("%s: %s"), name, text)) }

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
		if err := s.drawn(l).Fit(s, s.page.Details, s.page.Wide); err != nil {
			s.err = err
		}
		s.WriteByte('\n')
	}
}

// drawn is a ladder as the page shows it: without its title, which the page has, and
// unless details are asked for without what changes in the variables, because the
// arrows and the states tell the story.
func (s *sheet) drawn(l *ladder.Ladder) *ladder.Ladder {
	shown := *l
	shown.Title, shown.Note = "", ""
	if !s.page.Details {
		shown.Steps, shown.Cycle = plain(l.Steps), plain(l.Cycle)
	}
	return &shown
}

func plain(steps []ladder.Step) []ladder.Step {
	steps = slices.Clone(steps)
	for i := range steps {
		steps[i].Changes = nil
	}
	return steps
}

// Short says what has come out in a few words.
func (r *Result) Short(in language.Language) string {
	p := &r.Scenario.Properties[0]
	switch Verdict(p.Word()) {
	case Violated:
		return fmt.Sprintf(in.Text("violated, in %d steps"), p.Steps)
	case Reached:
		return fmt.Sprintf(in.Text("reached, in %d steps"), p.Steps)
	case Cannot:
		return in.Text("there is no way")
	case Holds:
		return in.Text("holds")
	}
	return in.Text("unknown")
}

// framed are the claims that are made of the predicates of an exhibit.
var framed = []struct {
	claim *regexp.Regexp
	frame func(language.Language) string
}{
	{regexp.MustCompile(`^in no state (.+)$`), func(in language.Language) string { return in.Text("in no state %s") }},
	{regexp.MustCompile(`^whenever (.+), then at last (.+)$`), func(in language.Language) string { return in.Text("whenever %s, then at last %s") }},
}

// claim is what was asked about, in a language.
func (r *Result) claim(in language.Language) string {
	for _, f := range framed {
		if m := f.claim.FindStringSubmatch(r.Claim); m != nil {
			var predicates []any
			for _, p := range m[1:] {
				predicates = append(predicates, p)
			}
			return fmt.Sprintf(f.frame(in), predicates...)
		}
	}
	return in.Text(r.Claim)
}

// Outcome says what has come out, and of what.
func (r *Result) Outcome(in language.Language) string {
	p, s := &r.Scenario.Properties[0], r.Scenario
	where, states := fmt.Sprintf("%s; %s", s.Name, s.Asked()), s.Distinct
	switch {
	case s.Any == nil:
	case p.Capacity > 0:
		where += fmt.Sprintf("; CAP(%d)", p.Capacity)
	default:
		where, states = where+in.Text("; any capacity"), s.Any.Distinct
	}
	if fair := p.Fair(); fair != "" {
		where += in.Text("; fairness ") + fair
	}
	switch Verdict(p.Word()) {
	case Holds:
		return fmt.Sprintf(in.Text("Holds: %s. All %s states were looked at: %s."), r.claim(in), report.Grouped(states), where)
	case Violated:
		return fmt.Sprintf(in.Text("Violated, in %d steps: %s. Nothing shorter does it: %s."), p.Steps, r.claim(in), where)
	case Reached:
		return fmt.Sprintf(in.Text("Reached, in %d steps. There is no shorter way: %s."), p.Steps, where)
	case Cannot:
		return fmt.Sprintf(in.Text("There is no way to it: all %s states were looked at: %s."), report.Grouped(states), where)
	}
	return fmt.Sprintf(in.Text("Not known: %s."), s.Open())
}
