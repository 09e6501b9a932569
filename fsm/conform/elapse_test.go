package conform

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/rule"
)

// A clocked is the table with a clock: what is outstanding is sent again after a second, and
// given up after five minutes; 2MSL are two.
type clocked struct {
	*Machine
	deaf   bool // nothing is sent again
	stuck  bool // TIME-WAIT never ends
	strays bool // a FIN that is sent again in LAST-ACK leads to FIN-WAIT-1
	stays  bool // nothing is given up
	keeps  bool // a keep-alive after two hours, and the end if it gets no answer
	tires  bool // the end after two hours, without a keep-alive
	ends   bool // FIN-WAIT-2 ends after a minute
	blind  bool // no state is told
	waits  bool // for time to pass it has to be waited
	denies bool // no time passes
}

// Slow reports whether time has to be waited for.
func (c *clocked) Slow() bool { return c.waits }

func (c *clocked) Connection() (Connection, error) {
	return &ticking{tcb: tcb{machine: c.Machine}, of: c}, nil
}

type ticking struct {
	tcb
	of      *clocked
	waiting time.Duration // in TIME-WAIT, since 2MSL were started
}

// Do applies in, and starts 2MSL if the table does.
func (c *ticking) Do(in Input) (Outcome, error) {
	c.ends = time.Time{}
	out, err := c.tcb.Do(in)
	if !c.ends.IsZero() {
		c.waiting = 0
	}
	return out, err
}

// Observe tells the state, or not.
func (c *ticking) Observe() (View, error) {
	if c.of.blind {
		return View{}, nil
	}
	return c.tcb.Observe()
}

// Advance lets time pass, second by second.
func (c *ticking) Advance(d time.Duration) (sent []fsm.Segment, err error) {
	if c.of.denies {
		return nil, &Limit{Reason: "no time passes"}
	}
	var out fsm.Output
	for s := time.Second; s <= d; s += time.Second {
		c.waiting += time.Second
		e := fsm.Event{Kind: c.of.strikes(&c.TCB, s, c.waiting)}
		if e.Kind == fsm.Status {
			continue
		}
		c.machine.Half.Step(&c.TCB, &e, &out)
		sent = append(sent, out.Segments()...)
		if c.of.strays && c.State == fsm.LastAck {
			c.State = fsm.FinWait1
		}
	}
	return sent, nil
}

// strikes returns the timeout of t after so much time, or so much in TIME-WAIT; [fsm.Status] if
// there is none.
func (c *clocked) strikes(t *fsm.TCB, after, waiting time.Duration) fsm.EventKind {
	outstanding := t.SND.UNA != t.SND.NXT
	idle := t.State == fsm.Established || t.State == fsm.CloseWait
	switch {
	case t.State == fsm.TimeWait && waiting == 2*time.Minute && !c.stuck:
		return fsm.TimeWaitTimeout
	case outstanding && after == time.Second && !c.deaf:
		return fsm.RetransmissionTimeout
	case outstanding && after == 5*time.Minute && !c.stays:
		return fsm.R2Reached
	case t.State == fsm.FinWait2 && after == time.Minute && c.ends:
		return fsm.FinWait2Timeout
	case idle && after == 2*time.Hour && c.keeps:
		return fsm.KeepAliveTimeout
	case idle && after == 2*time.Hour+time.Minute && (c.keeps || c.tires):
		return fsm.KeepAliveFailed
	}
	return fsm.Status
}

// TestElapse holds that a subject with a clock conforms if its timers run, however long,
// and is caught if they do not, or do what they should not.
func TestElapse(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	m, err := NewMachine(fsm.RFC9293Table(), fsm.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	alive, err := NewMachine(fsm.RFC9293Table(), fsm.Policy{KeepAlive: fsm.KeepAliveOn, FinWait2Timeout: fsm.FinWait2TimeoutOn})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name    string
		subject *clocked
		want    string // in what a cause is accused of; empty: there is none
	}{
		{"right", &clocked{Machine: m}, ""},
		{"deaf", &clocked{Machine: m, deaf: true}, "seen nothing more"},
		{"stuck", &clocked{Machine: m, stuck: true}, "expected state CLOSED, seen state TIME-WAIT"},
		{"stays", &clocked{Machine: m, stays: true}, "expected state CLOSED, seen state "},
		{"keeps alive, and ends FIN-WAIT-2", &clocked{Machine: alive, keeps: true, ends: true}, ""},
		{"tires", &clocked{Machine: alive, tires: true}, "expected state ESTABLISHED, seen state CLOSED"},
		{"strays", &clocked{Machine: m, strays: true}, "expected state LAST-ACK, seen state FIN-WAIT-1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if testing.Short() && test.name != "strays" {
				t.Skip("skipped with -short: one is enough")
			}
			timed := func(c Case) bool { return c.Class.Call == Elapse }
			r, err := Check(context.Background(), test.subject, Options{Quick: true, Only: timed, States: fsm.StatesOf(fsm.SynSent, fsm.Established, fsm.FinWait2, fsm.LastAck, fsm.TimeWait)})
			if err != nil || r.Cases == 0 {
				t.Fatalf("%d cases, error %v", r.Cases, err)
			}
			if test.want == "" {
				if len(r.Causes) > 0 || r.Total[Conforms]+r.Total[Permitted] != r.Cases || test.subject.keeps == (r.Total[Permitted] == 0) {
					t.Errorf("%s: %v", r.Summary(), r.Causes)
				}
				return
			}
			for i := range r.Causes {
				if strings.Contains(r.Causes[i].Accusation(), test.want) {
					return
				}
			}
			t.Errorf("no cause is accused of %q: %s", test.want, r.Summary())
		})
	}
}

