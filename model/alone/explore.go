package alone

import (
	"runtime"
	"slices"
	"sync"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// Options say how far [Explore] goes.
type Options struct {
	Room    uint32  // octets that each buffer has room for; segments have text and windows up to one more
	Claims  []Claim // to hold each step against
	MaxEnds int     // a bound; 0: none
}

// A Result is what [Explore] has found.
type Result struct {
	Ends     int               // that can be come to, as [Relative] has them
	Steps    int               // out of them
	Complete bool              // out of all of them
	Broken   map[string][]Step // by the name of a claim, a shortest run to a step of which it is not so
}

// Explore comes to all ends that a machine can be in, beginning with CLOSED, and holds
// each step out of them against the claims. It ends early once all of them are broken.
func Explore(m *fsm.Machine, opt Options) *Result {
	x := &exploration{machine: m, Options: opt, places: map[fsm.TCB]int{{}: 0}, ends: []visited{{}}}
	x.Broken = map[string][]Step{}
	for from := 0; from < len(x.ends) && !x.done(); {
		to := len(x.ends)
		x.level(from, to)
		from = to
		x.Complete = from == len(x.ends)
	}
	x.Ends = len(x.ends)
	return &x.Result
}

// done reports whether there is no more to find, or too much was.
func (x *exploration) done() bool {
	return len(x.Claims) > 0 && len(x.Broken) == len(x.Claims) || x.MaxEnds > 0 && len(x.ends) > x.MaxEnds
}

type exploration struct {
	Result
	Options
	machine *fsm.Machine
	places  map[fsm.TCB]int
	ends    []visited
}

// A visited end, and how it was come to first.
type visited struct {
	tcb   fsm.TCB
	from  int
	event fsm.Event
}

// A part of a level is what one worker found in it.
type part struct {
	steps  int
	found  []visited
	broken map[string]visited // the end behind the first step that breaks a claim
}

// partSize is how many ends a worker takes at a time.
const partSize = 64

// level looks at the ends from one place to another, and appends those that are new.
func (x *exploration) level(from, to int) {
	parts := make([]part, (to-from+partSize-1)/partSize)
	next := make(chan int)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				parts[i] = x.look(from+i*partSize, min(from+(i+1)*partSize, to))
			}
		})
	}
	for i := range parts {
		next <- i
	}
	close(next)
	wg.Wait()
	for i := range parts {
		x.merge(&parts[i])
	}
}

// look takes every step out of some ends.
func (x *exploration) look(from, to int) part {
	p, s, seen := part{broken: map[string]visited{}}, new(Step), map[fsm.TCB]bool{}
	for i := from; i < to; i++ {
		s.Before = x.ends[i].tcb
		events(&s.Before, x.Room, func(ev *fsm.Event) {
			p.steps++
			s.After, s.Event = s.Before, *ev
			x.machine.Step(&s.After, ev, &s.Out)
			for j := range x.Claims {
				k := &x.Claims[j]
				if _, known := p.broken[k.Name]; !known && k.Broken(s) {
					p.broken[k.Name] = visited{s.After, i, *ev}
				}
			}
			if s.After == s.Before {
				return
			}
			then := Relative(s.After)
			if _, known := x.places[then]; !known && !seen[then] {
				seen[then] = true
				p.found = append(p.found, visited{then, i, *ev})
			}
		})
	}
	return p
}

// merge takes over what a worker found.
func (x *exploration) merge(p *part) {
	x.Steps += p.steps
	for name, v := range p.broken {
		if x.Broken[name] == nil {
			x.Broken[name] = x.run(v)
		}
	}
	for _, v := range p.found {
		if _, known := x.places[v.tcb]; !known {
			x.places[v.tcb] = len(x.ends)
			x.ends = append(x.ends, v)
		}
	}
}

// run is the way to an end, step by step.
func (x *exploration) run(v visited) (run []Step) {
	for {
		s := Step{Before: x.ends[v.from].tcb, Event: v.event}
		s.After = s.Before
		x.machine.Step(&s.After, &s.Event, &s.Out)
		run = append(run, s)
		if v.from == 0 {
			slices.Reverse(run)
			return run
		}
		v = x.ends[v.from]
	}
}
