package certificate_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
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

// written returns the certificate of a scenario as it is in a file.
func written(t testing.TB, name string) []byte {
	t.Helper()
	s, err := catalogue.FindScenario(name)
	if err != nil {
		t.Fatal(err)
	}
	p, err := catalogue.FindProperty("una-le-nxt")
	if err != nil {
		t.Fatal(err)
	}
	a, err := model.Ask(context.Background(), model.Question{Scenario: s, Properties: []*model.Property{p}, AnyCapacity: true, Invariant: true})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := certify.Write(&b, certify.Of(a)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// FuzzVerify holds that whatever is read is verified or refused, and never panics.
func FuzzVerify(f *testing.F) {
	text := string(written(f, "refused"))
	f.Add(text)
	f.Add(strings.ReplaceAll(text, `"Is":"`, `"Is":"1<<`))
	f.Add(strings.ReplaceAll(text, "0", "4294967295"))
	f.Add(strings.ReplaceAll(text, `"State":0`, `"State":99`))
	f.Add(strings.ReplaceAll(text, `"First":[`, `"First":[7,`))
	f.Add(strings.ReplaceAll(text, `"Kind":`, `"Kind":1`))
	f.Add(`{"Format":1,"Policy":"RFC9293"}`)
	f.Fuzz(func(_ *testing.T, text string) {
		if c, err := certificate.Read(json.NewDecoder(strings.NewReader(text))); err == nil {
			m, err := fsm.Compile(fsm.RFC9293Table(), fsm.Policy{})
			if err != nil {
				panic(err)
			}
			c.Policy, c.Table = "", certificate.Digest(m) // or else nothing is looked at
			_ = c.Verify(fsm.RFC9293Table())
		}
	})
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
