package conform

import (
	"context"
	"time"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A lifetime is how long TIME-WAIT lasts, of a subject that has a clock and perhaps no more:
// after lasts the connection is still there, after ends it is gone. The zero lifetime is not
// known, for a reason.
type lifetime struct {
	lasts, ends time.Duration
	why         string
}

// shortest is the shortest lifetime that is looked for.
const shortest = 100 * time.Millisecond

// lifetime finds out how long TIME-WAIT lasts at the end of a route, to an eighth. Each of the
// connections is asked once: what asks may itself start 2MSL anew.
func (r *Runner) lifetime(ctx context.Context, route *Route) (l lifetime, err error) {
	l.ends = late
	there, why, err := r.remains(ctx, route, l.ends)
	if there {
		why = "TIME-WAIT does not end"
	}
	for err == nil && why == "" && l.ends-l.lasts > l.lasts/8 {
		at := (l.lasts + l.ends) / 2
		if at < shortest {
			why = "TIME-WAIT is over at once"
			break
		}
		if there, why, err = r.remains(ctx, route, at); there {
			l.lasts = at // half of it before a case and three quarters behind are longer than ends, and these are shorter than it
		} else {
			l.ends = at
		}
	}
	if err != nil || why != "" {
		return lifetime{why: why}, err
	}
	return l, nil
}

// remains reports whether a connection is still in TIME-WAIT d after a route has led there, or
// why that cannot be told.
func (r *Runner) remains(ctx context.Context, route *Route, d time.Duration) (there bool, why string, err error) {
	if ctx.Err() != nil {
		return false, "", ctx.Err()
	}
	e := make([]experiment, 1)
	defer func() { r.release(e) }()
	if err = r.reach(&e[0], Case{Route: route}); err == nil && !e[0].run.over() {
		err = r.wait(&e[0], d)
	}
	run := &e[0].run
	switch {
	case err != nil || run.over():
		return false, run.Limit + run.Crash, err
	case run.Steps[run.Probe].States == 0:
		return false, "it shows neither its state nor, by an answer, whether it is there", nil
	}
	return run.Steps[run.Probe].Is(fsm.TimeWait), "", nil
}

// wait lets time pass in which TIME-WAIT may end, and finds out by a witness whether it has where
// no state is told: who is in TIME-WAIT answers it by an ACK, and who is not by a RST.
func (r *Runner) wait(e *experiment, d time.Duration) error {
	at, route := len(e.run.Steps), e.run.Route
	if err := r.step(e, Input{Call: Elapse, For: d.Truncate(time.Millisecond), Ages: true}, "2MSL"); err != nil || e.run.over() || route.witness == mute {
		return err
	}
	tcb := &route.TCB
	if err := r.step(e, route.witness.input(route.peer, tcb, route.peer.window(tcb), nil), "witness"); err != nil || e.run.over() {
		return err
	}
	if e.run.Steps[at].States == 0 {
		e.run.Steps[at].States = shownBy(e.run.Steps[at+1].Segments)
	}
	return nil
}

// shownBy returns the states that the answer to a witness shows.
func shownBy(answer []fsm.Segment) fsm.States {
	if len(answer) > 0 && !answer[0].CTL.Has(fsm.RST) {
		return fsm.StatesOf(fsm.TimeWait)
	}
	return fsm.StatesOf(fsm.Closed, fsm.Listen)
}
