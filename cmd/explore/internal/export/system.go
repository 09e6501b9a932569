// Package export writes scenarios for other model checkers: the ends as tables of
// what they do, the network and the clock as each language has them.
package export

import (
	"cmp"
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// A system is a table in the form in which languages write it: lists of numbers, of
// which number 0 stands for none.
type system struct {
	*model.Table
	About []string // lines of the comment at the beginning

	Slots  int // that a direction needs; see Cap
	Ages   int // the oldest age of a segment; 0: none has an age
	Owes   bool
	AsSet  bool
	Widest int // how many inputs an end has at most that are none of the others
	Burst  int // how many packets a step sends at most
	Choice int // how many steps may come of one input at most

	Alone            [][]int // by end: steps of inputs that are none of the following
	Transmit, Expire []int   // by end: steps of TRANSMIT, and of the end of TIME-WAIT
	Later            []int   // by end: the end a tick later
	To, First, Sent  []int   // by step: the end afterwards, where in Sent it begins what is sent
	Next, Breaks     []int   // by step: another one; the first claim that it breaks
	Relations        []relation
	Rest             *relation // of states in which nothing can happen any more
	Events           []event
}

// An event is a claim about single events, by the number that steps have for it.
type event struct {
	Number   int
	Name, ID string
}

// A relation is a claim that relates things.
type relation struct {
	Name, ID string // and how it is called where names are words
	Steps    bool   // it relates a step with an end, and not two ends
	Asks     bool   // and with packets, which follow the ends
	Ends     int    // how many ends there are, none included
	Row      []int  // by step or by end
	Column   []int  // by end, and then by packet
	Width    int    // classes of columns
	Holds    []int  // by class of row times Width, and class of column
}

func newSystem(t *model.Table) *system {
	s := &system{Table: t, Slots: t.Scenario.Net.Capacity}
	net, clock := &t.Scenario.Net, &t.Scenario.Clock
	if clock.MSL > 0 && !clock.Immortal {
		s.Ages = clock.MSL
	}
	s.Owes = net.Delivers || !net.Loss && s.Ages > 0
	s.AsSet = net.Loss && net.Duplicate && net.Reorder
	if t.Scenario.Calms {
		s.Slots = model.MaxCapacity
	}
	s.inputs()
	s.outcomes()
	s.claims()
	return s
}

// inputs sorts the inputs that need no segment.
func (s *system) inputs() {
	n := len(s.Rows)
	s.Alone, s.Transmit, s.Expire, s.Later = make([][]int, n), make([]int, n), make([]int, n), make([]int, n)
	for i, r := range s.Rows {
		s.Later[i] = r.Later
		for _, in := range r.Alone {
			switch in.Kind {
			case fsm.Transmit:
				s.Transmit[i] = in.Step
			case fsm.TimeWaitTimeout:
				s.Expire[i] = in.Step
			default:
				s.Alone[i] = append(s.Alone[i], in.Step)
			}
		}
		s.Widest = max(s.Widest, len(s.Alone[i]))
	}
}

// outcomes writes the steps as lists. What they send stands in one list, with a 0
// behind each burst.
func (s *system) outcomes() {
	s.Sent, s.Choice = []int{0}, 1
	begins := map[string]int{"": 0}
	for _, step := range s.Steps {
		key := text(step.Sends)
		if _, there := begins[key]; !there {
			begins[key] = len(s.Sent)
			s.Sent = append(append(s.Sent, step.Sends...), 0)
		}
		s.To, s.First, s.Next = append(s.To, step.To), append(s.First, begins[key]), append(s.Next, step.Next)
		breaks := 0
		if len(step.Breaks) > 0 {
			breaks = step.Breaks[0] + 1
		}
		s.Breaks = append(s.Breaks, breaks)
		s.Burst = max(s.Burst, len(step.Sends))
		choices := 1
		for next := step.Next; next != 0; next = s.Steps[next].Next {
			choices++
		}
		s.Choice = max(s.Choice, choices)
	}
}

// claims sorts the claims by how they are told.
func (s *system) claims() {
	for i, c := range s.Claims {
		if c.Pairs == nil {
			s.Events = append(s.Events, event{i + 1, plain(c.Name), identifier(c.Name, i+1)})
			continue
		}
		r := relation{Name: plain(c.Name), ID: identifier(c.Name, i+1), Steps: c.Step != nil, Asks: c.Asks, Ends: len(s.Ends), Row: c.Pairs.Row, Column: c.Pairs.Column, Width: len(c.Pairs.Holds[0])}
		if r.Steps {
			r.Row = nil
			for _, step := range s.Steps {
				class := 0
				if step.Class != nil {
					class = step.Class[i]
				}
				r.Row = append(r.Row, class)
			}
		}
		for _, row := range c.Pairs.Holds {
			for _, is := range row {
				r.Holds = append(r.Holds, number(is))
			}
		}
		if c.Ends != nil {
			s.Rest = &r
		} else {
			s.Relations = append(s.Relations, r)
		}
	}
}

// arrivals counts the pairs of ends and packets in the table.
func (s *system) arrivals() (n int) {
	for _, r := range s.Rows {
		n += len(r.Arrivals)
	}
	return n
}

// sides are the ends that do something.
func (s *system) sides() []int {
	if s.Scenario.Loopback {
		return []int{0}
	}
	return []int{0, 1}
}

// keeps lists whether a copy stays when a segment arrives.
func (s *system) keeps() []bool {
	switch net := &s.Scenario.Net; {
	case !net.Duplicate:
		return []bool{false}
	case net.Loss:
		return []bool{true}
	}
	return []bool{false, true}
}

// arriving lists the places from which a segment may arrive.
func (s *system) arriving(slots int) (places []int) {
	for i := range slots {
		if i == 0 || s.Scenario.Net.Reorder {
			places = append(places, i)
		}
	}
	return places
}

// dies reports whether TIME-WAIT ends after what arrives in the same tick.
func (s *system) dies() bool { return s.Ages > 0 && !s.Scenario.Clock.Races }

// A comb is a table of few entries, the rows of which are laid over each other so that
// no two entries meet: entry (row, column) stands at Base[row]+column if Check says so
// (Ziegler 1977, row displacement, as tables of parsers have it).
type comb struct{ Base, Check, Value []int }

// comb returns the arrivals by end and packet.
func (s *system) comb() *comb {
	c := &comb{Base: make([]int, len(s.Rows))}
	order := make([]int, len(s.Rows))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(len(s.Rows[b].Arrivals), len(s.Rows[a].Arrivals)) })
	for _, row := range order {
		c.add(row, s.Rows[row].Arrivals)
	}
	for len(c.Check) < slices.Max(c.Base)+len(s.Packets) {
		c.Check, c.Value = append(c.Check, 0), append(c.Value, 0)
	}
	return c
}

func (c *comb) add(row int, entries map[int]int) {
	base := 0
	for !c.free(base, entries) {
		base++
	}
	c.Base[row] = base
	for column, value := range entries {
		for len(c.Check) <= base+column {
			c.Check, c.Value = append(c.Check, 0), append(c.Value, 0)
		}
		c.Check[base+column], c.Value[base+column] = row, value
	}
}

func (c *comb) free(base int, entries map[int]int) bool {
	for column := range entries {
		if at := base + column; at < len(c.Check) && c.Check[at] != 0 {
			return false
		}
	}
	return true
}

func number(is bool) int {
	if is {
		return 1
	}
	return 0
}
