package certify_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/certificate"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/certify"
)

// targets are small scenarios that have all that a certificate can be about: ticks,
// what is owed, ISNs that repeat or are any, forgeries, strays, a loop, rude users.
func targets(t *testing.T) (all []model.Scenario) {
	for _, name := range []string{"handshake", "self-connect", "old-syn-at-syn-sent", "close", "crash-quiet", "time-wait"} {
		all = append(all, scenario(t, name))
	}
	return append(all,
		scenario(t, "handshake").With("arbitrary", func(s *model.Scenario) {
			s.ISN = model.Arbitrary
			s.SetIncarnations(2)
			s.Ends[0].RcvBUFF, s.Ends[1].RcvBUFF, s.Ends[1].Incarnations, s.Ends[0].May[fsm.Abort] = 1, 1, 1, 1
		}),
		scenario(t, "handshake").With("constant", func(s *model.Scenario) {
			s.ISN, s.Clock, s.Net.Delivers = model.Constant, model.Clock{MSL: 1, Rest: 2}, true
			s.SetIncarnations(2)
			s.Ends[0].May[fsm.Abort], s.Ends[0].Rude = 1, true
		}),
		scenario(t, "handshake").With("forged", func(s *model.Scenario) {
			s.Attack = model.Attack{Budget: 2, Forged: [2][]fsm.Segment{{{SEQ: 5001, CTL: fsm.RST}}, {{SEQ: 7, CTL: fsm.SYN}, {SEQ: 4294967295, ACK: 5001, CTL: fsm.ACK}}}}
		}),
	)
}

// A truth is what can be reached, as a search says, by values: places mean nothing.
type truth struct {
	of     *certificate.Certificate
	states []reached
}

type reached struct {
	ends [2]certificate.End
	sent [2]map[certificate.Packet]certificate.Sending
	left uint32
}

// spelled tells of a state what its places stand for.
func spelled(c *certificate.Certificate, s [5]uint32) (r reached) {
	r.left = s[4]
	for i := range r.ends {
		r.ends[i], r.sent[i] = c.Ends[s[i]].End, map[certificate.Packet]certificate.Sending{}
		for _, x := range c.Sent[s[2+i]] {
			r.sent[i][c.Packets[x[0]]] = x
		}
	}
	return r
}

// within reports whether a state has all that another has, as docs/certificates.md
// defines it.
func (r *reached) within(by *reached) bool {
	if r.ends != by.ends || r.left != by.left {
		return false
	}
	for i := range r.sent {
		for p, x := range r.sent[i] {
			if y, there := by.sent[i][p]; !there || y[1] > x[1] {
				return false
			}
		}
		for p, y := range by.sent[i] {
			if !owesLess(y[2], r.sent[i][p][2]) {
				return false
			}
		}
	}
	return true
}

// owesLess reports whether of each age at least as many copies are owed in b, of that age
// or older, as in a.
func owesLess(a, b uint32) bool {
	for age := range 32 {
		if ones(a>>age) > ones(b>>age) {
			return false
		}
	}
	return true
}

func ones(n uint32) (count int) {
	for ; n != 0; n &= n - 1 {
		count++
	}
	return count
}

// refutes names a state that can be reached and that none of a certificate covers; -1 if
// there is none.
func (tr *truth) refutes(c *certificate.Certificate) int {
	var all []reached
	for _, s := range c.States {
		all = append(all, spelled(c, s))
	}
	for i := range tr.states {
		if !slices.ContainsFunc(all, func(r reached) bool { return tr.states[i].within(&r) }) {
			return i
		}
	}
	return -1
}

