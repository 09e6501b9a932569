package question

import (
	"fmt"
	"strings"

	"github.com/tcpfsm/tcpfsm/model"
)

// A TimeWait is a cell of the table of how long TIME-WAIT has to be: does a connection
// take a segment of an earlier one between the same sockets?
type TimeWait struct {
	Cell
	Request // asks it
}

// A Cell is what is asked, in words and figures.
type Cell struct {
	Numbers     string `json:"numbers"`         // how ISNs are chosen
	Connections int    `json:"connections"`     // at each end, one after the other
	Besides     string `json:"besides"`         // what happens beside loss, duplication and CLOSE; "": nothing
	Rests       bool   `json:"rests,omitempty"` // who ends a connection without TIME-WAIT opens none for more than MSL
	Length      int    `json:"length"`          // of TIME-WAIT, in MSL; -1: it may end at any time
}

// endless is the length of a TIME-WAIT that may end at any time, where segments live for ever.
const endless = -1

// How ISNs are chosen, beside advancing ones.
const (
	SameNumbers = "always the same"
	AnyNumbers  = "any"
)

// longestTimeWait is the greatest length in the table, in MSL.
const longestTimeWait = 3

// A besides is what may happen in both connections, beside what always does.
type besides struct {
	means      string
	set, bound string // of the [Request]
	loses      bool   // segments may be lost for good
}

var allBesides = []besides{
	{},
	{means: "each user may abort once", set: "both.ABORT=1"},
	{means: "each end may give up once (R2)", set: "both.R2-REACHED=1"},
	{means: "each end may crash once", set: "both.CRASH=1"},
	{means: "each end may crash once, and opens nothing for MSL", set: "both.CRASH=1", bound: ",quiet=1"},
	{means: "segments may be lost for good", loses: true},
}

// TimeWaits returns the whole table, row by row. Any numbers are for two connections: the
// model has no more choices, and numbers that are always the same are among them.
func TimeWaits() (all []TimeWait) {
	for _, connections := range []int{2, 3} {
		for _, b := range allBesides {
			if b.bound == "" && !b.loses {
				all = append(all, anyLength(connections, b))
			}
		}
	}
	for _, numbers := range []struct {
		words, assume string
		connections   []int
	}{{SameNumbers, "ISN-CONST", []int{2, 3}}, {AnyNumbers, "ISN-ANY", []int{2}}} {
		for _, connections := range numbers.connections {
			for _, b := range allBesides {
				for _, rests := range []bool{false, true} {
					for length := range longestTimeWait + 1 {
						all = append(all, ofLength(length, numbers.words, numbers.assume, connections, b, rests))
					}
				}
			}
		}
	}
	return all
}

// anyLength is a cell of advancing ISNs: without a clock, TIME-WAIT may end at once, and
// nothing that was ever sent is too old to arrive.
func anyLength(connections int, b besides) TimeWait {
	return TimeWait{
		Cell{"advancing", connections, b.means, false, endless},
		timeWaitRequest(fmt.Sprintf("msl=0,incarnations=%d", connections), "MONO", b.set),
	}
}

func ofLength(length int, numbers, assume string, connections int, b besides, rests bool) TimeWait {
	rest := 0
	if rests {
		rest = 2 // a tick more than MSL
	}
	if !b.loses {
		assume += ",REL"
	}
	bound := fmt.Sprintf("msl=1,time-wait=%d,rest=%d,incarnations=%d", length, rest, connections) + b.bound
	return TimeWait{Cell{numbers, connections, b.means, rests, length}, timeWaitRequest(bound, assume, b.set)}
}

func timeWaitRequest(bound, assume, set string) Request {
	return Request{
		Scenarios: []string{"time-wait-length"}, Properties: []string{"no-old-segment-accepted"},
		Bound: bound, Assume: assume, Assumed: true, Set: set,
	}
}

// AnyLength reports whether TIME-WAIT may end at any time.
func (t *Cell) AnyLength() bool { return t.Length == endless }

// Means says in words what is asked.
func (t *Cell) Means() string {
	length := fmt.Sprintf("TIME-WAIT of %d MSL", t.Length)
	if t.AnyLength() {
		length = "TIME-WAIT of any length"
	}
	words := []string{"ISNs: " + t.Numbers, fmt.Sprintf("%d connections at each end", t.Connections), length}
	if t.Rests {
		words = append(words, "who ends a connection without it rests for more than MSL")
	}
	if t.Besides != "" {
		words = append(words, t.Besides)
	}
	return strings.Join(words, "; ")
}

// Command is the command line that asks it.
func (t *TimeWait) Command() string {
	words := []string{"explore check", t.Scenarios[0], "-bound " + t.Bound, "-assume " + t.Assume}
	if t.Set != "" {
		words = append(words, "-set "+t.Set)
	}
	return strings.Join(append(words, "-property "+t.Properties[0]), " ")
}

// Question returns what the cell asks of the model.
func (t *TimeWait) Question() (model.Question, error) {
	all, err := t.Questions()
	if err != nil {
		return model.Question{}, err
	}
	q := all[0].Question
	q.AnyCapacity = t.AnyCapacity()
	return q, nil
}
