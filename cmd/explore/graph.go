package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/checker/scene"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/diagram"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/hint"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ladder"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/output"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/question"
	"github.com/tcpfsm/tcpfsm/fsm"
)

var graphFormats = []string{"dot", "svg", "png", "mermaid"}

// graph is the command line of "explore graph".
type graph struct {
	format, file string
	reset        bool
	path         string // of the file of a ladder; empty: none
	stdin        io.Reader
	request      question.Request
	options      checker.Options
	limits       limits
	stderr       io.Writer
}

func newGraph() *cobra.Command {
	var g graph
	cmd := &cobra.Command{
		Use:   "graph [fsm|SCENARIO]",
		Short: "Draw the states and what leads from one to the other",
		Long: `Draw the states and what leads from one to the other. The edges of fsm are
derived from the rules. The first picture is the normal course, as in figure 5
of RFC 9293; -reset draws what ends a connection otherwise.

-path FILE lights the way of both ends of a ladder that check, simulate or trace
wrote with -format json; - is standard input. In SVG each arrow leads to
its clause of RFC 9293, and its label to the rule.

A scenario is explored and drawn as pairs of states of its two ends, with the
number of states of the whole system in each.

No other program is needed for any format. DOT is for those who have Graphviz
and want its layout: explore graph close | dot -Tsvg -o close.svg.`,
		Example: `  explore graph fsm -format svg -o tcp.svg
  explore graph fsm -reset -policy Hardened -format mermaid
  explore simulate close -seed 7 -format json | explore graph fsm -path - -format svg -o way.svg
  explore graph close -net perfect -format svg -o close.svg
  explore graph handshake -format png -o handshake.png`,
		RunE: func(cmd *cobra.Command, args []string) error {
			g.request.Stepwise = true
			g.request.Assumed = cmd.Flags().Changed("assume")
			g.stderr, g.stdin = cmd.ErrOrStderr(), cmd.InOrStdin()
			ready, err := g.plan(args, cmd.Flags())
			if err != nil {
				return usage(err)
			}
			return into(cmd.OutOrStdout(), g.file, func(out *output.Output) error {
				p, err := ready(cmd.Context())
				if err != nil {
					return usage(err)
				}
				return usage(out.Write(func(w io.Writer) error { return draw(w, g.format, p) }))
			})
		},
	}
	f := cmd.Flags()
	requestFlags(f, &g.request)
	g.limits.flags(f)
	f.StringVar(&g.format, "format", "dot", strings.Join(graphFormats, ", "))
	f.Var(refused{"a picture shows all states, whatever is claimed of them; explore check decides properties"}, "property", "refused: see explore check")
	f.BoolVar(&g.reset, "reset", false, "of fsm: draw RST, ABORT, timeouts and errors instead")
	f.StringVar(&g.path, "path", "", "of fsm: light the way of the ladder in this `file`, written as JSON; - is standard input")
	f.StringVarP(&g.file, "output", "o", "", "write to this `file`")
	return cmd
}

// plan checks the command line and returns what makes the picture.
func (g *graph) plan(args []string, f *pflag.FlagSet) (func(context.Context) (picture, error), error) {
	if err := oneOf("format", g.format, graphFormats); err != nil {
		return nil, err
	}
	if len(args) == 0 || args[0] == "fsm" {
		return g.fsm(args, f)
	}
	if _, err := question.FindScenario(args[0]); err != nil {
		return nil, hint.Unknown("graph", args[0], append([]string{"fsm"}, question.ScenarioNames()...), "explore list scenarios")
	}
	if g.reset {
		return nil, fmt.Errorf("-reset is about the picture of fsm, and %s is a scenario\nhint: leave one of them out", args[0])
	}
	if g.path != "" {
		return nil, fmt.Errorf("-path is about the picture of fsm, and %s is a scenario\nhint: leave one of them out", args[0])
	}
	if err := g.limits.set(&g.options); err != nil {
		return nil, err
	}
	q, err := oneQuestion(&g.request, args)
	if err != nil {
		return nil, err
	}
	q.Options = g.options
	return func(ctx context.Context) (picture, error) {
		ctx, cancel := g.limits.until(ctx)
		defer cancel()
		return g.explored(ctx, q)
	}, nil
}

// ofScenarios are the flags that say how to change and to explore a scenario.
var ofScenarios = []string{"net", "mutant", "assume", "bound", "max-states", "max-memory", "timeout"}

// fsm returns what makes the picture of the table.
func (g *graph) fsm(args []string, f *pflag.FlagSet) (func(context.Context) (picture, error), error) {
	if len(args) > 1 {
		return nil, fmt.Errorf("graph takes one name, not %d\nhint: explore graph -help", len(args))
	}
	for _, name := range ofScenarios {
		if f.Changed(name) {
			return nil, fmt.Errorf("-%s is about a scenario, and fsm is drawn from the table alone\nhint: leave it out, or name a scenario; explore list scenarios shows them all", name)
		}
	}
	policy := cmp.Or(g.request.Policy, fsm.Profiles()[0].Name)
	p, err := hint.ParsePolicy(policy)
	if err != nil {
		return nil, err
	}
	way, err := g.way()
	return func(context.Context) (picture, error) {
		pic := diagram.Of(policy, p, diagram.Which(g.reset))
		if way != nil {
			pic.Light(way)
		}
		return pic, nil
	}, err
}

// way returns the way to be lit, or nil if there is none.
func (g *graph) way() (*ladder.Course, error) {
	if g.path == "" {
		return nil, nil
	}
	if g.format != "svg" && g.format != "png" {
		return nil, fmt.Errorf("-path lights a way in svg and png, not in %s\nhint: -format svg", g.format)
	}
	c, err := g.course()
	if err != nil {
		return nil, fmt.Errorf("-path %s: %w\nhint: explore check, simulate and trace write ladders with -format json", g.path, err)
	}
	return c, nil
}

// course reads the ladder.
func (g *graph) course() (*ladder.Course, error) {
	if g.path == "-" {
		return ladder.ReadCourse(g.stdin)
	}
	f, err := os.Open(g.path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ladder.ReadCourse(f)
}

// A picture is what can be drawn, in one of graphFormats.
type picture interface {
	DOT(io.Writer) error
	Mermaid(io.Writer) error
	Scene() *scene.Scene
}

func draw(w io.Writer, format string, p picture) error {
	switch format {
	case "svg":
		return p.Scene().SVG(w)
	case "png":
		return p.Scene().PNG(w)
	case "mermaid":
		return p.Mermaid(w)
	}
	return p.DOT(w)
}
