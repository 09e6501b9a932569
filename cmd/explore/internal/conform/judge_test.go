package conform

import (
	"context"
	"fmt"
	"sort"
	"testing"
	"time"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/kernel"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/subject"
	"github.com/tcpfsm/tcpfsm/fsm"
)

var machines = map[fsm.Policy]*subject.Machine{}

func machine(p fsm.Policy) *subject.Machine {
	m := machines[p]
	if m == nil {
		m, _ = subject.NewMachine(fsm.RFC9293Table(), p)
		machines[p] = m
	}
	return m
}

func strip(gs []fsm.Segment) string {
	s := ""
	for _, g := range gs {
		g.WND = 0
		g.CTL &^= fsm.PSH
		g.MSS = 0
		s += g.String()
	}
	return s
}

func match(p fsm.Policy, r *Run) (int, string) {
	m := machine(p)
	c, _ := m.Connection()
	for i, s := range r.Steps {
		out, _ := c.Do(s.Input)
		v, _ := c.Observe()
		if a, b := strip(out.Segments), strip(s.Segments); a != b || v.State != s.State {
			return i, fmt.Sprintf("%v: expected %s %v, saw %s %v", s.Input, a, v.State, b, s.State)
		}
	}
	return len(r.Steps), ""
}

func TestKernelX(t *testing.T) {
	var alts []fsm.Choice
	for _, o := range fsm.Options() {
		for _, a := range o.Choices[1:] {
			alts = append(alts, a.Choice)
		}
	}
	err := kernel.Run(kernel.Options{}, func(k *kernel.Kernel) error {
		rs := Routes()
		r := Runner{Stack: k}
		count := map[string]int{}
		ex := map[string]string{}
		n := 0
		t0 := time.Now()
		for i := range rs {
			runs, err := r.Route(context.Background(), &rs[i], classes(&rs[i].TCB))
			if err != nil {
				return err
			}
			for j := range runs {
				n++
				run := &runs[j]
				v := "deviation"
				if run.Limit != "" {
					v = "limit " + run.Limit
				} else if l, w := match(fsm.Policy{}, run); w == "" {
					v = "conforms"
				} else {
					best := l
					bw := w
				search:
					for a := range alts {
						l, w := match(fsm.Policy{}.With(alts[a]), run)
						if w == "" {
							v = "variation " + alts[a].String()
							break
						}
						if l > best {
							best, bw = l, w
						}
						for b := range a {
							l, w := match(fsm.Policy{}.With(alts[a], alts[b]), run)
							if w == "" {
								v = "variation " + alts[a].String() + " " + alts[b].String()
								break search
							}
							if l > best {
								best, bw = l, w
							}
						}
					}
					if v == "deviation" {
						v += fmt.Sprintf(" %v %v step %+d", run.Route.State(), run.Class.Flags.Name, best-run.Probe)
						if ex[v] == "" {
							ex[v] = fmt.Sprint(run.Case, " ", bw)
						}
					}
				}
				count[v]++
			}
		}
		t.Log(n, time.Since(t0))
		var keys []string
		for k := range count {
			keys = append(keys, k)
		}
		sort.Strings(keys)
		for _, k := range keys {
			t.Log(count[k], k, "\n      ", ex[k])
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
