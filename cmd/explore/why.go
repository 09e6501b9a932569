package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/language"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/output"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/page"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/question"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/why"
	"github.com/tcpfsm/tcpfsm/model"
)

// explain is the command line of "explore why".
type explain struct {
	format, file string
	language     string // by its tag
	verbose      bool
	exhibit      int // the number of the one to draw; 0: the first that has a ladder

	stdout, stderr io.Writer
}

func newWhy() *cobra.Command {
	var x explain
	cmd := &cobra.Command{
		Use:   "why [QUESTION|claims]",
		Short: "Answer a question about TCP by exploring a design without what it asks about",
		Long: `Answers a question that people ask about TCP: in a few sentences, then by ladders of
what goes wrong in a design without what the question is about, and by the verdict on
the right design. Nothing of it is written down: each exhibit is explored when it is
asked for, and is a command of its own that you can alter.

Without a question it lists them. "claims" settles what tutorials say of TCP; the name
of one of those claims, as c07, shows what settles it. With -lang zh all is said in
Chinese (中文); commands, names and ladders stay as they are.

-format svg and png draw the ladder of an exhibit with what is said of its steps; html
makes a page of it that can be mailed.

Exit status: 0 all came out as the answer says; 1 something did not; 2 usage; 3 no
answer: Ctrl-C came before it.`,
		Example: `  explore why
  explore why three-way-handshake
  explore why c07
  explore why time-wait -lang zh
  explore why close-wait -format md -o close-wait.md
  explore why time-wait -format svg -exhibit 1 -o time-wait.svg
  explore why last-ack -format html -o last-ack.html`,
		RunE: func(cmd *cobra.Command, args []string) error {
			x.stdout, x.stderr = cmd.OutOrStdout(), cmd.ErrOrStderr()
			if len(args) > 1 {
				return usagef("why takes one question, not %d\nhint: explore why shows them all", len(args))
			}
			return x.run(cmd.Context(), args)
		},
	}
	f := cmd.Flags()
	f.StringVar(&x.format, "format", "text", "of the answer: "+strings.Join(why.Formats, ", ")+"; of a ladder: "+strings.Join(whyPictures, ", "))
	f.IntVar(&x.exhibit, "exhibit", 0, "the exhibit to draw, by its number in the answer; default: the first that has a ladder")
	f.StringVarP(&x.file, "output", "o", "", "write to this `file`")
	f.StringVar(&x.language, "lang", string(language.English), "say it in this language: "+strings.Join(language.Tags(), ", "))
	f.BoolVarP(&x.verbose, "verbose", "v", false, "show in ladders which variables change and which rules fire")
	return cmd
}

func (x *explain) run(ctx context.Context, args []string) error {
	if err := x.valid(args); err != nil {
		return usage(err)
	}
	if err := oneOf("lang", x.language, language.Tags()); err != nil {
		return usage(err)
	}
	return into(x.stdout, x.file, func(out *output.Output) error {
		switch {
		case len(args) == 0:
			return usage(out.Write(func(w io.Writer) error { return writeEntries(w, x.entries(), widthOf(x.stdout, x.file)) }))
		case args[0] == "claims":
			return x.claims(ctx, out)
		}
		a, err := why.Find(args[0])
		if err != nil {
			return usagef("%w", err)
		}
		if a = a.In(x.in()); x.draws() {
			return x.picture(ctx, out, a)
		}
		return x.answer(ctx, out, a)
	})
}

// in is the language that was asked for, as far as the format has its letters.
func (x *explain) in() language.Language {
	return page.Written(x.format, language.Language(x.language))
}

// entries lists the questions in the language, and in English how to have them in
// another one.
func (x *explain) entries() []entry {
	out := whyEntries(x.in())
	if x.in() == language.English {
		out = append(out, entry{"-lang zh", "中文：以上问题的中文回答"})
	}
	return out
}

func whyEntries(in language.Language) (out []entry) {
	for _, a := range why.Answers() {
		out = append(out, entry{a.Name, in.Text(a.Question)})
	}
	return append(out, entry{"claims", fmt.Sprintf(in.Text("What of %d things that are said of TCP is true?"), len(why.Claims()))})
}

