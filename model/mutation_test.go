package model

import (
	"bytes"
	"context"
	"encoding/gob"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/fsm"
)

var mutation = flag.Bool("mutation", false, "judge every mutation of the table, which takes minutes")

// A judgement says who notices a mutation. Empty: nobody there does.
type judgement struct {
	Mutation
	law   bool   // that exactly one rule fires is broken
	test  string // of package fsm
	claim string // property of the model, and the scenario
	count string // scenario whose number of states or steps changes
	alike bool   // no step of any scenario ends elsewhere
}

// A bench is what mutations are judged with.
type bench struct {
	binary string // the tests of package fsm
	dir    string
	stages []*stage
}

func newBench(t *testing.T) *bench {
	b := &bench{dir: t.TempDir()}
	b.binary = filepath.Join(b.dir, "fsm.test")
	if out, err := exec.Command("go", "test", "-c", "-o", b.binary, "../fsm").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return b
}

// failed finds the first test that failed in what a test binary prints.
var failed = regexp.MustCompile(`(?m)^--- FAIL: (\S+)|^panic: (test timed out|.*)`)

// run holds the table in a file against tests of package fsm and returns the
// first that fails.
func (b *bench) run(table string, args ...string) string {
	cmd := exec.Command(b.binary, append([]string{"-test.short", "-test.failfast", "-test.timeout=20s"}, args...)...)
	cmd.Dir, cmd.Env = "../fsm", append(os.Environ(), "FSM_TABLE="+table, "GOMAXPROCS=1")
	out, err := cmd.CombinedOutput()
	if err == nil {
		return ""
	}
	m := failed.FindSubmatch(out)
	switch {
	case m == nil:
		return "panic: " + string(out)
	case len(m[1]) > 0:
		return string(m[1])
	}
	return "panic: " + string(m[2])
}

// slow are the tests of package fsm that say nothing about what the table
// says, or that take too long for all mutations.
const (
	slow  = "^(TestExactlyOneRule|TestCompiledEqualsInterpreted|TestEffectsTouchWhatTheySay|TestEdges|TestStepAllocatesNothing|TestStepDoesNotEscape|Fuzz.*|TestBounds)$"
	edges = "^TestEdges$"
)

