package fsm

import "slices"

// A small exploration that the laws share: connections reached from CLOSED by
// a few telling events, and to each of them every event of a wide alphabet.

const (
	testISS  = Seq(1<<32 - 3) // so that the numbers wrap early
	testPeer = Seq(1<<32 - 2)
	testISS2 = Seq(997) // offered where a connection may be opened again
)

// reach lists connections that scripts of events lead to under m, breadth
// first, at most limit of them.
func reach(m *Machine, limit int) []TCB {
	seen := map[TCB]bool{{}: true}
	all := []TCB{{}}
	for i := 0; i < len(all) && len(all) < limit; i++ {
		for _, ev := range narrow(&all[i]) {
			c, out := all[i], Output{}
			m.Step(&c, &ev, &out)
			if !seen[c] && len(all) < limit {
				seen[c] = true
				all = append(all, c)
			}
		}
	}
	return all
}

// A kind tells connections apart that the rules may treat differently.
type kind struct {
	state                                              State
	origin                                             Origin
	finSent, closing, probed, outstanding, probe, held bool
	unread, waits, urgent, want, urgentOut, flight     bool
}

func kindOf(c *TCB) kind {
	return kind{
		c.State, c.Origin, c.FINSent, c.CloseQueued, c.Probed, c.outstanding(), c.mustProbe(),
		c.RCV.Held.Runs() != 0 || c.RCV.FINHeld, c.RCV.USER != 0, c.SND.Wait != 0, c.RCV.Urgent || c.RCV.UPHeld,
		c.RCV.Want != 0, c.SND.Urgent, c.inFlight() > 2,
	}
}

// seeds returns one connection of every kind that the machines reach soon, and a
// few that take more events than that.
func seeds(machines ...*Machine) []TCB {
	var picked []TCB
	seen := map[kind]bool{}
	for _, m := range machines {
		for _, c := range reach(m, 12000) {
			if k := kindOf(&c); !seen[k] {
				seen[k] = true
				picked = append(picked, c)
			}
		}
	}
	return append(picked, withFullHold(picked), withTextBeforeFIN(picked), withUrgentAcked(picked))
}

// find returns the first of the connections in s.
func find(list []TCB, s State) TCB {
	for _, c := range list {
		if c.State == s {
			return c
		}
	}
	panic("no seed is in " + s.String())
}

// withFullHold returns an established connection whose every place for runs of
// early text is taken.
func withFullHold(from []TCB) TCB {
	c := find(from, Established)
	c.RCV.BUFF, c.RCV.WND, c.RCV.Held = 100, 100-c.RCV.USER, Held{}
	for i := range Seq(MaxHeld) {
		lo := c.RCV.NXT + 10 + 4*i
		c.RCV.Held, _ = c.RCV.Held.union(lo, lo+1)
	}
	return c
}

// withTextBeforeFIN returns a connection in LAST-ACK with text in flight before
// its FIN.
func withTextBeforeFIN(from []TCB) TCB {
	c := find(from, LastAck)
	c.SND.UNA = c.FINSeq - 2
	return c
}

// withUrgentAcked returns a connection whose urgent octets have all been
// acknowledged, with others that wait.
func withUrgentAcked(from []TCB) TCB {
	c := find(from, Established)
	c.SND.NXT, c.SND.WND, c.SND.Wait = c.SND.UNA, 9, 2
	c.SND.Urgent, c.SND.UP, c.SND.MAX = true, c.SND.UNA, 9
	c.Timers = c.Timers&^(1<<Retransmission|1<<Persist) | 1<<User
	return c
}

