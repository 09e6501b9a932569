package fsm

import (
	"strings"
	"testing"
)

// TestEveryFaultIsOfOneRule holds that the specification has one rule for each
// fault, which its machines find.
func TestEveryFaultIsOfOneRule(t *testing.T) {
	needsSpecification(t)
	for f := NoFault + 1; f < numFaults; f++ {
		var claimed []string
		for _, k := range RFC9293Table() {
			for i := range k.Rules {
				if k.Rules[i].Fault == f {
					claimed = append(claimed, k.Rules[i].ID)
				}
			}
		}
		id, ok := RFC9293.Accused(f)
		if len(claimed) != 1 || !ok || RFC9293.Rule(id).ID != claimed[0] {
			t.Errorf("fault %d is of the rules %q, expected one, which the machine accuses", f, claimed)
		}
	}
	if id, ok := RFC9293.Accused(NoFault); ok {
		t.Errorf("no fault accuses rule %d", id)
	}
}

// TestFaultsAreValidated holds that no table with two rules for one fault, or
// with a fault that does not exist, can be compiled.
func TestFaultsAreValidated(t *testing.T) {
	needsSpecification(t)
	for want, f := range map[string]Fault{
		"its fault is that of rule": UnaskedFIN,
		"fault 200 does not exist":  200,
	} {
		table := RFC9293Table()
		table[0].Rules[0].Fault = f
		if _, err := Compile(table, Policy{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("fault %d: %v, expected %q in it", f, err, want)
		}
	}
}