// lawful reports of each mutation whether exactly one rule fires in each check.
func (b *bench) lawful(t *testing.T, all []Mutation) (is []bool) {
	var buf bytes.Buffer
	out := gob.NewEncoder(&buf)
	for _, mu := range all {
		table := mu.Of(fsm.RFC9293Table())
		i := slices.IndexFunc(fsm.RFC9293Table(), func(k fsm.Check) bool { return place(&k, mu.Rule) >= 0 })
		if err := out.Encode(table[i]); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(b.dir, "checks")
	if err := os.WriteFile(path, buf.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(b.binary, "-test.run", "^TestLaw$")
	cmd.Dir, cmd.Env = "../fsm", append(os.Environ(), "FSM_CHECKS="+path)
	text, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	for _, m := range regexp.MustCompile(`lawful: (true|false)`).FindAllSubmatch(text, -1) {
		is = append(is, string(m[1]) == "true")
	}
	if len(is) != len(all) {
		t.Fatalf("%d checks were judged, not %d", len(is), len(all))
	}
	return is
}

// judge has the tests of package fsm and the stages judge a mutation.
func (b *bench) judge(mu Mutation, worker int) judgement {
	j := judgement{Mutation: mu}
	table := mu.Of(fsm.RFC9293Table())
	var buf bytes.Buffer
	if err := gob.NewEncoder(&buf).Encode(table); err != nil {
		panic(err)
	}
	path := filepath.Join(b.dir, fmt.Sprint("table", worker))
	if err := os.WriteFile(path, buf.Bytes(), 0o666); err != nil {
		panic(err)
	}
	j.alike = true
	for _, s := range b.stages {
		if s.judge(&j, table); j.claim != "" {
			return j
		}
	}
	j.test = b.run(path, "-test.skip", slow)
	if j.test == "" {
		j.test = b.run(path, "-test.run", edges)
	}
	return j
}

// A stage is a scenario explored with the specification.
type stage struct {
	Scenario
	answer *Answer
	fires  map[string][]*move // by the ID of the rule
}

func newStage(t *testing.T, s Scenario) *stage {
	t.Helper()
	a, err := Ask(context.Background(), Question{Scenario: s})
	if err != nil {
		t.Fatal(err)
	}
	st := &stage{s, a, map[string][]*move{}}
	for i := range a.Model.moves.len() {
		mv := a.Model.moves.at(uint32(i) + 1)
		for _, id := range a.Model.rulesOf(mv) {
			if l := st.fires[id]; len(l) == 0 || l[len(l)-1] != mv {
				st.fires[id] = append(l, mv)
			}
		}
	}
	return st
}

// rulesOf returns the rules that fire in a move.
func (m *Model) rulesOf(mv *move) (ids []string) {
	for _, h := range m.take(m.ends.at(mv.from), mv.in, true).happening {
		ids = append(ids, h.Rules...)
	}
	return ids
}

// judge finds out whether the mutation makes a difference to the scenario.
func (s *stage) judge(j *judgement, table fsm.Table) {
	policy, err := s.policy()
	if err != nil {
		panic(err)
	}
	machine, err := fsm.Compile(table, policy)
	if err != nil {
		panic(err)
	}
	m, err := New(s.Scenario, machine)
	if err != nil {
		panic(err)
	}
	differs := false
	for _, mv := range s.affected(j.Mutation) {
		broken, alike := s.replay(m, mv)
		if broken != 0 {
			j.claim = m.names(broken) + " in " + s.Name
		}
		differs = differs || !alike
		if broken != 0 {
			break
		}
	}
	j.alike = j.alike && !differs && j.claim == ""
	if j.claim == "" && differs {
		s.explore(j, machine)
	}
}

// affected returns the moves that rules of a mutation fire in.
func (s *stage) affected(mu Mutation) (all []*move) {
	all = s.fires[mu.Rule]
	if mu.Operator == SwapOutcomes {
		all = slices.Concat(all, s.fires[strings.TrimPrefix(mu.Change, "and ")])
	}
	return all
}

// replay takes a move with the mutant. It returns the claims that this breaks,
// and whether all else is as before.
func (s *stage) replay(m *Model, mv *move) (broken breaches, alike bool) {
	was, in := s.answer.Model, mv.in
	e := was.ends.at(mv.from)
	before := was.take(e, in, true)
	if in.packet != 0 {
		in.packet = m.packets.number(was.packets.at(in.packet))
	}
	after := m.take(e, in, true)
	return after.broken &^ before.broken, after.end == before.end && slices.Equal(after.sent(), before.sent())
}

func (t *taking) sent() (all []Packet) {
	for _, h := range t.happening {
		all = append(all, h.Sent...)
	}
	return all
}

func (m *Model) names(set breaches) string {
	var names []string
	for i, p := range m.claims {
		if set>>i&1 != 0 {
			names = append(names, p.Name)
		}
	}
	return strings.Join(names, ", ")
}

func (s *stage) explore(j *judgement, machine *fsm.Machine) {
	a, err := Ask(context.Background(), Question{Scenario: s.Scenario, Machine: machine,
		Options: checker.Options{Workers: 1, MaxStates: 4*s.answer.Distinct + 1000, Timeout: 20 * time.Second}})
	if err != nil {
		j.claim = "error: " + err.Error()
		return
	}
	said := map[string]bool{}
	for _, v := range a.Verdicts {
		if said[v.Name] = true; v.Finding.Verdict == checker.Violated {
			j.claim = v.Name + " in " + s.Name
			return
		}
	}
	if !a.Complete {
		j.count = s.Name
		return
	}
	for _, v := range s.answer.Verdicts {
		if !said[v.Name] {
			j.claim = "witness of " + v.Name + " in " + s.Name
			return
		}
	}
	if a.Distinct != s.answer.Distinct || a.Generated != s.answer.Generated {
		j.count = s.Name
	}
}

func TestMutations(t *testing.T) {
	if !*mutation {
		t.Skip("go test ./model -run TestMutations -mutation judges every mutation, which takes minutes")
	}
	b := newBench(t)
	for _, s := range Scenarios() {
		if !s.Large {
			s.Net.Capacity = max(1, len(s.Strays[0]), len(s.Strays[1]))
			st := newStage(t, s)
			fmt.Println(s.Name, st.answer.Distinct, st.answer.Complete, len(st.fires), st.answer.Elapsed)
			if st.answer.Complete && st.answer.Distinct < 100000 {
				b.stages = append(b.stages, st)
			}
		}
	}
	slices.SortFunc(b.stages, func(a, b *stage) int { return int(a.answer.Distinct) - int(b.answer.Distinct) })
	all := Mutations(fsm.RFC9293Table())
	judged := make([]judgement, len(all))
	start := time.Now()
	lawful := b.lawful(t, all)
	fmt.Println("law", time.Since(start))
	var next atomic.Int64
	var wg sync.WaitGroup
	for w := range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(all); i = int(next.Add(1)) - 1 {
				if !lawful[i] {
					judged[i] = judgement{Mutation: all[i], law: true}
					continue
				}
				judged[i] = b.judge(all[i], w)
				if j := judged[i]; true {
					fmt.Printf("%v\ttest=%s\tclaim=%s\tcount=%s\talike=%v\n", j.Mutation, j.test, j.claim, j.count, j.alike)
				}
			}
		})
	}
	wg.Wait()
	fmt.Println(time.Since(start))
}
