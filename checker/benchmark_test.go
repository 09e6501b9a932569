package checker_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/checker/tcp2bag"
)

// BenchmarkExpand measures the reference model alone: the successors of one
// state after the other.
func BenchmarkExpand(b *testing.B) {
	m := tcp2bag.Model{K: 2, MaxOpen: 2}
	r, err := checker.Check(context.Background(), m, checker.Options{})
	if err != nil {
		b.Fatal(err)
	}
	var states []tcp2bag.State
	for _, s := range r.Graph.States() {
		states = append(states, s)
	}
	var out checker.Steps[tcp2bag.State]
	steps := 0
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		out.Reset()
		m.Next(&states[i%len(states)], &out)
		steps += out.Len()
	}
	b.ReportMetric(float64(steps)/b.Elapsed().Seconds()/1e6, "Msteps/s")
}

// A padded state is one of the reference model in a larger frame: N words.
type padded[N interface {
	comparable
	len() int
}] struct {
	State tcp2bag.State
	Rest  N
}

type (
	one   [1]uint64
	three [3]uint64
	seven [7]uint64
)

func (one) len() int   { return 1 }
func (three) len() int { return 3 }
func (seven) len() int { return 7 }

// A wideModel is the reference model with padded states. It shows what wide
// states cost beside the same work.
type wideModel[N interface {
	comparable
	len() int
}] struct{ tcp2bag.Model }

func (m wideModel[N]) Initial(out *checker.Steps[padded[N]]) { *out.Add(0) = padded[N]{} }

func (m wideModel[N]) Next(s *padded[N], out *checker.Steps[padded[N]]) {
	steps := narrowSteps.Get().(*checker.Steps[tcp2bag.State])
	defer narrowSteps.Put(steps)
	steps.Reset()
	m.Model.Next(&s.State, steps)
	for a, t := range steps.All() {
		*out.Add(a) = padded[N]{State: t}
	}
}

var narrowSteps = sync.Pool{New: func() any { return new(checker.Steps[tcp2bag.State]) }}

// BenchmarkCheck measures whole searches.
func BenchmarkCheck(b *testing.B) {
	m := tcp2bag.Model{K: 2, MaxOpen: 2}
	for _, workers := range []int{1, 2} {
		opt := checker.Options{Workers: workers}
		benchmarkCheck(b, fmt.Sprintf("8-bytes/workers=%d", workers), m, opt, checker.Invariant("invariant", m.Invariant))
		benchmarkCheck(b, fmt.Sprintf("16-bytes/workers=%d", workers), wideModel[one]{m}, opt)
		benchmarkCheck(b, fmt.Sprintf("32-bytes/workers=%d", workers), wideModel[three]{m}, opt)
		benchmarkCheck(b, fmt.Sprintf("64-bytes/workers=%d", workers), wideModel[seven]{m}, opt)
		opt.Compact, opt.MaxMemory = true, 16<<20
		benchmarkCheck(b, fmt.Sprintf("64-bytes-compact/workers=%d", workers), wideModel[seven]{m}, opt)
	}
	benchmarkCheck(b, "L1", m, checker.Options{Workers: 2}, tcp2bag.L1())
	benchmarkCheck(b, "L2-weak", m, checker.Options{Workers: 2}, tcp2bag.L2(checker.Weak(tcp2bag.Expire)))
}

func benchmarkCheck[S comparable](b *testing.B, name string, m checker.Model[S], opt checker.Options, props ...checker.Property[S]) {
	b.Run(name, func(b *testing.B) {
		var r *checker.Result[S]
		for b.Loop() {
			var err error
			if r, err = checker.Check(context.Background(), m, opt, props...); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(r.Distinct)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mstates/s")
		b.ReportMetric(float64(r.PeakBytes)/float64(r.Distinct), "B/state")
	})
}
