package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/capture"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/hint"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/output"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// trace is the command line of "explore trace".
type trace struct {
	policy     string
	json       bool
	verbose    bool
	complete   bool
	at         []string
	checksums  bool
	format     string
	connection string
	file       string
	follow     bool
	asked      asked // which connections are

	stdout, stderr io.Writer
	report         *output.Output // where the report goes
	pictures       *output.Output // where what is drawn goes; nil: nothing is
	drawn          drawn
}

func newTrace() *cobra.Command {
	var t trace
	cmd := &cobra.Command{
		Use:   "trace FILE",
		Short: "Hold a capture or an event log against the table",
		Long: `Reads a capture (pcap, pcapng) or a JSON Lines event log, also compressed by
gzip, and follows both ends of every TCP connection in it. For each connection
it prints how it began and ended, the states that the ends went through and for
how long, what each has sent, what is waited for, what the capture misses, and
what the table does not allow: the frame, the end, the rule of the table that
is broken, and its paragraph of RFC 9293. More than 100 connections come as
tables, with the first of those that deviate; -v has a page for each.

- is standard input. What comes through a pipe is taken for live: a deviation
is printed when it is seen, a connection when it is over, and Ctrl-C is the end
of the capture, as it is with -follow: the exit status is that of the verdicts
so far.

-address, -port, -state, -verdict and -rule say which connections are asked
for. One that is given several times asks for any of its values; of different
ones all must fit. The exit status is that of the connections asked for.

Windows, options and PSH are not judged. A segment that the capture misses is
no fault of an end: what hangs on it is undecided, unless -complete says that
nothing is missing. -at says at which host the capture was made: of that host
much more can be judged.

-format draws a connection as a ladder: the first that deviates, or else the
first, or the one that -connection names. The report then goes to standard
error, or to standard output if -o names a file for the ladder.`,
		Example: `  explore trace web.pcapng
  explore trace web.pcapng -port 443 -state CLOSE-WAIT
  tcpdump -U -w - tcp | explore trace -policy Linux -
  explore trace web.pcapng -format svg -o ladder.svg`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("trace takes one file, not %d\nhint: explore trace capture.pcapng, or - for standard input", len(args))
			}
			t.stdout, t.stderr = cmd.OutOrStdout(), cmd.ErrOrStderr()
			return t.run(cmd.Context(), args[0], cmd.InOrStdin())
		},
	}
	f := cmd.Flags()
	f.StringVar(&t.policy, "policy", "RFC9293", "what conforms, as in Linux or Hardened,dup_syn=resend_synack; other choices are permitted variations")
	f.BoolVar(&t.json, "json", false, "print one JSON object for each connection, and one for all")
	f.BoolVarP(&t.verbose, "verbose", "v", false, "print a page for each connection, however many there are, and its segments as a ladder")
	f.BoolVar(&t.complete, "complete", false, "the capture misses no segment: a gap is a deviation")
	f.StringSliceVar(&t.at, "at", nil, "`addresses` of the host at which the capture was made: nothing is lost between the two, and more can be judged of it")
	f.BoolVar(&t.checksums, "checksums", false, "pass over segments with a wrong checksum; on the sending host they may just not be made yet")
	f.StringVar(&t.format, "format", "text", "of ladders: "+strings.Join(ladderFormats, ", ")+"; json draws every connection, the others one")
	f.StringVar(&t.connection, "connection", "", "the connection to draw, as the report names it")
	f.StringVarP(&t.file, "output", "o", "", "write to this `file`; with -format the ladder alone")
	f.BoolVar(&t.follow, "follow", false, "go on at the end of the file, as it grows; Ctrl-C ends it")
	t.asked.flags(f)
	return cmd
}

func (t *trace) run(ctx context.Context, file string, stdin io.Reader) error {
	opts, err := t.options()
	if err != nil {
		return usagef("%w", err)
	}
	in, name, err := t.input(ctx, file, stdin)
	if err != nil {
		return usage(err)
	}
	if in.close != nil {
		defer in.close()
	}
	opts.Live = in.live
	return into(t.stdout, t.file, func(out *output.Output) error {
		if err := t.open(out); err != nil {
			return usage(err)
		}
		return t.through(ctx, name, in, opts)
	})
}