// narrow lists the events that lead to new kinds of connections.
func narrow(c *TCB) []Event {
	ev := []Event{
		{Kind: OpenPassive, SndBUFF: 1000, RcvBUFF: 4, MSS: 2},
		{Kind: OpenActive, ISS: testISS, SndBUFF: 4, RcvBUFF: 4, Remote: Specified},
		{Kind: Send, Octets: 4, ISS: testISS, Remote: Specified, Urgent: c.State == Established && !c.SND.Urgent},
		{Kind: Transmit},
		{Kind: Close},
		{Kind: Receive, Octets: 2},
		{Kind: PersistTimeout},
	}
	if c.State == TimeWait {
		ev = append(ev, arriving(Segment{SEQ: c.RCV.NXT + 1, CTL: SYN, WND: 4}))
	}
	seg := func(g Segment) { ev = append(ev, arriving(g)) }
	switch c.State {
	case Listen, SynSent:
		seg(Segment{SEQ: testPeer, CTL: SYN, WND: 4, MSS: 2})
		seg(Segment{SEQ: testPeer, CTL: SYN | PSH, WND: 4, Text: 2})
		seg(Segment{SEQ: testPeer, CTL: SYN | FIN | URG, UP: 3, WND: 4})
		seg(Segment{SEQ: testPeer, CTL: SYN | ACK, ACK: c.SND.NXT, WND: 4})
	case Closed:
	default:
		seg(Segment{SEQ: c.RCV.NXT, ACK: c.SND.NXT, CTL: ACK, WND: 3})
		seg(Segment{SEQ: c.RCV.NXT, ACK: c.SND.NXT, CTL: ACK, WND: 1})
		seg(Segment{SEQ: c.RCV.NXT, ACK: c.SND.NXT, CTL: ACK, WND: 0})
		seg(Segment{SEQ: c.RCV.NXT, ACK: c.SND.UNA, CTL: ACK, WND: 0})
		seg(Segment{SEQ: c.RCV.NXT, ACK: c.SND.UNA, CTL: ACK | FIN, WND: 4})
		seg(Segment{SEQ: c.RCV.NXT, ACK: c.SND.UNA, CTL: ACK | PSH, WND: 4, Text: 4})
		seg(Segment{SEQ: c.RCV.NXT + 1, ACK: c.SND.UNA, CTL: ACK | URG | FIN | PSH, UP: 2, WND: 4, Text: 1})
	}
	return ev
}

func arriving(g Segment) Event {
	return Event{Kind: SegmentArrives, Segment: g, ISS: testISS2}
}

// wide calls yield with every event of the wide alphabet for c.
func wide(c *TCB, yield func(*Event)) {
	wideCalls(yield)
	for k := RetransmissionTimeout; k < numEvents; k++ {
		yield(&Event{Kind: k})
	}
	wideSegments(c, yield)
}

func wideCalls(yield func(*Event)) {
	open := Event{SndBUFF: 1000, RcvBUFF: 4}
	for i := range 24 {
		ev := open
		ev.Remote, ev.NoResources, ev.Unpermitted, ev.ISS = Remote(i%3), i/3%2 == 1, i/6%2 == 1, testISS
		if i >= 12 {
			ev.ISS = testISS2
		}
		for _, ev.Kind = range []EventKind{OpenPassive, OpenActive} {
			yield(&ev)
		}
	}
	for _, octets := range []uint32{0, 1, 4, 600, 2000} {
		for i := range 6 {
			yield(&Event{Kind: Send, Octets: octets, Urgent: i%2 == 1, Remote: Remote(i / 2), ISS: testISS})
		}
		yield(&Event{Kind: Receive, Octets: octets})
		yield(&Event{Kind: Receive, Octets: octets, NoResources: true})
	}
	for k := Send; k <= Transmit; k++ {
		yield(&Event{Kind: k, Unpermitted: true})
		yield(&Event{Kind: k, Unpermitted: true, Octets: 1, Remote: Specified})
		yield(&Event{Kind: k})
	}
}

var wideControls = []Control{
	0, RST, SYN, ACK, FIN, RST | ACK, SYN | ACK, FIN | ACK, SYN | FIN, SYN | ACK | FIN,
	SYN | RST, SYN | PSH, SYN | FIN | URG, ACK | PSH, ACK | URG | FIN, ACK | FIN | RST,
}

