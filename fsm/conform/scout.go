package conform

import (
	"fmt"
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// A scout goes a route once, in a closed loop, before the cases follow in its steps:
// after each input it asks the oracle where the subject may be by now, and chooses the
// next input for a connection there.
//
// Invariant: what has been sent so far is what a peer without fault would send to the
// connection that the oracle holds likeliest.
//
//	route     SYN-SENT --SYN--> SYN-RECEIVED --SYN,ACK--> ESTABLISHED
//	subject   SYN-SENT --SYN--> SYN-RECEIVED --SYN,ACK--> SYN-RECEIVED --ACK--> ESTABLISHED
//	                                                    permitted, A05: one more ACK
type scout struct {
	*Runner
	judge   *Judge
	plan    *Route
	planned []fsm.TCB // before each input of plan, and at the end
	oracle  *oracle.Oracle

	// variants are all that are allowed. The oracle follows the first alone as long as
	// that will do: a machine that takes no step costs little.
	variants []oracle.Variant

	e       experiment
	way     Route
	verdict Verdict // Deviates: the subject has left the route
}

// detours is how many inputs may lead back to the route at one place, or fill what is left of
// a buffer.
const detours = 3

// A Way is a route as a subject goes it.
type Way struct {
	*Route

	// Left is the run in which the subject left the route, with its Verdict, and nil
	// if it did not.
	Left    *Run
	Verdict Verdict

	// Missing says why there is no such way for a subject that behaves as the judge
	// takes it to; empty if there is.
	Missing string

	gone Run // what was gone of it
}

// Scout finds out how the subject goes a route.
func (r *Runner) Scout(j *Judge, route *Route) (Way, error) {
	variants, err := j.around(j.policy.With(endsBy(route.Inputs)))
	if err != nil {
		return Way{}, err
	}
	s := &scout{Runner: r, judge: j, plan: route, way: Route{States: []fsm.State{fsm.Closed}, peer: route.peer, first: route.first, some: route.some}}
	s.oracle, s.variants = newOracle(variants[:1], nil), variants
	s.planned = stations(route)
	s.e.run = Run{Case: Case{Route: route}, Probe: len(route.Inputs)}
	if s.e.connection, err = r.Stack.Connection(); err != nil {
		return Way{}, fmt.Errorf("%v: %w", route, err)
	}
	defer func() { _ = s.e.connection.Release() }()
	missing, err := s.walk()
	if err != nil {
		return Way{}, fmt.Errorf("%v: %w", route, err)
	}
	way := s.result(missing)
	way.gone = s.e.run
	way.gone.Steps = slices.Clip(way.gone.Steps)
	if way.Left == nil && missing == "" && !s.e.run.over() {
		own := *way.Route
		way.Route = &own
		own.witness, err = s.call(&own.TCB)
	}
	return way, err
}

// stations returns the connection that the table has before each input of a route,
// and at its end.
func stations(route *Route) []fsm.TCB {
	all := make([]fsm.TCB, 1, len(route.Inputs)+1)
	for i, in := range route.Inputs {
		c := all[i]
		advance(&c, in)
		all = append(all, c)
	}
	return all
}

// walk goes the route to its end, or says why that cannot be.
func (s *scout) walk() (missing string, err error) {
	for i := range s.plan.Inputs {
		want := s.planned[i+1].State
		for tries := 0; ; tries++ {
			in, ok := s.toward(i, tries > 0)
			if !ok {
				return fmt.Sprintf("from %v no input of a peer without fault leads to %v", s.here().State, want), nil
			}
			if err := s.take(in); err != nil {
				return "", err
			}
			fills := s.plan.Inputs[i].fills()
			if fills && s.verdict.Kind == Deviates { // so much text in a segment nobody has to take
				s.verdict = Verdict{}
				return "it does not take the text that fills its window", nil
			}
			if s.over() {
				return "", nil
			}
			if s.here().State == want && (!fills || s.window() == 0) {
				break
			}
			if tries == detours {
				return fmt.Sprintf("%d inputs did not lead from %v to %v", tries+1, s.here().State, want), nil
			}
		}
	}
	return "", nil
}

// over reports whether the subject has left the route, or could not be asked to go
// on.
func (s *scout) over() bool { return s.verdict.Kind == Deviates || s.e.run.over() }

// here is the connection that the subject likeliest has now.
func (s *scout) here() fsm.TCB { return s.oracle.Connections()[0] }

// window is what is left of the window that the subject has announced.
func (s *scout) window() uint32 { return s.e.run.Edge.Sub(s.here().RCV.NXT) }

// toward chooses the input that brings the subject from where it is to where input i
// of the plan leads.
func (s *scout) toward(i int, again bool) (Input, bool) {
	c, before, want := s.here(), &s.planned[i], s.planned[i+1].State
	as := s.retold(i, &c)
	if s.plan.Inputs[i].fills() || !again && (as.Call != Arrival || s.leads(c, as) == want) {
		return as, true
	}
	for _, in := range s.polite(&c, before) {
		if s.leads(c, in) == want {
			return in, true
		}
	}
	return as, !again && c.State == before.State && s.judge.spotless()
}

// leads returns the state that the likeliest machine is in after in.
func (s *scout) leads(c fsm.TCB, in Input) fsm.State {
	step(s.oracle.Variant().Machine, &c, in)
	return c.State
}

// retold returns the input i of the plan as one to c.
func (s *scout) retold(i int, c *fsm.TCB) Input {
	before, in := &s.planned[i], s.plan.Inputs[i]
	k := slices.Index(s.Service.among(before, s.plan.peer.polite(before)), in)
	if all := s.polite(c, before); in.Call == Arrival && k >= 0 && k < len(all) && c.State == before.State {
		return all[k]
	}
	return in
}

// polite returns what the peer may send to c, where the plan has before: its window is what it
// has announced, be it taken or not, and that of the subject is what that has.
func (s *scout) polite(c, before *fsm.TCB) []Input {
	at := *c
	at.SND.WND = before.SND.WND
	if s.e.run.Edge != 0 {
		at.RCV.WND = s.window()
	}
	return s.Service.among(&at, s.plan.peer.polite(&at))
}

// take applies an input and tells the oracle.
func (s *scout) take(in Input) error {
	if err := s.step(&s.e, in, "scout"); err != nil || s.e.run.Limit != "" {
		return err
	}
	if s.e.run.Crash != "" {
		s.verdict = crashed(&s.e.run)
		return nil
	}
	steps := s.e.run.Steps
	s.verdict = first(s.oracle, Verdict{}, steps[len(steps)-1:], len(steps)-1)
	if s.verdict.Kind == Deviates && len(s.variants) > 1 {
		s.oracle, s.variants = newOracle(s.variants, nil), nil
		s.verdict = first(s.oracle, Verdict{}, steps, 0)
	}
	s.way.Inputs = append(s.way.Inputs, in)
	s.way.States = append(s.way.States, s.here().State)
	return nil
}

// result returns the way that was gone.
func (s *scout) result(missing string) Way {
	run := &s.e.run
	switch {
	case s.verdict.Kind == Deviates:
		run.Probe = len(run.Steps)
		return Way{Route: s.plan, Left: run, Verdict: s.verdict}
	case missing != "":
		return Way{Route: s.plan, Missing: missing}
	case run.Limit != "" || slices.Equal(s.way.Inputs, s.plan.Inputs):
		return Way{Route: s.plan}
	}
	s.way.TCB = s.here()
	s.way.TCB.Timers = s.plan.TCB.Timers
	return Way{Route: &s.way}
}

// call finds the witness that the subject answers at the end of its way.
func (s *scout) call(tcb *fsm.TCB) (witness, error) {
	for w := keepAlive; w < mute; w++ {
		err := s.step(&s.e, w.input(s.plan.peer, tcb, s.plan.peer.window(tcb), nil), "scout")
		steps := s.e.run.Steps
		if s.e.run.over() {
			return mute, err
		}
		if err != nil || !opened(tcb) || len(steps[len(steps)-1].Segments) > 0 {
			return w, err
		}
	}
	return mute, nil
}
