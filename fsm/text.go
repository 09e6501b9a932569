package fsm

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"
)

// This file gives every type its text, in the words and the notation of
// RFC 9293. What is printed here, parse.go reads. A value outside the range of
// its type prints like State(17).

var stateNames = [numStates]string{
	"CLOSED", "LISTEN", "SYN-SENT", "SYN-RECEIVED", "ESTABLISHED", "FIN-WAIT-1", "FIN-WAIT-2",
	"CLOSE-WAIT", "CLOSING", "LAST-ACK", "TIME-WAIT",
}

// String returns the name that the RFC gives to s, as in "SYN-RECEIVED".
func (s State) String() string { return nameOf("State", stateNames[:], int(s)) }

// String lists the states in the order of the constants, as in
// "CLOSED,LISTEN".
func (set States) String() string {
	return namesOf(uint64(set), func(i int) string { return State(i).String() })
}

// String returns s in decimal.
func (s Seq) String() string { return strconv.FormatUint(uint64(s), 10) }

// controlOrder is the order in which the figures of the RFC write control
// bits: <CTL=SYN,ACK>, <CTL=FIN,ACK>, <CTL=RST,ACK>.
var controlOrder = []struct {
	bit  Control
	name string
}{{SYN, "SYN"}, {FIN, "FIN"}, {RST, "RST"}, {ACK, "ACK"}, {PSH, "PSH"}, {URG, "URG"}}

// String lists the control bits in the order of the RFC's figures, as in
// "SYN,ACK". No bit prints as the empty string.
func (c Control) String() string {
	var names []string
	for _, known := range controlOrder {
		if c.Has(known.bit) {
			names = append(names, known.name)
			c &^= known.bit
		}
	}
	if c != 0 {
		names = append(names, nameOf("Control", nil, int(c)))
	}
	return strings.Join(names, ",")
}

// String returns g in the notation of the RFC's figures, as in
// "<SEQ=100><ACK=301><CTL=SYN,ACK>". Fields that do not count are left out:
// ACK without its bit, UP without URG, and DATA, WND and MSS of 0.
func (g Segment) String() string {
	var b strings.Builder
	field := func(name string, value any, counts bool) {
		if counts {
			fmt.Fprintf(&b, "<%s=%v>", name, value)
		}
	}
	field("SEQ", g.SEQ, true)
	field("ACK", g.ACK, g.CTL.Has(ACK))
	field("CTL", g.CTL, true)
	field("DATA", g.Text, g.Text > 0)
	field("WND", g.WND, g.WND > 0)
	field("UP", g.UP, g.CTL.Has(URG))
	field("MSS", g.MSS, g.MSS > 0)
	return b.String()
}

var eventNames = [numEvents]string{
	OpenPassive:           "OPEN passive",
	OpenActive:            "OPEN active",
	Send:                  "SEND",
	Receive:               "RECEIVE",
	Close:                 "CLOSE",
	Abort:                 "ABORT",
	Status:                "STATUS",
	Transmit:              "TRANSMIT",
	SegmentArrives:        "SEGMENT ARRIVES",
	RetransmissionTimeout: "RETRANSMISSION TIMEOUT",
	R1Reached:             "R1 REACHED",
	R2Reached:             "R2 REACHED",
	UserTimeout:           "USER TIMEOUT",
	PersistTimeout:        "PERSIST TIMEOUT",
	KeepAliveTimeout:      "KEEP-ALIVE TIMEOUT",
	KeepAliveFailed:       "KEEP-ALIVE FAILED",
	TimeWaitTimeout:       "TIME-WAIT TIMEOUT",
	FinWait2Timeout:       "FIN-WAIT-2 TIMEOUT",
	ICMPSoft:              "ICMP soft error",
	ICMPHard:              "ICMP hard error",
	ICMPFragNeeded:        "ICMP fragmentation needed",
	ICMPSourceQuench:      "ICMP source quench",
}

// String returns the kind in the words of the RFC, as in "SEGMENT ARRIVES".
func (k EventKind) String() string { return nameOf("EventKind", eventNames[:], int(k)) }

// String lists the kinds in the order of the constants, as in "SEND,RECEIVE".
func (set Events) String() string {
	return namesOf(uint64(set), func(i int) string { return EventKind(i).String() })
}

