package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/checker/tcp2bag"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/fill"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/output"
)

// bench is the command line of "explore bench".
type bench struct {
	model     tcp2bag.Model
	options   checker.Options
	maxMemory string
	property  string
	fair      string
	json      bool
}

func newBench() *cobra.Command {
	var b bench
	cmd := &cobra.Command{
		Use:   "bench",
		Short: "Measure the checker on its reference model",
		Long: `Explores the reference model completely and checks its invariant: two TCP
endpoints over a network that loses, duplicates and reorders up to -k messages
a direction. With -property it decides a liveness property of the model instead:

  L1  endpoint A is opened only finitely often
  L2  endpoint A does not stay in TIME-WAIT`,
		Example: `  explore bench -k 1
  explore bench -k 1 -property L2 -fair strong -json`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return b.run(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f := cmd.Flags()
	f.IntVarP(&b.model.K, "k", "k", 3, "messages in flight in each direction, 1 to 12")
	f.IntVar(&b.model.MaxOpen, "max-open", 2, "opens of each endpoint, 1 to 3")
	f.StringVar(&b.property, "property", "", "liveness property to decide: L1 or L2")
	f.StringVar(&b.fair, "fair", "none", "fairness of the end of TIME-WAIT: none, weak or strong")
	f.IntVar(&b.options.Workers, "workers", 0, "goroutines that explore; 0: one per processor")
	f.Uint64Var(&b.options.MaxStates, "max-states", 0, "distinct states to stop at; 0: no bound")
	f.StringVar(&b.maxMemory, "max-memory", "", "memory to stop at, as 500M or 2G; default: what is available")
	f.DurationVar(&b.options.Timeout, "timeout", 0, "time to stop at, as 90s or 5m; 0: no bound")
	f.BoolVar(&b.json, "json", false, "print one JSON object")
	return cmd
}

func (b *bench) run(ctx context.Context, stdout, stderr io.Writer) error {
	props, err := b.parse()
	if err != nil {
		return err
	}
	b.options.Progress = progress(stderr, "")
	b.options.ProgressEvery = progressEvery(stderr)
	began := time.Now()
	r, err := checker.Check(ctx, b.model, b.options, props...)
	clearProgress(stderr)
	if err != nil {
		return err
	}
	took := time.Since(began)
	wide := width(stdout)
	if b.json {
		wide = 0
	}
	write := func(w io.Writer) error {
		return fill.Hung(w, wide, func(w io.Writer) error { return b.print(w, r, took) })
	}
	if err := usage(output.Write(stdout, "", write)); err != nil {
		return err
	}
	switch r.Verdict() {
	case checker.Violated:
		return errViolated
	case checker.Unknown:
		return limitf("no answer: %v\nhint: raise -max-states, -max-memory or -timeout, or choose a smaller -k", r.Stopped)
	}
	return nil
}

// parse turns the flags into what is to be checked.
func (b *bench) parse() ([]checker.Property[tcp2bag.State], error) {
	if b.model.K < 1 || b.model.K > 12 {
		return nil, usagef("-k %d is out of range\nhint: choose 1 to 12", b.model.K)
	}
	if b.model.MaxOpen < 1 || b.model.MaxOpen > 3 {
		return nil, usagef("-max-open %d is out of range\nhint: choose 1 to 3", b.model.MaxOpen)
	}
	if b.options.Workers < 0 {
		return nil, usagef("-workers %d is negative\nhint: 0 means one per processor", b.options.Workers)
	}
	if b.options.Timeout < 0 {
		return nil, usagef("-timeout %v is negative\nhint: 0 means no bound", b.options.Timeout)
	}
	var err error
	if b.options.MaxMemory, err = parseSize(b.maxMemory); err != nil {
		return nil, err
	}
	fair, err := parseFairness(b.fair)
	if err != nil {
		return nil, err
	}
	if b.property == "" && len(fair) > 0 {
		return nil, usagef("-fair is for a liveness property\nhint: choose a -property, L1 or L2")
	}
	switch b.property {
	case "L1":
		return []checker.Property[tcp2bag.State]{tcp2bag.L1(fair...)}, nil
	case "L2":
		return []checker.Property[tcp2bag.State]{tcp2bag.L2(fair...)}, nil
	case "":
		return []checker.Property[tcp2bag.State]{checker.Invariant("invariant", b.model.Invariant)}, nil
	}
	return nil, usagef("there is no property %q\nhint: choose L1 or L2", b.property)
}

func parseFairness(name string) ([]checker.Fairness, error) {
	switch name {
	case "none":
		return nil, nil
	case "weak":
		return []checker.Fairness{checker.Weak(tcp2bag.Expire)}, nil
	case "strong":
		return []checker.Fairness{checker.Strong(tcp2bag.Expire)}, nil
	}
	return nil, usagef("there is no fairness %q\nhint: choose none, weak or strong", name)
}

// parseSize reads a number of bytes with an optional K, M, G or T, powers of
// 1024. The empty text is 0.
func parseSize(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	number := strings.TrimRight(strings.ToUpper(text), "IB")
	shift := 0
	if i := strings.IndexByte("KMGT", number[max(len(number)-1, 0)]); i >= 0 {
		shift = 10 * (i + 1)
		number = number[:len(number)-1]
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n <= 0 || n > (1<<62)>>shift {
		return 0, usagef("%q is no size\nhint: write 500M or 2G", text)
	}
	return n << shift, nil
}

// A benchReport is what "explore bench -json" prints.
type benchReport struct {
	K         int     `json:"k"`
	MaxOpen   int     `json:"max_open"`
	Workers   int     `json:"workers"`
	Distinct  uint64  `json:"distinct"`
	Generated uint64  `json:"generated"`
	Depth     int     `json:"depth"`
	Terminal  uint64  `json:"terminal"`
	SetSum    string  `json:"setsum"`
	Complete  bool    `json:"complete"`
	Seconds   float64 `json:"seconds"`
	PeakBytes int64   `json:"peak_bytes"`
	Property  string  `json:"property,omitempty"`
	Fair      string  `json:"fair,omitempty"`
	Verdict   string  `json:"verdict"`
	Steps     int     `json:"steps"`
}

func (b *bench) report(r *checker.Result[tcp2bag.State], d time.Duration) benchReport {
	var sum uint64
	r.Graph.Each(func(s *tcp2bag.State) { sum += tcp2bag.Mix(*s) })
	report := benchReport{
		K: b.model.K, MaxOpen: b.model.MaxOpen, Workers: r.Workers,
		Distinct: r.Distinct, Generated: r.Generated, Depth: r.Depth, Terminal: r.Terminal,
		SetSum: fmt.Sprintf("%016x", sum), Complete: r.Complete,
		Seconds: d.Round(time.Millisecond).Seconds(), PeakBytes: r.PeakBytes,
		Verdict: r.Findings[0].Verdict.String(), Steps: r.Findings[0].Steps(),
	}
	if b.property != "" {
		report.Property, report.Fair = b.property, b.fair
	}
	return report
}

func (b *bench) print(w io.Writer, r *checker.Result[tcp2bag.State], d time.Duration) error {
	report := b.report(r, d)
	if b.json {
		return json.NewEncoder(w).Encode(report)
	}
	_, err := fmt.Fprintf(w, `k=%d max-open=%d workers=%d
%d distinct states, %d generated, depth %d, %d terminal, setsum %s
%.3f s, %.2f million states/s, %.1f bytes/state at the peak
%v
`,
		report.K, report.MaxOpen, report.Workers,
		report.Distinct, report.Generated, report.Depth, report.Terminal, report.SetSum,
		report.Seconds, float64(report.Distinct)/d.Seconds()/1e6, float64(report.PeakBytes)/float64(report.Distinct),
		r.Findings[0])
	return err
}
