package certificate

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"slices"
	"strconv"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A moment is what expressions speak of: an event at an end, or an end as it is, of
// which there are Is and Peer alone.
type moment struct {
	Was, Is, Peer End // before the event and after it; the other end meanwhile
	Event         fsm.Event
	Packet        Packet // that arrives
	Out           fsm.Output
	Sent          Packet  // a segment that is sent; of what is about events the first
	Queued        fsm.Seq // the number under which its first octet was queued
	Sends         uint32  // how many are sent
	Changed       bool    // the TCB is another one
	Altered       bool    // in more than Probed and Timers
	Blank         bool    // it is that of CLOSED
	Runs          uint32  // of octets that are held beyond RCV.NXT
	Reach         fsm.Seq // behind the last of them
}

// derive fills in what follows from the rest.
func (x *moment) derive() {
	was, is := x.Was.TCB, x.Is.TCB
	x.Sends = uint32(len(x.Out.Segments()))
	if x.Sends > 0 {
		x.Sent.Segment = x.Out.Segments()[0]
	}
	x.Changed, x.Blank, x.Runs = was != is, is == fsm.TCB{}, uint32(is.RCV.Held.Runs())
	was.Probed, was.Timers = is.Probed, is.Timers
	x.Altered = was != is
	if x.Runs > 0 {
		x.Reach = is.RCV.Held.Run(int(x.Runs) - 1).Hi
	}
}

// String tells what happens.
func (x *moment) String() string {
	return fmt.Sprintf("%v in %v leads to %v", x.Event, x.Was.State, x.Is.State)
}

// An expression of Go, compiled. Numbers have 32 bits; false is 0, true is 1.
type expression func(*moment) uint32

// A language compiles expressions. It knows terms, registers and marks by name.
type language struct {
	terms            map[string]expression
	registers, marks map[string]int
	sizes            map[string]int  // of terms, with those that they are made of
	speaks           map[string]bool // terms that speak of Peer
	size             int             // of what is being compiled
	spoke            bool            // it speaks of Peer
	err              error
}

// maxSize is how large an expression may be when all its terms are put in. A few terms,
// each made of the one before twice, would never come to an end.
const maxSize = 1 << 14

// compile makes an expression of a text, that of 1 of none. The first error stays.
func (l *language) compile(text string) expression {
	if text == "" {
		text = "1"
	}
	l.size, l.spoke = 0, false
	e, err := parser.ParseExpr(text)
	if err == nil {
		var x expression
		if x, _, err = l.expression(e, nil); err == nil && l.size <= maxSize {
			return x
		} else if err == nil {
			err = fmt.Errorf("there are %d operands, more than %d", l.size, maxSize)
		}
	}
	if l.err == nil {
		l.err = fmt.Errorf("%w, in %q", err, text)
	}
	return func(*moment) uint32 { return 0 }
}

// expression also returns the kind of a field, of which a word beside it is one.
func (l *language) expression(e ast.Expr, kind reflect.Type) (expression, reflect.Type, error) {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return l.expression(e.X, kind)
	case *ast.BasicLit:
		n, err := number(e, kind)
		return func(*moment) uint32 { return n }, kind, err
	case *ast.UnaryExpr:
		return l.apply(e.Op.String(), e.X)
	case *ast.BinaryExpr:
		return l.apply(e.Op.String(), e.X, e.Y)
	case *ast.CallExpr:
		if f, ok := e.Fun.(*ast.Ident); ok {
			return l.apply(f.Name, e.Args...)
		}
	case *ast.Ident, *ast.SelectorExpr:
		return l.name(e)
	}
	return nil, nil, fmt.Errorf("%T is no part of the language", e)
}

func truth(is bool) uint32 {
	if is {
		return 1
	}
	return 0
}

// operators are what can be made of one to three numbers. le and lt go the shorter way
// around the circle of sequence numbers, has asks for all bits, holds for an octet.
var operators = map[string]struct {
	of int
	do func(m *moment, x, y, z uint32) uint32
}{
	"!":      {1, func(_ *moment, x, _, _ uint32) uint32 { return truth(x == 0) }},
	"+":      {2, func(_ *moment, x, y, _ uint32) uint32 { return x + y }},
	"-":      {2, func(_ *moment, x, y, _ uint32) uint32 { return x - y }},
	"*":      {2, func(_ *moment, x, y, _ uint32) uint32 { return x * y }},
	"&":      {2, func(_ *moment, x, y, _ uint32) uint32 { return x & y }},
	"|":      {2, func(_ *moment, x, y, _ uint32) uint32 { return x | y }},
	"<<":     {2, func(_ *moment, x, y, _ uint32) uint32 { return x << y }},
	">>":     {2, func(_ *moment, x, y, _ uint32) uint32 { return x >> y }},
	"==":     {2, func(_ *moment, x, y, _ uint32) uint32 { return truth(x == y) }},
	"!=":     {2, func(_ *moment, x, y, _ uint32) uint32 { return truth(x != y) }},
	"<":      {2, func(_ *moment, x, y, _ uint32) uint32 { return truth(x < y) }},
	"<=":     {2, func(_ *moment, x, y, _ uint32) uint32 { return truth(x <= y) }},
	">":      {2, func(_ *moment, x, y, _ uint32) uint32 { return truth(x > y) }},
	">=":     {2, func(_ *moment, x, y, _ uint32) uint32 { return truth(x >= y) }},
	"&&":     {2, func(_ *moment, x, y, _ uint32) uint32 { return truth(x != 0 && y != 0) }},
	"||":     {2, func(_ *moment, x, y, _ uint32) uint32 { return truth(x != 0 || y != 0) }},
	"le":     {2, func(_ *moment, x, y, _ uint32) uint32 { return truth(int32(x-y) <= 0) }},
	"lt":     {2, func(_ *moment, x, y, _ uint32) uint32 { return truth(int32(x-y) < 0) }},
	"has":    {2, func(_ *moment, x, y, _ uint32) uint32 { return truth(x&y == y) }},
	"max":    {2, func(_ *moment, x, y, _ uint32) uint32 { return max(x, y) }},
	"held":   {1, func(m *moment, x, _, _ uint32) uint32 { return truth(m.Was.RCV.Held.Reach(fsm.Seq(x)) != fsm.Seq(x)) }},
	"holds":  {1, func(m *moment, x, _, _ uint32) uint32 { return truth(m.Is.RCV.Held.Reach(fsm.Seq(x)) != fsm.Seq(x)) }},
	"choose": {3, func(_ *moment, x, y, z uint32) uint32 { return y*truth(x != 0) + z*truth(x == 0) }},
}

