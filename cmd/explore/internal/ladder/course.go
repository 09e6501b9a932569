package ladder

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// A Course is the states that the ends of a ladder go through.
type Course struct {
	Title string
	Unit  string    // what steps are numbered by, as in "frame"
	Ends  [2]string // what they are called
	Start [2]string // their states at first
	Turns [2][]Turn
}

// A Turn is a change of state. A state that is not known is none, and one that is guessed
// has a question mark behind it.
type Turn struct {
	Step     int
	From, To string
}

// A written moment is what a course needs of one.
type written struct {
	Ends [2]struct{ State string }
}

// ReadCourse reads the course of a ladder, the first of those that [Ladder.JSON] has
// written.
func ReadCourse(r io.Reader) (*Course, error) {
	var l struct {
		Title, Unit  string
		Ends         [2]string
		Start        *written
		Steps, Cycle []struct {
			Step  int
			After written
		}
	}
	if err := json.NewDecoder(r).Decode(&l); err != nil {
		return nil, fmt.Errorf("it is no ladder in JSON: %w", err)
	}
	if l.Start == nil || l.Ends[0] == "" {
		return nil, errors.New("it is JSON, and no ladder")
	}
	c := &Course{Title: l.Title, Unit: cmp.Or(l.Unit, "step"), Ends: l.Ends}
	for end := range c.Ends {
		at := l.Start.Ends[end].State
		c.Start[end] = at
		for _, s := range append(l.Steps[:len(l.Steps):len(l.Steps)], l.Cycle...) {
			if to := s.After.Ends[end].State; to != at {
				c.Turns[end] = append(c.Turns[end], Turn{s.Step, at, to})
				at = to
			}
		}
	}
	return c, nil
}
