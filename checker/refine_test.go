package checker_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
)

// A shower is a random model of a few states, each of whose steps shows a letter, or
// nothing: that of its action, 0 for nothing.
type shower [][]showing

type showing struct {
	letter checker.Action
	to     uint32
}

func (m shower) Initial(out *checker.Steps[uint32]) { *out.Add(0) = 0 }

func (m shower) Next(s *uint32, out *checker.Steps[uint32]) {
	for _, x := range m[*s] {
		*out.Add(x.letter) = x.to
	}
}

func letters(a checker.Action) []checker.Action {
	if a == 0 {
		return nil
	}
	return []checker.Action{a}
}

// TestRefineAgainstWords holds that a model refines a specification if and only if each
// word that it can show, up to a length that is enough, is one of the specification.
func TestRefineAgainstWords(t *testing.T) {
	refined := 0
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 1))
		m, spec := randomShower(r, 4, 3), randomShower(r, 3, 3)
		specification := checker.Specification[uint32, checker.Action]{Initial: []uint32{0}, After: func(q uint32, o checker.Action) (all []uint32) {
			for _, x := range spec[q] {
				if x.letter == o {
					all = append(all, x.to)
				}
			}
			return all
		}}
		f := refine(t, m, specification)
		want := included(m, spec)
		if got := f.Verdict == checker.Holds; got != want {
			t.Fatalf("seed %d: %v, and words are included: %v\n%v\n%v", seed, f.Verdict, want, m, spec)
		}
		if want {
			refined++
			continue
		}
		var word []checker.Action
		for _, s := range f.Trace.Steps {
			word = append(word, letters(s.Action)...)
		}
		if len(after(spec, word)) > 0 {
			t.Fatalf("seed %d: the specification can show %v", seed, word)
		}
	}
	if refined == 0 || refined == 400 {
		t.Errorf("%d of 400 models refine their specification", refined)
	}
}

func refine(t *testing.T, m shower, spec checker.Specification[uint32, checker.Action]) checker.Finding[checker.Refined[uint32]] {
	t.Helper()
	r := checker.Refine[uint32](m, letters, spec)
	var verdicts []checker.Verdict
	var f checker.Finding[checker.Refined[uint32]]
	for _, opt := range []checker.Options{{}, {Covering: true}} { // no state covers another, and so nothing is left out
		result, err := checker.Check[checker.Refined[uint32]](context.Background(), r, opt, r.Refines("refines"))
		if err != nil {
			t.Fatal(err)
		}
		f = result.Findings[0]
		verdicts = append(verdicts, f.Verdict)
	}
	if verdicts[0] != verdicts[1] {
		t.Fatalf("with and without covers: %v", verdicts)
	}
	return f
}

func randomShower(r *rand.Rand, states, steps int) shower {
	m := make(shower, states)
	for i := range m {
		for range steps {
			m[i] = append(m[i], showing{checker.Action(r.IntN(3)), uint32(r.IntN(states))})
		}
	}
	for i := range m { // nothing is shown by a specification unseen: see Specification
		m[i] = slices.DeleteFunc(m[i], func(x showing) bool { return states == 3 && x.letter == 0 })
	}
	return m
}

// after returns where a machine may be after a word.
func after(m shower, word []checker.Action) []uint32 {
	may := []uint32{0}
	for _, o := range word {
		var next []uint32
		for _, q := range may {
			for _, x := range m[q] {
				if x.letter == o && !slices.Contains(next, x.to) {
					next = append(next, x.to)
				}
			}
		}
		may = next
	}
	return may
}

// included reports whether all words of up to so many steps of m are words of spec: as
// many as there are pairs of a state and a set of states.
func included(m, spec shower) bool {
	seen := map[string]bool{}
	var walk func(s uint32, word []checker.Action) bool
	walk = func(s uint32, word []checker.Action) bool {
		may := after(spec, word)
		slices.Sort(may)
		key := fmt.Sprint(s, may)
		if len(may) == 0 {
			return false
		}
		if seen[key] {
			return true
		}
		seen[key] = true
		for _, x := range m[s] {
			if !walk(x.to, slices.Concat(word, letters(x.letter))) {
				return false
			}
		}
		return true
	}
	return walk(0, nil)
}

// A lock with two keys of the same look: which one opens it is guessed, and what is seen
// later tells.
func ExampleRefine() {
	spec := checker.Specification[string, string]{
		Initial: []string{"closed"},
		After: func(q, o string) []string {
			return map[string][]string{
				"closed turn": {"open", "stuck"},
				"open pull":   {"closed"},
				"stuck knock": {"stuck"},
			}[q+" "+o]
		},
	}
	names := []string{"turn", "knock", "pull"} // of the model's actions
	r := checker.Refine[uint32](turnKnockPull{}, func(a checker.Action) []string { return names[a : a+1] }, spec)
	result, err := checker.Check[checker.Refined[uint32]](context.Background(), r, checker.Options{}, r.Refines("a lock"))
	if err != nil {
		panic(err)
	}
	f := result.Findings[0]
	fmt.Println(f.Verdict)
	for _, s := range f.Trace.Steps {
		fmt.Println(names[s.Action], r.States(s.State))
	}
	// Output:
	// violated
	// turn [open stuck]
	// knock [stuck]
	// pull []
}

// turnKnockPull does these, one after the other.
type turnKnockPull struct{}

func (turnKnockPull) Initial(out *checker.Steps[uint32]) { *out.Add(0) = 0 }

func (turnKnockPull) Next(s *uint32, out *checker.Steps[uint32]) {
	if *s < 3 {
		*out.Add(checker.Action(*s)) = *s + 1
	}
}
