package model

// How claims of safety become tables.
//
// A claim about single events is a note at the steps that break it. A claim about
// states or steps relates two things: the ends of A and of B, or a step of one end and
// the other end. Most rows of such a relation are alike, so that it is told in classes:
//
//	claim about       row          column
//	states            end of A     end of B
//	states at rest    end of A     end of B
//	steps             step         the end that does not move, then packets on their
//	                               way to the end that moves

import (
	"strings"
	"sync/atomic"
)

// A TableClaim is a claim of safety that a table tells: of an [Event] claim the steps
// say themselves that they break it.
type TableClaim struct {
	*Property

	// Pairs says where it holds: of claims about states and about states at rest for
	// ends of A and of B, of those about steps for a step and the end that does not
	// move. Nil for claims about events.
	Pairs *Relation

	// Asks: the claim about steps also asks which packets are on their way to the end
	// that moves, and is taken to be about each of them by itself, whatever its age.
	// They are further columns, behind those of all ends.
	Asks bool
}

// A TableGap is a claim that is not told, with the reason.
type TableGap struct {
	*Property
	Why string
}

// A Relation says for which pairs something holds. Class 0 of rows holds with
// everything.
type Relation struct {
	Row    []int    // class of each row, by number; of steps see [TableStep.Class]
	Column []int    // class of each column, by number
	Holds  [][]bool // by classes
}

// Always reports whether it holds for all pairs.
func (r *Relation) Always() bool { return len(r.Holds) == 1 }

// relate asks for all pairs and finds the classes.
func relate(rows, columns int, holds func(row, column int) bool) *Relation {
	matrix := make([][]bool, rows)
	for i := range matrix {
		matrix[i] = make([]bool, columns)
		for j := range matrix[i] {
			matrix[i][j] = holds(i, j)
		}
	}
	r := &Relation{Row: make([]int, rows), Column: make([]int, columns)}
	all := strings.Repeat("1", columns)
	first := []int{-1} // row of each class
	class := map[string]int{all: 0}
	for i := range matrix {
		r.Row[i] = classOf(class, digits(matrix[i]), &first, i)
	}
	columnClass, firstColumn := map[string]int{}, []int(nil)
	for j := range columns {
		column := make([]bool, 0, len(first))
		for _, i := range first[1:] {
			column = append(column, matrix[i][j])
		}
		r.Column[j] = classOf(columnClass, digits(column), &firstColumn, j)
	}
	for _, i := range first {
		row := make([]bool, len(firstColumn))
		for k, j := range firstColumn {
			row[k] = i < 0 || matrix[i][j]
		}
		r.Holds = append(r.Holds, row)
	}
	return r
}

// classOf returns the class of a line of a matrix, a new one at first sight.
func classOf(class map[string]int, line string, first *[]int, i int) int {
	c, ok := class[line]
	if !ok {
		c = len(*first)
		class[line], *first = c, append(*first, i)
	}
	return c
}

func digits(line []bool) string {
	b := make([]byte, len(line))
	for i, is := range line {
		b[i] = '0'
		if is {
			b[i] = '1'
		}
	}
	return string(b)
}

// claim tells a claim as tables, or says why it cannot be told.
func (b *tabulation) claim(p *Property) {
	c, why := TableClaim{Property: p}, ""
	switch {
	case !p.Safety():
		why = "it is about whole behaviours"
	case p.State != nil:
		c.Pairs, why = b.states(func(v View) bool { return p.State.When != nil && !p.State.When(v) || p.State.Holds(v) })
	case p.Ends != nil:
		c.Pairs = b.pairs(func(a, z int) bool { return p.Ends(b.m.view(b.state(a, z))) })
	case p.Step != nil:
		why = b.stepwise(&c)
	}
	if why != "" {
		b.t.Left = append(b.t.Left, TableGap{p, why})
		return
	}
	b.t.Claims = append(b.t.Claims, c)
	for i, mv := range b.moves {
		class := 0
		if p.Step != nil {
			class = c.Pairs.Row[i]
		}
		mv.class = append(mv.class, class)
	}
}

// pairs relates the ends of A and of B.
func (b *tabulation) pairs(holds func(a, z int) bool) *Relation {
	return relate(len(b.ids), len(b.ids), func(a, z int) bool {
		return a == 0 || z == 0 || b.t.Ends[a].Side != 0 || b.t.Ends[z].Side != 1 || holds(a, z)
	})
}

