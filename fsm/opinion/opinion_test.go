package opinion_test

import (
	"flag"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/opinion"
)

var (
	events = flag.Int("events", 0, "compare machine and opinion in that many events; 0 takes some, for a quick look")
	seed   = flag.Uint64("seed", 1, "where the random events begin")
)

// TestOpinion holds the table against the second opinion: every profile, every
// single choice, and policies of several choices at once.
func TestOpinion(t *testing.T) {
	total := *events
	switch {
	case total > 0:
	case testing.Short():
		total = 5_000
	default:
		total = 150_000
	}
	policies := opinion.Policies(*seed)
	if testing.Short() && *events == 0 { // most of the time goes into the programs of so many
		policies = policies[:len(fsm.Profiles())]
	}
	r := compare(policies, total, *seed)
	t.Logf("seed %d: %d events at TCBs of %d policies, %d differences", *seed, r.events, r.policies, r.differences)
	for _, text := range r.first {
		t.Errorf("machine and opinion differ (-seed %d): %s", *seed, text)
	}
	if total >= enough {
		r.demandAllRules(t)
	}
}

// enough is the number of events in which every rule of the table has to fire.
const enough = 10_000_000

// A result is what comparing has found.
type result struct {
	events, policies, differences int

	first []string       // differences, told in full
	fired map[string]int // events in which each rule of the table fired
}

// most bounds the differences that are told in full.
const most = 5

// chunk is the number of events of one walk.
const chunk = 20_000

// compare walks under all policies at once. The same seed finds the same.
func compare(all []fsm.Policy, total int, seed uint64) result {
	each := total/len(all) + 1
	walks := (each + chunk - 1) / chunk
	found := make([]result, len(all)*walks)
	machines := make([]*fsm.Machine, len(all))
	for i, p := range all {
		machines[i] = fsm.MustCompile(fsm.RFC9293Table(), p)
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(found); i = int(next.Add(1)) - 1 {
				found[i] = walk(machines[i%len(all)], seed+uint64(i)<<32, each/walks+1)
			}
		})
	}
	wg.Wait()
	sum := result{policies: len(all), fired: map[string]int{}}
	for i := range found {
		sum.add(&found[i])
	}
	return sum
}

// walk compares along one walk of a machine.
func walk(m *fsm.Machine, seed uint64, events int) result {
	r := result{fired: map[string]int{}}
	x := opinion.Compare(m)
	fired := make([]int, m.Rules())
	opinion.Walk(m, seed, events, func(c *fsm.TCB, ev *fsm.Event) bool {
		same := x.Agree(c, ev)
		r.events++
		for _, id := range x.Output.Fired() {
			fired[id]++
		}
		if !same {
			r.note(x)
		}
		return same
	})
	for id, n := range fired {
		r.fired[m.Rule(fsm.RuleID(id)).ID] += n
	}
	return r
}

func (r *result) note(x *opinion.Comparison) {
	r.differences++
	if len(r.first) < most {
		r.first = append(r.first, x.String())
	}
}

func (r *result) add(o *result) {
	r.events += o.events
	r.differences += o.differences
	r.first = append(r.first, o.first...)
	r.first = r.first[:min(len(r.first), most)]
	for id, n := range o.fired {
		r.fired[id] += n
	}
}

// demandAllRules fails for a rule of the table that fired in no event, and tells
// which fired least.
func (r *result) demandAllRules(t *testing.T) {
	var ids []string
	for _, k := range fsm.RFC9293Table() {
		for _, rule := range k.Rules {
			ids = append(ids, rule.ID)
			if r.fired[rule.ID] == 0 {
				t.Errorf("%s: rule %q fired in no event", k.Clause, rule.ID)
			}
		}
	}
	slices.SortFunc(ids, func(a, b string) int { return r.fired[a] - r.fired[b] })
	for _, id := range ids[:10] {
		t.Logf("rule %q fired in %d events", id, r.fired[id])
	}
}
