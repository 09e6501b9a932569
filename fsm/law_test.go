package fsm

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files of this package")

// A survey is what the shared exploration found: which rules fired, and which
// edges were taken. Every step of it is compared with the interpreted walk.
type survey struct {
	steps   int
	fired   map[string]bool
	edges   map[edgeTaken]bool
	differs []string
	broken  map[string]string // by the name of a law of steps, the first step that breaks it
}

// surveyed explores once for all tests that ask: every event of the wide
// alphabet in every seed, under the profiles and under every single choice.
var surveyed = sync.OnceValue(func() *survey {
	all := settings()
	if testing.Short() {
		all = all[:len(all)/32] // the profiles, and some choices
	}
	parts := make([]*survey, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for w := range parts {
		wg.Go(func() {
			parts[w] = newSurvey()
			for i := w; i < len(all); i += len(parts) {
				parts[w].explore(MustCompile(RFC9293Table(), all[i].policy), &all[i])
			}
		})
	}
	wg.Wait()
	return merge(parts)
})

func newSurvey() *survey {
	return &survey{fired: map[string]bool{}, edges: map[edgeTaken]bool{}, broken: map[string]string{}}
}

func merge(parts []*survey) *survey {
	sum := parts[0]
	for _, p := range parts[1:] {
		sum.steps += p.steps
		sum.differs = append(sum.differs, p.differs...)
		for id := range p.fired {
			sum.fired[id] = true
		}
		for e := range p.edges {
			sum.edges[e] = true
		}
		maps.Copy(sum.broken, p.broken)
	}
	return sum
}

func (v *survey) explore(m *Machine, in *setting) {
	from := seeds(m)
	if testing.Short() {
		from = from[:len(from)/16]
	}
	fired := make([]bool, m.Rules())
	taken := stepTaken{m: m, after: new(TCB), out: new(Output)}
	for i := range from {
		if !in.states.Has(from[i].State) {
			continue
		}
		wide(&from[i], func(ev *Event) {
			if !in.events.Has(ev.Kind) {
				return
			}
			taken.before, taken.ev, *taken.after = &from[i], ev, from[i]
			m.Step(taken.after, ev, taken.out)
			for _, id := range taken.out.Fired() {
				fired[id] = true
			}
			if taken.out.To != taken.out.From {
				v.edges[m.edge(ev, taken.out)] = true
			}
			v.judge(&taken)
		})
	}
	for id, did := range fired {
		if did {
			v.fired[m.Rule(RuleID(id)).ID] = true
		}
	}
}

var wholeSurvey = flag.Bool("survey", false, "hold eight times as many steps of the survey against the laws, and against the table as it is written")

// judge holds one step of 41 against the laws and one of 128 against the interpreted
// walk; with -survey one of five and one of sixteen. That is others for each
// connection, for the alphabet is no multiple of that.
func (v *survey) judge(s *stepTaken) {
	law, walk := 41, 128
	if *wholeSurvey || testing.Short() {
		law, walk = 5, 16
	}
	if v.steps++; v.steps%law == 0 {
		if law := s.broken(); law != "" && v.broken[law] == "" {
			v.broken[law] = s.String()
		}
	}
	if v.steps%walk == 0 {
		v.compare(s)
	}
}

// compare notes where the interpreted walk ends elsewhere than the compiled
// form did.
func (v *survey) compare(s *stepTaken) {
	walked, said := *s.before, Output{}
	s.m.Interpret(&walked, s.ev, &said)
	if walked != *s.after || said != *s.out {
		v.differs = append(v.differs, s.before.String()+"; "+s.ev.String()+"\n"+cmp.Diff(said, *s.out, cmp.AllowUnexported(Output{})))
	}
}

// TestStepLaws holds the survey against the laws of steps.
func TestStepLaws(t *testing.T) {
	for law, taken := range surveyed().broken {
		t.Errorf("not so: %s\n%s", law, taken)
	}
}

func (s *stepTaken) String() string {
	return fmt.Sprintf("under %v\n%v\n%v\n%v\n%v", s.m.policy, s.before, s.ev, s.out, s.after)
}

// TestCompiledEqualsInterpreted holds the compiled form against the walk of
// the table as it is written. FuzzStep goes on with arbitrary input.
func TestCompiledEqualsInterpreted(t *testing.T) {
	v := surveyed()
	for i, d := range v.differs {
		if i == 10 {
			t.Fatalf("... and %d more", len(v.differs)-i)
		}
		t.Error(d)
	}
	t.Logf("%d steps", v.steps)
}

// TestNoDeadRule: every rule fires in some step.
func TestNoDeadRule(t *testing.T) {
	long(t)
	fired := surveyed().fired
	for _, k := range RFC9293Table() {
		for _, r := range k.Rules {
			if !fired[r.ID] {
				t.Errorf("%s: no step fires rule %q", k.Clause, r.ID)
			}
		}
	}
}

// TestEffectsDecideNothing reads apply.go: but for the dispatch on the effect
// it contains no branch and no loop, except where listed with the reason.
func TestEffectsDecideNothing(t *testing.T) {
	allowed := map[string]string{
		"answerSend":    "answers the calls that wait, be there any or none",
		"answerReceive": "answers the calls that wait, be there any or none",
		"answerClose":   "answers the calls that wait, be there any or none",
	}
	file, err := parser.ParseFile(token.NewFileSet(), "apply.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		decides := branches(f)
		if _, listed := allowed[f.Name.Name]; decides && !listed {
			t.Errorf("%s decides something", f.Name.Name)
		} else if !decides && listed {
			t.Errorf("%s is listed but decides nothing", f.Name.Name)
		}
	}
}

// branches reports whether f has a branch or a loop besides its dispatch on an
// effect, which is a switch that is the last statement.
func branches(f *ast.FuncDecl) (found bool) {
	list := f.Body.List
	for i, s := range list {
		dispatch, ok := s.(*ast.SwitchStmt)
		if !ok || i != len(list)-1 {
			found = found || branchIn(s)
			continue
		}
		for _, c := range dispatch.Body.List {
			for _, s := range c.(*ast.CaseClause).Body {
				found = found || branchIn(s)
			}
		}
	}
	return found
}

func branchIn(s ast.Stmt) (found bool) {
	ast.Inspect(s, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.IfStmt, *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.SelectStmt:
			found = true
		}
		return true
	})
	return found
}

