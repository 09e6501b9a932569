package conform

import (
	"time"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// ageing is how long a connection stays in TIME-WAIT before it is put to the
// test, so that a restart of 2MSL shows. It is long because a busy machine may
// let some time pass between the test and the reading; tick is the coarsest that
// a reading is.
const (
	ageing = 150 * time.Millisecond
	tick   = 10 * time.Millisecond
)

// restarted reports whether the probe has started the 2MSL timer anew, and
// whether the subject shows it: by what is left of it, or if it has a clock by what it is in when
// the timer should be over.
func restarted(run *Run) (restarted, shown bool) {
	if behind := run.Probe + 1; run.Class.Aged {
		if behind >= len(run.Steps) || !run.Steps[behind].Input.Ages {
			return false, false
		}
		return run.Steps[behind].Is(fsm.TimeWait), run.Steps[behind].States != 0
	}
	if run.Probe == 0 || run.Probe >= len(run.Steps) {
		return false, false
	}
	before, after := run.Steps[run.Probe-1].View, run.Steps[run.Probe].View
	if !before.Is(fsm.TimeWait) || !after.Is(fsm.TimeWait) || before.Left == 0 {
		return false, false
	}
	return before.Left-after.Left < ageing-tick, true
}

// lasting judges the 2MSL timer of a run that is explained otherwise, by p and
// the choices of v: the oracle does not follow time.
func (j *Judge) lasting(run *Run, p fsm.Policy, v Verdict) (Verdict, error) {
	seen, shown := restarted(run)
	if !shown || v.Kind != Conforms && v.Kind != Permitted {
		return v, nil
	}
	variants, err := j.around(p.With(v.Choices...))
	if err != nil {
		return v, err
	}
	out := probed(run, variants[0].Machine)
	if out.Started.Has(fsm.TimeWait2MSL) == seen {
		return v, nil
	}
	for i, variant := range variants[1:] {
		o := probed(run, variant.Machine)
		same := o.From == fsm.TimeWait && o.To == fsm.TimeWait && len(o.Segments()) == len(run.Steps[run.Probe].Segments)
		if same && o.Started.Has(fsm.TimeWait2MSL) == seen && first(j.oracle(variants[i+1:i+2]), Verdict{}, run.Steps, 0).Kind == Conforms {
			v.Kind, v.Choices = Permitted, append(v.Choices, variant.Choice)
			return v, nil
		}
	}
	rule, clause := decisive(variants[0].Machine, &out)
	words := map[bool]string{true: "2MSL started anew", false: "2MSL running on"}
	return Verdict{
		Kind: Deviates, Step: run.Probe, Rule: rule, Clause: clause, Expected: words[!seen], Seen: words[seen], untold: true,
	}, nil
}

// probed returns what m does at the probe of run.
func probed(run *Run, m *fsm.Machine) (out fsm.Output) {
	var c fsm.TCB
	for _, s := range run.Steps[:run.Probe] {
		for _, e := range Events(s.Input, s.Input.Numbers()) {
			m.Step(&c, &e, &out)
		}
	}
	c.RCV.WND = run.Edge.Sub(c.RCV.NXT)
	m.Step(&c, &Events(run.Steps[run.Probe].Input, c.SND.NXT+1)[0], &out)
	return out
}

// decisive returns the rule that has decided a step, the last one that does
// anything or wants a challenge ACK, and its clause.
func decisive(m *fsm.Machine, out *fsm.Output) (rule, clause string) {
	for _, id := range out.Fired() {
		r, k := m.Rule(id), m.Check(id)
		if acts := len(r.Do) > 0 || r.Then == fsm.Stop || r.Challenges(); acts && !k.Routine {
			rule, clause = r.ID, k.Clause
		}
	}
	return rule, clause
}
