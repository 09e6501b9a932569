package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/fill"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ladder"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/output"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/question"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/report"
	"github.com/tcpfsm/tcpfsm/model"
)

// check is the command line of "explore check".
type check struct {
	request   question.Request
	options   checker.Options
	limits    limits
	json      bool
	wide      int                                  // of ladders, in characters; 0: as wide as they like
	paint     func(checker.Verdict, string) string // of verdicts in reports; nil: they have no colours
	format    string
	file      string
	verbose   bool
	keepGoing bool
	hazardous bool
	timed     bool // what is asked are lengths of time
	draws     bool // of hazards: the counterexamples too, and not their verdicts alone

	stdout, stderr io.Writer
	certificate    certifies
	report         *output.Output // where the reports go
	pictures       *output.Output // where the counterexamples go; nil: the reports hold them
	total          *report.Total
	overview       *report.Overview // nil: a block for each scenario
	brief          bool             // or a line
	ladders        []*ladder.Ladder
}

const checkLong = `Explores every interleaving of a scenario and decides its properties. Without
a name it takes the standard scenarios, and of each the properties that it is
expected to have; a property that is named is decided whatever is expected.

What is claimed of events, states and steps of ends is decided for networks that
may hold any number of segments, if they lose some; every other verdict assumes
CAP(n). With -bound segments=n all are about networks of n segments.

That two TCPs are a service, whatever the network does, is the property service: what
both users are told is what two ordered streams of octets allow. If it is violated,
what the users say and are told comes first, the segments below.

Scenarios that are explored as they are, and under Hardened, tell as well what holds
of RFC9293, the policy of the text: from the same search if both do the same in every
step, else from another one, as far as that is small.

Exit status: 0 all that was asked for holds and was explored completely; 1 a
property is violated; 2 usage; 3 no answer: a limit or Ctrl-C came before it, or
a property says nothing about a scenario.

A question of your own is a predicate, see explore help predicates. -reach asks for
a shortest way to a state: 0 there is one, 1 there is none. -never claims that there
is none: 0 it holds, 1 a ladder shows the way. -leads-to P Q claims that after each
state that satisfies P, or in it, there is one that satisfies Q, as long as all that
goes on in the scenario goes on, or what -assume says.`

func newCheck() *cobra.Command {
	var c check
	cmd := &cobra.Command{
		Use:   "check [SCENARIO...]",
		Short: "Explore two TCPs and the network between them, completely",
		Long:  checkLong,
		Example: `  explore check
  explore check close -net loss,reorder -policy Linux
  explore check close-fair -property close-completes -assume MONO,TMR,APP
  explore check -mutant no-time-wait -format pcapng -o old.pcapng
  explore check -mutant two-way-handshake -format html -o handshake.html
  explore check try-sends -mutant retransmits-others -property service
  explore check simultaneous-close -reach 'both=TIME-WAIT'
  explore check close-fair -leads-to 'A=LAST-ACK' 'A=CLOSED'
  explore check -hazards H01
  explore check -bounds close-within
  explore check -json | jq .distinct`,
		RunE: func(cmd *cobra.Command, args []string) error {
			c.request.Scenarios = args
			c.request.Assumed = cmd.Flags().Changed("assume")
			c.stdout, c.stderr = cmd.OutOrStdout(), cmd.ErrOrStderr()
			if output.Standard(c.file) {
				c.file = ""
			}
			c.wide = widthOf(c.stdout, c.file)
			if err := asksNothing(cmd.Flags()); err != nil {
				return err
			}
			return c.run(cmd.Context(), cmd.Flags().Changed("format"))
		},
	}
	f := cmd.Flags()
	requestFlags(f, &c.request)
	propertyFlag(f, &c.request)
	ownFlags(f, &c.request)
	f.BoolVar(&c.request.All, "all", false, "without names: the large scenarios too")
	f.IntVar(&c.options.Workers, "workers", 0, "goroutines that explore; 0: one per processor")
	c.limits.flags(f)
	f.BoolVar(&c.json, "json", false, "print one JSON object per scenario")
	f.StringVar(&c.format, "format", "text", "of counterexamples: "+strings.Join(ladderFormats, ", "))
	f.StringVarP(&c.file, "output", "o", "", "write to this `file`; with -format the counterexamples alone")
	f.BoolVarP(&c.verbose, "verbose", "v", false, "show a block for each scenario, and in counterexamples which rules fired")
	f.BoolVar(&c.keepGoing, "keep-going", false, "go on after a violation: other properties, other scenarios")
	f.BoolVar(&c.hazardous, "hazards", false, "ask about hazards, all or those named as H01, which are drawn: each verdict is to be the expected one")
	f.BoolVar(&c.timed, "bounds", false, "ask how long things take at most, all or those named as close-within: see explore list bounds")
	c.certificate.flag(f)
	f.Var(refused{"what is explored completely does not depend on chance; explore simulate takes a seed"}, "seed", "refused: see explore simulate")
	return cmd
}

