package predicate

import (
	"slices"
	"strconv"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// Parse reads a predicate, see [Grammar]. The error is an *[Error].
func Parse(text string) (*Predicate, error) {
	p := &parser{text: text, all: tokens(text)}
	is, err := p.predicate()
	if err == nil && p.next().text != "" {
		err = p.expected(`"&", "|" or the end`)
	}
	if err != nil {
		return nil, err
	}
	return &Predicate{strings.TrimSpace(text), is}, nil
}

// A parser goes through the tokens from left to right.
type parser struct {
	text string
	all  []token
	at   int
}

func (p *parser) next() token { return p.all[p.at] }

// take goes on behind the next token if it is one of these, and returns it.
func (p *parser) take(these ...string) string {
	t := p.next().text
	if t == "" || !slices.Contains(these, t) {
		return ""
	}
	p.at++
	return t
}

// expected is the error of what stands next.
func (p *parser) expected(what string) error { return &Error{p.text, p.next().at, what} }

func (p *parser) predicate() (test, error) { return p.several(p.both, or, "|", "||") }
func (p *parser) both() (test, error)      { return p.several(p.one, and, "&", "&&") }

// several reads what is joined by a sign.
func (p *parser) several(part func() (test, error), join func(a, b test) test, signs ...string) (test, error) {
	all, err := part()
	for err == nil && p.take(signs...) != "" {
		var more test
		if more, err = part(); err == nil {
			all = join(all, more)
		}
	}
	return all, err
}

func (p *parser) one() (test, error) {
	switch {
	case p.take("!") != "":
		is, err := p.one()
		if err != nil {
			return nil, err
		}
		return not(is), nil
	case p.take("(") != "":
		is, err := p.predicate()
		if err == nil && p.take(")") == "" {
			err = p.expected(`")"`)
		}
		return is, err
	}
	return p.comparison()
}

// An operand is one side of a comparison.
type operand struct {
	at     int
	kind   kind
	end    int  // whose it is, 0 or 1; both, some or nobody
	fixed  bool // it is a number that was written
	states fsm.States
	value  func(v model.View, end int) int64 // of states nil
}

// Whose an operand is, if it is not that of one end.
const (
	nobody = -1 - iota
	both
	some
)

var ends = map[string]int{"A": 0, "B": 1, "both": both, "some": some}

func (p *parser) comparison() (test, error) {
	a, err := p.operand()
	if err != nil {
		return nil, err
	}
	op := p.take("=", "==", "!=", "<", "<=", "=<", ">", ">=")
	if op == "" {
		if a.kind != truth {
			return nil, p.expected("a comparison, as =")
		}
		return quantified(a, a, func(x, _ int64) bool { return x != 0 }), nil
	}
	b, err := p.operand()
	if err != nil {
		return nil, err
	}
	if a.kind == state || b.kind == state {
		return p.states(a, b, op)
	}
	if wrong := a.unlike(b); wrong != "" {
		return nil, &Error{p.text, b.at, wrong}
	}
	return quantified(a, b, comparisons[op]), nil
}

var comparisons = map[string]func(a, b int64) bool{
	"=":  func(a, b int64) bool { return a == b },
	"==": func(a, b int64) bool { return a == b },
	"!=": func(a, b int64) bool { return a != b },
	"<":  func(a, b int64) bool { return a < b },
	"<=": func(a, b int64) bool { return a <= b },
	"=<": func(a, b int64) bool { return a <= b },
	">":  func(a, b int64) bool { return a > b },
	">=": func(a, b int64) bool { return a >= b },
}

// states compares the state of an end with that of another, or with some that are
// named.
func (p *parser) states(a, b operand, op string) (test, error) {
	if a.value == nil {
		a, b = b, a
	}
	equal := op == "=" || op == "=="
	switch {
	case !equal && op != "!=":
		return nil, &Error{p.text, a.at, "= or != between states, which have no order"}
	case a.kind != state || b.kind != state:
		return nil, &Error{p.text, max(a.at, b.at), "a state on both sides, or on neither"}
	case a.value == nil:
		return nil, &Error{p.text, b.at, "an end on one side, as in A=TIME-WAIT"}
	case b.value == nil:
		named := b.states
		return quantified(a, a, func(x, _ int64) bool { return named.Has(fsm.State(x)) == equal }), nil
	}
	return quantified(a, b, comparisons[op]), nil
}

// quantified makes a test of a comparison, for the ends that the operands are of.
func quantified(a, b operand, compare func(a, b int64) bool) test {
	at := func(v model.View, end int) bool {
		x, y := a.of(v, end), b.of(v, end)
		return x != none && y != none && compare(x, y)
	}
	switch {
	case a.end == both || b.end == both:
		return func(v model.View) bool { return at(v, 0) && at(v, 1) }
	case a.end == some || b.end == some:
		return func(v model.View) bool { return at(v, 0) || at(v, 1) }
	}
	return func(v model.View) bool { return at(v, 0) }
}

// of returns the value; end counts if the operand is of both ends or of some.
func (o *operand) of(v model.View, end int) int64 {
	if o.end >= 0 {
		end = o.end
	}
	return o.value(v, end)
}

// unlike says what should stand in the place of b, if a does not compare with it.
func (o *operand) unlike(b operand) string {
	quantifiers := (o.end == both && b.end == some) || (o.end == some && b.end == both)
	a, other := o.owner(), b.owner()
	switch {
	case quantifiers:
		return "the same of both and some on either side"
	case o.kind == truth || b.kind == truth:
		if o.kind != b.kind {
			return "something that is true or false, as what stands before it"
		}
	case a != other && !o.fixed && !b.fixed:
		return [...]string{"a count, for a count stands before it", "a number of A or a constant, for numbers of A and of B do not compare",
			"a number of B or a constant, for numbers of A and of B do not compare", "a number of the same end, or a constant"}[a]
	}
	return ""
}

// owner returns whose sequence numbers the operand is one of: 0 for those of
// nobody, 1 and 2 for those of A and B, 3 if it depends.
func (o *operand) owner() int {
	switch {
	case o.kind != ownSeq && o.kind != peerSeq:
		return 0
	case o.end < 0:
		return 3
	case o.kind == ownSeq:
		return 1 + o.end
	}
	return 2 - o.end
}

func (p *parser) operand() (operand, error) {
	o, err := p.term()
	if err != nil || o.value == nil || o.kind == state {
		return o, err
	}
	return p.plus(o)
}

// term reads an operand to which nothing is added.
func (p *parser) term() (operand, error) {
	t := p.next()
	if !inWordAll(t.text) {
		return operand{}, p.expected("an end, a variable, a state or a number")
	}
	if n, err := strconv.ParseInt(t.text, 10, 32); err == nil {
		p.at++
		return operand{at: t.at, end: nobody, fixed: true, value: func(model.View, int) int64 { return n }}, nil
	}
	for _, w := range wholes {
		if w.name == t.text {
			p.at++
			return operand{at: t.at, kind: w.kind, end: nobody, value: func(v model.View, _ int) int64 { return w.of(v) }}, nil
		}
	}
	name, variable, dotted := strings.Cut(t.text, ".")
	end, ok := ends[name]
	switch {
	case ok && !dotted:
		p.at++
		return operand{at: t.at, kind: state, end: end, value: stateOf}, nil
	case ok:
		return p.variable(end, variable)
	}
	return p.named()
}

func inWordAll(text string) bool { return text != "" && strings.TrimLeftFunc(text, inWord) == "" }

func stateOf(v model.View, end int) int64 { return int64(v.End(end).TCB.State) }

// variable reads what stands behind the dot.
func (p *parser) variable(end int, name string) (operand, error) {
	v, ok := find(name)
	if !ok {
		what := "a variable of an end after the dot, as A.SND.UNA"
		if near := fsm.Nearest(name, variableNames()); len(near) > 0 {
			what = "a variable of an end, perhaps " + p.next().text[:len(p.next().text)-len(name)] + near[0]
		}
		return operand{}, p.expected(what)
	}
	at := p.next().at
	p.at++
	return operand{at: at, kind: v.kind, end: end, value: v.of}, nil
}

// plus reads what is added: numbers, counts and sizes.
func (p *parser) plus(o operand) (operand, error) {
	if o.kind == truth || p.take("+") == "" {
		return o, nil
	}
	more, err := p.addend()
	if err != nil {
		return o, err
	}
	if more.end < nobody && o.end != nobody && o.end != more.end {
		return o, &Error{p.text, more.at, "a variable of an end, for both and some stand for an end only once"}
	}
	of, end := o.value, o.end
	o.value = func(v model.View, at int) int64 {
		if x := of(v, at); x != none {
			return x + more.of(v, at)
		}
		return none
	}
	if end == nobody {
		o.end = more.end
	}
	o.fixed = o.fixed && more.fixed
	return p.plus(o)
}

// addend reads one thing that is added: a number, or a variable that is one.
func (p *parser) addend() (operand, error) {
	at := p.next()
	o, err := p.term()
	switch {
	case err != nil:
		return o, err
	case o.kind != number || o.value == nil:
		return o, &Error{p.text, at.at, "a number or a count to add, as 1 or A.SND.WND"}
	}
	return o, nil
}

// named reads states, of which one is enough.
func (p *parser) named() (operand, error) {
	o := operand{at: p.next().at, kind: state, end: nobody}
	for {
		set, ok := statesOf(p.next().text)
		if !ok {
			return o, p.expected(p.nearest())
		}
		o.states |= set
		p.at++
		if p.take(",") == "" {
			return o, nil
		}
	}
}

func statesOf(word string) (fsm.States, bool) {
	if strings.EqualFold(word, "synchronized") {
		var set fsm.States
		for _, s := range fsm.AllStates() {
			if s.Synchronized() {
				set |= fsm.StatesOf(s)
			}
		}
		return set, true
	}
	s, err := fsm.ParseState(word)
	return fsm.StatesOf(s), err == nil
}

// nearest says what the next word may have been meant to be.
func (p *parser) nearest() string {
	names := []string{"flying", "same", "both", "some", "synchronized"}
	for _, s := range fsm.AllStates() {
		names = append(names, s.String())
	}
	what := "an end, a variable, a state or a number"
	if near := fsm.Nearest(p.next().text, names); len(near) > 0 && p.next().text != "" {
		what += ", perhaps " + near[0]
	}
	return what
}
