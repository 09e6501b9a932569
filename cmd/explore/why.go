package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/output"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/question"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/report"
	"github.com/tcpfsm/tcpfsm/model"
)

func newWhy() *cobra.Command {
	return &cobra.Command{
		Use:   "why [QUESTION]",
		Short: "Answer a question about TCP by exploring a design without what it asks about",
		Long: `Answers a question that people ask about TCP: first a ladder that shows what goes
wrong in a design without what the question is about, then the verdict on the
right design in the same scenario. Without a question it lists them.`,
		Example: "  explore why three-way-handshake",
		RunE: func(cmd *cobra.Command, args []string) error {
			switch len(args) {
			case 0:
				return usage(output.Write(cmd.OutOrStdout(), "", func(w io.Writer) error { return writeEntries(w, whyEntries()) }))
			case 1:
				return answer(cmd.Context(), args[0], cmd.OutOrStdout(), cmd.ErrOrStderr())
			}
			return usagef("why takes one question, not %d\nhint: explore why shows them all", len(args))
		},
	}
}

func whyEntries() (out []entry) {
	for _, w := range question.Whys() {
		out = append(out, entry{w.Name, w.Question})
	}
	return out
}

// answer explores the wrong design and the right one. It is an error if they
// do not differ: the answer would be wrong.
func answer(ctx context.Context, name string, stdout, stderr io.Writer) error {
	why, err := question.FindWhy(name)
	if err != nil {
		return usagef("%w", err)
	}
	wrong, right, err := why.Questions()
	if err != nil {
		return usagef("%w", err)
	}
	bad, err := recordOf(ctx, wrong, stderr)
	if err != nil {
		return err
	}
	if why := bad.Open(); why != "" {
		return limitf("no answer: %s: %s\nhint: %s", bad.Name, why, remedy(bad))
	}
	good, err := recordOf(ctx, right, stderr)
	if err != nil {
		return err
	}
	err = output.Write(stdout, "", func(w io.Writer) error {
		say(w, "%s\n%s\n\nThe wrong design, %s:\n\n", why.Question, why.Answer, why.Mutant)
		for _, l := range bad.Ladders() {
			if err := l.Text(w, false); err != nil {
				return err
			}
		}
		say(w, "\nThe right design:\n")
		return good.Text(w)
	})
	if err != nil {
		return usage(err)
	}
	if !bad.Violated() || good.Violated() {
		return errViolated
	}
	if why := good.Open(); why != "" {
		return limitf("no answer: %s: %s\nhint: %s", good.Name, why, remedy(good))
	}
	return nil
}

// recordOf explores one question, with reports of progress, and returns the record.
func recordOf(ctx context.Context, q question.Question, stderr io.Writer) (*report.Scenario, error) {
	q.Options.Progress = progress(stderr, q.Scenario.Name+": ")
	q.Options.ProgressEvery = progressEvery(stderr)
	a, err := model.Ask(ctx, q.Question)
	clearProgress(stderr)
	if err != nil {
		return nil, usagef("%w", err)
	}
	return report.Of(a, q.Mutant), nil
}
