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
	*bench    // the specification, edited by the causes that are known
	policy    fsm.Policy
	edited    bool
	own       fsm.Policy   // what the subject seems to choose
	shown     []fsm.Choice // what it has shown at all
	ownIn     map[fsm.State]fsm.Policy
	variants  *recent // by table; those of the table as it is are all judges'
	workspace oracle.Workspace

	plain *lens // by the table
	ways  *ways // that the runs have begun with
	begun map[standing]begun

	last  *way // the one that was followed last
	forks map[following]fork
}

// A following is of a way: under the first of its variants, and as many as settle one of
// the options otherwise.
type following struct {
	machine *fsm.Machine
	asked   optionSet
	alone   bool
}

// A fork is an oracle at the end of a way, and what that has come to.
type fork struct {
	*oracle.Oracle
	verdict Verdict
}

// begun is what a way comes to, and the policy with what it has shown.
type begun struct {
	verdict Verdict
	policy  fsm.Policy
}

// NewJudge returns a judge by p.
func NewJudge(p fsm.Policy) *Judge { return judgeBy(benchOf(fsm.RFC9293Table()), p, index{}, &ways{}) }

// judgeBy returns a judge by the table of a bench under p, who knows names and ways.
func judgeBy(b *bench, p fsm.Policy, names index, w *ways) *Judge {
	return &Judge{bench: b, policy: p, own: p, variants: &specifiedRecently, plain: lensOf(b, names), ways: w, begun: map[standing]begun{}, forks: map[following]fork{}}
}

// spotless reports whether the subject is not known to deviate.
func (j *Judge) spotless() bool { return !j.edited }

// own is the name of the policy itself among its variants.
const own = ""

// around returns p and what differs from it in one choice.
func (j *Judge) around(p fsm.Policy) ([]oracle.Variant, error) {
	return j.variants.get(p, j.variantsOf)
}

