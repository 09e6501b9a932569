package checker

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
)

// Simulation says how to walk at random. The zero value takes 1000 walks of at
// most 1000 steps with the seed 0.
type Simulation struct {
	_ struct{}

	Seed   uint64
	Walks  int // 0: 1000
	Length int // most steps of one walk; 0: 1000
}

// Simulated is what random walks came across. The same seed gives the same.
type Simulated[S comparable] struct {
	Walks int    // begun
	Steps uint64 // taken

	// Findings has one entry per property, in the order given. Walks prove
	// nothing: a property is Violated, or for Reachable Holds, with the walk
	// that shows it, which need not be short; everything else is Unknown.
	Findings []Finding[S]
}

// Simulate takes random walks from initial states, each step chosen evenly
// among those of Next, and checks the properties on the way. It ends when every
// property that walks can decide is decided, when the walks are done, or with
// the error of the context, together with what is known so far. Liveness
// properties stay Unknown.
func Simulate[S comparable](ctx context.Context, m Model[S], sim Simulation, props ...Property[S]) (*Simulated[S], error) {
	if err := checkArguments(ctx, m, Options{}, props); err != nil {
		return nil, err
	}
	if sim.Walks < 0 || sim.Length < 0 {
		return nil, &ContractError{Problem: fmt.Sprintf("Simulation has %d walks of %d steps; neither can be negative, and 0 stands for 1000", sim.Walks, sim.Length)}
	}
	w := &simulator[S]{props: props, replay: *newReplay(&search[S]{model: m, opt: Options{MaxFanOut: defaultFanOut}})}
	for _, p := range props {
		w.found.Findings = append(w.found.Findings, Finding[S]{Name: p.name, Kind: p.kind})
	}
	err := w.search.aside(ctx, func() error { return w.walkAll(ctx, sim) })
	return &w.found, err
}

// A simulator takes one walk after the other.
type simulator[S comparable] struct {
	replay[S]
	props []Property[S]
	rand  *rand.Rand
	trace Trace[S]
	found Simulated[S]
}

func (w *simulator[S]) walkAll(ctx context.Context, sim Simulation) error {
	for i := range cmp.Or(sim.Walks, 1000) {
		w.rand = rand.New(rand.NewPCG(sim.Seed, uint64(i)))
		if w.done() {
			return nil
		}
		if err := w.walk(ctx, cmp.Or(sim.Length, 1000)); err != nil {
			return err
		}
	}
	return nil
}

func (w *simulator[S]) walk(ctx context.Context, length int) error {
	w.found.Walks++
	if len(w.out.fillInitial(w.search.model)) == 0 {
		return &ContractError{Problem: "Initial adds no state"}
	}
	w.trace = Trace[S]{Start: w.out.slots[w.rand.IntN(w.out.n)].state}
	for n := 0; ; n++ {
		if n%256 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		at := w.trace.Last()
		w.search.asked = &at
		steps, left := w.fill(at)
		w.look(&at, len(steps) == 0 && !left)
		if len(steps) == 0 || n == length {
			return nil
		}
		next := steps[w.rand.IntN(len(steps))]
		w.take(&at, next)
	}
}

// look checks the properties of states.
func (w *simulator[S]) look(s *S, terminal bool) {
	for i, p := range w.props {
		switch {
		case p.kind == KindInvariant && !p.state(s),
			p.kind == KindTerminal && terminal && !p.state(s):
			w.settle(i, Violated)
		case p.kind == KindReachable && p.state(s):
			w.settle(i, Holds)
		}
	}
}

// take takes a step and checks the properties of steps.
func (w *simulator[S]) take(from *S, next slot[S]) {
	w.found.Steps++
	w.trace.Steps = append(w.trace.Steps, Step[S]{Action: next.action, State: next.state})
	for i, p := range w.props {
		if p.kind == KindStepInvariant && !p.step(from, next.action, &next.state) {
			w.settle(i, Violated)
		}
	}
}

// settle notes the first walk that decides a property.
func (w *simulator[S]) settle(i int, v Verdict) {
	f := &w.found.Findings[i]
	if f.Verdict != Unknown {
		return
	}
	f.Verdict = v
	f.Trace = &Trace[S]{w.trace.Start, slices.Clone(w.trace.Steps)}
	for i := range f.Trace.Steps {
		step := &f.Trace.Steps[i]
		step.Name = w.search.actionName(step.Action)
	}
}

// done reports whether no property is left that a walk can decide.
func (w *simulator[S]) done() bool {
	left, some := false, false
	for i, p := range w.props {
		some = some || !p.kind.isLiveness()
		left = left || !p.kind.isLiveness() && w.found.Findings[i].Verdict == Unknown
	}
	return some && !left
}

// String says how far the walks went and what they came across.
func (s *Simulated[S]) String() string {
	text := fmt.Sprintf("%d walks, %d steps\n", s.Walks, s.Steps)
	for _, f := range s.Findings {
		text += f.String() + "\n"
	}
	return text
}
