package certificate

import (
	"fmt"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A program is what a certificate says in expressions, compiled.
type program struct {
	rules      *fsm.Machine
	next, tick []expression // of registers
	marks      []expression
	lost       expression
	waits      expression
	clauses    []*clause
	inputs     [2][]*input
	atOnce     [2][]*input
}

// An input that is compiled.
type input struct {
	Input
	iss, timestamp, when expression
}

// A clause is a claim that is compiled.
type clause struct {
	Claim
	when, holds expression
	peer        bool // the other end decides it
}

// compile makes ready what is asked, and the rules of a table. No two registers, marks
// or terms have one name.
func (c *Certificate) compile(table fsm.Table) (*program, error) {
	rules, err := c.machine(table)
	if err != nil {
		return nil, err
	}
	p := &program{rules: rules}
	l := language{terms: map[string]expression{}, sizes: map[string]int{}, speaks: map[string]bool{}, registers: map[string]int{}, marks: map[string]int{}}
	for i, r := range c.Memory {
		l.registers[r.Name] = i
	}
	for i, m := range c.Marks {
		l.marks[m.Name] = i
	}
	for _, t := range c.Terms {
		l.terms[t.Name] = l.compile(t.Is)
		l.sizes[t.Name], l.speaks[t.Name] = l.size, l.spoke
	}
	if len(l.registers) < len(c.Memory) || len(l.marks) < len(c.Marks) || len(l.terms) < len(c.Terms) {
		return nil, c.broken("two registers, marks or terms have one name")
	}
	for _, r := range c.Memory {
		p.next, p.tick = append(p.next, l.alone(r.Next)), append(p.tick, l.alone(r.Tick))
	}
	for _, m := range c.Marks {
		p.marks = append(p.marks, l.alone(m.Is))
	}
	p.lost, p.waits = l.alone(c.Lost), l.alone(c.Waits)
	for i, s := range c.Sides {
		p.inputs[i], p.atOnce[i] = l.inputs(s.Inputs), l.inputs(s.AtOnce)
	}
	for _, claim := range c.Claims {
		p.clauses = append(p.clauses, l.clause(claim))
	}
	if l.err != nil {
		return nil, c.broken("%w", l.err)
	}
	return p, nil
}

func (l *language) inputs(all []Input) (ready []*input) {
	for _, in := range all {
		ready = append(ready, &input{in, l.alone(in.ISS), l.alone(in.Timestamp), l.alone(in.If)})
	}
	return ready
}

func (l *language) clause(c Claim) *clause {
	if c.About != "events" && c.About != "segments" && c.About != "states" {
		l.err = fmt.Errorf("claim %s is about %q, and claims are about events, segments or states", c.Name, c.About)
	}
	k := &clause{Claim: c}
	if c.About == "states" {
		k.when = l.compile(c.When)
	} else {
		k.when = l.alone(c.When)
	}
	k.holds = l.compile(c.Holds)
	k.peer = l.spoke
	return k
}

// alone compiles what is computed once for an end, whatever the other one is.
func (l *language) alone(text string) expression {
	x := l.compile(text)
	if l.spoke && l.err == nil {
		l.err = fmt.Errorf("only what a claim holds, and when one about states does, may speak of Peer, in %q", text)
	}
	return x
}

// machine compiles a table for the policy of the certificate.
func (c *Certificate) machine(table fsm.Table) (*fsm.Machine, error) {
	policy, err := fsm.ParsePolicy(c.Policy)
	if err != nil {
		return nil, c.broken("its policy: %w", err)
	}
	m, err := fsm.Compile(table, policy)
	if err != nil {
		return nil, c.broken("its table: %w", err)
	}
	if d := Digest(m); d != c.Table {
		return nil, c.broken("it is about the table %q, and that of this program is %s", c.Table, d)
	}
	return m, nil
}