// TestEffectsTouchWhatTheySay: after an effect, only facts of the groups that
// it touches may have changed. The compiled form relies on it.
func TestEffectsTouchWhatTheySay(t *testing.T) {
	TakesASecond(t)
	wrong := map[Effect]groupSet{}
	for i, c := range seeds(RFC9293, Hardened) {
		n := i // another part of the alphabet for each seed
		wide(&c, func(ev *Event) {
			if n++; n%every(64, 512) != 0 {
				return
			}
			for _, e := range AllEffects() {
				after := c
				wrong[e] |= changed(&after, ev, e) &^ e.touches()
			}
		})
	}
	for e, groups := range wrong {
		if groups != 0 {
			t.Errorf("%v changes facts of groups %012b, which it is not said to touch", e, groups)
		}
	}
}

// changed returns the groups of which e changes a fact.
func changed(c *TCB, ev *Event, e Effect) (set groupSet) {
	var out Output
	s := step{c: c, ev: ev, out: &out, seg: ev.Segment, forms: RFC9293.forms}
	before := s.observeAll()
	s.apply(e)
	after := s.observeAll()
	for g := range numGroups {
		lane := g & 3 * 16
		if before[g>>2]>>lane&0xffff != after[g>>2]>>lane&0xffff {
			set |= 1 << g
		}
	}
	return set
}

func (s *step) observeAll() factSet {
	for g := range numGroups {
		s.observe(g)
	}
	return s.facts
}

