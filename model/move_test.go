package model

import (
	"slices"
	"testing"
)

// TestReopenedWithAnyISN holds that TIME-WAIT is reopened by a new SYN though
// the first of the numbers that it may choose from is one that it refuses.
func TestReopenedWithAnyISN(t *testing.T) {
	s, err := FindScenario("reincarnation-arbitrary")
	if err != nil {
		t.Fatal(err)
	}
	s.Clock, s.Net = Clock{}, Network{Capacity: 1, Loss: true}
	fired := askSafety(t, s, 0).Model.Fired()
	for _, rule := range []string{"time-wait.syn.seq-new", "time-wait.syn.iss-not-beyond"} {
		if !slices.Contains(fired, rule) {
			t.Errorf("%s never fires", rule)
		}
	}
}
