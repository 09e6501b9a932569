package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/behaviour"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ladder"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/output"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/question"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/report"
	"github.com/tcpfsm/tcpfsm/model"
)

// simulate is the command line of "explore simulate".
type simulate struct {
	request      question.Request
	seed         uint64
	walks, steps int
	format, file string
	verbose      bool
	wide         int // of a ladder, in characters; 0: as wide as it likes
}

func newSimulate() *cobra.Command {
	var s simulate
	cmd := &cobra.Command{
		Use:   "simulate SCENARIO",
		Short: "Walk through a scenario at random",
		Long: `Walks through a scenario at random, looks at the safety properties on the way,
and draws the first walk, or the one that violates a property. Walks prove
nothing: explore check does. The same seed takes the same walks.`,
		Example: "  explore simulate close -seed 7 -steps 20",
		RunE: func(cmd *cobra.Command, args []string) error {
			if !cmd.Flags().Changed("seed") {
				s.seed = rand.Uint64()
			}
			s.request.Stepwise, s.wide = true, widthOf(cmd.OutOrStdout(), s.file)
			s.request.Assumed = cmd.Flags().Changed("assume")
			return s.run(cmd.Context(), args, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f := cmd.Flags()
	requestFlags(f, &s.request)
	propertyFlag(f, &s.request)
	f.Uint64Var(&s.seed, "seed", 0, "of the walks; default: another one each time")
	f.IntVar(&s.walks, "walks", 1000, "walks that look for violations")
	f.IntVar(&s.steps, "steps", 30, "steps of a walk at most")
	f.StringVar(&s.format, "format", "text", strings.Join(ladderFormats, ", "))
	f.StringVarP(&s.file, "output", "o", "", "write to this `file`")
	f.BoolVarP(&s.verbose, "verbose", "v", false, "show which rules fired")
	return cmd
}

func (s *simulate) run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	if s.walks < 1 || s.steps < 1 {
		return usagef("-walks %d, -steps %d: there is nothing to do\nhint: both are at least 1", s.walks, s.steps)
	}
	if err := oneOf("format", s.format, ladderFormats); err != nil {
		return usagef("%w", err)
	}
	if err := verboseText(s.verbose, s.format); err != nil {
		return usagef("%w", err)
	}
	q, err := oneQuestion(&s.request, args)
	if err != nil {
		return usagef("%w", err)
	}
	return into(stdout, s.file, func(out *output.Output) error { return s.walk(ctx, q, out, stderr) })
}

// walk takes the walks and draws one.
func (s *simulate) walk(ctx context.Context, q *question.Question, out *output.Output, stderr io.Writer) error {
	say(stderr, "explore: seed %d\n", s.seed)
	sim := checker.Simulation{Seed: s.seed, Walks: s.walks, Length: s.steps}
	a, walked, err := model.Simulate(ctx, q.Question, sim)
	if ctx.Err() != nil {
		return limitf("no answer: interrupted")
	}
	if err != nil {
		return usagef("%w", err)
	}
	for i := range a.Verdicts {
		if l := report.Counterexample(a, &a.Verdicts[i], q.Mutant); l != nil {
			l.Note = fmt.Sprintf("Walk %d with seed %d; there may be a shorter way: explore check finds it.\n%s", walked.Walks, s.seed, l.Note)
			if err := usage(s.write(out, l)); err != nil {
				return err
			}
			return errViolated
		}
	}
	l, err := s.first(q)
	if err != nil {
		return usagef("%w", err)
	}
	l.Note = fmt.Sprintf("%d walks, %d steps, no violation, which proves nothing.\n%s", walked.Walks, walked.Steps, l.Note)
	if err := usage(s.write(out, l)); err != nil || len(s.request.Properties) == 0 {
		return err
	}
	return limitf("no answer: walks prove nothing\nhint: explore check %s -property %s", q.Scenario.Name, s.request.Properties[0])
}

// first draws a walk.
func (s *simulate) first(q *question.Question) (*ladder.Ladder, error) {
	w, err := behaviour.NewWalk(&q.Question)
	if err != nil {
		return nil, err
	}
	w.Stray(rand.New(rand.NewPCG(s.seed, 0)), s.steps)
	return w.Ladder(fmt.Sprintf("A random walk through scenario %s, seed %d", q.Scenario.Name, s.seed)), nil
}

func (s *simulate) write(out *output.Output, l *ladder.Ladder) error {
	return out.Write(func(w io.Writer) error { return writeLadder(w, l, s.format, s.verbose, s.wide) })
}

// oneQuestion returns the question about the one scenario that is named.
func oneQuestion(r *question.Request, args []string) (*question.Question, error) {
	if len(args) != 1 {
		return nil, fmt.Errorf("expected one scenario, not %d\nhint: explore list scenarios shows them all", len(args))
	}
	r.Scenarios = args
	all, err := r.Questions()
	if err != nil {
		return nil, err
	}
	return &all[0], nil
}
