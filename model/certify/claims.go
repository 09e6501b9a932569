package certify

import "github.com/tcpfsm/tcpfsm/fsm/certificate"

// What certificates claim, under the names of the properties.
//
// Of states they speak of Is and Peer, each end in turn.

// more terms, which only claims need.
var claimTerms = []certificate.Term{
	{Name: "HasTCB", Is: `Is.State > "LISTEN"`},
	{Name: "Fresh", Is: `Was.Inc != Inc || Was.PeerInc != PeerInc`},
	{Name: "Stays", Is: `!Fresh && Is.State != "CLOSED"`},
	{Name: "LEN", Is: `Packet.Text + has(Packet.CTL, "SYN") + has(Packet.CTL, "FIN")`},
	{Name: "LENSent", Is: `Sent.Text + has(Sent.CTL, "SYN") + has(Sent.CTL, "FIN")`},
	{Name: "EndOfPacket", Is: `Packet.SEQ + LEN`},
	{Name: "EndOfSent", Is: `Sent.SEQ + LENSent`},
	{Name: "Consumed", Is: `choose(Is.RCV.FINTaken, Is.RCV.FINSeq, Is.RCV.NXT) - Is.RCV.USER`},
	{Name: "SignalsEnd", Is: `has(Out.Signals, "connection closing")`},
	{Name: "AnswersEnd", Is: `Event.Kind == "RECEIVE" && Out.Reply == "error: connection closing" && Is.RCV.FINTaken`},
	{Name: "SendsACK", Is: `Sends == 1 && Sent.CTL == "ACK" && Sent.SEQ == Was.SND.NXT && Sent.ACK == Was.RCV.NXT && Sent.WND == Was.RCV.WND && Sent.Text == 0 && Sent.UP == 0 && Sent.MSS == 0`},
	{Name: "SendsReset", Is: `Sends == 1 && Sent.WND == 0 && Sent.Text == 0 && Sent.UP == 0 && Sent.MSS == 0 && ` +
		`choose(has(Packet.CTL, "ACK"), Sent.CTL == "RST" && Sent.SEQ == Packet.ACK && Sent.ACK == 0, Sent.CTL == "RST,ACK" && Sent.SEQ == 0 && Sent.ACK == EndOfPacket)`},
	{Name: "Reopens", Is: `Was.State == "TIME-WAIT" && Is.State == "SYN-RECEIVED" && Is.Origin == "reopened"`},
	{Name: "InWindow", Is: `choose(LEN == 0, choose(Was.RCV.WND == 0, Packet.SEQ == Was.RCV.NXT, Packet.SEQ - Was.RCV.NXT < Was.RCV.WND), ` +
		`Packet.SEQ - Was.RCV.NXT < Was.RCV.WND || EndOfPacket - 1 - Was.RCV.NXT < Was.RCV.WND)`},
	{Name: "ValidRST", Is: `choose(Was.State == "LISTEN", 0, choose(Was.State == "SYN-SENT", ` +
		`has(Packet.CTL, "ACK") && lt(Was.SND.UNA, Packet.ACK) && le(Packet.ACK, Was.SND.NXT), Packet.SEQ == Was.RCV.NXT))`},
	{Name: "ResetTo", Is: `choose(Was.State == "SYN-RECEIVED" && Was.Origin == "passive" && !Was.CloseQueued, 1, choose(Was.State == "SYN-RECEIVED" && Was.Origin == "reopened", 10, 0))`},
	{Name: "FirstACK", Is: `choose(HasTCB, Is.IRS, Was.IRS) + 1`},
	{Name: "Received", Is: `choose(Fresh, FirstACK, Was.RCV.NXT)`},
	{Name: "NXT", Is: `choose(HasTCB, Is.RCV.NXT, Was.RCV.NXT)`},
	{Name: "WND", Is: `choose(HasTCB, Is.RCV.WND, Was.RCV.WND)`},
	{Name: "BUFF", Is: `choose(HasTCB, Is.RCV.BUFF, Was.RCV.BUFF)`},
	{Name: "SNDNXT", Is: `choose(HasTCB, Is.SND.NXT, Was.SND.NXT)`},
	{Name: "SNDUNA", Is: `choose(HasTCB, Is.SND.UNA, Was.SND.UNA)`},
	{Name: "ISS", Is: `choose(HasTCB, Is.ISS, Was.ISS)`},
	{Name: "Answers", Is: `has(Sent.CTL, "RST") && Arrives && Sent.ACK == EndOfPacket`},
	{Name: "Edge", Is: `Sent.ACK + Sent.WND`},
	{Name: "LowEdge", Is: `choose(Fresh, Received + BUFF, Was.RCV.NXT + Was.RCV.WND)`},
	{Name: "Waited", Is: `TimeWait - Was.Due`},
}