// answer explores the exhibits and writes the page. It is an error if they do not
// come out as they should: the answer would be wrong.
func (x *explain) answer(ctx context.Context, out *output.Output, a *why.Answer) error {
	p := why.Page{Answer: a, Wide: x.wide(), Details: x.verbose, Language: x.in()}
	outcome := error(nil)
	for i := range a.Exhibits {
		r, err := exhibit(ctx, &a.Exhibits[i], x.stderr)
		if err != nil {
			return err
		}
		p.Results = append(p.Results, *r)
		outcome = worse(outcome, refuted(r))
		if ctx.Err() != nil {
			break
		}
	}
	if err := out.Write(func(w io.Writer) error { return p.Write(w, x.format) }); err != nil {
		return usage(err)
	}
	return outcome
}

// wide returns how wide a page is: as wide as the terminal, but that long lines of
// text are hard to read.
func (x *explain) wide() int {
	return min(widthOf(x.stdout, x.file), 100)
}

// refuted returns what a result ends the command with.
func refuted(r *why.Result) error {
	switch open := r.Scenario.Open(); {
	case r.True():
		return nil
	case open != "":
		return limitf("no answer: %s: %s\nhint: let it go on to the end", r.Scenario.Name, open)
	}
	return &statusError{statusViolated, fmt.Errorf("the answer is wrong: explore check %s does not come out as %s", r.Ask, r.Comes)}
}

// claims settles the claims, each by its first exhibit, one after the other.
func (x *explain) claims(ctx context.Context, out *output.Output) (outcome error) {
	for _, c := range why.Claims() {
		c = c.In(x.in())
		r, err := exhibit(ctx, &c.Exhibits[0], x.stderr)
		if err != nil {
			return err
		}
		outcome = worse(outcome, refuted(r))
		if err := out.Write(func(w io.Writer) error { return c.Write(w, r, x.format, x.wide(), x.in()) }); err != nil {
			return usage(err)
		}
		if ctx.Err() != nil {
			break
		}
	}
	return outcome
}

// exhibit explores what an exhibit asks, with reports of progress.
func exhibit(ctx context.Context, e *why.Exhibit, stderr io.Writer) (*why.Result, error) {
	q, reach, err := put(e)
	if err != nil {
		return nil, usagef("%s: %w", e.Ask, err)
	}
	q.Options.Progress = progress(stderr, q.Scenario.Name+": ")
	q.Options.ProgressEvery = progressEvery(stderr)
	a, err := model.Ask(ctx, q.Question)
	clearProgress(stderr)
	if err != nil {
		return nil, usagef("%s: %w", e.Ask, err)
	}
	return why.Of(e, a, q.Mutant, reach), nil
}

// put returns the question that an exhibit puts, and of what it looks for a way
// to, if it does. Of a hazard it is the first that shows the harm, or, if all is to be
// well, the first that does not.
func put(e *why.Exhibit) (q question.Question, reach string, err error) {
	var r question.Request
	f := pflag.NewFlagSet("explore check", pflag.ContinueOnError)
	requestFlags(f, &r)
	propertyFlag(f, &r)
	ownFlags(f, &r)
	hazardous := f.Bool("hazards", false, "")
	if err := f.Parse(twoDashes(pairs(words(e.Ask)))); err != nil {
		return q, "", err
	}
	r.Scenarios, r.Assumed = f.Args(), f.Changed("assume")
	if *hazardous {
		q, err = hazard(r.Scenarios[0], e.Comes == why.Holds)
		return q, "", err
	}
	all, err := r.Questions()
	if err != nil {
		return q, "", err
	}
	if len(all) != 1 || len(all[0].Properties) != 1 {
		return q, "", fmt.Errorf("an exhibit asks one question, not %d", len(all))
	}
	all[0].AnyCapacity = r.AnyCapacity()
	return all[0], r.Reach, nil
}

func hazard(id string, cleared bool) (q question.Question, err error) {
	hazards, err := question.Hazards([]string{id})
	if err != nil {
		return q, err
	}
	trials := hazards[0].Exhibited
	if cleared {
		trials = hazards[0].Cleared
	}
	q.Question, err = trials[0].Question()
	return q, err
}
