package alone

import "github.com/tcpfsm/tcpfsm/fsm"

// far is a distance at which no window meets the numbers at hand.
const far = 1 << 30

// events calls do with everything that can happen to an end whose buffers have room for
// so many octets. What do gets is its own to keep until it returns.
func events(c *fsm.TCB, room uint32, do func(*fsm.Event)) {
	for _, k := range fsm.AllEvents() {
		if k != fsm.SegmentArrives {
			calls(c, k, room, do)
		}
	}
	for ctl := range fsm.URG {
		if ctl&fsm.PSH == 0 {
			segments(c, ctl, room, func(ev fsm.Event) { do(&ev) })
		}
	}
}

// calls makes a call, a timeout or a report, in each way that makes a difference.
func calls(c *fsm.TCB, k fsm.EventKind, room uint32, do func(*fsm.Event)) {
	plain := fsm.Event{Kind: k, Remote: fsm.Specified, Octets: 1, SndBUFF: room, RcvBUFF: room, ISS: c.SND.NXT + 1}
	if k > fsm.Receive {
		do(&plain)
		return
	}
	for octets := range room + 2 {
		for _, remote := range []fsm.Remote{fsm.Specified, fsm.Unspecified, fsm.Invalid} {
			ev := plain
			ev.Octets, ev.Remote = octets, remote
			do(&ev)
			ev.MSS = 1
			do(&ev)
			ev.NoResources = true
			do(&ev)
			ev.NoResources, ev.Unpermitted = false, true
			do(&ev)
		}
	}
}

// segments calls do with a segment of some flags: text and windows up to what there is
// room for and more, with the numbers that make a difference, as far as anybody looks
// at them. See represents.
func segments(c *fsm.TCB, ctl fsm.Control, room uint32, do func(fsm.Event)) {
	ev := fsm.Event{Kind: fsm.SegmentArrives, ISS: c.SND.NXT + 1}
	g := &ev.Segment
	g.CTL = ctl
	for _, g.SEQ = range seqs(c, room) {
		for _, g.ACK = range acks(c, ctl, room) {
			for g.Text = range room + 2 {
				for g.WND = range windows(ctl, room) {
					do(ev)
					if ctl&(fsm.SYN|fsm.RST) == fsm.SYN {
						answers(c, ev, do)
					}
				}
			}
		}
	}
}

// answers varies what matters to a SYN alone: what it says of segments, and whether there
// is room for a connection and a number for it. Old ones are refused by TIME-WAIT.
func answers(c *fsm.TCB, ev fsm.Event, do func(fsm.Event)) {
	if takesSYN(c) {
		ev.Segment.MSS = 1
		do(ev)
		ev.ISS = c.SND.NXT - 1
		do(ev)
		ev.NoResources = true
		do(ev)
	}
}

// takesSYN reports whether a SYN may be taken: it changes no other state.
func takesSYN(c *fsm.TCB) bool {
	return c.State == fsm.Listen || c.State == fsm.SynSent || c.State == fsm.TimeWait
}

// windows is how many windows a segment may announce: it is heard with an ACK or a SYN,
// and never with a RST.
func windows(ctl fsm.Control, room uint32) uint32 {
	if ctl&fsm.RST != 0 || ctl&(fsm.SYN|fsm.ACK) == 0 {
		return 1
	}
	return room + 2
}

// seqs lists the numbers that a segment may have: before a SYN has come all are alike.
// A longest one with SYN and FIN that begins further behind ends before RCV.NXT.
func seqs(c *fsm.TCB, room uint32) []fsm.Seq {
	if c.State <= fsm.SynSent {
		return []fsm.Seq{rcvBase}
	}
	return numbers(c.RCV.NXT, room+3, c.RCV.WND)
}

// acks lists those that it may acknowledge: one is too old that lies more than the largest
// window behind SND.UNA.
func acks(c *fsm.TCB, ctl fsm.Control, room uint32) []fsm.Seq {
	if ctl&fsm.ACK == 0 || c.State <= fsm.Listen {
		return []fsm.Seq{sndBase}
	}
	return numbers(c.SND.UNA, max(behind, room+1), c.SND.NXT.Sub(c.SND.UNA))
}

// numbers lists those that make a difference to an end that expects one: from so many
// behind it up to beyond the window, and two that are far.
func numbers(base fsm.Seq, back, room uint32) []fsm.Seq {
	all := []fsm.Seq{base + far, base - far}
	for s := base - fsm.Seq(back); s != base.Add(room)+2; s++ {
		all = append(all, s)
	}
	return all
}
