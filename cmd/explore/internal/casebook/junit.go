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

type junitSuite struct {
	XMLName  xml.Name    `xml:"testsuite"`
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Errors   int         `xml:"errors,attr"`
	Time     string      `xml:"time,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Class   string        `xml:"classname,attr"`
	Name    string        `xml:"name,attr"`
	Failure *junitMessage `xml:"failure"`
	Skipped *junitMessage `xml:"skipped"`
	Error   *junitMessage `xml:"error"`
}

type junitMessage struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// junit writes the book as JUnit XML.
func (b *Book) junit(w io.Writer) error {
	s := junitSuite{Name: "conformance of " + b.Report.Subject, Time: fmt.Sprintf("%.3f", b.Seconds)}
	for i := range b.Report.Causes {
		s.cause(&b.Report.Causes[i], b.Known)
	}
	for _, state := range fsm.AllStates() {
		for _, column := range b.Report.Columns() {
			if t, tried := b.Report.Matrix[state][column]; tried && t[conform.Deviates]+t[conform.Blocked] == 0 {
				s.Cases = append(s.Cases, junitCase{Class: state.String(), Name: column})
			}
		}
	}
	if !b.Report.Complete {
		s.Errors++
		s.Cases = append(s.Cases, junitCase{Class: "report", Name: "complete", Error: &junitMessage{"not all was tried and explained", ""}})
	}
	s.Tests = len(s.Cases)
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(s); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// cause enters a cause: a failure, or skipped if it is known.
func (s *junitSuite) cause(c *conform.Cause, known conform.Known) {
	t := junitCase{Class: "cause", Name: c.ID}
	m := &junitMessage{c.Sentence(), c.Text()}
	if known[c.ID] {
		s.Skipped++
		t.Skipped = m
	} else {
		s.Failures++
		t.Failure = m
	}
	s.Cases = append(s.Cases, t)
}