// TestAdversary alters certificates at random, in their states and in what they say can
// happen. Whatever is verified then is so: about the same scenario, in the same words,
// and each state that can be reached is covered.
func TestAdversary(t *testing.T) {
	if testing.Short() {
		t.Skip("it verifies for seconds")
	}
	var truths []*truth
	var texts [][]byte
	scenarios := targets(t)
	for _, s := range scenarios {
		tr, c := new(truth), reread(t, certify.Of(about(t, s)))
		if c.Verify(fsm.RFC9293Table()) != nil || len(spare(t, c)) > 0 || !certify.About(c, &s) {
			t.Fatalf("the certificate of %s is not verified as it is", s.Name)
		}
		for _, state := range c.States {
			tr.states = append(tr.states, spelled(c, state))
		}
		tr.of, truths, texts = c, append(truths, tr), append(texts, encoded(t, c))
	}
	verified, refused := map[string]int{}, map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		i := rapid.IntRange(0, len(truths)-1).Draw(t, "scenario")
		c, err := certificate.Read(json.NewDecoder(bytes.NewReader(texts[i])))
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for range rapid.IntRange(1, 3).Draw(t, "alterations") {
			a := rapid.SampledFrom(alterations).Draw(t, "alteration")
			names = append(names, a.name)
			a.do(&altered{t, c})
		}
		same := definitions(c, truths[i].of)
		c, err = certificate.Read(json.NewDecoder(bytes.NewReader(encoded(t, c))))
		if err != nil || certify.Known(c) != nil || !certify.About(c, &scenarios[i]) || c.Verify(fsm.RFC9293Table()) != nil {
			refused[names[0]]++
			return
		}
		verified[names[0]]++
		if !same {
			t.Fatalf("%s: %v make another scenario of it, which is not noticed", scenarios[i].Name, names)
		}
		if state := truths[i].refutes(c); state >= 0 {
			t.Fatalf("%s: after %v it is verified, and state %d can be reached", scenarios[i].Name, names, state)
		}
	})
	t.Logf("by the first alteration\nrefused  %v\nverified %v", refused, verified)
}

// definitions reports whether two certificates say that the same can happen: all but
// their states and claims is the same. Packets are known by their place.
func definitions(a, b *certificate.Certificate) bool {
	bare := func(c *certificate.Certificate) certificate.Certificate {
		d := *c
		d.Ends, d.Sent, d.States, d.Claims, d.Packets = nil, nil, nil, nil, nil
		for i := range d.Sides {
			for _, places := range [][]uint32{d.Sides[i].Strays, d.Sides[i].Forged} {
				for _, p := range places {
					d.Packets = append(d.Packets, c.Packets[p])
				}
			}
			d.Sides[i].Strays, d.Sides[i].Forged = nil, nil
		}
		return d
	}
	return reflect.DeepEqual(bare(a), bare(b))
}

