package conform

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/effect"
	"github.com/tcpfsm/tcpfsm/fsm/rule"
)

// TestRoutes holds that every state is reached passively and actively where
// both exist, by simultaneous open and close, and by either way to end sending.
func TestRoutes(t *testing.T) {
	names := map[string]bool{}
	for _, r := range Routes() {
		if names[r.String()] {
			t.Errorf("%v is there twice", &r)
		}
		names[r.String()] = true
		if len(r.States) != len(r.Inputs)+1 || r.States[len(r.Inputs)] != r.State() {
			t.Errorf("%v: %d inputs, %d states, the last %v; it leads to %v", &r, len(r.Inputs), len(r.States), r.States, r.State())
		}
	}
	for _, want := range []string{
		"CLOSED", "LISTEN", "SYN-SENT", "LISTEN SYN-RECEIVED", "SYN-SENT SYN-RECEIVED",
		"LISTEN SYN-RECEIVED ESTABLISHED", "SYN-SENT ESTABLISHED", "SYN-SENT SYN-RECEIVED ESTABLISHED",
		"SYN-SENT ESTABLISHED, text in flight",
		"SYN-SENT ESTABLISHED shutdown FIN-WAIT-1 FIN-WAIT-2", "SYN-SENT ESTABLISHED close FIN-WAIT-1 FIN-WAIT-2",
		"LISTEN SYN-RECEIVED ESTABLISHED CLOSE-WAIT shutdown LAST-ACK, text in flight",
		"SYN-SENT ESTABLISHED shutdown FIN-WAIT-1 CLOSING TIME-WAIT",
		"SYN-SENT ESTABLISHED shutdown FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT", "SYN-SENT ESTABLISHED shutdown FIN-WAIT-1 TIME-WAIT",
	} {
		if !names[want] {
			t.Errorf("there is no route %s", want)
		}
	}
	cases := 0
	for _, r := range Routes() {
		cases += len(Classes(&r))
	}
	if cases < 3000 {
		t.Errorf("%d cases, want 3000 at least", cases)
	}
}

// TestClasses holds that each flag meets each place that a state has.
func TestClasses(t *testing.T) {
	for _, r := range Routes() {
		if r.String() != "SYN-SENT ESTABLISHED, text in flight" {
			continue
		}
		seen := map[string]int{}
		for _, c := range Classes(&r) {
			seen[c.Column()]++
			seen[string(c.At)]++
			seen[string(c.Ack)]++
		}
		for _, want := range slices.Concat(Columns(), texts(seqPositions), texts(ackPositions)) {
			if seen[want] == 0 {
				t.Errorf("nothing in %v is about %q", &r, want)
			}
		}
		if want := len(seqPositions) * len(ackPositions); seen["data"] != want {
			t.Errorf("%d cases with text, want %d", seen["data"], want)
		}
	}
}

func texts(positions []Position) (all []string) {
	for _, p := range positions {
		all = append(all, string(p))
	}
	return all
}

// run runs a campaign with the table itself as the subject.
func run(t *testing.T, table fsm.Table, p fsm.Policy, states fsm.States) *Report {
	t.Helper()
	m, err := NewMachine(table, p)
	if err != nil {
		t.Fatal(err)
	}
	c := Campaign{Runner: Runner{Stack: m}, Judge: NewJudge(fsm.Policy{}), States: states}
	r, err := c.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if r.Cases != r.Total[Conforms]+r.Total[Permitted]+r.Total[Limited]+r.Total[Undecided]+r.Total[Deviates] {
		t.Errorf("%d cases are not the sum of %v", r.Cases, r.Total)
	}
	return r
}

// TestTableConforms holds the table against itself.
func TestTableConforms(t *testing.T) {
	var states fsm.States
	if testing.Short() {
		states = fsm.StatesOf(fsm.Closed, fsm.Listen, fsm.SynSent, fsm.SynReceived)
	}
	if r := run(t, fsm.RFC9293Table(), fsm.Policy{}, states); r.Cases == 0 || r.Total[Conforms] != r.Cases {
		t.Errorf("%v of %d cases", r.Total, r.Cases)
	}
}

// TestProfilesAreVariations holds that what every profile does is permitted, by
// choices that it makes.
func TestProfilesAreVariations(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: thousands of cases for each profile")
	}
	states := fsm.StatesOf(fsm.SynSent, fsm.SynReceived)
	for _, p := range fsm.Profiles()[1:] {
		r := run(t, fsm.RFC9293Table(), p.Policy, states)
		if r.Total[Deviates]+r.Total[Undecided]+r.Total[Limited] > 0 || r.Total[Permitted] == 0 {
			t.Errorf("%s: %v", p.Name, r.Total)
		}
	}
}

