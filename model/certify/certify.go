// Package certify writes down why claims hold in networks of any capacity, so that
// fsm/certificate can verify it, which knows nothing of package model.
package certify

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/certificate"
	"github.com/tcpfsm/tcpfsm/model"
)

// Of makes a certificate of the claims that an answer says hold in a network of any
// capacity, of those that certificates know; see [Carries]. It returns nil if the answer
// has no invariant.
func Of(a *model.Answer) *certificate.Certificate {
	if a.Invariant == nil {
		return nil
	}
	machine := a.Model.Machine()
	w := &writer{
		Certificate: &certificate.Certificate{
			Format: certificate.Format, Scenario: a.Scenario.Name, Table: certificate.Digest(machine), Policy: a.Scenario.Policy,
			Network: network(&a.Scenario), Terms: slices.Concat(terms, claimTerms), Marks: marks, Lost: lost, Waits: waits,
		},
		scenario: &a.Scenario, of: a.Invariant, ends: map[uint32]uint32{}, sent: map[uint32]uint32{}, packets: map[certificate.Packet]uint32{},
	}
	for _, c := range claims {
		if slices.ContainsFunc(a.Verdicts, func(v model.Verdict) bool {
			return v.Name == c.Name && v.Capacity == 0 && v.Finding.Verdict == checker.Holds
		}) {
			w.Claims = append(w.Claims, c)
		}
	}
	w.remember(machine.Policy())
	w.number()
	for i := range w.Sides {
		w.Sides[i] = w.side(i)
	}
	for _, s := range a.Invariant.States {
		w.States = append(w.States, [5]uint32{w.ends[s.End[0]], w.ends[s.End[1]], w.sent[s.Dir[0]], w.sent[s.Dir[1]], s.Env})
	}
	return w.Certificate
}

// Carries reports whether certificates know the claim of that name.
func Carries(name string) bool {
	return slices.ContainsFunc(claims, func(c certificate.Claim) bool { return c.Name == name })
}

// Claims lists the claims that certificates know, under the names of properties.
func Claims() []certificate.Claim { return slices.Clone(claims) }

// Write writes a certificate, in lines.
func Write(w io.Writer, c *certificate.Certificate) error {
	return json.NewEncoder(w).Encode(c)
}

// A writer makes a certificate.
type writer struct {
	*certificate.Certificate
	scenario   *model.Scenario
	of         *model.Invariant
	kinds      []fsm.EventKind // of budgets
	ends, sent map[uint32]uint32
	packets    map[certificate.Packet]uint32
	top        uint32 // how far behind its ISS an end has come
}

func network(s *model.Scenario) certificate.Network {
	mortal := s.Clock.MSL > 0 && !s.Clock.Immortal
	return certificate.Network{
		MSL: uint32(s.Clock.MSL), Mortal: mortal, Obliged: s.Net.Delivers, Races: s.Clock.Races,
		Loopback: s.Loopback, Forgeries: uint32(s.Attack.Budget),
	}
}

// remember says what is remembered of ends: the calls that there are left, what does
// not change, and the rest.
func (w *writer) remember(policy fsm.Policy) {
	for k := range model.Crash + 1 {
		if w.scenario.Allows(k) {
			w.kinds = append(w.kinds, k)
			is := happens(k)
			if k == model.Crash {
				is = "Crashes"
			}
			name := left(k)
			w.Memory = append(w.Memory, certificate.Register{
				Name: name, First: [2]uint32{uint32(w.scenario.Ends[0].May[k]), uint32(w.scenario.Ends[1].May[k])},
				Next: fmt.Sprintf("%s - (%[1]s != 0 && %[1]s != 255 && %[2]s)", name, is), Tick: name,
			})
		}
	}
	w.Budgets = len(w.Memory)
	for _, r := range memory {
		for i := range r.First {
			r.First[i] = w.first(r.Name, &w.scenario.Ends[i], policy)
		}
		w.Memory = append(w.Memory, whole(r))
	}
}

// whole says of a register that it stays as it is where nothing else is said.
func whole(r certificate.Register) certificate.Register {
	r.Next, r.Tick = cmp.Or(r.Next, r.Name), cmp.Or(r.Tick, r.Name)
	return r
}

// left is the name of the register that counts how often an event may still happen.
func left(k fsm.EventKind) string {
	name := []byte("Left_" + model.KindName(k))
	for i, c := range name {
		if c == ' ' || c == '-' {
			name[i] = '_'
		}
	}
	return string(name)
}

