package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

func main() {
	quick := flag.Bool("quick", false, "only a sample of the cases")
	more := flag.Bool("more", false, "other peers, too")
	six := flag.Bool("6", false, "by IPv6")
	known := flag.Bool("known", false, "write the causes as a file of known ones")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, conform.Options{Quick: *quick, More: *more, Family: families[*six]}, *known); err != nil {
		fmt.Fprintln(os.Stderr, "gvisor:", err)
		os.Exit(2)
	}
}

// families are the versions of IP, by whether the newer one is asked for.
var families = map[bool]fsm.Family{false: fsm.IPv4, true: fsm.IPv6}

// run holds gVisor against the table and writes the report to standard output.
func run(ctx context.Context, o conform.Options, known bool) error {
	s, err := newNetstack(o.Family)
	if err != nil {
		return err
	}
	o.Name = "gVisor " + release()
	report, err := conform.Check(ctx, s, o)
	if err != nil {
		fmt.Fprintln(os.Stderr, "gvisor: stopped:", err)
	}
	if known {
		return report.WriteKnown(os.Stdout)
	}
	return report.WriteText(os.Stdout)
}

// release is the version of gVisor in this program.
func release() string {
	info, _ := debug.ReadBuildInfo()
	for _, m := range info.Deps {
		if m.Path == "gvisor.dev/gvisor" {
			return m.Version
		}
	}
	return "of an unknown version"
}
