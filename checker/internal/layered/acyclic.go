package layered

// turn returns, for each edge, whether it is turned around, so that no cycle is
// left. An edge leads down as it is if it leads away from where everything
// begins, the first node; of the others, each does so that closes no cycle then.
func turn(g *Graph) []bool {
	down, turned := make(ways, len(g.Nodes)), make([]bool, len(g.Edges))
	met := g.met()
	var back []int
	for i, e := range g.Edges {
		if met[e.From] < met[e.To] {
			down[e.From] = append(down[e.From], e.To)
		} else {
			back = append(back, i)
		}
	}
	for _, i := range back {
		e := &g.Edges[i]
		if turned[i] = down.lead(e.To, e.From); !turned[i] {
			down[e.From] = append(down[e.From], e.To)
		}
	}
	return turned
}

// met returns which nodes a search in breadth meets before which: from the first
// one on, and then from the next one that is not reached.
func (g *Graph) met() []int {
	out := make(ways, len(g.Nodes))
	for _, e := range g.Edges {
		out[e.From] = append(out[e.From], e.To)
	}
	when, now := make([]int, len(g.Nodes)), 0
	for n := range g.Nodes {
		for queue := []int{n}; len(queue) > 0; queue = queue[1:] {
			if at := queue[0]; when[at] == 0 {
				now++
				when[at] = now
				queue = append(queue, out[at]...)
			}
		}
	}
	return when
}

// ways are the nodes to which each node leads.
type ways [][]int

// lead reports whether there is a way from one node to another.
func (w ways) lead(from, to int) bool {
	seen := make([]bool, len(w))
	for stack := []int{from}; len(stack) > 0; {
		at := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if at == to {
			return true
		}
		if !seen[at] {
			seen[at] = true
			stack = append(stack, w[at]...)
		}
	}
	return false
}

// ends returns the upper and the lower node of an edge.
func (g *Graph) ends(edge int, turned []bool) (upper, lower int) {
	e := &g.Edges[edge]
	if turned[edge] {
		return e.To, e.From
	}
	return e.From, e.To
}
