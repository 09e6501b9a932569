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
