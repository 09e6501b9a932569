package model

import (
	"fmt"
	"slices"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// An action is the number of a move, or one of these.
const (
	lossAction checker.Action = 1<<31 + iota // and the direction
	_
	expiryAction // and the direction
	_
	tickAction
	calmAction
	idleAction
)

// moveOf returns the move that an action stands for, or nil.
func (m *Model) moveOf(a checker.Action) *move {
	if a == 0 || a >= lossAction {
		return nil
	}
	return m.moves.at(uint32(a))
}

// ActionName implements [checker.ActionNamer].
func (m *Model) ActionName(a checker.Action) string {
	mv := m.moveOf(a)
	switch {
	case a == tickAction:
		return "tick"
	case a == calmAction:
		return "all trouble ceases"
	case a == idleAction:
		return "nothing"
	case mv == nil && a >= expiryAction:
		return fmt.Sprintf("end of life of what %s has sent", EndName(int(a-expiryAction)))
	case mv == nil:
		return fmt.Sprintf("loss of what %s has sent", EndName(int(a-lossAction)))
	case mv.in.packet != 0:
		return fmt.Sprintf("%s: %v arrives", m.who(mv), *m.packets.at(mv.in.packet))
	}
	return fmt.Sprintf("%s: %s", m.who(mv), KindName(mv.in.kind))
}

func (m *Model) who(mv *move) string { return EndName(int(m.ends.at(mv.from).Side)) }

// Compare implements [checker.Ordered]: by what the numbers in a state stand
// for.
func (m *Model) Compare(a, b *State) int {
	for i := range a.End {
		if c := m.ends.compare(a.End[i], b.End[i]); c != 0 {
			return c
		}
		if c := m.dirs.compare(a.Dir[i], b.Dir[i]); c != 0 {
			return c
		}
	}
	return int(a.Env) - int(b.Env)
}

// contentOf returns the number of a packet's content. Strong fairness of delivery
// tells directions and segments apart, but not ages and incarnations. The number is
// 0 for a forged packet: no assumption says that an attack goes on.
func (m *Model) contentOf(packet uint32, to uint8) uint32 {
	p := m.packets.at(packet)
	if p.From == Stranger {
		return 0
	}
	return m.contents.number(&content{p.Segment, to})
}

// classes sorts the contents of segments into that many classes of strong
// fairness, from 1 on: each into one of its own if there are not more.
func (m *Model) classes(room int) []uint8 {
	ids := make([]uint32, m.contents.list.len())
	for i := range ids {
		ids[i] = uint32(i) + 1
	}
	slices.SortFunc(ids, m.contents.compare)
	class := make([]uint8, len(ids)+1)
	for i, id := range ids {
		class[id] = uint8(i%room) + 1
	}
	return class
}

// A content is what strong fairness of delivery tells apart.
type content struct {
	segment fsm.Segment
	to      uint8
}
