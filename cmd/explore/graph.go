package main

import (
	"context"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/diagram"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/result"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/spec"
	"github.com/tcpfsm/tcpfsm/fsm"
)

var graphFormats = []string{"dot", "svg", "png", "mermaid"}

func newGraph() *cobra.Command {
	var format, policy, file string
	var reset bool
	cmd := &cobra.Command{
		Use:   "graph [fsm]",
		Short: "Draw the states and what leads from one to the other",
		Long: `Draw the states and what leads from one to the other. The edges are derived
from the rules. The first picture is the normal course, as in figure 5 of
RFC 9293; -reset draws what ends a connection otherwise.`,
		Example: `  explore graph fsm -format svg -o tcp.svg
  explore graph fsm -reset -policy Hardened -format mermaid`,
		ValidArgs: []string{"fsm"},
		RunE: func(cmd *cobra.Command, args []string) error {
			write, err := graphWriter(cmd.Context(), args, format, policy, diagram.Which(reset))
			if err != nil {
				return usagef("%w", err)
			}
			return written(result.Write(cmd.OutOrStdout(), file, write))
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&format, "format", "dot", strings.Join(graphFormats, ", "))
	flags.StringVar(&policy, "policy", "", "draw this policy, as in Linux,fin_wait_2_timeout=none")
	flags.BoolVar(&reset, "reset", false, "draw RST, ABORT, timeouts and errors instead")
	flags.StringVarP(&file, "output", "o", "", "write to this `file`")
	return cmd
}

// graphWriter returns what writes the picture that the command line asks for.
func graphWriter(ctx context.Context, args []string, format, policy string, which diagram.Which) (func(io.Writer) error, error) {
	for _, a := range args {
		if err := oneOf("graph", a, []string{"fsm"}, "explore graph -help"); err != nil {
			return nil, err
		}
	}
	if err := oneOf("format", format, graphFormats, "explore graph -help"); err != nil {
		return nil, err
	}
	var p fsm.Policy
	if policy != "" {
		var err error
		if p, err = spec.ParsePolicy(policy); err != nil {
			return nil, err
		}
	}
	return func(w io.Writer) error { return draw(ctx, w, format, p, which) }, nil
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
