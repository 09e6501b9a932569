package alone_test

import (
	"fmt"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model/alone"
)

// Under the text to the letter a second FIN counts again (A19), and RCV.NXT grows after
// the first.
func Example() {
	policy, err := fsm.ParsePolicy("second_fin=literal")
	if err != nil {
		panic(err)
	}
	machine, err := fsm.RFC9293.With(policy)
	if err != nil {
		panic(err)
	}
	r := alone.Explore(machine, alone.Options{Room: 1, Claims: alone.Claims()[2:3]})
	for _, s := range r.Broken["fin-is-final"] {
		fmt.Println(s.Event.Kind, "leads from", s.Before.State, "to", s.After.State)
	}
	// Output:
	// OPEN active leads from CLOSED to SYN-SENT
	// SEGMENT ARRIVES leads from SYN-SENT to CLOSE-WAIT
	// SEGMENT ARRIVES leads from CLOSE-WAIT to CLOSE-WAIT
}
