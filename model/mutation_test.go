package model

import (
	"bytes"
	"context"
	"encoding/gob"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
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

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model/edit"
)

var (
	mutation       = flag.Bool("mutation", false, "judge every mutation of the table, which takes minutes")
	updateMutation = flag.Bool("update-mutation", false, "rewrite docs/mutation.md, with -mutation")
	onlyMutations  = flag.String("mutations", "", "judge those that this regular expression finds, with -mutation, and leave the report alone")
	verbose        = flag.Bool("mutation-progress", false, "print each judgement, with -mutation")
)

// A judgement says who notices a mutation. Empty: nobody there does.
type judgement struct {
	edit.Mutation
	law   string // of package fsm
	claim string // property of the model
	test  string // of package fsm
	alike bool   // no step of the survey, and none of any scenario, ends elsewhere
}

// A bench is what mutations are judged with.
type bench struct {
	dir    string // where the tests of package fsm run
	binary string // those tests
	stages []*stage
}

// newBench copies what the tests of package fsm read, so that neither failures
// that rapid has kept from other runs count, nor those of other mutations.
func newBench(t *testing.T) *bench {
	b := &bench{dir: t.TempDir()}
	b.binary = filepath.Join(b.dir, "fsm.test")
	if out, err := exec.Command("go", "test", "-c", "-o", b.binary, "../fsm").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	data := filepath.Join(b.dir, "testdata")
	if err := os.CopyFS(data, os.DirFS("../fsm/testdata")); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(data, "rapid")); err != nil {
		t.Fatal(err)
	}
	if test := b.test(fsm.RFC9293Table(), "itself"); test != "" {
		t.Fatalf("%s fails with the table itself", test)
	}
	return b
}

// failed finds the first test that failed in what a test binary prints.
var failed = regexp.MustCompile(`(?m)^--- FAIL: (\S+)|^panic: (test timed out|.*)`)

// test holds a table against the tests of package fsm and returns the first that
// fails. Tests that go on at once have names of their own for their tables.
func (b *bench) test(table fsm.Table, name string) string {
	path := filepath.Join(b.dir, "table-"+name)
	if err := writeGob(path, table); err != nil {
		panic(err)
	}
	found := b.testWithin("60s", path)
	if found == timedOut { // on a machine that does much else at once, perhaps
		found = b.testWithin("10m", path)
	}
	return found
}

// timedOut is what is found of tests that do not come to an end.
const timedOut = "panic: test timed out"

