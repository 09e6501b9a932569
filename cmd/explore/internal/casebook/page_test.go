package casebook

import (
	"context"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/conform"
	"github.com/tcpfsm/tcpfsm/fsm/rule"
)

// altered returns the table as a subject, with a mistake in it.
func altered(t *testing.T, alter func(fsm.Table)) *conform.Machine {
	t.Helper()
	table := fsm.RFC9293Table()
	alter(table)
	m, err := conform.NewMachine(table, fsm.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestPage holds what a report shows of a deviation.
func TestPage(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	m := altered(t, func(table fsm.Table) { rule.RSTChallenge.In(table).Then = fsm.Stop })
	c := conform.Campaign{Runner: conform.Runner{Stack: m}, Judge: conform.NewJudge(fsm.Policy{}), States: fsm.StatesOf(fsm.Established)}
	r, err := c.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	r.Setup = conform.Setup{Subject: "a wrong table", Policy: "RFC9293", Switches: []string{"tcp_x=1"}}
	for format, want := range map[string][]string{
		"text": {"Conformance of a wrong table\n====", "Switches: tcp_x=1.", "│ ESTABLISHED ", "1. rst.challenge (3.10.7.4/2, prose)\n~~~",
			"  expected  <SEQ=101><ACK=301><CTL=ACK>\n  seen      nothing more", "! 3  <SEQ=311><CTL=RST><WND=1000> "},
		"md": {"# Conformance of a wrong table\n\nHeld against RFC9293", "| ESTABLISHED |", "### 1. rst.challenge (3.10.7.4/2, prose)\n\n", "```\nESTABLISHED [SYN-SENT ESTABLISHED] RST, SEQ in the window\n"},
	} {
		page := string((&Book{Report: r}).Page(format, 0))
		for _, w := range want {
			if !strings.Contains(page, w) {
				t.Errorf("%s: %q is missing in\n%s", format, w, page)
			}
		}
	}
}

// TestHTML holds that the page of a report is whole: each cause is marked in the cells
// that it explains, and has its ladder; and nothing is fetched from elsewhere.
func TestHTML(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	m := altered(t, func(table fsm.Table) { rule.ListenACK.In(table).Do = nil })
	r, err := conform.Check(context.Background(), m, conform.Options{Name: "<b>a wrong table</b>", States: fsm.StatesOf(fsm.Listen)})
	if err != nil {
		t.Fatal(err)
	}
	known, err := conform.ReadKnown(strings.NewReader(r.Causes[0].ID))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := (&Book{Report: r, Known: known}).Write(&b, "html", false, 0); err != nil {
		t.Fatal(err)
	}
	for want, times := range map[string]int{
		"<h1>Conformance of &lt;b&gt;a wrong table&lt;/b&gt;</h1>": 1, `href="#cause-1"`: 7, `id="cause-1"`: 1, "<svg": 1, ", known</summary>": 1,
		"src=": 0, "<b>a wrong": 0,
	} {
		if got := strings.Count(b.String(), want); got != times {
			t.Errorf("%q is there %d times, want %d", want, got, times)
		}
	}
}
