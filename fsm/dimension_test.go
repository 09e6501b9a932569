package fsm

// A dimension is something that facts depend on, as its boundary values.
type dimension []func(*step)

func over[T any](set func(*step, T), values ...T) *dimension {
	var d dimension
	for _, v := range values {
		d = append(d, func(s *step) { set(s, v) })
	}
	return &d
}

func control(bit Control) *dimension {
	return over(func(s *step, on bool) {
		s.seg.CTL &^= bit
		if on {
			s.seg.CTL |= bit
		}
	}, false, true)
}

func timer(t Timer) *dimension {
	return over(func(s *step, on bool) {
		s.c.Timers &^= 1 << t
		if on {
			s.c.Timers |= 1 << t
		}
	}, false, true)
}

var dimensions = map[string]*dimension{
	"RST": control(RST), "SYN": control(SYN), "ACK": control(ACK), "FIN": control(FIN), "PSH": control(PSH), "URG": control(URG),

	// The segment as trimming leaves it; RCV.NXT is 500, RCV.WND 0 or 4.
	"seq":  over(func(s *step, v Seq) { s.seg.SEQ = v }, 490, 498, 499, 500, 501, 503, 504, 505),
	"text": over(func(s *step, v uint32) { s.seg.Text = v }, 0, 1, 2, 3, 9, 20),
	"wnd":  over(func(s *step, v uint32) { s.c.RCV.WND = v }, 0, 4),
	"irs":  over(func(s *step, v Seq) { s.c.IRS = v }, 400, 499, 500),
	"mss":  over(func(s *step, v uint16) { s.ev.Segment.MSS = v }, 0, 9),

	// The segment as received.
	"rSYN":  over(func(s *step, v Control) { s.ev.Segment.CTL = v }, ACK, ACK|SYN),
	"rseq":  over(func(s *step, v Seq) { s.ev.Segment.SEQ = v }, 498, 499, 500, 501, 504),
	"rtext": over(func(s *step, v uint32) { s.ev.Segment.Text = v }, 0, 1, 9),
	"rend": over(func(s *step, n uint32) {
		s.ev.Segment.SEQ, s.ev.Segment.Text = s.seg.TextStart(), s.seg.Text+n
	}, 0, 9),
	"rFIN": over(func(s *step, on bool) {
		s.ev.Segment.CTL &^= FIN
		if on {
			s.ev.Segment.CTL |= FIN
		}
	}, false, true),
	"rURG": over(func(s *step, up uint32) { s.ev.Segment.CTL, s.ev.Segment.UP = ACK|URG, up }, 0, 9),
	"rNoURG": over(func(s *step, on bool) {
		if on {
			s.ev.Segment.CTL &^= URG
		}
	}, false, true),

	// Acknowledgment; SND.UNA is 100.
	"ack":    over(func(s *step, v Seq) { s.seg.ACK = v }, 80, 99, 100, 101, 102, 103, 104),
	"flight": over(func(s *step, n uint32) { s.c.SND.NXT = s.c.SND.UNA.Add(n); s.form.SEQ = s.c.SND.NXT }, 0, 2, 60),
	"iss0":   over(func(s *step, v Seq) { s.c.ISS = v }, 50, 99, 100),
	"max":    over(func(s *step, v uint32) { s.c.SND.MAX = v }, 0, 10),
	"wl1":    over(func(s *step, v Seq) { s.c.SND.WL1 = s.seg.SEQ + v }, 1<<32-1, 0, 1),
	"wl2":    over(func(s *step, v Seq) { s.c.SND.WL2 = s.seg.ACK + v }, 1<<32-1, 0, 1),
	"segwnd": over(func(s *step, v uint32) { s.seg.WND = v }, 0, 20),
	"fin":    over(func(s *step, n int) { s.setFIN(n) }, 0, 1, 2, 3),
	"sndup":  over(func(s *step, v Seq) { s.c.SND.UP = v }, 99, 100, 101, 170),
	"sndurg": over(func(s *step, v bool) { s.c.SND.Urgent = v }, false, true),
	"probed": over(func(s *step, v bool) { s.c.Probed = v }, false, true),

	// Delivery.
	"rcvup":  over(func(s *step, v Seq) { s.c.RCV.UP = v }, 490, 498, 499, 500, 501, 520),
	"mode":   over(func(s *step, v bool) { s.c.RCV.Urgent = v }, false, true),
	"upheld": over(func(s *step, v bool) { s.c.RCV.UPHeld = v }, false, true),
	"user":   over(func(s *step, v uint32) { s.c.RCV.USER = v }, 0, 1, 3),
	"want":   over(func(s *step, v uint32) { s.c.RCV.Want = v }, 0, 1, 5),
	"pushed": over(func(s *step, v bool) { s.c.RCV.Pushed = v }, false, true),
	"space":  over(func(s *step, v uint32) { s.c.RCV.BUFF = v }, 4, 100),

	// Early text and FIN.
	"held":    over(func(s *step, n int) { s.setHeld(n) }, 0, 1, 2, 3, 4),
	"heldfin": over(func(s *step, v Seq) { s.c.RCV.FINHeld, s.c.RCV.FINSeq = v != 0, v }, 0, 490, 500, 502),

	"heldpush": over(func(s *step, v Seq) { s.c.RCV.PushHeld, s.c.RCV.PUSH = v != 0, v }, 0, 500, 502, 900),

	// What remains to be done.
	"owed":   over(func(s *step, v bool) { s.ackOwed = v }, false, true),
	"acked":  over(func(s *step, v bool) { s.acknowledged = v }, false, true),
	"close":  over(func(s *step, v bool) { s.c.CloseQueued = v }, false, true),
	"synack": over(func(s *step, v bool) { s.c.SYNAcked = v }, true, false),
	"rtx":    timer(Retransmission), "persist": timer(Persist), "usertimer": timer(User), "kept": timer(KeepAlive),

	// Origin.
	"origin":    over(func(s *step, v Origin) { s.c.Origin = v }, NoOrigin, Passive, Active, Reopened),
	"iss":       over(func(s *step, v Seq) { s.ev.ISS = v }, 60, 1000),
	"throttled": over(func(s *step, v bool) { s.ev.Throttled = v }, false, true),
	"timestamp": over(func(s *step, v Timestamp) { s.ev.Timestamp = v }, NoTimestamp, OlderTimestamp, EqualTimestamp, NewerTimestamp),

	// Calls.
	"unpermitted": over(func(s *step, v bool) { s.ev.Unpermitted = v }, false, true),
	"resources":   over(func(s *step, v bool) { s.ev.NoResources = v }, false, true),
	"remote":      over(func(s *step, v Remote) { s.ev.Remote = v }, Unspecified, Specified, Invalid),
	"known":       over(func(s *step, v bool) { s.c.RemoteKnown = v }, false, true),
	"octets":      over(func(s *step, v uint32) { s.ev.Octets = v }, 0, 1, 2, 41, 2000),
	"urgent":      over(func(s *step, v bool) { s.ev.Urgent = v }, false, true),

	// Sending.
	"wait":   over(func(s *step, v uint32) { s.c.SND.Wait = v }, 0, 1, 20, 41, 500),
	"sndwnd": over(func(s *step, v uint32) { s.c.SND.WND = v }, 0, 1, 3, 63, 100, 1000),
	"form":   over(func(s *step, n uint32) { s.form.Text = n }, 0, 1, 20),
	"again":  over(func(s *step, v bool) { s.formAgain(v) }, false, true),
}

