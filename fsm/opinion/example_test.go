package opinion_test

import (
	"fmt"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/opinion"
	"github.com/tcpfsm/tcpfsm/fsm/rule"
)

// The opening of figure 6 as the second opinion has it.
func ExampleStep() {
	var c fsm.TCB
	var said opinion.Said
	syn := fsm.Segment{SEQ: 100, CTL: fsm.SYN, WND: 1000}
	ack := fsm.Segment{SEQ: 101, ACK: 301, CTL: fsm.ACK, WND: 1000}
	for _, ev := range []fsm.Event{
		{Kind: fsm.OpenPassive, SndBUFF: 1000, RcvBUFF: 1000},
		{Kind: fsm.SegmentArrives, Segment: syn, ISS: 300},
		{Kind: fsm.SegmentArrives, Segment: ack},
	} {
		opinion.Step(&fsm.Policy{}, &c, &ev, &said)
		fmt.Println(c.State, said.Segments())
	}
	// Output:
	// LISTEN []
	// SYN-RECEIVED [<SEQ=300><ACK=101><CTL=SYN,ACK><WND=1000>]
	// ESTABLISHED []
}

// A table that does not obey a RST, held against the opinion.
func ExampleCompare() {
	table := fsm.RFC9293Table()
	rule.RSTExact.In(table).Then = fsm.Stop
	x := opinion.Compare(fsm.MustCompile(table, fsm.Policy{}))
	c := fsm.TCB{State: fsm.CloseWait, SYNAcked: true, RCV: fsm.ReceiveSequence{NXT: 201, WND: 9, BUFF: 9}}
	rst := fsm.Event{Kind: fsm.SegmentArrives, Segment: fsm.Segment{SEQ: 201, CTL: fsm.RST}}
	fmt.Println(x.Agree(&c, &rst))
	fmt.Println(x.Output.To, x.Fired())
	// Output:
	// false
	// CLOSE-WAIT [seq.empty.in-window rst.exact]
}
