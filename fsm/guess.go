package fsm

// Header prediction, derived: where a chain of questions is about facts of one word,
// the usual answers to all of them are one comparison.
//
// Invariant: a guess is right or is not taken. If the word under the mask is what is
// wanted, the questions would have been answered so one by one, and the rules that
// are noted are those that they lead to. Else the first question is asked by itself.
//
//	ask --usual--> ask --usual--> ask --usual--> act
//	 |              |              |              ^
//	 '-- word & mask == want: one comparison -----'
//
// Example: text in order arrives in ESTABLISHED. The first guess is
//
//	want    hasACK, firstInWindow, lastInWindow
//	and not hasRST, receivedSYN, emptySegment, zeroWindow
//	fires   seq.occupied.in-window, rst.none, syn.none, ack
//
// Seven questions are one comparison, and four rules fire. A guess ends where facts
// of another word are asked for, where a group must be observed first, at a rule with
// effects, and after maxGuess rules.

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
		// A node that observes first would see other facts than the comparison has,
		// and a fact asked for twice could be wanted both ways.
		n = &p.nodes[likely.to]
		if n.op != ask || n.word != word || g.mask&n.bit != 0 || g.count == maxGuess {
			return g
		}
	}
}
