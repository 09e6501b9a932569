package model

import (
	"flag"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/effect"
	second "github.com/tcpfsm/tcpfsm/fsm/opinion"
	"github.com/tcpfsm/tcpfsm/model/edit"
)

// leastNoticed is the share of the mutations of what is done with a segment,
// the equivalent ones aside, that the second opinion has to notice on its own.
const leastNoticed = 0.95

// perRule is the number of events that are kept for each rule that fired in
// them, under each policy.
const perRule = 6

var sampledEvents = flag.Int("sampled", 10_000_000, "the events that TestSecondOpinion takes its samples from")

// A sampled is an event in which a rule fired, and the table and the second
// opinion agree.
type sampled struct {
	policy int
	at     fsm.TCB
	event  fsm.Event
}

// A jury has heard what the table does, and is asked about mutations of it.
type jury struct {
	policies []fsm.Policy
	samples  map[string][]sampled // by the ID of a rule
}

// newJury takes samples of walks under all policies, those of one policy next to
// each other.
func newJury(events int) *jury {
	y := &jury{policies: second.Policies(1), samples: map[string][]sampled{}}
	parts := make([]map[string][]sampled, len(y.policies))
	inParallel(len(parts), func(i, _ int) { parts[i] = y.sample(i, events/len(parts)) })
	for _, part := range parts {
		for rule, all := range part {
			y.samples[rule] = append(y.samples[rule], all...)
		}
	}
	return y
}

// sample takes samples under one policy.
func (y *jury) sample(policy, events int) map[string][]sampled {
	m := fsm.MustCompile(fsm.RFC9293Table(), y.policies[policy])
	x := second.Compare(m)
	random := rand.New(rand.NewPCG(1, uint64(policy)))
	seen := make([]int, m.Rules())
	kept := map[string][]sampled{}
	second.Walk(m, uint64(policy), events, func(c *fsm.TCB, ev *fsm.Event) bool {
		if !x.Agree(c, ev) {
			return false
		}
		for _, id := range x.Output.Fired() {
			seen[id]++
			rule := m.Rule(id).ID
			if all := kept[rule]; len(all) < perRule {
				kept[rule] = append(all, sampled{policy, *c, *ev})
			} else if at := random.IntN(seen[id]); at < perRule {
				all[at] = sampled{policy, *c, *ev}
			}
		}
		return true
	})
	return kept
}

// notices reports whether the opinion differs from the mutated table in any of
// the events that the rules of its check fired in.
func (y *jury) notices(mu edit.Mutation, table fsm.Table) (noticed bool) {
	defer func() {
		if recover() != nil {
			noticed = true // it sends too much at once
		}
	}()
	i := checkOf(table, mu.Rule)
	mutated := foremost(mu.Of(table), i, mu.Rule)
	machines := map[int]*second.Comparison{}
	rules := append([]fsm.Rule{table[i].Rules[place(&table[i], mu.Rule)]}, table[i].Rules...)
	for _, rule := range rules {
		for _, s := range y.samples[rule.ID] {
			if machines[s.policy] == nil {
				m, err := fsm.Compile(mutated, y.policies[s.policy])
				if err != nil {
					return true // nobody can run it
				}
				machines[s.policy] = second.CompareInterpreted(m)
			}
			if !machines[s.policy].Agree(&s.at, &s.event) {
				return true
			}
		}
	}
	return false
}

// foremost puts a rule before the others of its check. Where exactly one rule fires
// that changes nothing; where a mutation makes several fire, a machine takes the
// first, and it is the changed one whose firing is to be noticed.
func foremost(t fsm.Table, check int, rule string) fsm.Table {
	if at := place(&t[check], rule); at >= 0 {
		rules := t[check].Rules
		r := rules[at]
		copy(rules[1:at+1], rules[:at])
		rules[0] = r
	}
	return t
}

