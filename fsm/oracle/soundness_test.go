package oracle_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

var worlds = flag.Int("worlds", 2, "random worlds for each profile and observer in TestSound")

// TestSound drives machines against each other at random, and their oracles
// must never object: whatever the table does, the oracle allows.
func TestSound(t *testing.T) {
	runs := *worlds
	if testing.Short() {
		runs = 1
	}
	observers := map[string]oracle.Told{
		"lock step":                  oracle.Everything,
		"lock step, calls unseen":    oracle.Everything &^ oracle.Calls,
		"lock step, timeouts unseen": oracle.Everything &^ oracle.Timeouts,
		"wire":                       oracle.Segments,
		"far wire":                   0,
		"at the end":                 oracle.Segments | oracle.Arrivals | oracle.Timeouts,
	}
	profiles := fsm.Profiles()
	if testing.Short() {
		profiles = profiles[:1]
	}
	for _, p := range profiles {
		variants, err := oracle.Variants(p.Name, p.Policy)
		if err != nil {
			t.Fatal(err)
		}
		for name, told := range observers {
			if testing.Short() && name != "lock step" && name != "far wire" {
				continue
			}
			t.Run(p.Name+"/"+name, func(t *testing.T) {
				t.Parallel()
				for seed := range runs {
					if !soundRun(t, uint64(seed), oracle.Options{Told: told, Variants: variants, Overlaps: name == "at the end"}) {
						return
					}
				}
			})
		}
	}
}

// soundRun reports whether the oracles have no objection to one world.
func soundRun(t *testing.T, seed uint64, opts oracle.Options) bool {
	var log []string
	good, bad := true, 0
	w := newWorld(rand.New(rand.NewPCG(seed, 1)), opts.Variants[0].Machine, opts, func(who int, what string, v oracle.Verdict) {
		log = append(log, fmt.Sprintf("%c %-60s %v", 'A'+who, what, v))
		wire := opts.Told&oracle.Arrivals == 0 || opts.Overlaps // there even a SYN may not be seen, and too much may be possible
		if v.Kind != oracle.Conforms && good && (!wire || v.Kind == oracle.Permitted && !opts.Overlaps || v.Kind == oracle.Deviates) {
			good, bad = false, who
		}
	})
	w.forged = seed%2 == 1 && opts.Told != 0 && !opts.Overlaps
	for range 250 {
		w.happen(opts.Told)
		if !good {
			for i, c := range w.ends[bad].o.Connections() {
				t.Log(i, c)
			}
			t.Errorf("seed %d:\n%s\nA %v\nB %v", seed, strings.Join(log[max(0, len(log)-40):], "\n"), w.ends[0].c, w.ends[1].c)
			return false
		}
	}
	return true
}
