package catalogue

import (
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// What becomes of octets and of the end of the stream.

// Grounds on which no segment of another connection is taken for one of this.
// There is none; or all numbers are beyond those used before, and nobody leaves
// SYN-RECEIVED, which looks closely at SEG.ACK, before his SYN is acknowledged;
// or a TIME-WAIT of 2MSL that nothing cuts short comes between any two
// connections, or a rest, and each segment arrives within its lifetime.
var (
	alone     = model.Assume(model.FRESH, model.NOATT)
	advancing = model.Ground{Needs: model.Assume(model.MONO, model.NOATT), Under: []fsm.Choice{fsm.CloseInSynReceivedWaitEstablished, fsm.BadACKInSynReceivedStop}}
	outlived  = model.Ground{Needs: model.Assume(model.REL, model.LIFE, model.MSL2, model.NOATT, model.NOABORT, model.NOCRASH, model.NOR2, model.REST), Under: advancing.Under}.And(fsm.RSTInTimeWaitIgnore)
)

var noOldSegmentAccepted = &model.Property{
	Name:      "no-old-segment-accepted",
	Statement: "no text, FIN or SYN of a segment of another connection advances the RCV.NXT of an end that has taken the SYN of its peer",
	Needs:     alone,
	Or:        []model.Ground{advancing, outlived},
	Event: &model.Event{
		When: func(h *model.Happening) bool {
			return stays(h) && h.Before.Peer != 0 && (h.Old && h.Packet.LEN() > 0 || keepsForeign(&h.Before))
		},
		Broken: func(h *model.Happening) bool {
			was, is := &h.Before, &h.After
			return h.Old && h.Packet.LEN() > 0 && is.TCB.RCV.NXT != was.TCB.RCV.NXT ||
				is.Stale && !was.Stale ||
				is.EOF == model.ForeignFIN && is.TCB.RCV.FINTaken && !was.TCB.RCV.FINTaken
		},
	},
}

var oldSYNACKRefused = &model.Property{
	Name:      "old-syn-ack-refused",
	Statement: "no SYN,ACK that was meant for another connection takes an end out of SYN-SENT",
	Needs:     alone,
	Or:        []model.Ground{{Needs: model.Assume(model.MONO, model.NOATT)}},
	Event: &model.Event{
		When: func(h *model.Happening) bool {
			return h.Packet != nil && h.Before.TCB.State == fsm.SynSent && h.Packet.CTL.Has(fsm.SYN|fsm.ACK)
		},
		Broken: func(h *model.Happening) bool { return h.Old && h.After.TCB.State.Synchronized() },
	},
}

// keepsForeign reports whether the end holds something that is not of its
// connection.
func keepsForeign(e *model.End) bool { return e.Foreign != 0 || e.EOF == model.ForeignFIN }

var streamPrefix = &model.Property{
	Name: "stream-prefix",
	Statement: "the octets delivered are a prefix of those that the peer's user has sent in this connection: " +
		"no gap, no duplicate, none of another connection",
	Needs: alone,
	Or:    []model.Ground{advancing, outlived},
	Event: &model.Event{
		When: func(h *model.Happening) bool { return h.Out.Delivered > 0 && h.After.TCB.State > fsm.Listen },
		Broken: func(h *model.Happening) bool {
			e := &h.After
			foreign := h.Before.Stale || h.Kind == fsm.SegmentArrives && e.Stale
			return foreign || h.Before.TCB.IRS.Add(1+uint32(e.Got)) != consumed(&e.TCB)
		},
	},
}

// consumed is the sequence number of the first octet that the user has not
// received.
func consumed(c *fsm.TCB) fsm.Seq {
	end := c.RCV.NXT
	if c.RCV.FINTaken {
		end = c.RCV.FINSeq
	}
	return end - fsm.Seq(c.RCV.USER)
}

var eofAfterClose = &model.Property{
	Name: "eof-after-close",
	Statement: "the end of the stream is signalled only if the peer's user has closed this connection " +
		"and all his octets have come, and is the answer to a RECEIVE only if all were delivered",
	Needs: alone,
	Under: informed.Under,
	Or:    []model.Ground{advancing.And(informed.Under...), outlived.And(informed.Under...)},
	Event: &model.Event{
		When: func(h *model.Happening) bool { return signalsEnd(h) || answersEnd(h) },
		Broken: func(h *model.Happening) bool {
			e := &h.After
			if e.EOF == model.ForeignFIN || e.EOF == model.UnclosedFIN {
				return true
			}
			octets := uint32(e.EOF) - 1
			return uint32(e.Got)+e.TCB.RCV.USER != octets || answersEnd(h) && uint32(e.Got) != octets
		},
	},
}

// informed is the ground on which a user learns the true end of the stream: not before
// what is on hand was delivered, not in a TIME-WAIT to which an ABORT has led, and
// not if he has thrown away what he had not read.
var informed = model.Ground{Under: []fsm.Choice{fsm.ReceiveAfterFINDrain, fsm.AbortToClosed, fsm.HalfDuplexCloseOff, fsm.HalfDuplexCloseOn}}

func signalsEnd(h *model.Happening) bool { return h.Out.Signals.Has(fsm.SignalClosing) }

// answersEnd reports whether a RECEIVE was told that nothing more will come.
func answersEnd(h *model.Happening) bool {
	return h.Kind == fsm.Receive && h.Out.Reply == fsm.ConnectionClosing && h.After.TCB.RCV.FINTaken
}

var unreadCloseResets = &model.Property{
	Name:      "unread-close-resets",
	Statement: "CLOSE sends a RST if there are octets that the user has not received, else it leads to a FIN",
	Under:     []fsm.Choice{fsm.HalfDuplexCloseOn},
	Event: &model.Event{
		When: func(h *model.Happening) bool {
			s := h.Before.TCB.State
			refused := h.Out.Reply == fsm.ConnectionIllegal
			return h.Kind == fsm.Close && !refused && (s == fsm.Established || s == fsm.CloseWait && !h.Before.TCB.CloseQueued)
		},
		Broken: func(h *model.Happening) bool {
			sent, is := h.Out.Segments(), &h.After.TCB
			if h.Before.TCB.RCV.USER > 0 {
				return len(sent) != 1 || !sent[0].CTL.Has(fsm.RST) || is.State != fsm.Closed
			}
			return len(sent) != 0 || is.State != fsm.FinWait1 && !(is.State == fsm.CloseWait && is.CloseQueued)
		},
	},
}
