package fsm

import (
	"slices"
	"testing"
)

// TestWith: a Machine under another policy is the one that is compiled for it, and
// leaves the one that it was made of alone.
func TestWith(t *testing.T) {
	from := MustCompile(RFC9293Table(), Policy{})
	was := slices.Clone(from.alive)
	for i := range options {
		for _, c := range options[i].Choices {
			p := Policy{}.With(c.Choice)
			got, err := from.With(p)
			if err != nil {
				t.Fatal(err)
			}
			want := MustCompile(RFC9293Table(), p)
			if got.Policy() != want.Policy() || !slices.Equal(got.alive, want.alive) || !slices.Equal(got.checks, want.checks) {
				t.Errorf("%v: not what is compiled", c.Choice)
			}
		}
	}
	if !slices.Equal(from.alive, was) || from.Policy() != RFC9293.Policy() {
		t.Error("the machine itself has changed")
	}
	if m, err := from.With(Policy{SimultaneousOpen: RSTValidationInWindow}); err == nil || m != nil {
		t.Errorf("a choice of another option gives %v, %v", m, err)
	}
}
