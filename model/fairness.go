package model

import (
	"fmt"
	"slices"
	"sync"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// Breaks says why a scenario has behaviours that break an assumption of fairness
// whatever the checker assumes: whoever is to do something at last has too few
// calls for it, or the network no room. It returns "" if it keeps it.
func (s *Scenario) Breaks(a Assumption) string {
	switch {
	case a.Fair() && s.Net.Delivers:
		return "a direction that is full of what must be delivered stops whatever would send into it"
	case a.Fair() && a != FL && s.Calms:
		return "trouble may cease, and with it calls, timeouts and ticks"
	}
	switch a {
	case FL:
		return s.Net.unfair()
	case TICK:
		if s.owes() {
			return "a segment that must be delivered before its life is over holds the clock"
		}
	case APP:
		return s.runsOut(fsm.Close, s.Closes)
	case READ:
		return s.runsOut(fsm.Receive, s.arriving)
	case R2:
		if why := s.runsOut(fsm.R2Reached, s.connections); why != "" {
			return why
		}
		if p, err := s.policy(); err == nil && p.KeepAlive == fsm.KeepAliveOn {
			return s.runsOut(fsm.KeepAliveFailed, s.connections)
		}
	}
	return ""
}

// unfair says why a segment that is sent again and again may never be the one to
// be delivered; "" if it is at last.
func (n *Network) unfair() string {
	switch {
	case n.Loss && !n.Displaces:
		return "a full direction may lose whatever is sent again and keep what is older"
	case n.Loss && !n.Reorder && n.Capacity > 1:
		return "where nothing overtakes, what is sent may be lost each time while something is before it"
	}
	return ""
}

// keeps returns the assumptions of fairness in a set that the scenario does not
// break.
func (s *Scenario) keeps(fair Assumptions) (kept Assumptions) {
	for _, a := range fair.Each() {
		if s.Breaks(a) == "" {
			kept |= Assume(a)
		}
	}
	return kept
}

// needless returns assumptions that make no difference to what is promised under
// some: that segments do not grow old where each is delivered at last and none
// twice, and that users receive where all that is sent has room.
func (s *Scenario) needless(needs Assumptions) (set Assumptions) {
	if !s.Net.Duplicate && needs.Has(FL) {
		set |= Assume(LIFE)
	}
	if s.HasRoom(0) && s.HasRoom(1) {
		set |= Assume(READ)
	}
	return set
}

// HasRoom reports whether the window of an end has room for all that may reach
// it, and a FIN.
func (s *Scenario) HasRoom(end int) bool {
	n := s.arriving(end)
	if s.Ends[s.Other(end)].May[fsm.Close] > 0 {
		n++
	}
	return n <= int(s.Ends[end].rcvBUFF())
}

// runsOut says at which end something may happen less often than it takes; ""
// if at none. Rude users waste calls.
func (s *Scenario) runsOut(k fsm.EventKind, takes func(end int) int) string {
	for i := range s.Ends {
		n, may := takes(i), s.Ends[i].May[k]
		if n > 0 && may != Unbounded && (s.Ends[i].Rude || int(may) < n) {
			return fmt.Sprintf("%c has %d of %s, and may need %d", 'A'+rune(i), may, k, n)
		}
	}
	return ""
}

// opens returns how often the user of an end may open.
func (s *Scenario) opens(end int) int {
	may := &s.Ends[end].May
	return int(may[fsm.OpenPassive]) + int(may[fsm.OpenActive])
}

// connections returns how many connections an end may come to have.
func (s *Scenario) connections(end int) int {
	if s.opens(end) == 0 {
		return 0
	}
	return int(max(1, s.Ends[end].Incarnations))
}

// Closes returns how often the user of an end has to close to have closed every
// connection. Who is not patient may close once for each OPEN that comes to
// nothing.
func (s *Scenario) Closes(end int) int {
	n := s.connections(end)
	if n > 0 && !s.Ends[end].Patient {
		n += s.opens(end) - 1
	}
	return n
}

// arriving returns how many octets may reach an end and wait there for its user;
// very many if they are forged, or old.
func (s *Scenario) arriving(end int) int {
	if s.Ends[end].Reads == AtOnce {
		return 0
	}
	peer := s.Other(end)
	n, foreign := s.Ends[peer].sends(), s.Strays[peer]
	if s.Attack.Budget > 0 {
		foreign = slices.Concat(foreign, s.Attack.Forged[end])
	}
	for i := range foreign {
		n += Unbounded * int(foreign[i].Text)
	}
	return n
}

// Other returns the end that an end talks to.
func (s *Scenario) Other(end int) int {
	if s.Loopback {
		return end
	}
	return 1 - end
}

// maxFairness is the number of classes of fairness that the checker knows.
const maxFairness = 64

// fairness expresses the assumptions of fairness in a set.
func (m *Model) fairness(set Assumptions) []checker.Fairness {
	fair := m.weak(set)
	if !set.Has(FL) {
		return fair
	}
	room := maxFairness - len(fair)
	classes := sync.OnceValue(func() []uint8 { return m.classes(room) }) // when all contents are known
	for i := range room {
		fair = append(fair, checker.Strong(func(a checker.Action) bool {
			mv := m.moveOf(a)
			return mv != nil && mv.content != 0 && classes()[mv.content] == uint8(i)+1
		}))
	}
	return fair
}

// coarse reports whether there are more contents of segments than fairness of
// delivery can tell apart. Those that share a class are assumed to arrive, one
// or the other, which is less than [FL] says: what holds then holds, what is
// violated may not be.
func (m *Model) coarse(set Assumptions) bool {
	return set.Has(FL) && m.contents.list.len() > maxFairness-len(m.weak(set))
}

// weak expresses the assumptions of weak fairness in a set.
func (m *Model) weak(set Assumptions) (fair []checker.Fairness) {
	add := func(class func(checker.Action) bool) { fair = append(fair, checker.Weak(class)) }
	if set.Has(TICK) && m.scenario.Clock.MSL > 0 {
		for _, of := range []checker.Action{tickAction, expiryAction, expiryAction + 1} {
			add(func(a checker.Action) bool { return a == of })
		}
	}
	for side := range uint8(2) {
		for _, k := range m.kept(set) {
			add(func(a checker.Action) bool { return m.isMove(a, side, k) })
		}
	}
	return fair
}

// kept lists the kinds of events that happen at last, if nothing keeps them
// from happening, by the assumptions in a set.
func (m *Model) kept(set Assumptions) (kinds []fsm.EventKind) {
	for _, k := range promised {
		if set.Has(k.by) && m.knows(k.kind) {
			kinds = append(kinds, k.kind)
		}
	}
	return kinds
}

// promised says which assumption promises which kind of event.
var promised = []struct {
	by   Assumption
	kind fsm.EventKind
}{
	{TICK, fsm.TimeWaitTimeout},
	{TMR, fsm.Transmit},
	{TMR, fsm.RetransmissionTimeout},
	{TMR, fsm.PersistTimeout},
	{TMR, fsm.KeepAliveTimeout},
	{TMR, fsm.FinWait2Timeout},
	{APP, fsm.Close},
	{READ, fsm.Receive},
	{R2, fsm.R2Reached},
	{R2, fsm.KeepAliveFailed},
}

// knows reports whether events of a kind can happen.
func (m *Model) knows(k fsm.EventKind) bool {
	switch k {
	case fsm.KeepAliveTimeout:
		return m.machine.Policy().KeepAlive == fsm.KeepAliveOn
	case fsm.FinWait2Timeout:
		return m.machine.Policy().FinWait2Timeout == fsm.FinWait2TimeoutOn
	case fsm.Close, fsm.Receive, fsm.R2Reached, fsm.KeepAliveFailed:
		return m.scenario.Allows(k)
	}
	return true
}

// isMove reports whether an action is a move of this kind of an end.
func (m *Model) isMove(a checker.Action, side uint8, k fsm.EventKind) bool {
	mv := m.moveOf(a)
	return mv != nil && mv.in.kind == k && m.ends.at(mv.from).Side == side
}
