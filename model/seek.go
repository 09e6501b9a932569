package model

import (
	"context"

	"github.com/tcpfsm/tcpfsm/checker"
)

// An onward is a model that begins in a state.
type onward struct {
	*Model
	state State
}

// Initial implements [checker.Model].
func (o onward) Initial(out *checker.Steps[State]) { *out.Add(0) = o.state }

// Seek looks for a shortest way on, from a state to one that satisfies a predicate. The
// only finding is of an invariant, that there is no way: what violates it is the way.
func (m *Model) Seek(ctx context.Context, state State, to func(View) bool, opt checker.Options) (*checker.Result[State], error) {
	none := checker.Invariant("there is no way", func(s *State) bool { return !to(m.view(s)) })
	return checker.Check[State](ctx, onward{m, state}, opt, none)
}
