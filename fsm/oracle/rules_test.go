package oracle_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// TestEveryRule leaves a segment out of each rule that sends one, and the state
// out of each that enters one, as far as random worlds exercise it. The oracle
// must notice.
func TestEveryRule(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: hunts every rule in hundreds of worlds")
	}
	strict := oracle.Options{Told: oracle.Everything, Variants: []oracle.Variant{{Name: "Hardened", Machine: fsm.Hardened}}}
	const worlds = 200
	fired := exercised(fsm.Hardened, strict, worlds)
	var survived []string
	altered := 0
	for id := range fsm.Hardened.Rules() {
		r := fsm.Hardened.Rule(fsm.RuleID(id))
		if fired[id] == 0 {
			continue
		}
		for name, alter := range alterations(r) {
			altered++
			m := mutant{name: name, alter: func(t fsm.Table) { alter(t.Rule(r.ID)) }}
			if _, v := hunt(m.machine(t), strict, worlds); v.Kind != oracle.Deviates {
				survived = append(survived, name)
			}
		}
	}
	if survived != nil {
		t.Errorf("not noticed:\n%s", strings.Join(survived, "\n"))
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
