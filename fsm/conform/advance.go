package conform

import (
	"github.com/tcpfsm/tcpfsm/fsm"
)

// advance applies in to c as the RFC has it and returns what is sent.
func advance(c *fsm.TCB, in Input) []fsm.Segment {
	var sent []fsm.Segment
	var out fsm.Output
	for _, e := range Events(in, ISS) {
		fsm.RFC9293.Step(c, &e, &out)
		sent = append(sent, out.Segments()...)
	}
	return sent
}