// states relates the ends of A and of B in all states.
func (b *tabulation) states(holds func(View) bool) (r *Relation, why string) {
	asked := new(atomic.Bool)
	r = b.pairs(func(a, z int) bool { return holds(b.m.blindView(b.state(a, z), asked)) })
	if asked.Load() {
		why = "it is about states, and asks what is on its way"
	}
	return r, why
}

// state returns the state of two ends in which nothing is on its way.
func (b *tabulation) state(a, z int) *State {
	nothing := b.m.dirs.number(&direction{})
	return &State{End: [2]uint32{b.ids[a], b.ids[z]}, Dir: [2]uint32{nothing, nothing}}
}

// stepwise relates steps with ends that do not move, and with packets if the claim asks
// for them.
func (b *tabulation) stepwise(c *TableClaim) (why string) {
	w := stepwise{tabulation: b, claim: c.Step}
	c.Pairs = relate(len(b.moves), len(b.ids)+len(b.t.Packets), w.holds)
	c.Asks = w.asked.Load()
	if w.why == "" && !b.pairs(w.otherwise).Always() {
		w.why = "it is about steps in which no end moves"
	}
	return w.why
}

// otherwise reports whether the claim holds of a loss and of a tick.
func (w *stepwise) otherwise(a, z int) bool {
	loss, tick := w.state(a, z), w.state(a, z)
	for i, end := range [2]int{a, z} {
		if row := w.m.ends.list.at(w.ids[end]).row.Load(); row != nil && row.tick != 0 {
			tick.End[i] = row.tick
		}
	}
	return w.satisfied(loss, Move{End: -1}, loss, nil) && w.satisfied(loss, Move{End: -1}, tick, nil)
}

// A stepwise finds out for which steps a claim about steps holds.
type stepwise struct {
	*tabulation
	claim *Each
	asked atomic.Bool
	why   string // it cannot be told
}

// holds reports whether the claim holds of a move if the other end is one of these, or,
// behind them, if one of these packets is on its way to the end that moves.
func (w *stepwise) holds(move, column int) bool {
	mv := w.moves[move].move
	side, packet := int(w.m.ends.at(mv.from).Side), column-len(w.ids)
	switch {
	case column == 0 || packet == 0, packet < 0 && int(w.t.Ends[column].Side) == side:
		return true
	case packet < 0:
		return w.asks(mv, column, &w.asked, 0)
	}
	asked := new(atomic.Bool)
	other := w.t.Begin[1-side]
	if w.asks(mv, other, asked, 0); !asked.Load() {
		return true
	}
	is := w.asks(mv, other, nil, w.packets[packet])
	for other := range w.ids {
		if other > 0 && int(w.t.Ends[other].Side) != side && w.asks(mv, other, nil, w.packets[packet]) != is {
			w.why = "it asks what is on its way and how the other end is"
		}
	}
	return is
}

// asks holds the claim against a move where the other end is this and at most one packet
// is on its way to the end that moves.
func (w *stepwise) asks(mv *move, other int, asked *atomic.Bool, packet uint32) bool {
	m, side := w.m, int(w.m.ends.at(mv.from).Side)
	before := State{}
	nothing := m.dirs.number(&direction{})
	before.End[side], before.End[1-side], before.Dir = mv.from, w.ids[other], [2]uint32{nothing, nothing}
	if packet != 0 {
		before.Dir[m.other(side)] = m.dirs.number(&direction{flights: [MaxCapacity]flight{{packet: packet}}, n: 1})
	}
	after := before
	after.End[side] = mv.to
	return w.satisfied(&before, m.seenMove(mv), &after, asked)
}

func (w *stepwise) satisfied(before *State, mv Move, after *State, asked *atomic.Bool) bool {
	was, is, c := w.m.blindView(before, asked), w.m.blindView(after, asked), w.claim
	return c.When != nil && !c.When(was, mv, is) || c.Holds(was, mv, is)
}

// Safety reports whether p is a claim of safety, which a [Table] can tell: of events,
// states or steps, or of states in which nothing can happen any more.
func (p *Property) Safety() bool { return !p.live() && p.Can == nil && p.Refines == nil }
