package layered

// Which way an edge takes, once all vertices have their places.
//
// Invariant: within a rank an edge is upright, where its vertex keeps the others away;
// sideways it goes only between ranks, where nothing is. So no edge crosses a node or
// a label.
//
//	      +-------+
//	      | node  |
//	      +-+---+-+   ports: apart, in the order of where the edges lead
//	        |   |
//	       /     \    between ranks: falling, sideways
//	      |       |
//	      |label  |   in a rank: upright, at the x of the vertex
//	      |       |
//	       \     /
//	      +-+---+-+
//
// Example: node 0 of the graph of rank.go is 40 wide, at x from -17.2 to 22.8. Three
// edges end at its lower border, in the order of their next vertices at x = -20.8, 4.6
// and 41.5. They may use the middle 0.8 of the border, -13.2 to 18.8, and would like to
// be 18 apart, for which 32 is too little: they are at least 32/3 apart, at -13.2, 4.6
// and 18.8. The edge in the middle is upright from its port on.

import (
	"cmp"
	"slices"

	"github.com/tcpfsm/tcpfsm/checker/scene"
)

// A port is the end of an edge at a node.
type port struct {
	edge  int
	upper bool // the node is the upper one: the edge leaves it at the bottom
}

// ports returns the x of each end of each edge, along the border of its node in
// the order of where the edges lead.
func (p *proper) ports() map[port]float64 {
	all := map[port]float64{}
	bottoms, tops := map[int][]port{}, map[int][]port{}
	for i, chain := range p.chains {
		upper, lower := chain[0], chain[len(chain)-1]
		bottoms[upper] = append(bottoms[upper], port{i, true})
		tops[lower] = append(tops[lower], port{i, false})
	}
	for n := range p.graph.Nodes {
		p.spread(n, bottoms[n], all)
		p.spread(n, tops[n], all)
	}
	return all
}

// The part of a border along which ports are spread, and how far apart they are.
const (
	spreadPart = 0.8
	portGap    = 18.0
	leastPort  = 10.0
)

// spread places the ports on one side of a node: each as near to the way of its
// edge as the border and the others leave it room.
func (p *proper) spread(n int, ports []port, all map[port]float64) {
	slices.SortStableFunc(ports, func(a, b port) int { return cmp.Compare(p.next(a).x, p.next(b).x) })
	v := &p.vertices[n]
	half := spreadPart * v.right
	gap := min(portGap, 2*half/float64(len(ports)))
	wishes, offsets := make([]wish, len(ports)), make([]float64, len(ports))
	for i, at := range ports {
		offsets[i] = gap * float64(i)
		room := span{v.x - half + offsets[i], v.x + half - gap*float64(len(ports)-1-i)}
		wishes[i] = wish{room.nearest(p.next(at).x), 1}
	}
	for i, x := range regress(wishes, offsets) {
		all[ports[i]] = x
	}
}

// next returns the first vertex on the way from a port.
func (p *proper) next(at port) *vertex {
	chain := p.chains[at.edge]
	if at.upper {
		return &p.vertices[chain[1]]
	}
	return &p.vertices[chain[len(chain)-2]]
}

// route returns the way of an edge. It is upright within a rank, where its
// neighbours are, and goes sideways between ranks.
func (p *proper) route(edge int, ports map[port]float64) (r Route) {
	chain := p.chains[edge]
	upper, lower := p.box(chain[0]), p.box(chain[len(chain)-1])
	r.From = scene.Point{X: ports[port{edge, true}], Y: upper.Bottom()}
	p.upright(&r.Path, p.vertices[chain[0]].rank, r.From.X)
	for _, id := range chain[1 : len(chain)-1] {
		v := &p.vertices[id]
		r.Falling(scene.Point{X: v.x, Y: p.tops[v.rank]})
		p.upright(&r.Path, v.rank, v.x)
		if v.label {
			r.Label = scene.Rect{X: v.x + textGap, Y: p.tops[v.rank] + (p.heights[v.rank]-v.height)/2, W: v.right - textGap - lineGap, H: v.height}
		}
	}
	end := scene.Point{X: ports[port{edge, false}], Y: lower.Y}
	r.Falling(scene.Point{X: end.X, Y: p.tops[p.vertices[chain[len(chain)-1]].rank]})
	p.to(&r.Path, end)
	if p.turned[edge] {
		r.Path = r.Reversed()
	}
	return r
}

// upright leads on to the lower end of a rank.
func (p *proper) upright(path *scene.Path, rank int, x float64) {
	p.to(path, scene.Point{X: x, Y: p.tops[rank] + p.heights[rank]})
}

// to leads straight on to a point, if the path is not there yet.
func (p *proper) to(path *scene.Path, at scene.Point) {
	if path.End() != at {
		path.Curves = append(path.Curves, scene.Curve{To: at})
	}
}
