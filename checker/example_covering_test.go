package checker_test

import (
	"context"
	"fmt"

	"github.com/tcpfsm/tcpfsm/checker"
)

// A radio sends numbers from 0 to 19 in any order. Whoever listens may hear each of
// them at any time from then on, or never: what was sent only grows.
type radio struct{}

type air struct{ Sent, Heard uint32 } // sets of numbers; Heard is 1 + the last

func (radio) Initial(out *checker.Steps[air]) { *out.Add(0) = air{} }

func (radio) Next(s *air, out *checker.Steps[air]) {
	for i := range uint32(20) {
		*out.Add(0) = air{s.Sent | 1<<i, s.Heard}
		if s.Sent>>i&1 != 0 && i+1 > s.Heard {
			*out.Add(1) = air{s.Sent, i + 1}
		}
	}
}

func (radio) ActionName(a checker.Action) string { return [...]string{"send", "hear"}[a] }

// With the same last number heard, what has sent more can do more.
func (radio) Signature(s *air) uint64 { return uint64(s.Sent) }
func (radio) Class(s *air) uint64     { return uint64(s.Heard) }
func (radio) Covers(a, b *air) bool   { return a.Heard == b.Heard && a.Sent&b.Sent == b.Sent }

// There are millions of states, but only a few that no other one covers.
func ExampleWellStructured() {
	result, err := checker.Check(context.Background(), radio{}, checker.Options{Covering: true},
		checker.StepInvariant("only upwards", func(s *air, _ checker.Action, t *air) bool { return t.Heard >= s.Heard }))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Findings[0])
	fmt.Println(result.Maximal, "maximal states")
	// Output:
	// only upwards: holds
	// 21 maximal states
}