// setFIN sets where our FIN is: not sent, acknowledged, the first in flight, or
// the last in flight.
func (s *step) setFIN(n int) {
	una, nxt := s.c.SND.UNA, s.c.SND.NXT
	if una == nxt {
		una-- // nothing is in flight, so it is acknowledged
	}
	s.c.FINSent, s.c.FINSeq = n != 0, []Seq{0, s.c.SND.UNA - 1, una, nxt - 1}[n]
}

// setHeld sets what is held: nothing, text at RCV.NXT, text beyond it, or as many
// runs as fit, beyond RCV.NXT or at it too.
func (s *step) setHeld(n int) {
	h := Held{}
	switch n {
	case 1:
		h, _ = h.union(500, 502)
	case 2:
		h, _ = h.union(502, 503)
	case 3, 4:
		for i := range Seq(MaxHeld) {
			h, _ = h.union(600+4*i, 601+4*i)
		}
		if n == 4 {
			h.runs[0] = Run{500, 502}
		}
	}
	s.c.RCV.Held = h
}

// formAgain makes the segment being formed begin at SND.UNA or at SND.NXT.
func (s *step) formAgain(again bool) {
	s.form.SEQ = s.c.SND.NXT
	if again {
		s.form.SEQ = s.c.SND.UNA
	}
}