// String returns the kind of the event and those of its fields that count for
// the kind and say anything, as in "SEND 10 octets urgent".
func (ev Event) String() string {
	p := parts{ev.Kind.String()}
	switch ev.Kind {
	case OpenPassive, OpenActive:
		p.addIf(ev.Kind == OpenActive, "ISS=%v", ev.ISS)
		p.addOpen(&ev)
	case Send:
		p.addIf(ev.ISS != 0, "ISS=%v", ev.ISS)
		p.add("%d octets", ev.Octets)
		p.addIf(ev.Urgent, "urgent")
		p.addIf(ev.Remote != Unspecified, "remote %v", ev.Remote)
	case Receive:
		p.add("%d octets", ev.Octets)
	case SegmentArrives:
		p.add("%v", ev.Segment)
		p.addIf(ev.ISS != 0, "ISS=%v", ev.ISS)
		p.addIf(ev.Timestamp != NoTimestamp, "%v timestamp", ev.Timestamp)
		p.addIf(ev.NoResources, "no resources")
		p.addIf(ev.Throttled, "throttled")
	}
	if ev.Kind <= Status {
		p.addIf(ev.Unpermitted, "unpermitted")
		p.addIf(ev.NoResources, "no resources")
	}
	return strings.Join(p, " ")
}

// addOpen adds what an OPEN asks for.
func (p *parts) addOpen(ev *Event) {
	p.addIf(ev.MSS != 0, "MSS=%d", ev.MSS)
	p.addIf(ev.MMS != 0, "MMS=%d", ev.MMS)
	p.addIf(ev.SndBUFF != 0, "SND.BUFF=%d", ev.SndBUFF)
	p.addIf(ev.RcvBUFF != 0, "RCV.BUFF=%d", ev.RcvBUFF)
	p.addIf(ev.Remote != Unspecified, "remote %v", ev.Remote)
	p.addIf(ev.Family != IPv4, "%v", ev.Family)
}

// String returns "unspecified", "specified" or "invalid".
func (r Remote) String() string {
	return nameOf("Remote", []string{"unspecified", "specified", "invalid"}, int(r))
}

// String returns "IPv4" or "IPv6".
func (f Family) String() string { return nameOf("Family", []string{"IPv4", "IPv6"}, int(f)) }

// String returns "no", "older", "equal" or "newer".
func (t Timestamp) String() string {
	return nameOf("Timestamp", []string{"no", "older", "equal", "newer"}, int(t))
}

// String returns "none", "passive", "active" or "reopened".
func (o Origin) String() string {
	return nameOf("Origin", []string{"none", "passive", "active", "reopened"}, int(o))
}

var timerNames = [numTimers]string{"retransmission", "user", "persist", "keep-alive", "2MSL", "FIN-WAIT-2"}

// String returns the name of the timer, as in "retransmission" or "2MSL".
func (t Timer) String() string { return nameOf("Timer", timerNames[:], int(t)) }

// String lists the timers in the order of the constants, as in
// "retransmission,user".
func (set Timers) String() string {
	return namesOf(uint64(set), func(i int) string { return Timer(i).String() })
}

var replyNames = [numReplies]string{
	NoReply:              "no reply",
	OK:                   "ok",
	ConnectionIllegal:    "error: connection illegal for this process",
	NoConnection:         "error: connection does not exist",
	InsufficientResource: "error: insufficient resources",
	RemoteUnspecified:    "error: remote socket unspecified",
	RemoteInvalid:        "error: invalid remote address",
	ConnectionExists:     "error: connection already exists",
	ConnectionClosing:    "error: connection closing",
	CallClosing:          "error: closing",
	CallReset:            "connection reset",
	CallTimedOut:         "error: connection aborted due to user timeout",
}

// String returns the reply in the words of the RFC, as in "ok" or
// "error: connection does not exist".
func (r Reply) String() string { return nameOf("Reply", replyNames[:], int(r)) }

var signalNames = [numSignals]string{
	SignalReset:       "connection reset",
	SignalRefused:     "connection refused",
	SignalClosing:     "connection closing",
	SignalUserTimeout: "error: connection aborted due to user timeout",
	SignalUrgent:      "urgent data ahead",
	SignalUrgentEnd:   "no more urgent data",
	SignalTrouble:     "R1 reached",
	SignalGivenUp:     "R2 reached",
	SignalICMPSoft:    "ICMP soft error",
	SignalICMPHard:    "ICMP hard error",
	SignalDead:        "keep-alive failed",
}

