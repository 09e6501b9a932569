// Package ladder draws behaviours of two ends as sequence ladders: two lines for
// the ends, and between them an arrow for each segment. A behaviour of the model,
// a connection of a capture and a run of a system under test become ladders, and
// a ladder takes every format.
package ladder

import (
	"fmt"
	"net/netip"
	"slices"
	"time"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A Ladder is a behaviour of two ends, step by step. Where it came from does
// not matter.
type Ladder struct {
	Title string    `json:"title"`
	Note  string    `json:"note,omitempty"`
	Ends  [2]string `json:"ends"` // what they are called in it
	Clock bool      `json:"clock"`
	Start Moment    `json:"start"`

	Names [2]string `json:"names,omitzero"` // what they are called elsewhere, as in "192.0.2.1:1024"; may be empty
	Unit  string    `json:"unit,omitempty"` // what steps are numbered by, as in "frame"; empty: by themselves
	Began time.Time `json:"began,omitzero"` // when a capture began; zero: it is none

	ISS     [2]fsm.Seq        `json:"-"` // of an end that sends no SYN, what its numbers are counted from
	Sockets [2]netip.AddrPort `json:"-"` // of a capture; of what is none they are made up

	Steps []Step `json:"steps"`

	// Endless: the behaviour is infinite. After Steps comes Cycle, again and
	// again, or nothing if it is empty.
	Endless bool   `json:"endless"`
	Cycle   []Step `json:"cycle,omitempty"`
}

// A Moment is what there is between two steps.
type Moment struct {
	Ends    [2]End      `json:"ends"`
	Network [2][]string `json:"network"` // what each end has sent and is on its way
	Flying  [2][]string `json:"-"`       // the same by their labels, if the ladder knows them
}

// States returns a moment of which no more is known than the states.
func States(a, b string) Moment {
	return Moment{Ends: [2]End{{State: a}, {State: b}}, Network: [2][]string{{}, {}}}
}

// An End is one end at a moment. The fields are those of its TCB by name, with
// absolute sequence numbers.
type End struct {
	State  string  `json:"state"`
	Fields []Field `json:"-"`
}

// A Field is one variable of an end.
type Field struct {
	Name  string
	Value any // a number, a bool or a text
	Text  string
}

// A Step is what happens at one time.
type Step struct {
	// N is the number of the step, counted from 1, or of its frame in a capture
	// or its line in a log. 0: it stands for several.
	N    int   `json:"step"`
	Time int64 `json:"time"` // when it happens: in ticks, or of a capture in nanoseconds since Began

	// End is the end that moves, 0 or 1, or -1: Event is then what happens in
	// between.
	End   int    `json:"end"`
	Event string `json:"event"`

	Arrives *Arrival  `json:"arrives,omitempty"`
	Reports *Reported `json:"reports,omitempty"` // what ICMP reports to the end
	Sends   []Message `json:"sends,omitempty"`
	Lost    []Message `json:"lost,omitempty"`

	Changes []Change `json:"changes,omitempty"` // of the TCB of the end that moves
	Refused string   `json:"refused,omitempty"` // why a call was refused, in the words of who did
	Tells   []string `json:"tells,omitempty"`   // what its user hears, and what else there is to know
	Rules   []string `json:"rules,omitempty"`   // those that fired
	Says    string   `json:"says,omitempty"`    // what somebody who explains it says of the step
	After   Moment   `json:"after"`

	Findings []Finding `json:"findings,omitempty"` // what an oracle has to say of it
}

// A Reported is an error that ICMP reports of a segment that an end has sent: the type and the code of
// the message, and the MTU that it tells, 0 if it tells none.
type Reported struct {
	Type   uint8       `json:"type"`
	Code   uint8       `json:"code"`
	MTU    uint16      `json:"mtu,omitempty"`
	Family fsm.Family  `json:"-"`
	About  fsm.Segment `json:"-"` // Event says it
}

// A Finding is a verdict on what an end does in a step, if it does not plainly
// conform.
type Finding struct {
	End  int    `json:"end"`
	Kind string `json:"kind"` // as in "deviates"
	Text string `json:"text"`

	Expected string `json:"-"` // of a system that is driven, what was expected of it
}

// String returns the finding in one line.
func (f *Finding) String() string { return f.Kind + ": " + f.Text }

// Deviates is the kind of the findings that pictures point at.
const Deviates = "deviates"

// A Message is a segment that is sent. Its ID tells it from others with the
// same content; it counts from 1.
type Message struct {
	ID      int         `json:"id"`
	From    int         `json:"from"` // an end, or -1: forged
	To      int         `json:"to"`
	Text    string      `json:"text"` // with relative sequence numbers
	Segment fsm.Segment `json:"segment"`

	Arrived bool `json:"arrived,omitempty"` // of one that is lost: a copy has arrived before

	// Direct says that there is one step for both ends of its way: whoever saw
	// it stood in between, or knows of one end alone.
	Direct bool `json:"direct,omitempty"`

	// Scaled and Shift are the window scale option, as package wire has it.
	Scaled bool  `json:"-"`
	Shift  uint8 `json:"-"`
}

// An Arrival is a message that reaches an end.
type Arrival struct {
	Message
	Again bool `json:"duplicate"` // it has arrived before
	Old   bool `json:"old"`       // it belongs to another connection of the pair
}

// A Change is a field of a TCB before and after a step.
type Change struct {
	Field  string `json:"field"`
	Before any    `json:"before"`
	After  any    `json:"after"`
	Text   string `json:"-"` // for a reader; "" if of no interest
}

// Formats are the names of the formats, the default first.
var Formats = []string{"text", "json", "mermaid", "dot", "itf", "pcapng", "packetdrill", "svg", "png"}

// Name returns what an end is called elsewhere, or else in the ladder.
func (l *Ladder) Name(end int) string {
	if l.Names[end] != "" {
		return l.Names[end]
	}
	return l.Ends[end]
}

// unit returns what steps are numbered by.
func (l *Ladder) unit() string {
	if l.Unit != "" {
		return l.Unit
	}
	return "step"
}

// when returns when a step happens, if a clock of its behaviour says so.
func (l *Ladder) when(s *Step) string {
	switch {
	case s.N == 0 && s.End < 0:
		return "" // it stands for several
	case !l.Began.IsZero():
		return fmt.Sprintf("%.6f", time.Duration(s.Time).Seconds())
	case l.Clock:
		return fmt.Sprint(s.Time)
	}
	return ""
}

// When returns when a step happens, in ticks or in seconds, if a clock of its
// behaviour says so.
func (l *Ladder) When(s *Step) string { return l.when(s) }

// all iterates over the steps of the stem and of the cycle.
func (l *Ladder) all() []Step { return slices.Concat(l.Steps, l.Cycle) }

// sends reports whether a message is sent in the step.
func (s *Step) sends(id int) bool {
	return slices.ContainsFunc(s.Sends, func(m Message) bool { return m.ID == id })
}

// loses reports whether a message is lost in the step.
func (s *Step) loses(id int) bool {
	return slices.ContainsFunc(s.Lost, func(m Message) bool { return m.ID == id })
}

// accuses reports whether an end deviates in the step.
func (s *Step) accuses(end int) bool {
	return slices.ContainsFunc(s.Findings, func(f Finding) bool { return f.Kind == Deviates && f.End == end })
}

// only returns the message that is all there is to a step: what an observer sees
// go from one end to the other.
func (s *Step) only() *Message {
	if s.Event == "" && s.Arrives == nil && len(s.Sends) == 1 && s.Sends[0].Direct {
		return &s.Sends[0]
	}
	return nil
}

// label is the message with its number, as in "[3] SYN seq=0".
func (m *Message) label() string { return fmt.Sprintf("[%d] %s", m.ID, m.Text) }

// label is that of the message, and what is special about its arrival.
func (a *Arrival) label() string {
	text := a.Message.label()
	if a.From < 0 {
		text += " (forged)"
	}
	if a.Again {
		text += " (duplicate)"
	}
	if a.Old {
		text += " (old)"
	}
	return text
}

// arrivals returns in which step each message arrives first.
func (l *Ladder) arrivals() map[int]int {
	first := map[int]int{}
	for _, s := range l.all() {
		if a := s.Arrives; a != nil && first[a.ID] == 0 {
			first[a.ID] = s.N
		}
	}
	return first
}