var claims = []certificate.Claim{
	{
		Name: "una-le-nxt", About: "events", When: `HasTCB`,
		Holds: `choose(Is.State == "TIME-WAIT", Is.SND.UNA == Is.SND.NXT, le(Is.ISS, Is.SND.UNA) && le(Is.SND.UNA, Is.SND.NXT) && ` +
			`Is.SND.NXT == Is.ISS + 1 + Said - Is.SND.Wait + Is.FINSent && Is.SYNAcked == (Is.SND.UNA != Is.ISS))`,
	},
	{
		Name: "same-connection-agree", About: "states", When: `Inc != 0 && PeerInc != 0 && HasTCB`,
		Holds: `Peer.State <= "LISTEN" || PeerInc != Peer.Inc || Inc != Peer.PeerInc || Is.IRS == Peer.ISS && le(Peer.SND.UNA, Is.RCV.NXT) && le(Is.RCV.NXT, Peer.SND.NXT)`,
	},
	{
		Name: "established-has-peer", About: "events",
		When:  `Arrives && (!Was.SYNAcked || Was.Inc != Inc) && (Is.SYNAcked || Is.State == "ESTABLISHED")`,
		Holds: `Inc < 4 && PeerInc < 4 && has(Peer.Met>>(4*PeerInc + Inc), 1) && (Peer.Inc != PeerInc || Peer.State <= "LISTEN" || Peer.ISS == Is.IRS)`,
	},
	{
		Name: "old-syn-ack-refused", About: "events", When: `Arrives && Was.State == "SYN-SENT" && has(Packet.CTL, "SYN,ACK")`,
		Holds: `!Old || Is.State <= "SYN-RECEIVED"`,
	},
	{
		Name: "no-old-segment-accepted", About: "events", When: `Stays && Was.PeerInc != 0 && (Arrives && Old && LEN != 0 || Was.Foreign != 0 || Was.EOF == 255)`,
		Holds: `!(Arrives && Old && LEN != 0 && Is.RCV.NXT != Was.RCV.NXT) && !(Stale && !Was.Stale) && !(EOF == 255 && Is.RCV.FINTaken && !Was.RCV.FINTaken)`,
	},
	{
		Name: "stream-prefix", About: "events", When: `Out.Delivered != 0 && HasTCB`,
		Holds: `!Was.Stale && !(Arrives && Stale) && Was.IRS + 1 + Heard == Consumed`,
	},
	{
		Name: "eof-after-close", About: "events", When: `SignalsEnd || AnswersEnd`,
		Holds: `EOF != 254 && EOF != 255 && Heard + Is.RCV.USER == EOF - 1 && (!AnswersEnd || Heard == EOF - 1)`,
	},
	{
		Name: "unread-close-resets", About: "events",
		When: `Event.Kind == "CLOSE" && Out.Reply != "error: connection illegal for this process" && (Was.State == "ESTABLISHED" || Was.State == "CLOSE-WAIT" && !Was.CloseQueued)`,
		Holds: `choose(Was.RCV.USER != 0, Sends == 1 && has(Sent.CTL, "RST") && Is.State == "CLOSED", ` +
			`Sends == 0 && (Is.State == "FIN-WAIT-1" || Is.State == "CLOSE-WAIT" && Is.CloseQueued))`,
	},
	{
		Name: "rst-never-answered", About: "events", When: `Arrives && (has(Packet.CTL, "RST") || Was.State == "CLOSED")`,
		Holds: `choose(Sends == 0, has(Packet.CTL, "RST"), choose(has(Packet.CTL, "RST"), ` +
			`SendsACK && Was.State >= "SYN-RECEIVED" && Packet.SEQ != Was.RCV.NXT && Packet.SEQ - Was.RCV.NXT < Was.RCV.WND, SendsReset))`,
	},
	{
		Name: "rst-exact", About: "events", When: `Arrives && has(Packet.CTL, "RST") && Was.State != "CLOSED"`,
		Holds: `choose(!ValidRST || Was.State == "TIME-WAIT" && RSTIgnored, !Changed, Is.State == ResetTo)`,
	},
	{
		Name: "syn-inert-when-synchronized", About: "events", When: `Arrives && has(Packet.CTL, "SYN") && !has(Packet.CTL, "RST") && Was.State > "SYN-RECEIVED"`,
		Holds: `!Altered || Reopens`,
	},
	{
		Name: "ack-of-unsent-inert", About: "events",
		When: `Arrives && Was.State > "LISTEN" && has(Packet.CTL, "ACK") && !has(Packet.CTL, "RST") && !has(Packet.CTL, "SYN") && lt(Was.SND.NXT, Packet.ACK) && ` +
			`(Was.State == "SYN-SENT" || InWindow)`,
		Holds: `!Altered && choose(Was.State <= "SYN-RECEIVED", SendsReset, SendsACK)`,
	},
	{
		Name: "blind-segment-inert", About: "events", When: `Arrives && Packet.From == 255 && Was.State > "SYN-RECEIVED"`,
		Holds: `!Altered || choose(has(Packet.CTL, "RST"), Packet.SEQ == Was.RCV.NXT, choose(has(Packet.CTL, "SYN"), Reopens, ` +
			`(InWindow || LEN == 0 && Packet.SEQ == Was.RCV.NXT + max(1, Was.RCV.WND) || Was.RCV.WND == 0 && Packet.SEQ == Was.RCV.NXT) && ` +
			`has(Packet.CTL, "ACK") && le(Was.SND.UNA - Was.SND.MAX, Packet.ACK) && le(Packet.ACK, Was.SND.NXT)))`,
	},
	{
		Name: "no-unprovoked-reset", About: "events", When: `Arrives && Was.SYNAcked`,
		Holds: `!has(Out.Signals, "connection reset") && !has(Out.Signals, "connection refused")`,
	},
	{Name: "closed-iff-no-tcb", About: "events", When: `1`, Holds: `(Is.State == "CLOSED") == Blank`},
	{
		Name: "unacked-implies-timer", About: "events", When: `1`,
		Holds: `!(has(Is.Timers, "retransmission") && has(Is.Timers, "persist")) && (has(Is.Timers, "retransmission") || has(Is.Timers, "persist") || Is.SND.UNA == Is.SND.NXT)`,
	},
	{
		Name: "window-edge-never-falls", About: "events", When: `Stays && Was.PeerInc != 0`,
		Holds: `le(Was.RCV.NXT + Was.RCV.WND, Is.RCV.NXT + Is.RCV.WND)`,
	},
	{
		Name: "fin-is-final", About: "events", When: `Stays && (Was.FINSent || Was.RCV.FINTaken)`,
		Holds: `(!Was.FINSent || Is.SND.NXT == Was.SND.NXT) && (!Was.RCV.FINTaken || Is.RCV.NXT == Was.RCV.NXT)`,
	},
	{
		Name: "sent-in-window", About: "segments", When: `!Arrives && Sent.Text != 0 && !has(Sent.CTL, "SYN")`,
		Holds: `le(Sent.SEQ + Sent.Text, Was.SND.UNA + max(1, Was.SND.WND))`,
	},
	{
		Name: "taken-in-window", About: "events", When: `Arrives && Packet.Text != 0 && Stays && Was.PeerInc != 0`,
		Holds: `(Runs == 0 || le(Reach, Was.RCV.NXT + Was.RCV.WND)) && le(choose(Is.RCV.FINTaken, Is.RCV.FINSeq, Is.RCV.NXT), Was.RCV.NXT + Was.RCV.WND)`,
	},
	{
		Name: "hard-error-refuses", About: "events", When: `Event.Kind == "ICMP hard error" && Was.State == "SYN-SENT"`,
		Holds: `Is.State == "CLOSED" && Sends == 0`,
	},
	{
		Name: "acked-is-received", About: "segments", When: `has(Sent.CTL, "ACK")`,
		Holds: `Answers || le(Sent.ACK, NXT) && le(Received, Sent.ACK)`,
	},
	{
		Name: "announced-is-free", About: "segments", When: `1`,
		Holds: `choose(has(Sent.CTL, "RST"), Sent.WND == 0, choose(has(Sent.CTL, "ACK"), le(LowEdge, Edge) && le(Edge, NXT + WND), Sent.WND == WND))`,
	},
	{
		Name: "sent-in-sequence", About: "segments", When: `1`,
		Holds: `choose(has(Sent.CTL, "RST"), Sent.SEQ == Was.SND.NXT || Arrives && Sent.SEQ == Packet.ACK, ` +
			`choose(has(Sent.CTL, "SYN"), Sent.SEQ == ISS && le(EndOfSent, SNDNXT), ` +
			`choose(LENSent != 0, le(SNDUNA, Sent.SEQ) && le(EndOfSent, SNDNXT) && (!has(Sent.CTL, "FIN") || EndOfSent == SNDNXT), ` +
			`Sent.SEQ == SNDNXT || (Event.Kind == "KEEP-ALIVE TIMEOUT" || Event.Kind == "PERSIST TIMEOUT") && Sent.SEQ == SNDNXT - 1)))`,
	},
	{Name: "octets-unchanged", About: "segments", When: `Sent.Text != 0`, Holds: `!Sent.Wrong`},
	{
		Name: "no-open-no-established", About: "events", When: `Was.State == "SYN-RECEIVED" || Is.State == "SYN-RECEIVED"`,
		Holds: `Is.State != "ESTABLISHED" && !Is.SYNAcked`,
	},
	{Name: "state-pair-matrix", About: "states", When: `PeerInc != 0`, Holds: matrix},
	{
		Name: "time-wait-full-length", About: "events", When: `Was.State == "TIME-WAIT" && Is.State != "TIME-WAIT" && Event.Kind != "ABORT"`,
		Holds: `Waited >= MSL + MSL || Reopens || Event.Kind == "OPEN active"`,
	},
	{
		Name: "time-wait-resumed", About: "events",
		When:  `Was.State == "SYN-RECEIVED" && Is.State != "SYN-RECEIVED" && Was.Origin == "reopened" && Event.Kind != "ABORT" && !Crashes`,
		Holds: `Is.State != "CLOSED"`,
	},
	{
		Name: "time-wait-not-longer", About: "events", When: `Is.State == "TIME-WAIT"`,
		Holds: `Event.Kind != "TIME-WAIT TIMEOUT" && Due <= MSL + MSL && has(Is.Timers, "2MSL")`,
	},
	{
		Name: "last-ack-acknowledged", About: "events",
		When:  `Was.State == "LAST-ACK" && Is.State != "LAST-ACK" || Was.State == "CLOSING" && Is.State != "CLOSING"`,
		Holds: `Arrives && has(Packet.CTL, "ACK") && !has(Packet.CTL, "RST") && lt(Was.FINSeq, Packet.ACK)`,
	},
	{Name: "one-answer", About: "events", When: `Arrives`, Holds: `Sends <= 1`},
	{
		Name: "probed-peer-kept", About: "events", When: `Event.Kind == "USER TIMEOUT" && has(Was.Timers, "persist") && !Was.Probed`,
		Holds: `Is.State != "CLOSED"`,
	},
	{Name: "reports-inert", About: "events", When: `Event.Kind == "ICMP hard error" && Was.State > "SYN-RECEIVED"`, Holds: `Is.State == Was.State`},
	{Name: "comes-to-rest", About: "events", When: `1`, Holds: `1`}, // what never does is refused in any case
}

