package model

// All that the ends of a scenario do, as tables that another program can read.
//
// Invariant: numbers depend on contents alone, not on the order in which the parts
// were met. Number 0 stands for none.
//
//	Ends     1..    those of A, then those of B
//	Packets  1..    all that were ever on their way
//	Steps    1..    (end, input) leads to one, or to a list of them
//
// What is not in a table is what is the same in every scenario: the network, the clock,
// the attacker. Who reads it has those of his own, and comes to the same states.
//
// Example: in "handshake" A is one of 5 ends, and B another 5. There are 7 packets. End
// 1 of A is CLOSED; by itself it takes a step to an end in SYN-SENT that sends the SYN.
// The SYN reaches an end of B in LISTEN: that is another step, which sends a SYN,ACK.

import (
	"cmp"
	"fmt"
	"iter"
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A Table is what the ends of a scenario do, written out: which ends there are, and
// what each does with every input that reaches it. It shares the ends and packets of
// the [Answer] that it is made of, and is to be read only. Ends, packets and steps are
// numbered from 1; what stands at place 0 of a list stands for none.
type Table struct {
	Scenario Scenario
	Ends     []*End // those of A, then those of B
	Packets  []*Packet
	Steps    []TableStep
	Rows     []TableRow // what each of Ends does

	Begin  [2]int   // the ends of A and B in the beginning
	Strays [2][]int // packets that A and B have sent by then
	Forged [2][]int // packets that an attacker has against A and B

	Claims []TableClaim
	Left   []TableGap // claims that cannot be told as tables
}

// A TableStep is what comes of an input at an end.
type TableStep struct {
	To     int   // the end afterwards
	Sends  []int // packets, in order
	Next   int   // another step that may come of the same input; 0: none
	Breaks []int // claims about single events that it breaks, as places in Claims
	Class  []int // for each claim its row in the relation of a claim about steps
}

// A TableRow is what an end may do.
type TableRow struct {
	Alone    []TableInput // without a segment that arrives, in a fixed order
	Arrivals map[int]int  // the step when a packet arrives, for each that has reached this end
	Later    int          // the end a tick later; 0: TIME-WAIT has to end first
}

// A TableInput is an input that needs no segment.
type TableInput struct {
	Kind fsm.EventKind // or Crash
	Step int
}

// Table writes out what the ends do. The exploration must be complete, and with a
// capacity: what was not explored would be missing, and nobody could tell.
func (a *Answer) Table() (*Table, error) {
	if a.Result == nil || !a.Complete || a.Result == a.Any {
		return nil, fmt.Errorf("scenario %s was not explored completely with a capacity; there is no table of it", a.Scenario.Name)
	}
	b := &tabulation{m: a.Model, t: &Table{Scenario: a.Scenario, Ends: []*End{nil}, Packets: []*Packet{nil}}, steps: map[string]int{}}
	b.parts()
	b.collect()
	for i := range a.Verdicts {
		b.claim(a.Verdicts[i].Property)
	}
	b.rows()
	return b.t, nil
}

// A tabulation is a table in the making.
type tabulation struct {
	m *Model
	t *Table

	ids     []uint32         // of ends in the model, by number
	packets []uint32         // and of packets
	end     map[uint32]int   // numbers of ends, by those of the model
	packet  map[uint32]int   // and of packets
	moves   []*tabulated     // of the model, those of each input together
	inputs  []tabulatedInput // where they stand
	steps   map[string]int   // by content
}

// A tabulatedInput is an input of an end, with the moves that may come of it.
type tabulatedInput struct {
	end    int
	kind   fsm.EventKind
	packet int // that arrives, or 0
	moves  []*tabulated
}

// A tabulated move knows its rows in the relations of claims.
type tabulated struct {
	*move
	class []int
}

// parts numbers ends and packets.
func (b *tabulation) parts() {
	t, m := b.t, b.m
	b.ids, b.end = sortedIDs(b.known(), func(x, y uint32) int {
		return cmp.Or(cmp.Compare(m.ends.at(x).Side, m.ends.at(y).Side), m.ends.compare(x, y))
	})
	var packets []uint32
	for id := range uint32(m.packets.list.len()) {
		packets = append(packets, id+1)
	}
	b.packets, b.packet = sortedIDs(packets, m.packets.compare)
	for _, id := range b.ids[1:] {
		t.Ends = append(t.Ends, m.ends.at(id))
	}
	for _, id := range b.packets[1:] {
		t.Packets = append(t.Packets, m.packets.at(id))
	}
	for i := range t.Begin {
		side := &m.scenario.Ends[i]
		t.Begin[i] = b.end[m.ends.number(&End{Side: uint8(i), Left: side.May, top: side.ISS})]
		for _, f := range m.strays(i).all() {
			t.Strays[i] = append(t.Strays[i], b.packet[f.packet])
		}
		for _, id := range m.forged[i] {
			t.Forged[i] = append(t.Forged[i], b.packet[id])
		}
	}
}

// known returns the ends that are part of a state, and those to which a step leads that
// is never taken, because something has to happen before.
func (b *tabulation) known() (ids []uint32) {
	m := b.m
	is := make([]bool, m.ends.list.len()+1)
	for id := range uint32(len(is)) {
		if id == 0 || m.ends.list.at(id).row.Load() == nil {
			continue
		}
		row := m.ends.list.at(id).row.Load()
		is[id], is[row.tick] = true, true
		for _, mv := range row.moves {
			is[m.moves.at(mv).to] = true
		}
	}
	for _, first := range m.arrivals.all() {
		for id := first; id != 0; id = m.moves.at(id).next {
			is[m.moves.at(id).to] = true
		}
	}
	for id := range uint32(len(is)) {
		if is[id] && id > 0 {
			ids = append(ids, id)
		}
	}
	return ids
}

// sortedIDs returns numbers in an order of contents, from place 1 on, and the place of
// each.
func sortedIDs(ids []uint32, compare func(a, b uint32) int) (sorted []uint32, place map[uint32]int) {
	slices.SortFunc(ids, compare)
	sorted, place = slices.Insert(ids, 0, 0), map[uint32]int{}
	for i, id := range sorted {
		place[id] = i
	}
	return sorted, place
}

// collect finds the moves of all ends: those by themselves, then the arrivals that
// were met.
func (b *tabulation) collect() {
	m, met := b.m, make([][]uint32, len(b.ids))
	for key, first := range m.arrivals.all() {
		end := b.end[uint32(key>>32)]
		met[end] = append(met[end], uint32(b.packet[uint32(key)]), first)
	}
	for end, id := range b.ids[1:] {
		end++
		if row := m.ends.list.at(id).row.Load(); row != nil {
			for _, mv := range row.moves {
				b.input(end, 0, mv)
			}
		}
		for pair := range sortedPairs(met[end]) {
			b.input(end, int(pair[0]), pair[1])
		}
	}
}

// sortedPairs iterates over the pairs in a list, by their first members.
func sortedPairs(list []uint32) iter.Seq[[]uint32] {
	pairs := slices.Collect(slices.Chunk(list, 2))
	slices.SortFunc(pairs, func(a, b []uint32) int { return cmp.Compare(a[0], b[0]) })
	return slices.Values(pairs)
}

// input notes the moves that may come of an input.
func (b *tabulation) input(end, packet int, first uint32) {
	in := tabulatedInput{end: end, packet: packet, kind: b.m.moves.at(first).in.kind}
	for id := first; id != 0; {
		mv := &tabulated{move: b.m.moves.at(id)}
		in.moves, b.moves = append(in.moves, mv), append(b.moves, mv)
		id = mv.next
	}
	b.inputs = append(b.inputs, in)
}

// rows writes the steps of all inputs, each once.
func (b *tabulation) rows() {
	b.t.Rows, b.t.Steps = make([]TableRow, len(b.ids)), make([]TableStep, 1)
	for i, id := range b.ids[1:] {
		r := &b.t.Rows[i+1]
		r.Arrivals = map[int]int{}
		if row := b.m.ends.list.at(id).row.Load(); row != nil {
			r.Later = b.end[row.tick]
		}
	}
	for _, in := range b.inputs {
		first := 0
		for _, mv := range slices.Backward(in.moves) {
			first = b.step(mv, first)
		}
		if r := &b.t.Rows[in.end]; in.packet != 0 {
			r.Arrivals[in.packet] = first
		} else {
			r.Alone = append(r.Alone, TableInput{in.kind, first})
		}
	}
}

// step returns the number of a step, a new one at first sight.
func (b *tabulation) step(mv *tabulated, next int) int {
	s := TableStep{To: b.end[mv.to], Next: next, Class: mv.class}
	if mv.burst != 0 {
		burst := b.m.bursts.at(mv.burst)
		for _, id := range burst.packets[:burst.n] {
			s.Sends = append(s.Sends, b.packet[id])
		}
	}
	for i, c := range b.t.Claims {
		if c.Event != nil && mv.broken&b.m.bit(c.Property) != 0 {
			s.Breaks = append(s.Breaks, i)
		}
	}
	key := fmt.Sprint(s)
	if b.steps[key] == 0 {
		b.steps[key] = len(b.t.Steps)
		b.t.Steps = append(b.t.Steps, s)
	}
	return b.steps[key]
}
