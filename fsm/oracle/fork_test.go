package oracle_test

import (
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// TestFork: an Oracle goes on as if it had never been forked, and its fork as if it had
// been told all from the start.
func TestFork(t *testing.T) {
	segment := func(seq, ack fsm.Seq, ctl fsm.Control) fsm.Segment {
		return fsm.Segment{SEQ: seq, ACK: ack, CTL: ctl, WND: 1000}
	}
	begin := func(told oracle.Told) *oracle.Oracle {
		o := oracle.New(oracle.Options{Told: told})
		o.Event(fsm.Event{Kind: fsm.OpenPassive})
		o.In(segment(300, 0, fsm.SYN))
		o.Out(segment(100, 301, fsm.SYN|fsm.ACK))
		o.In(segment(301, 101, fsm.ACK))
		return o
	}
	ends := map[string]func(*oracle.Oracle) string{
		"text": func(o *oracle.Oracle) string {
			g := segment(301, 101, fsm.ACK)
			g.Text = 10
			o.In(g)
			return o.Out(segment(101, 311, fsm.ACK)).String() + o.States().String()
		},
		"a RST that is answered by a RST": func(o *oracle.Oracle) string {
			o.In(segment(305, 0, fsm.RST))
			return o.Out(segment(101, 0, fsm.RST)).String() + o.Quiet().String() + o.States().String()
		},
		"FIN": func(o *oracle.Oracle) string {
			o.In(segment(301, 101, fsm.FIN|fsm.ACK))
			return o.Out(segment(101, 302, fsm.ACK)).String() + o.States().String()
		},
	}
	for _, told := range []oracle.Told{0, oracle.Everything} {
		o := begin(told)
		for name, end := range ends {
			if got, want := end(o.Fork()), end(begin(told)); got != want {
				t.Errorf("%s: a fork says %s, not %s", name, got, want)
			}
		}
		if got, want := ends["text"](o), ends["text"](begin(told)); got != want {
			t.Errorf("forked, it says %s, not %s", got, want)
		}
	}
}
