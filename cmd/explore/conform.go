package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/casebook"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/hint"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/kernel"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ladder"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/output"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/wire"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

// conformity is the command line of "explore conform".
type conformity struct {
	policy   string
	states   []string
	switches []string
	format   string
	file     string
	pcapng   string
	json     bool
	number   int // of the deviation to draw

	quick, more bool
	list        bool
	only        string // the case to try, by its name
	known       string // file of known causes
	failOn      string
	patience    time.Duration
	family      string   // the version of IP
	child       []string // the command line of the subject exec
	name        string   // what reports call it; empty: what it calls itself

	distant distant // the subject wire

	stdout, stderr io.Writer
}

func newConform() *cobra.Command {
	var c conformity
	cmd := &cobra.Command{
		Use:   "conform SUBJECT",
		Short: "Drive a TCP in lock step and hold each answer against the table",
		Long: `Drives a TCP into every state by every route, and puts each to the test with
calls, and with segments of all kinds at all places of the sequence space. What
it answers, and what state it is in then, is held against the table. Subjects:

  linux        the running kernel, in a network namespace of its own; as root
  exec -- CHILD ...
               any stack: a process that speaks frames, see docs/frames.md
  wire         any stack from outside alone: Ethernet frames on a unix socket, UDP or
               a TAP device, against an application that discards, echoes or closes
  fsm          the table itself, as RFC9293 has it
  fsm:POLICY   the table itself, as in fsm:Linux,rst_in_time_wait=ignore

What deviates is told as causes: the changes of the table under which the subject
conforms, each with the shortest trace that shows it. -list prints the cases, -case
tries one of them. Causes whose ID is in the file of -known, and those weaker than
-fail-on says, do not count for the exit status; -format known writes such a file.

A -format of ladders draws the first deviation, or the one whose number in the
report -deviation gives. The report then goes to standard error, or to standard
output if -o names a file for the ladder.

The exit status is 0 if the subject conforms, permitted variations included, 1 if
it deviates, 2 if nothing could be tried, and 3 if not all was.`,
		Example: `  explore conform linux
  explore conform linux -sysctl tcp_rfc1337=1 -state TIME-WAIT
  explore conform linux -pcapng run.pcapng -format md -o report.md
  explore conform exec -list -quick -- ./mystack --frames
  explore conform wire -wire unix:/tmp/passt.socket -address 192.0.2.1 -service close`,
		ValidArgs: subjects,
		Args:      oneSubject,
		RunE: func(cmd *cobra.Command, args []string) error {
			if c.json && cmd.Flags().Changed("format") {
				return usagef("-json and -format each say how to write the same\nhint: leave one of them out")
			}
			c.stdout, c.stderr = cmd.OutOrStdout(), cmd.ErrOrStderr()
			c.json = c.json || c.format == "json"
			var err error
			if c.child, err = childOf(cmd, args); err != nil {
				return err
			}
			return c.run(cmd.Context(), args[0])
		},
	}
	f := cmd.Flags()
	f.StringVar(&c.policy, "policy", "RFC9293", "what conforms; what other choices allow is a permitted variation")
	f.StringArrayVar(&c.states, "state", nil, "only cases in this state; may be repeated")
	f.StringArrayVar(&c.switches, "sysctl", nil, "set a switch of the kernel's TCP, as in tcp_rfc1337=1; may be repeated")
	f.StringVar(&c.format, "format", "text", "of the report: "+strings.Join(casebook.Formats, ", ")+"; of a deviation: "+strings.Join(pictures, ", "))
	f.BoolVar(&c.quick, "quick", false, "only a sample: at each kind of connection every flag at every place, and whatever the table does; a thirteenth of the cases")
	f.BoolVar(&c.more, "more", false, "other peers, too: closed windows on either side, numbers at both wraps, an MSS, urgent octets")
	f.BoolVar(&c.list, "list", false, "print the names of the cases, and drive nothing")
	f.StringVar(&c.only, "case", "", "only the case of this name, as -list prints it")
	f.StringVar(&c.known, "known", "", "causes that are known, by ID, in this `file`: they are told, and do not count")
	f.StringVar(&c.failOn, "fail-on", "may", "what counts: must, should (and what stands in prose), may")
	f.DurationVar(&c.patience, "patience", 5*time.Second, "how long a child may take for one answer")
	f.StringVar(&c.family, "family", "4", "of the subjects "+execSubject+" and linux, the version of IP: 4 or 6")
	f.StringVar(&c.name, "name", "", "what reports call the subject; default: what it calls itself, or where it is")
	f.IntVar(&c.number, "deviation", 0, "the deviation to draw, by its number in the report; default: the first")
	f.StringVarP(&c.file, "output", "o", "", "write to this `file`; with a -format of ladders the ladder alone")
	f.StringVar(&c.pcapng, "pcapng", "", "record all packets to this `file`")
	f.BoolVar(&c.json, "json", false, "print one JSON object for each case, then one with the counts")
	c.distant.flags(f)
	return cmd
}

