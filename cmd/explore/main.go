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
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

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
	return conclude(stderr, out.spoils(root.ExecuteContext(ctx)))
}

// watched is standard output, and remembers whether all could be written to it.
type watched struct {
	io.Writer
	err error
}

func (w *watched) Write(b []byte) (int, error) {
	n, err := w.Writer.Write(b)
	if err != nil {
		w.err = err
	}
	return n, err
}

// spoils makes an error of a success, or of a finding, that nobody could read.
func (w *watched) spoils(err error) error {
	if w.err == nil || err != nil && err.Error() != "" {
		return err
	}
	return unwritten(w.err)
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:           "explore",
		Short:         "Know, with proof, how TCP connections behave",
		Version:       version,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          rejectUnknownCommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.AddCommand(newCheck(), newSimulate(), newStep(), newWhy(), newTrace(), newConform(),
		newTable(), newGraph(), newList(), newBench(), newVersion(), newMan())
	root.AddCommand(newTopics()...)
	for _, cmd := range root.Commands() {
		if err := complete(cmd); err != nil {
			panic(err) // a flag that is completed twice
		}
		givenOnce(cmd.Flags())
	}
	root.SetVersionTemplate("explore {{.Version}}\n")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usagef("%v\nhint: %s --help lists the flags", err, cmd.CommandPath())
	})
	return root
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
	return usagef("%w", hint.Unknown("command", args[0], names, "explore --help"))
}

// twoDashes lets long flags be written with one dash, as Go's own commands
// have them: -policy becomes --policy. Everything after a bare -- is left
// alone, and so is a lone "-", which names standard input.
func twoDashes(args []string) []string {
	out := make([]string, len(args))
	for i, a := range args {
		if a == "--" {
			copy(out[i:], args[i:])
			break
		}
		if len(a) > 2 && a[0] == '-' && a[1] != '-' && strings.ContainsAny(a[1:2], letters) {
			a = "-" + a
		}
		out[i] = a
	}
	return out
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
