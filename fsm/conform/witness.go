package conform

import "github.com/tcpfsm/tcpfsm/fsm"

// A witness is what is sent after the probe: a segment that is not acceptable, so that
// what answers it shows SND.NXT and RCV.NXT. Not every subject answers each, and that
// it does not is a finding of the case that tries it, and of no other.
type witness uint8

// The witnesses, the best first.
const (
	keepAlive witness = iota // an ACK left of the window, as a keep-alive is
	oldOctet                 // the same with an octet, as old stacks had it
	mute                     // none is answered
)

// input returns the witness for the connection tcb of a route with p. If the probe was
// answered by a SYN, the window is that of the new connection. The peer's window is as it was
// announced last.
func (w witness) input(p peer, tcb *fsm.TCB, window uint32, answers []fsm.Segment) Input {
	g := fsm.Segment{SEQ: p.iss, ACK: Input{ISS: p.own}.Numbers() + 1, CTL: fsm.ACK, WND: window}
	if opened(tcb) {
		g.SEQ, g.ACK = tcb.RCV.NXT-1, tcb.SND.NXT
	}
	for _, a := range answers {
		if a.CTL.Has(fsm.SYN | fsm.ACK) {
			g.SEQ, g.ACK = a.ACK-1, a.SEQ+1
		}
	}
	if w == oldOctet {
		g.Text = 1
	}
	return Arrive(g)
}

// opened reports whether tcb has a window.
func opened(tcb *fsm.TCB) bool { return tcb.State == fsm.SynReceived || tcb.State.Synchronized() }
