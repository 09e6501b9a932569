package layered

import (
	"math"

	"github.com/tcpfsm/tcpfsm/checker/scene"
)

// A proper graph has edges from each rank to the next alone: a long edge goes
// through a vertex in each rank on its way. Nodes are in ranks 0, 2, 4, ...,
// labels in between.
type proper struct {
	graph    *Graph
	turned   []bool
	vertices []vertex
	ranks    [][]int // the vertices of each rank from left to right
	chains   [][]int // the vertices of each edge from its upper node to its lower one
	tops     []float64
	heights  []float64
}

// A vertex is a node, or a place through which an edge goes.
type vertex struct {
	rank        int
	edge        int     // of what is no node; -1 of a node
	left, right float64 // how far it reaches from x
	height      float64
	label       bool // the label of its edge stands to the right of it

	up, down []int // neighbours
	x        float64
	at       int // its place in the rank
}

// The distances that are kept.
const (
	nodeGap = 22.0 // between neighbours in a rank
	lineGap = 7.0  // on each side of a line
	textGap = 5.0  // between a line and its label
)

func newProper(g *Graph, turned []bool, ranks []int) *proper {
	p := &proper{graph: g, turned: turned}
	for n, half := range halves(g, turned) {
		p.add(vertex{rank: 2 * ranks[n], edge: -1, left: half, right: half, height: g.Nodes[n].H})
	}
	taken := map[int]float64{} // of the width of each rank by labels
	for i := range g.Edges {
		p.chain(i, taken)
	}
	return p
}

// halves returns half the width of each node: as wide as it is asked to be, or
// wider if many edges end at it.
func halves(g *Graph, turned []bool) []float64 {
	above, below := make([]float64, len(g.Nodes)), make([]float64, len(g.Nodes))
	for i := range g.Edges {
		upper, lower := g.ends(i, turned)
		below[upper]++
		above[lower]++
	}
	out := make([]float64, len(g.Nodes))
	for n, size := range g.Nodes {
		out[n] = max(size.W, leastPort*max(above[n], below[n])/spreadPart) / 2
	}
	return out
}

func (p *proper) add(v vertex) int {
	for len(p.ranks) <= v.rank {
		p.ranks = append(p.ranks, nil)
	}
	id := len(p.vertices)
	v.at = len(p.ranks[v.rank])
	p.ranks[v.rank] = append(p.ranks[v.rank], id)
	p.vertices = append(p.vertices, v)
	return id
}

// chain adds the vertices of an edge. Its label is where there is the most room,
// as far in the middle as possible.
func (p *proper) chain(edge int, taken map[int]float64) {
	upper, lower := p.graph.ends(edge, p.turned)
	first, last := p.vertices[upper].rank, p.vertices[lower].rank
	size, best := p.graph.Edges[edge].Label, 0
	for r := first + 1; r < last; r += 2 {
		off := func(r int) float64 { return taken[r] + math.Abs(float64(2*r-first-last)) }
		if best == 0 || off(r) < off(best) {
			best = r
		}
	}
	taken[best] += size.W
	chain, before := []int{upper}, upper
	for r := first + 1; r < last; r++ {
		v := vertex{rank: r, edge: edge, left: lineGap, right: lineGap}
		if r == best {
			v.right, v.height, v.label = textGap+size.W+lineGap, size.H, true
		}
		id := p.add(v)
		p.join(before, id)
		chain, before = append(chain, id), id
	}
	p.join(before, lower)
	p.chains = append(p.chains, append(chain, lower))
}

func (p *proper) join(upper, lower int) {
	p.vertices[upper].down = append(p.vertices[upper].down, lower)
	p.vertices[lower].up = append(p.vertices[lower].up, upper)
}

// layout returns the places of what the graph consists of.
func (p *proper) layout() *Layout {
	l := &Layout{}
	for n := range p.graph.Nodes {
		l.Nodes = append(l.Nodes, p.box(n))
	}
	ports := p.ports()
	for i := range p.graph.Edges {
		l.Edges = append(l.Edges, p.route(i, ports))
	}
	return l
}

// box returns the place of a node, in the middle of its rank.
func (p *proper) box(n int) scene.Rect {
	v := &p.vertices[n]
	return scene.Rect{X: v.x - v.left, Y: p.tops[v.rank] + (p.heights[v.rank]-v.height)/2, W: v.left + v.right, H: v.height}
}
