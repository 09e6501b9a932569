package fsm_test

import (
	"fmt"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// The body of this example is the code of README.md; a test of cmd/explore
// compares the two.
func Example_embedding() {
	var c fsm.TCB // a connection: CLOSED, the zero value
	var out fsm.Output

	// Events go in. Here the user opens a connection actively ...
	open := fsm.Event{Kind: fsm.OpenActive, Remote: fsm.Specified, ISS: 100, SndBUFF: 4096, RcvBUFF: 4096}
	fsm.RFC9293.Step(&c, &open, &out)
	fmt.Println(out)

	// ... and the peer answers.
	seg, err := fsm.ParseSegment("<SEQ=300><ACK=101><CTL=SYN,ACK><WND=1000>")
	if err != nil {
		panic(err)
	}
	fsm.RFC9293.Step(&c, &fsm.Event{Kind: fsm.SegmentArrives, Segment: seg}, &out)
	fmt.Println(out)

	// The rules that fired say which paragraphs of the RFC were followed.
	for _, id := range out.Fired() {
		if rule := fsm.RFC9293.Rule(id); rule.Enter != 0 {
			fmt.Println(fsm.RFC9293.Check(id).Clause, rule.ID, "enters", rule.Enter)
		}
	}

	// Output:
	// CLOSED -> SYN-SENT, send <SEQ=100><CTL=SYN><WND=4096>, reply "ok", start retransmission, start user
	// SYN-SENT -> ESTABLISHED, send <SEQ=101><ACK=301><CTL=ACK><WND=4096>, stop retransmission, stop user
	// 3.10.7.3/4 syn-sent.established enters ESTABLISHED
}
