package oracle_test

import (
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// An allowance is a story in lock step that RFC 9293 lets a TCP tell, though
// the table by itself tells another: what it does last is a permitted variation.
type allowance struct {
	name  string
	tell  func(*oracle.Oracle) oracle.Verdict
	names string // the variant
}

var allowances = []allowance{
	{"a SYN that finds no room is dropped", func(o *oracle.Oracle) oracle.Verdict {
		o.Event(fsm.Event{Kind: fsm.OpenPassive})
		o.In(seg("<SEQ=100><CTL=SYN>"))
		return o.Quiet()
	}, "limit of connections (A60)"},
	{"or refused", func(o *oracle.Oracle) oracle.Verdict {
		o.Event(fsm.Event{Kind: fsm.OpenPassive})
		o.In(seg("<SEQ=100><CTL=SYN>"))
		return o.Out(seg("<SEQ=0><ACK=101><CTL=RST,ACK>"))
	}, "A60 full_backlog=reset"},
	{"a challenge ACK is withheld, the second of two", func(o *oracle.Oracle) oracle.Verdict {
		opened(o)
		o.In(seg("<SEQ=150><CTL=RST>"))
		o.Out(seg("<SEQ=301><ACK=101><CTL=ACK>"))
		o.In(seg("<SEQ=150><CTL=RST>"))
		return o.Quiet()
	}, "limit of challenge ACKs (A41)"},
	{"R2 sends a RST", func(o *oracle.Oracle) oracle.Verdict {
		opened(o)
		o.Event(fsm.Event{Kind: fsm.Send, Octets: 1})
		o.Out(seg("<SEQ=301><ACK=101><CTL=ACK><DATA=1>"))
		o.Event(fsm.Event{Kind: fsm.R2Reached})
		return o.Out(seg("<SEQ=302><ACK=101><CTL=RST,ACK>"))
	}, "A58 r2_rst=yes"},
	{"the user timeout sends a RST", func(o *oracle.Oracle) oracle.Verdict {
		opened(o)
		o.Event(fsm.Event{Kind: fsm.Send, Octets: 1})
		o.Out(seg("<SEQ=301><ACK=101><CTL=ACK><DATA=1>"))
		o.Event(fsm.Event{Kind: fsm.UserTimeout})
		return o.Out(seg("<SEQ=302><ACK=101><CTL=RST,ACK>"))
	}, "A34 user_timeout_rst=yes"},
	{"SYN-RECEIVED judges an ACK before SEG.SEQ (3.5.2)", func(o *oracle.Oracle) oracle.Verdict {
		o.Event(fsm.Event{Kind: fsm.OpenPassive})
		o.In(seg("<SEQ=100><CTL=SYN><WND=4096>"))
		o.Out(seg("<SEQ=300><ACK=101><CTL=SYN,ACK><WND=4096>"))
		o.In(seg("<SEQ=90><ACK=999><CTL=ACK>"))
		return o.Out(seg("<SEQ=999><CTL=RST>"))
	}, "A54 ack_order_in_syn_received=ack_first"},
	{"an ACK of what was never sent is refused", func(o *oracle.Oracle) oracle.Verdict {
		opened(o)
		o.In(seg("<SEQ=101><ACK=200><CTL=ACK><DATA=1>"))
		return o.Out(seg("<SEQ=301><ACK=101><CTL=ACK>"))
	}, "A15 ack_range_check=sent"},
	{"keep-alive sends a RST", func(o *oracle.Oracle) oracle.Verdict {
		opened(o)
		o.Event(fsm.Event{Kind: fsm.KeepAliveFailed})
		return o.Out(seg("<SEQ=301><ACK=101><CTL=RST,ACK>"))
	}, "profile Linux"},
}

// opened tells of a passive opening.
func opened(o *oracle.Oracle) {
	o.Event(fsm.Event{Kind: fsm.OpenPassive})
	o.In(seg("<SEQ=100><CTL=SYN><WND=4096>"))
	o.Out(seg("<SEQ=300><ACK=101><CTL=SYN,ACK><WND=4096>"))
	o.In(seg("<SEQ=101><ACK=301><CTL=ACK><WND=4096>"))
}

// TestAllowances holds that such stories are permitted, and what permits them.
func TestAllowances(t *testing.T) {
	for _, a := range allowances {
		o := oracle.New(oracle.Options{Told: oracle.Everything})
		v := a.tell(o)
		if v.Kind != oracle.Permitted || v.Finding.Variant.Name != a.names {
			t.Errorf("%s: %v", a.name, v)
		}
	}
}
