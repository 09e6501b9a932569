package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/export"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/output"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/question"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/report"
	"github.com/tcpfsm/tcpfsm/model"
)

// exporting is the command line of "explore export".
type exporting struct {
	request question.Request
	options checker.Options
	limits  limits
	format  string
	file    string
}

func newExport() *cobra.Command {
	var e exporting
	cmd := &cobra.Command{
		Use:   "export SCENARIO",
		Short: "Write a scenario for another model checker",
		Long: `Explores a scenario completely and writes it for a model checker that is not this
one: what both ends do with each input that reaches them, as tables; the network, the
clock and the attacker in the words of the language; the claims of safety, those that
the scenario is expected to have or those that are named, as assertions or invariants.

  promela  for SPIN
  murphi   for Rumur
  tla      for TLC

The file begins with how it is checked and what is to come out of it: as many states
as were found here, and the same verdicts. It is about a network of so many segments,
CAP(n): -bound segments=n chooses another n. Liveness is left out.

Exit status: 0 the file is written, whatever the verdicts; 2 usage; 3 a limit or
Ctrl-C came before the end: nothing is written of what was not explored completely.`,
		Example: `  explore export handshake
  explore export close -format murphi -bound segments=2 -o close.m`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := asksNothing(cmd.Flags()); err != nil {
				return err
			}
			e.request.Stepwise = true
			e.request.Assumed = cmd.Flags().Changed("assume")
			return e.run(cmd.Context(), args, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f := cmd.Flags()
	requestFlags(f, &e.request)
	propertyFlag(f, &e.request)
	f.StringVar(&e.request.Never, "never", "", "claim that no state satisfies this `predicate`, and nothing else")
	f.IntVar(&e.options.Workers, "workers", 0, "goroutines that explore; 0: one per processor")
	e.limits.flags(f)
	f.StringVar(&e.format, "format", export.Formats[0], strings.Join(export.Formats, ", "))
	f.StringVarP(&e.file, "output", "o", "", "write to this `file`")
	return cmd
}

func (e *exporting) run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	if err := e.valid(); err != nil {
		return usage(err)
	}
	q, err := oneQuestion(&e.request, args)
	if err != nil {
		return usagef("%w", err)
	}
	if err := e.safety(q); err != nil {
		return usagef("%w", err)
	}
	ctx, cancel := e.limits.until(ctx)
	defer cancel()
	return into(stdout, e.file, func(out *output.Output) error { return e.write(ctx, q, out, stderr) })
}

// valid checks the flags that say how to explore and what to write.
func (e *exporting) valid() error {
	if err := oneOf("format", e.format, export.Formats); err != nil {
		return err
	}
	if e.options.Workers < 0 {
		return fmt.Errorf("-workers %d is negative\nhint: 0 means one per processor", e.options.Workers)
	}
	e.options.KeepGoing = true // a table of all that can happen
	return e.limits.set(&e.options)
}

// safety leaves out what is expected and cannot be exported, and refuses what is named.
func (e *exporting) safety(q *question.Question) error {
	for _, p := range q.Properties {
		if !p.Safety() {
			return fmt.Errorf("-property %s is about whole behaviours, and what is exported is about safety\nhint: explore list properties tells the kinds; explore check decides all of them", p.Name)
		}
	}
	q.Expected = slices.DeleteFunc(slices.Clone(q.Expected), func(p *model.Property) bool { return !p.Safety() })
	return nil
}

// write explores and writes.
func (e *exporting) write(ctx context.Context, q *question.Question, out *output.Output, stderr io.Writer) error {
	e.options.Progress = progress(stderr, q.Scenario.Name+": ")
	e.options.ProgressEvery = progressEvery(stderr)
	q.Options = e.options
	a, err := model.Ask(ctx, q.Question)
	clearProgress(stderr)
	if err != nil {
		return usagef("%w\nhint: explore export -help tells what each flag means", err)
	}
	if !a.Complete {
		return limitf("nothing is exported: %s: %v\nhint: %s", q.Scenario.Name, a.Stopped, remedy(report.Of(a, q.Mutant)))
	}
	err = out.Write(func(w io.Writer) error { return export.Write(w, e.format, a, q.Mutant) })
	if large := new(export.SizeError); errors.As(err, &large) {
		return limitf("nothing is exported: %w", err)
	}
	return usage(err)
}