// apply applies an operator. A word is of the kind of the operand before it.
func (l *language) apply(name string, operands ...ast.Expr) (_ expression, kind reflect.Type, err error) {
	op := operators[name]
	if op.of != len(operands) || op.of == 0 {
		return nil, nil, fmt.Errorf("%s of %d operands is no part of the language", name, len(operands))
	}
	zero := func(*moment) uint32 { return 0 }
	xs := [3]expression{zero, zero, zero}
	for i, e := range operands {
		if xs[i], kind, err = l.expression(e, kind); err != nil {
			return nil, nil, err
		}
	}
	x, y, z, do := xs[0], xs[1], xs[2], op.do
	switch name { // the same, without what does not matter
	case "&&":
		return func(m *moment) uint32 { return truth(x(m) != 0 && y(m) != 0) }, nil, nil
	case "||":
		return func(m *moment) uint32 { return truth(x(m) != 0 || y(m) != 0) }, nil, nil
	case "choose":
		return func(m *moment) uint32 {
			if x(m) != 0 {
				return y(m)
			}
			return z(m)
		}, nil, nil
	}
	return func(m *moment) uint32 { return do(m, x(m), y(m), z(m)) }, nil, nil
}

// number is what is written out: a number, or in quotes what one of a kind prints.
func number(e *ast.BasicLit, kind reflect.Type) (uint32, error) {
	if e.Kind == token.INT {
		n, err := strconv.ParseUint(e.Value, 0, 32)
		return uint32(n), err
	}
	word, err := strconv.Unquote(e.Value)
	if err != nil || kind == nil || kind.Kind() == reflect.Bool {
		return 0, fmt.Errorf("%s stands where no word can stand", e.Value)
	}
	v := reflect.New(kind).Elem()
	for i := range uint64(264) { // all that fit into an octet, and the higher bits of a set
		if i >= 256 {
			i = 1 << (i - 248)
		}
		if v.OverflowUint(i) {
			break
		}
		if v.SetUint(i); fmt.Sprint(v.Interface()) == word {
			return uint32(i), nil
		}
	}
	return 0, fmt.Errorf("no %v is %s", kind, e.Value)
}

// name is a term; a register, of Is if nothing is said; a mark; or a field, as in
// Was.SND.NXT.
func (l *language) name(e ast.Expr) (expression, reflect.Type, error) {
	var path []string
	for s, ok := e.(*ast.SelectorExpr); ok; s, ok = e.(*ast.SelectorExpr) {
		path, e = append(path, s.Sel.Name), s.X
	}
	id, ok := e.(*ast.Ident)
	if !ok {
		return nil, nil, fmt.Errorf("%T has no fields", e)
	}
	path = append(path, id.Name)
	slices.Reverse(path)
	l.size++
	if t := l.terms[path[0]]; t != nil && len(path) == 1 {
		l.size = min(l.size+l.sizes[path[0]], 2*maxSize)
		l.spoke = l.spoke || l.speaks[path[0]]
		return t, nil, nil
	}
	if _, ok := l.registers[path[0]]; ok && len(path) == 1 {
		path = []string{"Is", path[0]}
	}
	l.spoke = l.spoke || path[0] == "Peer"
	kind, index := reflect.TypeFor[moment](), []int(nil)
	for i, name := range path {
		if n, ok := l.registers[name]; ok && kind == reflect.TypeFor[End]() && i == len(path)-1 {
			f, _ := kind.FieldByName("Memory")
			return func(m *moment) uint32 {
				return uint32(reflect.ValueOf(m).Elem().FieldByIndex(index).FieldByIndex(f.Index).Index(n).Uint())
			}, nil, nil
		}
		if n, ok := l.marks[name]; ok && kind == reflect.TypeFor[Packet]() && i == len(path)-1 {
			f, _ := kind.FieldByName("Marks")
			return func(m *moment) uint32 {
				return uint32(reflect.ValueOf(m).Elem().FieldByIndex(index).FieldByIndex(f.Index).Index(n).Uint())
			}, nil, nil
		}
		if kind.Kind() != reflect.Struct {
			return nil, nil, fmt.Errorf("%s has no fields", path[i-1])
		}
		f, ok := kind.FieldByName(name)
		if !ok || !f.IsExported() {
			return nil, nil, fmt.Errorf("there is no %s", name)
		}
		kind, index = f.Type, append(index, f.Index...)
	}
	switch k := kind.Kind(); {
	case k == reflect.Bool:
		return func(m *moment) uint32 { return truth(reflect.ValueOf(m).Elem().FieldByIndex(index).Bool()) }, kind, nil
	case k >= reflect.Uint8 && k <= reflect.Uint32:
		return func(m *moment) uint32 { return uint32(reflect.ValueOf(m).Elem().FieldByIndex(index).Uint()) }, kind, nil
	}
	return nil, nil, fmt.Errorf("%s is no number", id.Name)
}
