package model

// What one end has sent in a network of any capacity, and what may still arrive.
//
// Invariant: a direction holds each packet at most once, with the age of its
// youngest copy, and under REL the ages of copies that have to arrive yet. It only
// grows: a delivery takes nothing away, and what may be lost may as well never
// arrive. So losses are no steps, and a direction with more in it can do all that
// one with less can.
//
// Example: MSL is 2 ticks, and every segment has to be delivered once.
//
//	x is sent               x young 0, owed 0
//	a tick                  x young 1, owed 1
//	x is sent again         x young 0, owed 0 and 1
//	a tick                  x young 1, owed 1 and 2
//	another                 is not possible before x arrives
//	x arrives               x young 1, owed 1         the copy that is owed for longest
//	a tick                  x young 2, owed 2
//	x arrives, and a tick                             x is gone
//
// Of more than two copies that are owed the oldest and the youngest count, as in a
// direction with a capacity: less is then owed than there is, and more can happen.

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math/bits"
	"slices"
	"strings"
)

// A sent is such a direction, as a string: each packet takes sendingBytes, in the
// order of their numbers.
type sent string

// A sending is what is known of the copies of a packet.
type sending struct {
	packet uint32
	young  uint8  // the age of the youngest
	owed   uint16 // bit i: one of age i has to arrive
}

const (
	sendingBytes = 7
	maxAge       = 254 // for which a sending has room
	maxOwedAge   = 15
)

func (s sent) all() []sending {
	all := make([]sending, 0, len(s)/sendingBytes)
	for b := []byte(s); len(b) > 0; b = b[sendingBytes:] {
		all = append(all, sending{binary.BigEndian.Uint32(b), b[4], binary.BigEndian.Uint16(b[5:])})
	}
	return all
}

func sentOf(all []sending) sent {
	b := make([]byte, 0, sendingBytes*len(all))
	for _, x := range all {
		b = binary.BigEndian.AppendUint32(b, x.packet)
		b = append(b, x.young)
		b = binary.BigEndian.AppendUint16(b, x.owed)
	}
	return sent(b)
}

// A sentRow is what follows from a direction alone.
type sentRow struct {
	all        []sending
	mask       uint64     // a bit for each packet; several may share one
	exact      bool       // the mask says all: each packet has a bit of its own, none has aged, none is owed
	deliveries []delivery // in the order of the packets' contents
	older      uint32     // what it is a tick later; 0: a packet must be delivered first
	spared     uint32     // it without what is at the end of its life; 0: of that a packet must be delivered first
}

// sentRow computes what follows from a direction.
func (u *anyCapacity) sentRow(s *sent) *sentRow {
	r := &sentRow{all: s.all(), exact: true}
	for i, x := range r.all {
		r.mask |= maskOf(x.packet)
		r.exact = r.exact && x.packet < 64 && x.young == 0 && x.owed == 0
		rest := slices.Clone(r.all)
		rest[i].owed &^= oldest(x.owed)
		r.deliveries = append(r.deliveries, delivery{x.packet, u.number(rest)})
	}
	slices.SortFunc(r.deliveries, func(a, b delivery) int { return u.packets.compare(a.packet, b.packet) })
	r.older, r.spared = u.aged(r.all, 1), u.aged(r.all, 0)
	return r
}

func maskOf(packet uint32) uint64 { return 1 << (packet % 64) }

// oldest returns the bit of the oldest copy.
func oldest(owed uint16) uint16 { return uint16(1<<bits.Len16(owed)) >> 1 }

// covers reports whether what can become of t can become of s: each packet of t is
// in s and as young, and s owes nothing that t does not owe as soon.
func (s *sentRow) covers(t *sentRow) bool {
	switch {
	case t.mask&^s.mask != 0:
		return false
	case t.exact && s.exact:
		return true
	}
	rest := t.all
	for _, x := range s.all {
		switch {
		case len(rest) > 0 && rest[0].packet < x.packet:
			return false
		case len(rest) == 0 || rest[0].packet > x.packet:
			if x.owed != 0 {
				return false
			}
		case x.young > rest[0].young || !owesLess(x.owed, rest[0].owed):
			return false
		default:
			rest = rest[1:]
		}
	}
	return len(rest) == 0
}

// owesLess reports whether for each copy that is owed in a there is another one in b
// that is at least as old.
func owesLess(a, b uint16) bool {
	for ; a != 0; a, b = a&^oldest(a), b&^oldest(b) {
		if oldest(a) > oldest(b) {
			return false
		}
	}
	return true
}

func (u *anyCapacity) number(all []sending) uint32 {
	s := sentOf(all)
	return u.sents.number(&s)
}

// aged returns the number of a direction some ticks later, less what has been at the
// end of its life, or 0 if something of that must be delivered first.
func (u *anyCapacity) aged(all []sending, ticks int) uint32 {
	if !u.scenario.mortal() {
		return u.number(all)
	}
	rest := make([]sending, 0, len(all))
	for _, x := range all {
		if x.owed>>u.scenario.Clock.MSL&1 != 0 {
			return 0
		}
		if int(x.young) < u.scenario.Clock.MSL {
			rest = append(rest, sending{x.packet, x.young + uint8(ticks), x.owed << ticks})
		}
	}
	return u.number(rest)
}

// after returns the number of a direction after a burst was sent into it.
func (u *anyCapacity) after(dir, sent uint32) uint32 {
	key := pair(dir, sent)
	if id := u.sendings.get(key); id != 0 {
		return id
	}
	all := u.sents.at(dir).all()
	b := u.bursts.at(sent)
	for _, p := range b.packets[:b.n] {
		all = u.send(all, p)
	}
	return u.sendings.put(key, u.number(all))
}

// send adds a packet to a direction. Of it a copy is then as young as can be.
func (u *anyCapacity) send(all []sending, packet uint32) []sending {
	i, there := slices.BinarySearchFunc(all, packet, func(x sending, p uint32) int { return cmp.Compare(x.packet, p) })
	if !there {
		all = slices.Insert(all, i, sending{packet: packet})
	}
	x := &all[i]
	x.young = 0
	if u.scenario.owes() && u.scenario.mortal() {
		x.owed = oldest(x.owed) | 1
	}
	return all
}

// showSent prints a direction without the numbers of packets.
func (u *anyCapacity) showSent(s *sent) string {
	var lines []string
	for _, x := range s.all() {
		lines = append(lines, fmt.Sprintf("%s young %d owed %b\n", u.packets.text(x.packet), x.young, x.owed))
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}
