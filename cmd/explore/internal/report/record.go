package report

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/tcpfsm/tcpfsm/model"
)

// A Record is what is to be remembered of a scenario: all that does not depend
// on the machine it was explored on.
type Record struct {
	Scenario  string    `json:"scenario"`
	Policy    string    `json:"policy"`
	Net       []string  `json:"net"`
	Capacity  int       `json:"cap"`
	Assume    []string  `json:"assume"`
	Distinct  uint64    `json:"distinct"`
	Generated uint64    `json:"generated"`
	Depth     int       `json:"depth"`
	Terminal  uint64    `json:"terminal"`
	Complete  bool      `json:"complete"`
	Any       *Explored `json:"any_capacity,omitempty"` // of a network of any capacity; nil if it was not asked about
	Excluded  bool      `json:"excluded,omitempty"`
	Claims    []Outcome `json:"properties"`
	Fired     []string  `json:"fired"`   // rules
	Unfired   []string  `json:"unfired"` // rules that are alive and did not fire
	Table     string    `json:"table"`   // digest of the rules
	Bounds    string    `json:"bounds"`  // digest of the scenario
}

// Explored says how much a search without a capacity has explored. If all was decided
// by it, the counts of the [Record] are its own.
type Explored struct {
	Distinct  uint64 `json:"distinct"`
	Maximal   uint64 `json:"maximal"`
	Generated uint64 `json:"generated"`
	Sole      bool   `json:"sole,omitempty"`
}

// An Outcome is the verdict on one property and the fairness it rests on.
type Outcome struct {
	Property string `json:"name"`
	Verdict  string `json:"verdict"`
	Fair     string `json:"fair,omitempty"`
	Capacity int    `json:"capacity"`         // 0: any
	States   uint64 `json:"states,omitempty"` // of a search of its own
}

// Record returns what is to be remembered.
func (s *Scenario) Record(of *model.Scenario) Record {
	r := Record{
		Scenario: s.Name, Policy: s.Policy, Net: s.Net, Capacity: s.Capacity, Assume: s.assumed.Names(),
		Distinct: s.Distinct, Generated: s.Generated, Depth: s.Depth, Terminal: s.Terminal,
		Complete: s.Complete, Excluded: s.Excluded, Fired: s.fired, Table: s.Table, Bounds: Bounds(of),
		Unfired: slices.DeleteFunc(slices.Clone(s.alive), func(id string) bool { return slices.Contains(s.fired, id) }),
	}
	if s.Any != nil {
		r.Any = &Explored{s.Any.Distinct, s.Any.Maximal, s.Any.Generated, s.sole}
	}
	for _, p := range s.Properties {
		r.Claims = append(r.Claims, Outcome{p.Name, p.Verdict, p.fair.String(), p.Capacity, p.States})
	}
	return r
}

// Bounds identifies what a scenario includes: two scenarios of the same digest
// have the same states.
func Bounds(s *model.Scenario) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%+v", *s))
	return hex.EncodeToString(sum[:8])
}

// WriteRecords writes one record per line.
func WriteRecords[T any](w io.Writer, all []T) error {
	e := json.NewEncoder(w)
	for _, r := range all {
		if err := e.Encode(r); err != nil {
			return err
		}
	}
	return nil
}

// ReadRecords reads what WriteRecords has written.
func ReadRecords[T any](r io.Reader) (all []T, err error) {
	d := json.NewDecoder(r)
	for d.More() {
		var one T
		if err := d.Decode(&one); err != nil {
			return nil, fmt.Errorf("record %d: %w", len(all)+1, err)
		}
		all = append(all, one)
	}
	return all, nil
}
