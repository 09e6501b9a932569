package fsm

// usual are the facts that mostly hold when they are asked for; the others
// mostly do not. Being wrong here costs time and nothing else.
var usual = factSetOf(facts{
	hasACK, atNXT, firstInWindow, lastInWindow, windowNewer, coversCall, remoteGiven,
	waiting, windowUsable, fitsWindow, fitsMSS, formedNew,
})

// guess finds, for each node that asks, how far one comparison leads.
func (p *program) guess() {
	for id := range p.nodes {
		if n := &p.nodes[id]; n.op == ask || n.op == observeAndAsk {
			n.guess = p.guessFrom(n)
		}
	}
}

func (p *program) guessFrom(n *node) (g guess) {
	word := n.word
	for {
		likely := n.no
		if usual[word]&n.bit != 0 {
			likely = n.yes
			g.want |= n.bit
		}
		g.mask |= n.bit
		g.to = likely.to
		if likely.rule != 0 {
			g.rules[g.count] = RuleID(likely.rule - 1)
			g.count++
		}
		n = &p.nodes[likely.to]
		if n.op != ask || n.word != word || g.mask&n.bit != 0 || g.count == maxGuess {
			return g
		}
	}
}
