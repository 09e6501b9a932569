package fsm

// The specification as a whole: the paragraphs of rules_*.go put together to one
// Table, and what an effect sends by the forms of rules_form.go. It stands above
// the words of the table (fact.go, effect.go, form.go, table.go), which know of
// no rule.

// RFC9293Table returns a fresh copy of the specification, safe to alter and to
// compile: that is how mutants are made. Each of its rules names the choices of
// its check, too.
func RFC9293Table() Table {
	var t Table
	for _, part := range [][]Check{callChecks, segmentChecks, timeoutChecks, finishChecks, formChecks} {
		t = append(t, part...)
	}
	t = t.Clone()
	for i := range t {
		t[i].spread()
	}
	return t
}

// spread writes the choices of the check into its rules, but for options that a
// rule narrows down by itself.
func (k *Check) spread() {
	for i := range k.Rules {
		r := &k.Rules[i]
		own := r.Under
		for _, c := range k.Under {
			if o, _ := c.Option(); !o.among(own) {
				r.Under = append(r.Under, c)
			}
		}
	}
}

// standard are the forms of the specification.
var standard = Table(formChecks).forms()

// Sends returns the control bits of the segment that the effect sends, as the
// forms of the specification have them, 0 if it sends none. Where text is sent
// PSH and URG are left out: they depend on the octets.
func (e Effect) Sends() Control {
	switch {
	case e == sendFormed:
		return standard[formQueue].CTL
	case e >= sendSYN && e < oweACK:
		return standard[e].CTL
	}
	return 0
}

// Means says in the RFC's terms what the effect assigns or emits.
func (e Effect) Means() string {
	if e >= numEffects {
		return ""
	}
	if text := effectTexts[e].means; text != "" {
		return text
	}
	return "send " + standard[e].brief()
}
