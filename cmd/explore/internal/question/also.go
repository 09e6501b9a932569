package question

import (
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

// few is how many states of a search make another like it cheap. The counts do not
// depend on the machine, and neither does what is asked.
const few = 50_000

// open reports whether the request leaves scenarios and claims as they are.
func (r *Request) open() bool {
	return len(r.Properties) == 0 && r.Mutant == "" && r.Reach == "" && r.Never == "" && r.LeadsTo == "" &&
		r.Net == "" && r.Policy == "" && r.Bound == "" && r.Set == "" && !r.Assumed
}

// Beside returns the policy of the text in place of Hardened, with the choices of the
// scenario: one search may speak for both. It is "" if the scenario is not about
// Hardened, or the request is about something else than the scenarios as they are.
func (r *Request) Beside(s *model.Scenario) string {
	choices, hardened := strings.CutPrefix(s.Policy, "Hardened")
	if !hardened || !r.open() {
		return ""
	}
	return fsm.Profiles()[0].Name + choices
}

// Also returns what is asked when the answer to a question does not speak for the
// policy beside: which of its claims hold of that as well, if they are claimed of it. If
// the search for a network of any capacity was small, it asks what such a search can
// decide; if the other one was small, everything. If neither was, it returns false:
// there is nothing to ask.
func (q Question) Also(a *model.Answer) (Question, bool) {
	if q.Beside == "" {
		return q, false
	}
	q.Scenario.Policy, q.Beside = q.Beside, ""
	whole := a.Result != a.Any && a.Complete && a.Distinct <= few
	q.AnyCapacity = q.AnyCapacity && a.Any != nil && a.Any.Complete && a.Any.Distinct <= few
	expected, err := catalogue.Expected(&q.Scenario)
	if err != nil || !whole && !q.AnyCapacity {
		return q, false
	}
	q.Expected = slices.DeleteFunc(expected, func(p *model.Property) bool {
		held := slices.ContainsFunc(a.Verdicts, func(v model.Verdict) bool { return v.Property == p })
		return !held || !whole && !p.PerEnd()
	})
	return q, len(q.Expected) > 0
}
