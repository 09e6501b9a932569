package checker

import (
	"iter"
	"slices"
)

// levels says which states were found at which depth: a list of spans, those of
// one level behind those of the level before. It is outside of the heap and in
// the budget, for a space can be as deep as it has states.
//
//	spans  [0,256) [256,300) | [300,556) [768,800) | [556,570) ...
//	ends   2                   4                     5
type levels struct {
	spans vector[span]
	ends  vector[uint32] // of each level, the number of the first span behind it
	count uint32
}

// A level is a range of spans, by their numbers: [from, to).
type level struct{ from, to uint32 }

// spanCount returns how many spans the level has.
func (l level) spanCount() int { return int(l.to - l.from) }

// levelBytes is what a level costs apart from its spans: where they end, and its
// place in [Stats.Levels].
const levelBytes = 4 + 8

// bytes returns the memory of all levels.
func (l *levels) bytes() int64 { return int64(l.end())*8 + int64(l.count)*levelBytes }

// len returns the number of levels.
func (l *levels) len() int { return int(l.count) }

// end returns the number of spans.
func (l *levels) end() uint32 {
	if l.count == 0 {
		return 0
	}
	return *l.ends.at(l.count - 1)
}

// at returns a level by its depth.
func (l *levels) at(depth int) level {
	d := uint32(depth)
	if d == 0 {
		return level{0, *l.ends.at(0)}
	}
	return level{*l.ends.at(d - 1), *l.ends.at(d)}
}

// add appends a level. An error means that there is no memory; the levels are
// then as before.
func (l *levels) add(spans []span) error {
	end := l.end()
	for i, sp := range spans {
		if err := l.spans.reach(end + uint32(i)); err != nil {
			return err
		}
		*l.spans.at(end + uint32(i)) = sp
	}
	if err := l.ends.reach(l.count); err != nil {
		return err
	}
	*l.ends.at(l.count) = end + uint32(len(spans))
	l.count++
	return nil
}

// each iterates over the spans of the level at a depth.
func (l *levels) each(depth int) iter.Seq[span] {
	return func(yield func(span) bool) {
		at := l.at(depth)
		for i := at.from; i < at.to; i++ {
			if !yield(*l.spans.at(i)) {
				return
			}
		}
	}
}

// all iterates over the spans of all levels.
func (l *levels) all() iter.Seq[span] {
	return func(yield func(span) bool) {
		for i := range l.end() {
			if !yield(*l.spans.at(i)) {
				return
			}
		}
	}
}

// spansAt returns the spans of the level at a depth.
func (l *levels) spansAt(depth int) []span { return slices.Collect(l.each(depth)) }

// sizes returns the numbers of states of the levels [from, to).
func (l *levels) sizes(from, to int) []uint64 {
	sizes := make([]uint64, 0, to-from)
	for depth := from; depth < to; depth++ {
		sizes = append(sizes, l.size(depth))
	}
	return sizes
}

// size returns the number of states of the level at a depth.
func (l *levels) size(depth int) (states uint64) {
	for sp := range l.each(depth) {
		states += uint64(sp.to - sp.from)
	}
	return states
}
