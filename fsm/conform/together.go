package conform

import (
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// Choices that explain a run only together, in one step: to try all pairs would
// take thousands of machines, so the profiles are asked, for they make together
// what stacks do.

// together returns a policy that explains a track by at most as many choices of
// some profile as may be taken, and those choices; no choices if there is none.
func (j *Judge) together(t *track, p fsm.Policy) (fsm.Policy, []fsm.Choice, error) {
	_, asked := j.plain.tries(t, p)
	by, tried := p.HalfDuplexClose, []fsm.Policy{p}
	policies := []fsm.Policy{j.own}
	for _, profile := range fsm.Profiles() {
		policies = append(policies, profile.Policy)
	}
	for _, q := range policies {
		q = q.With(by)
		if slices.Contains(tried, q) || !asked.differs(p, q) {
			continue
		}
		tried = append(tried, q)
		v, err := j.alone(t, q)
		if err != nil {
			return p, nil, err
		}
		if v.Kind != Conforms {
			continue
		}
		if q, err = j.reduce(t, q, p); err != nil {
			return p, nil, err
		}
		if taken := differing(q, p); len(taken) <= most {
			return q, taken, nil
		}
	}
	return p, nil, nil
}

// reduce takes back the choices of q that p does not make and that the track does
// not need, one after the other.
func (j *Judge) reduce(t *track, q, p fsm.Policy) (fsm.Policy, error) {
	options := fsm.Options()
	for i := range options {
		less := q.With(options[i].Choice(p))
		if less == q {
			continue
		}
		v, err := j.alone(t, less)
		if err != nil {
			return q, err
		}
		if v.Kind == Conforms {
			q = less
		}
	}
	return q, nil
}

// differing returns the choices of q that p does not make.
func differing(q, p fsm.Policy) (choices []fsm.Choice) {
	options := fsm.Options()
	for i := range options {
		o := &options[i]
		if c := o.Choice(q); c != o.Choice(p) {
			choices = append(choices, c)
		}
	}
	return choices
}

// settle makes the verdict on a trial that deviates that it is permitted, if it is so under
// the choices that the subject has shown elsewhere: those that it takes. None permits not
// to survive.
func (j *Judge) settle(t *trial) error {
	if t.Crash != "" {
		return nil
	}
	track, base := t.track(), j.policy.With(endsBy(t.inputs())).With(t.Way...)
	for _, q := range t.policies {
		v, err := j.alone(track, q)
		if err != nil {
			return err
		}
		if v.Kind != Conforms {
			continue
		}
		if q, err = j.reduce(track, q, base); err != nil {
			return err
		}
		v, err = j.lasting(&t.Run, base, Verdict{Kind: Permitted, Choices: differing(q, base)})
		if err != nil || v.Kind != Permitted {
			return err
		}
		if v = sized(&t.Run, v); v.Kind != Permitted {
			return nil
		}
		v.Way = t.Way
		t.Verdict = v
		return nil
	}
	return nil
}
