package catalogue

import (
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/effect"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/edit"
)

var (
	// A sends two octets one by one, which B receives; one may overtake the other.
	trySends = tryOpenFair.With("try-sends", may(0, fsm.Send, 2), prompt, func(s *model.Scenario) { s.Ends[0].Patient = true })

	// A sends an octet and aborts, B sends one: the RST may overtake what A has
	// sent, so that it lies beyond RCV.NXT.
	tryAbort = tryOpenFair.With("try-abort-unread", may(0, fsm.Send, 1), may(0, fsm.Abort, 1), may(1, fsm.Send, 1), func(s *model.Scenario) {
		s.Ends[0].Octets = 2
	})
	tryAbortCalms = tryAbort.With("try-abort-calms", may(1, fsm.Send, 0), func(s *model.Scenario) { s.Calms = true })

	// B has room for two octets.
	tryNarrow = trySends.With("try-two-octets-room", func(s *model.Scenario) { s.Ends[1].RcvBUFF = 2 })
)

// numberMutants send wrong numbers, windows and octets: the rules are right, the
// forms are not.
var numberMutants = []model.Mutant{
	{
		Name:   "challenge-echoes-rst",
		Change: "a challenge ACK acknowledges the number of the RST instead of RCV.NXT (RFC 5961 section 3.2): the next RST bears it again",
		Table:  edit.Writes("<SEQ=SND.NXT><ACK=SEG.SEQ><CTL=ACK><WND=RCV.WND>", effect.SendChallenge),
		Refuted: []model.Case{
			by(tryAbort, "acked-is-received", 8),
			by(tryAbortCalms, "quiet", 11),
		},
	},
	{
		Name:   "ack-of-newest",
		Change: "an ACK acknowledges the segment that has arrived, be what comes before it received or not",
		Table:  edit.Writes("<SEQ=SND.NXT><ACK=SEG.SEQ+SEG.LEN><CTL=ACK><WND=RCV.WND>", effect.SendACK),
		Refuted: []model.Case{
			by(trySends, "acked-is-received", 7),
			by(trySends, "same-connection-agree", 8),
			by(trySends, "octets-arrive", 12),
		},
	},
	{
		Name:    "ack-one-short",
		Change:  "an ACK acknowledges one number less than was received",
		Table:   edit.Writes("<SEQ=SND.NXT><ACK=RCV.NXT-1><CTL=ACK><WND=RCV.WND>", effect.SendACK),
		Refuted: []model.Case{by(trySends, "acked-is-received", 4), by(trySends, "finite-calls-finite-segments", 8)},
	},
	{
		Name:    "window-shrinks",
		Change:  "an ACK announces one octet less than there is room for, so that the right edge falls (SHLD-14)",
		Table:   edit.Writes("<SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK><WND=RCV.WND-1>", effect.SendACK),
		Refuted: []model.Case{by(trySends, "announced-is-free", 4)},
	},
	{
		Name:    "window-of-buffer",
		Change:  "an ACK announces the size of the buffer, be it full or not",
		Table:   edit.Writes("<SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK><WND=RCV.BUFF>", effect.SendACK),
		Refuted: []model.Case{by(tryNarrow, "announced-is-free", 6)},
	},
	{
		Name:    "retransmits-others",
		Change:  "what is sent again is the octets behind those that the number says",
		Table:   edit.Writes("<SEQ=SND.UNA><ACK=RCV.NXT><CTL=ACK><DATA=in flight><FROM=SND.UNA+1><WND=RCV.WND>", effect.FormFront),
		Refuted: []model.Case{by(trySends, "octets-unchanged", 6), by(trySends, "stream-prefix", 7)},
	},
	{
		Name:    "sends-what-is-not",
		Change:  "one octet more is sent than the user has given",
		Table:   edit.Writes("<SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK><DATA=waiting+1><FROM=SND.NXT><WND=RCV.WND>", effect.FormQueue),
		Refuted: []model.Case{by(trySends, "octets-unchanged", 5), by(trySends, "stream-prefix", 6)},
	},
	{
		Name:    "fin-before-its-place",
		Change:  "a FIN has the number of the last octet, or of the SYN",
		Table:   edit.Writes("<SEQ=SND.NXT-1><ACK=RCV.NXT><CTL=FIN,ACK><WND=RCV.WND>", effect.SendFIN, effect.ResendFIN),
		Refuted: []model.Case{by(tryClose, "sent-in-sequence", 5)},
	},
	{
		Name:    "fin-beyond-its-place",
		Change:  "a FIN has the number after its own",
		Table:   edit.Writes("<SEQ=SND.NXT+1><ACK=RCV.NXT><CTL=FIN,ACK><WND=RCV.WND>", effect.SendFIN, effect.ResendFIN),
		Refuted: []model.Case{by(tryClose, "sent-in-sequence", 5), by(tryCloseFair, "close-completes", 22)},
	},
	{
		Name:    "rst-of-una",
		Change:  "ABORT sends its RST with the number of the oldest octet that is not acknowledged",
		Table:   edit.Writes("<SEQ=SND.UNA><CTL=RST>", effect.SendRSTu),
		Refuted: []model.Case{by(tryAbort, "sent-in-sequence", 7)},
	},
}
