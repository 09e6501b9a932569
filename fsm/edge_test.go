package fsm

import (
	"strings"
	"testing"
)

// An edgeTaken is a change of state in one step, with its cause: the event and
// the rules on the way that entered a state.
type edgeTaken struct {
	from, to State
	event    EventKind
	rules    string // joined by " + "
}

func (e edgeTaken) String() string {
	return strings.Join([]string{e.from.String(), e.event.String(), e.rules, e.to.String()}, " | ")
}

// edge returns the edge that a step has taken.
func (m *Machine) edge(ev *Event, out *Output) edgeTaken {
	var ids []string
	for _, id := range out.Fired() {
		if r := m.Rule(id); r.Enter != stay {
			ids = append(ids, r.ID)
		}
	}
	return edgeTaken{out.From, out.To, ev.Kind, strings.Join(ids, " + ")}
}

// TestEdges derives the edges by which a single event changes the state, under
// all options, and compares them with the list that is checked in.
func TestEdges(t *testing.T) {
	long(t)
	edges := sortedKeys(surveyed().edges, edgeTaken.String)
	golden(t, "edges.txt", strings.Join(edges, "\n")+"\n")
}
