package certificate_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/certificate"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
	"github.com/tcpfsm/tcpfsm/model/certify"
)

// TestEngineIsSmall holds that what verifies can be read: at most 300 lines that are
// neither empty nor comments.
func TestEngineIsSmall(t *testing.T) {
	n := 0
	for _, name := range []string{"verify.go", "end.go", "network.go"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "//") {
				n++
			}
		}
	}
	if n > 300 {
		t.Errorf("what verifies has %d lines, more than 300", n)
	}
}

// tiny is a certificate of what little can be said, under no rules at all: so there is
// much of it that can go wrong in little time.
func tiny(t testing.TB) (text, table string) {
	t.Helper()
	m, err := fsm.Compile(noRules(), fsm.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	c := certificate.Certificate{
		Format: certificate.Format, Scenario: "tiny", Table: certificate.Digest(m), Network: certificate.Network{MSL: 1, Mortal: true, Obliged: true, Forgeries: 1},
		Terms:  []certificate.Term{{Name: "T", Is: `has(Packet.CTL, "SYN") && (held(Used) || Is.State == "CLOSED")`}},
		Memory: []certificate.Register{{Name: "Left", First: [2]uint32{1, 1}, Next: "Left - (Left != 0)", Tick: "Left"}, {Name: "Used", Next: "choose(T, 1, Used)", Tick: "4294967295"}},
		Marks:  []certificate.Term{{Name: "M", Is: "Sent.SEQ<<1"}}, Budgets: 1, Lost: "Used > 3", Waits: "Used == 1",
		Claims: []certificate.Claim{
			{Name: "of events", About: "events", When: "T", Holds: "le(Peer.Used, Was.RCV.NXT) || !Changed"},
			{Name: "of states", About: "states", When: "1", Holds: "Used <= Peer.Used"}, {Name: "of segments", About: "segments", When: "Sent.M != 2", Holds: "1"},
		},
		Packets: []certificate.Packet{{Segment: fsm.Segment{SEQ: 7, CTL: fsm.SYN}}},
		Ends:    []certificate.Stored{{End: certificate.End{Memory: [44]uint32{1}}}, {Held: []fsm.Run{{Lo: 1, Hi: 3}}}},
		Sent:    [][]certificate.Sending{{}, {{0, 0, 1}}}, States: [][5]uint32{{0, 0, 0, 0, 1}, {0, 0, 1, 0, 0}, {0, 0, 0, 0, 0}, {1, 1, 0, 1, 1}},
	}
	in := certificate.Input{Event: fsm.Event{Kind: fsm.SegmentArrives}, ISS: "Used + 1", Timestamp: "0", If: "T || 1"}
	c.Sides[0] = certificate.Side{Inputs: []certificate.Input{in, {Event: fsm.Event{Kind: fsm.OpenActive}}}, AtOnce: []certificate.Input{{If: "Used"}}, Forged: []uint32{0}}
	c.Sides[1] = certificate.Side{Inputs: []certificate.Input{in}, Strays: []uint32{}}
	b, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	return string(b), c.Table
}

// noRules is a table in which nothing happens.
func noRules() fsm.Table {
	return slices.DeleteFunc(fsm.RFC9293Table(), func(k fsm.Check) bool { return len(k.Rules) > 0 })
}

// FuzzVerify holds that whatever is read is verified or refused, and never panics.
func FuzzVerify(f *testing.F) {
	text, digest := tiny(f)
	table := noRules()
	f.Add(text)
	for _, other := range [][2]string{
		{`"Is":"`, `"Is":"1<<`}, {"0", "4294967295"}, {`"State":0`, `"State":99`}, {`"First":[`, `"First":[7,`}, {`"Kind":`, `"Kind":1`}, {"Used", "T"}, {`"Budgets":1`, `"Budgets":2`},
	} {
		f.Add(strings.ReplaceAll(text, other[0], other[1]))
	}
	f.Fuzz(func(_ *testing.T, text string) {
		if c, err := certificate.Read(json.NewDecoder(strings.NewReader(text))); err == nil {
			c.Policy, c.Table = "", digest // or else nothing is looked at
			_ = c.Verify(table)
		}
	})
}

// TestTiny holds that the certificate that is fuzzed is understood.
func TestTiny(t *testing.T) {
	text, _ := tiny(t)
	c, err := certificate.Read(json.NewDecoder(strings.NewReader(text)))
	if err != nil {
		t.Fatal(err)
	}
	var refusal *certificate.Refusal
	if err := c.Verify(noRules()); err != nil && !errors.As(err, &refusal) {
		t.Errorf("it is not understood: %v", err)
	}
}

// TestNoNumberIsASign holds that time passes whatever a register is, and so that where
// it leads is asked for.
func TestNoNumberIsASign(t *testing.T) {
	m, err := fsm.Compile(noRules(), fsm.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []uint32{0, 1, certificate.Any, 1 << 31, 1<<32 - 2, 1<<32 - 1} {
		c := certificate.Certificate{
			Scenario: "a clock", Table: certificate.Digest(m), Network: certificate.Network{MSL: 1}, Lost: "0", Waits: "Ticks == 2", Sent: [][]certificate.Sending{nil},
			Memory: []certificate.Register{{Name: "Odd", First: [2]uint32{n, n}, Next: "Odd", Tick: "Odd"}, {Name: "Ticks", Next: "Ticks", Tick: "Ticks + 1"}},
		}
		for ticks := range uint32(3) {
			var refusal *certificate.Refusal
			if err := c.Verify(noRules()); !errors.As(err, &refusal) {
				t.Errorf("a register is %d, and after %d of two ticks: %v", n, ticks, err)
			}
			c.Ends = append(c.Ends, certificate.Stored{End: certificate.End{Memory: [44]uint32{n, ticks}}})
			c.States = append(c.States, [5]uint32{ticks, ticks})
		}
		if err := c.Verify(noRules()); err != nil {
			t.Errorf("a register is %d: %v", n, err)
		}
	}
}

// A certificate is verified; without one of its states it is refused.
func Example() {
	handshake, err := catalogue.FindScenario("handshake")
	if err != nil {
		panic(err)
	}
	q, err := catalogue.Question(handshake)
	if err != nil {
		panic(err)
	}
	q.AnyCapacity, q.Invariant = true, true
	answer, err := model.Ask(context.Background(), q)
	if err != nil {
		panic(err)
	}
	c := certify.Of(answer) // explore check -certificate writes it, and Read reads it
	fmt.Println(len(c.States), "states:", c.Verify(fsm.RFC9293Table()))

	c.States = c.States[:len(c.States)-1]
	fmt.Println(len(c.States), "states:", c.Verify(fsm.RFC9293Table()))
	// Output:
	// 13 states: <nil>
	// 12 states: scenario "handshake", state 9: the states are not closed: no state covers where SEGMENT ARRIVES leads B to
}
