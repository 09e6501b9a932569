package main

import (
	"context"
	"fmt"
	"io"
	"net"

	"github.com/spf13/cobra"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/serve"
)

// listen is the command line of "explore serve".
type listen struct {
	address string
	options checker.Options
	memory  string
}

func newServe() *cobra.Command {
	var l listen
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Explore in the browser, on this machine alone",
		Long: `Prints the address of a page and answers it until Ctrl-C. On the page there are two
TCPs and a network to play with; the questions, claims, wrong designs and hazards as
ways to walk through; explorations with their verdicts and the graph of their pairs of
states; the table, of one policy or of two; captures, and reports of conformance.

The page is in this program and loads nothing from elsewhere. The address that is
printed has a token for this browser: without it the page shows ways and the table,
and runs nothing. The address of a way has no token and can be mailed: whoever runs
explore serve can open it. It names the table, so that an old one says so.

It listens on 127.0.0.1, and on no address that others can reach: -addr says which
port, 0 for any that is free. From another machine: ssh -L 9293:127.0.0.1:9293 HOST.`,
		Example: `  explore serve
  explore serve -addr 127.0.0.1:0 -max-memory 2G`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return l.run(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f := cmd.Flags()
	f.StringVar(&l.address, "addr", "127.0.0.1:9293", "listen at this `address` of this machine")
	f.IntVar(&l.options.Workers, "workers", 0, "goroutines that explore; 0: one per processor")
	f.StringVar(&l.memory, "max-memory", "", "memory that an exploration stops at, as 500M or 2G; default: what is available")
	return cmd
}

// run answers the page until the context ends.
func (l *listen) run(ctx context.Context, stdout, stderr io.Writer) (err error) {
	if l.options.MaxMemory, err = parseSize(l.memory); err != nil {
		return usage(err)
	}
	if l.options.Workers < 0 {
		return usagef("-workers %d is negative\nhint: 0 means one per processor", l.options.Workers)
	}
	in, err := l.open()
	if err != nil {
		return usage(err)
	}
	log := func(text string) { say(stderr, "explore: %s\n", text) }
	s := serve.New(serve.Options{Version: version, Put: put, Explore: l.options, Log: log})
	if _, err := fmt.Fprintf(stdout, "http://%s/#token=%s\n", in.Addr(), s.Token()); err != nil {
		_ = in.Close()
		return unwritten(err)
	}
	say(stderr, "explore: open this address in a browser on this machine; Ctrl-C ends\n")
	return usage(s.Serve(ctx, in))
}

// open listens at the address, if it is one that only this machine reaches.
func (l *listen) open() (net.Listener, error) {
	host, _, err := net.SplitHostPort(l.address)
	if err != nil {
		return nil, fmt.Errorf("-addr %q is no address\nhint: as in -addr 127.0.0.1:9293; port 0 is any that is free", l.address)
	}
	if !serve.Loopback(host) {
		return nil, fmt.Errorf("-addr %s: others can reach that, and whoever does could run things here\nhint: -addr 127.0.0.1:9293, and from another machine ssh -L 9293:127.0.0.1:9293 HOST", l.address)
	}
	in, err := net.Listen("tcp", l.address)
	if err != nil {
		return nil, fmt.Errorf("-addr %s: %w\nhint: is it in use? -addr 127.0.0.1:0 takes a port that is free", l.address, err)
	}
	return in, nil
}