// String returns the signal in the words of the RFC, as in
// "connection refused".
func (s Signal) String() string { return nameOf("Signal", signalNames[:], int(s)) }

// String lists the signals in the order of the constants, as in
// "connection reset,R2 reached".
func (set Signals) String() string {
	return namesOf(uint64(set), func(i int) string { return Signal(i).String() })
}

// String returns the identifier of the fact, as in "hasRST".
func (f Fact) String() string {
	if int(f) < len(factTexts) && factTexts[f].name != "" {
		return factTexts[f].name
	}
	return nameOf("Fact", nil, int(f))
}

// String returns the identifier of the effect, as in "sendACK".
func (e Effect) String() string {
	if int(e) < len(effectTexts) && effectTexts[e].name != "" {
		return effectTexts[e].name
	}
	return nameOf("Effect", nil, int(e))
}

var flowNames = [numFlows]string{
	noFlow:     "none",
	Continue:   "continue",
	Stop:       "stop",
	gotoFIN:    "goto FIN",
	gotoSYN:    "goto SYN",
	gotoFirst:  "goto first",
	gotoTrim:   "goto trim",
	gotoSecond: "goto second",
	gotoReset:  "goto reset",
	gotoFourth: "goto fourth",
	gotoFifth:  "goto fifth",
	gotoSixth:  "goto sixth",
	gotoEighth: "goto eighth", gotoForm: "goto form",
	gotoListen:    "goto LISTEN",
	gotoChallenge: "goto challenge", gotoSYNError: "goto SYN error", gotoLost: "goto lost",
	gotoFinish: "goto finish",
}

// String returns "continue", "stop", or where the flow leads, as in
// "goto first". The flow of a rule that names none is "none".
func (f Flow) String() string { return nameOf("Flow", flowNames[:], int(f)) }

// String returns "stay", or the name of the state that t enters.
func (t Target) String() string {
	switch {
	case t == stay:
		return "stay"
	case t < numTargets:
		return State(t - toClosed).String()
	}
	return nameOf("Target", nil, int(t))
}

// String returns the run as the half-open interval that it is, as in "[5,9)".
func (r Run) String() string { return fmt.Sprintf("[%v,%v)", r.Lo, r.Hi) }

// String lists the runs in ascending order, as in "[5,9) [12,14)".
func (h Held) String() string {
	var p parts
	for i := range h.Runs() {
		p.add("%v", h.Run(i))
	}
	return strings.Join(p, " ")
}

// String returns the connection in one line: its state, the sequence variables
// that count in the state, and whatever else is not at rest, as in
// "ESTABLISHED SND.UNA=101 SND.NXT=101 SND.WND=4096 RCV.NXT=301 RCV.WND=4096, active".
func (c TCB) String() string {
	if c.State == Closed {
		return c.State.String()
	}
	p := parts{strings.Join(c.sequence(), " ")}
	p.addIf(c.Origin != NoOrigin, "%v", c.Origin)
	p.addIf(c.State == Listen && c.RemoteKnown, "remote specified")
	p.addSend(&c)
	p.addReceive(&c)
	p.addIf(c.Timers != 0, "timers %v", c.Timers)
	return strings.Join(p, ", ")
}

// sequence returns the state and the sequence variables that count in it.
func (c *TCB) sequence() parts {
	p := parts{c.State.String()}
	if c.State == Listen {
		return p
	}
	p.addIf(!c.SYNAcked, "ISS=%v", c.ISS)
	p.add("SND.UNA=%v SND.NXT=%v", c.SND.UNA, c.SND.NXT)
	if c.State == SynSent {
		return p
	}
	p.add("SND.WND=%d", c.SND.WND)
	p.addIf(c.State == SynReceived, "IRS=%v", c.IRS)
	p.add("RCV.NXT=%v RCV.WND=%d", c.RCV.NXT, c.RCV.WND)
	p.addIf(c.State == SynReceived && c.Origin == Reopened, "OLD.NXT=%v OLD.RCV=%v", c.OldNXT, c.OldRCV)
	return p
}

