// Package layered lays out directed graphs in ranks from top to bottom, with
// labels on their edges.
//
// The way is that of K. Sugiyama, S. Tagawa and M. Toda, "Methods for visual
// understanding of hierarchical system structures", IEEE Transactions on
// Systems, Man, and Cybernetics 11(2), 1981: turn some edges so that there is no
// cycle, give each node a rank, order the ranks so that few edges cross, and
// only then look for coordinates. A label is a vertex of its own, in a rank
// between those of nodes, so nothing ever lies over it; that idea is from
// E. R. Gansner, E. Koutsofios, S. C. North and K.-P. Vo, "A technique for
// drawing directed graphs", IEEE Transactions on Software Engineering 19(3),
// 1993.
//
// The same graph is laid out alike every time.
package layered

import "github.com/tcpfsm/tcpfsm/checker/scene"

// A Size is how much room something needs.
type Size struct{ W, H float64 }

// A Graph is what is to be laid out.
type Graph struct {
	Nodes []Size
	Edges []Edge
}

// An Edge leads from one node to another one, by their indices. There may be
// several between the same two, but none from a node to itself.
type Edge struct {
	From, To int
	Label    Size
}

// A Layout is the places of nodes and edges, in the order of the graph.
type Layout struct {
	Nodes []scene.Rect
	Edges []Route
}

// A Route is the way of an edge, from its first node to its second, and the
// place of its label.
type Route struct {
	scene.Path
	Label scene.Rect
}

// Of lays out a graph.
func Of(g *Graph) *Layout {
	turned := turn(g)
	p := newProper(g, turned, rank(g, turned))
	p.order()
	p.place()
	return p.layout()
}
