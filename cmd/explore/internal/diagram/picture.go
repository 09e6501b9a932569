// Package diagram draws the states of a connection and the edges between them.
package diagram

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/checker/scene"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/transitions"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// A Picture is a drawing before it takes a format: [Picture.DOT],
// [Picture.Mermaid], [Picture.Scene].
type Picture struct {
	name  string
	title string
	note  string // below the title
	boxes []box
	rooms []room
	rows  [][]string // nodes that stand side by side
	lines []line
	attrs []string // of the graph

	column []string // nodes that stand below each other, in a picture from left to right
	wide   bool     // labels have a note to a line

	edges []transitions.Edge
	lit   *lit // nil: nothing is

	draw func(*Picture) *scene.Scene
}

// A box is a node. A box of several states stands for each of them.
type box struct {
	id, class string
	states    []fsm.State
	attrs     string
	visited   [2]bool // by the ends of a lit way
}

// A room is a pale area behind some boxes.
type room struct {
	id, title, fill string
	side            string // where the title stands, l or r
	boxes           []string
}

// A line is an arrow with its label.
type line struct {
	from, to string
	class    string
	label    []note
	level    bool // it stays within a row
	attrs    string
	sources  [][]source // of each note of the label
	ways     *[2][]int  // the steps in which each end of a lit way goes along it; nil: there is none
}

// A note is one line of a label: what happens, and what is sent or told.
type note struct{ cause, sends, tells string }

// nodeID returns the id of the box of a state, as in "SYN-SENT".
func nodeID(s fsm.State) string { return s.String() }

// noteOf returns what the label of e says.
func noteOf(e *transitions.Edge) note {
	n := note{cause: e.Cause}
	if sends := append(slices.Clone(e.Sends), e.Later...); len(sends) > 0 {
		n.sends = "snd " + strings.Join(sends, ", ")
	}
	return n
}

// merge joins the notes that send the same: "SEND or active OPEN". What one of
// them says in general another need not say in particular.
func merge(notes []note) []note {
	var out []note
	for _, n := range notes {
		i := slices.IndexFunc(out, func(o note) bool { return o.sends == n.sends && o.tells == n.tells })
		if i < 0 {
			out = append(out, n)
			continue
		}
		causes := strings.Split(out[i].cause, " or ")
		if !slices.Contains(causes, n.cause) {
			causes = append(causes, n.cause)
		}
		out[i].cause = strings.Join(general(causes), " or ")
	}
	return out
}

// general leaves out the causes that are cases of another.
func general(causes []string) (some []string) {
	for _, c := range causes {
		if !slices.ContainsFunc(causes, func(other string) bool { return isCase(c, other) }) {
			some = append(some, c)
		}
	}
	return some
}

// isCase reports whether a cause is a case of a more general one, as
// "CLOSE, octets unread" is of "CLOSE" and "rcv SYN,ACK + FIN" of "rcv FIN".
func isCase(cause, of string) bool {
	rest, segment := strings.CutPrefix(cause, "rcv SYN,ACK + ")
	return segment && of == "rcv "+rest || strings.HasPrefix(cause, of+", ")
}

// edgeID names an arrow in pages that want to highlight it.
func edgeID(from, to string) string { return fmt.Sprintf("%s--%s", from, to) }
