package casebook

import (
	"context"
	"encoding/xml"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/conform"
	"github.com/tcpfsm/tcpfsm/fsm/rule"
)

// TestJUnit holds that a report is XML, whatever its subject is called, and counts what is
// in it.
func TestJUnit(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	m := altered(t, func(table fsm.Table) { rule.ListenACK.In(table).Do = nil })
	name := "a \"wrong\" <table> & \x01"
	r, err := conform.Check(context.Background(), m, conform.Options{Name: name, States: fsm.StatesOf(fsm.Listen)})
	if err != nil {
		t.Fatal(err)
	}
	file, err := conform.ReadKnown(strings.NewReader(r.Causes[0].ID))
	if err != nil {
		t.Fatal(err)
	}
	for _, known := range []conform.Known{{}, file} {
		var b strings.Builder
		if err := (&Book{Report: r, Known: known}).Write(&b, "junit", false, 0); err != nil {
			t.Fatal(err)
		}
		type message struct {
			Message string `xml:"message,attr"`
			Text    string `xml:",chardata"`
		}
		var s struct {
			Name     string `xml:"name,attr"`
			Tests    int    `xml:"tests,attr"`
			Failures int    `xml:"failures,attr"`
			Skipped  int    `xml:"skipped,attr"`
			Cases    []struct {
				Failed *message `xml:"failure"`
				Known  *message `xml:"skipped"`
			} `xml:"testcase"`
		}
		if err := xml.Unmarshal([]byte(b.String()), &s); err != nil {
			t.Fatalf("%v in\n%s", err, b.String())
		}
		first := s.Cases[0].Failed
		if known.Has(r.Causes[0].ID) {
			first = s.Cases[0].Known
		}
		if s.Name != "conformance of a \"wrong\" <table> & \uFFFD" || s.Tests != len(s.Cases) || s.Failures+s.Skipped != len(r.Causes) || first == nil || first.Text != r.Causes[0].Text() {
			t.Errorf("%+v", s)
		}
	}
}
