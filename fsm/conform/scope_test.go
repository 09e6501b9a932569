package conform

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/effect"
	"github.com/tcpfsm/tcpfsm/fsm/fact"
)

// TestOneTrait holds that what a subject does in a whole paragraph, in some states and
// where two facts hold, is one cause and no more, though no single rule says it.
func TestOneTrait(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: tries the routes of two states")
	}
	for _, trait := range []Edit{
		{
			Check: "first, an unacceptable segment", In: fsm.StatesOf(fsm.FinWait2, fsm.CloseWait),
			If: []Guard{{fact.HasACK, true}, {fact.HasRST, false}}, Conduct: Conduct{Then: fsm.Stop},
		},
		{
			Check: "fifth, range of the ACK (RFC 5961)", If: []Guard{{fact.ACKUnsent, true}, {fact.HasText, false}},
			Conduct: Conduct{Do: []fsm.Effect{effect.SendRSTa}, Then: fsm.Stop},
		},
	} {
		m, err := NewMachine(trait.Of(fsm.RFC9293Table()), fsm.Policy{})
		if err != nil {
			t.Fatal(err)
		}
		r, err := Check(context.Background(), m, Options{Name: "it", Quick: true, States: fsm.StatesOf(fsm.FinWait2, fsm.CloseWait)})
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Causes) != 1 || !r.Complete || r.Total[Blocked]+r.Total[Undecided] > 0 || r.Causes[0].Cases < r.Total[Deviates] {
			var b strings.Builder
			_ = r.WriteKnown(&b)
			t.Errorf("%v: found\n%s", &trait, b.String())
		}
	}
}

// TestReportIsTheSame holds that of a subject whose time is virtual the report is the same
// to the octet whenever it is made.
func TestReportIsTheSame(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: tries the routes of two states, twice")
	}
	table := fsm.RFC9293Table()
	report := func() string {
		m, err := NewMachine((&Edit{Rule: "seq.ack", Conduct: Conduct{Then: fsm.Stop}}).Of(table), fsm.Policy{})
		if err != nil {
			t.Fatal(err)
		}
		r, err := Check(context.Background(), &clocked{Machine: m, strays: true}, Options{Name: "it", Quick: true, States: fsm.StatesOf(fsm.LastAck, fsm.Established)})
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		if err := errors.Join(r.WriteText(&b), r.WriteKnown(&b)); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	first := report()
	if again := report(); first != again || !strings.Contains(first, "causes") {
		t.Errorf("two reports differ, or find nothing:\n%s\n%s", first, again)
	}
}
