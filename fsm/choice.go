package fsm

import (
	"fmt"
	"slices"
	"sync"
)

// An Option is one thing that RFC 9293 leaves open or contradicts itself on.
type Option struct {
	Name    string // as in "rst_in_time_wait"
	ID      string // as in "A35"; empty if the RFC itself offers the choice
	Text    string // what the text says and why that does not settle it
	Choices []Alternative

	field func(*Policy) *Choice
}

// An Alternative is one way to settle an Option.
type Alternative struct {
	Choice Choice
	Name   string // as in "ignore"
	Means  string // what a TCP that takes it does, and who does
}

// Default is the choice that the zero Policy makes.
func (o *Option) Default() Choice { return o.Choices[0].Choice }

// Options returns all options in the order of the fields of Policy, to be read
// only.
func Options() []Option { return options }

// Option returns the option that c settles and c's place in it, or nil if c is
// no choice of any. Both are to be read only.
func (c Choice) Option() (*Option, *Alternative) {
	at := &settles()[c]
	return at.option, at.alternative
}

// settles tells, by choice, what it settles: it is asked for each rule of each Machine.
var settles = sync.OnceValue(func() *[1 << 8]settled {
	all := new([1 << 8]settled)
	for i := range options {
		o := &options[i]
		for j := range o.Choices {
			all[o.Choices[j].Choice] = settled{o, &o.Choices[j]}
		}
	}
	return all
})

// settled is an option and the place in it of a choice; nil for what is none.
type settled struct {
	option      *Option
	alternative *Alternative
}

// Choice returns what p chooses for the option.
func (o *Option) Choice(p Policy) Choice {
	if c := *o.field(&p); c != DefaultChoice {
		return c
	}
	return o.Default()
}

// among reports whether one of the choices is of o.
func (o *Option) among(choices []Choice) bool {
	return slices.ContainsFunc(choices, func(c Choice) bool {
		of, _ := c.Option()
		return of == o
	})
}

// With returns p with the given choices, each in the field of its option. A
// value that is no choice changes nothing.
func (p Policy) With(choices ...Choice) Policy {
	for _, c := range choices {
		if o, _ := c.Option(); o != nil {
			*o.field(&p) = c
		}
	}
	return p
}

// complete returns p with every default named, or an error for a field that
// holds a choice of another option.
func (p Policy) complete() (Policy, error) {
	for i := range options {
		o := &options[i]
		c := o.field(&p)
		if *c == DefaultChoice {
			*c = o.Default()
		}
		if in, _ := c.Option(); in != o {
			return p, fmt.Errorf("policy: %v is no choice for %s", *c, o.Name)
		}
	}
	return p, nil
}

// allows reports whether p makes, for every option that under names, one of
// the choices that it names. p is complete.
func (p *Policy) allows(under []Choice) bool {
	for _, c := range under {
		o, _ := c.Option()
		if !slices.Contains(under, *o.field(p)) {
			return false
		}
	}
	return true
}

// Allows reports whether a rule or a claim under the given choices is for p:
// whether p makes, for every option that they name, one of those named. A
// choice that does not exist is for no policy.
func (p Policy) Allows(under ...Choice) bool {
	complete, err := p.complete()
	exists := func(c Choice) bool { o, _ := c.Option(); return o != nil }
	return err == nil && !slices.ContainsFunc(under, func(c Choice) bool { return !exists(c) }) && complete.allows(under)
}
