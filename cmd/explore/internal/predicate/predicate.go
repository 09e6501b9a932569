package predicate

import (
	"github.com/tcpfsm/tcpfsm/model"
)

// A Predicate is what is said of a state. It is safe for use by several goroutines
// at once.
type Predicate struct {
	text string
	is   test
}

// A test looks at a state.
type test func(model.View) bool

// String returns the predicate as it was written, but for the blanks around it.
func (p *Predicate) String() string { return p.text }

// Is reports whether a state satisfies the predicate.
func (p *Predicate) Is(v model.View) bool { return p.is(v) }

func and(a, b test) test { return func(v model.View) bool { return a(v) && b(v) } }
func or(a, b test) test  { return func(v model.View) bool { return a(v) || b(v) } }
func not(a test) test    { return func(v model.View) bool { return !a(v) } }

// Never is the property that no state satisfies the predicate.
func (p *Predicate) Never() *model.Property {
	return &model.Property{
		Name:      "never " + p.text,
		Statement: "in no state " + p.text,
		State:     &model.Always{Holds: not(p.is)},
	}
}

// LeadsTo is the property that after each state that satisfies p, or in it, there
// is one that satisfies q.
func (p *Predicate) LeadsTo(q *Predicate) *model.Property {
	return &model.Property{
		Name:      p.text + " leads to " + q.text,
		Statement: "whenever " + p.text + ", then at last " + q.text,
		Leads:     &model.Promise{From: p.is, To: q.is},
	}
}
