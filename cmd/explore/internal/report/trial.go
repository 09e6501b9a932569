package report

import (
	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

// A TrialRecord is what is to be remembered of a trial of TIME-WAIT.
type TrialRecord struct {
	With     string `json:"with"`
	Verdict  string `json:"verdict"`
	Steps    int    `json:"steps"`              // of the counterexample
	Distinct uint64 `json:"distinct,omitempty"` // if it holds: else the search ended early

	// Any is the verdict on a network of any capacity: Steps of a counterexample in one of
	// Capacity, 0 if there is none.
	Any struct {
		Verdict  string `json:"verdict"`
		Steps    int    `json:"steps"`
		Capacity int    `json:"capacity"`
	} `json:"any_capacity"`
}

// TrialOf returns what is to be remembered of an answer to a trial, and of one about a
// network of any capacity.
func TrialOf(t *catalogue.Trial, a, any *model.Answer) TrialRecord {
	f := &a.Verdicts[0].Finding
	r := TrialRecord{With: t.With, Verdict: f.Verdict.String(), Steps: f.Steps()}
	if f.Verdict == checker.Holds {
		r.Distinct = a.Distinct
	}
	v := &any.Verdicts[0]
	r.Any.Verdict, r.Any.Steps, r.Any.Capacity = v.Finding.Verdict.String(), v.Finding.Steps(), v.Capacity
	return r
}

// Undecided takes the verdicts back, for the reason given: what they rest on could
// not be told any more.
func (s *Scenario) Undecided(why checker.Stop) {
	s.Stopped, s.Complete = why.String(), false
	for i := range s.Properties {
		p := &s.Properties[i]
		p.verdict, p.Verdict, p.Steps = checker.Unknown, checker.Unknown.String(), 0
	}
}
