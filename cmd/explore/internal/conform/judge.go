package conform

import (
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/subject"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// A Judge holds runs against the table under a policy. What the policy does not
// have but a few other choices do is a permitted variation.
type Judge struct {
	policy   fsm.Policy
	variants map[fsm.Policy][]oracle.Variant
}

// NewJudge returns a judge by p.
func NewJudge(p fsm.Policy) *Judge { return &Judge{p, map[fsm.Policy][]oracle.Variant{}} }

// own is the name of the policy itself among its variants.
const own = ""

// around returns p and what differs from it in one choice.
func (j *Judge) around(p fsm.Policy) ([]oracle.Variant, error) {
	if v, ok := j.variants[p]; ok {
		return v, nil
	}
	v, err := oracle.Variants(own, p)
	if err != nil {
		return nil, err
	}
	v = slices.DeleteFunc(v, func(v oracle.Variant) bool { return strings.HasPrefix(v.Name, "profile ") })
	j.variants[p] = v
	return v, nil
}

// most is how many choices beside the policy's may explain a run together.
const most = 3

// Judge says what run comes to.
func (j *Judge) Judge(run *Run) (Verdict, error) {
	policy := j.policy.With(endsBy(run))
	v, err := j.explain(run, policy)
	if err == nil {
		v, err = j.lasting(run, policy, v)
	}
	switch {
	case err != nil:
		return v, err
	case v.Kind != Deviates && run.Limit != "":
		return Verdict{Kind: Limited, Reason: run.Limit}, nil
	case v.Kind != Deviates:
		return v, nil
	}
	// If choices do not even explain the step where they are first needed, it is
	// the policy's own rule that is broken.
	variants, err := j.around(policy)
	if err != nil {
		return v, err
	}
	if plain := follow(run, variants[:1]); plain.Step == v.Step {
		return plain, nil
	}
	return v, nil
}

// explain follows run under p, and then under what a choice alters where p does
// not explain it.
func (j *Judge) explain(run *Run, p fsm.Policy) (Verdict, error) {
	var taken []string
	for {
		variants, err := j.around(p)
		if err != nil {
			return Verdict{}, err
		}
		v := follow(run, variants)
		taken = append(taken, v.Choices...)
		if v.Kind == Deviates && len(v.Choices) > 0 && len(taken) < most {
			p = p.With(choice(v.Choices[0]))
			continue
		}
		if v.Choices = taken; v.Kind == Conforms && len(taken) > 0 {
			v.Kind = Permitted
		}
		return v, nil
	}
}

// Denies reports whether a run that conforms would not, had the subject made
// the choice c.
func (j *Judge) Denies(run *Run, c fsm.Choice) (bool, error) {
	variants, err := j.around(j.policy.With(endsBy(run)).With(c))
	if err != nil {
		return false, err
	}
	return follow(run, variants[:1]).Kind == Deviates, nil
}

// endsBy returns the choice that the user of a run has made by his way to end
// sending.
func endsBy(run *Run) fsm.Choice {
	if slices.ContainsFunc(run.Steps, func(s Step) bool { return s.Input.Call == subject.Close }) {
		return fsm.HalfDuplexCloseOn
	}
	return fsm.HalfDuplexCloseOff
}

// choice returns the choice that a variant is named after, as in "A35
// rst_in_time_wait=ignore".
func choice(variant string) fsm.Choice {
	_, name, ok := strings.Cut(variant, " ")
	if !ok {
		name = variant
	}
	c, err := fsm.ParseChoice(name)
	if err != nil {
		panic("conform: " + err.Error()) // the oracle names its variants so
	}
	return c
}

// follow tells the oracle a run and returns the first deviation, with the
// choice that had been taken before it, or what the run comes to.
func follow(run *Run, variants []oracle.Variant) Verdict {
	o := oracle.New(oracle.Options{Told: oracle.Everything, Variants: variants})
	verdict := Verdict{}
	for i, s := range run.Steps {
		for _, v := range tell(o, s) {
			switch v.Kind {
			case oracle.Permitted:
				verdict.Kind, verdict.Choices = Permitted, []string{v.Finding.Choice}
			case oracle.Undecided:
				return Verdict{Kind: Undecided, Reason: v.Finding.Reason, Step: i}
			case oracle.Deviates:
				f := v.Finding
				return Verdict{Deviates, verdict.Choices, i, f.Rule, f.Clause, f.Expected, f.Seen, ""}
			}
		}
	}
	if name := o.Choice(); verdict.Kind == Permitted && name != own {
		verdict.Choices = []string{name}
	}
	return verdict
}

// tell tells the oracle one step.
func tell(o *oracle.Oracle, s Step) []oracle.Verdict {
	var all []oracle.Verdict
	for _, e := range subject.Events(s.Input, 0) {
		all = append(all, o.Event(e))
	}
	for _, g := range s.Segments {
		all = append(all, o.Out(g))
	}
	return append(all, o.Quiet(), o.State(fsm.StatesOf(s.State)))
}
