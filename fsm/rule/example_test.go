package rule_test

import (
	"fmt"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/effect"
	"github.com/tcpfsm/tcpfsm/fsm/rule"
)

// A wrong design: in CLOSED a RST is answered by a RST.
func Example() {
	table := fsm.RFC9293Table()
	rule.ClosedRST.In(table).Do = []fsm.Effect{effect.SendRSTa}
	m := fsm.MustCompile(table, fsm.Policy{})

	var c fsm.TCB
	var out fsm.Output
	m.Step(&c, &fsm.Event{Kind: fsm.SegmentArrives, Segment: fsm.Segment{SEQ: 100, ACK: 300, CTL: fsm.RST | fsm.ACK}}, &out)
	fmt.Println(rule.ClosedRST, out.Segments())
	// Output: closed.rst [<SEQ=300><CTL=RST>]
}
