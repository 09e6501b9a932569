package oracle

import "github.com/tcpfsm/tcpfsm/fsm"

// A departure is a segment that the end has sent, as far as it is judged.
type departure struct {
	fsm.Segment
	opens bool // it announces a larger window
}

// bare is g without what verdicts leave out: window, options, PSH and URG.
func bare(g fsm.Segment) fsm.Segment {
	strip(&g)
	return g
}

// strip makes g bare in place, for it happens to each segment.
func strip(g *fsm.Segment) {
	g.WND, g.UP, g.MSS = 0, 0, 0
	g.CTL &^= fsm.PSH | fsm.URG
	if !g.CTL.Has(fsm.ACK) {
		g.ACK = 0
	}
}

// strip leaves of g, which the end has sent, what is judged.
func (w *seen) strip(g *departure) {
	g.opens = w.spoken && g.CTL.Has(fsm.ACK) && w.edge.Less(g.ACK.Add(g.WND))
	strip(&g.Segment)
}
