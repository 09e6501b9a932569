package trace

import (
	"bytes"
	"encoding/json"
	"image/png"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/checker/scene/scenetest"
)

type mood int8

func (m mood) String() string { return [...]string{"sad", "glad"}[m] }

// A state with all that a state may have, exported or not.
type state struct {
	mood  mood
	Sizes [2]uint8
	inner struct{ far, near int64 }
	Odd   bool
}

func specimen() *Trace {
	s, t := state{}, state{mood: 1, Sizes: [2]uint8{0, 7}, Odd: true}
	t.inner.far = math.MinInt64
	return OfTrace("a specimen", checker.Trace[state]{Start: s, Steps: []checker.Step[state]{{Name: "cheer up", State: t}, {Name: "rest", State: t}}}, nil)
}

// TestValues holds how values of each kind are told: words as words, also in fields
// that are not exported, and records and lists by what differs in them.
func TestValues(t *testing.T) {
	var b strings.Builder
	if err := specimen().Text(&b); err != nil {
		t.Fatal(err)
	}
	want := `a specimen
  0. mood sad, Sizes [0 0], inner {far:0 near:0}, Odd false  (initial)
  1. cheer up: mood sad -> glad, Sizes.1 0 -> 7, inner.far 0 -> -9223372036854775808, Odd false -> true
  2. rest: nothing changes
`
	if b.String() != want {
		t.Errorf("%swant\n%s", b.String(), want)
	}
}

// TestShown holds what is shown in the place of a state: what has no fields is one
// variable, a map is a record in the order of its keys, and what comes and goes is
// said to.
func TestShown(t *testing.T) {
	all := []any{map[string]int{"b": 1, "a": 2}, map[string]int{"b": 1, "c": 3}}
	tr := checker.Trace[int8]{Steps: []checker.Step[int8]{{Name: "go", State: 1}}}
	var changes []string
	for _, c := range OfTrace("", tr, func(s int8) any { return all[s] }).Changes(1) {
		changes = append(changes, c.String())
	}
	if got := strings.Join(changes, ", "); got != "c 3, a is gone" {
		t.Errorf("changes: %s", got)
	}
	for _, shown := range []any{7, "seven", 7.5, nil, []string{"x"}} {
		if vars := OfTrace("", tr, func(int8) any { return shown }).States[0].Vars; len(vars) != 1 || vars[0].Name != "state" {
			t.Errorf("%v is shown as %v", shown, vars)
		}
	}
}

// TestITF holds that readers of JSON lose no digit, and that a variable of the
// model keeps its name.
func TestITF(t *testing.T) {
	var b bytes.Buffer
	if err := specimen().ITF(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"far":{"#bigint":"-9223372036854775808"}`, `"vars":["action","mood","Sizes","inner","Odd"]`, `"action":"cheer up"`, `"Sizes":[0,7]`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %s in\n%s", want, b.String())
		}
	}
	own := OfTrace("", checker.Trace[int8]{}, func(int8) any { return struct{ action string }{"its own"} })
	b.Reset()
	if err := own.ITF(&b); err != nil || !strings.Contains(b.String(), `"vars":["action"]`) || !strings.Contains(b.String(), `"action":"its own"`) {
		t.Errorf("%v, %s", err, b.String())
	}
}

// TestEndless holds the way back of lassos: into a cycle, of one step or more, and
// where nothing happens any more.
func TestEndless(t *testing.T) {
	step := func(name string, s int8) checker.Step[int8] { return checker.Step[int8]{Name: name, State: s} }
	for _, test := range []struct {
		lasso checker.Lasso[int8]
		text  string
		edge  [2]int // the last one
		nodes int
	}{
		{checker.Lasso[int8]{Stem: checker.Trace[int8]{Steps: []checker.Step[int8]{step("a", 1)}}, Cycle: []checker.Step[int8]{step("b", 2), step("c", 1)}},
			"then again and again:\n  2. b", [2]int{2, 1}, 3},
		{checker.Lasso[int8]{Cycle: []checker.Step[int8]{step("b", 0)}}, "then again and again:\n  1. b", [2]int{0, 0}, 1},
		{checker.Lasso[int8]{Stem: checker.Trace[int8]{Steps: []checker.Step[int8]{step("a", 1)}}}, "then nothing, for ever\n", [2]int{1, 1}, 2},
	} {
		tr := OfLasso("", test.lasso, nil)
		var b strings.Builder
		if err := tr.Text(&b); err != nil || !strings.Contains(b.String(), test.text) {
			t.Errorf("%v, no %q in\n%s", err, test.text, b.String())
		}
		g := tr.Graph()
		if last := g.Edges[len(g.Edges)-1]; last.From != test.edge[0] || last.To != test.edge[1] || len(g.Nodes) != test.nodes {
			t.Errorf("%d nodes, the last edge is %+v", len(g.Nodes), last)
		}
	}
}

// TestFormats holds that every format is one, and that what there is not is an error.
func TestFormats(t *testing.T) {
	for _, format := range Formats {
		var b bytes.Buffer
		if err := specimen().Write(&b, format); err != nil || b.Len() == 0 {
			t.Errorf("%s: %v, %d octets", format, err, b.Len())
		}
		switch format {
		case "json", "itf":
			if !json.Valid(b.Bytes()) {
				t.Errorf("%s: %s", format, b.String())
			}
		case "png":
			if _, err := png.Decode(&b); err != nil {
				t.Error(err)
			}
		}
	}
	if err := specimen().Write(io.Discard, "smoke"); err == nil || !strings.Contains(err.Error(), "hint: ") {
		t.Errorf("a trace was written as smoke: %v", err)
	}
	scenetest.Clear(t, "a specimen", specimen().Graph().Scene())
	if none := Of(&checker.Finding[int8]{}, nil); none != nil {
		t.Errorf("%v is the counterexample of what has none", none)
	}
}
