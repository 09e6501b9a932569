package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/child"
	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

// The subject exec: a TCP that is a process.

// execSubject is the name of the subject, which stands before -- and its command line.
const execSubject = "exec"

// childOf returns the command line of the child, which is what stands behind --.
func childOf(cmd *cobra.Command, args []string) ([]string, error) {
	dash := cmd.ArgsLenAtDash()
	switch {
	case len(args) == 0 || args[0] != execSubject:
		if dash >= 0 && dash < len(args) {
			return nil, usagef("a command line of a child is given, and the subject is not %s\nhint: explore conform %s -- CHILD ...", execSubject, execSubject)
		}
		return nil, nil
	case dash != 1 || len(args) < 2:
		return nil, usagef("the subject %s is without a child\nhint: explore conform %s -- CHILD ..., see docs/frames.md", execSubject, execSubject)
	}
	return args[1:], nil
}

// driveChild calls f with what drives the child.
func (c *conformity) driveChild(ctx context.Context, f func(conform.Runner) error) (err error) {
	s, err := child.New(ctx, c.child, c.patience, families[c.family])
	if err != nil {
		return err
	}
	defer s.Close()
	c.name = cmp.Or(c.name, s.Name())
	var runner conform.Runner
	finish := func() error { return nil }
	if c.pcapng != "" {
		var tap func([]byte, bool) error
		if finish, err = c.record(&tap, &runner); err != nil {
			return err
		}
		s.Tap = tap
	}
	runner.Stack, runner.Family = s, s.Family
	err = f(runner)
	return errors.Join(err, finish())
}

// stoppedBy is the error of a subject that could not be driven to the end, when there is
// something to report. Only the first line is what happened.
func stoppedBy(err error, cases int) error {
	if err == nil || cases == 0 {
		return err
	}
	what, hint, _ := strings.Cut(err.Error(), "\n")
	if hint != "" {
		hint = "\n" + hint
	}
	return limitf("stopped after %d cases: %s%s", cases, what, hint)
}

// cases lists the cases of a campaign, a line each.
func listCases(campaign *conform.Campaign) string {
	var b strings.Builder
	for _, name := range campaign.Cases() {
		fmt.Fprintln(&b, name)
	}
	return b.String()
}
