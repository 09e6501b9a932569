package fsm

// guess finds, for each node that asks, how far one comparison leads. At every
// node the likelier edge is taken to be the one with more processing behind it:
// what is wrong with a segment ends its processing early.
func (m *Machine) guess() {
	height := make([]int, len(m.nodes))
	for id := range m.nodes { // nodes stand behind those that they lead to
		n := &m.nodes[id]
		if n.op != end {
			height[id] = 1 + max(height[n.yes.to], height[n.no.to])
		}
	}
	for id := range m.nodes {
		if n := &m.nodes[id]; n.op == ask || n.op == observeAndAsk {
			n.guess = m.guessFrom(n, height)
		}
	}
}

func (m *Machine) guessFrom(n *node, height []int) (g guess) {
	group := n.group
	for {
		likely := n.no
		if height[n.yes.to] > height[n.no.to] {
			likely = n.yes
			g.want |= n.bit
		}
		g.mask |= n.bit
		g.to = likely.to
		if likely.rule != 0 {
			g.rules[g.count] = RuleID(likely.rule - 1)
			g.count++
		}
		n = &m.nodes[likely.to]
		if n.op != ask || n.group != group || g.mask&n.bit != 0 || g.count == maxGuess {
			return g
		}
	}
}
