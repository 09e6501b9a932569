package fsm

import (
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"os"
	"testing"
)

// TestMain holds the tests against another table than the specification if
// FSM_TABLE names a file with one, as [encoding/gob] writes it: a mutant, which
// some test has to notice.
func TestMain(m *testing.M) {
	if path := os.Getenv("FSM_TABLE"); path != "" {
		if err := install(path); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// TestLaw reads checks, one after the other, from the file that FSM_CHECKS
// names, and says of each whether the law of the table holds of it.
func TestLaw(t *testing.T) {
	path := os.Getenv("FSM_CHECKS")
	if path == "" {
		t.Skip("FSM_CHECKS names no file with checks; the tests of package model write one for every mutation of the table")
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for in := gob.NewDecoder(f); ; {
		var k Check
		if err := in.Decode(&k); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
		fmt.Println("lawful:", k.lawful())
	}
}

// lawful reports whether exactly one rule of k fires, in every state, under
// every policy, for every feasible valuation.
func (k *Check) lawful() bool {
	for _, s := range AllStates() {
		if !k.In.Has(s) {
			continue
		}
		rules := k.in(s)
		asked := askedBy(rules)
		for _, p := range k.combinations(rules) {
			for range unlawful(p, s, rules, asked) {
				return false
			}
		}
	}
	return true
}

// install replaces the specification and what was made of it.
func install(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	var t Table
	if err := gob.NewDecoder(f).Decode(&t); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	callChecks, segmentChecks, timeoutChecks, finishChecks = t, nil, nil, nil
	for m, p := range map[**Machine]Policy{
		&RFC9293: {}, &Hardened: hardened, &RFC9293Literal: literal, &RFC793: rfc793, &Linux: linux, &FreeBSD: freeBSD,
	} {
		if *m, err = Compile(RFC9293Table(), p); err != nil {
			return err
		}
	}
	return nil
}
