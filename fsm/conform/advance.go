package conform

import (
	"github.com/tcpfsm/tcpfsm/fsm"
)

// advance applies in to c as the RFC has it and returns what is sent.
func advance(c *fsm.TCB, in Input) []fsm.Segment { return step(fsm.RFC9293, c, in) }

// step applies in to c as m has it and returns what is sent.
func step(m *fsm.Machine, c *fsm.TCB, in Input) (sent []fsm.Segment) {
	var out fsm.Output
	for _, e := range Events(in, in.Numbers()) {
		m.Step(c, &e, &out)
		sent = append(sent, out.Segments()...)
	}
	return sent
}
