package oracle

import (
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/rule"
)

// What is certain of the numbers of a connection, whatever the observer has missed.
//
// Invariant: each number was on a segment that was seen. A segment that was lost, came
// late or twice on its way to the observer changes none of them, so that whoever
// contradicts them is wrong without a doubt.
//
//	  ISS                 end      fin
//	   |------ text -------|        |
//	---+-------------------+--------+---------------> SEG.SEQ of one way
//	   |  nothing is sent           |  nothing is sent
//	   |  before ISS                |  beyond the FIN
//
// Example: the FIN of the end was seen under number 700. <SEQ=701><CTL=FIN,ACK> is a
// second one, and no loss makes it right. <SEQ=600><DATA=10> after it is text that
// came late, or is there for another time.
//
// The sockets may be used again, and the SYN that says so may be what was missed: the
// numbers of another connection contradict nothing. An initial number is taken from a
// clock that counts 250 in a millisecond or faster (RFC 9293 section 3.4.1), so that
// what lies close behind the FIN belongs to the same connection, and what lies farther
// may not.

// closeBy is what two connections on the same sockets lie apart at least, in sequence
// numbers.
const closeBy = 256

// slight is how far from the number of a SYN lies what was meant for it and miscounted:
// two SYNs lie apart by more.
const slight = 15

// longest is how far before a number that is known text may begin that goes beyond it.
const longest = 1 << 16

// numbers are those of one way.
type numbers struct {
	iss, fin, end         fsm.Seq // of the SYN, of the FIN, after the text
	opened, closed, wrote bool    // which of them were seen
	sure                  bool    // the peer has acknowledged ISS: the SYN was no stray
	torn                  bool    // they contradict each other: a third party has sent some of them
}

// take notes the text and the FIN of g.
func (n *numbers) take(g *fsm.Segment) {
	if ctl := g.CTL & (fsm.SYN | fsm.FIN | fsm.ACK); ctl&^fsm.FIN == 0 || ctl.Has(fsm.SYN|fsm.FIN) {
		return // nobody takes it for one of the connection
	}
	end := g.TextStart().Add(g.Text)
	n.reach(g, end)
	if g.CTL.Has(fsm.FIN) {
		n.torn = n.torn || n.closed && n.fin != end
		n.fin, n.closed = end, true
	}
	if n.torn = n.torn || n.closed && n.wrote && n.fin.Less(n.end); n.torn {
		n.closed = false
	}
}

// reach notes that the text of g, if it has any, ends at end.
func (n *numbers) reach(g *fsm.Segment, end fsm.Seq) {
	if g.Text > 0 && (!n.wrote || n.end.Less(end)) {
		n.end, n.wrote = end, true
	}
}

// confirm notes that a segment of the other way acknowledges the SYN, if g does.
func (n *numbers) confirm(g *fsm.Segment) {
	n.sure = n.sure || n.opened && g.CTL.Has(fsm.ACK) && g.ACK == n.iss+1
}

// certain is what is certain of both ways: of the end that is followed and of its peer.
type certain struct {
	mine, peer numbers
	finHeard   bool // the FIN of the peer was seen to acknowledge that of the end

	ack    fsm.Seq // the last SEG.ACK of the end, of whatever connection
	acking bool    // there was one
}

// departs notes the numbers of a segment that the end has sent.
func (c *certain) departs(g *fsm.Segment) {
	c.see(&c.mine, &c.peer, g)
	if g.CTL.Has(fsm.ACK) {
		c.ack, c.acking = g.ACK, true
	}
}

// arrives notes the numbers of a segment of the peer.
func (c *certain) arrives(g *fsm.Segment) {
	known := c.peer.closed
	c.see(&c.peer, &c.mine, g)
	if n := &c.peer; n.closed && !known && c.acking && n.fin.Less(c.ack) {
		n.closed = false // the end has acknowledged its number before: for another FIN, or for text
	}
	if g.CTL.Has(fsm.FIN|fsm.ACK) && c.mine.closed && g.ACK == c.mine.fin+1 {
		c.finHeard = true
	}
}

// see notes the numbers of g, which goes one way. After a RST they are those of another
// connection, and after a second SYN perhaps: a third party may have sent it.
func (c *certain) see(from, to *numbers, g *fsm.Segment) {
	if g.CTL&(fsm.SYN|fsm.FIN|fsm.RST|fsm.ACK) == fsm.ACK && !from.closed { // most are such
		from.reach(g, g.SEQ.Add(g.Text))
		to.confirm(g)
		return
	}
	switch ctl := g.CTL & (fsm.SYN | fsm.ACK | fsm.RST); {
	case ctl.Has(fsm.RST):
		c.forget()
		return
	case !ctl.Has(fsm.SYN), from.opened && from.iss == g.SEQ: // or it is the same another time
	case *from != numbers{}, ctl.Has(fsm.ACK) && to.opened && to.iss+1 != g.ACK, to.wrote || to.closed:
		c.forget()
		return
	default:
		from.iss, from.opened = g.SEQ, true
	}
	from.take(g)
	to.confirm(g)
}