// refused is the value of a flag that has no meaning, and says why.
type refused struct{ why string }

func (refused) String() string     { return "" }
func (refused) Type() string       { return "uint" }
func (r refused) Set(string) error { return errors.New(r.why) }

// requestFlags are the flags that change a scenario.
func requestFlags(f *pflag.FlagSet, r *question.Request) {
	f.StringVar(&r.Net, "net", "", "what the network does: perfect, or any of loss,dup,reorder")
	f.StringVar(&r.Policy, "policy", "", "policy of both ends, as in Linux,rst_in_time_wait=ignore")
	f.StringVar(&r.Mutant, "mutant", "", "wrong design in place of the right one")
	f.StringVar(&r.Assume, "assume", "", "assumptions to meet, and all the fairness there is, as in MONO,FL,TICK")
	f.StringVar(&r.Set, "set", "", "what an end does, and how often events may happen there, as in B.CRASH=1,both.ABORT=any,A.MSS=2")
	f.StringVar(&r.Bound, "bound", "", "bounds of the scenario, as in segments=3,octets=2,incarnations=2, or in ticks msl=2,time-wait=4,rest=3,quiet=1")
}

// propertyFlag is the flag that says which properties to ask about.
func propertyFlag(f *pflag.FlagSet, r *question.Request) {
	f.StringArrayVar(&r.Properties, "property", nil, "property to decide; may be repeated")
}

// run explores one scenario after the other.
func (c *check) run(ctx context.Context, formatted bool) error {
	explore, err := c.plan(formatted)
	if err != nil {
		return usage(err)
	}
	closeAll, err := c.open(formatted)
	if err != nil {
		return usage(err)
	}
	c.total = report.NewTotal()
	ctx, cancel := c.limits.until(ctx)
	defer cancel()
	outcome, err := explore(ctx)
	// Whatever ended the exploration, what was found so far is told.
	if e := c.conclude(); err == nil {
		err = e
	}
	if e := closeAll(); err == nil {
		err = e
	}
	if err != nil {
		return usage(err)
	}
	return outcome
}

// plan checks the command line, all that could be refused later included, and
// returns what explores.
func (c *check) plan(formatted bool) (func(context.Context) (outcome, err error), error) {
	if err := c.valid(formatted); err != nil {
		return nil, err
	}
	if c.timed {
		return c.planBounds()
	}
	if !c.hazardous {
		questions, err := c.request.Questions()
		if c.request.Reach != "" {
			return func(ctx context.Context) (error, error) { return c.seek(ctx, questions) }, err
		}
		return func(ctx context.Context) (error, error) { return c.suite(ctx, questions) }, err
	}
	if r := (question.Request{Scenarios: c.request.Scenarios}); !reflect.DeepEqual(r, c.request) {
		return nil, errors.New("-hazards asks questions of its own and takes no other\nhint: name hazards, as in explore check -hazards H01")
	}
	if c.keepGoing {
		return nil, errors.New("-hazards goes on anyway\nhint: leave out -keep-going")
	}
	c.draws = formatted || c.verbose || len(c.request.Scenarios) > 0
	hazards, err := question.Hazards(c.request.Scenarios)
	return func(ctx context.Context) (error, error) { return c.hazards(ctx, hazards) }, err
}

// planBounds is what plan does for lengths of time.
func (c *check) planBounds() (func(context.Context) (outcome, err error), error) {
	if c.hazardous || c.certificate.file != "" {
		return nil, errors.New("-bounds asks how long things take\nhint: leave out -hazards and -certificate")
	}
	questions, err := c.request.Bounds()
	return func(ctx context.Context) (error, error) { return c.bounds(ctx, questions) }, err
}

// open finds out where reports and counterexamples go, before there are any. A
// counterexample in a format for machines has its output for itself.
func (c *check) open(formatted bool) (closeAll func() error, err error) {
	file, err := output.Open(c.stdout, c.file)
	if err != nil {
		return nil, err
	}
	c.report, c.pictures = file, file
	var reader io.Writer // of the reports; nil: they go to a file
	if c.file == "" {
		reader = c.stdout
	}
	if err := c.certificate.open(c.stdout); err != nil {
		return nil, err
	}
	switch {
	case formatted && c.file != "":
		c.report, err = output.Open(c.stdout, "")
		reader = c.stdout
	case c.json:
		c.pictures = nil
	case c.format != "text":
		c.report, err = output.Open(c.stderr, "")
		reader = c.stderr
	}
	c.paint = painter(reader)
	return func() error { return errors.Join(file.Close(), c.certificate.close()) }, err
}