// TestBounds derives the bounds on an Output from the table: along every way
// through the checks, whatever the guards say.
func TestBounds(t *testing.T) {
	b := bounds{m: RFC9293, memo: map[position][2]int{}}
	segments, fired := 0, 0
	for _, k := range AllEvents() {
		for _, s := range AllStates() {
			most := b.from(position{event: k, state: s})
			segments, fired = max(segments, most[0]), max(fired, most[1])
		}
	}
	if segments != MaxSegments {
		t.Errorf("a step emits up to %d segments, MaxSegments is %d", segments, MaxSegments)
	}
	if fired > MaxFired {
		t.Errorf("up to %d rules fire in a step, MaxFired is %d", fired, MaxFired)
	}
	t.Logf("at most %d segments, %d rules", segments, fired)
}

type bounds struct {
	m    *Machine
	memo map[position][2]int
}

// from returns the largest numbers of segments sent and of rules fired from p
// on, under any policy.
func (b *bounds) from(p position) (most [2]int) {
	if p.check == len(b.m.table) {
		return most
	}
	if known, ok := b.memo[p]; ok {
		return known
	}
	k := &b.m.table[p.check]
	applies := k.On.Has(p.event) && k.In.Has(p.state)
	if !applies || len(k.Under) > 0 { // a policy may pass the check over
		next := p
		next.check++
		most = b.from(next)
	}
	if applies {
		for i := range k.Rules {
			if r := &k.Rules[i]; k.States(r).Has(p.state) {
				rest := b.from(position{event: p.event, state: r.Enter.From(p.state), check: b.m.After(b.m.first[p.check] + RuleID(i))})
				most = [2]int{max(most[0], rest[0]+r.sends()), max(most[1], rest[1]+1)}
			}
		}
	}
	b.memo[p] = most
	return most
}

func (r *Rule) sends() (n int) {
	for _, e := range r.Do {
		if e >= sendSYN && e < oweACK {
			n++
		}
	}
	return n
}

func TestStepAllocatesNothing(t *testing.T) {
	events := lifetime()
	var c TCB
	var out Output
	allocs := testing.AllocsPerRun(100, func() {
		for i := range events {
			RFC9293.Step(&c, &events[i], &out)
		}
	})
	if allocs != 0 {
		t.Errorf("%v allocations in %d steps", allocs, len(events))
	}
}

// TestStepDoesNotEscape: a caller's variables stay on its stack.
func TestStepDoesNotEscape(t *testing.T) {
	allocs := testing.AllocsPerRun(100, func() {
		var c TCB
		var out Output
		ev := Event{Kind: OpenPassive}
		RFC9293.Step(&c, &ev, &out)
	})
	if allocs != 0 {
		t.Errorf("%v allocations", allocs)
	}
}

// TestStepIgnoresWhatDoesNotExist: events and states beyond the constants
// change nothing.
func TestStepIgnoresWhatDoesNotExist(t *testing.T) {
	for _, c := range []TCB{{State: numStates}, {State: 255}} {
		for k := range numEvents + 2 {
			was, out := c, Output{}
			RFC9293.Step(&c, &Event{Kind: k}, &out)
			if c != was || len(out.Fired()) != 0 {
				t.Errorf("%v in %v: %v", k, was.State, out)
			}
		}
	}
}

// every is how many of the cases one is taken of: whole, or of a quick look.
func every(whole, quick int) int {
	if testing.Short() {
		return quick
	}
	return whole
}

// long skips a test that needs the whole survey.
func long(t *testing.T) {
	if testing.Short() {
		t.Skip("needs the whole survey; go test without -short does it")
	}
}

// golden compares got with a checked-in file, or rewrites it under -update.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := "testdata/" + name
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); d != "" {
		t.Errorf("%s (go test ./fsm -update rewrites it):\n%s", path, d)
	}
}

func sortedKeys[K comparable](set map[K]bool, text func(K) string) []string {
	var list []string
	for k := range set {
		list = append(list, text(k))
	}
	slices.Sort(list)
	return slices.Compact(list)
}
