package checker_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/tcpfsm/tcpfsm/checker"
)

// memoryOf asks a child process to explore one of the shapes within a budget in
// MiB: "deep 50".
const memoryOf = "CHECKER_TEST_MEMORY"

type page [512]uint64

// shapes are endless spaces, each of which lays its memory elsewhere.
var shapes = map[string]func(budget int64) (checker.Stop, error){
	"deep": func(budget int64) (checker.Stop, error) { // one state a level
		return fill(budget, func(s *uint64, out *checker.Steps[uint64]) { *out.Add(0) = *s + 1 })
	},
	"saved": func(budget int64) (checker.Stop, error) { // the same with a checkpoint
		dir, err := os.MkdirTemp("", "checkpoint")
		if err != nil {
			return 0, err
		}
		stop, err := fillAs(budget, custom[uint64]{0, func(s *uint64, out *checker.Steps[uint64]) { *out.Add(0) = *s + 1 }},
			checker.Options{Checkpoint: filepath.Join(dir, "checkpoint")})
		return stop, errors.Join(err, os.RemoveAll(dir))
	},
	"orbits": func(budget int64) (checker.Stop, error) { // states of a page, with symmetry
		return fillAs(budget, symmetricModel[page]{custom[page]{page{}, func(s *page, out *checker.Steps[page]) {
			for i := range uint64(20) {
				t := out.Add(0)
				*t = *s
				t[0], t[1] = 20*s[0]+i+1, i
			}
		}}, func(s *page) { s[1] = 0 }}, checker.Options{Symmetry: true})
	},
	"broad": func(budget int64) (checker.Stop, error) {
		return fill(budget, func(s *uint64, out *checker.Steps[uint64]) {
			*out.Add(0) = 2**s + 1
			*out.Add(1) = 2**s + 2
		})
	},
	"wide": func(budget int64) (checker.Stop, error) { // states of a page
		return fill(budget, func(s *page, out *checker.Steps[page]) {
			for i := range uint64(3) {
				t := out.Add(0)
				*t = *s
				t[0] = 3*s[0] + i + 1
			}
		})
	},
	"star": func(budget int64) (checker.Stop, error) { // all steps from one state
		return fill(budget, func(s *uint64, out *checker.Steps[uint64]) {
			for i := range uint64(1 << 26) {
				*out.Add(0) = *s + i
			}
		})
	},
	"loops": func(budget int64) (checker.Stop, error) { // many steps to few states, and behaviours
		return fill(budget, func(s *uint64, out *checker.Steps[uint64]) {
			for i := range uint64(16) {
				*out.Add(checker.Action(i)) = (*s + i*i*i + 1) % (1 << 21)
			}
		}, checker.Eventually("never", func(*uint64) bool { return false }, checker.Weak(action(1)), checker.Strong(action(2))),
			checker.Stabilizes("never at rest", func(s *uint64) uint64 { return *s }, checker.Weak(action(3))))
	},
}

func fill[S comparable](budget int64, next func(*S, *checker.Steps[S]), props ...checker.Property[S]) (checker.Stop, error) {
	var initial S
	return fillAs(budget, custom[S]{initial, next}, checker.Options{}, props...)
}

func fillAs[S comparable](budget int64, m checker.Model[S], opt checker.Options, props ...checker.Property[S]) (checker.Stop, error) {
	opt.MaxMemory, opt.MaxFanOut, opt.KeepGoing = budget, 1<<30, true
	r, err := checker.Check(context.Background(), m, opt, props...)
	if err != nil {
		return 0, err
	}
	status, err := os.ReadFile("/proc/self/status") // in it, what was resident
	fmt.Printf("%d states, %d MiB\n%s", r.Distinct, r.PeakBytes>>20, status)
	return r.Stopped, err
}

// exploreShape is what the child does.
func exploreShape(task string) error {
	shape, mib, _ := strings.Cut(task, " ")
	n, err := strconv.Atoi(mib)
	if err != nil {
		return err
	}
	stop, err := shapes[shape](int64(n) << 20)
	if err == nil && stop != checker.StoppedMemory {
		err = fmt.Errorf("stopped by %q", stop)
	}
	return err
}
