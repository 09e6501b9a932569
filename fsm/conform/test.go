package conform

import (
	"maps"
	"os"
	"strings"
	"testing"
)

// Test puts a stack to the test, as Check does, inside somebody's go test. There is one
// subtest for each cause, named by the rule that is broken; it fails unless the cause is
// known. With -short it is Quick.
//
// The test fails by itself if the stack cannot be driven. Known causes that are no
// more are told: the file may lose them.
func Test(t *testing.T, stack Stack, o Options) {
	t.Helper()
	known := readKnown(t, o.Known)
	o.Quick = o.Quick || testing.Short()
	report, err := check(t.Context(), stack, o, known)
	if err != nil {
		t.Errorf("stopped after %d cases: %v", report.Cases, err)
	}
	t.Log(report.Summary())
	left := maps.Clone(known.ids)
	for i := range report.Causes {
		c := &report.Causes[i]
		t.Run(strings.ReplaceAll(c.Rule, " ", "-"), func(t *testing.T) {
			if known.Has(c.ID) {
				t.Skip("known: " + c.ID)
			}
			t.Error(c.Text())
		})
		delete(left, c.ID)
	}
	for id := range left {
		if err == nil && !o.Quick && o.States == 0 && o.Only == nil {
			t.Logf("known, and not there any more: %s", id)
		}
	}
}

// readKnown reads the file of known causes, if there is one.
func readKnown(t *testing.T, file string) Known {
	t.Helper()
	if file == "" {
		return Known{}
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatalf("the known causes: %v", err)
	}
	defer func() { _ = f.Close() }()
	known, err := ReadKnown(f)
	if err != nil {
		t.Fatalf("the known causes: %v", err)
	}
	return known
}