func happens(k fsm.EventKind) string { return fmt.Sprintf("Event.Kind == %q", k.String()) }

// first is what a register is at the beginning.
func (w *writer) first(name string, side *model.Side, policy fsm.Policy) uint32 {
	c := &w.scenario.Clock
	switch name {
	case "Connections":
		return max(1, uint32(side.Incarnations))
	case "MSL":
		return uint32(c.MSL)
	case "TimeWait":
		return uint32(c.TimeWaitTicks())
	case "Rest":
		return uint32(c.Rest)
	case "Pause":
		return is(c.Quiet)
	case "Labels":
		return is(w.scenario.ISN != model.Advancing)
	case "RSTIgnored":
		return is(policy.RSTInTimeWait == fsm.RSTInTimeWaitIgnore)
	case "Top":
		return uint32(side.ISS)
	}
	return 0
}

func is(so bool) uint32 {
	if so {
		return 1
	}
	return 0
}

// number gives places to the parts of states.
func (w *writer) number() {
	for _, s := range w.of.States {
		for i := range s.End {
			if _, known := w.ends[s.End[i]]; !known {
				w.ends[s.End[i]] = uint32(len(w.Ends))
				w.Ends = append(w.Ends, w.end(w.of.End(s.End[i])))
			}
			if _, known := w.sent[s.Dir[i]]; !known {
				w.sent[s.Dir[i]] = uint32(len(w.Sent))
				w.Sent = append(w.Sent, w.direction(s.Dir[i]))
			}
		}
	}
}

// end is an end with what is remembered of it.
func (w *writer) end(e *model.End) certificate.Stored {
	s := certificate.Stored{End: certificate.End{TCB: e.TCB}}
	for i := range e.TCB.RCV.Held.Runs() {
		s.Held = append(s.Held, e.TCB.RCV.Held.Run(i))
	}
	s.RCV.Held = fsm.Held{}
	h := e.History()
	if n := h.Top.Sub(w.scenario.Ends[e.Side].ISS); n < 1<<8 { // else it is that of a far ISS
		w.top = max(w.top, n)
	}
	for i, k := range w.kinds {
		s.Memory[i] = uint32(e.Left[k])
	}
	now := map[string]uint32{
		"Used": uint32(e.Used), "Inc": uint32(e.Inc), "PeerInc": uint32(e.Peer), "OldInc": uint32(h.OldInc), "OldPeer": uint32(h.OldPeer),
		"TriedInc": uint32(h.TriedInc), "TriedPeer": uint32(h.TriedPeer), "TriedISS": uint32(h.TriedISS), "Met": uint32(h.Met), "Top": uint32(h.Top),
		"Closed": is(e.Closed), "Said": uint32(e.Sent), "Heard": uint32(e.Got), "EOF": uint32(e.EOF), "Foreign": uint32(e.Foreign), "Stale": is(e.Stale),
		"Due": uint32(e.Due), "Quiet": uint32(e.Quiet),
	}
	for i, r := range w.Memory[w.Budgets:] {
		n, changes := now[r.Name]
		if !changes {
			n = r.First[e.Side]
		}
		s.Memory[w.Budgets+i] = n
	}
	return s
}

// direction is what was sent into one, in the order of packets.
func (w *writer) direction(dir uint32) []certificate.Sending {
	all, sent := []certificate.Sending{}, w.of.Sent(dir)
	slices.SortFunc(sent, func(a, b model.Sending) int {
		return strings.Compare(fmt.Sprint(packet(a.Packet)), fmt.Sprint(packet(b.Packet)))
	})
	for _, s := range sent { // not in the order in which the search came across them, which is chance
		all = append(all, certificate.Sending{w.place(packet(s.Packet)), uint32(s.Young), uint32(s.Owed)})
	}
	slices.SortFunc(all, func(a, b certificate.Sending) int { return int(a[0]) - int(b[0]) })
	return all
}

// place is that of a packet, a new one at first sight.
func (w *writer) place(p certificate.Packet) uint32 {
	at, known := w.packets[p]
	if !known {
		at = uint32(len(w.Packets))
		w.packets[p], w.Packets = at, append(w.Packets, p)
	}
	return at
}

func packet(p *model.Packet) certificate.Packet {
	return certificate.Packet{Segment: p.Segment, Marks: [5]uint32{uint32(p.From), uint32(p.To), uint32(p.Sent), is(p.Closed), is(p.Wrong != 0)}}
}