func wideSegments(c *TCB, yield func(*Event)) {
	seqs := []Seq{c.RCV.NXT - 2, c.RCV.NXT - 1, c.RCV.NXT, c.RCV.NXT + 1, c.RCV.NXT + Seq(c.RCV.WND), c.IRS}
	if c.State == FinWait1 && c.RCV.PushHeld { // text that the SYN brought is still held at RCV.NXT
		seqs = append(seqs, c.RCV.NXT+3)
	}
	acks := []Seq{c.SND.UNA - 100, c.SND.UNA, c.SND.UNA + 1, c.SND.NXT, c.SND.NXT + 1}
	var ev Event // one for all: what is allocated here takes longer than the steps
	for _, ctl := range wideControls {
		for _, seq := range seqs {
			for _, ack := range acks {
				if ctl&ACK == 0 && ack != c.SND.UNA {
					continue
				}
				for i, text := range []uint32{0, 1, 2, 9} {
					ev = Event{Kind: SegmentArrives, ISS: testISS2, Timestamp: Timestamp(i),
						Segment: Segment{SEQ: seq, ACK: ack, CTL: ctl, Text: text, WND: uint32(i) * 4, UP: 2, MSS: uint16(i) * uint16(ctl&SYN)}}
					yield(&ev)
					if i == 0 && (ctl&(SYN|RST) != 0 || ack == acks[0] || ack == acks[4]) {
						ev.Throttled, ev.NoResources = true, true
						yield(&ev)
					}
				}
			}
		}
	}
}

// A setting is a policy, and the events to try under it in which states.
type setting struct {
	policy Policy
	events Events
	states States
}

// settings lists the profiles with all events, every policy that differs from
// the default in one choice with the events and states that the choice is about,
// and those with two choices that some rule, edge or law needs.
func settings() []setting {
	var all []setting
	for _, p := range Profiles() {
		all = append(all, setting{p.Policy, 1<<numEvents - 1, anyState})
	}
	for i := range options {
		for _, a := range options[i].Choices[1:] {
			events, states := about(a.Choice)
			all = append(all, setting{Policy{}.With(a.Choice), events, states})
		}
	}
	for _, both := range []Policy{
		{ACKRangeCheck: ACKRangeCheckOff, OutOfOrderACK: OutOfOrderACKHold},
		{HalfDuplexClose: HalfDuplexCloseOn, FinWait2Timeout: FinWait2TimeoutOn},
		{TimeWaitSYN: TimeWaitSYNSeq, SYNInSync: SYNInSyncRFC793},
		{TimeWaitSYN: TimeWaitSYNSeq, QueuedClose: QueuedCloseAtEstablished},
		{TimeWaitSYN: TimeWaitSYNSeq, BadACKInSynReceived: BadACKInSynReceivedContinue},
		{RSTValidation: RSTValidationInWindow, EdgeSegment: EdgeSegmentWhole},
		{EarlyACK: EarlyACKProcess, OutOfOrderACK: OutOfOrderACKHold},
		{LeftEdge: LeftEdgeAccept, OutOfOrderACK: OutOfOrderACKHold},
		{EdgeSegment: EdgeSegmentAccept, ZeroWindowAnswer: ZeroWindowAnswerEvery},
		{LastACKPartial: LastACKPartialAnswer, TextAfterFIN: TextAfterFINACK},
		{SYNInSync: SYNInSyncRFC793, SYNRSTForm: SYNRSTFormInSequence},
	} {
		all = append(all, setting{both, arrival, synReceived | synchronized})
	}
	for _, both := range []Policy{
		{TimeWaitSYN: TimeWaitSYNSeq, UserTimeoutRST: UserTimeoutRSTYes},
		{TimeWaitSYN: TimeWaitSYNSeq, ICMPSoftSYN: ICMPSoftSYNAbort},
		{TimeWaitSYN: TimeWaitSYNSeq, CloseInSynReceived: CloseInSynReceivedDrop},
		{FinWait2Timeout: FinWait2TimeoutOn, FinWait2RST: FinWait2RSTYes},
	} {
		all = append(all, setting{both, userTimeout | icmpSoft | closeCall | finWait2Timeout, anyState})
	}
	return all
}

// about returns the events and the states of the rules under c.
func about(c Choice) (events Events, states States) {
	for _, k := range RFC9293Table() {
		for _, r := range k.Rules {
			if slices.Contains(r.Under, c) {
				events |= k.On
				states |= k.States(&r)
			}
		}
	}
	return events, states
}
