package conform

import (
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A Route is a shortest way to bring a connection from CLOSED into a state,
// with a peer that makes no mistakes.
type Route struct {
	Inputs []Input
	States []fsm.State // after each input, CLOSED first

	// TCB is the connection that the table has at the end of the route.
	TCB fsm.TCB

	peer    peer
	first   bool           // of those to connections that are the same
	some    map[Class]bool // that are tried; nil: all
	witness witness
}

// State is the state that the route leads to.
func (r *Route) State() fsm.State { return r.TCB.State }

// String names the states that r passes through, and what tells it from other
// routes that do, as in "LISTEN SYN-RECEIVED ESTABLISHED shutdown FIN-WAIT-1,
// text in flight".
func (r *Route) String() string {
	words := []string{r.States[0].String()}
	for i, in := range r.Inputs {
		switch {
		case in.Call == Shutdown || in.Call == Close:
			words = append(words, in.Call.String())
		case in.Closes:
			words = append(words, Close.String())
		}
		if s := r.States[i+1]; s != r.States[i] {
			words = append(words, s.String())
		}
	}
	name := strings.Join(words[min(1, len(words)-1):], " ")
	if r.textInFlight() {
		name += ", text in flight"
	}
	if r.TCB.SND.Wait > 0 {
		name += ", text waiting"
	}
	if r.listensAgain() {
		name += ", listening"
	}
	return name + r.peer.trait(&r.TCB)
}

// listensAgain reports whether the subject's user listens for a new connection
// while the old one is in TIME-WAIT: without, no SYN could reopen it (MAY-2).
func (r *Route) listensAgain() bool {
	last := len(r.Inputs) - 1
	return last > 0 && r.Inputs[last].Call == OpenPassive
}

// textInFlight reports whether octets that the subject's user has sent are not
// acknowledged.
func (r *Route) textInFlight() bool { return r.TCB.SND.NXT.Sub(r.TCB.SND.UNA) >= sent }

// Routes derives the routes from the table: all ways to reach a state that pass
// through different states, end sending by different calls, or leave text in
// flight or none, each by the fewest inputs. They are in the order of the
// states that they lead to.
func Routes() []Route { return Commanded.routes(plainPeer) }

// routes derives those that a service allows, which passes through no call but by itself,
// and a peer.
func (s Service) routes(p peer) []Route {
	seen := map[string]bool{}
	var found []Route
	frontier := []Route{{States: []fsm.State{fsm.Closed}, peer: p}}
	for len(frontier) > 0 {
		r := frontier[0]
		frontier = frontier[1:]
		if name := r.String(); !seen[name] {
			seen[name] = true
			found = append(found, r)
			frontier = append(frontier, r.onwards(s)...)
		}
	}
	slices.SortStableFunc(found, func(a, b Route) int { return int(a.State()) - int(b.State()) })
	return found
}

// onwards returns the routes that are one input longer than r and enter a state
// that r does not know yet, put text in flight, listen again, or have a window closed.
func (r *Route) onwards(s Service) []Route {
	var next []Route
	for _, in := range r.moves(s) {
		c := r.TCB
		advance(&c, in)
		moves := in.Call == Send || in.Call == OpenPassive || in.Echoes > 0 || closed(&c) != closed(&r.TCB)
		if moves && c.State == r.State() || !slices.Contains(r.States, c.State) {
			next = append(next, Route{Inputs: append(slices.Clip(r.Inputs), in), States: append(slices.Clip(r.States), c.State), TCB: c, peer: r.peer})
		}
	}
	return next
}

// moves returns what may be the next input on a route.
func (r *Route) moves(s Service) []Input {
	c := &r.TCB
	if s != Commanded && c.State != fsm.Closed {
		if c.State == fsm.TimeWait {
			return nil
		}
		return s.among(c, r.peer.polite(c))
	}
	switch c.State {
	case fsm.Closed:
		return []Input{{Call: OpenPassive, ISS: r.peer.own}, {Call: OpenActive, ISS: r.peer.own}}
	case fsm.Established, fsm.CloseWait:
		calls := []Input{{Call: Shutdown}}
		if !full(c) { // to close what was not read may be to reset it (MAY-1)
			calls = append(calls, Input{Call: Close})
		}
		if !r.textInFlight() && c.SND.Wait == 0 {
			calls = append(calls, Input{Call: Send, Octets: sent})
		}
		return append(calls, r.peer.polite(c)...)
	case fsm.TimeWait:
		if r.States[1] == fsm.Listen && !r.listensAgain() {
			return []Input{{Call: OpenPassive}} // whose numbers go on beyond those of the old one
		}
		return nil
	}
	return r.peer.polite(c)
}
