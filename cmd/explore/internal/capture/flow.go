package capture

import (
	"time"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A flow is what one end has sent, counted by its sequence numbers. It judges
// nothing and knows no state: that is the oracle's.
//
//	  lo      hi             nxt
//	--[########]....[########]----> numbers that were seen, once or more often
//	             hole
//
// A hole is filled by a segment that comes late or again. What is left of it at the
// end was not captured if the other end has acknowledged it.
type flow struct {
	segments int
	octets   uint64 // of text, each once
	again    int    // segments that brought nothing new, or what was missing for long
	late     int    // segments that came behind later ones
	probes   int    // keep-alives
	doubles  int    // duplicate acknowledgments (RFC 5681 section 2)
	zeros    int    // how often the window was closed
	holes    []hole // in the order of their numbers
	lost     uint64 // numbers in holes that are no longer kept

	nxt  fsm.Seq // after the last number that was seen, or that was acknowledged
	iss  fsm.Seq // the number of the SYN
	ack  fsm.Seq // the largest acknowledgment
	wnd  uint32  // the last window
	lead time.Duration
	shut time.Duration // when the window was closed

	numbered, acked bool // nxt, ack say something
	syn, fin, rst   bool // was sent; a RST that is not the last of an end is not its end
	talked          bool // sent something beside a SYN and a RST
	closed          bool // the window is 0
}

// A hole is numbers [lo, hi) that were not seen although later ones were.
type hole struct {
	lo, hi fsm.Seq
	frame  int // that showed it
}

func (h *hole) size() uint64 { return uint64(h.hi.Sub(h.lo)) }

// maxHoles bounds the holes that a flow keeps. Of more, the first are only counted.
const maxHoles = 16

// plausible bounds a hole, in octets. No window is larger (RFC 7323 section 2.3), so
// that numbers further away are those of something else.
const plausible = 1 << 30

// swift is how soon a segment that comes behind later ones is one that was
// overtaken, and not one that was sent again, if no round trip was measured.
const swift = 3 * time.Millisecond

// count takes a segment into account, for both flows.
func (c *Connection) count(p *packet) {
	g, f, peer := &p.Segment, &c.flows[p.from], &c.flows[1-p.from]
	if c.own { // a socket that is connected with itself
		peer = f
	}
	f.segments++
	if g.CTL.Has(fsm.RST) {
		f.rst = !c.over || !f.fin || !peer.fin // else it is an answer to what came too late
		c.ends(p)
		return
	}
	f.rst = false
	if g.CTL != fsm.SYN {
		f.talked = true
	}
	probes := f.probes
	if g.CTL&(fsm.SYN|fsm.FIN) == 0 && f.numbered && g.SEQ == f.nxt {
		if g.Text > 0 {
			f.octets += uint64(g.Text)
			f.nxt, f.lead = f.nxt.Add(g.Text), p.at
		}
	} else {
		f.number(p, peer, c.rtt)
		if g.CTL.Has(fsm.FIN) {
			f.fin = true
			c.ends(p)
		}
	}
	if g.CTL.Has(fsm.ACK) {
		f.acknowledges(p, peer, f.probes > probes)
	}
	if c.Segments == 3 && f.syn && peer.syn && p.from == c.opener {
		c.rtt = p.at - c.began // nothing of the opening was sent again
	}
}

// ends notes who was the first to end the connection.
func (c *Connection) ends(p *packet) {
	if !c.closing {
		c.closer = p.from
	}
}

// number takes the sequence numbers of a segment into account that is not just the
// next text.
func (f *flow) number(p *packet, peer *flow, rtt time.Duration) {
	g := &p.Segment
	lo, end := g.SEQ, g.End()
	switch {
	case g.CTL.Has(fsm.SYN) && (!f.syn || f.iss != lo):
		f.syn, f.iss, f.numbered = true, lo, true
		f.nxt, f.lead, f.holes = end, p.at, nil
		f.octets += uint64(g.Text)
		return
	case !f.numbered, f.nxt.Less(lo) && lo.Sub(f.nxt) >= plausible:
		f.nxt, f.numbered = lo, true
	}
	if f.nxt.Less(lo) {
		f.skip(lo, p.frame)
	}
	if f.nxt.Less(end) {
		f.octets += uint64(g.Text-min(g.Text, f.nxt.Sub(lo))) + f.fill(lo, f.nxt)
		f.nxt, f.lead = end, p.at
		return
	}
	filled := f.fill(lo, end)
	f.octets += filled
	switch fresh := p.at-f.lead < max(rtt, swift); {
	case filled > 0 && fresh:
		f.late++
	case f.probe(g, peer):
		f.probes++
	case filled > 0, g.LEN() > 0:
		f.again++
	}
}

// probe reports whether g is a keep-alive: the number before the next one, when all
// was acknowledged, with an octet or without (RFC 9293 section 3.8.4).
func (f *flow) probe(g *fsm.Segment, peer *flow) bool {
	return g.CTL&(fsm.SYN|fsm.FIN) == 0 && g.Text <= 1 && g.SEQ+1 == f.nxt && peer.acked && peer.ack == f.nxt
}

// skip notes that the numbers from nxt to to were not seen.
func (f *flow) skip(to fsm.Seq, frame int) {
	if len(f.holes) == maxHoles {
		f.lost += f.holes[0].size()
		f.holes = append(f.holes[:0], f.holes[1:]...)
	}
	f.holes = append(f.holes, hole{f.nxt, to, frame})
	f.nxt = to
}

// fill takes [lo, hi) out of the holes, and returns how many numbers that were.
func (f *flow) fill(lo, hi fsm.Seq) (filled uint64) {
	if len(f.holes) == 0 || lo == hi {
		return 0
	}
	var left []hole
	for _, h := range f.holes {
		if hi.LessEq(h.lo) || h.hi.LessEq(lo) {
			left = append(left, h)
			continue
		}
		filled += h.size()
		if h.lo.Less(lo) {
			left = append(left, hole{h.lo, lo, h.frame})
			filled -= uint64(lo.Sub(h.lo))
		}
		if hi.Less(h.hi) {
			left = append(left, hole{hi, h.hi, h.frame})
			filled -= uint64(h.hi.Sub(hi))
		}
	}
	f.holes = left
	return filled
}

// acknowledges takes the acknowledgment and the window of a segment into account.
func (f *flow) acknowledges(p *packet, peer *flow, probe bool) {
	switch g := &p.Segment; {
	case !f.acked || f.ack.Less(g.ACK):
		f.ack, f.acked = g.ACK, true
		if peer.numbered && peer.nxt.Less(g.ACK) && g.ACK.Sub(peer.nxt) < plausible {
			peer.skip(g.ACK, p.frame)
		}
	case g.ACK == f.ack && g.WND == f.wnd && g.CTL == fsm.ACK && g.Text == 0 && peer.numbered && g.ACK.Less(peer.nxt) && !probe:
		f.doubles++
	}
	f.wnd = p.Segment.WND
	if closed := f.wnd == 0 && !p.Segment.CTL.Has(fsm.SYN); closed != f.closed {
		if f.closed = closed; closed {
			f.zeros++
			f.shut = p.at
		}
	}
}

// owing returns how many octets of text the other end has not acknowledged.
func (f *flow) owing(peer *flow) uint32 {
	end := f.nxt
	if f.fin {
		end--
	}
	if !f.numbered || !peer.acked || !peer.ack.Less(end) {
		return 0
	}
	return end.Sub(peer.ack)
}
