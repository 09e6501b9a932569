package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/behaviour"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/question"
	"github.com/tcpfsm/tcpfsm/model"
)

func newStep() *cobra.Command {
	var request question.Request
	cmd := &cobra.Command{
		Use:   "step SCENARIO",
		Short: "Choose each step through a scenario yourself",
		Long: `Lists what can happen next and takes the step whose number is typed. Other
words: u takes the last step back, l draws the way so far, q ends.`,
		Example: "  explore step handshake",
		RunE: func(cmd *cobra.Command, args []string) error {
			request.Stepwise = true
			request.Assumed = cmd.Flags().Changed("assume")
			q, err := oneQuestion(&request, args)
			if err != nil {
				return usagef("%w", err)
			}
			w, err := behaviour.NewWalk(&q.Question)
			if err != nil {
				return usagef("%w", err)
			}
			return usage(stepThrough(cmd.Context(), w, q.Scenario.Name, cmd.InOrStdin(), cmd.OutOrStdout()))
		},
	}
	f := cmd.Flags()
	requestFlags(f, &request)
	f.Var(refused{"no property is decided on the way; explore simulate and explore check decide them"}, "property", "refused: see explore check")
	return cmd
}

// stepThrough reads what to do line by line until there is no more.
func stepThrough(ctx context.Context, w *behaviour.Walk, name string, stdin io.Reader, stdout io.Writer) error {
	lines := bufio.NewScanner(interruptible(ctx, stdin))
	for {
		choices := w.Choices()
		if err := offer(w, choices, stdout); err != nil {
			return unwritten(err)
		}
		if !lines.Scan() {
			return stepsEnd(ctx, lines.Err(), stdout)
		}
		word := strings.TrimSpace(lines.Text())
		switch n, err := strconv.Atoi(word); {
		case word == "q":
			return nil
		case word == "u":
			w.Undo()
		case word == "l":
			if err := w.Ladder("The way so far through scenario "+name).Fit(stdout, false, width(stdout)); err != nil {
				return unwritten(err)
			}
		case err == nil && n >= 1 && n <= len(choices):
			w.Take(choices[n-1])
		default:
			say(stdout, "%q is no choice: type a number from 1 to %d, u, l or q\n", word, len(choices))
		}
	}
}

// stepsEnd says why there is no more to do. What is printed next does not stand
// behind the prompt.
func stepsEnd(ctx context.Context, err error, stdout io.Writer) error {
	say(stdout, "\n")
	switch {
	case ctx.Err() != nil:
		return limitf("interrupted\nhint: q ends the steps")
	case err != nil:
		return usagef("cannot read standard input: %w\nhint: type a line for each step, none of them longer than %d octets", err, bufio.MaxScanTokenSize)
	}
	return nil
}

// offer lists what can happen next.
func offer(w *behaviour.Walk, choices []checker.Step[model.State], stdout io.Writer) error {
	l := w.Ladder("")
	at := l.Start
	if n := len(l.Steps); n > 0 {
		at = l.Steps[n-1].After
	}
	say(stdout, "\nA is %s, B is %s\n", at.Ends[0].State, at.Ends[1].State)
	for i, c := range choices {
		step := w.Would(c)
		say(stdout, "%3d  %s\n", i+1, step.Summary(l.Ends))
	}
	if len(choices) == 0 {
		say(stdout, "     nothing can happen any more\n")
	}
	_, err := fmt.Fprint(stdout, "> ")
	return err
}
