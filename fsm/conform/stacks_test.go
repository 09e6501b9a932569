package conform

import (
	"bytes"
	"strings"
	"testing"
)

// TestStacks holds that what is known of stacks can be read, and is read as it was
// written: each cause once, with what it says.
func TestStacks(t *testing.T) {
	if len(Stacks()) < 4 {
		t.Errorf("%d stacks are known", len(Stacks()))
	}
	for _, s := range Stacks() {
		seen := map[string]bool{}
		for _, c := range s.Causes {
			if seen[c.ID] || c.Says == "" {
				t.Errorf("%s: %q is there twice, or says nothing", s.Name, c.ID)
			}
			seen[c.ID] = true
		}
		if len(seen) == 0 || !strings.Contains(s.Summary, " cases on ") {
			t.Errorf("%s: %d causes, %q", s.Name, len(seen), s.Summary)
		}
	}
}

// TestKnown holds that a file of known causes is read back as it was written.
func TestKnown(t *testing.T) {
	r := &Report{Setup: Setup{Subject: "a stack"}, Causes: []Cause{{ID: "one: stop"}, {ID: "two # not a comment? it is"}}}
	var b bytes.Buffer
	if err := r.WriteKnown(&b); err != nil {
		t.Fatal(err)
	}
	known, err := ReadKnown(strings.NewReader(b.String() + "three: go on # issue 7\n#four\n"))
	if err != nil || len(known) != 3 || !known["one: stop"] || !known["three: go on"] || !known["two"] {
		t.Errorf("%v, error %v", known, err)
	}
	c := Cause{ID: Stacks()[0].Causes[0].ID}
	if shared := c.SharedBy("another stack"); len(shared) == 0 || shared[0] != Stacks()[0].Name {
		t.Errorf("%q is shared by %q", c.ID, shared)
	}
	if shared := c.SharedBy(Stacks()[0].Name); len(shared) > 0 && shared[0] == Stacks()[0].Name {
		t.Errorf("%q is shared by the subject itself", c.ID)
	}
}
