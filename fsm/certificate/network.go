package certificate

import (
	"math/bits"
	"slices"
)

// What one end has sent only grows: a delivery takes nothing away, and what may be lost
// may as well never arrive.

// other is the end at which arrives what an end sends.
func (n *Network) other(end uint32) uint32 { return end ^ truth(!n.Loopback) }

// oldest is the bit of the oldest copy that has to arrive.
func oldest(owed uint32) uint32 { return 1 << bits.Len32(owed) >> 1 }

// send adds a packet. Of copies that have to arrive the oldest and the youngest count.
func (n *Network) send(sent []Sending, packet uint32) []Sending {
	i, there := slices.BinarySearchFunc(sent, packet, func(s Sending, p uint32) int { return int(s[0]) - int(p) })
	now := Sending{packet}
	if there {
		now[2] = oldest(sent[i][2])
	}
	if n.Obliged && n.Mortal {
		now[2] |= 1
	}
	if there && sent[i] == now {
		return sent
	}
	return slices.Concat(sent[:i], []Sending{now}, sent[i+int(truth(there)):])
}

// deliver is what is left when the packet at a place has arrived.
func deliver(sent []Sending, i int) []Sending {
	if owed := sent[i][2]; owed != 0 {
		sent = slices.Clone(sent)
		sent[i][2] = owed &^ oldest(owed)
	}
	return sent
}

// age lets ticks pass: what was at the end of its life is gone. It reports false if
// something of that has to arrive before.
func (n *Network) age(sent []Sending, ticks uint32) (rest []Sending, may bool) {
	if !n.Mortal {
		return sent, true
	}
	for _, s := range sent {
		if s[2]>>n.MSL&1 != 0 {
			return nil, false
		}
		if s[1] < n.MSL {
			rest = append(rest, Sending{s[0], s[1] + ticks, s[2] << ticks})
		}
	}
	return rest, true
}

// covers reports whether a has each packet of b, as young, and owes nothing that b does
// not owe as soon.
func covers(a, b []Sending) bool {
	for _, x := range a {
		var y Sending
		if len(b) > 0 && b[0][0] == x[0] && b[0][1] >= x[1] {
			y, b = b[0], b[1:]
		} else if len(b) > 0 && b[0][0] <= x[0] {
			return false
		}
		for p, q := x[2], y[2]; p != 0; p, q = p&^oldest(p), q&^oldest(q) {
			if oldest(p) > oldest(q) {
				return false
			}
		}
	}
	return len(b) == 0
}
