// Command explore answers questions about TCP connections with the table of
// package fsm: it prints the table, draws it, explores it and holds real
// stacks against it.
//
// Results go to standard output, messages to standard error. The exit status
// is 0 when everything asked for holds, 1 when something is violated, 2 for
// usage or unreadable input, and 3 when a limit or Ctrl-C came before an
// answer.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/fill"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/hint"
)

func main() {
	// SIGTERM is the Ctrl-C of timeout(1) and of machines.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends what does not end by itself
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run executes one command line and returns its exit status.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := newRoot()
	out := &watched{Writer: stdout}
	root.SetArgs(twoDashes(pairs(args)))
	root.SetIn(stdin)
	root.SetOut(out)
	root.SetErr(stderr)
	strict(root)
	return conclude(stderr, out.spoils(root.ExecuteContext(ctx)))
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:           "explore",
		Short:         "Know, with proof, how TCP connections behave",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          rejectUnknownCommand,
	}
	versioned := root.Flags().Bool("version", false, "print the version")
	root.RunE = func(cmd *cobra.Command, _ []string) error {
		if *versioned {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), "explore", version)
			return err
		}
		return cmd.Help()
	}
	root.AddCommand(newCheck(), newVerify(), newSimulate(), newStep(), newWhy(), newTrace(), newConform(),
		newTable(), newGraph(), newServe(), newExport(), newList(), newBench(), newVersion(), newMan())
	root.AddCommand(newTopics()...)
	for _, cmd := range root.Commands() {
		if err := complete(cmd); err != nil {
			panic(err) // a flag that is completed twice
		}
		givenOnce(cmd.Flags())
	}
	root.SetHelpFunc(fitted(root.HelpFunc()))
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usagef("%s\nhint: %s --help lists the flags", plain(err), cmd.CommandPath())
	})
	return root
}

// plain is the error of a flag without the names of functions of Go.
func plain(err error) string {
	text := err.Error()
	if n := new(strconv.NumError); errors.As(err, &n) {
		what := "it is no number that the flag takes"
		if errors.Is(n, strconv.ErrRange) {
			what = "the number is out of range"
		}
		return strings.Replace(text, n.Error(), what, 1)
	}
	if before, _, found := strings.Cut(text, ": time: "); found {
		return before + ": a duration is written as 90s or 5m"
	}
	return text
}

// strict has the commands that the library makes refuse names that there are not, and help
// complete those of its pages that are no commands. They write to what root has when they
// are made.
func strict(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		switch cmd.Name() {
		case "help":
			cmd.Args = func(_ *cobra.Command, args []string) error {
				if found, _, err := root.Find(args); err != nil || found == root {
					return rejectUnknownCommand(root, args)
				}
				return nil
			}
			cmd.ValidArgsFunction = func(_ *cobra.Command, args []string, begun string) (all []cobra.Completion, _ cobra.ShellCompDirective) {
				if found, _, err := root.Find(args); err == nil {
					for _, c := range found.Commands() {
						if !c.Hidden && strings.HasPrefix(c.Name(), begun) {
							all = append(all, cobra.CompletionWithDesc(c.Name(), c.Short))
						}
					}
				}
				return all, cobra.ShellCompDirectiveNoFileComp
			}
		case "completion":
			cmd.Args = rejectUnknownCommand
			cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
			if bash, _, err := cmd.Find([]string{"bash"}); err == nil {
				withCommas(root, bash)
			}
		}
	}
}

// fitted has the help in lines that fit where it goes.
func fitted(help func(*cobra.Command, []string)) func(*cobra.Command, []string) {
	return func(cmd *cobra.Command, args []string) {
		out := cmd.OutOrStdout()
		var text strings.Builder
		cmd.SetOut(&text)
		help(cmd, args)
		cmd.SetOut(out)
		_ = fill.Page(out, text.String(), width(out)) // out tells of its errors by itself
	}
}

// rejectUnknownCommand is for arguments that are no command: the error names those
// that exist.
func rejectUnknownCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, c := range root.Commands() {
		names = append(names, c.Name())
	}
	return usagef("%w", hint.Unknown("command", args[0], names, root.CommandPath()+" --help"))
}
