package question

import (
	"errors"
	"fmt"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/predicate"
	"github.com/tcpfsm/tcpfsm/model"
)

// Arrow stands between the two predicates of Request.LeadsTo.
const Arrow = "~>"

// own returns the property that a question of one's own is about, or nil. That of
// Request.Reach is its opposite: what violates it is the way that is looked for.
func (r *Request) own() (*model.Property, error) {
	switch given := r.given(); {
	case len(given) == 0:
		return nil, nil
	case len(given) > 1:
		return nil, fmt.Errorf("%s ask different questions\nhint: ask one of them at a time", strings.Join(given, " and "))
	case len(r.Properties) > 0:
		return nil, fmt.Errorf("%s asks a question of its own, and -property another\nhint: leave one of them out", given[0])
	}
	if r.LeadsTo != "" {
		return r.leadsTo()
	}
	p, err := predicate.Parse(r.Reach + r.Never)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.given()[0], err)
	}
	return p.Never(), nil
}

// given lists the flags of one's own questions that were given.
func (r *Request) given() (flags []string) {
	for _, f := range []struct{ name, text string }{{"-reach", r.Reach}, {"-never", r.Never}, {"-leads-to", r.LeadsTo}} {
		if f.text != "" {
			flags = append(flags, f.name)
		}
	}
	return flags
}

func (r *Request) leadsTo() (*model.Property, error) {
	from, to, ok := strings.Cut(r.LeadsTo, Arrow)
	if !ok {
		return nil, errors.New("-leads-to has one predicate and wants two\nhint: as in -leads-to 'A=SYN-SENT' 'A=ESTABLISHED,CLOSED', or 'A=SYN-SENT ~> A=ESTABLISHED,CLOSED'")
	}
	p, err := predicate.Parse(from)
	if err != nil {
		return nil, fmt.Errorf("-leads-to, before %s: %w", Arrow, err)
	}
	q, err := predicate.Parse(to)
	if err != nil {
		return nil, fmt.Errorf("-leads-to, after %s: %w", Arrow, err)
	}
	return p.LeadsTo(q), nil
}

// unbroken returns those of the assumptions that a scenario does not break.
func unbroken(s *model.Scenario, set model.Assumptions) (kept model.Assumptions) {
	for _, a := range set.Each() {
		if s.Breaks(a) == "" {
			kept |= model.Assume(a)
		}
	}
	return kept
}

// fairness is all of it that there is to assume.
func fairness() (set model.Assumptions) {
	return model.Assume(model.AllAssumptions()...).Fair()
}