// TestSecondOpinion asks the second opinion about every mutation of the rules
// for arriving segments.
func TestSecondOpinion(t *testing.T) {
	if !*mutation {
		t.Skip("go test ./model -run TestSecondOpinion -mutation asks about every mutation, which takes minutes")
	}
	table := fsm.RFC9293Table()
	all := mutationsOfSegments(t, table)
	y := newJury(*sampledEvents)
	noticed := make([]bool, len(all))
	inParallel(len(all), func(i, _ int) { noticed[i] = y.notices(all[i], table) })
	n := 0
	for i, mu := range all {
		if noticed[i] {
			n++
		} else {
			t.Logf("not noticed: %v", mu)
		}
	}
	share := float64(n) / float64(len(all))
	t.Logf("the second opinion notices %d of %d mutations that are not equivalent, %.2f %%", n, len(all), 100*share)
	if share < leastNoticed {
		t.Errorf("which is less than %.0f %%", 100*leastNoticed)
	}
}

// mutationsOfSegments lists the mutations of the rules that arriving segments
// meet, but for those that change nothing.
func mutationsOfSegments(t *testing.T, table fsm.Table) (all []edit.Mutation) {
	known := knownEquivalent(t)
	for _, mu := range edit.Mutations(table) {
		if !table[mu.Check(table)].On.Has(fsm.SegmentArrives) || known[mu.String()] || runsAlike(mu, table) ||
			mu.Operator != edit.DropGuard && equivalent(mu) != "" {
			continue
		}
		all = append(all, mu)
	}
	return all
}

// place returns the index of a rule in a check, or -1.
func place(k *fsm.Check, id string) int {
	return slices.IndexFunc(k.Rules, func(r fsm.Rule) bool { return r.ID == id })
}

// checkOf returns the index of the check that a rule stands in.
func checkOf(t fsm.Table, rule string) int {
	return slices.IndexFunc(t, func(k fsm.Check) bool { return place(&k, rule) >= 0 })
}

// runsAlike reports whether no run can show a mutation that the laws of the table
// notice. A machine ends the event where no rule fires, so that a rule that does
// nothing and stops is not missed. A record that an effect has deleted is CLOSED,
// whatever state is entered. And where a rule fires instead of others that do the
// same, nobody can tell.
func runsAlike(mu edit.Mutation, table fsm.Table) bool {
	i := checkOf(table, mu.Rule)
	r := &table[i].Rules[place(&table[i], mu.Rule)]
	var stay fsm.Target
	idle := len(r.Do) == 0 && r.Enter == stay && r.Then == fsm.Stop
	switch mu.Operator {
	case edit.DropRule:
		return idle
	case edit.ChangeTarget:
		deletes := slices.Contains(r.Do, effect.DeleteTCB)
		return mu.Change == "stays" && deletes
	case edit.FlipGuard, edit.DropGuard:
		altered := mu.Of(table)[i]
		return (idle || mu.Operator == edit.DropGuard) && doesAsOthers(&altered, &altered.Rules[place(&altered, mu.Rule)])
	}
	return false
}

// doesAsOthers reports whether all rules of the check that may fire where r does
// come to the same.
func doesAsOthers(k *fsm.Check, r *fsm.Rule) bool {
	return !slices.ContainsFunc(k.Rules, func(o fsm.Rule) bool {
		same := slices.Equal(o.Do, r.Do) && o.Enter == r.Enter && o.Then == r.Then
		apart := r.In != 0 && o.In != 0 && r.In&o.In == 0
		return o.ID != r.ID && !same && !apart && !contradict(&o, r) && !contradict(r, &o)
	})
}

// contradict reports whether a asks for a fact that b excludes.
func contradict(a, b *fsm.Rule) bool {
	return slices.ContainsFunc(a.If, func(f fsm.Fact) bool { return slices.Contains(b.Not, f) })
}

// knownEquivalent reads from the document on mutations which of them change
// nothing.
func knownEquivalent(t *testing.T) map[string]bool {
	text, err := os.ReadFile(mutationReport)
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(string(text), "\n## Equivalent\n")
	known := map[string]bool{}
	for line := range strings.Lines(list) {
		if name, ok := strings.CutPrefix(line, "- "); ok {
			known[strings.TrimSpace(name)] = true
		}
	}
	return known
}
