package predicate_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/predicate"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

// verdict returns what becomes of a property of a scenario, and in how many steps.
func verdict(t *testing.T, scenario string, p *model.Property) (checker.Verdict, int) {
	t.Helper()
	s, err := catalogue.FindScenario(scenario)
	if err != nil {
		t.Fatal(err)
	}
	a, err := model.Ask(context.Background(), model.Question{Scenario: s, Properties: []*model.Property{p}})
	if err != nil {
		t.Fatal(err)
	}
	return a.Verdicts[0].Finding.Verdict, a.Verdicts[0].Finding.Steps()
}

// TestReached holds what predicates mean, by the number of steps in which they
// can come true; -1: never.
func TestReached(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	for _, c := range []struct {
		scenario, text string
		steps          int
	}{
		{"handshake", "A=ESTABLISHED", 4},
		{"handshake", "A=ESTAB", 4},
		{"handshake", "ESTABLISHED=A", 4},
		{"handshake", "A!=CLOSED", 1},
		{"handshake", "some=LISTEN", 1},
		{"handshake", "both=ESTABLISHED", 5},
		{"handshake", "A=B & A=ESTABLISHED", 5},
		{"handshake", "both=synchronized & same", 5},
		{"handshake", "A=TIME-WAIT", -1},
		{"handshake", "A=TIME-WAIT | B=SYN-RECEIVED,TIME-WAIT", 3},
		{"handshake", "!(A=CLOSED | B=CLOSED | B=LISTEN)", 3},
		{"handshake", "A.SND.UNA < A.SND.NXT", 1},
		{"handshake", "A.SND.NXT = 1", 1},
		{"handshake", "A.SND.NXT = 2", -1},
		{"handshake", "B.RCV.NXT = A.SND.UNA+1", 3},
		{"handshake", "A.IRS=0 & A=ESTABLISHED", 4},
		{"handshake", "A.timer.retransmission", 1},
		{"handshake", "A.SYNAcked & B.SYNAcked", 5},
		{"handshake", "flying=2", 2},
		{"handshake", "A.flying.SYN=1 && B.flying.ACK>=1", 2},
		{"handshake", "A.flying.FIN>0", -1},
		{"handshake", "A.incarnation=1", 1},
		{"handshake", "A.closed", -1},
		{"handshake", "A.flying + B.flying = 2", 2},
		{"handshake", "A.SND.UNA + A.SND.WND = 5 & A=ESTABLISHED", 4},
		{"handshake", "A.SND.NXT > A.SND.UNA+A.SND.WND & A=ESTABLISHED", -1},
		{"handshake", "1+1 = flying", 2},
		{"time-wait", "A.2MSL=2", 8},
		{"data-transfer", "B.received=A.sent & A.sent=2", 8},
		{"half-close", "A.RCV.NXT > 1 & A=FIN-WAIT-2", 10},
		{"simultaneous-close", "both=TIME-WAIT", 11},
	} {
		p, err := predicate.Parse(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		want := checker.Violated
		if c.steps < 0 {
			c.steps, want = 0, checker.Holds
		}
		if got, steps := verdict(t, c.scenario, p.Never()); got != want || steps != c.steps {
			t.Errorf("%s: never %s is %v in %d steps; want %v in %d", c.scenario, c.text, got, steps, want, c.steps)
		}
	}
}

func TestLeadsTo(t *testing.T) {
	p, q := must(t, "A=SYN-SENT"), must(t, "A=ESTABLISHED")
	if got, _ := verdict(t, "open-fair", p.LeadsTo(q)); got != checker.Violated {
		t.Errorf("without fairness %s is %v", p.LeadsTo(q).Name, got)
	}
	if got, _ := verdict(t, "open-fair", q.LeadsTo(p)); got != checker.Violated {
		t.Errorf("%s is %v", q.LeadsTo(p).Name, got)
	}
}

func must(t *testing.T, text string) *predicate.Predicate {
	t.Helper()
	p, err := predicate.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestErrors holds that what is no predicate is refused with the column and what
// would have been right there.
func TestErrors(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "column 1: expected an end, a variable, a state or a number"},
		{"A", "column 2: expected a comparison"},
		{"A=", "column 3: expected an end"},
		{"A=TIME-WAT", "column 3: expected an end, a variable, a state or a number, perhaps TIME-WAIT"},
		{"A=TIME-WAIT &", "column 14: expected"},
		{"A=TIME-WAIT B=TIME-WAIT", `column 13: expected "&", "|" or the end`},
		{"(A=CLOSED", `column 10: expected ")"`},
		{"A=CLOSED)", `column 9: expected "&"`},
		{"A.SND.UNO=1", "column 1: expected a variable of an end, perhaps A.SND.UNA"},
		{"C=CLOSED", "column 1: expected an end"},
		{"A.SND.UNA=B.SND.UNA", "column 11: expected a number of A or a constant"},
		{"A.SND.UNA=flying", "column 11: expected a number of A or a constant"},
		{"flying=A.SND.UNA", "column 8: expected a count"},
		{"A.FINSent=1", "column 11: expected something that is true or false"},
		{"A<TIME-WAIT", "column 1: expected = or != between states"},
		{"A=1", "column 3: expected a state on both sides"},
		{"CLOSED=LISTEN", "column 1: expected an end on one side"},
		{"both.sent=some.sent", "column 11: expected the same"},
		{"A.sent+B", "column 8: expected a number or a count to add"},
		{"A.sent+A.SND.UNA=1", "column 8: expected a number or a count to add"},
		{"A.sent+", "column 8: expected"},
		{"A.sent+some.sent=1", "column 8: expected a variable of an end"},
		{"A.sent+B.sent", "column 14: expected a comparison"},
		{"A=CLOSED,", "column 10: expected"},
		{"A=CLOSED ; B", "column 10: expected"},
		{"é=CLOSED", "column 1: expected"},
		{"!", "column 2: expected"},
	} {
		_, err := predicate.Parse(c.text)
		e := new(predicate.Error)
		if !errors.As(err, &e) || !strings.HasPrefix(err.Error(), c.want) || !strings.Contains(err.Error(), "\nhint: ") {
			t.Errorf("%q: error %v; want %q, and a hint", c.text, err, c.want)
		}
	}
}

// FuzzParse holds that no text makes the parser panic, and that errors point into
// the text.
func FuzzParse(f *testing.F) {
	for _, text := range []string{"A=TIME-WAIT & (both.SND.UNA<some.SND.NXT | !same)", "A.sent+1>=2,", "||"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := predicate.Parse(text)
		if e := new(predicate.Error); err == nil && p == nil || err != nil && (!errors.As(err, &e) || e.Offset < 0 || e.Offset > len(text) || e.Error() == "") {
			t.Errorf("%q: %v", text, err)
		}
	})
}