// pictures are the formats of ladders that are none of reports.
var pictures = slices.DeleteFunc(slices.Clone(ladder.Formats), func(f string) bool { return !ladder.Single(f) })

// subjects are the names of the subjects.
var subjects = []string{"linux", execSubject, wireSubject, "fsm"}

func oneSubject(cmd *cobra.Command, args []string) error {
	if dash := cmd.ArgsLenAtDash(); dash >= 0 {
		args = args[:dash]
	}
	if len(args) != 1 {
		return usagef("%s takes one subject, not %d\nhint: choose %s", cmd.CommandPath(), len(args), strings.Join(subjects, ", "))
	}
	name, _, _ := strings.Cut(args[0], ":")
	return usage(oneOf("subject", name, subjects))
}

func (c *conformity) run(ctx context.Context, name string) error {
	campaign, err := c.campaign(name)
	if err != nil {
		return usage(err)
	}
	if campaign.Known, err = c.readKnown(); err != nil {
		return usage(err)
	}
	return into(c.stdout, c.file, func(out *output.Output) error {
		if c.list {
			return out.Write(func(w io.Writer) error { _, err := io.WriteString(w, listCases(campaign)); return err })
		}
		return c.report(ctx, name, campaign, out)
	})
}

// readKnown reads the causes that are known.
func (c *conformity) readKnown() (conform.Known, error) {
	if c.known == "" {
		return conform.Known{}, nil
	}
	f, err := os.Open(c.known)
	if err != nil {
		return conform.Known{}, fmt.Errorf("-known: %w\nhint: -format known writes such a file", err)
	}
	defer func() { _ = f.Close() }()
	known, err := conform.ReadKnown(f)
	if err != nil {
		err = fmt.Errorf("-known: %s: %w\nhint: -format known writes such a file", c.known, err)
	}
	return known, err
}

// report drives the subject and writes what comes of it, be it that the subject
// or the recording fails in the end.
func (c *conformity) report(ctx context.Context, name string, campaign *conform.Campaign, out *output.Output) (err error) {
	var book casebook.Book
	show := caseProgress(c.stderr)
	campaign.Each = func(run *conform.Run, v conform.Verdict) {
		show()
		if c.json || c.only != "" {
			book.Add(run, v)
		}
	}
	began := time.Now()
	failed := c.drive(ctx, name, func(r conform.Runner) error {
		campaign.Runner = r
		if c.name != "" {
			campaign.Setup.Subject = c.name
		}
		book.Report, err = campaign.Run(ctx)
		if errors.Is(err, context.Canceled) {
			return nil // the report says that it is not complete
		}
		return stoppedBy(err, book.Report.Cases)
	})
	if book.Report == nil || book.Report.Cases == 0 && failed != nil {
		return usage(failed)
	}
	book.Known, book.Seconds = campaign.Known, time.Since(began).Seconds()
	write := func(w io.Writer) error { return book.Write(w, c.format, c.json, widthOf(c.stdout, c.file)) }
	if c.draws() {
		write = func(w io.Writer) error { return c.draw(w, book.Report) }
		aside := beside(c.file, c.stdout, c.stderr)
		failed = errors.Join(failed, output.Write(aside, "", func(w io.Writer) error {
			return book.Write(w, "text", false, width(aside))
		}))
	}
	if err := errors.Join(failed, out.Write(write)); err != nil {
		return c.outweigh(usage(err), &book)
	}
	return c.verdict(&book)
}

// draws reports whether a ladder is wanted in place of the report.
func (c *conformity) draws() bool { return slices.Contains(pictures, c.format) }

