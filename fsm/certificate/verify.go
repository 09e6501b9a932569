package certificate

import (
	"fmt"
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A verifier is at work on a certificate. What an end can do is computed once.
type verifier struct {
	*Certificate
	*program
	ends    map[End]uint32      // one more than the place; so 0 of what is nowhere
	packets map[Packet]uint32   // the same
	classes map[[3]uint32][]int // states by their ends and the forgeries left
	done    map[happening][]*move
	covered func(*target) bool // whether a state has all that a target has
}

// A happening is what an end can do by itself, or with a packet.
type happening struct{ side, end, packet uint32 }

// nowhere is the place of what is in no state, and the packet of what happens without.
const nowhere = 1<<32 - 1

// A target is where a step leads to.
type target struct {
	from int // the state that it begins at; -1: it is the beginning
	ends [2]uint32
	sent [2][]Sending
	left uint32 // forgeries
}

// Verify returns nil if the states are an inductive invariant under the rules of a
// table, and the claims hold in them. The error is a *[Refusal], or says what it does
// not understand.
func (c *Certificate) Verify(table fsm.Table) error {
	v := &verifier{Certificate: c}
	v.covered = func(t *target) bool {
		return t.from >= 0 && v.covers(t.from, t) || slices.ContainsFunc(v.classes[t.class()], func(i int) bool { return v.covers(i, t) })
	}
	return v.verify(table)
}

// verify looks at the beginning, and then at each state.
func (v *verifier) verify(table fsm.Table) (err error) {
	if v.program, err = v.compile(table); err != nil {
		return err
	}
	v.ends, v.packets, v.classes, v.done = map[End]uint32{}, map[Packet]uint32{}, map[[3]uint32][]int{}, map[happening][]*move{}
	for i := range v.Ends {
		v.ends[v.Ends[i].End] = uint32(i) + 1
	}
	for i, p := range v.Packets {
		v.packets[p] = uint32(i) + 1
	}
	for i, s := range v.States {
		class := [3]uint32{s[0], s[1], s[4]}
		v.classes[class] = append(v.classes[class], i)
	}
	if !v.begins() {
		return &Refusal{v.Scenario, -1, "", "no state covers it"}
	}
	for i := range v.States {
		if refusal := v.closed(i); refusal != nil {
			return refusal
		}
	}
	return nil
}

// begins reports whether a state covers the beginning: both ends are CLOSED, and nothing
// is on its way but strays.
func (v *verifier) begins() bool {
	t := target{from: -1, left: v.Network.Forgeries}
	for i := range t.ends {
		var e End
		for j, r := range v.Memory {
			e.Memory[j] = r.First[i]
		}
		t.ends[i] = v.ends[e] - 1
		for _, p := range v.Sides[i].Strays {
			t.sent[i] = v.Network.send(t.sent[i], p)
		}
	}
	return v.covered(&t)
}

// closed refuses a state of which a claim is not so, or with a step to what no state
// covers: of an end by itself, with what arrives, with what is forged, or of time.
func (v *verifier) closed(i int) (refusal *Refusal) {
	s := v.States[i]
	here := target{i, [2]uint32{s[0], s[1]}, [2][]Sending{v.Sent[s[2]], v.Sent[s[3]]}, s[4]}
	for end := range uint32(2) {
		step := func(packet uint32, t target) {
			if refusal == nil {
				refusal = v.step(happening{end, t.ends[end], packet}, t)
			}
		}
		step(nowhere, here)
		from, t := v.Network.other(end), here
		for j, x := range here.sent[from] {
			t.sent[from] = deliver(here.sent[from], j)
			step(x[0], t)
		}
		t = here
		t.left -= truth(t.left != Any)
		for _, p := range v.Sides[end].Forged {
			if here.left > 0 {
				step(p, t)
			}
		}
		if refusal == nil {
			refusal = v.claimed(end, &here)
		}
	}
	if refusal == nil && !v.passes(here) {
		refusal = &Refusal{v.Scenario, i, "", "no state covers where a tick leads to"}
	}
	return refusal
}

// claimed refuses two ends of which a claim about states is not so.
func (v *verifier) claimed(end uint32, t *target) *Refusal {
	x := moment{Is: v.Ends[t.ends[end]].End, Peer: v.Ends[t.ends[1-end]].End}
	for _, k := range v.clauses {
		if k.About == "states" && k.when(&x) != 0 && k.holds(&x) == 0 {
			return &Refusal{v.Scenario, t.from, k.Name, fmt.Sprintf("%c in %v, the other in %v", 'A'+end, x.Is.State, x.Peer.State)}
		}
	}
	return nil
}

// step makes the moves of an end.
func (v *verifier) step(h happening, here target) *Refusal {
	if _, known := v.done[h]; !known {
		v.done[h] = v.moves(h)
	}
	for _, mv := range v.done[h] {
		t, from, may := here, v.Network.other(h.side), true
		if mv.kind == fsm.TimeWaitTimeout && !v.Network.Races { // what arrives in this tick arrives before it is over
			t.sent[from], may = v.Network.age(t.sent[from], 0)
		}
		if refusal := v.make(mv, h.side, t); may && refusal != nil {
			return refusal
		}
	}
	return nil
}

// make makes a move of an end. It refuses one with which a claim is not so.
func (v *verifier) make(mv *move, end uint32, t target) *Refusal {
	for _, k := range mv.asked {
		x := k.moment
		if x.Peer = v.Ends[t.ends[1-end]].End; v.Network.Loopback {
			x.Peer = x.Is
		}
		if k.holds(&x) == 0 {
			return &Refusal{v.Scenario, t.from, k.Name, fmt.Sprintf("%c, %v", 'A'+end, &x)}
		}
	}
	t.ends[end] = mv.to
	for _, p := range mv.sends {
		t.sent[end] = v.Network.send(t.sent[end], p)
	}
	if !v.covered(&t) {
		return &Refusal{v.Scenario, t.from, "", fmt.Sprintf("no state covers where %v leads %c to", mv.kind, 'A'+end)}
	}
	return nil
}

// passes lets time pass, unless something has to happen before. It reports whether a
// state covers what comes of it.
func (v *verifier) passes(t target) bool {
	for end := range t.ends {
		x := moment{Is: v.Ends[t.ends[end]].End}
		then := x.Is
		for j, tick := range v.tick {
			then.Memory[j] = tick(&x)
		}
		sent, may := v.Network.age(t.sent[end], 1)
		if t.ends[end], t.sent[end] = v.ends[then]-1, sent; !may || v.waits(&x) != 0 || v.Network.MSL == 0 {
			return true
		}
	}
	return v.covered(&t)
}

// class is of a state, or of what a step leads to, what it has to have in common with
// what covers it.
func (t *target) class() [3]uint32 { return [3]uint32{t.ends[0], t.ends[1], t.left} }

// covers reports whether a state has the same ends, and in both directions all that the
// target has.
func (v *verifier) covers(state int, t *target) bool {
	s := &v.States[state]
	return t.class() == [3]uint32{s[0], s[1], s[4]} && covers(v.Sent[s[2]], t.sent[0]) && covers(v.Sent[s[3]], t.sent[1])
}
