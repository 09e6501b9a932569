package model

import "github.com/tcpfsm/tcpfsm/fsm"

// What the numbers, the window and the octets of a segment say.

var ackedIsReceived = &Property{
	Name: "acked-is-received",
	Statement: "SEG.ACK of what is sent is RCV.NXT, before or after what the event has brought; " +
		"a RST may acknowledge the segment that it answers instead",
	Event: &Event{
		When:   func(_ *Model, h *Happening) bool { return h.sends(acknowledges) },
		Broken: func(_ *Model, h *Happening) bool { return h.sends(acksMore) || h.sends(acksLess) },
	},
}

// sends reports whether a segment leaves of which something is so.
func (h *Happening) sends(is func(*Happening, *Packet) bool) bool {
	for i := range h.Sent {
		if is(h, &h.Sent[i]) {
			return true
		}
	}
	return false
}

func acknowledges(_ *Happening, p *Packet) bool { return p.CTL.Has(fsm.ACK) }

// acksMore reports whether a segment acknowledges what was not received.
func acksMore(h *Happening, p *Packet) bool {
	return p.CTL.Has(fsm.ACK) && !answersBy(h, p) && h.now().RCV.NXT.Less(p.ACK)
}

// acksLess reports whether a segment acknowledges less than was received before.
func acksLess(h *Happening, p *Packet) bool {
	return p.CTL.Has(fsm.ACK) && !answersBy(h, p) && p.ACK.Less(h.received())
}

// answersBy reports whether a segment is a RST that acknowledges the one that it
// answers.
func answersBy(h *Happening, p *Packet) bool {
	return p.CTL.Has(fsm.RST) && h.Packet != nil && p.ACK == h.Packet.End()
}

// now is the TCB after the event, or before it if it is gone.
func (h *Happening) now() *fsm.TCB {
	if hasNumbers(&h.After) {
		return &h.After.TCB
	}
	return &h.Before.TCB
}

// received is RCV.NXT before the event, or after the SYN that it has brought.
func (h *Happening) received() fsm.Seq {
	if h.renewed() {
		return h.now().IRS + 1
	}
	return h.Before.TCB.RCV.NXT
}

var announcedIsFree = &Property{
	Name: "announced-is-free",
	Statement: "the window that a segment announces is the receive window: its right edge is that of before the event or of after it; " +
		"a RST announces none",
	Event: &Event{
		When:   func(_ *Model, h *Happening) bool { return len(h.Sent) > 0 },
		Broken: func(_ *Model, h *Happening) bool { return h.sends(misannounces) },
	},
}

func misannounces(h *Happening, p *Packet) bool {
	r := &h.now().RCV
	switch {
	case p.CTL.Has(fsm.RST):
		return p.WND != 0
	case !p.CTL.Has(fsm.ACK):
		return p.WND != r.WND
	}
	edge, low := p.ACK.Add(p.WND), h.Before.TCB.RCV.NXT.Add(h.Before.TCB.RCV.WND)
	if h.renewed() {
		low = h.received().Add(r.BUFF)
	}
	return edge.Less(low) || r.NXT.Add(r.WND).Less(edge)
}

var sentInSequence = &Property{
	Name: "sent-in-sequence",
	Statement: "SYN has the number ISS and FIN the last before SND.NXT, text lies between SND.UNA and SND.NXT, " +
		"a segment without them has SEG.SEQ = SND.NXT, or one less if it asks for an ACK; " +
		"a RST has SND.NXT or the SEG.ACK of the segment that it answers",
	Event: &Event{
		When:   func(_ *Model, h *Happening) bool { return len(h.Sent) > 0 },
		Broken: func(_ *Model, h *Happening) bool { return h.sends(outOfSequence) },
	},
}

func outOfSequence(h *Happening, p *Packet) bool {
	c, s := h.now(), &h.now().SND
	switch {
	case p.CTL.Has(fsm.RST):
		return p.SEQ != h.Before.TCB.SND.NXT && (h.Packet == nil || p.SEQ != h.Packet.ACK)
	case p.CTL.Has(fsm.SYN):
		return p.SEQ != c.ISS || s.NXT.Less(p.End())
	case p.LEN() > 0:
		return p.SEQ.Less(s.UNA) || s.NXT.Less(p.End()) || p.CTL.Has(fsm.FIN) && p.End() != s.NXT
	}
	asks := h.Kind == fsm.KeepAliveTimeout || h.Kind == fsm.PersistTimeout
	return p.SEQ != s.NXT && !(asks && p.SEQ == s.NXT-1)
}

var octetsUnchanged = &Property{
	Name:      "octets-unchanged",
	Statement: "a segment bears the octets that the user has sent under its numbers, be it sent once or again",
	Event: &Event{
		When:   func(_ *Model, h *Happening) bool { return h.sends(bearsText) },
		Broken: func(_ *Model, h *Happening) bool { return h.sends(bearsOthers) },
	},
}

func bearsText(_ *Happening, p *Packet) bool   { return p.Text > 0 }
func bearsOthers(_ *Happening, p *Packet) bool { return p.Wrong != 0 }
