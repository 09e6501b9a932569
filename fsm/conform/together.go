package conform

import (
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// Choices that explain a run only together, in one step: to try all pairs would
// take thousands of machines, so the profiles are asked, for they make together
// what stacks do.

// together returns a policy that explains the run by at most as many choices of
// some profile as may be taken, and those choices; no choices if there is none.
func (j *Judge) together(run *Run, p fsm.Policy) (fsm.Policy, []fsm.Choice, error) {
	policies := []fsm.Policy{j.own}
	for _, profile := range fsm.Profiles() {
		policies = append(policies, profile.Policy)
	}
	for _, q := range policies {
		q = q.With(endsBy(run.inputs()))
		good, err := j.explains(run, q)
		if err != nil {
			return p, nil, err
		}
		if !good {
			continue
		}
		if q, err = j.reduce(run, q, p); err != nil {
			return p, nil, err
		}
		if taken := differing(q, p); len(taken) <= most {
			return q, taken, nil
		}
	}
	return p, nil, nil
}

// explains reports whether the run conforms to q.
func (j *Judge) explains(run *Run, q fsm.Policy) (bool, error) {
	m, err := j.machine(q)
	if err != nil {
		return false, err
	}
	return j.follow(run, []oracle.Variant{{Name: own, Machine: m}}).Kind == Conforms, nil
}

// reduce takes back the choices of q that p does not make and that the run does
// not need, one after the other.
func (j *Judge) reduce(run *Run, q, p fsm.Policy) (fsm.Policy, error) {
	options := fsm.Options()
	for i := range options {
		less := q.With(options[i].Choice(p))
		if less == q {
			continue
		}
		good, err := j.explains(run, less)
		if err != nil {
			return q, err
		}
		if good {
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
