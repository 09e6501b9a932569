package model

import (
	"fmt"
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// Which assumptions of fairness a scenario can keep.

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
