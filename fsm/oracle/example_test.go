package oracle_test

import (
	"fmt"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
	"github.com/tcpfsm/tcpfsm/fsm/rule"
)

// seg reads a segment in the notation of the RFC.
func seg(text string) fsm.Segment {
	g, err := fsm.ParseSegment(text)
	if err != nil {
		panic(err)
	}
	return g
}

// One end of a connection as a capture shows it. Nothing needs to be
// configured: what the capture does not show may have happened.
func Example() {
	o := oracle.New(oracle.Options{})
	o.Out(seg("<SEQ=100><CTL=SYN><WND=4096>"))
	o.In(seg("<SEQ=300><ACK=101><CTL=SYN,ACK><WND=4096>"))
	o.Out(seg("<SEQ=101><ACK=301><CTL=ACK><DATA=10><WND=4096>"))
	o.Out(seg("<SEQ=111><ACK=301><CTL=FIN,ACK><WND=4096>"))
	fmt.Println(o.States())

	v := o.Out(seg("<SEQ=112><ACK=301><CTL=ACK><DATA=10><WND=4096>"))
	fmt.Println(v)
	// Output:
	// FIN-WAIT-1
	// deviates: transmit.fin (3.10.4): expected no text from 111 on, the number of its FIN, seen <SEQ=112><ACK=301><CTL=ACK><DATA=10><WND=4096>
}

// A test of your own stack, in lock step: tell the oracle everything, in the
// order in which it happens, and say when the stack has nothing more to send.
// This stack has an old fault: any RST in the window ends its connections.
func Example_lockStep() {
	o := oracle.New(oracle.Options{Told: oracle.Everything})
	o.Event(fsm.Event{Kind: fsm.OpenPassive})
	o.In(seg("<SEQ=100><CTL=SYN><WND=4096>"))
	fmt.Println(o.Out(seg("<SEQ=300><ACK=101><CTL=SYN,ACK><WND=4096>")))
	fmt.Println(o.Quiet())
	o.In(seg("<SEQ=101><ACK=301><CTL=ACK><WND=4096>"))
	fmt.Println(o.State(fsm.StatesOf(fsm.Established)))

	o.In(seg("<SEQ=150><CTL=RST>"))
	fmt.Println(o.Quiet())
	// Output:
	// conforms
	// conforms
	// conforms
	// permitted: A39 rst_validation=in_window (refuted by no-unprovoked-reset and blind-segment-inert) or limit of challenge ACKs (A41): rst.challenge (3.10.7.4/2): seen nothing more
}

// To forbid what RFC 9293 only permits, name the variants that are allowed.
func ExampleOptions_strict() {
	o := oracle.New(oracle.Options{
		Told:     oracle.Everything,
		Variants: []oracle.Variant{{Name: "Hardened", Machine: fsm.Hardened}},
	})
	o.Event(fsm.Event{Kind: fsm.OpenPassive})
	o.In(seg("<SEQ=100><CTL=SYN><WND=4096>"))
	o.Out(seg("<SEQ=300><ACK=101><CTL=SYN,ACK><WND=4096>"))
	o.In(seg("<SEQ=101><ACK=301><CTL=ACK><WND=4096>"))
	o.In(seg("<SEQ=150><CTL=RST>"))
	fmt.Println(o.Quiet())
	// Output:
	// deviates: rst.challenge (3.10.7.4/2): expected <SEQ=301><ACK=101><CTL=ACK>, seen nothing more
}

// The machine itself as the subject, with a rule of the table altered: LISTEN
// enters ESTABLISHED at once, a two-way handshake. The oracle says where RFC
// 9293 forbids it.
func Example_mutant() {
	table := fsm.RFC9293Table()
	rule.ListenSynReceived.In(table).Enter = fsm.Enter(fsm.Established)
	subject := fsm.MustCompile(table, fsm.Policy{})

	o := oracle.New(oracle.Options{Told: oracle.Everything})
	var c fsm.TCB
	var out fsm.Output
	for _, ev := range []fsm.Event{
		{Kind: fsm.OpenPassive, SndBUFF: 4096, RcvBUFF: 4096},
		{Kind: fsm.SegmentArrives, Segment: seg("<SEQ=100><CTL=SYN><WND=4096>"), ISS: 300},
	} {
		o.Event(ev)
		subject.Step(&c, &ev, &out)
		for _, g := range out.Segments() {
			o.Out(g)
		}
		if v := o.State(fsm.StatesOf(c.State)); v.Kind == oracle.Deviates {
			fmt.Println(v)
		}
	}
	// Output:
	// deviates: listen.syn-received (3.10.7.2/3, MUST-11): expected state SYN-RECEIVED, seen state ESTABLISHED
}

// Which rules a test has exercised.
func ExampleOracle_Covered() {
	o := oracle.New(oracle.Options{Told: oracle.Everything})
	o.Event(fsm.Event{Kind: fsm.OpenPassive})
	o.In(seg("<SEQ=100><CTL=SYN><WND=4096>"))
	for id, n := range o.Covered() {
		if r := fsm.RFC9293.Rule(fsm.RuleID(id)); n > 0 && r.Enter != 0 {
			fmt.Println(r.ID, n)
		}
	}
	// Output:
	// open.passive 1
	// listen.syn-received 1
}
