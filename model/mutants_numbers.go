package model

import "github.com/tcpfsm/tcpfsm/fsm"

var (
	// A sends two octets one by one, which B receives; one may overtake the other.
	trySends = tryOpenFair.with("try-sends", may(0, fsm.Send, 2), prompt, func(s *Scenario) { s.Ends[0].Patient = true })

	// A sends an octet and aborts, B sends one: the RST may overtake what A has
	// sent, so that it lies beyond RCV.NXT.
	tryAbort = tryOpenFair.with("try-abort-unread", may(0, fsm.Send, 1), may(0, fsm.Abort, 1), may(1, fsm.Send, 1), func(s *Scenario) {
		s.Ends[0].Octets = 2
	})
	tryAbortCalms = tryAbort.with("try-abort-calms", may(1, fsm.Send, 0), func(s *Scenario) { s.Calms = true })

	// B has room for two octets.
	tryNarrow = trySends.with("try-two-octets-room", func(s *Scenario) { s.Ends[1].RcvBUFF = 2 })
)

// numberMutants send wrong numbers, windows and octets: the rules are right, the
// forms are not.
var numberMutants = []Mutant{
	{
		Name:   "challenge-echoes-rst",
		Change: "a challenge ACK acknowledges the number of the RST instead of RCV.NXT (RFC 5961 section 3.2): the next RST bears it again",
		Table:  writes("sendChallenge", "<SEQ=SND.NXT><ACK=SEG.SEQ><CTL=ACK><WND=RCV.WND>"),
		Refuted: []Case{
			{tryAbort, "acked-is-received", 8},
			{tryAbortCalms, "quiet", 11},
		},
	},
	{
		Name:   "ack-of-newest",
		Change: "an ACK acknowledges the segment that has arrived, be what comes before it received or not",
		Table:  writes("sendACK", "<SEQ=SND.NXT><ACK=SEG.SEQ+SEG.LEN><CTL=ACK><WND=RCV.WND>"),
		Refuted: []Case{
			{trySends, "acked-is-received", 7},
			{trySends, "same-connection-agree", 8},
			{trySends, "octets-arrive", 12},
		},
	},
	{
		Name:    "ack-one-short",
		Change:  "an ACK acknowledges one number less than was received",
		Table:   writes("sendACK", "<SEQ=SND.NXT><ACK=RCV.NXT-1><CTL=ACK><WND=RCV.WND>"),
		Refuted: []Case{{trySends, "acked-is-received", 4}, {trySends, "finite-calls-finite-segments", 8}},
	},
	{
		Name:    "window-shrinks",
		Change:  "an ACK announces one octet less than there is room for, so that the right edge falls (SHLD-14)",
		Table:   writes("sendACK", "<SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK><WND=RCV.WND-1>"),
		Refuted: []Case{{trySends, "announced-is-free", 4}},
	},
	{
		Name:    "window-of-buffer",
		Change:  "an ACK announces the size of the buffer, be it full or not",
		Table:   writes("sendACK", "<SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK><WND=RCV.BUFF>"),
		Refuted: []Case{{tryNarrow, "announced-is-free", 6}},
	},
	{
		Name:    "retransmits-others",
		Change:  "what is sent again is the octets behind those that the number says",
		Table:   writes("formFront", "<SEQ=SND.UNA><ACK=RCV.NXT><CTL=ACK><DATA=in flight><FROM=SND.UNA+1><WND=RCV.WND>"),
		Refuted: []Case{{trySends, "octets-unchanged", 6}, {trySends, "stream-prefix", 7}},
	},
	{
		Name:    "sends-what-is-not",
		Change:  "one octet more is sent than the user has given",
		Table:   writes("formQueue", "<SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK><DATA=waiting+1><FROM=SND.NXT><WND=RCV.WND>"),
		Refuted: []Case{{trySends, "octets-unchanged", 5}, {trySends, "stream-prefix", 6}},
	},
	{
		Name:    "fin-before-its-place",
		Change:  "a FIN has the number of the last octet, or of the SYN",
		Table:   writes("sendFIN resendFIN", "<SEQ=SND.NXT-1><ACK=RCV.NXT><CTL=FIN,ACK><WND=RCV.WND>"),
		Refuted: []Case{{tryClose, "sent-in-sequence", 5}},
	},
	{
		Name:    "fin-beyond-its-place",
		Change:  "a FIN has the number after its own",
		Table:   writes("sendFIN resendFIN", "<SEQ=SND.NXT+1><ACK=RCV.NXT><CTL=FIN,ACK><WND=RCV.WND>"),
		Refuted: []Case{{tryClose, "sent-in-sequence", 5}, {tryCloseFair, "close-completes", 22}},
	},
	{
		Name:    "rst-of-una",
		Change:  "ABORT sends its RST with the number of the oldest octet that is not acknowledged",
		Table:   writes("sendRSTu", "<SEQ=SND.UNA><CTL=RST>"),
		Refuted: []Case{{tryAbort, "sent-in-sequence", 7}},
	},
}
