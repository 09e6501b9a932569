package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/hint"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/output"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ruleset"
	"github.com/tcpfsm/tcpfsm/fsm"
)

func newTable() *cobra.Command {
	var format, policy, diff, file string
	cmd := &cobra.Command{
		Use:   "table",
		Short: "Print the rules of RFC 9293, one row each",
		Example: `  explore table
  explore table -policy Linux,keep_alive=off -format md
  explore table -diff RFC9293,Linux`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			write, err := tableWriter(format, policy, diff, widthOf(cmd.OutOrStdout(), file))
			if err != nil {
				return usagef("%w", err)
			}
			return usage(output.Write(cmd.OutOrStdout(), file, write))
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&format, "format", "text", strings.Join(ruleset.Formats, ", "))
	flags.StringVar(&policy, "policy", "", "only the rules alive under this policy, as in Linux,rst_in_time_wait=ignore")
	flags.StringVar(&diff, "diff", "", "where two policies differ, as in RFC9293,Linux")
	flags.StringVarP(&file, "output", "o", "", "write to this `file`")
	return cmd
}

// tableWriter returns what writes the table that the flags ask for, as text in lines of at
// most so many columns.
func tableWriter(format, policy, diff string, wide int) (func(io.Writer) error, error) {
	if err := oneOf("format", format, ruleset.Formats); err != nil {
		return nil, err
	}
	if diff != "" {
		if policy != "" {
			return nil, errors.New("-diff names its policies, and -policy another one\nhint: leave one of them out")
		}
		d, err := ruleset.ParseDiff(diff)
		return func(w io.Writer) error { return d.Write(w, format, wide) }, err
	}
	keep := ruleset.Any
	if policy != "" {
		p, err := hint.ParsePolicy(policy)
		if err != nil {
			return nil, err
		}
		keep = ruleset.AliveUnder(p)
	}
	rows := ruleset.Rows(fsm.RFC9293Table(), keep)
	return func(w io.Writer) error { return ruleset.WriteRows(w, format, wide, rows) }, nil
}

// oneOf returns an error unless name is one of names, which are few: the hint
// has them all.
func oneOf(kind, name string, names []string) error {
	if slices.Contains(names, name) {
		return nil
	}
	return fmt.Errorf("unknown %s %q\nhint: choose one of %s", kind, name, strings.Join(names, ", "))
}

// noArgs refuses arguments, with a hint.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef("%s takes no argument %q\nhint: %s --help lists the flags", cmd.CommandPath(), args[0], cmd.CommandPath())
	}
	return nil
}
