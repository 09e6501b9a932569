package capture

// An Ending is how a connection began and ended, as far as the capture shows it.
type Ending struct {
	Zeek  string // the word of Zeek's conn_state, as in "SF"
	Words string // as in "opened, closed by both"
}

// Ending returns how the connection began and ended, zero for one of a log.
func (c *Connection) Ending() Ending {
	if c.logged {
		return Ending{}
	}
	a, b := &c.flows[c.opener], &c.flows[1-c.opener]
	if c.own {
		b = a
	}
	return Ending{zeek(a, b), beginning(a, b) + end(a, b)}
}

// zeek names the ending as Zeek does: a is the flow of the originator, b that of the
// responder. Zeek takes an opening for established with the SYN,ACK.
func zeek(a, b *flow) string {
	switch {
	case a.refused(b), a.rst && b.rst && a.octets+b.octets == 0:
		return "REJ"
	case b.rst && !a.syn:
		return "RSTRH"
	case b.rst:
		return "RSTR"
	case a.rst && b.syn:
		return "RSTO"
	case a.rst && a.attempt(b):
		return "RSTOS0"
	case a.rst:
		return "OTH"
	case a.fin && b.fin:
		return "SF"
	case a.fin && b.syn:
		return "S2"
	case a.fin:
		return "SH"
	case b.fin && a.syn:
		return "S3"
	case b.fin:
		return "SHR"
	case a.attempt(b):
		return "S0"
	case a.syn && b.syn:
		return "S1"
	}
	return "OTH"
}

// beginning says how a connection began.
func beginning(a, b *flow) string {
	switch {
	case a.syn && b.syn:
		return "opened"
	case a.attempt(b):
		return "a SYN without an answer"
	case a.refused(b):
		return "refused"
	case a.syn:
		return "opened, its SYN,ACK not captured"
	case b.syn:
		return "opened, its SYN not captured"
	}
	return "begun before the capture"
}

// end says how a connection ended, behind how it began.
func end(a, b *flow) string {
	switch {
	case a.refused(b):
		return ""
	case a.rst && b.rst:
		return ", reset by both"
	case a.rst:
		return ", reset by the opener"
	case b.rst:
		return ", reset by the other end"
	case a.fin && b.fin:
		return ", closed by both"
	case a.fin:
		return ", closed by the opener alone"
	case b.fin:
		return ", closed by the other end alone"
	case a.attempt(b):
		return ""
	}
	return ", not closed"
}

// attempt reports whether f has its SYN, perhaps a RST, and peer nothing.
func (f *flow) attempt(peer *flow) bool { return f.syn && !f.talked && peer.segments == 0 }

// refused reports whether peer has nothing but a RST for the SYN of f.
func (f *flow) refused(peer *flow) bool {
	return f.syn && !f.talked && peer.rst && !peer.syn && !peer.talked
}