// addSend adds what the sending side has yet to do.
func (p *parts) addSend(c *TCB) {
	p.addIf(c.SND.Wait != 0, "%d octets waiting", c.SND.Wait)
	p.addIf(c.SND.Urgent, "SND.UP=%v", c.SND.UP)
	p.addIf(c.CloseQueued, "CLOSE queued")
	p.addIf(c.CloseOutstanding, "CLOSE outstanding")
	p.addIf(c.FINSent, "FIN sent at %v", c.FINSeq)
	p.addIf(c.Probed, "probed")
}

// addReceive adds what lies between the peer and the user.
func (p *parts) addReceive(c *TCB) {
	p.addIf(c.RCV.USER != 0, "%d octets unread", c.RCV.USER)
	p.addIf(c.RCV.Pushed, "pushed")
	p.addIf(c.RCV.Want != 0, "RECEIVE of %d octets outstanding", c.RCV.Want)
	p.addIf(c.RCV.Urgent, "urgent mode to %v", c.RCV.UP)
	p.addIf(c.RCV.Held.Runs() != 0, "held %v", c.RCV.Held)
	p.addIf(c.RCV.FINHeld, "FIN held at %v", c.RCV.FINSeq)
}

// String returns what happened in one line, as in "SYN-SENT -> ESTABLISHED,
// send <SEQ=101><ACK=301><CTL=ACK>, stop retransmission". The rules that fired
// are left out: their names are the Machine's.
func (o Output) String() string {
	p := parts{o.From.String()}
	if o.To != o.From {
		p[0] += " -> " + o.To.String()
	}
	for _, g := range o.Segments() {
		p.add("send %v", g)
	}
	p.addEach("signal %q", uint64(o.Signals), func(i int) string { return Signal(i).String() })
	p.addIf(o.Reply != NoReply, "reply %q", o.Reply)
	p.addAnswers(&o.Answered)
	p.addIf(o.Delivered != 0, "delivered %d", o.Delivered)
	p.addIf(o.Acked != 0, "acknowledged %d", o.Acked)
	p.addEach("start %s", uint64(o.Started), func(i int) string { return Timer(i).String() })
	p.addEach("stop %s", uint64(o.Stopped), func(i int) string { return Timer(i).String() })
	return strings.Join(p, ", ")
}

// addAnswers adds the answers to calls made earlier.
func (p *parts) addAnswers(a *Answered) {
	p.addIf(a.Send != NoReply, "answer SEND of %d octets %q", a.Octets, a.Send)
	p.addIf(a.Receive != NoReply, "answer RECEIVE %q", a.Receive)
	p.addIf(a.Close != NoReply, "answer CLOSE %q", a.Close)
}

// String lists the choices of p that are not the default of their option, as
// in "rst_in_time_wait=ignore,keep_alive=on", or returns "default".
func (p Policy) String() string {
	var names parts
	for i := range options {
		o := &options[i]
		if c := o.Choice(p); c != o.Default() {
			names = append(names, o.textOf(c))
		}
	}
	if names == nil {
		return "default"
	}
	return strings.Join(names, ",")
}

// String returns the choice as "option=alternative".
func (c Choice) String() string {
	if o, a := c.Option(); o != nil {
		return o.Name + "=" + a.Name
	}
	if c == DefaultChoice {
		return "default"
	}
	return nameOf("Choice", nil, int(c))
}

// textOf returns c as the choice of o, which it need not be.
func (o *Option) textOf(c Choice) string {
	if in, _ := c.Option(); in == o {
		return c.String()
	}
	return o.Name + "=" + nameOf("Choice", nil, int(c))
}

// parts are the pieces of a line of text.
type parts []string

func (p *parts) add(format string, args ...any) {
	*p = append(*p, fmt.Sprintf(format, args...))
}

func (p *parts) addIf(condition bool, format string, args ...any) {
	if condition {
		p.add(format, args...)
	}
}

// addEach adds the name of each member of a set.
func (p *parts) addEach(format string, set uint64, name func(int) string) {
	for ; set != 0; set &= set - 1 {
		p.add(format, name(bits.TrailingZeros64(set)))
	}
}

// namesOf lists the names of the members of a set, separated by commas.
func namesOf(set uint64, name func(int) string) string {
	var p parts
	p.addEach("%s", set, name)
	return strings.Join(p, ",")
}

// nameOf returns the name of the i-th value of a type, or type and number of a
// value that has no name.
func nameOf(typ string, names []string, i int) string {
	if i < len(names) && names[i] != "" {
		return names[i]
	}
	return typ + "(" + strconv.Itoa(i) + ")"
}
