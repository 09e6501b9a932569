package question

import (
	"errors"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/hint"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

// A Bounded is a question about a length of time.
type Bounded struct {
	Question
	Within catalogue.Within
}

// Bounds returns a question for each bound in time that is named, or for all, with the
// changes that the request asks for. A mutant that makes no difference to a scenario is
// not asked about there.
func (r *Request) Bounds() (all []Bounded, err error) {
	if len(r.Properties) > 0 || r.All || len(r.given()) > 0 || r.Assumed {
		return nil, errors.New("-bounds asks how long things take, and neither about properties nor under fairness\nhint: leave out -property, -all, -assume and questions of your own")
	}
	bounds := catalogue.Bounds()
	if len(r.Scenarios) > 0 {
		bounds = nil
	}
	for _, name := range unique(r.Scenarios) {
		b, err := catalogue.FindBound(name)
		if err != nil {
			return nil, hint.Unknown("bound", name, BoundNames(), "explore list bounds")
		}
		bounds = append(bounds, b)
	}
	change, err := r.change()
	if err != nil {
		return nil, err
	}
	var unchanged error
	for _, b := range bounds {
		q := Question{Mutant: r.Mutant}
		q.Scenario = b.Scenario
		questions, err := r.changed([]Question{q}, &change)
		if e := new(unchangedError); errors.As(err, &e) && len(r.Scenarios) == 0 {
			unchanged = err
			continue
		} else if err != nil {
			return nil, err
		}
		all = append(all, Bounded{questions[0], b})
	}
	if len(all) == 0 {
		return nil, unchanged
	}
	return all, nil
}

// BoundNames lists the bounds in time.
func BoundNames() (names []string) {
	for _, b := range catalogue.Bounds() {
		names = append(names, b.Name)
	}
	return names
}