// variantsOf makes p and what differs from it in one choice; by an edited table in one
// that the subject has shown, for each takes its time to ask.
func (j *Judge) variantsOf(p fsm.Policy) ([]oracle.Variant, error) {
	if !j.edited {
		return specified(p)
	}
	var all []oracle.Variant
	for i := -1; i < len(j.shown); i++ {
		v := oracle.Variant{Name: own}
		q := p
		if i >= 0 {
			v.Name, v.Choice = oracle.NameOf(j.shown[i]), j.shown[i]
			q = p.With(v.Choice)
		}
		var err error
		if v.Machine, err = j.machine(q); err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}

// specifiedRecently keeps the variants by the table as it is.
var specifiedRecently recent

// specified returns p and what differs from it in one choice, by the table as it is.
func specified(p fsm.Policy) ([]oracle.Variant, error) {
	v, err := oracle.Variants(own, p)
	if err != nil {
		return nil, err
	}
	return append(v[:1], slices.DeleteFunc(v[1:], func(v oracle.Variant) bool { return v.Choice == fsm.DefaultChoice })...), nil
}

// most is how many choices beside the policy's may explain a run together.
const most = 3

// Judge says what run comes to. What is permitted on the way to the probe is
// no matter of the case.
func (j *Judge) Judge(run *Run) (Verdict, error) {
	if run.Crash != "" {
		return crashed(run), nil
	}
	t := &track{j.ways.of(run), run.Steps}
	before, p, err := j.begins(t.way, j.policy.With(endsBy(run.inputs())))
	if err != nil || before.Kind == Deviates {
		return before, err
	}
	v, _, err := j.explain(t, p)
	if err == nil {
		v, err = j.lasting(run, p, v)
		v = sized(run, v)
	}
	if v.Kind != Deviates && run.Limit != "" {
		v = Verdict{Kind: Limited, Reason: run.Limit}
	}
	v.Way = before.Choices
	return v, err
}

// begins says what a way comes to under p, and returns p with what it has shown.
func (j *Judge) begins(w *way, p fsm.Policy) (Verdict, fsm.Policy, error) {
	at := standing{w, p}
	if b, known := j.begun[at]; known {
		return b.verdict, b.policy, nil
	}
	v, p, err := j.explain(&track{w, w.steps}, p)
	if err == nil {
		j.begun[at] = begun{v, p}
	}
	return v, p, err
}

// crashed is the verdict on a run that the subject has not survived.
func crashed(run *Run) Verdict {
	return Verdict{
		Kind: Deviates, Step: len(run.Steps) - 1, Rule: survival, Strength: "MUST",
		Expected: "an answer", Seen: run.Crash, untold: true,
	}
}

// survival is what stands for a rule where the subject has not lived to keep one.
const survival = "survival"

// explain follows a track under p, and then under what a choice alters where p does
// not explain it. It returns p with the choices that it has taken.
func (j *Judge) explain(t *track, p fsm.Policy) (Verdict, fsm.Policy, error) {
	v, q, err := j.oneByOne(t, p)
	if err != nil || v.Kind != Deviates {
		return v, q, err
	}
	q, taken, err := j.together(t, p)
	if len(taken) == 0 {
		return v, p, err
	}
	return Verdict{Kind: Permitted, Choices: taken}, q, nil
}

// oneByOne is explain for choices that explain a step each.
func (j *Judge) oneByOne(t *track, p fsm.Policy) (Verdict, fsm.Policy, error) {
	right, asked := j.plain.tries(t, p)
	if right {
		return Verdict{}, p, nil
	}
	variants, err := j.near(p, asked)
	if err != nil {
		return Verdict{}, p, err
	}
	alone := j.follow(t, variants[:1], optionSet{})
	if alone.Kind == Conforms {
		return alone, p, nil
	}
	for _, v := range variants[1:] {
		if q := p.With(v.Choice); j.exactly(t, q) {
			return Verdict{Kind: Permitted, Choices: []fsm.Choice{v.Choice}}, q, nil
		}
	}
	var taken []fsm.Choice
	for {
		v := j.follow(t, variants, asked)
		taken = append(taken, v.Choices...)
		p = p.With(v.Choices...)
		switch {
		case v.Kind == Deviates && len(v.Choices) > 0 && len(taken) < most:
			_, asked = j.plain.tries(t, p)
			if variants, err = j.near(p, asked); err != nil {
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

// exactly reports whether the table under p foretells all of a track.
func (j *Judge) exactly(t *track, p fsm.Policy) bool {
	right, _ := j.plain.tries(t, p)
	return right
}

// near returns p and what differs from it in one choice of the options that were asked
// about.
func (j *Judge) near(p fsm.Policy, asked optionSet) ([]oracle.Variant, error) {
	all, err := j.around(p)
	if err != nil {
		return nil, err
	}
	some := all[:1:1]
	for _, v := range all[1:] {
		if v.Crowded || v.Throttles || asked.has(j.relevance.options[v.Choice]) {
			some = append(some, v)
		}
	}
	return some, nil
}

// Denies reports whether a run that conforms would not, had the subject made
// the choice c.
func (j *Judge) Denies(run *Run, shown Verdict, c fsm.Choice) (bool, error) {
	t, p := &track{j.ways.of(run), run.Steps}, j.policy.With(endsBy(run.inputs())).With(shown.Way...)
	if right, asked := j.plain.tries(t, p); right && !asked.has(j.relevance.options[c]) {
		return false, nil
	}
	v, err := j.alone(t, p.With(c))
	return v.Kind == Deviates, err
}

// alone is what a track comes to under p and nothing else.
func (j *Judge) alone(t *track, p fsm.Policy) (Verdict, error) {
	if j.exactly(t, p) {
		return Verdict{}, nil
	}
	m, err := j.machine(p)
	if err != nil {
		return Verdict{}, err
	}
	return j.follow(t, []oracle.Variant{{Name: own, Machine: m}}, optionSet{}), nil
}

// endsBy returns the choice that a user has made by his way to end sending.
func endsBy(inputs []Input) fsm.Choice {
	if slices.ContainsFunc(inputs, func(in Input) bool { return in.Call == Close || in.Closes }) {
		return fsm.HalfDuplexCloseOn
	}
	return fsm.HalfDuplexCloseOff
}

// follow tells the oracle a track and returns the first deviation, with the
// choice that had been taken before it, or what the track comes to. The variants are a
// policy, and what settles one of the options otherwise that were asked about.
func (j *Judge) follow(t *track, variants []oracle.Variant, asked optionSet) Verdict {
	f := j.fork(t.way, variants, asked)
	if k := f.verdict.Kind; k == Deviates || k == Undecided {
		return f.verdict
	}
	n := len(t.way.steps)
	return first(f.Fork(), f.verdict, t.steps[n:], n)
}

// fork returns an oracle at the end of a way. Those of the last way are kept.
func (j *Judge) fork(w *way, variants []oracle.Variant, asked optionSet) fork {
	if j.last != w {
		clear(j.forks)
		j.last = w
	}
	key := following{variants[0].Machine, asked, len(variants) == 1}
	f, there := j.forks[key]
	if !there {
		f.Oracle = j.oracle(variants)
		f.verdict = first(f.Oracle, Verdict{}, w.steps, 0)
		j.forks[key] = f
	}
	return f
}

// oracle returns an oracle that is told everything.
func (j *Judge) oracle(variants []oracle.Variant) *oracle.Oracle {
	return newOracle(variants, &j.workspace)
}

// newOracle returns an oracle that is told everything; without a workspace it has one of
// its own.
func newOracle(variants []oracle.Variant, w *oracle.Workspace) *oracle.Oracle {
	return oracle.New(oracle.Options{Told: oracle.Everything, Variants: variants, Workspace: w})
}

// first tells o steps, of which the first is step number from of its run, and returns
// the first deviation, or what they come to behind what has come to a verdict before.
func first(o *oracle.Oracle, verdict Verdict, steps []Step, from int) Verdict {
	for i := range steps {
		for _, v := range tell(o, &steps[i]) {
			switch v.Kind {
			case oracle.Permitted:
				if c := v.Finding.Variant.Choice; c != fsm.DefaultChoice { // what is no choice is no way of a stack
					verdict.Kind, verdict.Choices = Permitted, []fsm.Choice{c}
				}
			case oracle.Undecided:
				return Verdict{Kind: Undecided, Reason: v.Finding.Reason, Step: from + i}
			case oracle.Deviates:
				return deviation(v.Finding, from+i, verdict.Choices)
			}
		}
	}
	if c := o.Variant().Choice; verdict.Kind == Permitted && c != fsm.DefaultChoice {
		verdict.Choices = []fsm.Choice{c}
	}
	return verdict
}

// deviation is the verdict that a step deviates, after choices that had been taken.
func deviation(f *oracle.Finding, step int, taken []fsm.Choice) Verdict {
	return Verdict{
		Kind: Deviates, Choices: taken, Step: step,
		Rule: f.Rule, Clause: f.Clause, Strength: f.Strength, Expected: expected(f), Seen: f.Seen,
	}
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
func tell(o *oracle.Oracle, s *Step) []oracle.Verdict {
	var all []oracle.Verdict
	if s.Input.Call == Elapse {
		all = passing(o, s)
	} else {
		for _, e := range Events(s.Input, 0) {
			all = append(all, o.Event(e))
		}
		all = append(all, says(o, s.Segments)...)
	}
	all = append(all, o.Quiet())
	if s.States != 0 {
		all = append(all, o.State(s.States))
	}
	return all
}

// says tells o what the subject has sent.
func says(o *oracle.Oracle, sent []fsm.Segment) (all []oracle.Verdict) {
	for _, g := range sent {
		all = append(all, o.Out(g))
	}
	return all
}
