package fsm_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// TestProfilesHaveWitnesses: where the profile of a stack departs from the
// default, it is known that the stack does, and nobody bears witness twice.
func TestProfilesHaveWitnesses(t *testing.T) {
	for _, p := range fsm.Profiles() {
		if p.Name != "Linux" && p.Name != "FreeBSD" {
			continue
		}
		for i := range fsm.Options() {
			o := &fsm.Options()[i]
			c := o.Choice(p.Policy)
			known := slices.ContainsFunc(fsm.Witnesses(c), func(w fsm.Witness) bool { return strings.HasPrefix(w.Stack, p.Name) })
			if c != o.Default() && !known {
				t.Errorf("nothing says that %s makes the choice %v", p.Name, c)
			}
		}
	}
	for i := range fsm.Options() {
		for _, a := range fsm.Options()[i].Choices {
			list := fsm.Witnesses(a.Choice)
			for j, w := range list {
				if slices.Contains(list[:j], w) {
					t.Errorf("%v: %v twice", a.Choice, w)
				}
			}
		}
	}
}
