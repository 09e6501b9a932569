package casebook

import (
	_ "embed"
	"fmt"
	"io"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

// The report as one page that needs nothing else: the matrix, with causes in colour,
// each of which leads to its ladder.

//go:embed report.html
var pageText string

// html writes the book as a page.
func (b *Book) html(w io.Writer) error {
	m, r := &markup{}, b.Report
	title := "Conformance of " + r.Subject
	m.say("h1", title)
	m.say("p", counted(r))
	m.say("h2", "States and events")
	m.table(append([]string{"state"}, r.Columns()...), func() {
		for _, state := range fsm.AllStates() {
			if r.Matrix[state] != nil {
				m.row(func() { b.cells(m, state) })
			}
		}
	})
	m.say("p", "= conforms, ~ permitted variation, - could not be put to the test, ? undecided, # blocked, ! deviates. A number in colour is a cause: click on it.")
	if err := b.deviations(m); err != nil {
		return err
	}
	b.permitted(m)
	b.missing(m)
	_, err := strings.NewReplacer("{{title}}", escaped(title), "{{body}}", m.String()).WriteString(w, pageText)
	return err
}

// hue returns the attribute that gives cause i its colour: those that follow each other
// are far apart.
func hue(i int) string { return fmt.Sprintf("--hue: %d", i*137%360) }

// cells writes a row of the matrix: the counts, and the causes of what deviates.
func (b *Book) cells(m *markup, state fsm.State) {
	m.say("th", state.String())
	for _, column := range b.Report.Columns() {
		t := b.Report.Matrix[state][column]
		class := "good"
		if t.String() == "" {
			class = "none"
		} else if t[conform.Deviates]+t[conform.Blocked] > 0 {
			class = "bad"
		}
		m.element("td", []string{"class", class}, func() {
			m.text(t.String())
			for _, i := range b.Report.CausesIn(state, column) {
				m.WriteString("<br>")
				m.say("a", fmt.Sprint(i+1), "class", "mark", "style", hue(i), "href", fmt.Sprintf("#cause-%d", i+1))
			}
		})
	}
}

// deviations writes the causes.
func (b *Book) deviations(m *markup) (err error) {
	if len(b.Report.Causes) > 0 {
		m.say("h2", "Causes")
	}
	for i := range b.Report.Causes {
		c := &b.Report.Causes[i]
		m.element("details", []string{"id", fmt.Sprintf("cause-%d", i+1), "style", hue(i)}, func() {
			m.element("summary", nil, func() {
				m.say("b", fmt.Sprint(i+1))
				m.text(fmt.Sprintf("%s: %d %s in %s", c.Label(), c.Cases, map[bool]string{true: "case", false: "cases"}[c.Cases == 1], c.States))
				if b.Known.Has(c.ID) {
					m.text(", known")
				}
			})
			m.element("dl", nil, func() { b.told(m, c) })
			err = b.drawn(m, c)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// told writes what there is to say of a cause.
func (b *Book) told(m *markup, c *conform.Cause) {
	pair := func(name, element, text string) {
		if text != "" {
			m.say("dt", name)
			m.element("dd", nil, func() { m.say(element, text) })
		}
	}
	pair("does", "span", c.Does())
	pair("should", "span", c.Should())
	pair("expected", "code", c.Expected)
	pair("seen", "code", c.Seen)
	if c.Blocked > 0 {
		pair("blocks", "span", fmt.Sprintf("%d more cases", c.Blocked))
	}
	pair("so does", "span", strings.Join(c.SharedBy(b.Report.Subject), ", "))
	pair("id", "code", c.ID)
}

// drawn writes the ladder of a cause.
func (b *Book) drawn(m *markup, c *conform.Cause) error {
	var svg strings.Builder
	if err := Ladder(&c.Run, b.Report.Subject, c.Verdict).Write(&svg, "svg", false); err != nil {
		return err
	}
	m.WriteString(svg.String()) // it is ours, and has its text escaped
	return nil
}

// permitted writes the variations.
func (b *Book) permitted(m *markup) {
	if len(b.Report.Permitted) == 0 {
		return
	}
	m.say("h2", "Permitted variations")
	m.table([]string{"choice", "cases", "against", "states"}, func() {
		for _, g := range b.Report.Permitted {
			m.row(func() {
				for _, text := range []string{g.Reason, fmt.Sprint(g.Cases), fmt.Sprint(g.Against), g.States.String()} {
					m.say("td", text)
				}
			})
		}
	})
}

// missing writes the routes that the subject does not have.
func (b *Book) missing(m *markup) {
	if len(b.Report.Missing) == 0 {
		return
	}
	m.say("h2", "Routes that the subject does not have")
	m.element("ul", nil, func() {
		for _, r := range b.Report.Missing {
			cause := ""
			if r.Cause > 0 {
				cause = fmt.Sprintf(", for cause %d", r.Cause)
			}
			m.say("li", fmt.Sprintf("%s%s: %s", r.String(), cause, r.Why))
		}
	})
}
