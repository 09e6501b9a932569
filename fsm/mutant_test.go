package fsm

import (
	"encoding/gob"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"reflect"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
)

// A mutant is the table with one check changed.
type mutant struct {
	At    int // the index of the check
	Check Check
}

// An opinion is what the laws say of a mutant.
type opinion struct {
	Law   string // the law that it breaks, or ""
	Alike bool   // no step of the sample ends elsewhere than in the table
}

// TestMutants reads mutants, one after the other, from the file that FSM_MUTANTS
// names, and says of each what the laws say, a JSON object a line.
func TestMutants(t *testing.T) {
	path := os.Getenv("FSM_MUTANTS")
	if path == "" {
		t.Skip("FSM_MUTANTS names no file with mutants; the tests of package model write one with every mutation of the table")
	}
	all, err := readMutants(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range judgeAll(all) {
		line, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Printf("%s\n", line)
	}
}

func readMutants(path string) (all []mutant, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	for in := gob.NewDecoder(f); ; {
		var mu mutant
		if err := in.Decode(&mu); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		all = append(all, mu)
	}
}

func judgeAll(all []mutant) []opinion {
	samples := takeSamples()
	opinions := make([]opinion, len(all))
	inParallel(len(all), func(i int) {
		if all[i].Check.lawful() {
			opinions[i] = all[i].judge(samples)
		} else {
			opinions[i].Law = exactlyOne
		}
	})
	return opinions
}

// exactlyOne is the name of the law of the table.
const exactlyOne = "exactly one rule fires in a check"

// inParallel calls do with each number below n.
func inParallel(n int, do func(int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wg.Wait()
}

// lawful reports whether exactly one rule of k fires, in every state, under
// every policy, for every feasible valuation.
func (k *Check) lawful() bool {
	for _, s := range AllStates() {
		if !k.In.Has(s) {
			continue
		}
		rules := k.in(s)
		asked := askedBy(rules)
		for _, p := range k.combinations(rules) {
			for range unlawful(p, s, rules, asked) {
				return false
			}
		}
	}
	return true
}

// A sample is, for each rule, steps of the survey in which it fires.
type sample struct {
	m     *Machine
	steps map[string][]sampled // by the ID of the rule
}

// sampled is what a step begins with.
type sampled struct {
	before *TCB
	ev     Event
}

// sampleSize bounds the steps kept for each rule and setting.
const sampleSize = 64

// takeSamples samples every setting of the survey.
func takeSamples() []*sample {
	all := settings()
	samples := make([]*sample, len(all))
	inParallel(len(all), func(i int) {
		s := &sample{MustCompile(RFC9293Table(), all[i].policy), map[string][]sampled{}}
		s.take(all[i].events, rand.New(rand.NewPCG(1, uint64(i))))
		samples[i] = s
	})
	return samples
}

// take keeps of the steps in which a rule fires each with the same probability,
// however many there are: Vitter's algorithm R.
func (s *sample) take(events Events, chance *rand.Rand) {
	from := seeds(s.m)
	seen := make([]int, s.m.Rules())
	for i := range from {
		wide(&from[i], func(ev *Event) {
			if !events.Has(ev.Kind) {
				return
			}
			c, out := from[i], Output{}
			s.m.Step(&c, ev, &out)
			for _, id := range out.Fired() {
				seen[id]++
				s.keep(s.m.Rule(id).ID, seen[id], chance, sampled{&from[i], *ev})
			}
		})
	}
}

// keep keeps the nth step of a rule, or not.
func (s *sample) keep(rule string, n int, chance *rand.Rand, step sampled) {
	kept := s.steps[rule]
	if len(kept) < sampleSize {
		s.steps[rule] = append(kept, step)
	} else if at := chance.IntN(n); at < sampleSize {
		kept[at] = step
	}
}

// judge holds the mutant against the laws of steps, where its rules fire.
func (mu *mutant) judge(samples []*sample) opinion {
	table := RFC9293Table()
	rules := mu.changed(&table[mu.At])
	table[mu.At] = mu.Check
	compiled := MustCompile(table, Policy{})
	o := opinion{Alike: true}
	for _, s := range samples {
		m, err := compiled.With(s.m.policy)
		if err != nil {
			panic(err)
		}
		for _, id := range rules {
			for i := range s.steps[id] {
				law, alike := s.hold(m, &s.steps[id][i])
				if o.Alike = o.Alike && alike; law != "" {
					o.Law = law
					return o
				}
			}
		}
	}
	return o
}

// changed returns the rules of a check that the mutant has otherwise: all of
// them, if guards are others; or those that write by a form that is another.
func (mu *mutant) changed(was *Check) (ids []string) {
	for i := range was.Forms {
		if mu.Check.Forms[i] != was.Forms[i] {
			return writers(was.Forms[i].Effect)
		}
	}
	if len(mu.Check.Rules) != len(was.Rules) {
		return was.ids()
	}
	for i := range was.Rules {
		r := mu.Check.Rules[i]
		if !reflect.DeepEqual(r, was.Rules[i]) {
			ids = append(ids, r.ID)
		}
		if !reflect.DeepEqual(r.If, was.Rules[i].If) || !reflect.DeepEqual(r.Not, was.Rules[i].Not) {
			return was.ids()
		}
	}
	return ids
}

// writers returns the rules that have the effect.
func writers(e Effect) (ids []string) {
	for _, k := range RFC9293Table() {
		for i := range k.Rules {
			if slices.Contains(k.Rules[i].Do, e) {
				ids = append(ids, k.Rules[i].ID)
			}
		}
	}
	return ids
}

func (k *Check) ids() (all []string) {
	for i := range k.Rules {
		all = append(all, k.Rules[i].ID)
	}
	return all
}

// hold takes the step with a mutant. It returns the law that this breaks, and
// whether all is as it is with the table, but for the rules that fire.
func (s *sample) hold(m *Machine, step *sampled) (law string, alike bool) {
	was, is := *step.before, *step.before
	var said, says Output
	s.m.Step(&was, &step.ev, &said)
	m.Interpret(&is, &step.ev, &says)
	taken := stepTaken{m, step.before, &is, &step.ev, &says}
	if law = taken.broken(); law != "" && (&stepTaken{s.m, step.before, &was, &step.ev, &said}).broken() != "" {
		panic("the table itself breaks a law: " + taken.String())
	}
	said.fired, said.nfired, says.fired, says.nfired = [len(said.fired)]RuleID{}, 0, [len(says.fired)]RuleID{}, 0
	return law, was == is && said == says
}