// valid checks the flags that say how to explore and what to write.
func (c *check) valid(formatted bool) error {
	if err := oneOf("format", c.format, ladderFormats); err != nil {
		return err
	}
	if c.json && formatted && c.file == "" {
		return errors.New("-json and -format both write to standard output\nhint: the objects of -json hold the counterexamples; or name a file with -o")
	}
	if err := c.verbosity(formatted); err != nil {
		return err
	}
	if c.options.Workers < 0 {
		return fmt.Errorf("-workers %d is negative\nhint: 0 means one per processor", c.options.Workers)
	}
	if err := c.certificate.valid(&c.request, c.hazardous); err != nil {
		return err
	}
	c.options.KeepGoing = c.keepGoing
	return c.limits.set(&c.options)
}

// verbosity refuses -v where no ladder is written as text.
func (c *check) verbosity(formatted bool) error {
	if c.json && !formatted && c.verbose {
		return errors.New(verboseJSON)
	}
	return verboseText(c.verbose, c.format)
}

const verboseJSON = "-verbose is for text; -json tells the rules that fired anyway\nhint: leave one of them out"

// verboseText refuses -v in a format that it does not change.
func verboseText(verbose bool, format string) error {
	if verbose && format != "text" {
		return fmt.Errorf("-verbose is for text and changes nothing in -format %s\nhint: leave it out; -format json tells the rules that fired anyway", format)
	}
	return nil
}

// explore asks the questions in turn. The outcome is what the command ends
// with, if all could be written. When time or patience ends, the question that it
// ends at is the last that is written of, even if it had not begun: what was
// written says that it is not all.
func (c *check) explore(ctx context.Context, questions []question.Question) (outcome, err error) {
	for _, q := range questions {
		s, err := c.one(ctx, q)
		if err != nil {
			return nil, err
		}
		for ; s != nil; s = s.Also {
			switch why := s.Open(); {
			case s.Violated():
				outcome = errViolated
				if !c.keepGoing {
					return outcome, nil
				}
			case why != "":
				outcome = worse(outcome, limitf("no answer: %s: %s\nhint: %s", s.Name, why, remedy(s)))
				if ctx.Err() != nil {
					return outcome, nil
				}
			}
		}
	}
	if outcome == nil && len(c.request.Properties) > 0 && c.total.Properties == 0 {
		outcome = limitf("no answer: %s: in none of the scenarios it says anything\nhint: explore list scenarios shows them all", strings.Join(c.request.Properties, ", "))
	}
	return outcome, nil
}

// one asks one question and writes what has become of it.
func (c *check) one(ctx context.Context, q question.Question) (*report.Scenario, error) {
	q.AnyCapacity, q.Invariant = c.request.AnyCapacity(), c.certificate.file != ""
	if c.certificate.file == "" {
		q.Beside = c.request.Beside(&q.Scenario)
	}
	a, err := c.ask(ctx, q)
	if err != nil {
		return nil, err
	}
	if err := c.certificate.add(a, c.stderr); err != nil {
		return nil, usage(err)
	}
	s := c.told(a, q.Mutant)
	if err := c.also(ctx, q, a, s); err != nil {
		return nil, err
	}
	c.total.Add(s)
	c.ladders = append(c.ladders, s.Ladders()...)
	write := func(w io.Writer) error { return fill.Hung(painted{w, c.paint}, c.wide, s.Text) }
	switch {
	case c.json:
		write = s.JSON
	case c.brief:
		write = s.Brief
	case c.overview != nil:
		write = func(w io.Writer) error { return c.overview.Add(w, familyOf(s.Name), s) }
	}
	return s, usage(c.report.Write(write))
}

// also says of a scenario that was explored what holds of the policy beside: what the
// same search shows or, if that does not speak for it, another one.
func (c *check) also(ctx context.Context, q question.Question, a *model.Answer, s *report.Scenario) error {
	if b := a.Beside; b != nil {
		s.Also = report.Of(b, q.Mutant)
		s.Also.Alike = true
		return nil
	}
	also, ok := q.Also(a)
	if !ok || s.Open() != "" || s.Violated() {
		return nil
	}
	b, err := c.ask(ctx, also)
	if err == nil {
		s.Also = report.Of(b, q.Mutant)
	}
	return err
}

// ask explores a scenario, and shows how far it is.
func (c *check) ask(ctx context.Context, q question.Question) (*model.Answer, error) {
	q.Options = c.watched(q.Scenario.Name)
	a, err := model.Ask(ctx, q.Question)
	clearProgress(c.stderr)
	if err != nil {
		return nil, usagef("%w\nhint: explore check -help tells what each flag means", err)
	}
	return a, nil
}