func encoded(t rapid.TB, c *certificate.Certificate) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := certify.Write(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// altered is a certificate that is being altered.
type altered struct {
	*rapid.T
	*certificate.Certificate
}

// below draws a number less than n, and 0 of nothing.
func (a *altered) below(n int) int { return rapid.IntRange(0, max(0, n-1)).Draw(a.T, "place") }

func (a *altered) end() *certificate.Stored { return &a.Ends[a.below(len(a.Ends))] }

// sending draws what was sent of a packet, or a new one if nothing was.
func (a *altered) sending() *certificate.Sending {
	for range len(a.Sent) {
		if all := a.Sent[a.below(len(a.Sent))]; len(all) > 0 {
			return &all[a.below(len(all))]
		}
	}
	return new(certificate.Sending)
}

func (a *altered) input() *certificate.Input {
	side := &a.Sides[a.below(2)]
	for _, all := range [][]certificate.Input{side.Inputs, side.AtOnce}[a.below(2):] {
		if len(all) > 0 {
			return &all[a.below(len(all))]
		}
	}
	return new(certificate.Input)
}

func (a *altered) number() uint32 {
	return rapid.OneOf(rapid.Uint32Range(0, 3), rapid.SampledFrom([]uint32{certificate.Any, 1<<32 - 1, 1<<32 - 2, 5001})).Draw(a.T, "number")
}

// drop takes out the states of which something is so.
func (a *altered) drop(so func(s [5]uint32) bool) { a.States = slices.DeleteFunc(a.States, so) }

// alterations are what an adversary does.
var alterations = []struct {
	name string
	do   func(a *altered)
}{
	{"a state is left out", func(a *altered) {
		i := a.below(len(a.States))
		a.States = slices.Delete(a.States, i, min(i+1, len(a.States)))
	}},
	{"all states of an end are left out", func(a *altered) {
		side, end := a.below(2), uint32(a.below(len(a.Ends)))
		a.drop(func(s [5]uint32) bool { return s[side] == end })
	}},
	{"all states in which a register is so are left out", func(a *altered) {
		side, j, model := a.below(2), a.below(len(a.Memory)), a.end().Memory
		a.drop(func(s [5]uint32) bool { return a.Ends[s[side]].Memory[j] == model[j] })
	}},
	{"all states in which a segment was sent are left out", func(a *altered) {
		side, p := a.below(2), uint32(a.below(len(a.Packets)))
		a.drop(func(s [5]uint32) bool {
			return slices.ContainsFunc(a.Sent[s[2+side]], func(x certificate.Sending) bool { return x[0] == p })
		})
	}},
	{"all states with forgeries left, or without, are left out", func(a *altered) {
		n := a.number()
		a.drop(func(s [5]uint32) bool { return s[4] == n })
	}},
	{"all is left out", func(a *altered) { a.States = nil }},
	{"a state is there twice", func(a *altered) {
		if len(a.States) > 0 {
			a.States = append(a.States, a.States[a.below(len(a.States))])
		}
	}},
	{"states exchange a part", func(a *altered) {
		if n := len(a.States); n > 0 {
			i, j, part := a.below(n), a.below(n), a.below(5)
			a.States[i][part], a.States[j][part] = a.States[j][part], a.States[i][part]
		}
	}},
	{"a part of a state is another", func(a *altered) {
		if n := len(a.States); n > 0 {
			part := a.below(5)
			a.States[a.below(n)][part] = uint32(a.below([]int{len(a.Ends), len(a.Ends), len(a.Sent), len(a.Sent), 4}[part]))
		}
	}},
	{"ends are exchanged", func(a *altered) { x, y := a.end(), a.end(); *x, *y = *y, *x }},
	{"an end is another", func(a *altered) { *a.end() = *a.end() }},
	{"a register is another", func(a *altered) { a.end().Memory[a.below(len(a.Memory)+1)] = a.number() }},
	{"a register is another in all ends", func(a *altered) {
		j, n := a.below(len(a.Memory)), a.number()
		for i := range a.Ends {
			a.Ends[i].Memory[j] = n
		}
	}},
	{"a TCB is another", func(a *altered) {
		e := a.end()
		switch a.below(5) {
		case 0:
			e.State = fsm.State(a.below(11))
		case 1:
			e.SND.NXT++
		case 2:
			e.RCV.NXT--
		case 3:
			e.Timers ^= 1 << a.below(6)
		case 4:
			e.Origin = fsm.Origin(a.below(4))
		}
	}},
	{"a packet is left out of a direction", func(a *altered) {
		if i := a.below(len(a.Sent)); len(a.Sent[i]) > 0 {
			j := a.below(len(a.Sent[i]))
			a.Sent[i] = slices.Delete(a.Sent[i], j, j+1)
		}
	}},
	{"a direction is empty", func(a *altered) { a.Sent[a.below(len(a.Sent))] = nil }},
	{"copies are older, or younger", func(a *altered) { a.sending()[1] = uint32(a.below(4)) }},
	{"more is owed, or less", func(a *altered) { a.sending()[2] = uint32(a.below(8)) }},
	{"nothing is owed", func(a *altered) {
		for i := range a.Sent {
			for j := range a.Sent[i] {
				a.Sent[i][j][2] = 0
			}
		}
	}},
	{"packets are exchanged", func(a *altered) {
		x, y := a.below(len(a.Packets)), a.below(len(a.Packets))
		a.Packets[x], a.Packets[y] = a.Packets[y], a.Packets[x]
	}},
	{"a packet is another", func(a *altered) {
		p := &a.Packets[a.below(len(a.Packets))]
		switch a.below(3) {
		case 0:
			p.Marks[a.below(5)] = a.number()
		case 1:
			p.SEQ++
		case 2:
			p.CTL ^= 1 << a.below(6)
		}
	}},

	{"an input is left out", func(a *altered) {
		side := &a.Sides[a.below(2)]
		if n := len(side.Inputs); n > 0 {
			i := a.below(n)
			side.Inputs = slices.Delete(side.Inputs, i, i+1)
		}
	}},
	{"an input never happens", func(a *altered) { a.input().If = "0" }},
	{"an input has another number", func(a *altered) { a.input().ISS = "7" }},
	{"an input has another timestamp", func(a *altered) { a.input().Timestamp = "3" }},
	{"an input is another", func(a *altered) { a.input().Event = a.input().Event }},
	{"nothing happens at once", func(a *altered) { a.Sides[a.below(2)].AtOnce = nil }},
	{"nothing is forged", func(a *altered) { a.Sides[a.below(2)].Forged = nil }},
	{"there are no strays", func(a *altered) { a.Sides[a.below(2)].Strays = nil }},
	{"the network is another", func(a *altered) {
		n := &a.Network
		switch a.below(6) {
		case 0:
			n.MSL = uint32(a.below(3))
		case 1:
			n.Mortal = !n.Mortal
		case 2:
			n.Obliged = !n.Obliged
		case 3:
			n.Races = !n.Races
		case 4:
			n.Loopback = !n.Loopback
		case 5:
			n.Forgeries = a.number()
		}
	}},
	{"a budget is less", func(a *altered) { a.Memory[a.below(a.Budgets)].First[a.below(2)] = uint32(a.below(2)) }},
	{"a register begins with another number", func(a *altered) { a.Memory[a.below(len(a.Memory))].First[a.below(2)] = a.number() }},
	{"a register follows another rule", func(a *altered) {
		r := &a.Memory[a.below(len(a.Memory))]
		r.Next = rapid.SampledFrom([]string{r.Name, "0", "Was." + r.Name}).Draw(a.T, "rule")
	}},
	{"a register follows another rule in a tick", func(a *altered) { a.Memory[a.below(len(a.Memory))].Tick = "0" }},
	{"registers are exchanged", func(a *altered) {
		x, y := a.below(len(a.Memory)), a.below(len(a.Memory))
		a.Memory[x], a.Memory[y] = a.Memory[y], a.Memory[x]
	}},
	{"more registers are budgets", func(a *altered) { a.Budgets = a.below(len(a.Memory) + 1) }},
	{"a term means another thing", func(a *altered) {
		a.Terms[a.below(len(a.Terms))].Is = rapid.SampledFrom([]string{"0", "1", "Was.Inc"}).Draw(a.T, "term")
	}},
	{"a mark means another thing", func(a *altered) { a.Marks[a.below(len(a.Marks))].Is = "0" }},
	{"time stands still", func(a *altered) { a.Waits = "1" }},
	{"all is lost", func(a *altered) { a.Lost = "Arrives" }},
	{"the policy is another", func(a *altered) { a.Policy = "Linux" }},
	{"a claim is stronger", func(a *altered) {
		if n := len(a.Claims); n > 0 {
			a.Claims[a.below(n)].Holds = "0"
		}
	}},
	{"a claim is weaker", func(a *altered) {
		if n := len(a.Claims); n > 0 {
			a.Claims[a.below(n)].When = "0"
		}
	}},
}
