package conform

import "testing"

func TestRoutesX(t *testing.T) {
	rs := Routes()
	t.Log(len(rs), len(Cases(rs)))
	last := ""
	for _, c := range Cases(rs) {
		if last == c.Route.String() {
			continue
		}
		last = c.Route.String()
		t.Log(c.Route, len(classes(&c.Route.TCB)))
	}
}
