package graph

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/checker/scene"
)

// Of returns the graph of what was explored, with all states of one class drawn as
// one node: the class says what a reader wants to tell apart, and prints as what
// the node is called. With the state itself as its class every state is a node.
//
// Nodes are in the order of a search in breadth, the initial ones grey. A node says
// how many states it stands for if there are several. An edge is named after the
// steps that it stands for, the most frequent first; steps within a class have none
// if it stands for several states. It keeps what it draws: a class for each of a
// million states is a picture that nobody reads.
func Of[S, K comparable](title string, explored checker.Graph[S], class func(S) K) *Graph {
	c := &collector[K]{graph: &Graph{Title: title}, nodes: map[K]int{}, edges: map[[2]int]map[string]int{}}
	for depth, s := range explored.States() {
		from := c.node(class(s))
		c.states[from]++
		if depth == 0 {
			c.graph.Nodes[from].Fill = scene.PaleGrey
		}
		for step := range explored.Steps(s) {
			c.step(from, c.node(class(step.State)), step.Name)
		}
	}
	return c.finish()
}

// A collector is the graph of what was explored in the making.
type collector[K comparable] struct {
	graph  *Graph
	nodes  map[K]int
	states []int                     // of each node
	edges  map[[2]int]map[string]int // how often each step leads from node to node
	order  [][2]int                  // of the edges, as they were found
}

func (c *collector[K]) node(class K) int {
	i, known := c.nodes[class]
	if !known {
		i = len(c.graph.Nodes)
		c.nodes[class] = i
		c.states = append(c.states, 0)
		c.graph.Nodes = append(c.graph.Nodes, Node{Lines: []string{fmt.Sprint(class)}})
	}
	return i
}

func (c *collector[K]) step(from, to int, name string) {
	ends := [2]int{from, to}
	if c.edges[ends] == nil {
		c.edges[ends] = map[string]int{}
		c.order = append(c.order, ends)
	}
	c.edges[ends][name]++
}

// finish names the edges and counts the states.
func (c *collector[K]) finish() *Graph {
	for i, n := range c.states {
		if n > 1 {
			c.graph.Nodes[i].Small = fmt.Sprintf("%d states", n)
		}
	}
	for _, ends := range c.order {
		if ends[0] == ends[1] && c.states[ends[0]] > 1 {
			continue
		}
		c.graph.Edges = append(c.graph.Edges, Edge{From: ends[0], To: ends[1], Label: ByFrequency(c.edges[ends])})
	}
	return c.graph
}

// ByFrequency returns the names that were counted, the most frequent first, and
// what is as frequent in the order of the alphabet. It makes the labels of edges.
func ByFrequency[N cmp.Ordered](counts map[string]N) []string {
	names := make([]string, 0, len(counts))
	for name := range counts {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(a, b))
	})
	return names
}
