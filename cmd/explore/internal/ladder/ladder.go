// Package ladder draws behaviours of two ends as sequence ladders: two lines for
// the ends, and between them an arrow for each segment.
package ladder

import (
	"fmt"
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A Ladder is a behaviour of two ends, step by step. Where it came from does
// not matter.
type Ladder struct {
	Title string    `json:"title"`
	Note  string    `json:"note,omitempty"`
	Ends  [2]string `json:"ends"` // their names
	Clock bool      `json:"clock"`
	Start Moment    `json:"start"`
	Steps []Step    `json:"steps"`

	// Endless: the behaviour is infinite. After Steps comes Cycle, again and
	// again, or nothing if it is empty.
	Endless bool   `json:"endless"`
	Cycle   []Step `json:"cycle,omitempty"`
}

// A Moment is what there is between two steps.
type Moment struct {
	Ends    [2]End      `json:"ends"`
	Network [2][]string `json:"network"` // what each end has sent and is on its way
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
	N    int `json:"step"` // counted from 1
	Time int `json:"time"` // in ticks, when it happens

	// End is the end that moves, 0 or 1, or -1: Event is then what happens in
	// between.
	End   int    `json:"end"`
	Event string `json:"event"`

	Arrives *Arrival  `json:"arrives,omitempty"`
	Sends   []Message `json:"sends,omitempty"`
	Lost    []Message `json:"lost,omitempty"`

	Changes []Change `json:"changes,omitempty"` // of the TCB of the end that moves
	Tells   []string `json:"tells,omitempty"`   // what its user hears, and what else there is to know
	Rules   []string `json:"rules,omitempty"`   // those that fired
	After   Moment   `json:"after"`
}

// A Message is a segment that is sent. Its ID tells it from others with the
// same content; it counts from 1.
type Message struct {
	ID      int         `json:"id"`
	From    int         `json:"from"` // an end, or -1: forged
	To      int         `json:"to"`
	Text    string      `json:"text"` // with relative sequence numbers
	Segment fsm.Segment `json:"segment"`

	Arrived bool `json:"arrived,omitempty"` // of one that is lost: a copy has arrived before
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
var Formats = []string{"text", "json", "mermaid", "dot", "itf", "pcapng"}

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
