// Package quotient draws the graph of a scenario with all states taken for one
// in which the two ends are in the same pair of states.
package quotient

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/checker/graph"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// A Pair is the states of A and B.
type Pair [2]fsm.State

// String returns both names, as in "SYN-SENT / LISTEN".
func (p Pair) String() string { return p[0].String() + " / " + p[1].String() }

// ID names the pair in pages and in Mermaid, as in "s1_2".
func (p Pair) ID() string { return fmt.Sprintf("s%d_%d", p[0], p[1]) }

// A Graph is the quotient.
type Graph struct {
	Title string
	Note  string // below the title: what was explored
	Nodes []Node // by their pairs
	Edges []Edge
}

// A Node is a pair with the number of states of the scenario in it.
type Node struct {
	Pair
	States uint64
}

// An Edge leads from one pair to another one.
type Edge struct {
	From, To Pair
	Steps    uint64   // of the scenario
	Events   []string // what happens, the most frequent first
}

// Of returns the quotient of what was explored of a model.
func Of(title, note string, m *model.Model, explored checker.Graph[model.State]) *Graph {
	c := &counter{model: m, nodes: map[Pair]uint64{}, edges: map[[2]Pair]map[checker.Action]uint64{}}
	explored.Each(c.state)
	g := &Graph{Title: title, Note: note}
	for p, n := range c.nodes {
		g.Nodes = append(g.Nodes, Node{p, n})
	}
	slices.SortFunc(g.Nodes, func(a, b Node) int { return order(a.Pair, b.Pair) })
	for ends, actions := range c.edges {
		g.Edges = append(g.Edges, c.edge(ends, actions))
	}
	slices.SortFunc(g.Edges, func(a, b Edge) int { return cmp.Or(order(a.From, b.From), order(a.To, b.To)) })
	return g
}

// Deliver lets a network that loses nothing hold no more than it has room for.
// An end may send a segment again at any time, so no room would ever be enough
// for all of them, and there would be no picture. What is left out is said in
// it; explore check, which claims something, is asked with -assume REL.
func Deliver(net *model.Network) {
	net.Delivers = net.Delivers || !net.Loss
}

func order(a, b Pair) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) }

type counter struct {
	model *model.Model
	out   checker.Steps[model.State]
	nodes map[Pair]uint64
	edges map[[2]Pair]map[checker.Action]uint64
}

// state counts a state and the steps out of it.
func (c *counter) state(s *model.State) {
	from := c.pair(s)
	c.nodes[from]++
	c.out.Reset()
	c.model.Next(s, &c.out)
	for a, next := range c.out.All() {
		to := c.pair(&next)
		if to == from {
			continue
		}
		ends := [2]Pair{from, to}
		if c.edges[ends] == nil {
			c.edges[ends] = map[checker.Action]uint64{}
		}
		c.edges[ends][a]++
	}
}

func (c *counter) pair(s *model.State) Pair {
	a, b := c.model.View(*s).States()
	return Pair{a, b}
}

// edge sums up the actions of an edge by what they are called.
func (c *counter) edge(ends [2]Pair, actions map[checker.Action]uint64) Edge {
	e, events := Edge{From: ends[0], To: ends[1]}, map[string]uint64{}
	for a, n := range actions {
		e.Steps += n
		events[c.event(a)] += n
	}
	e.Events = graph.ByFrequency(events)
	return e
}

// event names an action, as in "B: rcv SYN,ACK".
func (c *counter) event(a checker.Action) string {
	mv := c.model.Move(a)
	switch {
	case mv.End < 0:
		return c.model.ActionName(a)
	case mv.Packet != nil:
		return fmt.Sprintf("%s: rcv %v", model.EndName(mv.End), mv.Packet.CTL)
	}
	return fmt.Sprintf("%s: %s", model.EndName(mv.End), model.KindName(mv.Kind))
}
