package conform

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A Step is one input of a run and what was seen of it.
type Step struct {
	Input Input
	Outcome
	View
}

// A Run is a Case as a subject has gone through it.
type Run struct {
	Case
	Steps []Step

	// Probe is the number of the step that puts the Class to the test; those
	// before it are the route, the one after it is the witness: a segment left
	// of the window, whose answer shows SND.NXT and RCV.NXT.
	Probe int

	// Edge is the right edge of the window that the subject has announced by
	// then.
	Edge fsm.Seq

	// Limit says why the subject could not be put to the test; empty if it
	// could.
	Limit string

	// Crash says what became of a subject that has not survived the last of Steps;
	// empty if it has.
	Crash string
}

// over reports whether the run cannot go on.
func (r *Run) over() bool { return r.Limit != "" || r.Crash != "" }

// inputs returns what was put to the subject.
func (r *Run) inputs() []Input {
	all := make([]Input, len(r.Steps))
	for i := range all {
		all[i] = r.Steps[i].Input
	}
	return all
}

// A Runner drives a subject through cases.
type Runner struct {
	Stack Stack

	// Service is the application at the stack; the zero Service does what it is asked for.
	Service Service

	// Family is the version of IP under the connections.
	Family fsm.Family

	// Passive says that the stack cannot be had to open actively: routes that begin so
	// are left out.
	Passive bool

	// Single says that the stack has one connection at a time: cases are tried one after the
	// other.
	Single bool

	// Owed is how long to wait for an answer that the RFC has sent at once, of a stack that
	// is a Waiter; zero: two milliseconds.
	Owed time.Duration

	// Comment, if it is not nil, is told what the segments to come are about.
	Comment func(string)

	virtual  bool // connections are clocks
	slow     bool // for time to pass it has to be waited
	numbered bool // the stack is told its numbers
	reported bool // the stack takes messages of ICMP
}

// patience is how long to wait for a segment that the RFC has sent at once.
const patience = 2 * time.Millisecond

// look finds out whether connections are clocks, of what kind, and whether the stack is told its numbers and
// takes messages of ICMP.
func (r *Runner) look() error {
	c, err := r.Stack.Connection()
	if err != nil {
		return err
	}
	_, r.virtual = c.(Clock)
	stack, may := r.Stack.(Numbered)
	r.numbered = may && stack.Numbered()
	slow, may := r.Stack.(Slow)
	r.slow = may && slow.Slow()
	taker, may := r.Stack.(Reported)
	r.reported = may && taker.ICMP()
	return c.Release()
}

// Route runs the classes of one route, side by side, so that time has to pass
// only once for all of them. Where time is virtual, or the stack has one connection at a
// time, they are run one after the other.
func (r *Runner) Route(ctx context.Context, route *Route, classes []Class) ([]Run, error) {
	var runs []Run
	for len(classes) > 0 {
		n := len(classes)
		if r.virtual || r.Single {
			n = 1
		}
		some, err := r.together(ctx, route, classes[:n])
		if err != nil {
			return nil, err
		}
		runs, classes = append(runs, some...), classes[n:]
	}
	return runs, nil
}

// together runs classes side by side.
func (r *Runner) together(ctx context.Context, route *Route, classes []Class) ([]Run, error) {
	all := make([]experiment, len(classes))
	defer func() { r.release(all) }()
	for i, class := range classes {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err := r.reach(&all[i], Case{route, class}); err != nil {
			return nil, fmt.Errorf("%v: %w", all[i].run.Case, err)
		}
	}
	if err := r.age(all); err != nil {
		return nil, err
	}
	runs := make([]Run, len(classes))
	for i := range all {
		if err := r.probe(&all[i]); err != nil {
			return nil, fmt.Errorf("%v: %w", all[i].run.Case, err)
		}
		runs[i] = all[i].run
	}
	return runs, nil
}

// age lets connections age that show how long they have still to last.
func (r *Runner) age(all []experiment) error {
	if !slices.ContainsFunc(all, experiment.showsTime) {
		return nil
	}
	if clock, virtual := all[0].connection.(Clock); virtual {
		_, err := clock.Advance(ageing)
		return err
	}
	time.Sleep(ageing)
	return nil
}

// An experiment is a run under way.
type experiment struct {
	run        Run
	connection Connection
}

// showsTime reports whether the subject tells how long TIME-WAIT has to last.
func (e experiment) showsTime() bool {
	last := len(e.run.Steps) - 1
	return last >= 0 && !e.run.over() && e.run.Steps[last].Left > 0
}

// reach brings a new connection to the end of the route.
func (r *Runner) reach(e *experiment, c Case) (err error) {
	e.run = Run{Case: c, Probe: len(c.Route.Inputs)}
	if e.connection, err = r.Stack.Connection(); err != nil {
		return err
	}
	for _, in := range c.Route.Inputs {
		if err := r.step(e, in, "route"); err != nil || e.run.over() {
			return err
		}
	}
	return nil
}

