package fsm

import "fmt"

// validate reports what makes t impossible to compile.
func (t Table) validate() error {
	seen := make(map[string]bool, t.rules())
	for i := range t {
		if err := validChoices(t[i].Under); err != nil {
			return fmt.Errorf("check %q: %w", t[i].Clause, err)
		}
		for j := range t[i].Rules {
			r := &t[i].Rules[j]
			if r.ID == "" || seen[r.ID] {
				return fmt.Errorf("check %q, rule %d: id %q is empty or not unique", t[i].Clause, j, r.ID)
			}
			seen[r.ID] = true
			if err := r.validate(); err != nil {
				return fmt.Errorf("rule %q: %w", r.ID, err)
			}
			if !t.leads(i, r.Then) {
				return fmt.Errorf("rule %q: its flow %v leads to no later check", r.ID, r.Then)
			}
		}
	}
	if err := t.validFaults(); err != nil {
		return err
	}
	return t.validForms()
}

// validFaults reports a fault that does not exist, or that two rules claim. That
// a rule claims it is for the specification to hold, not for every altered table.
func (t Table) validFaults() error {
	var claimed [numFaults]string
	for i := range t {
		for j := range t[i].Rules {
			r := &t[i].Rules[j]
			switch {
			case r.Fault == NoFault:
			case r.Fault >= numFaults:
				return fmt.Errorf("rule %q: fault %d does not exist", r.ID, r.Fault)
			case claimed[r.Fault] != "":
				return fmt.Errorf("rule %q: its fault is that of rule %q", r.ID, claimed[r.Fault])
			default:
				claimed[r.Fault] = r.ID
			}
		}
	}
	return nil
}

// validForms reports which effect has no form, or two, or one that names what
// there is not.
func (t Table) validForms() error {
	seen := map[Effect]bool{}
	for i := range t {
		for _, f := range t[i].Forms {
			if !f.Effect.writes() || seen[f.Effect] {
				return fmt.Errorf("check %q: %v writes no segment, or has another form", t[i].Clause, f.Effect)
			}
			seen[f.Effect] = true
			if err := f.validate(); err != nil {
				return fmt.Errorf("form of %v: %w", f.Effect, err)
			}
		}
	}
	for _, e := range AllEffects() {
		if e.writes() && !seen[e] {
			return fmt.Errorf("%v has no form", e)
		}
	}
	return nil
}

func (f *Form) validate() error {
	for _, n := range []Number{f.SEQ, f.ACK, f.From} {
		if n < zero-1<<7 || n >= endNumbers-1<<7 {
			return fmt.Errorf("number %d does not exist", n)
		}
	}
	for _, a := range []Amount{f.WND, f.MSS, f.Text} {
		if a < none-1<<7 || a >= endAmounts-1<<7 {
			return fmt.Errorf("amount %d does not exist", a)
		}
	}
	return nil
}

func (r *Rule) validate() error {
	for _, guards := range [][]Fact{r.If, r.Not} {
		for _, f := range guards {
			if f >= numFacts {
				return fmt.Errorf("fact %d does not exist", f)
			}
		}
	}
	if len(r.Do) > maxEffects {
		return fmt.Errorf("it has %d effects, %d at most can be compiled", len(r.Do), maxEffects)
	}
	for _, e := range r.Do {
		if e == noEffect || e >= numEffects {
			return fmt.Errorf("effect %d does not exist", e)
		}
	}
	if r.Enter >= numTargets {
		return fmt.Errorf("target %d does not exist", r.Enter)
	}
	return validChoices(r.Under)
}

func validChoices(under []Choice) error {
	for _, c := range under {
		if c == DefaultChoice || c >= numChoices {
			return fmt.Errorf("choice %d does not exist", c)
		}
	}
	return nil
}

// leads reports whether flow f has somewhere to go from the check at index i.
func (t Table) leads(i int, f Flow) bool {
	if f == Continue || f == Stop {
		return true
	}
	if f == noFlow || f >= numFlows {
		return false
	}
	for i++; i < len(t); i++ {
		if t[i].Label == f {
			return true
		}
	}
	return false
}
