package fsm

import (
	"encoding/csv"
	"os"
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
// all options, and compares them with the list that is checked in. The short
// survey must find no others.
func TestEdges(t *testing.T) {
	edges := sortedKeys(surveyed().edges, edgeTaken.String)
	if !testing.Short() {
		golden(t, "edges.txt", strings.Join(edges, "\n")+"\n")
		return
	}
	listed, err := os.ReadFile("testdata/edges.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range edges {
		if !strings.Contains(string(listed), e+"\n") {
			t.Errorf("testdata/edges.txt has no edge %s", e)
		}
	}
}

// TestEdgesCoverTheRFC: every transition that a reading of the RFC finds is an
// edge, or several one after the other. testdata/transitions.csv says which.
func TestEdgesCoverTheRFC(t *testing.T) {
	long(t)
	derived := map[string]bool{}
	for e := range surveyed().edges {
		derived[e.String()] = true
	}
	for _, row := range readCSV(t, "testdata/transitions.csv") {
		from, cause, to, edges := row[0], row[1], row[2], row[4]
		if edges == "left out" {
			if cause != "SECURITY_MISMATCH" {
				t.Errorf("%s %s: only security is left out", from, cause)
			}
			continue
		}
		for _, way := range strings.Split(edges, "; ") {
			at := from
			for _, e := range strings.Split(way, " then ") {
				if !derived[e] || !strings.HasPrefix(e, at+" | ") {
					t.Errorf("%s %s: no edge %q from %s", from, cause, e, at)
				}
				at = e[strings.LastIndex(e, " | ")+3:]
			}
			if at != to {
				t.Errorf("%s %s: %q leads to %s, not to %s", from, cause, way, at, to)
			}
		}
	}
}

// readCSV returns the rows of a file behind its heading.
func readCSV(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}
