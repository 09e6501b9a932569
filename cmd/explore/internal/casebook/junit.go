package casebook

import (
	"encoding/xml"
	"fmt"
	"io"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

// JUnit XML as CI systems read it: a test for each cause, which fails, and one for each
// cell of the matrix without a deviation, which passes.

// A junitSuite is a suite in the making.
type junitSuite struct {
	cases                            markup
	tests, failures, skipped, errors int
}

// junit writes the book as JUnit XML.
func (b *Book) junit(w io.Writer) error {
	var s junitSuite
	for i := range b.Report.Causes {
		s.cause(&b.Report.Causes[i], b.Known)
	}
	for _, state := range fsm.AllStates() {
		for _, column := range b.Report.Columns() {
			if t, tried := b.Report.Matrix[state][column]; tried && t[conform.Deviates]+t[conform.Blocked] == 0 {
				s.test(state.String(), column, func() {})
			}
		}
	}
	if !b.Report.Complete {
		s.errors++
		s.test("report", "complete", func() { s.cases.say("error", "", "message", "not all was tried and explained") })
	}
	var m markup
	counts := []string{"name", "conformance of " + b.Report.Subject}
	for _, c := range []struct {
		name string
		n    int
	}{{"tests", s.tests}, {"failures", s.failures}, {"skipped", s.skipped}, {"errors", s.errors}} {
		counts = append(counts, c.name, fmt.Sprint(c.n))
	}
	m.element("testsuite", append(counts, "time", fmt.Sprintf("%.3f", b.Seconds)), func() {
		m.WriteString("\n" + s.cases.String())
	})
	_, err := io.WriteString(w, xml.Header+m.String())
	return err
}

// test enters a test, with what do writes into it.
func (s *junitSuite) test(class, name string, do func()) {
	s.tests++
	s.cases.WriteString("  ")
	s.cases.element("testcase", []string{"classname", class, "name", name}, do)
}

// cause enters a cause: a failure, or skipped if it is known.
func (s *junitSuite) cause(c *conform.Cause, known conform.Known) {
	kind := "failure"
	if known.Has(c.ID) {
		kind = "skipped"
		s.skipped++
	} else {
		s.failures++
	}
	s.test("cause", c.ID, func() { s.cases.say(kind, c.Text(), "message", c.Sentence()) })
}
