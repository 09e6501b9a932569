package fsm

// An Origin is how a connection came to exist. SYN-RECEIVED goes back to where
// it came from (MUST-11).
type Origin uint8

// The origins of a connection.
const (
	NoOrigin Origin = iota
	Passive         // passive OPEN
	Active          // active OPEN, or SEND in LISTEN
	Reopened        // a new SYN in TIME-WAIT (MAY-2)
)

// A TCB is the transmission control block: everything a connection remembers
// (RFC 9293 section 3.3.1). The zero value is CLOSED, the absence of a
// connection. It is a plain value without pointers: copying it forks the
// connection, comparing it compares connections.
//
// Text is represented by counts and positions; the octets themselves belong to
// the caller, who numbers them by sequence number.
type TCB struct {
	State  State
	Origin Origin

	// RemoteKnown: OPEN or SEND specified the remote socket.
	RemoteKnown bool

	// Family decides the segment size assumed without an MSS option.
	Family Family

	// SYNAcked: the peer has acknowledged our SYN. Until then SND.UNA is ISS.
	SYNAcked bool

	// CloseQueued: a CLOSE was accepted that has not taken effect yet, in
	// SYN-RECEIVED or CLOSE-WAIT. CloseOutstanding: a CLOSE was accepted and
	// its user waits for the answer.
	CloseQueued, CloseOutstanding bool

	// FINSent: our FIN has been sent, at least once, with number FINSeq.
	// ESTABLISHED enters FIN-WAIT-1 before its FIN leaves, so the state alone
	// does not tell.
	FINSent bool
	FINSeq  Seq

	ISS, IRS Seq
	SND      SendSequence
	RCV      ReceiveSequence

	// OldNXT and OldRCV keep SND.NXT and RCV.NXT of the incarnation in
	// TIME-WAIT while a new SYN may still prove old (MAY-2). They count while
	// Origin is Reopened and State is SYN-RECEIVED.
	OldNXT, OldRCV Seq

	// Timers is the set of timers that run.
	Timers Timers

	// Probed: a zero-window probe was sent, and no ACK that may answer it has
	// arrived since. Such an ACK need not be acceptable by its SEG.SEQ.
	Probed bool
}

// SendSequence holds the send sequence variables of section 3.3.1.
type SendSequence struct {
	UNA  Seq    // oldest unacknowledged sequence number
	NXT  Seq    // next sequence number to be sent
	UP   Seq    // after the last urgent octet; it counts while Urgent
	WL1  Seq    // SEG.SEQ of the last window update
	WL2  Seq    // SEG.ACK of the last window update
	WND  uint32 // send window, from UNA
	MAX  uint32 // MAX.SND.WND, the largest window ever seen (RFC 5961 section 5)
	MSS  uint32 // SendMSS, the largest text the peer takes in one segment
	MMS  uint32 // MMS_S, the largest segment the IP layer takes, 0 if unlimited
	Wait uint32 // octets accepted from the user that wait to be sent, from NXT on
	BUFF uint32 // room for octets in flight and waiting

	Urgent bool // there are urgent octets that are not acknowledged
}

// ReceiveSequence holds the receive sequence variables of section 3.3.1 and
// of section 3.8.6.2.2.
type ReceiveSequence struct {
	NXT    Seq    // next sequence number expected
	UP     Seq    // after the last urgent octet; it counts while Urgent or UPHeld
	WND    uint32 // receive window, from NXT
	BUFF   uint32 // size of the buffer
	USER   uint32 // octets received and not yet taken by the user
	Want   uint32 // octets that the outstanding RECEIVE asks for, 0 if none is
	MSS    uint16 // announced in our SYN, 0 if nothing is
	Pushed bool   // the octets waiting for the user were pushed
	Urgent bool   // the user was told of urgent octets and has not passed them
	UPHeld bool   // UP came with the SYN; the user will be told in ESTABLISHED

	// Text beyond NXT, a FIN beyond it and the end of what was pushed beyond
	// it wait here for what is missing.
	Held     Held
	FINHeld  bool
	PushHeld bool
	FINTaken bool // the peer's FIN was received; its number is FINSeq
	FINSeq   Seq
	PUSH     Seq
}

// A Timer is one of the timers of sections 3.8 and 3.10.8.
type Timer uint8

// The timers. Their lengths are the caller's: time is an input.
const (
	Retransmission Timer = iota
	User
	Persist
	KeepAlive
	TimeWait2MSL
	FinWait2Timer

	numTimers
)

// Timers is a set of timers.
type Timers uint8

// Has reports whether t is in the set.
func (set Timers) Has(t Timer) bool { return set>>t&1 != 0 }

// outstanding reports whether something that takes sequence space waits for an
// acknowledgment.
func (c *TCB) outstanding() bool { return c.SND.UNA != c.SND.NXT }

// finAcked reports whether the peer has acknowledged our FIN.
func (c *TCB) finAcked() bool { return c.FINSent && c.FINSeq.Less(c.SND.UNA) }

// finWanted reports whether the user has closed and our FIN has yet to leave.
func (c *TCB) finWanted() bool {
	owed := c.State == FinWait1 || c.State == Closing || c.State == CloseWait && c.CloseQueued
	return owed && !c.FINSent
}

// inFlight is the number of octets of text between SND.UNA and SND.NXT.
func (c *TCB) inFlight() uint32 {
	n := c.SND.NXT.Sub(c.SND.UNA)
	if n != 0 && !c.SYNAcked {
		n--
	}
	if n != 0 && c.FINSent && !c.finAcked() {
		n--
	}
	return n
}

// lastOctet is the sequence number after the last octet that the user has sent,
// be it in flight or waiting.
func (c *TCB) lastOctet() Seq {
	end := c.SND.NXT.Add(c.SND.Wait)
	if c.FINSent {
		end = c.FINSeq
	}
	return end
}

// usable is the usable window, which is negative after the peer has moved its
// right edge to the left (MUST-34).
func (c *TCB) usable() int64 {
	return int64(c.SND.WND) - int64(c.SND.NXT.Sub(c.SND.UNA))
}

// mustProbe reports whether a closed window is all that holds octets, a FIN or
// an acknowledgment back: the persist timer then takes the place of the
// retransmission timer (section 3.8.6.1).
func (c *TCB) mustProbe() bool {
	return c.SYNAcked && c.SND.WND == 0 && (c.outstanding() || c.SND.Wait > 0 || c.finWanted())
}

// tcpHeader is the size in octets of a TCP header without options.
const tcpHeader = 20

// effMSS is Eff.snd.MSS, the largest text to send in one segment (section
// 3.7.1): what the peer takes and what our own IP layer takes, but at least
// one octet.
func (c *TCB) effMSS() uint32 {
	if c.SND.MMS == 0 || c.SND.MMS >= c.SND.MSS+tcpHeader {
		return c.SND.MSS
	}
	return max(c.SND.MMS, tcpHeader+1) - tcpHeader
}

// consumed is the sequence number of the first octet that the user has not
// received. A FIN is no octet.
func (c *TCB) consumed() Seq {
	end := c.RCV.NXT
	if c.RCV.FINTaken {
		end = c.RCV.FINSeq
	}
	return end - Seq(c.RCV.USER)
}
