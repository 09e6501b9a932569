package conform

import (
	"time"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/subject"
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
// whether the subject shows it.
func restarted(run *Run) (restarted, shown bool) {
	if run.Probe == 0 || run.Probe >= len(run.Steps) {
		return false, false
	}
	before, after := run.Steps[run.Probe-1].View, run.Steps[run.Probe].View
	if before.State != fsm.TimeWait || after.State != fsm.TimeWait || before.Left == 0 {
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
	variants, err := j.around(with(p, v.Choices))
	if err != nil {
		return v, err
	}
	var rule fsm.RuleID
	for i, variant := range variants {
		starts, last := j.starts(run, variant.Machine)
		if i == 0 {
			rule = last
		}
		if starts == seen && (i == 0 || follow(run, variants[i:i+1]).Kind == Conforms) {
			if i > 0 {
				v.Kind, v.Choices = Permitted, append(v.Choices, variant.Name)
			}
			return v, nil
		}
	}
	m := variants[0].Machine
	words := map[bool]string{true: "2MSL started anew", false: "2MSL running on"}
	return Verdict{
		Kind: Deviates, Step: run.Probe, Rule: m.Rule(rule).ID, Clause: m.Check(rule).Clause,
		Expected: words[!seen], Seen: words[seen],
	}, nil
}

// starts reports whether m starts the 2MSL timer at the probe of run, and
// returns the rule that has decided: the last one that does anything.
func (j *Judge) starts(run *Run, m *fsm.Machine) (bool, fsm.RuleID) {
	var c fsm.TCB
	var out fsm.Output
	for _, s := range run.Steps[:run.Probe] {
		for _, e := range subject.Events(s.Input, subject.ISS) {
			m.Step(&c, &e, &out)
		}
	}
	c.RCV.WND = run.Edge.Sub(c.RCV.NXT)
	e := subject.Events(run.Steps[run.Probe].Input, c.SND.NXT+1)[0]
	m.Step(&c, &e, &out)
	var rule fsm.RuleID
	for _, id := range out.Fired() {
		if r := m.Rule(id); len(r.Do) > 0 || r.Then == fsm.Stop {
			rule = id
		}
	}
	return out.Started.Has(fsm.TimeWait2MSL), rule
}
