package fsm_test

import (
	"fmt"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// All ways that an event may take through the table: what R2 may come to in
// ESTABLISHED.
func ExampleMachine_Next() {
	m := fsm.RFC9293
	var walk func(check int, s fsm.State, way string)
	walk = func(check int, s fsm.State, way string) {
		_, rules := m.Next(check, fsm.R2Reached, s)
		if rules == nil {
			fmt.Printf("%s%v\n", way, s)
		}
		for _, id := range rules {
			r := m.Rule(id)
			walk(m.After(id), r.Enter.From(s), way+r.ID+" > ")
		}
	}
	walk(0, fsm.Established, "")
	// Output:
	// r2.nothing > ESTABLISHED
	// r2.probing > ESTABLISHED
	// r2.probe-unanswered > r2 > CLOSED
	// r2.unacknowledged > r2 > CLOSED
}
