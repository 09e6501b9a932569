package conform

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A clocked is the table with a clock: what is outstanding is sent again each second, and
// 2MSL are two minutes.
type clocked struct {
	*Machine
	deaf   bool // nothing is sent again
	stuck  bool // TIME-WAIT never ends
	strays bool // a FIN that is sent again in LAST-ACK leads to FIN-WAIT-1
}

func (c *clocked) Connection() (Connection, error) {
	return &ticking{tcb: tcb{machine: c.Machine}, of: c}, nil
}

type ticking struct {
	tcb
	of *clocked
}

// Advance lets time pass, second by second.
func (c *ticking) Advance(d time.Duration) (sent []fsm.Segment, err error) {
	var out fsm.Output
	for s := time.Second; s <= d; s += time.Second {
		e := fsm.Event{Kind: fsm.RetransmissionTimeout}
		switch {
		case c.State == fsm.TimeWait && s == 2*time.Minute && !c.of.stuck:
			e.Kind = fsm.TimeWaitTimeout
		case c.State == fsm.TimeWait || c.SND.UNA == c.SND.NXT || c.of.deaf || len(sent) > 0:
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
	for _, test := range []struct {
		name    string
		subject *clocked
		want    string // in what a cause is accused of; empty: there is none
	}{
		{"right", &clocked{Machine: m}, ""},
		{"deaf", &clocked{Machine: m, deaf: true}, "seen nothing more"},
		{"stuck", &clocked{Machine: m, stuck: true}, "expected state CLOSED, seen state TIME-WAIT"},
		{"strays", &clocked{Machine: m, strays: true}, "expected state LAST-ACK, seen state FIN-WAIT-1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if testing.Short() && test.name != "strays" {
				t.Skip("skipped with -short: one is enough")
			}
			timed := func(c Case) bool { return c.Class.Call == Elapse }
			r, err := Check(context.Background(), test.subject, Options{Quick: true, Only: timed, States: fsm.StatesOf(fsm.SynSent, fsm.LastAck, fsm.TimeWait)})
			if err != nil || r.Cases == 0 {
				t.Fatalf("%d cases, error %v", r.Cases, err)
			}
			if test.want == "" {
				if len(r.Causes) > 0 || r.Total[Conforms] != r.Cases {
					t.Errorf("%s\n%s", r.Summary(), r.Causes[0].Text())
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
