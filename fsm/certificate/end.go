package certificate

import (
	"fmt"
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A move is what an end does in one step: an event, and what follows at once.
type move struct {
	kind         fsm.EventKind
	to           uint32
	sends        []uint32
	claim, wrong string // what is wrong if the move is ever made, and the claim that is not so
	open         []open
}

// An open claim is one that the other end decides.
type open struct {
	*clause
	moment
}

// crash is the kind of the loss of all memory, which no table knows.
const crash = fsm.ICMPSourceQuench + 1

// atOnce is how often something is done at once before it is said never to end.
const atOnce = 64

// moves lists what an end does by itself, or with a packet, in all ways.
func (v *verifier) moves(side, at uint32, p *Packet) (all []*move) {
	for _, in := range v.sides[side].inputs {
		x := moment{Is: v.Ends[at].End}
		if p != nil {
			x.Packet = *p
		}
		if (in.Event.Kind == fsm.SegmentArrives) == (p != nil) && in.ask(&x) != 0 {
			if mv := v.move(side, at, in, p); mv != nil {
				all = append(all, mv)
			}
		}
	}
	return all
}

// move has an input happen to an end. It returns nil if nothing comes of it but that a
// call is spent.
func (v *verifier) move(side, at uint32, in *input, p *Packet) *move {
	e, mv := v.Ends[at].End, &move{kind: in.Event.Kind}
	if v.happen(mv, &e, in, p) {
		return &move{kind: in.Event.Kind, to: at}
	}
	for _, next := range v.sides[side].atOnce {
		for n, was := 0, (fsm.TCB{}); e.TCB != was && next.ask(&moment{Is: e}) != 0; n++ {
			if was = e.TCB; n == atOnce {
				mv.wrong = "it never comes to rest"
				break
			}
			v.happen(mv, &e, next, nil)
		}
	}
	spent, known := e, false
	copy(spent.Memory[:v.Budgets], v.Ends[at].Memory[:v.Budgets])
	if p == nil && spent == v.Ends[at].End && mv.sends == nil && mv.wrong == "" && mv.open == nil {
		return nil
	}
	if mv.to, known = v.ends[e]; !known && mv.wrong == "" {
		mv.wrong = fmt.Sprintf("it leads to an end in %v that is in no state", e.State)
	}
	return mv
}

// happen has one event happen to an end, remembers what is to be remembered, and asks
// what is claimed. It reports whether the event is lost.
func (v *verifier) happen(mv *move, e *End, in *input, p *Packet) (lost bool) {
	x := &moment{Was: *e, Is: *e, Event: in.Event}
	if p != nil {
		x.Packet, x.Event.Segment = *p, p.Segment
	}
	x.Event.ISS, x.Event.Timestamp = fsm.Seq(in.iss(x)), fsm.Timestamp(in.timestamp(x))
	if in.Event.Kind == crash {
		x.Is.TCB = fsm.TCB{}
	} else {
		v.machine.Step(&x.Is.TCB, &x.Event, &x.Out)
	}
	if v.lost(x) != 0 {
		return true
	}
	for i, next := range v.next {
		x.Is.Memory[i] = next(x)
	}
	*e = x.Is
	x.derive()
	sent := make([]moment, len(x.Out.Segments()))
	for i, g := range x.Out.Segments() {
		x.Sends = uint32(len(sent))
		sent[i] = *x
		y := &sent[i]
		y.Sent.Segment, y.Queued = g, x.Out.Octets(i)
		for j, mark := range v.marks {
			y.Sent.Marks[j] = mark(y)
		}
		n, known := v.packets[y.Sent]
		if !known && mv.wrong == "" {
			mv.wrong = fmt.Sprintf("it sends %v, which is in no state", g)
		}
		mv.sends = append(mv.sends, n)
	}
	v.judge(mv, x, sent)
	return false
}

// judge asks what is claimed of an event and of the segments that are sent.
func (v *verifier) judge(mv *move, x *moment, sent []moment) {
	first := []moment{*x}
	if len(sent) > 0 {
		first = sent[:1]
	}
	for i := range v.clauses {
		k := &v.clauses[i]
		for _, y := range map[string][]moment{"events": first, "segments": sent}[k.About] {
			switch {
			case k.when(&y) == 0:
			case k.peer:
				mv.open = append(mv.open, open{k, y})
			case k.holds(&y) == 0 && mv.claim == "":
				mv.claim, mv.wrong = k.Name, y.String()
			}
		}
	}
}

// String tells what happens.
func (x *moment) String() string {
	return fmt.Sprintf("%v in %v leads to %v and sends %v", x.Event, x.Was.State, x.Is.State, slices.Clone(x.Out.Segments()))
}
