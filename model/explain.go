package model

import (
	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// An Explanation says what happened in one step of a trace.
type Explanation struct {
	// End is the end at which something happened, 0 for A and 1 for B, or -1:
	// the clock ticked, or a packet was lost.
	End        int
	Happenings []Happening // the event, and what the user and the TCP then did at once
	Forged     bool        // the packet that arrived was forged
	Kept       bool        // a duplicate of the packet that arrived is still on its way

	Lost    [2][]Packet // per direction, what was lost: by chance, or for want of room
	Expired bool        // and it was at the end of its life
	Tick    bool        // a tick of the clock passed
}

// Explain says what happened in a step from one state to another.
func (m *Model) Explain(before State, a checker.Action, after State) Explanation {
	x := Explanation{End: -1, Tick: a == tickAction, Expired: a >= expiryAction && a < tickAction}
	flying := [2]map[uint32]int{m.count(before.Dir[0]), m.count(before.Dir[1])}
	if mv := m.moveOf(a); mv != nil && !mv.lost {
		e := m.ends.at(mv.from)
		t := m.execute(e, mv.in, true)
		x.End, x.Happenings = int(e.Side), t.happening
		for _, p := range t.burst.packets[:t.burst.n] {
			flying[x.End][p]++
		}
		if p := mv.in.packet; p != 0 {
			from := m.other(x.End)
			x.Forged = m.packets.at(p).From == Stranger
			x.Kept = !x.Forged && m.count(after.Dir[from])[p] >= flying[from][p]
			if !x.Forged && !x.Kept {
				flying[from][p]--
			}
		}
	}
	for i := range flying {
		left := m.count(after.Dir[i])
		for p, n := range flying[i] {
			if left[p] < n && !(m.scenario.Net.asSet() && left[p] > 0) {
				x.Lost[i] = append(x.Lost[i], *m.packets.at(p))
			}
		}
	}
	return x
}

// count returns how many copies of each packet a direction holds.
func (m *Model) count(dir uint32) map[uint32]int {
	n := map[uint32]int{}
	for _, f := range m.dirs.at(dir).all() {
		n[f.packet]++
	}
	return n
}

// Arrival reports the packet that arrives in a happening, and whether one does.
func (h *Happening) Arrival() (Packet, bool) {
	if h.Kind != fsm.SegmentArrives {
		return Packet{}, false
	}
	return *h.Packet, true
}

// Move returns the step that an action stands for.
func (m *Model) Move(a checker.Action) Move { return m.seen(a) }