// forget forgets the numbers of both ways.
func (c *certain) forget() { *c = certain{ack: c.ack, acking: c.acking} }

// A breach is what a segment contradicts: a rule, if one says it, and what there
// should have been.
type breach struct {
	rule     rule.ID
	expected string
}

// breach returns what g contradicts, which the end has sent, and whether it does.
func (c *certain) breach(g *fsm.Segment) (b breach, broken bool) {
	if g.CTL == fsm.ACK && !c.mine.closed && !c.peer.closed && !(c.mine.sure && g.SEQ.Less(c.mine.iss)) {
		return b, false // what most segments are: spare them the rest
	}
	return c.breachOf(g)
}

// breachOf is breach for a segment that may be any.
func (c *certain) breachOf(g *fsm.Segment) (b breach, broken bool) {
	switch syn, fin := g.CTL.Has(fsm.SYN), g.CTL.Has(fsm.FIN); {
	case g.CTL.Has(fsm.RST):
		return c.breachOfRST(g)
	case syn && fin:
		return breach{expected: "SYN and FIN in segments of their own"}, true
	case !syn && !g.CTL.Has(fsm.ACK):
		return breach{rule.FormNew, "an ACK in what is neither SYN nor RST"}, true
	case fin && c.mine.wrote && within(g.SEQ.Add(g.Text), c.mine.end-longest, c.mine.end-1):
		return breach{rule.TransmitFIN, "a FIN behind the text, under " + c.mine.end.String() + " or later"}, true
	case !syn && c.mine.sure && c.peer.opened && within(g.ACK, c.peer.iss+1, c.peer.iss+1<<24) && within(g.SEQ, c.mine.iss-longest, c.mine.iss-1):
		return breach{rule.FormNew, "numbers from " + c.mine.iss.String() + " on, its ISS"}, true
	case g.CTL.Has(fsm.ACK) && c.peer.closed && within(g.ACK, c.peer.fin+2, c.peer.fin+closeBy):
		return breach{rule.TextTake, "an ACK of " + (c.peer.fin + 1).String() + " at most, for the FIN"}, true
	case syn && g.CTL.Has(fsm.ACK) && (c.short(g.ACK) || c.beyond(g.ACK)):
		return breach{rule.ListenSynReceived, "ACK=" + (c.peer.iss + 1).String() + ", for the SYN"}, true
	}
	return c.breachOfFIN(g)
}

// short reports whether ack, in answer to a SYN of the peer, falls short of it by a
// little. Who says the same as before answers another one.
func (c *certain) short(ack fsm.Seq) bool {
	return c.peer.opened && !c.again(ack) && within(ack, c.peer.iss-slight, c.peer.iss)
}

// beyond reports whether ack lies beyond the SYN of the peer by a little, on which
// there is no text.
func (c *certain) beyond(ack fsm.Seq) bool {
	return c.peer.opened && !c.again(ack) && !c.peer.wrote && within(ack, c.peer.iss+2, c.peer.iss+slight)
}

// again reports whether the end has acknowledged the same last.
func (c *certain) again(ack fsm.Seq) bool { return c.acking && c.ack == ack }

// breachOfFIN returns what g contradicts because the FIN of the end is known.
func (c *certain) breachOfFIN(g *fsm.Segment) (b breach, broken bool) {
	fin := c.mine.fin
	if !c.mine.closed || g.CTL.Has(fsm.SYN) || !within(g.SEQ, fin-longest, fin+closeBy) {
		return b, false
	}
	switch end := g.SEQ.Add(g.Text); {
	case g.Text > 0 && fin.Less(end):
		return breach{rule.TransmitFIN, "no text from " + fin.String() + " on, the number of its FIN"}, true
	case g.CTL.Has(fsm.FIN) && end != fin:
		return breach{rule.TransmitFIN, "its FIN under " + fin.String() + ", as before"}, true
	case (fin + 1).Less(g.SEQ):
		return breach{rule.FormNew, "SEQ=" + (fin + 1).String() + " at most, behind its FIN"}, true
	}
	return b, false
}

// breachOfRST returns what the RST g contradicts.
func (c *certain) breachOfRST(g *fsm.Segment) (b breach, broken bool) {
	switch {
	case !g.CTL.Has(fsm.ACK):
		return b, false // it answers a segment that may have been missed
	case g.SEQ == 0 && c.short(g.ACK):
		return breach{rule.ClosedNoACK, "ACK=" + (c.peer.iss + 1).String() + ", which counts the SYN"}, true
	case c.finHeard && c.mine.closed && c.peer.closed && g.SEQ == c.mine.fin+1 && g.ACK == c.peer.fin+1:
		return breach{rule.AbortClosing, "no RST of its own: both FINs are acknowledged"}, true
	}
	return b, false
}

// within reports whether s lies in [lo, hi].
func within(s, lo, hi fsm.Seq) bool { return s.Sub(lo) <= hi.Sub(lo) }
