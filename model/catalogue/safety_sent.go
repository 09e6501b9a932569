package catalogue

import (
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// What the numbers, the window and the octets of a segment say.

var ackedIsReceived = &model.Property{
	Name: "acked-is-received",
	Statement: "SEG.ACK of what is sent is RCV.NXT, before or after what the event has brought; " +
		"a RST may acknowledge the segment that it answers instead",
	Event: &model.Event{
		When:   func(h *model.Happening) bool { return anySent(h, acknowledges) },
		Broken: func(h *model.Happening) bool { return anySent(h, acksMore) || anySent(h, acksLess) },
	},
}

// anySent reports whether a segment leaves of which something is so.
func anySent(h *model.Happening, is func(*model.Happening, *model.Packet) bool) bool {
	for i := range h.Sent {
		if is(h, &h.Sent[i]) {
			return true
		}
	}
	return false
}

func acknowledges(_ *model.Happening, p *model.Packet) bool { return p.CTL.Has(fsm.ACK) }

// acksMore reports whether a segment acknowledges what was not received.
func acksMore(h *model.Happening, p *model.Packet) bool {
	return p.CTL.Has(fsm.ACK) && !answersBy(h, p) && now(h).RCV.NXT.Less(p.ACK)
}

// acksLess reports whether a segment acknowledges less than was received before.
func acksLess(h *model.Happening, p *model.Packet) bool {
	return p.CTL.Has(fsm.ACK) && !answersBy(h, p) && p.ACK.Less(received(h))
}

// answersBy reports whether a segment is a RST that acknowledges the one that it
// answers.
func answersBy(h *model.Happening, p *model.Packet) bool {
	return p.CTL.Has(fsm.RST) && h.Packet != nil && p.ACK == h.Packet.End()
}

// now is the TCB after the event, or before it if it is gone.
func now(h *model.Happening) *fsm.TCB {
	if h.After.HasISS() {
		return &h.After.TCB
	}
	return &h.Before.TCB
}

// received is RCV.NXT before the event, or after the SYN that it has brought.
func received(h *model.Happening) fsm.Seq {
	if renewed(h) {
		return now(h).IRS + 1
	}
	return h.Before.TCB.RCV.NXT
}

var announcedIsFree = &model.Property{
	Name: "announced-is-free",
	Statement: "the window that a segment announces is the receive window: its right edge is that of before the event or of after it; " +
		"a RST announces none",
	Event: &model.Event{
		When:   func(h *model.Happening) bool { return len(h.Sent) > 0 },
		Broken: func(h *model.Happening) bool { return anySent(h, misannounces) },
	},
}

func misannounces(h *model.Happening, p *model.Packet) bool {
	r := &now(h).RCV
	switch {
	case p.CTL.Has(fsm.RST):
		return p.WND != 0
	case !p.CTL.Has(fsm.ACK):
		return p.WND != r.WND
	}
	edge, low := p.ACK.Add(p.WND), h.Before.TCB.RCV.NXT.Add(h.Before.TCB.RCV.WND)
	if renewed(h) {
		low = received(h).Add(r.BUFF)
	}
	return edge.Less(low) || r.NXT.Add(r.WND).Less(edge)
}

var sentInSequence = &model.Property{
	Name: "sent-in-sequence",
	Statement: "SYN has the number ISS and FIN the last before SND.NXT, text lies between SND.UNA and SND.NXT, " +
		"a segment without them has SEG.SEQ = SND.NXT, or one less if it asks for an ACK; " +
		"a RST has SND.NXT or the SEG.ACK of the segment that it answers",
	Event: &model.Event{
		When:   func(h *model.Happening) bool { return len(h.Sent) > 0 },
		Broken: func(h *model.Happening) bool { return anySent(h, outOfSequence) },
	},
}

func outOfSequence(h *model.Happening, p *model.Packet) bool {
	c, s := now(h), &now(h).SND
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

var octetsUnchanged = &model.Property{
	Name:      "octets-unchanged",
	Statement: "a segment bears the octets that the user has sent under its numbers, be it sent once or again",
	Event: &model.Event{
		When:   func(h *model.Happening) bool { return anySent(h, bearsText) },
		Broken: func(h *model.Happening) bool { return anySent(h, bearsOthers) },
	},
}

func bearsText(_ *model.Happening, p *model.Packet) bool   { return p.Text > 0 }
func bearsOthers(_ *model.Happening, p *model.Packet) bool { return p.Wrong != 0 }
