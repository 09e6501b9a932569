package conform

import (
	"slices"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// TestQuick holds that the quick set is a small one, in which at each kind of connection every flag
// meets every place of either sequence space that it meets at all, and nothing that the table does to it
// is left out.
func TestQuick(t *testing.T) {
	whole := &Campaign{Judge: NewJudge(fsm.Policy{}), Runner: Runner{virtual: true}}
	quick := *whole
	quick.Quick = true
	if n, all := len(quick.Cases()), len(whole.Cases()); n*10 > all || !slices.Equal(quick.Cases(), quick.Cases()) {
		t.Errorf("%d cases of %d, or others each time", n, all)
	}
	some, all := quick.encounters(), whole.encounters()
	if len(some) < 400 {
		t.Errorf("%d encounters", len(some))
	}
	for m := range all {
		if !some[m] {
			t.Errorf("left out: %v", m)
		}
	}
}

// An encounter of a column with a place, or with what the table does to it, at a kind of connection.
type encounter struct {
	kind
	column, with string
}

// encounters lists those of the cases, of routes to connections that are different.
func (c *Campaign) encounters() map[encounter]bool {
	all := map[encounter]bool{}
	routes := c.routes()
	for i := range routes {
		r := &routes[i]
		for _, class := range c.classes(r) {
			if !r.first {
				continue
			}
			for _, with := range []string{string(class.At), string(class.Ack), "rules " + r.fires(class)} {
				all[encounter{kindOf(r), class.Column(), with}] = true
			}
		}
	}
	return all
}
