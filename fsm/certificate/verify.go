package certificate

import (
	"fmt"
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A Refusal says why a certificate proves nothing.
type Refusal struct {
	Scenario string
	State    int    // the place of the state to blame; -1: that in which all begins
	Claim    string // that is not so there; "": a step leads out of the states
	Why      string
}

// Error names the place.
func (r *Refusal) Error() string {
	where, what := fmt.Sprintf("state %d", r.State), "the states are not closed"
	if r.State < 0 {
		where = "the beginning"
	}
	if r.Claim != "" {
		what = r.Claim + " is not so"
	}
	return fmt.Sprintf("scenario %q, %s: %s: %s", r.Scenario, where, what, r.Why)
}

// A verifier is at work on a certificate. What ends can do is computed once for each.
type verifier struct {
	*Certificate
	machine *fsm.Machine
	sides   [2]struct{ inputs, atOnce []*input }
	next    []expression // of registers, in an event
	tick    []expression
	marks   []expression
	lost    expression
	clauses []clause
	ends    map[End]uint32
	packets map[Packet]uint32
	known   []Packet // those of the certificate, and behind them what is forged
	forged  [2][]uint32
	classes map[[3]uint32][]uint32 // states by their ends and the forgeries left
	done    map[[3]uint32][]*move  // by side, end, and one more than the packet, or 0
}

// An input and a clause are compiled.
type (
	input struct {
		Input
		iss, timestamp, ask expression
	}
	clause struct {
		Claim
		when, holds expression
		peer        bool // it speaks of the other end
	}
)

// Verify returns nil if the states are an inductive invariant under the rules of a
// table, and the claims hold in them. The error is a *[Refusal], or says what it does
// not understand.
func (c *Certificate) Verify(table fsm.Table) error {
	v, err := newVerifier(c, table)
	if err != nil {
		return err
	}
	if err := v.begins(); err != nil {
		return err
	}
	for class, states := range v.classes {
		if err := v.claimed(class, states[0]); err != nil {
			return err
		}
	}
	for i := range c.States {
		if err := v.closed(i); err != nil {
			return err
		}
	}
	return nil
}

func newVerifier(c *Certificate, table fsm.Table) (*verifier, error) {
	policy, err := fsm.ParsePolicy(c.Policy)
	if err != nil {
		return nil, c.broken("its policy: %w", err)
	}
	v := &verifier{Certificate: c, ends: map[End]uint32{}, packets: map[Packet]uint32{}, known: slices.Clone(c.Packets),
		classes: map[[3]uint32][]uint32{}, done: map[[3]uint32][]*move{}}
	if v.machine, err = fsm.Compile(table, policy); err != nil {
		return nil, c.broken("its table: %w", err)
	}
	if d := Digest(v.machine); d != c.Table {
		return nil, c.broken("it is about the table %q, and that of this program is %s", c.Table, d)
	}
	for i := range c.Ends {
		v.ends[c.Ends[i].End] = uint32(i)
	}
	for i, p := range c.Packets {
		v.packets[p] = uint32(i)
	}
	for i, s := range c.States {
		class := [3]uint32{s[0], s[1], s[4]}
		v.classes[class] = append(v.classes[class], uint32(i))
	}
	for i := range v.forged {
		for _, p := range c.Sides[i].Forged {
			v.forged[i], v.known = append(v.forged[i], uint32(len(v.known))), append(v.known, p)
		}
	}
	return v, v.compile()
}

// compile makes ready what is asked.
func (v *verifier) compile() error {
	l := language{terms: map[string]expression{}, registers: map[string]int{}, marks: map[string]int{}}
	for i, r := range v.Memory {
		l.registers[r.Name] = i
	}
	for i, m := range v.Marks {
		l.marks[m.Name] = i
	}
	for _, t := range v.Terms {
		l.terms[t.Name] = l.compile(t.Is)
	}
	for _, r := range v.Memory {
		v.next, v.tick = append(v.next, l.compile(r.Next)), append(v.tick, l.compile(r.Tick))
	}
	for _, m := range v.Marks {
		v.marks = append(v.marks, l.compile(m.Is))
	}
	v.lost = l.compile(v.Lost)
	for i, s := range v.Sides {
		prepare := func(all []Input) (ready []*input) {
			for _, in := range all {
				ready = append(ready, &input{in, l.compile(in.ISS), l.compile(in.Timestamp), l.compile(in.If)})
			}
			return ready
		}
		v.sides[i].inputs, v.sides[i].atOnce = prepare(s.Inputs), prepare(s.AtOnce)
	}
	for _, c := range v.Claims {
		k := clause{Claim: c, when: l.compile(c.When)}
		l.spoke = false
		k.holds, k.peer = l.compile(c.Holds), l.spoke
		v.clauses = append(v.clauses, k)
		if c.About != "events" && c.About != "segments" && c.About != "states" {
			return v.broken("claim %s is about %q, and claims are about events, segments or states", c.Name, c.About)
		}
	}
	if l.err != nil {
		return v.broken("%w", l.err)
	}
	return nil
}

// A target is where a step leads to.
type target struct {
	ends [2]uint32
	sent [2][]Sending
	left uint32 // forgeries
}

// covered reports whether a state has the same ends, and in both directions all that
// the target has.
func (v *verifier) covered(t *target) bool {
	return slices.ContainsFunc(v.classes[[3]uint32{t.ends[0], t.ends[1], t.left}], func(i uint32) bool {
		s := &v.States[i]
		return covers(v.Sent[s[2]], t.sent[0]) && covers(v.Sent[s[3]], t.sent[1])
	})
}

// begins refuses states that do not cover the beginning: both ends are CLOSED, and
// nothing is on its way but strays.
func (v *verifier) begins() error {
	t := target{left: v.Network.Forgeries}
	known := true
	for i := range t.ends {
		var e End
		for j, r := range v.Memory {
			e.Memory[j] = r.First[i]
		}
		at, is := v.ends[e]
		t.ends[i], known = at, known && is
		for _, p := range v.Sides[i].Strays {
			at, is := v.packets[p]
			t.sent[i], known = v.Network.send(t.sent[i], at), known && is
		}
	}
	if !known || !v.covered(&t) {
		return &Refusal{v.Scenario, -1, "", "no state covers it"}
	}
	return nil
}

// claimed refuses two ends of which a claim about states is not so.
func (v *verifier) claimed(class [3]uint32, state uint32) error {
	for i := range 2 {
		x := moment{Is: v.Ends[class[i]].End, Peer: v.Ends[class[1-i]].End}
		for _, k := range v.clauses {
			if k.About == "states" && k.when(&x) != 0 && k.holds(&x) == 0 {
				return &Refusal{v.Scenario, int(state), k.Name, fmt.Sprintf("of ends in %v and %v", x.Is.State, x.Peer.State)}
			}
		}
	}
	return nil
}

// closed refuses a state with a step to what no state covers: of an end by itself, with
// what the other has sent, with what is forged, and of time.
func (v *verifier) closed(i int) error {
	s := v.States[i]
	here := target{ends: [2]uint32{s[0], s[1]}, sent: [2][]Sending{v.Sent[s[2]], v.Sent[s[3]]}, left: s[4]}
	for end := range uint32(2) {
		from := v.other(end)
		if err := v.step(i, end, 0, here); err != nil {
			return err
		}
		for j, x := range here.sent[from] {
			t := here
			t.sent[from] = deliver(t.sent[from], j)
			if err := v.step(i, end, x[0]+1, t); err != nil {
				return err
			}
		}
		t := here
		if t.left != Any {
			t.left--
		}
		for _, p := range v.forged[end] {
			if err := v.step(i, end, p+1, t); here.left > 0 && err != nil {
				return err
			}
		}
	}
	return v.passes(i, here)
}

// other is the end at which arrives what an end sends.
func (v *verifier) other(end uint32) uint32 {
	if v.Network.Loopback {
		return end
	}
	return 1 - end
}

// step makes the moves of an end by itself, with 0, or with the packet before a place.
func (v *verifier) step(i int, end, place uint32, here target) error {
	key := [3]uint32{end, here.ends[end], place}
	all, known := v.done[key]
	if !known {
		var p *Packet
		if place > 0 {
			p = &v.known[place-1]
		}
		all = v.moves(end, here.ends[end], p)
		v.done[key] = all
	}
	for _, mv := range all {
		t, from := here, v.other(end)
		if mv.kind == fsm.TimeWaitTimeout && !v.Network.Races {
			var may bool
			if t.sent[from], may = v.Network.age(t.sent[from], 0); !may {
				continue // what arrives in this tick arrives before it is over
			}
		}
		if claim, why := v.make(mv, end, t); why != "" {
			return &Refusal{v.Scenario, i, claim, fmt.Sprintf("%c, %v: %s", 'A'+end, mv.kind, why)}
		}
	}
	return nil
}

// make makes a move, and says what is wrong with it.
func (v *verifier) make(mv *move, end uint32, t target) (claim, why string) {
	if mv.wrong != "" {
		return mv.claim, mv.wrong
	}
	for _, k := range mv.open {
		if k.Peer = v.Ends[t.ends[1-end]].End; v.Network.Loopback {
			k.Peer = k.Is
		}
		if k.holds(&k.moment) == 0 {
			return k.Name, k.String()
		}
	}
	t.ends[end] = mv.to
	for _, p := range mv.sends {
		t.sent[end] = v.Network.send(t.sent[end], p)
	}
	if !v.covered(&t) {
		return "", "no state covers where it leads to"
	}
	return "", ""
}

// passes lets time pass, unless something has to happen before: a register is told so
// by a Tick that is [Never].
func (v *verifier) passes(i int, t target) error {
	if v.Network.MSL == 0 {
		return nil
	}
	known := true
	for end := range t.ends {
		x, may := moment{Is: v.Ends[t.ends[end]].End}, false
		then := x.Is
		for j, tick := range v.tick {
			if then.Memory[j] = tick(&x); then.Memory[j] == Never {
				return nil
			}
		}
		at, is := v.ends[then]
		t.ends[end], known = at, known && is
		if t.sent[end], may = v.Network.age(t.sent[end], 1); !may {
			return nil
		}
	}
	if !known || !v.covered(&t) {
		return &Refusal{v.Scenario, i, "", "no state covers where a tick leads to"}
	}
	return nil
}

// Never is what a register becomes in a tick that has to wait for an event.
const Never = 1<<32 - 1
