package checker

// The components of a graph: the largest sets of nodes in which a path leads from
// each node to each other one.
//
// Invariant: on the stack are the visited nodes whose component is open, in the
// order of the visit, and the path is a part of it. From every node on the stack a
// path leads to some node of the search path. When the search leaves a node that
// reaches no earlier open one, the component is this node and all above it on the
// stack.
//
// Example: from node 0, edges in the order in which they are written.
//
//	        ,-----------.    node  visited  lowest reached  component
//	        v           |    0     1        1               third:  {0}
//	0 ----> 1 --> 2 --> 3    1     2        2               second: {1 2 3}
//	        |     ^     |    2     3        2
//	        v     `-----'    3     4        2, by 3 -> 1
//	 ,----> 4                4     5        5               first:  {4}
//	 `------'
//
// Edges: 0 to 1; 1 to 2 and 4; 2 to 3; 3 to 1 and 2; 4 to 4. The component {4} is
// complete before {1 2 3}, although it was visited later: components come in an
// order in which each comes after all that it leads to. possible.go depends on that.

// components finds the strongly connected components of the part of a graph
// that can be reached from given roots, by Tarjan's algorithm ("Depth-first
// search and linear graph algorithms", 1972) with a stack of its own instead
// of recursion.
type components[S comparable] struct {
	g *graph[S]

	// number is per node 0 if it was not visited, the order of the visit while
	// its component is open, and closed plus the name of its component after.
	number []uint32
	order  uint32
	names  uint32

	path  []visit
	stack []uint32 // visited nodes whose component is open
	room  struct { // where the two lie; nil of one on the heap
		path  *memory[visit]
		stack *memory[uint32]
	}
}

// A visit is a node on the path of the depth-first search.
type visit struct {
	node uint32
	edge uint32 // the next to look at
	low  uint32 // the earliest open node that is known to be reachable
}

const closed = 1 << 31

// maxNodes is the number of states up to which liveness can be decided.
const maxNodes = closed - 1

// newComponents makes room for a path and a stack of all nodes: appended to on the
// heap they would leave several times their size to the collector.
func newComponents[S comparable](g *graph[S]) *components[S] {
	c := &components[S]{g: g, number: make([]uint32, len(g.mark))}
	var err error
	if c.room.path, err = newMemory[visit](len(g.mark)); err == nil {
		c.path = c.room.path.at[:0]
	}
	if c.room.stack, err = newMemory[uint32](len(g.mark)); err == nil {
		c.stack = c.room.stack.at[:0]
	}
	return c
}

// from calls each for every component that is reachable from root and was not
// visited before; the slice is overwritten later. It reports false if the
// search is stopped.
func (c *components[S]) from(root uint32, each func(nodes []uint32)) bool {
	if c.number[root] != 0 {
		return true
	}
	c.enter(root)
	for len(c.path) > 0 {
		v := &c.path[len(c.path)-1]
		if next, ok := c.advance(v); ok {
			c.enter(next)
			if c.order%(1<<12) == 0 && c.g.search.interrupted() {
				return false
			}
			continue
		}
		low := v.low
		if low == c.number[v.node] {
			c.leave(v.node, each)
		}
		c.path = c.path[:len(c.path)-1]
		if len(c.path) > 0 {
			parent := &c.path[len(c.path)-1]
			parent.low = min(parent.low, low)
		}
	}
	return true
}

func (c *components[S]) enter(node uint32) {
	if c.g.mark[node]&inside == 0 { // a step to it said otherwise
		panic(notAFunction(c.g.prop, *c.g.search.arena.at(node)))
	}
	c.order++
	c.number[node] = c.order
	c.path = append(c.path, visit{node: node, low: c.order})
	c.stack = append(c.stack, node)
}

// advance goes through the edges of v up to one that leads to a new node.
func (c *components[S]) advance(v *visit) (next uint32, ok bool) {
	to, _ := c.g.edges(v.node)
	for int(v.edge) < len(to) {
		next = to[v.edge]
		v.edge++
		switch n := c.number[next]; {
		case n == 0:
			return next, true
		case n&closed == 0: // an edge to a closed component leads nowhere back
			v.low = min(v.low, n)
		}
	}
	return 0, false
}

// leave closes the component whose first node is root.
func (c *components[S]) leave(root uint32, each func(nodes []uint32)) {
	i := len(c.stack) - 1
	for c.stack[i] != root {
		i--
	}
	c.names++
	for _, v := range c.stack[i:] {
		c.number[v] = closed | c.names
	}
	nodes := c.stack[i:]
	c.stack = c.stack[:i] // before each is called, which keeps the nodes no longer than that
	each(nodes)
}

// cyclic reports whether a path leads from a node of the component back to it.
func (c *components[S]) cyclic(nodes []uint32) bool {
	if len(nodes) > 1 {
		return true
	}
	to, _ := c.g.edges(nodes[0])
	for _, t := range to {
		if t == nodes[0] {
			return true
		}
	}
	return false
}