// matrix says in which states the other end may be, if it is in the connection whose SYN
// was taken. An end whose SYN is not acknowledged counts as in SYN-RECEIVED.
const matrix = `PeerInc != Peer.Inc || choose(!Is.SYNAcked || Is.State == "SYN-RECEIVED", Peer.State != "FIN-WAIT-2",
	choose(Is.State == "ESTABLISHED", Peer.State == "SYN-RECEIVED" || Peer.State == "ESTABLISHED" || Peer.State == "FIN-WAIT-1",
	choose(Is.State == "FIN-WAIT-1", Peer.State > "SYN-SENT" && Peer.State != "FIN-WAIT-2" && Peer.State != "TIME-WAIT",
	choose(Is.State == "FIN-WAIT-2", Peer.State == "CLOSE-WAIT" || Peer.State == "CLOSING" || Peer.State == "LAST-ACK",
	choose(Is.State == "CLOSE-WAIT", Peer.State == "FIN-WAIT-1" || Peer.State == "FIN-WAIT-2",
	choose(Is.State == "CLOSING", Peer.State <= "LISTEN" || Peer.State == "FIN-WAIT-1" || Peer.State == "FIN-WAIT-2" || Peer.State == "CLOSING" || Peer.State == "TIME-WAIT",
	choose(Is.State == "LAST-ACK", Peer.State <= "LISTEN" || Peer.State == "FIN-WAIT-1" || Peer.State == "FIN-WAIT-2" || Peer.State == "TIME-WAIT",
	choose(Is.State == "TIME-WAIT", Peer.State <= "LISTEN" || Peer.State == "CLOSING" || Peer.State == "LAST-ACK" || Peer.State == "TIME-WAIT", 0))))))))`
