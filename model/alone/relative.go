package alone

import "github.com/tcpfsm/tcpfsm/fsm"

// Where the numbers of a relative end lie: SND.UNA and RCV.NXT, and those that are only
// kept for later.
const (
	sndBase fsm.Seq = 1000
	rcvBase fsm.Seq = 5000
	oldBase fsm.Seq = 9000
)

// behind is how far behind SND.UNA or RCV.NXT a number still counts: beyond the octet
// before it, which probes have. What lies further behind is put there.
const behind = 2

// Relative returns the end that does what c does, with its numbers moved: SND.UNA and
// RCV.NXT lie where those of all ends do, and what is far behind them, as ISS and IRS
// will be, is as far behind as counts. Numbers that mean nothing are left alone, for they are 0.
func Relative(c fsm.TCB) fsm.TCB {
	if c.State > fsm.Listen {
		moveSent(&c, sndBase-c.SND.UNA)
	}
	if c.State > fsm.SynSent {
		moveReceived(&c, rcvBase-c.RCV.NXT)
	}
	if c.Origin == fsm.Reopened && c.State == fsm.SynReceived { // kept for TIME-WAIT, and compared with nothing
		c.OldNXT, c.OldRCV = oldBase, oldBase
	}
	return c
}

// moveSent moves the numbers of what the end sends.
func moveSent(c *fsm.TCB, by fsm.Seq) {
	v := &c.SND
	v.UNA, v.NXT = v.UNA+by, v.NXT+by
	c.ISS = within(c.ISS+by, sndBase)
	if c.State > fsm.SynSent {
		v.WL2 = near(v.WL2+by, sndBase)
	}
	if v.Urgent {
		v.UP += by
	}
	if c.FINSent {
		c.FINSeq += by
	}
}

// moveReceived moves the numbers of what it receives.
func moveReceived(c *fsm.TCB, by fsm.Seq) {
	r := &c.RCV
	r.NXT += by
	c.IRS, c.SND.WL1 = within(c.IRS+by, rcvBase), near(c.SND.WL1+by, rcvBase)
	if r.Urgent || r.UPHeld {
		r.UP += by
	}
	if r.PushHeld {
		r.PUSH += by
	}
	if r.FINHeld || r.FINTaken {
		r.FINSeq += by
	}
	held := r.Held
	r.Held = fsm.Held{}
	for i := range held.Runs() {
		r.Held.Add(fsm.Run{Lo: held.Run(i).Lo + by, Hi: held.Run(i).Hi + by})
	}
}

// near brings what lies far behind a number as near as counts.
func near(s, to fsm.Seq) fsm.Seq {
	if s.Less(to - behind) {
		return to - behind
	}
	return s
}

// within does so to a number that only ever falls behind, and comes round again after
// 2^32 octets: where it is then means nothing.
func within(s, to fsm.Seq) fsm.Seq {
	if to.Sub(s) > behind {
		return to - behind
	}
	return s
}
