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
	l := language{terms: map[string]expression{}, sizes: map[string]int{}, registers: map[string]int{}, marks: map[string]int{}}
	for i, r := range c.Memory {
		l.registers[r.Name] = i
	}
	for i, m := range c.Marks {
		l.marks[m.Name] = i
	}
	for _, t := range c.Terms {
		l.terms[t.Name] = l.compile(t.Is)
		l.sizes[t.Name] = l.size
	}
	if len(l.registers) < len(c.Memory) || len(l.marks) < len(c.Marks) || len(l.terms) < len(c.Terms) {
		return nil, c.broken("two registers, marks or terms have one name")
	}
	for _, r := range c.Memory {
		p.next, p.tick = append(p.next, l.compile(r.Next)), append(p.tick, l.compile(r.Tick))
	}
	for _, m := range c.Marks {
		p.marks = append(p.marks, l.compile(m.Is))
	}
	p.lost = l.compile(c.Lost)
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
		ready = append(ready, &input{in, l.compile(in.ISS), l.compile(in.Timestamp), l.compile(in.If)})
	}
	return ready
}

func (l *language) clause(c Claim) *clause {
	if c.About != "events" && c.About != "segments" && c.About != "states" {
		l.err = fmt.Errorf("claim %s is about %q, and claims are about events, segments or states", c.Name, c.About)
	}
	k := &clause{Claim: c, when: l.compile(c.When)}
	l.spoke = false
	k.holds, k.peer = l.compile(c.Holds), l.spoke
	return k
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
