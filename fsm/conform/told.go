package conform

import (
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// What no edit explains is told by the fewest of the causes. An edit may say more than it has
// to: where nothing shows that it is right, what it expects is no more than a guess.
//
//	seen        RST, RST
//	causes      a SYN is reset, an ACK bears the FIN   expected a FIN,ACK behind the first RST
//	the fewest  a SYN is reset                         expected an ACK, as the RFC has it

// retell tells what those trials deviate from that are like t by the fewest causes by which t
// shows the same.
func (x *examination) retell(t *trial, like map[*trial]bool) {
	if t.untold || t.nearly() { // what is nearly right is no guess
		return
	}
	l := x.fewest(t)
	if l == nil {
		return
	}
	for o, is := range like {
		if !is {
			continue
		}
		if v := l.judged(o); o.showsAs(v) {
			v.Way, v.Choices = o.Way, o.Choices
			o.Verdict, o.because = v, ""
		}
	}
}

// fewest returns a lens by the fewest of the causes by which a trial shows the same: by none,
// or by what is left of all when each has been left out that can be; nil if all are needed.
func (x *examination) fewest(t *trial) *lens {
	if t.showsAs(x.Judge.plain.judged(t)) {
		return x.Judge.plain
	}
	var l *lens
	edits := x.met(t)
	for i := 0; i < len(edits); {
		fewer := slices.Delete(slices.Clone(edits), i, i+1)
		if n := x.by(fewer); n.err == nil && t.showsAs(n.judged(t)) {
			l, edits = n, fewer
		} else {
			i++
		}
	}
	return l
}

// met returns the edits that a trial may have met: those of which something fires in it.
func (x *examination) met(t *trial) (edits []*Edit) {
	names := x.judge.plain.names
	for _, e := range x.edits {
		key := titled(e.title(x.judge.bench))
		if e.Form != nil {
			key = e.key()
		}
		if t.fired.has(names.find(key)) {
			edits = append(edits, e)
		}
	}
	return edits
}

// by returns a lens by the specification with some edits.
func (x *examination) by(edits []*Edit) *lens {
	table := x.Judge.table
	for _, e := range edits {
		table = e.Of(table)
	}
	b := benchOf(table)
	return &lens{bench: b, edited: b, stands: map[standing]*stand{}}
}

// showsAs reports whether a trial that deviates does so by another verdict, too, in the same step and by
// the same.
func (t *trial) showsAs(v Verdict) bool {
	return v.Kind == Deviates && v.Step == t.Step && v.Seen == t.Seen
}

// nearly reports whether v expects what was seen but for the numbers and the ACK bit.
func (v *Verdict) nearly() bool {
	text, _, _ := strings.Cut(v.Expected, " in ")
	expected, err := fsm.ParseSegment(text)
	if err != nil {
		return false
	}
	seen, err := fsm.ParseSegment(v.Seen)
	return err == nil && near([]fsm.Segment{expected}, []fsm.Segment{seen})
}
