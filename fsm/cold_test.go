package fsm

import (
	"fmt"
	"slices"
	"testing"
)

// TestColdIsWarm: when a program is laid out makes no difference to what happens.
func TestColdIsWarm(t *testing.T) {
	defer func(was uint32) { cold = was }(cold)
	live := func(interpreted uint32) (said []Output) {
		cold = interpreted
		var c TCB
		m, out := MustCompile(RFC9293Table(), Policy{}), Output{}
		for _, ev := range lifetime() {
			m.Step(&c, &ev, &out)
			said = append(said, out)
		}
		if laid := m.entries[SegmentArrives][Established].program.Load() != nil; laid != (interpreted < 40) {
			t.Errorf("a program is laid out after %d events: %v", interpreted, laid)
		}
		return said
	}
	always := live(0)
	if sometimes, never := live(20), live(1000); !slices.Equal(always, sometimes) || !slices.Equal(always, never) {
		t.Error("not the same outputs")
	}
}

// TestTooLargeToLayOut: a table with a check of which the questions make more nodes
// than can be named is interpreted for good, and means what it says.
func TestTooLargeToLayOut(t *testing.T) {
	all := AllFacts()
	wide := Check{Clause: "3.10.7", Title: "pairs of facts", On: arrival, In: anyState}
	for i := range 20 {
		wide.Rules = append(wide.Rules, Rule{ID: fmt.Sprintf("pair-%d", i), If: all[2*i : 2*i+2], Then: Continue})
	}
	wide.Rules = append(wide.Rules, Rule{ID: "no-pair", Then: Continue})
	m := MustCompile(append(Table{wide}, RFC9293Table()...), Policy{})
	if p := m.layOut(SegmentArrives, Established); p != nil {
		t.Fatalf("a program of %d nodes", len(p.nodes))
	}
	var walked, ran TCB
	var said, says Output
	for i, ev := range lifetime() {
		m.Interpret(&walked, &ev, &said)
		m.Step(&ran, &ev, &says)
		if walked != ran || said != says {
			t.Fatalf("event %d: interpreted %v, else %v", i, walked.State, ran.State)
		}
	}
	if ran.State != Closed || m.entries[Close][CloseWait].program.Load() == nil {
		t.Errorf("ends in %v; what is small is laid out all the same", ran.State)
	}
}

// TestStayingIsStaying: compiled and interpreted, a rule that has lost the state it
// enters stays where it was. Those that delete the TCB did not, interpreted.
func TestStayingIsStaying(t *testing.T) {
	TakesASecond(t)
	from := seeds(RFC9293)
	for i, k := range RFC9293Table() {
		for j, r := range k.Rules {
			if r.Enter == stay || !RFC9293.Policy().Allows(r.Under...) || !RFC9293.Policy().Allows(k.Under...) {
				continue
			}
			table := RFC9293Table()
			table[i].Rules[j].Enter = stay
			staysAlike(t, MustCompile(table, Policy{}), from, &k, r.ID)
		}
	}
}

// staysAlike looks for a step in which the rule fires, and compares.
func staysAlike(t *testing.T, m *Machine, from []TCB, k *Check, id string) {
	for i := range from {
		if !k.States(RFC9293.table.Rule(id)).Has(from[i].State) {
			continue
		}
		found := false
		wide(&from[i], func(ev *Event) {
			if found || !k.On.Has(ev.Kind) {
				return
			}
			walked, ran := from[i], from[i]
			var said, says Output
			m.Interpret(&walked, ev, &said)
			m.Step(&ran, ev, &says)
			if walked != ran || said != says {
				t.Errorf("%s: interpreted %v, compiled %v", id, walked.State, ran.State)
			}
			for _, fired := range said.Fired() {
				found = found || m.Rule(fired).ID == id
			}
		})
		if found {
			return
		}
	}
}
