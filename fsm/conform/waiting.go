package conform

import (
	"context"
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A waiting is what is left for later of a route: the messages of ICMP, the classes that are Aged, and of
// a stack that is Slow all that are about time. They come last, for all else that a subject may do wrong
// there is known by then.
type waiting struct {
	route   *Route
	classes []Class
}

// apart parts classes into those that are tried now, and those for later.
func (x *examination) apart(classes []Class) (now, later []Class) {
	for _, c := range classes {
		if c.Aged || c.Call == ICMP || x.Runner.slow && c.Call == Elapse {
			later = append(later, c)
		} else {
			now = append(now, c)
		}
	}
	return now, later
}

// last tries what was left for later.
func (x *examination) last(ctx context.Context) error {
	before := len(x.good)
	for _, w := range x.later {
		classes, err := x.aged(ctx, w)
		if err != nil {
			return err
		}
		runs, err := x.Runner.Route(ctx, w.route, classes)
		if err != nil {
			return err
		}
		for i := range runs {
			if err := x.add(runs[i]); err != nil {
				return err
			}
		}
	}
	specified, err := x.specified(x.good[before:])
	if err == nil {
		err = x.weigh(ctx, x.Judge, specified)
	}
	if err != nil {
		return err
	}
	return x.explain(ctx)
}

// specified returns those of some cases that conform to the table as it is: an edit would speak against
// every choice.
func (x *examination) specified(cases []*trial) (some []*trial, err error) {
	for _, t := range cases {
		v, err := x.Judge.alone(t.track(), x.Judge.policy.With(endsBy(t.inputs())).With(t.Way...))
		if err != nil {
			return nil, err
		}
		if v.Kind == Conforms {
			some = append(some, t)
		}
	}
	return some, nil
}

// aged returns the classes with how long TIME-WAIT lasts. Where that is not known those that are Aged
// are left out, and why is noted.
func (x *examination) aged(ctx context.Context, w waiting) ([]Class, error) {
	isAged := func(c Class) bool { return c.Aged }
	if !slices.ContainsFunc(w.classes, isAged) {
		return w.classes, nil
	}
	l, err := x.Runner.lifetime(ctx, w.route)
	if l.why != "" {
		x.clocks.mute = l.why
		return slices.DeleteFunc(w.classes, isAged), err
	}
	for i := range w.classes {
		if w.classes[i].Aged {
			w.classes[i].For = l.lasts
		}
	}
	return w.classes, err
}

// lasting judges a run that is about 2MSL by as few of the causes as may be: none is about them,
// and one that leads a FIN past the check that starts them anew may say more than it has to.
func (x *examination) lasting(run *Run) (v Verdict, err error) {
	for _, j := range slices.Backward(x.judges()) {
		if v, err = j.Judge(run); err != nil || v.Kind != Deviates {
			break
		}
	}
	return v, err
}

// clocks tells whether runs to TIME-WAIT have shown how long it lasts, and why some have not.
type clocks struct {
	asked, shown bool
	mute         string
}

// note looks at a run.
func (c *clocks) note(run *Run) {
	if run.Route.State() == fsm.TimeWait && run.Probe > 0 && run.Probe < len(run.Steps) {
		c.asked = true
		c.shown = c.shown || run.Class.Aged || run.Steps[run.Probe-1].Left > 0
	}
}

// unasked says that it was not asked what starts 2MSL anew, and why.
func (x *examination) unasked() string {
	why := x.clocks.mute
	if !x.Runner.virtual && x.clocks.asked {
		why = "there is no clock, and it is not told how long TIME-WAIT has still to last"
	}
	if why == "" || x.clocks.shown {
		return ""
	}
	return "What starts 2MSL anew was not asked: " + why + "."
}