// TestMutants holds that a wrong table is caught, and by the name of the rule
// that is wrong.
func TestMutants(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: puts every case of a state to seven tables")
	}
	for _, test := range []struct {
		name   string
		broken rule.ID
		state  fsm.State
		alter  func(broken *fsm.Rule, t fsm.Table)
	}{
		{"no challenge ACK", rule.RSTChallenge, fsm.Established, func(r *fsm.Rule, _ fsm.Table) { r.Then = fsm.Stop }},
		{"CLOSING skips TIME-WAIT", rule.ClosingFINAcked, fsm.Closing, func(r *fsm.Rule, _ fsm.Table) { r.Enter = fsm.Enter(fsm.Closed) }},
		{"FIN-WAIT-2 skips TIME-WAIT", rule.FinWait2FIN, fsm.FinWait2, func(r *fsm.Rule, _ fsm.Table) { r.Enter = fsm.Enter(fsm.Closed) }},
		{"no answer to what is unacceptable", rule.SeqACK, fsm.CloseWait, func(r *fsm.Rule, _ fsm.Table) { r.Do = nil }},
		{"an ACK of what was never sent is taken", rule.ACKRangeUnsent, fsm.Established, func(r *fsm.Rule, t fsm.Table) {
			for _, r := range []*fsm.Rule{r, rule.ACKUnsent.In(t)} {
				r.Do, r.Then = nil, fsm.Continue
			}
		}},
		{"a listener answers an ACK by nothing", rule.ListenACK, fsm.Listen, func(r *fsm.Rule, _ fsm.Table) { r.Do = nil }},
		{"ABORT in silence", rule.Abort, fsm.Established, func(r *fsm.Rule, _ fsm.Table) { r.Do = r.Do[1:] }},
	} {
		t.Run(test.name, func(t *testing.T) {
			table := fsm.RFC9293Table()
			test.alter(test.broken.In(table), table)
			r := run(t, table, fsm.Policy{}, fsm.StatesOf(test.state))
			named := slices.ContainsFunc(r.Deviations, func(g Group) bool { return strings.HasPrefix(g.Rule, test.broken.String()+" (") })
			if r.Total[Deviates] == 0 || !named {
				t.Errorf("%v, not caught at %s", r.Total, test.broken)
			}
		})
	}
}

// TestTimeWaitLasts holds that a 2MSL timer that is started anew, or is not,
// against the policy is a permitted variation if a choice has it so, and a
// deviation otherwise.
func TestTimeWaitLasts(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: connections have to age")
	}
	routes := Routes()
	route := &routes[slices.IndexFunc(routes, func(r Route) bool { return r.State() == fsm.TimeWait })]
	deaf := fsm.RFC9293Table()
	rule.SeqTimeWaitFIN.In(deaf).Do = rule.SeqTimeWaitNoFIN.In(deaf).Do
	for _, test := range []struct {
		name   string
		table  fsm.Table
		policy fsm.Policy
		event  string
		want   string
	}{
		{"as the RFC", fsm.RFC9293Table(), fsm.Policy{}, "FIN,ACK, SEQ RCV.NXT-1, ACK SND.UNA", "conforms"},
		{"an ACK does nothing", fsm.RFC9293Table(), fsm.Policy{}, "ACK, SEQ RCV.NXT, ACK SND.UNA", "conforms"},
		{"an ACK restarts", fsm.RFC9293Table(), fsm.Policy{TimeWaitRestart: fsm.TimeWaitRestartAnyACK},
			"ACK, SEQ RCV.NXT, ACK SND.UNA", "permitted: A09 time_wait_restart=any_ack"},
		{"a FIN does nothing", deaf, fsm.Policy{}, "FIN,ACK, SEQ RCV.NXT-1, ACK SND.UNA",
			"permitted: A09 time_wait_restart=literal"},
		{"a SYN restarts", talkative(), fsm.Policy{}, "SYN, SEQ RCV.NXT",
			"deviates: syn.challenge (3.10.7.4/4): expected 2MSL running on, seen 2MSL started anew"},
	} {
		t.Run(test.name, func(t *testing.T) {
			m, err := NewMachine(test.table, test.policy)
			if err != nil {
				t.Fatal(err)
			}
			m.MSL = time.Minute
			only := slices.DeleteFunc(Classes(route), func(c Class) bool { return c.String() != test.event })
			runs, err := (&Runner{Stack: m}).Route(context.Background(), route, only)
			if err != nil || len(runs) != 1 {
				t.Fatalf("%d runs, error %v", len(runs), err)
			}
			if v, err := NewJudge(fsm.Policy{}).Judge(&runs[0]); err != nil || v.String() != test.want {
				t.Errorf("%v, error %v; want %s", v, err, test.want)
			}
		})
	}
}

// talkative is a table in which a challenge ACK starts 2MSL anew.
func talkative() fsm.Table {
	t := fsm.RFC9293Table()
	r := rule.SYNChallenge.In(t)
	r.Do = append(r.Do, effect.Start2MSL)
	return t
}

// TestStopped holds that what is known when a run is stopped is kept.
func TestStopped(t *testing.T) {
	m, err := NewMachine(fsm.RFC9293Table(), fsm.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	cases := 0
	c := Campaign{Runner: Runner{Stack: m}, Judge: NewJudge(fsm.Policy{})}
	c.Each = func(*Run, Verdict) {
		if cases++; cases == 100 {
			stop()
		}
	}
	r, err := c.Run(ctx)
	if !errors.Is(err, context.Canceled) || r.Cases < 100 || r.Cases > 2000 || r.Total[Conforms] != r.Cases {
		t.Errorf("error %v after %d cases, %v", err, r.Cases, r.Total)
	}
}

// A broken stack fails.
type broken struct{ Stack }

var errBroken = errors.New("no more sockets")

func (broken) Connection() (Connection, error) { return nil, errBroken }

// TestBrokenInstrument holds that a fault of the instrument is no verdict.
func TestBrokenInstrument(t *testing.T) {
	c := Campaign{Runner: Runner{Stack: broken{}}, Judge: NewJudge(fsm.Policy{})}
	r, err := c.Run(context.Background())
	if !errors.Is(err, errBroken) || r.Cases != 0 {
		t.Errorf("error %v, %d cases", err, r.Cases)
	}
}
