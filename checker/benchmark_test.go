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

// A frame is a state of the reference model, and words behind it.
type frame interface {
	[2]uint64 | [4]uint64 | [8]uint64
	comparable
}

// A wideModel is the reference model with states in a frame. It shows what wide
// states cost beside the same work.
type wideModel[F frame] struct{ tcp2bag.Model }

func (m wideModel[F]) Initial(out *checker.Steps[F]) { *out.Add(0) = *new(F) }

func (m wideModel[F]) Next(s *F, out *checker.Steps[F]) {
	steps := narrowSteps.Get().(*checker.Steps[tcp2bag.State])
	defer narrowSteps.Put(steps)
	steps.Reset()
	narrow := tcp2bag.State((*s)[0])
	m.Model.Next(&narrow, steps)
	for a, t := range steps.All() {
		var wide F
		wide[0] = uint64(t)
		*out.Add(a) = wide
	}
}

var narrowSteps = sync.Pool{New: func() any { return new(checker.Steps[tcp2bag.State]) }}

// BenchmarkCheck measures whole searches.
func BenchmarkCheck(b *testing.B) {
	m := tcp2bag.Model{K: 2, MaxOpen: 2}
	for _, workers := range []int{1, 2} {
		opt := checker.Options{Workers: workers}
		benchmarkCheck(b, fmt.Sprintf("8-bytes/workers=%d", workers), m, opt, checker.Invariant("invariant", m.Invariant))
		benchmarkCheck(b, fmt.Sprintf("16-bytes/workers=%d", workers), wideModel[[2]uint64]{m}, opt)
		benchmarkCheck(b, fmt.Sprintf("32-bytes/workers=%d", workers), wideModel[[4]uint64]{m}, opt)
		benchmarkCheck(b, fmt.Sprintf("64-bytes/workers=%d", workers), wideModel[[8]uint64]{m}, opt)
		opt.Compact, opt.MaxMemory = true, 16<<20
		benchmarkCheck(b, fmt.Sprintf("64-bytes-compact/workers=%d", workers), wideModel[[8]uint64]{m}, opt)
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
