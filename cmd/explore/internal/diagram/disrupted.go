package diagram

import (
	"fmt"
	"slices"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/transitions"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// disrupted is the picture of everything that ends or undoes a connection
// against the normal course. States with the same ways out share a box.
func disrupted(all []transitions.Edge) Picture {
	p := Picture{
		name: "tcp-reset", title: "How TCP connections are cut short", draw: (*Picture).bands,
		attrs: []string{"rankdir=LR", "nodesep=0.3", "ranksep=0.2"}, wide: true,
	}
	for _, g := range groups(all) {
		id := nodeID(g.states[0])
		p.column = append(p.column, id)
		p.boxes = append(p.boxes, box{id: id, class: groupClass(g.states), states: g.states})
		for _, w := range g.ways {
			p.lines = append(p.lines, line{from: id, to: endID(w.to), class: "reset", label: w.notes})
			p.addEnd(w.to)
		}
	}
	for i := range p.boxes {
		if b := &p.boxes[i]; b.id == endID(fsm.Closed) {
			b.attrs = fmt.Sprintf("height=%d", len(p.boxes))
		}
	}
	return p
}

func groupClass(states []fsm.State) string {
	if slices.Contains(states, fsm.Established) {
		return "state established"
	}
	return "state"
}

func endID(s fsm.State) string { return s.String() + "-end" }

// addEnd adds the box in which arrows end, once.
func (p *Picture) addEnd(s fsm.State) {
	has := func(b box) bool { return b.id == endID(s) }
	if !slices.ContainsFunc(p.boxes, has) {
		p.boxes = append(p.boxes, box{id: endID(s), class: "state end", states: []fsm.State{s}})
	}
}

// A group is the states with the same ways out.
type group struct {
	states []fsm.State
	ways   []way
}

// A way is everything that leads from a state to another.
type way struct {
	to    fsm.State
	notes []note
}

func groups(all []transitions.Edge) []group {
	var out []group
	for _, s := range fsm.AllStates() {
		ways := waysOut(all, s)
		if ways == nil {
			continue
		}
		same := func(g group) bool { return fmt.Sprint(g.ways) == fmt.Sprint(ways) }
		if i := slices.IndexFunc(out, same); i >= 0 {
			out[i].states = append(out[i].states, s)
			continue
		}
		out = append(out, group{[]fsm.State{s}, ways})
	}
	// Those with several ways out come first, so that arrows do not cross.
	slices.SortStableFunc(out, func(a, b group) int { return len(b.ways) - len(a.ways) })
	return out
}

func waysOut(all []transitions.Edge, s fsm.State) []way {
	var ways []way
	for i := range all {
		e := &all[i]
		if e.From != s || !e.Disrupts() || e.Composite() || e.Queued() {
			continue
		}
		n := noteOf(e)
		if len(e.Signals) > 0 {
			n.tells = e.Signals[0]
		}
		at := slices.IndexFunc(ways, func(w way) bool { return w.to == e.To })
		if at < 0 {
			at = len(ways)
			ways = append(ways, way{to: e.To})
		}
		if !slices.Contains(ways[at].notes, n) {
			ways[at].notes = append(ways[at].notes, n)
		}
	}
	return ways
}
