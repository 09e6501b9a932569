package sheet_test

import (
	"testing"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/sheet"
)

// A table that is wider than there is room takes a line for each cell that says anything.
func TestFormats(t *testing.T) {
	s := sheet.Sheet{
		Header: []string{"rule", "does"},
		Rows: [][]sheet.Cell{
			{sheet.Of("syn.challenge"), {"send an ACK", "stop"}},
			{sheet.Of("syn.none"), {}},
		},
		Before: map[int]string{0: "fourth"},
	}
	frame := `┌───────────────┬─────────────┐
│ rule          │ does        │
├───────────────┴─────────────┤
│ fourth                      │
├───────────────┬─────────────┤
│ syn.challenge │ send an ACK │
│               │ stop        │
│ syn.none      │             │
└───────────────┴─────────────┘
`
	records := "fourth\n\n  rule  syn.challenge\n  does  send an ACK\n        stop\n\n  rule  syn.none\n"
	for _, test := range []struct{ name, got, want string }{
		{"any width", s.Text(0), frame},
		{"room enough", s.Text(31), frame},
		{"too narrow", s.Text(30), records},
		{"Markdown", s.Markdown(), "| rule | does |\n| --- | --- |\n| syn.challenge | send an ACK; stop |\n| syn.none |  |\n"},
		{"CSV", s.CSV(), "rule,does\nsyn.challenge,send an ACK; stop\nsyn.none,\n"},
	} {
		if test.got != test.want {
			t.Errorf("%s:\n%s\nwant:\n%s", test.name, test.got, test.want)
		}
	}
}

// A column of numbers is set to the right, and one that has anything else is not.
func TestNumbersToTheRight(t *testing.T) {
	s := sheet.Sheet{Header: []string{"cases", "clause", "against"}, Rows: [][]sheet.Cell{
		{sheet.Of(7), sheet.Of("3.9"), sheet.Of(0)},
		{sheet.Of("1,944"), sheet.Of("3.10"), sheet.Of("none")},
	}}
	if got, want := s.Markdown(), "| cases | clause | against |\n| ---:| --- | --- |\n| 7 | 3.9 | 0 |\n| 1,944 | 3.10 | none |\n"; got != want {
		t.Errorf("%s\nwant:\n%s", got, want)
	}
	want := `┌───────┬────────┬─────────┐
│ cases │ clause │ against │
├───────┼────────┼─────────┤
│     7 │ 3.9    │ 0       │
│ 1,944 │ 3.10   │ none    │
└───────┴────────┴─────────┘
`
	if got := s.Text(0); got != want {
		t.Errorf("%s\nwant:\n%s", got, want)
	}
}