// draw draws a deviation, if there is one.
func (c *conformity) draw(w io.Writer, report *conform.Report) error {
	n := len(report.Causes)
	switch {
	case c.number > n:
		return fmt.Errorf("there is no deviation %d\nhint: the report numbers them, and has %d", c.number, n)
	case n == 0:
		return nil
	case n > 1 && c.number == 0:
		say(c.stderr, "explore: %d deviations; a file of format %s holds the first: choose another with -deviation\n", n, c.format)
	}
	g := &report.Causes[max(c.number, 1)-1]
	return casebook.Ladder(&g.Run, report.Subject, g.Verdict).Write(w, c.format, false)
}

// campaign turns the flags into what is to be done.
func (c *conformity) campaign(name string) (*conform.Campaign, error) {
	if err := c.valid(); err != nil {
		return nil, err
	}
	policy, err := hint.ParsePolicy(c.policy)
	if err != nil {
		return nil, err
	}
	campaign := &conform.Campaign{Judge: conform.NewJudge(policy), Quick: c.quick, More: c.more}
	if campaign.Runner.Family = families[c.family]; name != execSubject && name != "linux" && c.family != "4" {
		return nil, fmt.Errorf("the subject %s is not told the version of IP\nhint: -family is for the subjects %s and linux; of wire it is that of -address", name, execSubject)
	}
	campaign.Setup = conform.Setup{Subject: "the subject " + name, Policy: c.policy, Switches: append([]string{}, c.switches...)}
	switch {
	case name == "linux":
		campaign.Setup.Subject = "Linux " + kernel.Version()
	case name == wireSubject:
		if len(c.switches) > 0 {
			return nil, errors.New("the subject wire has no switches\nhint: -sysctl is for the subject linux")
		}
		_, service, err := c.distant.stack(c.patience)
		if err != nil {
			return nil, err
		}
		campaign.Runner.Service, campaign.Runner.Passive = service, c.distant.hook == ""
		campaign.Setup.Subject = c.distant.wire
	case name == execSubject && len(c.switches) > 0:
		return nil, errors.New("the subject exec has no switches\nhint: -sysctl is for the subject linux; give a child arguments")
	case name != execSubject && (c.pcapng != "" || len(c.switches) > 0):
		return nil, fmt.Errorf("the subject %s has no packets and no switches\nhint: -pcapng and -sysctl are for the subject linux", name)
	}
	if c.pcapng != "" && output.Same(c.file, c.pcapng) {
		return nil, errors.New("the report and the packets would go to the same output\nhint: name another one with -o or -pcapng; - is standard output")
	}
	for _, text := range c.states {
		s, err := fsm.ParseState(text)
		if err != nil {
			return nil, fmt.Errorf("-state %w\nhint: it may be repeated, as in -state FIN-WAIT-1 -state CLOSING", err)
		}
		campaign.States |= fsm.StatesOf(s)
	}
	return campaign, c.choose(campaign)
}

// choose has the campaign try one case, if one is named.
func (c *conformity) choose(campaign *conform.Campaign) error {
	if c.only == "" {
		return nil
	}
	if !campaign.Has(c.only) {
		return fmt.Errorf("there is no case %q\nhint: -list prints the names of the cases", c.only)
	}
	campaign.Only = func(one conform.Case) bool { return one.String() == c.only }
	return nil
}

// valid checks the flags that say what to write.
func (c *conformity) valid() error {
	if err := oneOf("format", c.format, slices.Concat(casebook.Formats, pictures)); err != nil {
		return err
	}
	if err := oneOf("strength", c.failOn, strengths); err != nil {
		return err
	}
	if err := oneOf("family", c.family, slices.Sorted(maps.Keys(families))); err != nil {
		return err
	}
	switch {
	case c.patience <= 0:
		return fmt.Errorf("-patience %v leaves no time for an answer\nhint: it is a duration, as in 5s", c.patience)
	case c.number < 0:
		return fmt.Errorf("-deviation %d is negative\nhint: the report numbers them from 1", c.number)
	case c.number > 0 && !c.draws():
		return fmt.Errorf("-deviation says what to draw, and -format %s draws nothing\nhint: choose one of %s", c.format, strings.Join(pictures, ", "))
	}
	return nil
}