func (b *bench) testWithin(timeout, path string) string {
	cmd := exec.Command(b.binary, "-test.short", "-test.failfast", "-test.timeout="+timeout, "-test.skip", slow,
		"-rapid.seed=1", "-rapid.nofailfile")
	cmd.Dir, cmd.Env = b.dir, append(os.Environ(), "FSM_TABLE="+path, "GOMAXPROCS=1")
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
const slow = "^(TestExactlyOneRule|TestStepLaws|TestCompiledEqualsInterpreted|TestEffectsTouchWhatTheySay|TestEdges|TestEffectsDecideNothing|TestStepAllocatesNothing|TestStepDoesNotEscape|TestColdIsWarm|TestTooLargeToLayOut|TestStayingIsStaying|TestWith|Fuzz.*|TestBounds)$"

// opinions has the laws of package fsm judge the mutations.
func (b *bench) opinions(t *testing.T, all []edit.Mutation) (opinions []opinion) {
	table := fsm.RFC9293Table()
	var mutants []any
	for _, mu := range all {
		i := mu.Check(table)
		mutants = append(mutants, mutant{i, mu.Of(table)[i]})
	}
	path := filepath.Join(b.dir, "mutants")
	if err := writeGob(path, mutants...); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(b.binary, "-test.run", "^TestMutants$")
	cmd.Dir, cmd.Env = b.dir, append(os.Environ(), "FSM_MUTANTS="+path)
	text, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	for line := range bytes.Lines(text) {
		var o opinion
		if json.Unmarshal(line, &o) == nil {
			opinions = append(opinions, o)
		}
	}
	if len(opinions) != len(all) {
		t.Fatalf("%d mutations were judged, not %d", len(opinions), len(all))
	}
	return opinions
}

// A mutant and an opinion of it are what the tests of package fsm read and write.
type (
	mutant struct {
		At    int // the index of the check
		Check fsm.Check
	}
	opinion struct {
		Law   string
		Alike bool
	}
)

// judge asks the laws of package fsm, then the stages, then the tests of package
// fsm, until one of them notices the mutation.
func (b *bench) judge(mu edit.Mutation, o opinion, worker int) judgement {
	j := judgement{Mutation: mu, law: o.Law, alike: o.Alike}
	if j.law != "" {
		return j
	}
	table := mu.Of(fsm.RFC9293Table())
	machines := map[fsm.Policy]*fsm.Machine{}
	for _, s := range b.stages {
		if s.judge(&j, table, machines); j.claim != "" {
			return j
		}
	}
	j.test = b.test(table, fmt.Sprint(worker))
	return j
}

func writeGob(path string, values ...any) error {
	var buf bytes.Buffer
	out := gob.NewEncoder(&buf)
	for _, v := range values {
		if err := out.Encode(v); err != nil {
			return err
		}
	}
	return os.WriteFile(path, buf.Bytes(), 0o666)
}

// A stage is a scenario explored with the specification.
type stage struct {
	Scenario
	answer   *Answer
	expected []*Property
	right    *Model             // of the specification, with an eye on all properties of the catalogue
	fires    map[string][]*move // by the ID of the rule
}

func newStage(t *testing.T, s Scenario) *stage {
	t.Helper()
	q := expecting(t, s)
	a, err := Ask(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	st := &stage{s, a, q.Expected, watching(s, a.Model.machine), map[string][]*move{}}
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

// watching returns a model that looks at all properties of the catalogue.
func watching(s Scenario, machine *fsm.Machine) *Model {
	m := must(newModel(s, machine))
	if err := m.watch(standard.properties); err != nil {
		panic(err)
	}
	return m
}

// rulesOf returns the rules that fire in a move.
func (m *Model) rulesOf(mv *move) (ids []string) {
	for _, h := range m.execute(m.ends.at(mv.from), mv.in, true).happening {
		ids = append(ids, h.Rules...)
	}
	return ids
}

// small is the number of states up to which a stage is explored again for a
// mutation. Of larger ones only the steps are taken again that its rules fire
// in.
const small = 50_000

// judge finds out whether the mutation makes a difference to the scenario.
func (s *stage) judge(j *judgement, table fsm.Table, machines map[fsm.Policy]*fsm.Machine) {
	moves := s.affected(j.Mutation)
	if len(moves) == 0 {
		return
	}
	m := watching(s.Scenario, s.compiled(table, machines))
	defer func() {
		if err := recover(); err != nil {
			j.claim = fmt.Sprint(err) // the machine panics
		}
	}()
	var broken breaches
	differs := false
	for _, mv := range moves {
		breaks, alike := s.replay(m, mv)
		broken |= breaks
		differs = differs || !alike
	}
	if broken != 0 {
		j.claim = m.names(broken)
	} else if differs && s.answer.Distinct <= small {
		s.explore(j, m.machine)
	}
	j.alike = j.alike && !differs && broken == 0
}

func (s *stage) compiled(table fsm.Table, machines map[fsm.Policy]*fsm.Machine) *fsm.Machine {
	policy := must(s.policy())
	if machines[policy] == nil {
		machines[policy] = must(fsm.Compile(table, policy))
	}
	return machines[policy]
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// affected returns the moves that rules of a mutation fire in.
func (s *stage) affected(mu edit.Mutation) (all []*move) {
	if mu.Form != 0 {
		return s.writing(mu.Form)
	}
	all = s.fires[mu.Rule]
	if mu.Operator == edit.SwapOutcomes {
		all = slices.Concat(all, s.fires[strings.TrimPrefix(mu.Change, "and ")])
	}
	return all
}

// writing returns the moves in which a rule with an effect fires.
func (s *stage) writing(e fsm.Effect) (all []*move) {
	met := map[*move]bool{}
	for _, k := range fsm.RFC9293Table() {
		for _, r := range k.Rules {
			if !slices.Contains(r.Do, e) {
				continue
			}
			for _, mv := range s.fires[r.ID] {
				if !met[mv] {
					met[mv], all = true, append(all, mv)
				}
			}
		}
	}
	return all
}

// replay takes a move with the mutant. It returns the claims that this breaks,
// and whether all else is as before.
func (s *stage) replay(m *Model, mv *move) (broken breaches, alike bool) {
	before, after := s.takeIn(s.right, mv), s.takeIn(m, mv)
	return after.broken &^ before.broken, after.end == before.end && slices.Equal(after.sent(), before.sent())
}

// takeIn takes a move of the stage in another model.
func (s *stage) takeIn(m *Model, mv *move) *execution {
	was, in := s.answer.Model, mv.in
	if in.packet != 0 {
		in.packet = m.packets.number(was.packets.at(in.packet))
	}
	return m.execute(was.ends.at(mv.from), in, true)
}

func (t *execution) sent() (all []Packet) {
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
	a, err := Ask(context.Background(), Question{Scenario: s.Scenario, Machine: machine, Expected: s.expected,
		Options: checker.Options{Workers: 1, MaxStates: 4*s.answer.Distinct + 1000}})
	if err != nil {
		panic(err)
	}
	said := map[string]bool{}
	for _, v := range a.Verdicts {
		if said[v.Name] = true; v.Finding.Verdict == checker.Violated {
			j.claim = v.Name
			return
		}
	}
	for _, v := range s.answer.Verdicts {
		if a.Complete && !said[v.Name] {
			j.claim = v.Name + ", which has nothing to say any more"
			return
		}
	}
}

func TestMutations(t *testing.T) {
	if !*mutation {
		t.Skip("go test ./model -run TestMutations -mutation judges every mutation, which takes minutes")
	}
	b := newBench(t)
	for _, s := range standard.scenarios {
		if !s.Large {
			s.Net.Capacity = max(1, len(s.Strays[0]), len(s.Strays[1]))
			st := newStage(t, s)
			if st.answer.Complete {
				b.stages = append(b.stages, st)
			}
		}
	}
	slices.SortFunc(b.stages, func(a, b *stage) int { return int(a.answer.Distinct) - int(b.answer.Distinct) })
	only := regexp.MustCompile(*onlyMutations)
	all := slices.DeleteFunc(edit.Mutations(fsm.RFC9293Table()), func(mu edit.Mutation) bool { return !only.MatchString(mu.String()) })
	judged := make([]judgement, len(all))
	opinions := b.opinions(t, all)
	inParallel(len(all), func(i, worker int) {
		judged[i] = b.judge(all[i], opinions[i], worker)
		if *verbose {
			fmt.Printf("%d of %d: %v: %s\n", i, len(all), all[i], judged[i].by())
		}
	})
	unneeded := unnoticed(t, judged)
	if *onlyMutations != "" {
		return
	}
	for _, name := range unneeded {
		t.Errorf("%s is argued to be equivalent, and is noticed or does not exist", name)
	}
	report := []byte(reported(judged))
	if *updateMutation {
		if err := os.WriteFile(mutationReport, report, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	written, err := os.ReadFile(mutationReport)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(written, report) {
		t.Errorf("%s is not what was found (go test ./model -run TestMutations -mutation -update-mutation rewrites it)", mutationReport)
	}
}

// inParallel does n things, as many at once as there are processors. Each worker
// has a number.
func inParallel(n int, do func(i, worker int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for w := range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i, w)
			}
		})
	}
	wg.Wait()
}

// unnoticed reports mutations that nobody notices, and returns those whose
// arguments are not needed: they are noticed, or there are none.
func unnoticed(t *testing.T, judged []judgement) []string {
	unneeded := maps.Clone(argued)
	for _, j := range judged {
		switch j.by() {
		case "nobody":
			t.Errorf("nobody notices %v; alike in all steps: %v; argued to be equivalent: %q", j.Mutation, j.alike, equivalent(j.Mutation))
		case "equivalent":
			delete(unneeded, j.String())
		}
	}
	return slices.Sorted(maps.Keys(unneeded))
}
