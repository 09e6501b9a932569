package certificate

import "github.com/tcpfsm/tcpfsm/fsm"

// A move is what an end does in one step: an event, and what follows at once.
type move struct {
	kind  fsm.EventKind
	to    uint32
	sends []uint32
	asked []asked // claims that are not so, or that the other end decides
}

// An asked claim is about a moment of a move.
type asked struct {
	*clause
	moment
}

// moves lists what can happen.
func (v *verifier) moves(h happening) (all []*move) {
	x := moment{Is: v.Ends[h.end].End}
	if h.packet != nowhere {
		x.Packet = v.Packets[h.packet]
	}
	for _, in := range v.inputs[h.side] {
		if arrives := in.Event.Kind == fsm.SegmentArrives; arrives == (h.packet != nowhere) && in.when(&x) != 0 {
			all = append(all, v.move(h, in, x.Packet))
		}
	}
	return all
}

// rest is what is said to hold of what never comes to rest.
var rest = &clause{Claim: Claim{Name: "comes-to-rest"}, holds: func(*moment) uint32 { return 0 }}

// move has an input happen to an end, and then what follows at once. Nothing comes of
// one that is lost, or that leaves all as it was but that a call is spent.
func (v *verifier) move(h happening, in *input, p Packet) *move {
	e, mv := v.Ends[h.end].End, &move{kind: in.Event.Kind, to: h.end}
	if v.happen(mv, &e, in, p) {
		return mv
	}
	for _, next := range v.atOnce[h.side] {
		for n, was := 0, (fsm.TCB{}); e.TCB != was && next.when(&moment{Is: e}) != 0; n++ {
			if was = e.TCB; n == 64 {
				mv.asked = append(mv.asked, asked{clause: rest})
				break
			}
			v.happen(mv, &e, next, Packet{})
		}
	}
	spent := e
	copy(spent.Memory[:v.Budgets], v.Ends[h.end].Memory[:v.Budgets])
	if h.packet != nowhere || spent != v.Ends[h.end].End || mv.sends != nil {
		mv.to = v.ends[e] - 1
	}
	return mv
}

// happen has one event happen to an end, remembers what is to be remembered, and asks
// what is claimed. It reports whether the event is lost.
func (v *verifier) happen(mv *move, e *End, in *input, p Packet) (lost bool) {
	x := moment{Was: *e, Is: *e, Event: in.Event, Packet: p}
	x.Event.Segment, x.Event.ISS, x.Event.Timestamp = p.Segment, fsm.Seq(in.iss(&x)), fsm.Timestamp(in.timestamp(&x))
	if in.Event.Kind == Crash {
		x.Is.TCB = fsm.TCB{}
	} else {
		v.rules.Step(&x.Is.TCB, &x.Event, &x.Out)
	}
	if v.lost(&x) != 0 {
		return true
	}
	for i, next := range v.next {
		x.Is.Memory[i] = next(&x)
	}
	*e = x.Is
	x.derive()
	v.judge(mv, &x, "events")
	for i, g := range x.Out.Segments() {
		x.Sent, x.Queued = Packet{Segment: g}, x.Out.Octets(i)
		for j, mark := range v.marks {
			x.Sent.Marks[j] = mark(&x)
		}
		mv.sends = append(mv.sends, v.packets[x.Sent]-1)
		v.judge(mv, &x, "segments")
	}
	return false
}

// judge asks what is claimed of events or of segments.
func (v *verifier) judge(mv *move, x *moment, about string) {
	for _, k := range v.clauses {
		if k.About == about && k.when(x) != 0 && (k.peer || k.holds(x) == 0) {
			mv.asked = append(mv.asked, asked{k, *x})
		}
	}
}