// TestClockShowsRestart holds that a clock shows what starts 2MSL anew, whether the state is told
// or a witness has to show it, and that it is said where nothing shows it.
func TestClockShowsRestart(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	deaf, talks := fsm.RFC9293Table(), fsm.Policy{TimeWaitRestart: fsm.TimeWaitRestartAnyACK}
	rule.SeqTimeWaitFIN.In(deaf).Do = rule.SeqTimeWaitNoFIN.In(deaf).Do
	for _, test := range []struct {
		name    string
		table   fsm.Table
		policy  fsm.Policy
		subject clocked
		choice  string // that permits what is shown; empty: none is needed
		unasked string
	}{
		{"right", fsm.RFC9293Table(), fsm.Policy{}, clocked{}, "", ""},
		{"a FIN does nothing", deaf, fsm.Policy{}, clocked{}, "A09 time_wait_restart=literal", ""},
		{"an ACK restarts", fsm.RFC9293Table(), talks, clocked{}, "A09 time_wait_restart=any_ack", ""},
		{"it does not end", fsm.RFC9293Table(), fsm.Policy{}, clocked{stuck: true}, "", "TIME-WAIT does not end"},
	} {
		for _, blind := range []bool{false, true} {
			m, err := NewMachine(test.table, test.policy)
			if err != nil {
				t.Fatal(err)
			}
			test.subject.Machine, test.subject.blind = m, blind
			r, err := Check(context.Background(), &test.subject, Options{Quick: true, States: fsm.StatesOf(fsm.TimeWait), Only: func(c Case) bool { return c.Class.Aged }})
			choice := ""
			for _, g := range r.Permitted {
				choice += g.Reason
			}
			if err != nil || choice != test.choice || len(r.Causes) > 0 || (test.unasked == "") != (r.Cases > 0) || !strings.Contains(r.Unasked, test.unasked) || (r.Unasked == "") != (test.unasked == "") {
				t.Errorf("%s, blind %v: permitted by %q, error %v\n%s", test.name, blind, choice, err, r.Summary())
			}
		}
	}
	if r := run(t, fsm.RFC9293Table(), fsm.Policy{}, fsm.StatesOf(fsm.TimeWait)); !strings.Contains(r.Unasked, "there is no clock") {
		t.Errorf("without a clock it says %q", r.Unasked)
	}
}

// TestSlow holds that time comes last where it has to be waited for: the causes of the rest are those
// that are found where none passes.
func TestSlow(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes a third of a second")
	}
	m, err := buggy()
	if err != nil {
		t.Fatal(err)
	}
	found := map[bool][]string{}
	for _, denies := range []bool{false, true} {
		late := false
		c := Campaign{
			Runner: Runner{Stack: &clocked{Machine: m, deaf: true, waits: true, denies: denies}}, Judge: NewJudge(fsm.Policy{}),
			Quick: true, States: fsm.StatesOf(fsm.SynReceived, fsm.Established),
			Only: func(c Case) bool { return c.Class.Call != ICMP }, // they come last, too
			Each: func(r *Run, _ Verdict) {
				elapses := r.Class.Call == Elapse
				if late && !elapses {
					t.Errorf("%v comes behind what time brings", r.Case)
				}
				late = late || elapses
			},
		}
		r, err := c.Run(context.Background())
		if err != nil || !late {
			t.Fatalf("error %v, time was tried: %v", err, late)
		}
		for i := range r.Causes {
			found[denies] = append(found[denies], r.Causes[i].ID)
		}
	}
	waited, denied := found[false], found[true]
	if n := len(denied); n == 0 || len(waited) <= n || !slices.Equal(waited[:n], denied) {
		t.Errorf("causes where one waits: %q\nand where not: %q", waited, denied)
	}
}
