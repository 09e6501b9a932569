package report

import (
	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/question"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// A TimeWaitRecord is what is to be remembered of a cell of the table of TIME-WAIT.
type TimeWaitRecord struct {
	question.Cell
	Command  string `json:"command"` // that shows it
	Verdict  string `json:"verdict"`
	Capacity int    `json:"capacity"`         // that a counterexample needs; 0: it holds for any
	Steps    int    `json:"steps,omitempty"`  // of a shortest counterexample with that capacity
	Detour   bool   `json:"detour,omitempty"` // perhaps not a shortest one

	// Distinct is how many states the search without a capacity has found, if it holds: else
	// that ended early.
	Distinct uint64 `json:"distinct,omitempty"`

	Stopped string `json:"stopped,omitempty"` // why it is not decided
	Table   string `json:"table"`             // digest of the rules
	Bounds  string `json:"bounds"`            // digest of the scenario
}

// TimeWaitFor is what is to be remembered of a cell before it is settled.
func TimeWaitFor(t *question.TimeWait, m *fsm.Machine, s *model.Scenario) TimeWaitRecord {
	return TimeWaitRecord{Cell: t.Cell, Command: t.Command(), Table: Digest(m), Bounds: Bounds(s)}
}

// Take takes over what an answer to it says.
func (r *TimeWaitRecord) Take(a *model.Answer) {
	v := &a.Verdicts[0]
	r.Verdict, r.Capacity, r.Steps, r.Detour = v.Finding.Verdict.String(), v.Capacity, v.Finding.Steps(), v.Finding.Detour
	switch {
	case v.Finding.Verdict == checker.Unknown:
		r.Stopped = a.Stopped.String()
	case v.Finding.Verdict == checker.Holds && a.Any != nil:
		r.Distinct = a.Any.Distinct
	}
}
