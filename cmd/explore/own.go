package main

import (
	"context"
	"strings"

	"github.com/spf13/pflag"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/question"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/report"
	"github.com/tcpfsm/tcpfsm/model"
)

// ownFlags are the flags that ask a question of one's own.
func ownFlags(f *pflag.FlagSet, r *question.Request) {
	f.StringVar(&r.Reach, "reach", "", "find a shortest way to a state that satisfies this `predicate`")
	f.StringVar(&r.Never, "never", "", "claim that no state satisfies this `predicate`")
	f.StringVar(&r.LeadsTo, "leads-to", "", "claim that the first `predicate` leads to the second")
}

// asksNothing refuses a question of one's own that is empty.
func asksNothing(f *pflag.FlagSet) error {
	for _, name := range []string{"reach", "never", "leads-to"} {
		if flag := f.Lookup(name); flag != nil && flag.Changed && flag.Value.String() == "" {
			return usagef("-%s has no predicate\nhint: as in -%[1]s 'A=TIME-WAIT'; explore help predicates has the grammar", name)
		}
	}
	return nil
}

// told reports an answer, to a question for a way as such.
func (c *check) told(a *model.Answer, mutant string) *report.Scenario {
	if c.request.Reach != "" {
		return report.Reach(a, mutant, strings.TrimSpace(c.request.Reach))
	}
	return report.Of(a, mutant)
}

// seek asks one scenario after the other for a way, until one has it. That none
// has it is known if each was explored completely.
func (c *check) seek(ctx context.Context, questions []question.Question) (outcome, err error) {
	outcome = errViolated
	c.brief, c.total.Ways = len(questions) > few && !c.verbose, true
	for _, q := range questions {
		s, err := c.one(ctx, q)
		switch {
		case err != nil:
			return nil, err
		case len(s.Ladders()) > 0:
			return nil, nil
		case s.Open() != "":
			outcome = limitf("no answer: %s: %s\nhint: %s", s.Name, s.Open(), remedy(s))
		}
		if ctx.Err() != nil {
			break
		}
	}
	return outcome, nil
}