// dependsOn names the dimensions that each fact depends on. Dimensions that
// depend on others stand behind them.
var dependsOn = map[Fact]string{
	hasRST: "RST", hasSYN: "SYN", hasACK: "ACK", hasFIN: "FIN", hasText: "text",
	receivedSYN: "rSYN", emptySegment: "text SYN FIN", atNXT: "seq",

	zeroWindow: "wnd", firstInWindow: "seq wnd", lastInWindow: "seq wnd text SYN FIN",
	startsLeft: "seq", endsRight: "seq wnd text SYN FIN",

	probesWindow: "rseq rtext wnd", spansWindow: "seq wnd text SYN FIN", bareFIN: "FIN text SYN",
	beforeNXT: "rseq", receivedAtNXT: "rseq", receivedInWindow: "rseq wnd",
	repeatedFIN: "FIN seq text SYN", repeatedSYN: "RST SYN ACK seq irs",
	crossedSYNACK: "rSYN rseq irs origin flight ack synack", hasMSS: "mss", atEdge: "seq wnd text SYN FIN",
	beginsAtEdge: "seq wnd", emptyAtNXT: "seq text SYN FIN", expectedACK: "RST SYN ACK FIN PSH URG text seq flight ack",
	newText: "rseq rtext", beganLeft: "rseq",

	ackNew: "flight ack", ackUnsent: "flight ack", ackTooOld: "ack max", ackGhost: "ack iss0", ackCoversFIN: "flight ack fin",
	windowNewer: "seq flight ack wl1 wl2", windowLargest: "segwnd max", finAcked: "flight fin",
	probed: "probed",

	urgAdvances: "rURG rNoURG mode upheld rcvup user", urgentMode: "mode", urgentHeld: "upheld",
	urgentPassed: "mode rcvup user", receiveWaits: "want", coversWant: "want user", pressingOctets: "user pushed wnd",
	windowOpens: "space user", unread: "user",

	heldAtNXT: "held", holdFits: "held seq text", finDue: "FIN seq text SYN heldfin",
	finAhead: "FIN seq text SYN", finAtNXT: "FIN seq text SYN",
	pushTaken: "PSH seq text rend", pushAhead: "PSH seq text rend heldpush", pushDue: "heldpush", finPassed: "heldfin", finBeyond: "rseq rFIN",

	ackOwed: "owed", outstanding: "flight", mustProbe: "synack sndwnd flight wait fin close",
	undelivered: "flight wait fin close", acknowledged: "acked", closeQueued: "close", userClosed: "close", pendingOctets: "flight synack fin wait",
	sendTimerRuns: "rtx persist", retransmissionRuns: "rtx", persistRuns: "persist", userRuns: "usertimer", keepAliveRuns: "kept",

	passive: "origin", reopened: "origin", newSYN: "RST SYN ACK", issBeyondNXT: "iss", seqBeyondNXT: "seq", oldButACK: "RST seq text SYN FIN",
	timestampNewer: "timestamp", timestampOlder: "timestamp", throttled: "throttled",

	unpermitted: "unpermitted", noResources: "resources", remoteInvalid: "remote", remoteGiven: "remote",
	remoteKnown: "remote known", noRoom: "resources octets flight wait", urgentSend: "urgent octets", emptyCall: "octets",
	coversCall: "user octets", callFitsMSS: "octets",

	waiting: "wait", windowUsable: "flight sndwnd", fitsMSS: "wait", fitsWindow: "flight sndwnd wait",
	windowFitsMSS: "flight sndwnd", lastOctets: "flight fin wait form again", urgentAhead: "flight sndup sndurg again",
	urgentAcked: "sndup sndurg", formedNew: "flight again", finWanted: "fin close", frontSYN: "synack", frontFIN: "flight fin", frontFitsMSS: "flight synack fin",
}
