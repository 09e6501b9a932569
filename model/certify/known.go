package certify

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/certificate"
	"github.com/tcpfsm/tcpfsm/model"
)

// Known returns an error if the terms, what is remembered, the marks, or a claim are not
// those of docs/certificates.md: what is proved then is something else under their
// names.
func Known(c *certificate.Certificate) error {
	budgets := min(max(c.Budgets, 0), len(c.Memory))
	for _, part := range []struct {
		what string
		same bool
	}{
		{"terms are", reflect.DeepEqual(c.Terms, slices.Concat(terms, claimTerms))},
		{"marks are", reflect.DeepEqual(c.Marks, marks)},
		{"condition for what is lost is", c.Lost == lost},
		{"condition under which a tick waits is", c.Waits == waits},
		{"memory is", slices.EqualFunc(c.Memory[budgets:], memory, sameRegister)},
	} {
		if !part.same {
			return fmt.Errorf("scenario %q: its %s not what docs/certificates.md defines", c.Scenario, part.what)
		}
	}
	for _, claim := range c.Claims {
		if !slices.Contains(claims, claim) {
			return fmt.Errorf("scenario %q: claim %q is not what docs/certificates.md defines under that name", c.Scenario, claim.Name)
		}
	}
	return nil
}

// sameRegister compares all but the beginning, which is that of the scenario.
func sameRegister(a, b certificate.Register) bool {
	b = whole(b)
	return a.Name == b.Name && a.Next == b.Next && a.Tick == b.Tick
}

// About reports whether a certificate is about a scenario: whether the same may happen
// there.
func About(c *certificate.Certificate, s *model.Scenario) bool {
	policy, err := fsm.ParsePolicy(s.Policy)
	if err != nil || c.Policy != s.Policy {
		return false
	}
	w := &writer{Certificate: &certificate.Certificate{Network: network(s)}, scenario: s, packets: map[certificate.Packet]uint32{}}
	w.remember(policy)
	if c.Network != w.Network || c.Budgets != w.Budgets || !reflect.DeepEqual(c.Memory, w.Memory) {
		return false
	}
	top := slices.IndexFunc(w.Memory, func(r certificate.Register) bool { return r.Name == "Top" })
	for _, e := range c.Ends {
		for i := range s.Ends {
			if n := fsm.Seq(e.Memory[top]).Sub(s.Ends[i].ISS); n < 1<<8 {
				w.top = max(w.top, n)
			}
		}
	}
	for i := range w.Sides {
		want, have := w.side(i), &c.Sides[i]
		if !reflect.DeepEqual(want.Inputs, have.Inputs) || !reflect.DeepEqual(want.AtOnce, have.AtOnce) ||
			!slices.Equal(named(w.Certificate, want.Forged), named(c, have.Forged)) || !slices.Equal(named(w.Certificate, want.Strays), named(c, have.Strays)) {
			return false
		}
	}
	return true
}

func named(c *certificate.Certificate, places []uint32) (all []certificate.Packet) {
	for _, p := range places {
		all = append(all, c.Packets[p])
	}
	return all
}
