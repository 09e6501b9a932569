package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ask"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/diagram"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/result"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/spec"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

var graphFormats = []string{"dot", "svg", "png", "mermaid"}

// graph is the command line of "explore graph".
type graph struct {
	format, policy, file string
	reset                bool
	request              ask.Request
	options              checker.Options
	limits               limits
}

func newGraph() *cobra.Command {
	var g graph
	cmd := &cobra.Command{
		Use:   "graph [fsm|SCENARIO]",
		Short: "Draw the states and what leads from one to the other",
		Long: `Draw the states and what leads from one to the other. The edges of fsm are
derived from the rules. The first picture is the normal course, as in figure 5
of RFC 9293; -reset draws what ends a connection otherwise.

A scenario is explored and drawn as pairs of states of its two ends, with the
number of states of the whole system in each.`,
		Example: `  explore graph fsm -format svg -o tcp.svg
  explore graph fsm -reset -policy Hardened -format mermaid
  explore graph close -net perfect -format svg -o close.svg`,
		RunE: func(cmd *cobra.Command, args []string) error {
			g.request.Assumed = cmd.Flags().Changed("assume")
			write, err := g.writer(cmd.Context(), args, cmd.ErrOrStderr())
			if err != nil {
				return usage(err)
			}
			return written(result.Write(cmd.OutOrStdout(), g.file, write))
		},
	}
	f := cmd.Flags()
	requestFlags(f, &g.request)
	g.limits.flags(f)
	f.StringVar(&g.format, "format", "dot", strings.Join(graphFormats, ", "))
	f.BoolVar(&g.reset, "reset", false, "of fsm: draw RST, ABORT, timeouts and errors instead")
	f.StringVarP(&g.file, "output", "o", "", "write to this `file`")
	return cmd
}

// writer returns what writes the picture that the command line asks for.
func (g *graph) writer(ctx context.Context, args []string, stderr io.Writer) (func(io.Writer) error, error) {
	if err := oneOf("format", g.format, graphFormats, "explore graph -help"); err != nil {
		return nil, err
	}
	if len(args) == 0 || args[0] == "fsm" {
		return g.fsm(ctx, args)
	}
	if _, err := model.FindScenario(args[0]); err != nil && g.request.Mutant == "" {
		return nil, spec.Unknown("graph", args[0], append([]string{"fsm"}, scenarioWords()...), "explore list scenarios")
	}
	if err := g.limits.set(&g.options); err != nil {
		return nil, err
	}
	g.limits.left(&g.options)
	q, err := oneQuestion(&g.request, args)
	if err != nil {
		return nil, err
	}
	q.Options = g.options
	return exploredGraph(ctx, q, g.format, stderr)
}

func scenarioWords() (names []string) {
	for _, s := range model.Scenarios() {
		names = append(names, s.Name)
	}
	return names
}

// fsm returns what draws the table.
func (g *graph) fsm(ctx context.Context, args []string) (func(io.Writer) error, error) {
	if len(args) > 1 {
		return nil, fmt.Errorf("graph takes one name, not %d\nhint: explore graph -help", len(args))
	}
	var p fsm.Policy
	if text := g.request.Policy; text != "" {
		var err error
		if p, err = spec.ParsePolicy(text); err != nil {
			return nil, err
		}
	}
	return func(w io.Writer) error { return draw(ctx, w, g.format, p, diagram.Which(g.reset)) }, nil
}

func draw(ctx context.Context, w io.Writer, format string, p fsm.Policy, which diagram.Which) error {
	switch format {
	case "svg":
		return diagram.SVG(ctx, w, p, which)
	case "png":
		return diagram.PNG(ctx, w, p, which)
	case "mermaid":
		return diagram.Mermaid(w, p, which)
	}
	return diagram.DOT(w, p, which)
}
