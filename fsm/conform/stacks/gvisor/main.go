package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"

	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

func main() {
	quick := flag.Bool("quick", false, "only one route to each connection that is different")
	more := flag.Bool("more", false, "other peers, too")
	known := flag.Bool("known", false, "write the causes as a file of known ones")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *quick, *more, *known); err != nil {
		fmt.Fprintln(os.Stderr, "gvisor:", err)
		os.Exit(2)
	}
}

// run holds gVisor against the table and writes the report to standard output.
func run(ctx context.Context, quick, more, known bool) error {
	s, err := newNetstack()
	if err != nil {
		return err
	}
	report, err := conform.Check(ctx, s, conform.Options{Name: "gVisor " + version(), Quick: quick, More: more})
	if err != nil {
		fmt.Fprintln(os.Stderr, "gvisor: stopped:", err)
	}
	if known {
		return report.WriteKnown(os.Stdout)
	}
	return report.WriteText(os.Stdout)
}

// version is that of gVisor in this program.
func version() string {
	info, _ := debug.ReadBuildInfo()
	for _, m := range info.Deps {
		if m.Path == "gvisor.dev/gvisor" {
			return m.Version
		}
	}
	return "of an unknown version"
}