// drive calls f with what drives the subject.
func (c *conformity) drive(ctx context.Context, name string, f func(conform.Runner) error) error {
	switch name {
	case "linux":
		return c.driveKernel(f)
	case execSubject:
		return c.driveChild(ctx, f)
	case wireSubject:
		return c.driveWire(f)
	}
	_, text, _ := strings.Cut(name, ":")
	var policy fsm.Policy
	if text != "" {
		var err error
		if policy, err = hint.ParsePolicy(text); err != nil {
			return err
		}
	}
	m, err := conform.NewMachine(fsm.RFC9293Table(), policy)
	if err != nil {
		return err
	}
	return f(conform.Runner{Stack: m})
}

func (c *conformity) driveKernel(f func(conform.Runner) error) error {
	options := kernel.Options{Family: families[c.family]}
	var err error
	if options.Switches, err = parseSwitches(c.switches); err != nil {
		return err
	}
	var runner conform.Runner
	finish := func() error { return nil }
	if c.pcapng != "" {
		if finish, err = c.record(&options.Tap, &runner); err != nil {
			return err
		}
	}
	err = kernel.Run(options, func(k *kernel.Kernel) error {
		runner.Stack, runner.Family = k, options.Family
		return f(runner)
	})
	return errors.Join(err, finish())
}

// record writes what is tapped to a file. Without a packet the file stays as it
// was.
func (c *conformity) record(tap *func([]byte, bool) error, runner *conform.Runner) (finish func() error, err error) {
	out, err := output.Open(c.stdout, c.pcapng)
	if err != nil {
		return nil, fmt.Errorf("-pcapng: %w", err)
	}
	r, err := wire.NewRecording(out.Stream(), "")
	if err != nil {
		return nil, errors.Join(err, out.Close())
	}
	tapped := false
	runner.Comment = func(text string) { r.Comment = text }
	*tap = func(packet []byte, _ bool) error {
		err := r.Packet(time.Now(), packet)
		tapped = err == nil
		return err
	}
	return func() (err error) {
		if tapped {
			err = r.Flush()
		}
		return errors.Join(err, out.Close())
	}, nil
}

// parseSwitches reads switches, of which none has two values.
func parseSwitches(texts []string) (all []kernel.Switch, err error) {
	for _, text := range texts {
		s, err := kernel.ParseSwitch(text)
		if err != nil {
			return nil, err
		}
		if i := slices.IndexFunc(all, func(other kernel.Switch) bool { return other.Name == s.Name }); i >= 0 && all[i] != s {
			return nil, fmt.Errorf("-sysctl sets %v and %v\nhint: keep one of them", all[i], s)
		}
		all = append(all, s)
	}
	return all, nil
}

// families are what -family may be.
var families = map[string]fsm.Family{"4": fsm.IPv4, "6": fsm.IPv6}

// strengths are what -fail-on may be.
var strengths = []string{"must", "should", "may"}

// counts reports whether a cause is one for status 1: strong enough, and not known.
func (c *conformity) counts(known conform.Known, cause *conform.Cause) bool {
	weakest := map[string]conform.Strength{"must": conform.Must, "should": conform.Should, "may": conform.May}[c.failOn]
	return cause.Strength <= weakest && !known.Has(cause.ID)
}

// fresh reports whether there is a cause that counts.
func (c *conformity) fresh(book *casebook.Book) bool {
	return slices.ContainsFunc(book.Report.Causes, func(cause conform.Cause) bool { return c.counts(book.Known, &cause) })
}

// outweigh is err, unless it is but a limit and something deviates: what was found before
// a limit is found.
func (c *conformity) outweigh(err error, book *casebook.Book) error {
	if s := new(statusError); errors.As(err, &s) && s.status == statusLimit && c.deviates(book) {
		say(c.stderr, "explore: %v\n", err)
		return errViolated
	}
	return err
}

// deviates reports whether something does that counts. Of a report that was stopped not
// all causes are known, and all count.
func (c *conformity) deviates(book *casebook.Book) bool {
	r := book.Report
	return c.fresh(book) || !r.Complete && r.Total[conform.Deviates] > 0 && len(r.Causes) == 0
}

// verdict gives what the cases come to its exit status.
func (c *conformity) verdict(book *casebook.Book) error {
	r := book.Report
	switch {
	case c.deviates(book):
		return errViolated
	case !r.Complete:
		return limitf("stopped after %d cases\nhint: all of them take some seconds; -state chooses some", r.Cases)
	case r.Total[conform.Undecided] > 0:
		return limitf("%d cases are undecided", r.Total[conform.Undecided])
	}
	return nil
}
