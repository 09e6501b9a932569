package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/certificate"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
	"github.com/tcpfsm/tcpfsm/model/certify"
)

func newVerify() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "verify FILE...",
		Short: "Verify certificates, without a search",
		Long: `Verifies what explore check -certificate has written: that the states cover where the
scenario begins, that each step out of them leads to what they cover, and that the
claims are so in them. What verifies shares nothing with what has searched but the
step of one TCP; docs/certificates.md says what is proved, and by how little. - stands
for standard input.

Exit status: 0 all are verified; 1 one is refused; 2 one cannot be read, or is about
other rules or other definitions; 3 Ctrl-C came before.`,
		Example: `  explore check -certificate all.json
  explore verify all.json`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("verify needs a file\nhint: explore check close -certificate close.json, and then explore verify close.json")
			}
			v := verify{json: asJSON, out: cmd.OutOrStdout()}
			for _, name := range args {
				if err := v.file(cmd.Context(), cmd.InOrStdin(), name); err != nil {
					return usage(err)
				}
			}
			return v.outcome
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object per certificate")
	return cmd
}

// verify is the command line of "explore verify".
type verify struct {
	json    bool
	out     io.Writer
	outcome error
}

// A verified certificate, and what became of it.
type verified struct {
	Scenario string   `json:"scenario"`
	Policy   string   `json:"policy"`
	Changed  bool     `json:"changed"` // the scenario of that name in the catalogue is another
	Claims   []string `json:"claims"`
	States   int      `json:"states"`
	Verified bool     `json:"verified"`
	Why      string   `json:"why"`
	Seconds  float64  `json:"seconds"`

	err error
}

// file verifies the certificates of a file, some at a time, and tells of them in order.
func (v *verify) file(ctx context.Context, stdin io.Reader, name string) error {
	in := stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return fmt.Errorf("%w\nhint: name a file that explore check -certificate has written", err)
		}
		defer func() { _ = f.Close() }()
		in = f
	}
	results := make(chan chan *verified, runtime.GOMAXPROCS(0))
	var unread error
	go func() {
		defer close(results)
		unread = readAll(ctx, in, results)
	}()
	n := 0
	for result := range results {
		select {
		case <-ctx.Done():
			return limitf("no answer: %s: Ctrl-C, or the end of the time, came before all was verified\nhint: let it go on to the end", name)
		case r := <-result:
			n++
			if err := v.tell(r); err != nil {
				return err
			}
		}
	}
	switch {
	case ctx.Err() != nil:
		return limitf("no answer: %s: Ctrl-C, or the end of the time, came before all was verified\nhint: let it go on to the end", name)
	case unread != nil:
		return fmt.Errorf("%s: %w\nhint: explore check -certificate writes one", name, unread)
	case n == 0:
		return fmt.Errorf("%s: there is no certificate in it\nhint: explore check -certificate writes one", name)
	}
	return nil
}

// readAll reads certificates and has them verified.
func readAll(ctx context.Context, in io.Reader, results chan<- chan *verified) error {
	d := json.NewDecoder(bufio.NewReader(interruptible(ctx, in)))
	for ctx.Err() == nil {
		c, err := certificate.Read(d)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		result := make(chan *verified, 1)
		results <- result
		go func() { result <- examine(c) }()
	}
	return nil
}

// examine verifies a certificate.
func examine(c *certificate.Certificate) *verified {
	began := time.Now()
	r := &verified{Scenario: c.Scenario, Policy: c.Policy, Claims: []string{}, States: len(c.States)}
	for _, claim := range c.Claims {
		r.Claims = append(r.Claims, claim.Name)
	}
	if r.err = certify.Known(c); r.err == nil {
		r.err = c.Verify(fsm.RFC9293Table())
	}
	s, err := catalogue.FindScenario(c.Scenario)
	r.Changed = r.err == nil && (err != nil || !certify.About(c, &s))
	r.Verified, r.Seconds = r.err == nil, time.Since(began).Seconds()
	if r.err != nil {
		r.Why = r.err.Error()
	}
	return r
}

// tell writes what became of a certificate.
func (v *verify) tell(r *verified) error {
	var refusal *certificate.Refusal
	switch {
	case r.err == nil:
	case errors.As(r.err, &refusal):
		v.outcome = worse(v.outcome, errViolated)
	default:
		v.outcome = worse(v.outcome, usagef("%w\nhint: explore check -certificate writes one that this program can verify", r.err))
	}
	if v.json {
		return json.NewEncoder(v.out).Encode(r)
	}
	_, err := io.WriteString(v.out, r.text())
	return err
}

func (r *verified) text() string {
	if r.err != nil {
		return fmt.Sprintf("refused   %s\n", strings.TrimPrefix(r.Why, "scenario "))
	}
	note := ""
	if r.Changed {
		note = ", not as explore list scenarios has it"
	}
	return fmt.Sprintf("verified  %s%s: %d claims in %d states, for a network of any capacity, in %.1f s\n", r.Scenario, note, len(r.Claims), r.States, r.Seconds)
}
