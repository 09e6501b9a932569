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

var damageWorlds = flag.Int("damage.worlds", 0, "worlds of each profile that TestJust damages; 0: a few")

// A damage is what may come between a connection and whoever records it: nothing
// that happens to the connection itself.
type damage struct {
	name string
	do   func(*rand.Rand, []flight) []flight
}

// without is film without frames [i, j).
func without(film []flight, i, j int) []flight {
	return append(append([]flight(nil), film[:i]...), film[j:]...)
}

// moved is film with frame i in place j.
func moved(film []flight, i, j int) []flight {
	rest := without(film, i, i+1)
	return append(append(append([]flight(nil), rest[:j]...), film[i]), rest[j:]...)
}

// damages are the kinds of damage. Each makes a new film of one that is not empty.
var damages = []damage{
	{"one deleted", func(r *rand.Rand, f []flight) []flight {
		i := r.IntN(len(f))
		return without(f, i, i+1)
	}},
	{"two deleted", func(r *rand.Rand, f []flight) []flight {
		i := r.IntN(len(f))
		f = without(f, i, i+1)
		j := r.IntN(len(f))
		return without(f, j, j+1)
	}},
	{"a burst deleted", func(r *rand.Rand, f []flight) []flight {
		i := r.IntN(len(f))
		return without(f, i, min(len(f), i+2+r.IntN(12)))
	}},
	{"some deleted", func(r *rand.Rand, f []flight) (kept []flight) {
		for _, x := range f {
			if r.IntN(6) > 0 {
				kept = append(kept, x)
			}
		}
		return kept
	}},
	{"the first deleted", func(r *rand.Rand, f []flight) []flight { return f[min(len(f), 1+r.IntN(len(f))):] }},
	{"the last deleted", func(r *rand.Rand, f []flight) []flight { return f[:r.IntN(len(f))] }},
	{"neighbours swapped", func(r *rand.Rand, f []flight) []flight {
		i := r.IntN(len(f))
		return moved(f, i, min(i+1, len(f)-1))
	}},
	{"one delayed", func(r *rand.Rand, f []flight) []flight {
		i := r.IntN(len(f))
		return moved(f, i, min(i+1+r.IntN(5), len(f)-1))
	}},
	{"one doubled", func(r *rand.Rand, f []flight) []flight {
		i := r.IntN(len(f))
		return moved(append(append([]flight(nil), f...), f[i]), len(f), min(i+1+r.IntN(5), len(f)))
	}},
	{"one way hidden", func(r *rand.Rand, f []flight) (kept []flight) {
		hidden := r.IntN(2)
		for _, x := range f {
			if x.from != hidden {
				kept = append(kept, x)
			}
		}
		return kept
	}},
}

// record is what is seen in the middle of a world.
func record(seed uint64, m *fsm.Machine, told oracle.Told, family fsm.Family) []flight {
	w := newWorld(rand.New(rand.NewPCG(seed, 3)), m, oracle.Options{Told: told}, func(int, string, oracle.Verdict) {})
	w.mute, w.family = true, family
	for range 160 {
		w.happen(told)
	}
	return w.film
}

// A playback is what the oracles of both ends say of a film.
type playback struct {
	log     []string
	kinds   [oracle.Deviates + 1]int
	oracles [2]*oracle.Oracle
}

// play shows a film to the oracles of both ends.
func play(film []flight, opts oracle.Options, log bool) *playback {
	var p playback
	for i := range p.oracles {
		p.oracles[i] = oracle.New(opts)
		if g := film[0].g; !g.CTL.Has(fsm.SYN) || g.CTL.Has(fsm.ACK) {
			p.oracles[i].Join()
		}
	}
	note := func(who int, what string, g fsm.Segment, v oracle.Verdict) {
		p.kinds[v.Kind]++
		if log {
			p.log = append(p.log, fmt.Sprintf("%c %s %v %v", 'A'+who, what, g, v))
		}
	}
	for _, x := range film {
		note(x.from, "out", x.g, p.oracles[x.from].Out(x.g))
		note(1-x.from, "in", x.g, p.oracles[1-x.from].In(x.g))
	}
	return &p
}

// TestJust damages what was seen of random worlds, as a capture may be. Nobody
// must be accused of what the observer has not seen, or not in order.
func TestJust(t *testing.T) {
	count, profiles := max(*damageWorlds, 1), fsm.Profiles()
	if testing.Short() {
		count, profiles = 1, profiles[:1]
	}
	for _, p := range profiles {
		variants, err := oracle.Variants(p.Name, p.Policy)
		if err != nil {
			t.Fatal(err)
		}
		for i, d := range damages {
			if testing.Short() && i%4 != 0 {
				continue
			}
			t.Run(p.Name+"/"+strings.ReplaceAll(d.name, " ", "-"), func(t *testing.T) {
				t.Parallel()
				justRun(t, d, count, p, variants)
			})
		}
	}
}

// justRun damages worlds of one profile, several times each.
func justRun(t *testing.T, d damage, worlds int, p fsm.Profile, variants []oracle.Variant) {
	machine := fsm.MustCompile(fsm.RFC9293Table(), p.Policy)
	trials, bad := 0, 0
	for seed := range uint64(worlds) {
		family := []fsm.Family{fsm.IPv4, fsm.IPv6}[seed%2]
		film := record(seed, machine, []oracle.Told{oracle.Segments, 0}[seed/2%2], family)
		opts := oracle.Options{Variants: variants, Family: family, Workspace: new(oracle.Workspace)}
		if len(film) < 2 {
			continue
		}
		r := rand.New(rand.NewPCG(seed, 4))
		for range 10 {
			damaged := d.do(r, film)
			if len(damaged) == 0 {
				continue
			}
			trials++
			if play(damaged, opts, false).kinds[oracle.Deviates] == 0 {
				continue
			}
			if bad++; bad == 1 {
				t.Errorf("world %d:\n%s", seed, excerpt(play(damaged, opts, true).log))
			}
		}
	}
	t.Logf("%d of %d trials accuse", bad, trials)
}

// excerpt is the log up to the first deviation.
func excerpt(log []string) string {
	for i, line := range log {
		if strings.Contains(line, "deviates") {
			return strings.Join(log[max(0, i-40):i+1], "\n")
		}
	}
	return strings.Join(log, "\n")
}
