package conform

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/effect"
	"github.com/tcpfsm/tcpfsm/fsm/fact"
	"github.com/tcpfsm/tcpfsm/fsm/rule"
)

// TestToldByTheFewest: what no edit explains is told by the causes that it needs and by no
// other, as libslirp's second RST is that answers a SYN, though in other states its ACKs bear a
// FIN. What a cause foretells but for the numbers is told by that.
func TestToldByTheFewest(t *testing.T) {
	form := *fsm.RFC9293Table().Form(effect.SendChallenge)
	form.CTL |= fsm.FIN
	bears := &Edit{Form: &form}
	resets := &Edit{
		Rule: rule.SeqOccupiedInWindow.String(), If: []Guard{{fact.HasSYN, true}},
		Conduct: Conduct{Do: []fsm.Effect{effect.SendRSTs}, Then: rule.SeqOccupiedInWindow.In(fsm.RFC9293Table()).Then},
	}
	rst := fsm.Segment{SEQ: 101, ACK: 301, CTL: fsm.RST | fsm.ACK}
	for _, test := range []struct {
		name, expected string
		seen           []fsm.Segment
	}{
		{"another RST", "<CTL=ACK>", []fsm.Segment{rst, {ACK: 302, CTL: fsm.RST | fsm.ACK}}},
		{"a FIN of another number", "<CTL=FIN,ACK>", []fsm.Segment{rst, {SEQ: 99, ACK: 301, CTL: fsm.FIN | fsm.ACK}}},
	} {
		run := synIn(t, fsm.Established)
		run.Steps[run.Probe].Segments = test.seen
		x := &examination{Campaign: &Campaign{Judge: NewJudge(fsm.Policy{})}, report: &Report{}, edits: []*Edit{bears, resets}}
		x.judge = x.learned(benchOf(resets.Of(bears.Of(x.Judge.table))), true)
		verdict, err := x.judge.Judge(&run)
		if err != nil || !strings.Contains(verdict.Expected, "<CTL=FIN,ACK>") {
			t.Fatalf("%s: %v, error %v; by both edits a FIN is expected", test.name, verdict, err)
		}
		is := x.trial(run, verdict, 1)
		x.deviating = []*trial{is}
		x.refire()
		x.retell(is, map[*trial]bool{is: true})
		if !strings.Contains(is.Expected, test.expected) || is.Seen != verdict.Seen {
			t.Errorf("%s: expected %s, seen %s; want %s", test.name, is.Expected, is.Seen, test.expected)
		}
	}
}

// synIn returns a run of the table in which a SYN in the window comes in a state.
func synIn(t *testing.T, s fsm.State) Run {
	t.Helper()
	m, err := NewMachine(fsm.RFC9293Table(), fsm.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	routes := Routes()
	route := &routes[slices.IndexFunc(routes, func(r Route) bool { return r.State() == s })]
	only := slices.DeleteFunc(Classes(route), func(c Class) bool { return c.Flags.Name != "SYN" || c.At != Next })
	runs, err := (&Runner{Stack: m}).Route(context.Background(), route, only)
	if err != nil || len(runs) != 1 {
		t.Fatalf("%d runs, error %v", len(runs), err)
	}
	return runs[0]
}
