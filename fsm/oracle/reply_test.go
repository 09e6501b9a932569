package oracle_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// open is an end that is told everything, in ESTABLISHED.
func open(told oracle.Told) *oracle.Oracle {
	o := oracle.New(oracle.Options{Told: told})
	o.Event(fsm.Event{Kind: fsm.OpenPassive})
	o.In(fsm.Segment{SEQ: 100, CTL: fsm.SYN, WND: 4096})
	o.Out(fsm.Segment{SEQ: 300, ACK: 101, CTL: fsm.SYN | fsm.ACK, WND: 4096})
	o.In(fsm.Segment{SEQ: 101, ACK: 301, CTL: fsm.ACK, WND: 4096})
	return o
}

// TestReturned holds what is made of what a call returned.
func TestReturned(t *testing.T) {
	closed := fsm.Event{Kind: fsm.Close}
	for _, test := range []struct {
		name   string
		before []fsm.Event
		call   fsm.Event
		reply  fsm.Reply
		want   oracle.Kind
		says   string
	}{
		{"accepted", nil, fsm.Event{Kind: fsm.Send, Octets: 5}, fsm.OK, oracle.Conforms, ""},
		{"it waits", nil, fsm.Event{Kind: fsm.Receive, Octets: 5}, fsm.NoReply, oracle.Conforms, ""},
		{"no such connection", nil, fsm.Event{Kind: fsm.Send, Octets: 5}, fsm.NoConnection, oracle.Deviates, `seen SEND 5 octets returned "error: connection does not exist"`},
		{"STATUS is never silent", nil, fsm.Event{Kind: fsm.Status}, fsm.NoReply, oracle.Deviates, `expected "ok" in ESTABLISHED`},
		{"after CLOSE", []fsm.Event{closed}, fsm.Event{Kind: fsm.Send, Octets: 5}, fsm.ConnectionClosing, oracle.Conforms, ""},
		{"after CLOSE accepted", []fsm.Event{closed}, fsm.Event{Kind: fsm.Send, Octets: 5}, fsm.OK, oracle.Deviates, `expected "error: connection closing" in FIN-WAIT-1`},
		{"after ABORT", []fsm.Event{{Kind: fsm.Abort}}, fsm.Event{Kind: fsm.Send, Octets: 5}, fsm.NoConnection, oracle.Conforms, ""},
		{"not the user's", nil, closed, fsm.ConnectionIllegal, oracle.Conforms, ""},
		{"no room", nil, fsm.Event{Kind: fsm.Send, Octets: 5}, fsm.InsufficientResource, oracle.Conforms, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := open(oracle.Everything)
			for _, ev := range test.before {
				o.Event(ev)
			}
			if v := o.Returned(test.call, test.reply); v.Kind != test.want || !strings.Contains(v.String(), test.says) {
				t.Errorf("%v; want %v, %s", v, test.want, test.says)
			}
			wire := open(0)
			if v := wire.Returned(test.call, test.reply); v.Kind == oracle.Deviates {
				t.Errorf("on a wire: %v", v)
			}
		})
	}
}

// TestReturnedTells holds that a call that was refused has done nothing, and that what
// follows is judged accordingly.
func TestReturnedTells(t *testing.T) {
	fin := fsm.Segment{SEQ: 301, ACK: 101, CTL: fsm.FIN | fsm.ACK, WND: 4096}
	for reply, want := range map[fsm.Reply]oracle.Kind{fsm.OK: oracle.Conforms, fsm.ConnectionIllegal: oracle.Deviates} {
		o := open(oracle.Everything)
		if v := o.Returned(fsm.Event{Kind: fsm.Close}, reply); v.Kind != oracle.Conforms {
			t.Errorf("CLOSE returns %v: %v", reply, v)
		}
		if v := o.Out(fin); v.Kind != want {
			t.Errorf("the FIN after %v: %v, want %v", reply, v, want)
		}
	}
}

// TestReturnedVariant holds that a reply that only a choice allows is a permitted
// variation, and that the oracle goes on with that choice.
func TestReturnedVariant(t *testing.T) {
	o := open(oracle.Everything)
	o.Event(fsm.Event{Kind: fsm.Close})
	v := o.Returned(fsm.Event{Kind: fsm.Close}, fsm.OK)
	if v.Kind != oracle.Permitted || v.Finding.Variant == nil || o.Variant() != v.Finding.Variant {
		t.Errorf("a second CLOSE that is accepted: %v", v)
	}
}

// ExampleOracle_Returned accuses an end whose second CLOSE finds no connection,
// though the first has only begun to close it.
func ExampleOracle_Returned() {
	o := open(oracle.Everything)
	o.Returned(fsm.Event{Kind: fsm.Close}, fsm.OK)
	fmt.Println(o.Returned(fsm.Event{Kind: fsm.Close}, fsm.NoConnection))
	// Output: deviates: close.fin-wait (3.10.4): expected "error: connection closing" in FIN-WAIT-1, seen CLOSE returned "error: connection does not exist"
}
