package conform

import "github.com/tcpfsm/tcpfsm/fsm"

// What fires in a trial: only an edit of that makes a difference to it.

// keys are a set of what fires in a trial: rules, checks, and effects that send, by the
// numbers that they have in an index.
type keys []uint64

func (k keys) has(n int) bool { return n >= 0 && n>>6 < len(k) && k[n>>6]>>(n&63)&1 != 0 }

func (k *keys) set(n int) {
	for len(*k) <= n>>6 {
		*k = append(*k, 0)
	}
	(*k)[n>>6] |= 1 << (n & 63)
}

func (k *keys) add(other keys) {
	for len(*k) < len(other) {
		*k = append(*k, 0)
	}
	for i := range other {
		(*k)[i] |= other[i]
	}
}

// An index numbers names, which are the same from one edited table to the next.
type index map[string]int

// of returns the number of a name, which gets one if it has none.
func (x index) of(name string) int {
	n, there := x[name]
	if !there {
		n = len(x)
		x[name] = n
	}
	return n
}

// find returns the number of a name, -1 if it has none.
func (x index) find(name string) int {
	if n, there := x[name]; there {
		return n
	}
	return -1
}

// keysOf lists, by rule, what fires with it: the rule, its check, and the effects of it
// that send.
func (x index) keysOf(m *fsm.Machine) (all [][]int) {
	for id := range fsm.RuleID(m.Rules()) {
		r := m.Rule(id)
		list := []int{x.of(r.ID), x.of(titled(m.Check(id).Title))}
		for _, e := range r.Do {
			if e.Sends() != 0 {
				list = append(list, x.of(e.String()))
			}
		}
		all = append(all, list)
	}
	return all
}

// note notes what has fired in the last step.
func (l *lens) note(fired *keys, r *replay) {
	if l.keys == nil {
		return
	}
	for _, id := range r.fired {
		for _, k := range l.keys[id] {
			fired.set(k)
		}
	}
}

// firedIn returns the rules that fire in step i of a trial under p by the table as it is,
// and what they send.
func (l *lens) firedIn(t *trial, p fsm.Policy, i int) (rules []fsm.RuleID, sent []fsm.Segment) {
	m, _ := l.machine(p)
	if m == nil || i < 0 {
		return nil, nil
	}
	r := l.to(t, m, p, i)
	defer r.end()
	r.step(m, nil, &t.Steps[i])
	for _, id := range r.fired {
		if !m.Check(id).Routine || len(m.Rule(id).Do) > 0 {
			rules = append(rules, id)
		}
	}
	return rules, append(sent, r.sent...)
}

// fire notes what fires in a trial under any of its policies, by the table as it is, and
// under which of them the table foretells it.
func (l *lens) fire(t *trial) {
	t.fired, t.exact, t.near, t.from = keys{}, nil, false, min(t.Step, len(t.Steps)-1)
	for _, p := range t.policies {
		m, _ := l.machine(p)
		at := l.stand(t.way, p)
		t.fired.add(at.fired)
		r := from(&at.tcb)
		exact := true
		for i := range t.Steps {
			if i == t.Step && exact {
				t.from = 0
			}
			right, nearly := at.foretold(i)
			if i >= len(t.way.steps) {
				r.step(m, nil, &t.Steps[i])
				right, nearly = r.right(&t.Steps[i])
				l.note(&t.fired, r)
			}
			t.near = t.near || i == t.Step && exact && nearly
			exact = exact && right
		}
		if r.end(); exact {
			t.exact = append(t.exact, p)
		}
	}
}