// open says where the report and the ladders go.
func (t *trace) open(out *output.Output) (err error) {
	t.report = out
	if t.format == "text" {
		return nil
	}
	t.pictures = out
	t.report, err = output.Open(beside(t.file, t.stdout, t.stderr), "")
	return err
}

// through follows the connections, reports each as it ends, and draws.
func (t *trace) through(ctx context.Context, name string, in *input, opts capture.Options) error {
	report := capture.NewReport(t.report.Stream(), t.json)
	report.Wide = widthOf(t.stdout, t.file)
	report.All, report.Live = t.verbose, in.live
	if in.live {
		opts.Alarm = t.alarm(report)
	}
	t.drawn = drawn{format: t.format, only: t.connection, out: t.pictures}
	tally, err := capture.Trace(name, in, opts, func(c *capture.Connection) error {
		return errors.Join(report.Connection(c), t.drawn.add(c))
	})
	if e := report.End(&tally); e != nil && err == nil {
		err = e
	}
	if e := t.drawn.end(t.stderr); e != nil && err == nil {
		return usage(e)
	}
	return t.conclude(name, &tally, err, in.live, ctx.Err() != nil)
}

// alarm tells at once what is wrong: in the report, or on standard error if that is
// made of objects, one for each connection.
func (t *trace) alarm(report *capture.Report) func(*capture.Connection, capture.Note) error {
	if t.json {
		report = capture.NewReport(t.stderr, false)
	}
	return report.Alarm
}

// conclude makes the exit status of what was found. The end of a live capture is an
// interrupt, be it in the middle of a frame.
func (t *trace) conclude(name string, tally *capture.Tally, err error, live, interrupted bool) error {
	var fault *capture.Fault
	deviates := tally.Verdicts[oracle.Deviates] > 0
	switch {
	case err != nil && !errors.As(err, &fault):
		return usage(err)
	case interrupted && live && tally.Segments == 0:
		return limitf("no answer: interrupted before the first segment of %s\nhint: is there TCP to be captured? tcpdump needs -U to write it at once", name)
	case interrupted && !live && !deviates:
		return limitf("no answer: interrupted after %d frames of %s\nhint: let it go on to the end", tally.Frames, name)
	case err != nil && !interrupted:
		return usagef("%w", err)
	case deviates:
		return errViolated
	}
	return nil
}

// options turns the flags into those of the trace.
func (t *trace) options() (opts capture.Options, err error) {
	if err := t.valid(); err != nil {
		return opts, err
	}
	p, err := hint.ParsePolicy(t.policy)
	if err != nil {
		return opts, err
	}
	variants, err := oracle.Variants(t.policy, p)
	if err != nil {
		return opts, err
	}
	only, err := t.asked.filter()
	if err != nil {
		return opts, err
	}
	opts = capture.Options{Only: only, Checksums: t.checksums, Ladder: t.verbose || t.format != "text", Oracle: oracle.Options{Variants: variants}}
	if t.complete {
		opts.Oracle.Told = oracle.Segments
	}
	for _, text := range t.at {
		a, err := netip.ParseAddr(text)
		if err != nil {
			return opts, fmt.Errorf("-at %s: it is no address\nhint: as in -at 192.0.2.1, that of the host at which the capture was made", text)
		}
		opts.At = append(opts.At, a.Unmap())
	}
	return opts, nil
}

// valid checks the flags that say what to write.
func (t *trace) valid() error {
	if err := oneOf("format", t.format, ladderFormats); err != nil {
		return err
	}
	switch text := t.format == "text"; {
	case t.json && t.verbose:
		return errors.New("-verbose draws ladders, and -json writes objects\nhint: leave one of them out, or draw with -format")
	case !text && t.verbose:
		return errors.New("-verbose draws ladders in the report, and -format draws one by itself\nhint: leave one of them out")
	case text && t.connection != "":
		return errors.New("-connection says what to draw, and nothing is drawn\nhint: choose a -format, as in -format svg")
	}
	return nil
}
