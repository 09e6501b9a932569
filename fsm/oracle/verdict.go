package oracle

import (
	"fmt"
	"strings"
)

// A Kind is what an observation says of the end that is followed.
type Kind uint8

// The kinds of verdicts, from good to bad.
const (
	// Conforms: the first variant allows what was observed.
	Conforms Kind = iota

	// Permitted: another variant allows it, the first does not. The end has
	// settled a choice of RFC 9293 differently; Finding.Variant says which. What
	// is observed afterwards is judged by the variants that remain.
	Permitted

	// Undecided: the oracle cannot tell. Something was not observed, the set
	// of connections was cut, or the matter lies outside the table.
	Undecided

	// Suspicious: only odds excuse it. Either segments were lost behind the
	// observer, one after another; Finding.Losses says how many, and each is likely
	// alone, all of them are not. Or a limit was reached that nothing observed has
	// used up; Finding.Variant names it.
	Suspicious

	// Deviates: no variant allows it.
	Deviates
)

var kindNames = []string{"conforms", "permitted", "undecided", "suspicious", "deviates"}

// String returns "conforms", "permitted", "undecided", "suspicious" or "deviates".
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return fmt.Sprintf("Kind(%d)", k)
}

// A Verdict is what one observation comes to. The zero Verdict conforms.
type Verdict struct {
	Kind    Kind
	Finding *Finding // nil if and only if Kind is Conforms
}

// A Finding says what is the matter.
type Finding struct {
	// Variant allows what was observed: "A05 simultaneous_open=literal" or
	// "profile Linux". It is to be read only. Permitted, or where only a limit
	// excuses it Suspicious.
	Variant *Variant

	// Or allows it too, with another state in the end: a limit of challenge ACKs
	// where by Variant the connection is gone. Else it is nil.
	Or *Variant

	// Rule and Clause name the rule of the table that the observation breaks
	// and its paragraph of RFC 9293, as in "rst.challenge" and "3.10.7.4/2".
	// Both are empty if no rule is concerned.
	Rule, Clause string

	// Strength is how strongly RFC 9293 asks for what the rule does, as in
	// "MUST-13": the requirement's label, empty where it stands in prose only.
	Strength string

	// Harm says what Variant is known to do, as in "refuted by no-unprovoked-reset":
	// a property of the model that does not hold where an end makes its choice. RFC
	// 9293 permits it all the same. Empty if nothing is known.
	Harm string

	// Losses is how many segments must have been lost behind the observer, one
	// after another, to excuse it. Suspicious only.
	Losses int

	// Ago is how many observations earlier it happened: 0 if it shows at once, more
	// if only what came later has settled it.
	Ago int

	Expected string // what the table allows or asks for
	Seen     string // what was observed
	Reason   string // why nothing can be decided. Undecided only.
}

// String returns the verdict in one line, as in "deviates: rst.challenge
// (3.10.7.4/2): expected <SEQ=301><ACK=101><CTL=ACK>, seen nothing more".
func (v Verdict) String() string {
	f := v.Finding
	if f == nil {
		return v.Kind.String()
	}
	return v.Kind.String() + ": " + f.String()
}

// String returns the finding in one line.
func (f *Finding) String() string { return strings.Join(f.Parts(), " ") }

// Parts returns the parts of the line that String returns, between which it may be broken.
func (f *Finding) Parts() (list []string) {
	if f.Variant != nil {
		list = append(list, f.variation()+":")
	}
	if f.Rule != "" {
		list = append(list, fmt.Sprintf("%s (%s):", f.Rule, strings.Trim(f.Clause+", "+f.Strength, ", ")))
	}
	if f.Expected != "" {
		list = append(list, "expected "+f.Expected+",")
	}
	list = append(list, "seen "+f.Seen)
	if f.Losses > 1 {
		list = more(list, ",", fmt.Sprintf("unless %d segments were lost, one after another", f.Losses))
	}
	if f.Reason != "" {
		list = more(list, ":", f.Reason)
	}
	return list
}

// more adds a part to the list, behind a mark.
func more(list []string, mark, part string) []string {
	list[len(list)-1] += mark
	return append(list, part)
}

// variation names what permits what was seen, the harm that it does, and what else may.
func (f *Finding) variation() string {
	name := f.Variant.Name
	if f.Harm != "" {
		name += " (" + f.Harm + ")"
	}
	if f.Or != nil {
		name += " or " + f.Or.Name
	}
	return name
}
