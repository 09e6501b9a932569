package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/output"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/page"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/why"
)

// whyPictures are the formats in which the ladder of one exhibit is drawn, with what
// is said of its steps.
var whyPictures = []string{"svg", "png", page.Format}

// whyFormats are all that an answer is written as.
var whyFormats = slices.Concat(why.Formats, whyPictures)

// draws reports whether a ladder is asked for.
func (x *explain) draws() bool { return slices.Contains(whyPictures, x.format) }

// valid checks the flags against what is asked.
func (x *explain) valid(args []string) error {
	if err := oneOf("format", x.format, whyFormats); err != nil {
		return err
	}
	switch {
	case x.draws() && (len(args) == 0 || args[0] == "claims"):
		return fmt.Errorf("-format %s draws the ladder of one question, and there is none\nhint: explore why time-wait -format %s", x.format, x.format)
	case !x.draws() && x.exhibit != 0:
		return errors.New("-exhibit says which ladder to draw, and none is drawn\nhint: choose a -format, as in -format svg")
	}
	return nil
}

// chosen returns the exhibit to draw: that of the number, or else the first that has
// a ladder.
func (x *explain) chosen(a *why.Answer) (*why.Exhibit, error) {
	if x.exhibit < 0 || x.exhibit > len(a.Exhibits) {
		return nil, fmt.Errorf("-exhibit %d: %s has %d\nhint: explore why %s numbers them", x.exhibit, a.Name, len(a.Exhibits), a.Name)
	}
	i := x.exhibit - 1
	if x.exhibit == 0 {
		i = slices.IndexFunc(a.Exhibits, func(e why.Exhibit) bool { return hasLadder(&e) })
	}
	if i < 0 || !hasLadder(&a.Exhibits[i]) {
		return nil, fmt.Errorf("there is no ladder to draw: what is asked about does not happen\nhint: explore why %s says so in words", a.Name)
	}
	return &a.Exhibits[i], nil
}

func hasLadder(e *why.Exhibit) bool { return e.Comes == why.Violated || e.Comes == why.Reached }

// picture explores an exhibit and draws its ladder.
func (x *explain) picture(ctx context.Context, out *output.Output, a *why.Answer) error {
	e, err := x.chosen(a)
	if err != nil {
		return usage(err)
	}
	r, err := exhibit(ctx, e, x.stderr)
	if err != nil {
		return err
	}
	ladders := r.Scenario.Ladders()
	if len(ladders) == 0 {
		return refuted(r)
	}
	r.Annotate(ladders[0])
	if x.format == page.Format {
		ladders[0].Title = e.Shows
	}
	if err := out.Write(func(w io.Writer) error { return page.WriteLadder(w, ladders[0], x.format, x.verbose, x.in()) }); err != nil {
		return usage(err)
	}
	return refuted(r)
}
