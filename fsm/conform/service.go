package conform

import "github.com/tcpfsm/tcpfsm/fsm"

// A Service is the application at a stack that is known from outside alone: nobody
// commands it, it acts when something arrives. A Commanded one does what it is asked for.
type Service uint8

// The services.
const (
	Commanded  Service = iota
	Discard            // it reads, and closes when its peer has
	Echo               // the same, and it sends back what it reads
	CloseFirst         // it closes after the first octet, or when its peer has
)

var serviceNames = [...]string{"commanded", "discard", "echo", "close"}

// String returns the name of s, as in "discard".
func (s Service) String() string { return serviceNames[s] }

// ServiceOf returns the service of a name, and whether there is one.
func ServiceOf(name string) (Service, bool) {
	for s := Discard; s <= CloseFirst; s++ {
		if s.String() == name {
			return s, true
		}
	}
	return Commanded, false
}

// serve returns in with what the application does when it has arrived at c.
func (s Service) serve(c *fsm.TCB, in Input) Input {
	open := c.State == fsm.SynReceived || c.State == fsm.Established
	if s == Commanded || in.Call != Arrival || !open {
		return in
	}
	after := *c
	advance(&after, in)
	text, ended := after.RCV.NXT.Sub(c.RCV.NXT), after.State == fsm.CloseWait
	if !after.State.Synchronized() || after.State == fsm.SynReceived {
		return in
	}
	if ended {
		text-- // the FIN
	}
	if in.Reads = text; s == Echo {
		in.Echoes = text
	}
	in.Closes = ended || s == CloseFirst && text > 0
	return in
}

// among returns the inputs as they are with the service.
func (s Service) among(c *fsm.TCB, all []Input) []Input {
	if s != Commanded && c.State == fsm.Established {
		all = append(all, Arrive(fsm.Segment{SEQ: c.RCV.NXT, ACK: c.SND.NXT, CTL: fsm.ACK | fsm.PSH, Text: sent, WND: peerWindow}))
	}
	for i := range all {
		all[i] = s.serve(c, all[i])
	}
	return all
}
