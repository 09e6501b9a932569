package conform

import (
	"context"
	"slices"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/effect"
	"github.com/tcpfsm/tcpfsm/fsm/rule"
)

// reporting reports whether a case is about a message of ICMP.
func reporting(c Case) bool { return c.Class.Call == ICMP }

// TestMessages: a message is read as it is written, each kind of error that the table has is among
// them, and only those that come by the version of IP at hand are tried, in every state.
func TestMessages(t *testing.T) {
	kinds := map[fsm.EventKind]bool{}
	for i := range messages {
		m := messages[i].Message
		kind, is := fsm.ICMPKind(m.Family, m.Type, m.Code)
		if kinds[kind] = true; !is || m.String() != messages[i].name {
			t.Errorf("%v of type %d, code %d is no error", m, m.Type, m.Code)
		}
		in := Input{Call: ICMP, Message: m, Segment: fsm.Segment{SEQ: 100, CTL: fsm.SYN}}
		if read, err := readInput(in.String()); err != nil || read != in {
			t.Errorf("%q is read as %v, error %v", in, read, err)
		}
	}
	for _, kind := range []fsm.EventKind{fsm.ICMPSoft, fsm.ICMPHard, fsm.ICMPFragNeeded, fsm.ICMPSourceQuench} {
		if !kinds[kind] {
			t.Errorf("no message is %v", kind)
		}
	}
	if _, err := readInput("ICMP port unreachable about nothing"); err == nil {
		t.Error("nothing is a segment")
	}
	for _, f := range []fsm.Family{fsm.IPv4, fsm.IPv6} {
		var states fsm.States
		for _, r := range Commanded.routes(plainPeer.by(f)) {
			for _, c := range reports(&r) {
				states |= fsm.StatesOf(r.State())
				if c.Message.Family != f {
					t.Errorf("%v by %v", c, f)
				}
			}
		}
		if states != fsm.StatesOf(fsm.AllStates()...) {
			t.Errorf("by %v in %v alone", f, states)
		}
	}
}

// TestICMP: the table conforms to itself whatever ICMP reports, other choices are permitted, and a
// subject that aborts for a soft error (MUST-56) is accused of that.
func TestICMP(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: hundreds of cases for each subject")
	}
	aborts := Edit{Rule: rule.ICMPSoft.String(), In: fsm.StatesOf(fsm.Established), Conduct: Conduct{
		Do: []fsm.Effect{effect.SignalICMPSoft, effect.DeleteTCB}, Enter: fsm.Enter(fsm.Closed), Then: fsm.Stop,
	}}
	table := fsm.RFC9293Table()
	for _, test := range []struct {
		name   string
		table  fsm.Table
		policy fsm.Policy
		wrong  bool
	}{
		{"the table", table, fsm.Policy{}, false},
		{"other choices", table, fsm.Policy{ICMPHard: fsm.ICMPHardIgnoreSynchronized, ICMPSoftSYN: fsm.ICMPSoftSYNAbort, ICMPFragNeeded: fsm.ICMPFragNeededAbort}, false},
		{"a soft error aborts", aborts.Of(table), fsm.Policy{}, true},
	} {
		m, err := NewMachine(test.table, test.policy)
		if err != nil {
			t.Fatal(err)
		}
		r, err := Check(context.Background(), m, Options{Quick: true, Only: reporting})
		if err != nil || r.Cases == 0 || len(r.Causes) > 0 != test.wrong || r.Total[Permitted] > 0 != (test.policy != fsm.Policy{}) {
			t.Errorf("%s: error %v, %s", test.name, err, r.Summary())
		}
		if test.wrong && (r.Causes[0].Rule != rule.ICMPSoft.String() || r.Causes[0].States != aborts.In) {
			t.Errorf("%s is told as %s", test.name, r.Causes[0].Text())
		}
		if !slices.Contains(r.Columns(), ICMP.String()) {
			t.Errorf("%s: no column of them in %v", test.name, r.Columns())
		}
	}
}
