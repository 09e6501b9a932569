package diagram

import (
	"slices"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/transitions"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// bottom is the second box of CLOSED, where connections end.
const bottom = "CLOSED-end"

// rows are the rows of figure 5, top to bottom. Their last is the second
// CLOSED.
var rows = [][]fsm.State{
	{fsm.Closed},
	{fsm.Listen},
	{fsm.SynReceived, fsm.SynSent},
	{fsm.Established},
	{fsm.FinWait1, fsm.CloseWait},
	{fsm.FinWait2, fsm.Closing, fsm.LastAck},
	{fsm.TimeWait},
}

// The two courses that every textbook follows. They choose the pen, not the
// edges: a pair of neighbours without an edge in the table draws nothing.
var (
	activeCourse  = []fsm.State{fsm.Closed, fsm.SynSent, fsm.Established, fsm.FinWait1, fsm.FinWait2, fsm.TimeWait, fsm.Closed}
	passiveCourse = []fsm.State{fsm.Closed, fsm.Listen, fsm.SynReceived, fsm.Established, fsm.CloseWait, fsm.LastAck, fsm.Closed}

	activeClose  = []fsm.State{fsm.FinWait1, fsm.FinWait2, fsm.Closing, fsm.TimeWait}
	passiveClose = []fsm.State{fsm.CloseWait, fsm.LastAck}
)

// classic is the picture of the normal course, figure 5 of RFC 9293.
func classic(all []transitions.Edge) Picture {
	p := Picture{
		name: "tcp", title: "TCP connection states", draw: (*Picture).byHand,
		rooms: []room{
			{"active-close", "active close", "#eef3fb", "l", ids(activeClose)},
			{"passive-close", "passive close", "#fdf3e7", "r", ids(passiveClose)},
		},
	}
	for _, row := range rows {
		p.rows = append(p.rows, ids(row))
		for _, s := range row {
			p.boxes = append(p.boxes, box{id: nodeID(s), class: stateClass(s), states: []fsm.State{s}, attrs: widths[s]})
		}
	}
	p.boxes = append(p.boxes, box{id: bottom, class: "state", states: []fsm.State{fsm.Closed}})
	p.rows = append(p.rows, []string{bottom})
	p.lines = classicLines(all)
	return p
}

func ids(states []fsm.State) []string {
	var out []string
	for _, s := range states {
		out = append(out, nodeID(s))
	}
	return out
}

func stateClass(s fsm.State) string {
	if s == fsm.Established {
		return "state established"
	}
	return "state"
}

// classicLines returns one arrow for each pair of states.
func classicLines(all []transitions.Edge) []line {
	var lines []line
	for i := range all {
		e := &all[i]
		if !e.Classic() || e.Composite() && !note2(e) {
			continue
		}
		l := line{from: nodeID(e.From), to: target(e), class: course(e), level: rank(e.To) == rank(e.From)}
		l.hint()
		at := slices.IndexFunc(lines, func(o line) bool { return o.from == l.from && o.to == l.to })
		if at < 0 {
			at = len(lines)
			lines = append(lines, l)
		}
		lines[at].label = merge(append(lines[at].label, noteOf(e)))
	}
	return lines
}

// note2 reports whether e is what note 2 of figure 5 describes: one segment
// leads through two states of the active close.
func note2(e *transitions.Edge) bool {
	return slices.Contains(activeClose, e.From) && slices.Contains(activeClose, e.To)
}

// target returns the box that e leads to: what has not been synchronized goes
// back up to CLOSED.
func target(e *transitions.Edge) string {
	if e.To == fsm.Closed && rank(e.From) > rank(fsm.SynSent) {
		return bottom
	}
	return nodeID(e.To)
}

func rank(s fsm.State) int {
	return slices.IndexFunc(rows, func(row []fsm.State) bool { return slices.Contains(row, s) })
}

// course returns the class of the pen that draws e.
func course(e *transitions.Edge) string {
	switch {
	case e.Composite():
		return "composite"
	case neighbours(activeCourse, e):
		return "active"
	case neighbours(passiveCourse, e):
		return "passive"
	}
	return "other"
}

func neighbours(course []fsm.State, e *transitions.Edge) bool {
	for i := 1; i < len(course); i++ {
		if course[i-1] == e.From && course[i] == e.To && (e.To != fsm.Closed || rank(e.From) > rank(fsm.SynSent)) {
			return true
		}
	}
	return false
}

// widths are what makes room for the arrows of a busy box.
var widths = map[fsm.State]string{fsm.Closed: "width=2.4", fsm.Listen: "width=2", fsm.Established: "width=2.2"}

// hint tells Graphviz about the corner where, left alone, it lets an arrow
// cross a label: three boxes and four arrows share it.
func (l *line) hint() {
	switch edgeID(l.from, l.to) {
	case "LISTEN--SYN-SENT":
		l.attrs = "headport=nw, minlen=2"
	case "CLOSED--SYN-SENT":
		l.attrs = "weight=3"
	}
}
