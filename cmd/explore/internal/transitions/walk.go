package transitions

import (
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/effect"
)

// Of returns the edges of m, ordered by state, event and cause. It follows every
// way through the checks that an event may take.
func Of(m *fsm.Machine) []Edge {
	w := walker{m: m, never: impossible(m)}
	for _, s := range fsm.AllStates() {
		for _, k := range fsm.AllEvents() {
			w.event, w.start, w.seen = k, s, map[place]bool{}
			w.visit(place{state: s})
		}
	}
	return foldOrigins(w.edges)
}

// foldOrigins makes one edge of those that differ in nothing but the origin of
// the connection, if every origin has one.
func foldOrigins(all []Edge) (folded []Edge) {
	for _, e := range all {
		cause, _, _ := strings.Cut(e.Cause, " (")
		every := has(all, &e, cause) || has(all, &e, cause+" (passive)") && has(all, &e, cause+" (active)")
		if every {
			e.Cause = cause
		}
		if !has(folded, &e, e.Cause) {
			folded = append(folded, e)
		}
	}
	return folded
}

// has reports whether one of the edges is e but for its cause.
func has(all []Edge, e *Edge, cause string) bool {
	return slices.ContainsFunc(all, func(x Edge) bool { return x.Cause == cause && x.alike(e) })
}

// alike reports whether x and e differ in their cause at most.
func (e *Edge) alike(o *Edge) bool {
	return e.From == o.From && e.To == o.To && e.Event == o.Event && slices.Equal(e.Rules, o.Rules) && slices.Equal(e.Sends, o.Sends)
}

type walker struct {
	m     *fsm.Machine
	never map[fsm.State]tracked
	event fsm.EventKind
	start fsm.State
	seen  map[place]bool
	edges []Edge
}

// A place is how far one way has come.
type place struct {
	check       int
	state       fsm.State
	holds       tracked // known to have held
	fails       tracked // known to have failed
	sent        emitted // sent or signalled by rules that did not change the state
	cause       string  // as of the last change of state
	sends       emitted // by the rules that changed the state
	rules, path string  // the rules that changed the state and the states left, each ended by a space or slash
}

// visit follows every way on from at.
func (w *walker) visit(at place) {
	i, ids := w.m.Next(at.check, w.event, at.state)
	at.check = i
	if w.seen[at] {
		return
	}
	w.seen[at] = true
	if ids == nil {
		w.arrive(at)
		return
	}
	for _, id := range ids {
		if to, possible := w.fire(at, id); possible {
			w.visit(to)
		}
	}
}

// fire returns the place that the rule leads to, and whether it is possible there.
func (w *walker) fire(at place, id fsm.RuleID) (place, bool) {
	r := w.m.Rule(id)
	is, not := trackedOf(r.If), trackedOf(r.Not)
	if is&(w.never[w.start]|at.fails&w.stable()) != 0 || not&at.holds&w.stable() != 0 {
		return at, false
	}
	if slices.Contains(r.Do, effect.DropFIN) {
		not |= isFIN
	}
	at.holds, at.fails = w.closure(at.holds&^(not&isSYN)|is, at.fails|not)
	if slices.Contains(r.Do, effect.DropSYN) {
		at.holds &^= isSYN // from here on the segment begins after its SYN
	}
	if r.Enter != 0 {
		at.path += at.state.String() + "/"
		at.rules += r.ID + " "
		at.state = r.Enter.From(at.state)
		at.sends |= at.sent | emittedBy(r.Do)
		at.cause = w.cause(at.holds, at.fails)
	} else {
		at.sent |= emittedBy(r.Do) &^ owed
	}
	at.check = w.m.After(id)
	return at, true
}

// arrive records the end of a way.
func (w *walker) arrive(at place) {
	if at.state == w.start {
		return
	}
	e := Edge{
		From: w.start, To: at.state, Event: w.event, Cause: at.cause,
		Sends: at.sends.segments(), Signals: at.sends.signals(), Rules: strings.Fields(at.rules),
	}
	if owesFIN(w.m, e.To) && !owesFIN(w.m, e.From) {
		e.Later = []string{"FIN"}
	}
	for _, name := range strings.Split(strings.TrimSuffix(at.path, "/"), "/")[1:] {
		if s, err := fsm.ParseState(name); err == nil {
			e.Through = append(e.Through, s)
		}
	}
	if !has(w.edges, &e, e.Cause) {
		w.edges = append(w.edges, e)
	}
}
