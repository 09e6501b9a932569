package certify_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/certificate"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
	"github.com/tcpfsm/tcpfsm/model/certify"
)

var all = flag.Bool("certificates", false, "verify the certificates of all standard scenarios, and take out more states")

// few are scenarios of which everything is quick.
var few = []string{"handshake", "simultaneous-open", "refused", "self-connect", "close", "zero-window", "time-wait", "crash-quiet", "reincarnation-constant", "full-duplex-close"}

// proofs are the certificates that were made, as text, by the name of the scenario.
var proofs sync.Map

// proof returns the certificate of a scenario, read anew, so that it can be altered.
func proof(t testing.TB, name string) *certificate.Certificate {
	t.Helper()
	text, known := proofs.Load(name)
	if !known {
		text, _ = proofs.LoadOrStore(name, written(t, name))
	}
	c, err := certificate.Read(json.NewDecoder(bytes.NewReader(text.([]byte))))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func written(t testing.TB, name string) []byte {
	t.Helper()
	c := certify.Of(ask(t, name))
	if c == nil {
		t.Fatalf("%s has no certificate", name)
	}
	var b bytes.Buffer
	if err := certify.Write(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// ask asks of a scenario what certificates can claim.
func ask(t testing.TB, name string) *model.Answer {
	t.Helper()
	return about(t, scenario(t, name))
}

func about(t testing.TB, s model.Scenario) *model.Answer {
	t.Helper()
	q, err := catalogue.Question(s)
	if err != nil {
		t.Fatal(err)
	}
	q.Expected = slices.DeleteFunc(slices.Clone(q.Expected), func(p *model.Property) bool { return !certify.Carries(p.Name) })
	return answer(t, q)
}

func answer(t testing.TB, q model.Question) *model.Answer {
	t.Helper()
	q.AnyCapacity, q.Invariant = true, true
	a, err := model.Ask(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// asked lists the scenarios that a test is about.
func asked(t *testing.T) (names []string) {
	if *all {
		return standard(func(*model.Scenario) bool { return true })
	}
	t.Log("half of the scenarios; of those with attackers and rude users there are large certificates: -certificates verifies all")
	for i, name := range standard(moderate) {
		if slices.Contains(few[:4], name) || !testing.Short() && (i%2 == 0 || slices.Contains(few, name)) {
			names = append(names, name)
		}
	}
	return names
}

// standard lists the standard scenarios that are of a kind.
func standard(is func(*model.Scenario) bool) (names []string) {
	for _, s := range catalogue.Scenarios() {
		if !s.Large && is(&s) {
			names = append(names, s.Name)
		}
	}
	return names
}

// moderate reports whether a scenario has a certificate that is not large.
func moderate(s *model.Scenario) bool {
	return s.Attack.Budget == 0 && !s.Ends[0].Rude && s.Name != "time-wait-reopened"
}

// TestVerified holds that what the search says of any capacity is verified, all of it,
// and that the certificate is about the scenario.
func TestVerified(t *testing.T) {
	for _, name := range asked(t) {
		c, s := proof(t, name), scenario(t, name)
		if err := c.Verify(fsm.RFC9293Table()); err != nil {
			t.Error(err)
		}
		if err := certify.Known(c); err != nil {
			t.Error(err)
		}
		if !certify.About(c, &s) {
			t.Errorf("the certificate of %s is not about it", name)
		}
		expected, err := catalogue.Expected(&s)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range expected {
			safe := p.Event != nil || p.State != nil || p.Step != nil
			if safe && !certify.Carries(p.Name) && p.Name != "time-wait-drains-network" {
				t.Errorf("%s is expected of %s, and no certificate carries it", p.Name, name)
			}
		}
	}
}

func scenario(t testing.TB, name string) model.Scenario {
	t.Helper()
	s, err := catalogue.FindScenario(name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestDeterministic holds that a certificate is the same each time it is made.
func TestDeterministic(t *testing.T) {
	for _, name := range shortened(few) {
		if !bytes.Equal(written(t, name), written(t, name)) {
			t.Errorf("the certificate of %s is another one the second time", name)
		}
	}
}

// TestEveryStateCounts holds that a certificate from which states are taken out is
// refused, whichever and however many, in all scenarios; and that Verify says so of some
// that are.
func TestEveryStateCounts(t *testing.T) {
	n := 0
	for _, name := range asked(t) {
		c := proof(t, name)
		if spare := spare(t, c); len(spare) > 0 {
			t.Errorf("%s does without the states %v", name, spare)
		}
		n += len(c.States)
	}
	t.Logf("each of %d states is needed", n)
	for _, name := range shortened(few) {
		c := proof(t, name)
		states := c.States
		for i := 0; i < len(states); i += max(1, len(states)/12) {
			c.States = slices.Concat(states[:i], states[i+1:])
			if r := refusal(c.Verify(fsm.RFC9293Table())); r == nil || r.Claim != "" {
				t.Errorf("%s without state %d: %v", name, i, r)
			}
		}
	}
}

// spare lists the states that are not needed.
func spare(t *testing.T, c *certificate.Certificate) (all []int) {
	t.Helper()
	needed, err := c.Needed(fsm.RFC9293Table())
	if err != nil {
		t.Fatal(err)
	}
	for i := range needed {
		if !needed[i] {
			all = append(all, i)
		}
	}
	return all
}

// TestSpare holds that what is not needed is found: of two states that are the same
// neither is, and where A never opens nothing is to which only that leads.
func TestSpare(t *testing.T) {
	c := proof(t, "close")
	c.States = append(c.States, c.States[len(c.States)-1])
	if got := spare(t, c); !slices.Contains(got, len(c.States)-1) || !slices.Contains(got, len(c.States)-2) {
		t.Errorf("a state is there twice, and spare are %v", got)
	}
	c = proof(t, "handshake")
	c.Sides[0].Inputs = slices.DeleteFunc(c.Sides[0].Inputs, func(in certificate.Input) bool { return in.Event.Kind == fsm.OpenActive })
	states := c.States
	c.States = nil
	for i, s := range states {
		if !slices.Contains(spare(t, with(c, states)), i) {
			c.States = append(c.States, s)
		}
	}
	if err := c.Verify(fsm.RFC9293Table()); err != nil || len(c.States) == 0 || len(c.States) == len(states) {
		t.Errorf("where A never opens %d states of %d are needed: %v", len(c.States), len(states), err)
	}
}

// with returns the certificate with other states.
func with(c *certificate.Certificate, states [][5]uint32) *certificate.Certificate {
	other := *c
	other.States = states
	return &other
}

func shortened(names []string) []string {
	if testing.Short() {
		return names[:3]
	}
	return names
}

func refusal(err error) *certificate.Refusal {
	var r *certificate.Refusal
	_ = errors.As(err, &r)
	return r
}

// TestLess holds that a certificate is refused if anything else is less than it is: a
// packet of a direction, an age, a call that a user has left.
func TestLess(t *testing.T) {
	for _, name := range shortened(few) {
		c := proof(t, name)
		for i := 0; i < len(c.Sent); i += 1 + len(c.Sent)/4 {
			for j := range min(len(c.Sent[i]), 3) {
				sent := c.Sent[i]
				c.Sent[i] = slices.Concat(sent[:j], sent[j+1:])
				if refusal(c.Verify(fsm.RFC9293Table())) == nil {
					t.Errorf("%s without packet %d of direction %d is verified", name, j, i)
				}
				c.Sent[i] = sent
			}
		}
		for i := 0; i < len(c.Ends); i += 1 + len(c.Ends)/4 {
			c.Ends[i].Memory[len(c.Memory)-1]++
			if refusal(c.Verify(fsm.RFC9293Table())) == nil {
				t.Errorf("%s with another memory of end %d is verified", name, i)
			}
			c.Ends[i].Memory[len(c.Memory)-1]--
		}
	}
}

// TestBadInput holds that what is no certificate is refused, with the place and what to
// do.
func TestBadInput(t *testing.T) {
	text := string(written(t, "refused"))
	for _, bad := range []struct{ what, text, says string }{
		{"truncated", text[:len(text)/2], "cannot be read"},
		{"no certificate", `{"Scenario": 5}`, "Scenario"},
		{"huge", strings.Replace(text, `"States":[[`, `"States":[[99999999999999999999999,`, 1), "99999999999999999999999"},
		{"negative", strings.Replace(text, `"States":[[`, `"States":[[-1,`, 1), "-1"},
		{"a place that there is not", strings.Replace(text, `"States":[[`, `"States":[[4000000,`, 1), "state 0"},
		{"a packet that there is not", strings.Replace(text, `"Sent":[[]`, `"Sent":[[[77,0,0]]`, 1), "direction 0"},
		{"unknown field", strings.Replace(text, `"Format"`, `"Fromat"`, 1), "Fromat"},
		{"other format", strings.Replace(text, `"Format":2`, `"Format":1`, 1), "format 1"},
		{"more memory", strings.Replace(text, `"Budgets":`, `"Budgets":9`, 1), "registers"},
	} {
		c, err := certificate.Read(json.NewDecoder(strings.NewReader(bad.text)))
		if err == nil {
			t.Errorf("%s: it is read: %v", bad.what, c.Verify(fsm.RFC9293Table()))
		} else if !strings.Contains(err.Error(), bad.says) || !strings.Contains(err.Error(), "write") {
			t.Errorf("%s: %q does not say %q, and what to do", bad.what, err, bad.says)
		}
	}
}

// TestNotUnderstood holds that a certificate about other rules, or with expressions that
// are none, is not verified and not refused as if it had been understood.
func TestNotUnderstood(t *testing.T) {
	double := []certificate.Term{{Name: "T0", Is: "Is.State"}}
	for i := range 40 {
		double = append(double, certificate.Term{Name: fmt.Sprint("T", i+1), Is: fmt.Sprintf("T%d + T%[1]d", i)})
	}
	for _, bad := range []struct {
		says  string
		alter func(*certificate.Certificate)
	}{
		{"table", func(c *certificate.Certificate) { c.Table = "0" }},
		{"policy", func(c *certificate.Certificate) { c.Policy = "none" }},
		{"no fsm.State is", func(c *certificate.Certificate) { c.Claims[0].Holds = `Is.State == "OPEN"` }},
		{"no part of the language", func(c *certificate.Certificate) { c.Claims[0].Holds = `func() {}` }},
		{"no part of the language", func(c *certificate.Certificate) { c.Claims[0].Holds = `le(1)` }},
		{"no part of the language", func(c *certificate.Certificate) { c.Claims[0].When = `-Is.State` }},
		{"there is no Zeal", func(c *certificate.Certificate) { c.Claims[0].Holds = `Is.Zeal` }},
		{"no number", func(c *certificate.Certificate) { c.Claims[0].Holds = `Is.RCV` }},
		{"no fields", func(c *certificate.Certificate) { c.Claims[0].Holds = `Is.State.Name` }},
		{"word", func(c *certificate.Certificate) { c.Claims[0].Holds = `1 == "one"` }},
		{"expected", func(c *certificate.Certificate) { c.Claims[0].Holds = `1 +` }},
		{"out of range", func(c *certificate.Certificate) { c.Claims[0].Holds = `4294967296` }},
		{"about", func(c *certificate.Certificate) { c.Claims[0].About = "times" }},
		{"Peer", func(c *certificate.Certificate) { c.Lost = `Peer.State` }},
		{"Peer", func(c *certificate.Certificate) { c.Claims[0].When = `Peer.Inc == 1` }},
		{"Peer", func(c *certificate.Certificate) {
			c.Terms = append(c.Terms, certificate.Term{Name: "Alone", Is: `Peer.Inc == 0`})
			c.Waits = "Alone"
		}},
		{"one name", func(c *certificate.Certificate) { c.Memory[1].Name = c.Memory[0].Name }},
		{"operands", func(c *certificate.Certificate) { c.Terms = append(c.Terms, double...) }},
	} {
		c := proof(t, "refused")
		bad.alter(c)
		err := c.Verify(fsm.RFC9293Table())
		if err == nil || refusal(err) != nil || !strings.Contains(err.Error(), bad.says) || !strings.Contains(err.Error(), "write the certificate anew") {
			t.Errorf("%q does not say %q, and what to do", err, bad.says)
		}
	}
}

// TestUnknown holds that definitions that are weaker, under the names of others, are
// noticed, and scenarios in which less happens.
func TestUnknown(t *testing.T) {
	for _, weaken := range []func(*certificate.Certificate){
		func(c *certificate.Certificate) { c.Claims[0].When = "0" },
		func(c *certificate.Certificate) { c.Terms[0].Is = "1" },
		func(c *certificate.Certificate) { c.Lost = "1" },
		func(c *certificate.Certificate) { c.Waits = "1" },
		func(c *certificate.Certificate) { c.Marks[0].Is = "0" },
		func(c *certificate.Certificate) { c.Memory[len(c.Memory)-1].Next = "0" },
		func(c *certificate.Certificate) { c.Budgets++ },
	} {
		c := proof(t, "close")
		weaken(c)
		if certify.Known(c) == nil {
			t.Error("other definitions are not noticed")
		}
	}
	s := scenario(t, "close")
	for _, alter := range []func(*certificate.Certificate){
		func(c *certificate.Certificate) { c.Sides[0].Inputs = c.Sides[0].Inputs[1:] },
		func(c *certificate.Certificate) { c.Sides[1].Inputs[0].If = "0" },
		func(c *certificate.Certificate) { c.Sides[1].AtOnce = nil },
		func(c *certificate.Certificate) { c.Network.Obliged = true },
		func(c *certificate.Certificate) { c.Memory[0].First[0]++ },
		func(c *certificate.Certificate) { c.Policy = "Linux" },
	} {
		c := proof(t, "close")
		alter(c)
		if certify.About(c, &s) {
			t.Error("another scenario is not noticed")
		}
	}
}

// TestMutantsAreRefused holds the claims of certificates to those of the model: where a
// mutant violates one, the states to which it comes are refused for it.
func TestMutantsAreRefused(t *testing.T) {
	if testing.Short() {
		t.Skip("it explores for seconds")
	}
	refused := map[string]bool{}
	for _, mu := range catalogue.Mutants() {
		for i, by := range mu.Refuted {
			small := strings.HasPrefix(by.Scenario.Name, "try-") && by.Scenario.Name != "try-again"
			if !*all && (i > 0 || !small || refused[by.Property.Name]) || mu.Mistake != nil || !certify.Carries(by.Property.Name) {
				continue // -certificates takes them all, else each claim is refused once
			}
			q, err := mu.Question(by.Scenario, by.Property)
			if err != nil {
				t.Fatal(err)
			}
			q.Options.KeepGoing = true
			c := certify.Of(answer(t, q))
			if c == nil {
				t.Logf("%s in %s is not explored completely for any capacity", mu.Name, by.Scenario.Name)
				continue
			}
			c.Claims = slices.DeleteFunc(certify.Claims(), func(k certificate.Claim) bool { return k.Name != by.Property.Name })
			table := fsm.RFC9293Table()
			if mu.Table != nil {
				mu.Table(table)
			}
			if r := refusal(reread(t, c).Verify(table)); r == nil || r.Claim != by.Property.Name {
				t.Errorf("%s violates %s in %s, and its certificate is refused for: %v", mu.Name, by.Property.Name, by.Scenario.Name, r)
			}
			refused[by.Property.Name] = true
		}
	}
	if *all && len(refused) < 15 || len(refused) == 0 {
		t.Errorf("only %d claims are refused of some mutant: %v", len(refused), refused)
	}
}

// reread returns a certificate as it comes out of a file.
func reread(t *testing.T, c *certificate.Certificate) *certificate.Certificate {
	t.Helper()
	var b bytes.Buffer
	if err := certify.Write(&b, c); err != nil {
		t.Fatal(err)
	}
	c, err := certificate.Read(json.NewDecoder(&b))
	if err != nil {
		t.Fatal(err)
	}
	return c
}
