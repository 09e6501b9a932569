package certificate

import "github.com/tcpfsm/tcpfsm/fsm"

// Needed says of each state whether the proof can do without it: any list of states of
// the certificate in which one that is needed is missing is refused, whatever else is
// missing. What [Certificate.Verify] refuses has none, and its error is returned.
//
// A state is needed if it alone covers the beginning, or alone covers what a step leads
// to that begins at another one that is needed. By induction on the length of such a
// chain whoever takes it out takes out what the beginning, or a step that is left, leads
// to. Of two states that cover the same neither may be needed.
func (c *Certificate) Needed(table fsm.Table) ([]bool, error) {
	n := needs{verifier: &verifier{Certificate: c}, begun: -1, of: make([][]int, len(c.States))}
	n.covered = n.note
	if err := n.verify(table); err != nil {
		return nil, err
	}
	needed := make([]bool, len(c.States))
	n.need(needed, n.begun)
	return needed, nil
}

// needs says which state alone covers the beginning, and of each state those that alone
// cover what one of its steps leads to.
type needs struct {
	*verifier
	begun int // -1: there are several
	of    [][]int
}

// note reports whether a state covers a target, and notes it if it is the only one.
func (n *needs) note(t *target) bool {
	by := -1
	for _, i := range n.classes[t.class()] {
		if n.covers(i, t) {
			if by >= 0 || i == t.from {
				return true
			}
			by = i
		}
	}
	switch {
	case by < 0:
		return false
	case t.from < 0:
		n.begun = by
	default:
		n.of[t.from] = append(n.of[t.from], by)
	}
	return true
}

// need notes that a state is needed, and what then is.
func (n *needs) need(needed []bool, state int) {
	for waiting := []int{state}; len(waiting) > 0; {
		last := len(waiting) - 1
		i := waiting[last]
		if waiting = waiting[:last]; i >= 0 && !needed[i] {
			needed[i] = true
			waiting = append(waiting, n.of[i]...)
		}
	}
}