// watched returns the options of a search that shows how far it is.
func (c *check) watched(name string) checker.Options {
	o := c.options
	o.Progress, o.ProgressEvery = progress(c.stderr, name+": "), progressEvery(c.stderr)
	return o
}

// conclude writes the counterexamples, and in text the total.
func (c *check) conclude() error {
	if c.overview != nil {
		if err := c.report.Write(c.overview.Text); err != nil {
			return err
		}
	}
	if c.pictures != nil {
		if err := c.writeLadders(); err != nil {
			return err
		}
	}
	if c.json || c.timed {
		return nil
	}
	return c.report.Write(func(w io.Writer) error { return fill.Hung(w, c.wide, c.total.Text) })
}

// writeLadders writes the counterexamples to where they are wanted. A format
// of one picture or one object per file holds the first alone.
func (c *check) writeLadders() error {
	ladders := c.ladders
	if ladder.Single(c.format) && len(ladders) > 1 {
		say(c.stderr, "explore: %d counterexamples; a file of format %s holds the first: choose one with -property\n", len(ladders), c.format)
		ladders = ladders[:1]
	}
	if len(ladders) == 0 && ladder.Single(c.format) {
		say(c.stderr, "explore: there is no ladder to draw, and nothing is written as %s\n", c.format)
		return nil
	}
	return c.pictures.Write(func(w io.Writer) error {
		for _, l := range ladders {
			if err := c.writeLadder(w, l); err != nil {
				return err
			}
		}
		if c.format == "text" && len(ladders) > 0 {
			_, err := fmt.Fprintln(w)
			return err
		}
		return nil
	})
}

func (c *check) writeLadder(w io.Writer, l *ladder.Ladder) error {
	if c.format == "text" {
		if _, err := fmt.Fprintln(w); err != nil {
			return err
		}
	}
	return writeLadder(w, l, c.format, c.verbose, c.wide)
}

// worse returns the outcome that counts for more: a violation, then what was
// first.
func worse(a, b error) error {
	s := new(statusError)
	if a == nil || errors.As(b, &s) && s.status == statusViolated {
		return b
	}
	return a
}

// remedy says how to get an answer.
func remedy(s *report.Scenario) string {
	if s.Stopped == checker.StoppedContext.String() {
		return "let it go on to the end; -timeout and -max-states bound it beforehand"
	}
	for i := range s.Properties {
		switch p := &s.Properties[i]; {
		case s.Complete && p.Vacuous:
			return "ask about a scenario in which it can happen; explore list scenarios shows them all"
		case s.Complete && p.Coarse:
			return "the fewer segments differ, the more can be told apart: lower -bound incarnations, octets or segments"
		}
	}
	if how := remedies[s.Stopped]; how != nil {
		return how(s)
	}
	return "raise -max-states, -max-memory or -timeout, or lower -bound"
}

// remedies say what goes on where a search ended, by the reason why it ended.
var remedies = map[string]func(*report.Scenario) string{
	checker.StoppedStates.String():  func(*report.Scenario) string { return "raise -max-states, or lower -bound" },
	checker.StoppedMemory.String():  func(*report.Scenario) string { return "raise -max-memory if there is more, or lower -bound" },
	checker.StoppedTimeout.String(): func(*report.Scenario) string { return "raise -timeout, or lower -bound" },
	checker.StoppedCut.String():     lossy,
}

// lossy names the network on which a scenario can be explored completely that
// was cut off: what finds no room there, in a direction or at an end, is lost.
func lossy(s *report.Scenario) string {
	words := append([]string{"loss"}, s.Net...)
	return "what finds no room has to be lost: -net " + strings.Join(words, ",")
}

// limits are the bounds on a search.
type limits struct {
	maxMemory string
	maxStates uint64
	timeout   time.Duration
	began     time.Time
}

func (l *limits) flags(f *pflag.FlagSet) {
	f.Uint64Var(&l.maxStates, "max-states", 0, "distinct states of a scenario to stop at; 0: no bound")
	f.StringVar(&l.maxMemory, "max-memory", "", "memory to stop at, as 500M or 2G; default: what is available")
	f.DurationVar(&l.timeout, "timeout", 0, "time to stop at in all, as 90s or 5m; 0: no bound")
}

func (l *limits) set(o *checker.Options) (err error) {
	if l.timeout < 0 {
		return fmt.Errorf("-timeout %v is negative\nhint: 0 means no bound", l.timeout)
	}
	l.began = time.Now()
	o.MaxStates = l.maxStates
	o.MaxMemory, err = parseSize(l.maxMemory)
	return err
}

// until returns a context that ends when the time is up.
func (l *limits) until(ctx context.Context) (context.Context, context.CancelFunc) {
	if l.timeout == 0 {
		return context.WithCancel(ctx)
	}
	return context.WithDeadline(ctx, l.began.Add(l.timeout))
}
