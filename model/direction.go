package model

// What can become of the segments on their way from one end to the other.
//
// Invariant: a direction holds at most the capacity of the network, in the order
// of sending, or sorted if the network reorders. So directions that behave alike
// are equal, and have one number. What can happen to a direction follows from it
// alone, and is computed once.
//
// Example: capacity 2, the packets x and y are on their way, and z is sent.
//
//	network                      becomes
//	perfect                      there is no room, and the exploration is not complete
//	it loses                     [x y] or [y z] or [x z]
//	it loses, Displaces          [y z] or [x z]: never the one just sent
//
//	deliver x, it duplicates     [x y]  a copy stays, and may be lost later
//	deliver x, it does not       [y]
//
// Where a network loses, duplicates and reorders, a direction is a set: with any
// copy there may as well be a hundred. Of the copies of a packet the youngest
// stays, as it can do all that an older one can, and for longer:
//
//	x@1 y@1   -- x is sent again -->   x@0 y@1     (@ the age in ticks)
//
// If every segment must be delivered once (REL), an older copy that is owed stays
// too, as its own time to arrive ends earlier.

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/checker"
)

// MaxCapacity is the largest capacity of a direction.
const MaxCapacity = 8

// A direction holds the packets that one end has sent and that are on their
// way: in order, or sorted if the network reorders.
type direction struct {
	flights [MaxCapacity]flight
	n       uint8
}

// A flight is a packet on its way.
type flight struct {
	packet uint32 // its number
	age    uint8  // in ticks since it was sent; 0 without a clock
	owed   bool   // it must be delivered before it may be lost
}

func (d *direction) all() []flight { return d.flights[:d.n] }

// without returns d less the i-th flight.
func (d direction) without(i int) direction {
	n := copy(d.flights[i:], d.flights[i+1:d.n])
	d.flights[i+n] = flight{}
	d.n--
	return d
}

// put returns d with one more flight at place i.
func (d direction) put(i int, f flight) direction {
	copy(d.flights[i+1:], d.flights[i:d.n])
	d.flights[i] = f
	d.n++
	return d
}

// A directionRow is what can happen to a direction by itself.
type directionRow struct {
	deliveries     []delivery
	losses         []loss
	calmDeliveries []delivery // deliveries without trouble, which leave nothing behind
	older          uint32     // what it is a tick later; 0: a packet must be delivered first
	dying          bool       // it holds a packet of age MSL
}

// A delivery is a packet that arrives, and the direction that is left then.
type delivery struct{ packet, rest uint32 }

// A loss is what is left of a direction after one, and the action it counts
// as: a segment whose lifetime is over is not lost by chance.
type loss struct {
	rest   uint32
	action checker.Action
}

// directionRow computes what can happen to a direction by itself.
func (m *Model) directionRow(d *direction) *directionRow {
	net, r := &m.scenario.Net, &directionRow{}
	for i, f := range d.all() {
		l := loss{action: lossAction}
		if m.scenario.Clock.MSL > 0 && int(f.age) == m.scenario.Clock.MSL {
			r.dying, l.action = true, expiryAction
		}
		if i == 0 || net.Reorder {
			r.deliveries = append(r.deliveries, m.deliveries(d, i)...)
			if m.scenario.Calms {
				rest := d.without(i)
				r.calmDeliveries = append(r.calmDeliveries, delivery{f.packet, m.dirs.number(&rest)})
			}
		}
		if net.Loss && !f.owed {
			rest := d.without(i)
			l.rest = m.dirs.number(&rest)
			r.losses = append(r.losses, l)
		}
	}
	if older, ok := m.older(*d); ok {
		r.older = m.dirs.number(&older)
	}
	return r
}

