package oracle_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/effect"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
	"github.com/tcpfsm/tcpfsm/fsm/rule"
)

// survivors are the alterations of TestEveryRule that lock step does not show,
// with the reason.
var survivors = map[string]string{
	fmt.Sprintf("%v without %v", rule.FinishACK, effect.SendACK): "this ACK may be delayed or merged, and an oracle has no clock",
}

// TestEveryRule leaves a segment out of each rule that sends one, and the state
// out of each that enters one, as far as random worlds exercise it. The oracle
// must notice, or the reason why it cannot stands in survivors.
func TestEveryRule(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: hunts every rule in hundreds of worlds")
	}
	strict := oracle.Options{Told: oracle.Everything, Variants: []oracle.Variant{{Name: "Hardened", Machine: fsm.Hardened}}}
	const worlds = 200
	fired := exercised(fsm.Hardened, strict, worlds)
	survived, altered := map[string]string{}, 0
	for id := range fsm.Hardened.Rules() {
		r := fsm.Hardened.Rule(fsm.RuleID(id))
		if fired[id] == 0 {
			continue
		}
		for name, alter := range alterations(r) {
			altered++
			m := mutant{name: name, alter: func(t fsm.Table) { alter(t.Rule(r.ID)) }}
			if _, v := hunt(m.machine(t), strict, worlds); v.Kind != oracle.Deviates {
				survived[name] = survivors[name]
			}
		}
	}
	if !maps.Equal(survived, survivors) {
		t.Errorf("survivors:\n%s", strings.Join(slices.Sorted(maps.Keys(survived)), "\n"))
	}
	if altered < 50 {
		t.Errorf("%d alterations, too few to mean anything", altered)
	}
}

// alterations are the ways in which TestEveryRule alters a rule.
func alterations(r *fsm.Rule) map[string]func(*fsm.Rule) {
	list := map[string]func(*fsm.Rule){}
	for _, e := range r.Do {
		if e.Sends() != 0 {
			list[r.ID+" without "+e.String()] = func(r *fsm.Rule) { drop(r, e) }
		}
	}
	if r.Enter != 0 {
		list[r.ID+" without entering"] = func(r *fsm.Rule) { r.Enter = 0 }
	}
	return list
}

// exercised counts the rules that fire in random worlds.
func exercised(m *fsm.Machine, opts oracle.Options, worlds int) []uint64 {
	opts.Workspace = new(oracle.Workspace)
	var w *world
	for seed := range worlds {
		w = newWorld(rand.New(rand.NewPCG(uint64(seed), 2)), m, opts, func(int, string, oracle.Verdict) {})
		w.forged = true
		for range 250 {
			w.happen(opts.Told)
		}
	}
	return w.ends[0].o.Covered()
}
