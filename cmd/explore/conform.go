package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/conform"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/kernel"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/recording"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/result"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/spec"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/subject"
	"github.com/tcpfsm/tcpfsm/fsm"
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
}

func newConform() *cobra.Command {
	var c conformity
	cmd := &cobra.Command{
		Use:   "conform SUBJECT",
		Short: "Drive a TCP in lock step and hold each answer against the table",
		Long: `Drives a TCP through every state, by every route, and puts each state to the
test with calls and with segments of all kinds at all places of the sequence
space. What it answers, and what state it is in then, is held against the table.
Subjects:

  linux        the running kernel, in a network namespace of its own; as root
  fsm          the table itself, as RFC9293 has it
  fsm:POLICY   the table itself, as in fsm:Linux,rst_in_time_wait=ignore

The exit status is 0 if the subject conforms, permitted variations included, and
1 if it deviates.`,
		Example: `  explore conform linux
  explore conform linux -sysctl tcp_rfc1337=1 -state TIME-WAIT
  explore conform linux -pcapng run.pcapng -format md -o report.md`,
		ValidArgs: subjects,
		Args:      oneSubject,
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.run(cmd.Context(), args[0], cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f := cmd.Flags()
	f.StringVar(&c.policy, "policy", "RFC9293", "what conforms; what other choices allow is a permitted variation")
	f.StringArrayVar(&c.states, "state", nil, "only cases in this state; may be repeated")
	f.StringArrayVar(&c.switches, "sysctl", nil, "set a switch of the kernel's TCP, as in tcp_rfc1337=1; may be repeated")
	f.StringVar(&c.format, "format", "text", strings.Join(conform.Formats, ", "))
	f.StringVarP(&c.file, "output", "o", "", "write to this `file`")
	f.StringVar(&c.pcapng, "pcapng", "", "record all packets to this `file`")
	f.BoolVar(&c.json, "json", false, "print one JSON object for each case, then one with the counts")
	return cmd
}

// subjects are the names of the subjects.
var subjects = []string{"linux", "fsm"}

func oneSubject(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usagef("%s takes one subject, not %d\nhint: choose %s", cmd.CommandPath(), len(args), strings.Join(subjects, " or "))
	}
	name, _, _ := strings.Cut(args[0], ":")
	return usage(oneOf("subject", name, subjects, "explore conform -help"))
}

// usage gives err the exit status of a wrong command line.
func usage(err error) error {
	if err == nil {
		return nil
	}
	return usagef("%w", err)
}

func (c *conformity) run(ctx context.Context, name string, stdout, stderr io.Writer) error {
	e, err := c.experiment(name)
	if err != nil {
		return usage(err)
	}
	began := time.Now()
	err = c.drive(ctx, name, e, stderr)
	if err != nil && !errors.Is(err, context.Canceled) {
		return usage(err)
	}
	e.report.Sort()
	write := func(w io.Writer) error { return c.print(w, e, err == nil, time.Since(began)) }
	if err := written(result.Write(stdout, c.file, write)); err != nil {
		return err
	}
	switch {
	case e.report.Total[conform.Deviates] > 0:
		return errViolated
	case err != nil:
		return limitf("stopped after %d of the cases\nhint: let it run to the end", e.report.Cases)
	case e.report.Total[conform.Undecided] > 0:
		return limitf("%d cases are undecided", e.report.Total[conform.Undecided])
	}
	return nil
}
