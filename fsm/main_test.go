package fsm

import (
	"encoding/gob"
	"fmt"
	"os"
	"testing"
)

// TestMain holds the tests against another table than the specification if
// FSM_TABLE names a file with one, as [encoding/gob] writes it: a mutant, which
// some test has to notice.
func TestMain(m *testing.M) {
	path := otherTable()
	if path == "" {
		cold = 0 // so that what is tried is compiled; a mutant is not worth it
	} else if err := install(path); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// otherTable names the file with it; "" if the specification is tested.
func otherTable() string { return os.Getenv("FSM_TABLE") }

// TakesASecond skips a test while somebody edits, with -short. Of a mutant it
// skips nothing: the test may be the only one that notices.
func TakesASecond(t *testing.T) {
	if testing.Short() && otherTable() == "" {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
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
	callChecks, segmentChecks, timeoutChecks, finishChecks, formChecks = t, nil, nil, nil, nil
	for m, p := range map[**Machine]Policy{
		&RFC9293: {}, &Hardened: hardened, &RFC9293Literal: literal, &RFC793: rfc793, &Linux: linux, &FreeBSD: freeBSD,
	} {
		if *m, err = Compile(RFC9293Table(), p); err != nil {
			return err
		}
	}
	return nil
}
