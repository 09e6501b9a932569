package oracle_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

var (
	detection       = flag.Bool("detection", false, "look for every mutant of the model at every level of telling, and compare with docs/oracle.md")
	detectionUpdate = flag.Bool("detection.update", false, "with -detection: write the table into docs/oracle.md")
)

// A level is what an observer tells, from a test that drives a stack down to a capture
// of which nothing is known.
type level struct {
	name     string
	told     oracle.Told
	overlaps bool
}

var levels = []level{
	{name: "everything", told: oracle.Everything},
	{name: "no calls", told: oracle.Everything &^ oracle.Calls},
	{name: "no timeouts", told: oracle.Everything &^ oracle.Timeouts},
	{name: "segments, arrivals", told: oracle.Segments | oracle.Arrivals},
	{name: "at the end", told: oracle.Segments | oracle.Arrivals | oracle.Timeouts, overlaps: true},
	{name: "segments", told: oracle.Segments},
	{name: "nothing", told: 0},
}

// detectionWorlds is how many random worlds a mutant gets at each level.
const detectionWorlds = 60

// detected is what the oracle says of a mutant at a level, at worst.
func detected(q *model.Question, mistake func(*fsm.TCB, *fsm.Event), l level, variants []oracle.Variant) (worst oracle.Kind) {
	opts := oracle.Options{Told: l.told, Overlaps: l.overlaps, Variants: variants, Workspace: new(oracle.Workspace)}
	for seed := range uint64(detectionWorlds) {
		w := newWorld(rand.New(rand.NewPCG(seed, 2)), q.Machine, opts, func(_ int, _ string, v oracle.Verdict) {
			if v.Kind != oracle.Undecided { // which says nothing of the end
				worst = max(worst, v.Kind)
			}
		})
		w.forged, w.mistake = !l.overlaps && l.told != 0, mistake
		for range 250 {
			if w.happen(l.told); worst == oracle.Deviates {
				return worst
			}
		}
	}
	return worst
}

// detectable lists the mutants that one end can show: those that only differ in the
// users, the clock or the choice of ISS look right to whoever sees one end.
func detectable(t *testing.T) (list []model.Mutant, questions []model.Question) {
	right := fsm.MustCompile(fsm.RFC9293Table(), fsm.Hardened.Policy())
	for _, mu := range catalogue.Mutants() {
		q, err := mu.Question(model.Scenario{Policy: "Hardened"})
		if err != nil {
			t.Fatal(err)
		}
		same := mu.Table == nil && q.Machine.Policy() == right.Policy()
		if !same || mu.Mistake != nil {
			list, questions = append(list, mu), append(questions, q)
		}
	}
	return list, questions
}

// marks is how the table writes a verdict.
var marks = map[oracle.Kind]string{oracle.Conforms: "-", oracle.Permitted: "permitted", oracle.Suspicious: "suspicious", oracle.Deviates: "deviates"}

// TestDetection looks for the mutants of the model at each level of telling, and holds
// docs/oracle.md to what it finds. Without the flag it holds the names of the table.
func TestDetection(t *testing.T) {
	mutants, questions := detectable(t)
	var rows [][]string
	if *detection {
		rows = detect(t, mutants, questions)
	}
	checkDetection(t, mutants, rows)
}

// detect returns what the oracle says of each mutant at each level. Random worlds lose
// so much that a right design is suspicious in some of them, at some levels: there it
// says nothing of a mutant.
func detect(t *testing.T, mutants []model.Mutant, questions []model.Question) [][]string {
	variants, err := oracle.Variants("Hardened", fsm.Hardened.Policy())
	if err != nil {
		t.Fatal(err)
	}
	found := make([][]oracle.Kind, len(mutants)+1) // the last is the right design
	var wait sync.WaitGroup
	slots := make(chan bool, 2)
	for i := range found {
		q, mistake := model.Question{Machine: fsm.Hardened}, (func(*fsm.TCB, *fsm.Event))(nil)
		if i < len(mutants) {
			q, mistake = questions[i], mutants[i].Mistake
		}
		wait.Go(func() {
			slots <- true
			defer func() { <-slots }()
			for _, l := range levels {
				found[i] = append(found[i], detected(&q, mistake, l, variants))
			}
		})
	}
	wait.Wait()
	rows, right := make([][]string, len(mutants)), found[len(mutants)]
	for i := range rows {
		for j, k := range found[i] {
			if k == right[j] {
				k = oracle.Conforms
			}
			rows[i] = append(rows[i], marks[k])
		}
	}
	return rows
}

// The table stands in docs/oracle.md between these lines.
const (
	detectionFile  = "../../docs/oracle.md"
	detectionBegin = "<!-- detection: go test ./fsm/oracle -run TestDetection -detection -detection.update -->\n"
	detectionEnd   = "<!-- end of detection -->\n"
)

func checkDetection(t *testing.T, mutants []model.Mutant, rows [][]string) {
	data, err := os.ReadFile(detectionFile)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, found := strings.Cut(string(data), detectionBegin)
	table, tail, ended := strings.Cut(rest, detectionEnd)
	if !found || !ended {
		t.Fatalf("%s has no table of detection", detectionFile)
	}
	switch want := detectionTable(mutants, rows); {
	case *detection && *detectionUpdate:
		if err := os.WriteFile(detectionFile, []byte(head+detectionBegin+want+detectionEnd+tail), 0o644); err != nil {
			t.Fatal(err)
		}
	case *detection && table != want:
		t.Errorf("the table of detection is stale, it is\n%s", want)
	case !*detection:
		for _, mu := range mutants {
			if !strings.Contains(table, "| "+mu.Name+" |") {
				t.Errorf("%s has no row for %s", detectionFile, mu.Name)
			}
		}
		if n := strings.Count(table, "\n") - 5; n != len(mutants) {
			t.Errorf("%s has %d rows for %d mutants", detectionFile, n, len(mutants))
		}
	}
}

// detectionTable writes the table, with the number of mutants that deviate at last.
func detectionTable(mutants []model.Mutant, rows [][]string) string {
	var b strings.Builder
	fmt.Fprint(&b, "\n| mutant |")
	for _, l := range levels {
		fmt.Fprintf(&b, " %s |", l.name)
	}
	fmt.Fprintf(&b, "\n| --- |%s\n", strings.Repeat(" --- |", len(levels)))
	counts := make([]int, len(levels))
	for i, row := range rows {
		fmt.Fprintf(&b, "| %s |", mutants[i].Name)
		for j, mark := range row {
			if fmt.Fprintf(&b, " %s |", mark); mark == marks[oracle.Deviates] {
				counts[j]++
			}
		}
		fmt.Fprintln(&b)
	}
	fmt.Fprintf(&b, "| **%d, of which deviate** |", len(mutants))
	for _, n := range counts {
		fmt.Fprintf(&b, " **%d** |", n)
	}
	return b.String() + "\n\n"
}
