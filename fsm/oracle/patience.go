package oracle

import "github.com/tcpfsm/tcpfsm/fsm"

// What only one loss after another excuses.
//
// Invariant: each count is the least number of segments that must have been lost behind
// the observer, if the end conforms: another one each time, between what was seen and
// the end, or between the end and what was seen.
//
//	  in  FIN ---> lost?   or the end has answered, and the ACK
//	  in  FIN ---> lost?   was lost before it was seen
//	  in  FIN ---> lost?
//
// Example: <SEQ=301><ACK=102><CTL=FIN,ACK> comes once a second. The end sends nothing
// that acknowledges 302. After the first that is no wonder; after the sixth, six
// segments have been lost, or the end does not answer.
//
// A keep-alive asks for an ACK as well. A segment beyond the window that the end has
// announced is refused by right and does not count, nor does anything after a RST.

// tooMany is how many losses in a row are suspicious.
const tooMany = 6

// patience counts what goes unanswered.
type patience struct {
	asked    fsm.Seq // what the peer has sent again and again ends here
	unheeded int     // how often, since the end has last acknowledged it

	answered fsm.Seq // what the end has sent again and again ends here
	acked    bool    // an ACK of it was seen since the last time
	resent   int     // how often, each time behind another ACK of it
	heard    fsm.Seq // the largest SEG.ACK of the peer
	hears    bool
}

// arrives counts an arrival, and returns how often the same has come in vain.
func (p *patience) arrives(w *seen, g *fsm.Segment) int {
	if g.CTL.Has(fsm.RST) {
		*p = patience{heard: p.heard, hears: p.hears}
		return 0
	}
	if g.CTL.Has(fsm.ACK) {
		if !p.hears || p.heard.Less(g.ACK) {
			p.heard, p.hears = g.ACK, true
		}
		p.acked = p.acked || p.answered.LessEq(g.ACK)
	}
	end := g.End()
	keepAlive := end == g.SEQ && g.SEQ+1 == w.acked
	if keepAlive {
		end++
	}
	if !w.spoken || end == g.SEQ || g.CTL.Has(fsm.SYN) || w.edge.Less(end) {
		return 0
	}
	if p.asked != end {
		p.asked, p.unheeded = end, 0
	}
	p.unheeded++
	return p.unheeded
}

// departs counts a segment that the end has sent, and returns how often the same has
// been sent though it was acknowledged.
func (p *patience) departs(g *fsm.Segment) int {
	switch {
	case g.CTL.Has(fsm.SYN):
		*p = patience{}
		return 0
	case g.CTL.Has(fsm.RST):
		*p = patience{heard: p.heard, hears: p.hears}
		return 0
	}
	if p.asked.LessEq(g.ACK) {
		p.unheeded = 0
	}
	if g.Text == 0 && !g.CTL.Has(fsm.FIN) {
		return 0
	}
	end := g.End()
	if keepAlive := g.Text <= 1 && !g.CTL.Has(fsm.FIN); keepAlive || !p.hears || p.heard.Less(end) {
		return 0
	}
	if p.answered != end {
		p.answered, p.resent, p.acked = end, 0, true
	}
	if p.acked {
		p.acked = false
		p.resent++
	}
	return p.resent
}