// probe puts the class to the test and calls the witness.
func (r *Runner) probe(e *experiment) error {
	if e.run.over() {
		return nil
	}
	if half := e.run.Class.For / 2; e.run.Class.Aged {
		if err := r.step(e, Input{Call: Elapse, For: half.Truncate(time.Millisecond)}, "2MSL"); err != nil || e.run.over() {
			return err
		}
		e.run.Probe++
	}
	tcb := &e.run.Route.TCB
	at := *tcb
	at.RCV.WND = e.run.Edge.Sub(at.RCV.NXT)
	err := r.step(e, r.Service.serve(&at, e.run.Class.input(e.run.Route.peer, tcb, e.run.Edge)), "probe")
	if err != nil || e.run.over() {
		return err
	}
	if e.run.Class.Aged {
		return r.wait(e, e.run.Class.For*3/4)
	}
	if e.run.Route.witness == mute {
		return nil
	}
	probe := &e.run.Steps[e.run.Probe]
	window := e.run.Route.peer.window(tcb)
	if e.run.Class.Flags.Opens {
		window = probe.Input.Segment.WND
	}
	return r.step(e, e.run.Route.witness.input(e.run.Route.peer, tcb, window, probe.Segments), "witness")
}

// step applies one input and notes what is seen of it, or why the subject
// offers no way to apply it.
func (r *Runner) step(e *experiment, in Input, part string) error {
	r.comment(e.run.Case, part)
	if err := e.drain(); err != nil {
		return err
	}
	out, err := e.do(in)
	if stopped := e.run.stop(in, out, err); stopped || err != nil {
		return e.fault(err)
	}
	if w, late := e.connection.(Waiter); late && len(out.Segments) == 0 && e.owes(in) {
		if out.Segments, err = w.Wait(cmp.Or(r.Owed, patience)); err != nil {
			return err
		}
	}
	view, err := e.connection.Observe()
	if err != nil {
		return err
	}
	for _, g := range out.Segments {
		e.run.note(g)
	}
	e.run.Steps = append(e.run.Steps, Step{in, out, view})
	return nil
}

// do applies an input: time passes by the connection's clock.
func (e *experiment) do(in Input) (out Outcome, err error) {
	if clock, virtual := e.connection.(Clock); virtual && in.Call == Elapse {
		out.Segments, err = clock.Advance(in.For)
		return out, err
	}
	return e.connection.Do(in)
}

// stop notes why a run cannot go on after an input, if it cannot, and that for such a
// reason err is no fault of the instrument.
func (r *Run) stop(in Input, out Outcome, err error) bool {
	if limit := (*Limit)(nil); errors.As(err, &limit) {
		r.Limit = limit.Reason
		return true
	}
	if crash := (*Crash)(nil); errors.As(err, &crash) {
		r.Crash = crash.Reason
		r.Steps = append(r.Steps, Step{Input: in, Outcome: out})
		return true
	}
	return false
}

// fault is err, if it is a fault of the instrument and no finding.
func (e *experiment) fault(err error) error {
	if e.run.over() {
		return nil
	}
	return err
}

// drain takes what the subject has sent since it was at rest, as a retransmission:
// that is no answer to what comes next.
func (e *experiment) drain() error {
	w, late := e.connection.(Waiter)
	last := len(e.run.Steps) - 1
	if !late || last < 0 {
		return nil
	}
	more, err := w.Wait(0)
	s := &e.run.Steps[last]
	s.Segments = append(s.Segments, more...)
	return err
}

// owes reports whether the RFC has something sent at once in answer to in.
func (e *experiment) owes(in Input) bool {
	var c fsm.TCB
	for _, s := range e.run.Steps {
		advance(&c, s.Input)
	}
	return len(advance(&c, in)) > 0
}

// note keeps the right edge of the window that g announces.
func (r *Run) note(g fsm.Segment) {
	edge := g.ACK.Add(g.WND)
	if g.CTL.Has(fsm.ACK) && !g.CTL.Has(fsm.RST) && len(r.Steps) < r.Probe && (r.Edge == 0 || r.Edge.Less(edge)) {
		r.Edge = edge
	}
}

// release forgets the connections. What cannot be removed the subject has
// removed itself.
func (r *Runner) release(all []experiment) {
	for i := range all {
		if c := all[i].connection; c != nil {
			r.comment(all[i].run.Case, "removed")
			_ = c.Release()
		}
	}
}

func (r *Runner) comment(c Case, part string) {
	if r.Comment != nil {
		r.Comment(fmt.Sprintf("%v: %s", c, part))
	}
}
