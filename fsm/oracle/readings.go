package oracle

import "github.com/tcpfsm/tcpfsm/fsm"

// Readings of RFC 9293 that no option of the table has, since they are about the form
// of a RST alone: whoever receives it takes it as any other.
//
// Example: <SEQ=0><ACK=101><CTL=RST,ACK><DATA=11> in answer to <SEQ=100><CTL=SYN>. The
// table sends it without text; RFC 1122 section 4.2.2.12 has receivers accept it, since
// some stacks say there why they reset.

// The readings. Each is the Variant that verdicts name.
var (
	rstWithText  = Variant{Name: "text on a RST (RFC 1122 4.2.2.12)"}
	rstNumbered  = Variant{Name: "a number on the RST that answers a SYN (3.5.2)"}
	rstWhileLast = Variant{Name: "ABORT in CLOSING and LAST-ACK sends a RST (3.10.5)"}
)

// otherwise explains the RST g, on a wire, by another reading, and makes the set what
// may have sent it. It returns the reading, or nil.
func (o *Oracle) otherwise(g *departure) *Variant {
	if !o.seen.onWire() || !g.CTL.Has(fsm.RST) {
		return nil
	}
	p, s := &o.possible, &o.successors
	plain := *g
	if plain.Text = 0; g.Text > 0 && p.become(s.explain(p.set, &plain)) {
		return &rstWithText
	}
	if plain.SEQ = 0; g.SEQ != 0 && g.CTL.Has(fsm.ACK) && p.become(s.explain(p.set, &plain)) {
		return &rstNumbered
	}
	if p.become(s.explain(s.unlast(p.set), g)) {
		return &rstWhileLast
	}
	return nil
}

// unlast is what of set is in CLOSING or LAST-ACK, in FIN-WAIT-1 instead, where an ABORT
// sends a RST.
func (s *successors) unlast(set []hypothesis) (list []hypothesis) {
	for _, h := range set {
		if c := &h.c; c.State == fsm.Closing || c.State == fsm.LastAck {
			c.State, c.RCV.FINTaken = fsm.FinWait1, false
			list = append(list, h)
		}
	}
	return list
}
