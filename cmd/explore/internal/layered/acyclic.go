package layered

// turn returns, for each edge, whether it is turned around, so that no cycle is
// left. These are the edges that lead back when one walks along the edges from
// the first node on, and from the next one that is not reached.
func turn(g *Graph) []bool {
	w := &walker{graph: g, out: make([][]int, len(g.Nodes)), state: make([]uint8, len(g.Nodes)), turned: make([]bool, len(g.Edges))}
	for i, e := range g.Edges {
		w.out[e.From] = append(w.out[e.From], i)
	}
	for n := range g.Nodes {
		if w.state[n] == unseen {
			w.walk(n)
		}
	}
	return w.turned
}

type walker struct {
	graph  *Graph
	out    [][]int // edges out of each node
	state  []uint8
	turned []bool
}

const (
	unseen = iota
	underway
	done
)

func (w *walker) walk(n int) {
	w.state[n] = underway
	for _, e := range w.out[n] {
		switch to := w.graph.Edges[e].To; w.state[to] {
		case underway:
			w.turned[e] = true
		case unseen:
			w.walk(to)
		}
	}
	w.state[n] = done
}

// ends returns the upper and the lower node of an edge.
func (g *Graph) ends(edge int, turned []bool) (upper, lower int) {
	e := &g.Edges[edge]
	if turned[edge] {
		return e.To, e.From
	}
	return e.From, e.To
}