// deliveries returns the ways to deliver the i-th flight: for good, or leaving
// a duplicate behind. Where a duplicate can be lost, the second is enough.
func (m *Model) deliveries(d *direction, i int) (ways []delivery) {
	net, f := &m.scenario.Net, d.flights[i]
	if !net.Duplicate || !net.Loss {
		rest := d.without(i)
		ways = append(ways, delivery{f.packet, m.dirs.number(&rest)})
	}
	if net.Duplicate {
		rest := *d
		rest.flights[i].owed = false
		if f.owed && net.asSet() && slices.ContainsFunc(d.all(), func(g flight) bool { return g.packet == f.packet && g != f }) {
			rest = d.without(i) // the younger copy can do all that it can
		}
		ways = append(ways, delivery{f.packet, m.dirs.number(&rest)})
	}
	return ways
}

// older returns d a tick later: packets that have reached the maximum segment
// lifetime are gone. It reports false if one of them must be delivered first.
func (m *Model) older(d direction) (direction, bool) {
	if !m.scenario.mortal() {
		return d, true
	}
	var out direction
	for _, f := range d.all() {
		switch {
		case int(f.age) < m.scenario.Clock.MSL:
			f.age++
			out.flights[out.n] = f
			out.n++
		case f.owed:
			return d, false
		}
	}
	return out, true
}

// send returns what may become of a direction when a burst is sent into it, and
// whether there are ways in which it then has no room and may lose nothing.
func (m *Model) send(d direction, b *burst, one func(direction, flight) []direction) (ways []direction, full bool) {
	ways = []direction{d}
	for _, p := range b.packets[:b.n] {
		var next []direction
		for _, w := range ways {
			after := one(w, flight{packet: p, owed: m.scenario.owes()})
			full = full || len(after) == 0
			for _, way := range after { // two ways may come to the same: lost now or displaced later
				if !slices.Contains(next, way) {
					next = append(next, way)
				}
			}
		}
		ways = next
	}
	return ways, full
}

func (m *Model) sendOne(d direction, f flight) []direction {
	net := &m.scenario.Net
	if net.asSet() {
		var there bool
		if d, there = coalesce(d, f); there {
			return []direction{d}
		}
	}
	if int(d.n) < net.Capacity {
		return []direction{m.insert(d, f)}
	}
	if !net.Loss {
		return nil
	}
	// Full: one of those that may be lost makes room, be it the new one. What is
	// owed never does, so that there may be no way at all.
	var ways []direction
	if !net.Displaces && !f.owed {
		ways = append(ways, d)
	}
	for i, old := range d.all() {
		if !old.owed {
			ways = append(ways, m.insert(d.without(i), f))
		}
	}
	return ways
}

// sendCalmly is sendOne when all trouble has ceased: nothing is lost, and each
// copy counts.
func (m *Model) sendCalmly(d direction, f flight) []direction {
	if d.n == MaxCapacity {
		return nil
	}
	return []direction{m.insert(d, f)}
}

// coalesce drops the copies of a packet that the new one makes superfluous. The
// oldest that is owed stays, for it has to arrive in its own time.
func coalesce(d direction, f flight) (rest direction, there bool) {
	oldest := -1
	for i, g := range d.all() {
		if g == f {
			return d, true
		}
		if g.packet == f.packet && g.owed && (oldest < 0 || d.flights[oldest].age < g.age) {
			oldest = i
		}
	}
	for i := int(d.n) - 1; i >= 0; i-- { // from behind, for places move up
		if i != oldest && d.flights[i].packet == f.packet {
			d = d.without(i)
		}
	}
	return d, false
}

// insert adds a flight at the end, or at its place if the network reorders.
func (m *Model) insert(d direction, f flight) direction {
	i := int(d.n)
	for m.scenario.Net.Reorder && i > 0 && m.before(f, d.flights[i-1]) {
		i--
	}
	return d.put(i, f)
}

func (m *Model) before(f, g flight) bool {
	if c := m.packets.compare(f.packet, g.packet); c != 0 {
		return c < 0
	}
	return f.age < g.age || f.age == g.age && !f.owed && g.owed
}

// showDirection prints a direction without the numbers of packets.
func (m *Model) showDirection(d *direction) string {
	var b strings.Builder
	for _, f := range d.all() {
		fmt.Fprintf(&b, "%s age %d owed %v\n", m.packets.text(f.packet), f.age, f.owed)
	}
	return b.String()
}
