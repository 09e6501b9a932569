package conform

import (
	"regexp"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// A Judge holds runs against the table under a policy. What the policy does not
// have but a few other choices do is a permitted variation.
type Judge struct {
	policy    fsm.Policy
	variants  map[fsm.Policy][]oracle.Variant
	machines  map[fsm.Policy]*fsm.Machine
	workspace oracle.Workspace
}

// NewJudge returns a judge by p.
func NewJudge(p fsm.Policy) *Judge {
	return &Judge{policy: p, variants: map[fsm.Policy][]oracle.Variant{}, machines: map[fsm.Policy]*fsm.Machine{}}
}

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
	v = append(v[:1], slices.DeleteFunc(v[1:], func(v oracle.Variant) bool { return v.Choice == fsm.DefaultChoice })...)
	j.variants[p] = v
	return v, nil
}

// most is how many choices beside the policy's may explain a run together.
const most = 3

// Judge says what run comes to. What is permitted on the way to the probe is
// no matter of the case.
func (j *Judge) Judge(run *Run) (Verdict, error) {
	way := *run
	way.Steps = run.Steps[:min(run.Probe, len(run.Steps))]
	before, p, err := j.explain(&way, j.policy.With(endsBy(run)))
	if err != nil || before.Kind == Deviates {
		return before, err
	}
	v, _, err := j.explain(run, p)
	if err == nil {
		v, err = j.lasting(run, p, v)
	}
	if v.Kind != Deviates && run.Limit != "" {
		v = Verdict{Kind: Limited, Reason: run.Limit}
	}
	v.Way = before.Choices
	return v, err
}

// explain follows run under p, and then under what a choice alters where p does
// not explain it. It returns p with the choices that it has taken.
func (j *Judge) explain(run *Run, p fsm.Policy) (Verdict, fsm.Policy, error) {
	v, q, err := j.oneByOne(run, p)
	if err != nil || v.Kind != Deviates {
		return v, q, err
	}
	q, taken, err := j.together(run, p)
	if len(taken) == 0 {
		return v, p, err
	}
	return Verdict{Kind: Permitted, Choices: taken}, q, nil
}

// oneByOne is explain for choices that explain a step each.
func (j *Judge) oneByOne(run *Run, p fsm.Policy) (Verdict, fsm.Policy, error) {
	own, err := j.around(p)
	if err != nil {
		return Verdict{}, p, err
	}
	alone := j.follow(run, own[:1])
	if alone.Kind == Conforms {
		return alone, p, nil
	}
	variants := own
	var taken []fsm.Choice
	for {
		v := j.follow(run, variants)
		taken = append(taken, v.Choices...)
		p = p.With(v.Choices...)
		switch {
		case v.Kind == Deviates && len(v.Choices) > 0 && len(taken) < most:
			if variants, err = j.around(p); err != nil {
				return v, p, err
			}
			continue
		case v.Kind == Conforms && len(taken) > 0:
			v.Kind = Permitted
		case v.Kind == Deviates:
			// If choices do not even explain the step where they are first needed,
			// it is the policy's own rule that is broken.
			if alone.Step == v.Step {
				return alone, p, nil
			}
		}
		v.Choices = taken
		return v, p, nil
	}
}

// Denies reports whether a run that conforms would not, had the subject made
// the choice c.
func (j *Judge) Denies(run *Run, v Verdict, c fsm.Choice) (bool, error) {
	variants, err := j.around(j.policy.With(endsBy(run)).With(v.Way...).With(c))
	if err != nil {
		return false, err
	}
	return j.follow(run, variants[:1]).Kind == Deviates, nil
}

// endsBy returns the choice that the user of a run has made by his way to end
// sending.
func endsBy(run *Run) fsm.Choice {
	if slices.ContainsFunc(run.Steps, func(s Step) bool { return s.Input.Call == Close }) {
		return fsm.HalfDuplexCloseOn
	}
	return fsm.HalfDuplexCloseOff
}

// follow tells the oracle a run and returns the first deviation, with the
// choice that had been taken before it, or what the run comes to.
func (j *Judge) follow(run *Run, variants []oracle.Variant) Verdict {
	o := oracle.New(oracle.Options{Told: oracle.Everything, Variants: variants, Workspace: &j.workspace})
	verdict := Verdict{}
	for i, s := range run.Steps {
		for _, v := range tell(o, s) {
			switch v.Kind {
			case oracle.Permitted:
				if c := v.Finding.Variant.Choice; c != fsm.DefaultChoice { // what is no choice is no way of a stack
					verdict.Kind, verdict.Choices = Permitted, []fsm.Choice{c}
				}
			case oracle.Undecided:
				return Verdict{Kind: Undecided, Reason: v.Finding.Reason, Step: i}
			case oracle.Deviates:
				f := v.Finding
				return Verdict{
					Kind: Deviates, Choices: verdict.Choices, Step: i,
					Rule: f.Rule, Clause: f.Clause, Expected: expected(f), Seen: f.Seen,
				}
			}
		}
	}
	if c := o.Variant().Choice; verdict.Kind == Permitted && c != fsm.DefaultChoice {
		verdict.Choices = []fsm.Choice{c}
	}
	return verdict
}

// window is the field of a segment that the oracle does not judge.
var window = regexp.MustCompile(`<WND=\d+>`)

// expected says what f expects. If that is what was seen, the segment itself is
// in order but for nobody asking for it: nothing was expected.
func expected(f *oracle.Finding) string {
	if rest, ok := strings.CutPrefix(f.Expected, window.ReplaceAllString(f.Seen, "")); ok {
		return "nothing" + rest
	}
	return f.Expected
}

// tell tells the oracle one step.
func tell(o *oracle.Oracle, s Step) []oracle.Verdict {
	var all []oracle.Verdict
	for _, e := range Events(s.Input, 0) {
		all = append(all, o.Event(e))
	}
	for _, g := range s.Segments {
		all = append(all, o.Out(g))
	}
	all = append(all, o.Quiet())
	if s.States != 0 {
		all = append(all, o.State(s.States))
	}
	return all
}
