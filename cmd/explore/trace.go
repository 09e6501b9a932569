package main

import (
	"context"
	"errors"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/capture"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/hint"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// trace is the command line of "explore trace".
type trace struct {
	policy    string
	json      bool
	verbose   bool
	complete  bool
	checksums bool
}

func newTrace() *cobra.Command {
	var t trace
	cmd := &cobra.Command{
		Use:   "trace FILE",
		Short: "Hold a capture or an event log against the table",
		Long: `Reads a capture (pcap, pcapng) or a JSON Lines event log, also compressed by
gzip, and follows both ends of every TCP connection in it. For each connection
it prints the states that the ends went through, and what the table does not
allow: the frame, the rule of the table that is broken, and its paragraph of
RFC 9293. - is standard input.

Windows, options and PSH are not judged. A segment that the capture misses is
no fault of an end: what hangs on it is undecided, unless -complete says that
nothing is missing.`,
		Example: `  explore trace web.pcapng
  tcpdump -w - tcp | explore trace -v -policy Linux -`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("trace takes one file, not %d\nhint: explore trace capture.pcapng, or - for standard input", len(args))
			}
			return t.run(cmd.Context(), args[0], cmd.InOrStdin(), cmd.OutOrStdout())
		},
	}
	f := cmd.Flags()
	f.StringVar(&t.policy, "policy", "RFC9293", "what conforms, as in Linux or Hardened,dup_syn=resend_synack; other choices are permitted variations")
	f.BoolVar(&t.json, "json", false, "print one JSON object for each connection")
	f.BoolVarP(&t.verbose, "verbose", "v", false, "print the segments of each connection as a ladder")
	f.BoolVar(&t.complete, "complete", false, "the capture misses no segment: a gap is a deviation")
	f.BoolVar(&t.checksums, "checksums", false, "pass over segments with a wrong checksum; on the sending host they may just not be made yet")
	return cmd
}

func (t *trace) run(ctx context.Context, file string, stdin io.Reader, stdout io.Writer) error {
	opts, err := t.options()
	if err != nil {
		return usagef("%w", err)
	}
	in, name := stdin, "standard input"
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return usagef("%w\nhint: explore trace FILE, or - for standard input", err)
		}
		defer f.Close()
		in, name = f, file
	}
	report := capture.NewReport(stdout, t.json)
	tally, err := capture.Trace(name, interruptible(ctx, in), opts, report.Connection)
	if e := report.End(&tally); e != nil && err == nil {
		err = e
	}
	var fault *capture.Fault
	switch {
	case err != nil && !errors.As(err, &fault):
		return unwritten(err)
	case ctx.Err() != nil && tally.Verdicts[oracle.Deviates] == 0:
		return limitf("no answer: interrupted after %d frames of %s\nhint: let it go on to the end", tally.Frames, name)
	case err != nil && ctx.Err() == nil:
		return usagef("%w", err)
	case tally.Verdicts[oracle.Deviates] > 0:
		return errViolated
	}
	return nil
}

// options turns the flags into those of the trace.
func (t *trace) options() (capture.Options, error) {
	if t.json && t.verbose {
		return capture.Options{}, errors.New("-verbose draws ladders, and -json writes objects\nhint: leave one of them out")
	}
	p, err := hint.ParsePolicy(t.policy)
	if err != nil {
		return capture.Options{}, err
	}
	variants, err := oracle.Variants(t.policy, p)
	if err != nil {
		return capture.Options{}, err
	}
	opts := capture.Options{Checksums: t.checksums, Ladder: t.verbose, Oracle: oracle.Options{Variants: variants}}
	if t.complete {
		opts.Oracle.Told = oracle.Segments
	}
	return opts, nil
}
