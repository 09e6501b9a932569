package oracle

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// predicting returns successors on a wire that ask m.
func predicting(m *fsm.Machine) *successors {
	return &successors{
		variants: []Variant{{Machine: m}}, seen: &seen{told: Segments},
		Workspace: &Workspace{fired: make([]uint64, m.Rules())},
	}
}

// ordinary returns a connection that is predictable, and a segment of the kind that most
// of them send, with whatever else random.
func ordinary(r *rand.Rand) (c fsm.TCB, g fsm.Segment) {
	seq := func() fsm.Seq { return fsm.Seq(r.Uint32()) }
	some := func(n uint32) uint32 { return r.Uint32N(n) * r.Uint32N(2) }
	c = fsm.TCB{
		State: fsm.Established, Origin: fsm.Active, RemoteKnown: true, SYNAcked: true,
		Family: fsm.Family(r.IntN(2)), ISS: seq(), IRS: seq(),
	}
	v, w := &c.SND, &c.RCV
	v.UNA = seq()
	v.NXT = v.UNA.Add(some(3000))
	v.WL1, v.WL2, v.WND, v.MAX = v.UNA-1, v.UNA-1, unknownBuffer, 1<<30
	if r.IntN(4) == 0 { // joined in the middle
		v.WL1, v.WL2 = seq(), v.UNA
	}
	v.MSS, v.BUFF = 1+r.Uint32N(9000), anyBuffer
	w.NXT, w.WND, w.MSS = seq(), 1+r.Uint32N(5000), uint16(some(1<<16))
	w.BUFF = w.WND + some(1<<16)
	if r.IntN(2) == 0 {
		c.ISS, c.IRS = v.UNA-1-fsm.Seq(some(1<<20)), w.NXT-1-fsm.Seq(some(1<<20))
	}
	g = fsm.Segment{SEQ: w.NXT, CTL: fsm.ACK, WND: some(1 << 20), UP: some(1 << 16), MSS: uint16(some(1 << 16))}
	if r.IntN(2) == 0 {
		g.CTL |= fsm.PSH
	}
	g.ACK = v.UNA.Add(min(some(4000), v.NXT.Sub(v.UNA)))
	switch r.IntN(4) {
	case 0:
		g.Text = w.WND
	case 1, 2:
		g.Text = 1 + r.Uint32N(w.WND)
	}
	return c, g
}

// predict has m take n ordinary segments, by what is predicted and by the table, and holds
// that both come to the same by the same rules.
func predict(m *fsm.Machine, n int) (*successors, error) {
	s, table := predicting(m), predicting(m)
	r := rand.New(rand.NewPCG(1, 1))
	for range n {
		c, g := ordinary(r)
		if _, ok := kindOf(&c, &g); !ok {
			return s, fmt.Errorf("nothing is predicted of %v at %+v", g, c)
		}
		h := hypothesis{by: variantSet{1}, possibility: possibility{c: c}}
		want, ev := h, arrives(g)
		table.stepPlain(&want, m, &ev)
		table.cover()
		s.arrivePlain(&h, &ev, true)
		if h != want {
			return s, fmt.Errorf("%v arrives at %+v: predicted %+v, the table makes it %+v", g, c, h.c, want.c)
		}
		h.c, want.c = c, c
		text := fsm.Segment{SEQ: c.SND.NXT, ACK: c.RCV.NXT, CTL: fsm.ACK, Text: 1 + r.Uint32N(9000)}
		told := table.form(&want, text)
		if sent := s.transmitOne(&h, text); sent != told || h != want {
			return s, fmt.Errorf("%v leaves %+v: predicted %+v (%v), the table makes it %+v (%v)", text, c, h.c, sent, want.c, told)
		}
	}
	s.count()
	for id, times := range table.fired {
		if s.fired[id] != times {
			return s, fmt.Errorf("%s fires %d times, by the table %d times", m.Rule(fsm.RuleID(id)).ID, s.fired[id], times)
		}
	}
	return s, nil
}

// kinds returns how many kinds of segments that arrive are in a state.
func (w *Workspace) kinds(state predicted) (n int) {
	for i := range w.predicts[0].arrival {
		if w.predicts[0].arrival[i].state == state {
			n++
		}
	}
	return n
}

// TestPrediction holds that what is predicted is what the table does, by the same rules,
// for every variant, and that it is predicted.
func TestPrediction(t *testing.T) {
	variants := usual()
	if testing.Short() { // most of the time goes into the programs of so many
		variants = variants[:8]
	}
	for _, v := range variants {
		s, err := predict(v.Machine, 2000)
		if err != nil {
			t.Errorf("%s: %v", v.Name, err)
		}
		if n := s.kinds(holds); n < 50 || s.kinds(fails) > 0 {
			t.Errorf("%s: %d kinds are predicted, %d are not", v.Name, n, s.kinds(fails))
		}
	}
}

// TestPredictionOfMutants holds the same of tables of which a rule that ordinary segments
// fire has lost an effect or enters another state: what the table does otherwise is not
// predicted.
func TestPredictionOfMutants(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: lays out some eighty programs")
	}
	plain := usual()[0].Machine
	s, err := predict(plain, 1000)
	if err != nil {
		t.Fatal(err)
	}
	alterations := []func(*fsm.Rule){
		func(r *fsm.Rule) { r.Do = r.Do[min(1, len(r.Do)):] },
		func(r *fsm.Rule) { r.Do = r.Do[:max(len(r.Do)-1, 0)] },
		func(r *fsm.Rule) { r.Enter = fsm.Enter(fsm.CloseWait) },
	}
	tables, failing := 0, 0
	for id, times := range s.fired {
		if times == 0 {
			continue
		}
		for _, alter := range alterations {
			table := fsm.RFC9293Table()
			alter(table.Rule(plain.Rule(fsm.RuleID(id)).ID))
			m, err := fsm.Compile(table, fsm.Policy{})
			if err != nil {
				continue
			}
			tables++
			s, err := predict(m, 500)
			if err != nil {
				t.Errorf("%s, altered: %v", m.Rule(fsm.RuleID(id)).ID, err)
			}
			if s.kinds(fails) > 0 {
				failing++
			}
		}
	}
	if tables < 20 || failing < 10 {
		t.Errorf("of %d altered tables %d do anything else than is predicted", tables, failing)
	}
}
