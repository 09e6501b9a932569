package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// disturb makes of a TCB that the walk has come to another one that is as well
// formed, but that no short walk leads to.
func (w *walk) disturb(c *fsm.TCB) {
	if c.State < fsm.SynReceived || w.random.oneIn(2) {
		return
	}
	if w.random.oneIn(2) {
		w.renumber(c)
	}
	if w.random.oneIn(2) {
		w.rewindow(c)
	}
}

// renumber moves both numberings around the circle, to where they wrap.
func (w *walk) renumber(c *fsm.TCB) {
	ours := w.near(w.number()) - c.SND.UNA
	c.ISS += ours
	c.SND.UNA += ours
	c.SND.NXT += ours
	c.SND.WL2 += ours
	moveIf(c.SND.Urgent, &c.SND.UP, ours)
	moveIf(c.FINSent, &c.FINSeq, ours)
	reopened := c.State == fsm.SynReceived && c.Origin == fsm.Reopened
	moveIf(reopened, &c.OldNXT, ours)

	r := &c.RCV
	theirs := w.near(w.number()) - r.NXT
	c.IRS += theirs
	r.NXT += theirs
	c.SND.WL1 += theirs
	moveIf(r.Urgent || r.UPHeld, &r.UP, theirs)
	moveIf(r.FINHeld || r.FINTaken, &r.FINSeq, theirs)
	moveIf(r.PushHeld, &r.PUSH, theirs)
	moveIf(reopened, &c.OldRCV, theirs)
	var moved fsm.Held
	for i := range r.Held.Runs() {
		run := r.Held.Run(i)
		moved.Add(fsm.Run{Lo: run.Lo + theirs, Hi: run.Hi + theirs})
	}
	r.Held = moved
}

func moveIf(counts bool, x *fsm.Seq, by fsm.Seq) {
	if counts {
		*x += by
	}
}

// rewindow lets the peer's last window have been another one, and the timers be
// those that go with it.
func (w *walk) rewindow(c *fsm.TCB) {
	if c.State == fsm.SynReceived || c.State == fsm.TimeWait {
		return
	}
	c.SND.WND = pick(&w.random, windows)
	c.SND.MAX = max(c.SND.MAX, c.SND.WND)
	e := end{TCB: c, policy: &w.policy, said: &Said{}}
	c.Probed = e.probing() && w.random.oneIn(2)
	e.setTimers(0)
}
