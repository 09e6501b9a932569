package model

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// The tests of this file hold that the examples at the heads of the files are
// true.

// opened makes a scenario executable for the policy RFC9293.
func opened(t *testing.T, s Scenario) *Model {
	t.Helper()
	m, err := newModel(s, fsm.RFC9293)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestHeadOfExecution: one octet arrives, is received and acknowledged in one step.
func TestHeadOfExecution(t *testing.T) {
	m := opened(t, Scenario{Net: Network{Capacity: 1}, Ends: [2]Side{{}, {RcvBUFF: 4, Reads: AtOnce, Prompt: true}}})
	b := &End{Side: 1, Inc: 1, Peer: 1}
	var out fsm.Output
	for _, ev := range []fsm.Event{
		{Kind: fsm.OpenPassive, RcvBUFF: 4, SndBUFF: 4},
		{Kind: fsm.SegmentArrives, ISS: 300, Segment: fsm.Segment{SEQ: 100, CTL: fsm.SYN, WND: 4}},
		{Kind: fsm.SegmentArrives, Segment: fsm.Segment{SEQ: 101, ACK: 301, CTL: fsm.ACK, WND: 4}},
	} {
		m.machine.Step(&b.TCB, &ev, &out)
	}
	text := Packet{Segment: fsm.Segment{SEQ: 101, ACK: 301, CTL: fsm.ACK | fsm.PSH, Text: 1, WND: 4}, From: 1, To: 1}
	taken := m.execute(b, input{kind: fsm.SegmentArrives, packet: m.packets.number(&text)}, true)
	var lines []string
	for _, h := range taken.happening {
		r := &h.After.TCB.RCV
		lines = append(lines, fmt.Sprint(h.Kind, " ", uint32(r.NXT), " ", r.WND, " ", r.USER, " ", h.Out.Segments()))
	}
	if got, want := strings.Join(lines, "\n"), "SEGMENT ARRIVES 102 3 1 [<SEQ=301><ACK=102><CTL=ACK><WND=3>]\n"+
		"RECEIVE 102 3 0 []\nTRANSMIT 102 3 0 []"; got != want || taken.burst.n != 1 {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

// TestHeadOfDirection: what becomes of x and y when z is sent, when x is
// delivered, and when x is sent again a tick later.
func TestHeadOfDirection(t *testing.T) {
	for _, test := range []struct {
		net                    Network
		sent, delivered, again string
	}{
		{Network{}, "", "[y@0]", ""},
		{Network{Loss: true}, "[x@0 y@0] [x@0 z@0] [y@0 z@0]", "[y@0]", "[x@0 x@1] [x@0 y@1] [x@1 y@1]"},
		{Network{Loss: true, Displaces: true}, "[x@0 z@0] [y@0 z@0]", "[y@0]", "[x@0 x@1] [x@0 y@1]"},
		{hostile(0), "[x@0 y@0] [x@0 z@0] [y@0 z@0]", "[x@0 y@0]", "[x@0 y@1]"},
	} {
		test.net.Capacity = 2
		m := opened(t, Scenario{Net: test.net, Clock: Clock{MSL: 1}})
		number := map[string]uint32{}
		for i, name := range []string{"x", "y", "z"} {
			number[name] = m.packets.number(&Packet{Segment: fsm.Segment{SEQ: fsm.Seq(i), CTL: fsm.ACK}})
		}
		flying := func(name string) flight { return flight{packet: number[name], owed: m.scenario.owes()} }
		d := m.insert(m.insert(direction{}, flying("x")), flying("y"))
		show := func(ways ...direction) string {
			var all []string
			for _, w := range ways {
				var flights []string
				for _, f := range w.all() {
					flights = append(flights, fmt.Sprintf("%c@%d", "xyz"[m.packets.at(f.packet).SEQ], f.age))
				}
				slices.Sort(flights)
				all = append(all, fmt.Sprint(flights))
			}
			slices.Sort(all)
			return strings.Join(all, " ")
		}
		send := func(d direction, name string) string {
			b := &burst{}
			b.add(number[name])
			ways, _ := m.send(d, b, m.sendOne)
			return show(ways...)
		}
		if got := send(d, "z"); got != test.sent {
			t.Errorf("%+v: z is sent: %s, want %s", test.net, got, test.sent)
		}
		if got := show(*m.dirs.at(m.deliveries(&d, 0)[0].rest)); got != test.delivered {
			t.Errorf("%+v: x is delivered: %s, want %s", test.net, got, test.delivered)
		}
		if older, _ := m.older(d); send(older, "x") != test.again {
			t.Errorf("%+v: x is sent again: %s, want %s", test.net, send(older, "x"), test.again)
		}
	}
}

// TestHeadOfSystem: the first states of the scenario handshake in numbers, and
// how few parts all of them are made of.
func TestHeadOfSystem(t *testing.T) {
	m, err := (&Question{Scenario: mustFind("handshake")}).Model()
	if err != nil {
		t.Fatal(err)
	}
	want := "{1 2} {1 1}|{3 2} {2 1}|{3 4} {2 1}|{3 5} {2 4}|{6 5} {6 4}|{6 7} {6 4}"
	var out checker.Steps[State]
	m.Initial(&out)
	var s State
	for _, s = range out.All() {
	}
	var states []string
	for range 6 {
		states = append(states, strings.NewReplacer("[", "{", "]", "}").Replace(fmt.Sprint(s.End, s.Dir)))
		before := s
		out.Reset()
		m.Next(&before, &out)
		for _, then := range out.All() {
			if s == before && then.End != s.End {
				s = then
			}
		}
	}
	if got := strings.Join(states, "|"); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	explored(t, m, 226)
	if ends, dirs := m.ends.list.len(), m.dirs.list.len(); ends != 10 || dirs != 13 {
		t.Errorf("%d ends and %d directions", ends, dirs)
	}
}

// explored explores all of a model with so many states.
func explored(t *testing.T, m *Model, states uint64) {
	t.Helper()
	r, err := checker.Check(context.Background(), m, checker.Options{Workers: 1}, checker.Invariant("any", func(*State) bool { return true }))
	if err != nil || !r.Complete || r.Distinct != states {
		t.Fatalf("%v: %d states, want %d", err, r.Distinct, states)
	}
}

// TestHeadOfMemo: where the key of end 3 and packet 1 is at home, and when the
// slots become twice as many.
func TestHeadOfMemo(t *testing.T) {
	var m memo
	m.put(pair(3, 1), 9)
	m.put(pair(1, 1), 7)
	if s := *m.slots.Load(); s[982].key.Load() != 0x300000001 || s[982].value.Load() != 9 || s[614].value.Load() != 7 {
		t.Error("the keys are not at home where the example says")
	}
	for n := m.used; n < 513; n++ {
		if size := len(*m.slots.Load()); size != 1024 {
			t.Fatalf("%d slots for %d keys", size, n)
		}
		m.put(pair(5, uint32(n)), 1)
	}
	if size := len(*m.slots.Load()); size != 2048 {
		t.Errorf("%d slots for 513 keys", size)
	}
}

// TestHeadOfFairness: how many classes the assumptions of close-fair need.
func TestHeadOfFairness(t *testing.T) {
	m, err := (&Question{Scenario: mustFind("close-fair")}).Model()
	if err != nil {
		t.Fatal(err)
	}
	if a, b := len(m.weak(Assume(TMR))), len(m.weak(Assume(TMR, APP))); a != 6 || b != 8 {
		t.Errorf("%d classes, and with APP %d", a, b)
	}
	explored(t, m, 24294)
	if n := m.contents.list.len(); n != 19 || m.coarse(Assume(TMR, APP, FL)) {
		t.Errorf("%d contents", n)
	}
}
