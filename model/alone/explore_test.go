package alone_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/effect"
	"github.com/tcpfsm/tcpfsm/fsm/rule"
	"github.com/tcpfsm/tcpfsm/model/alone"
	"github.com/tcpfsm/tcpfsm/model/edit"
)

var all = flag.Bool("alone", false, "come to all ends, under two policies")

// TestClaims proves all claims for buffers of one octet, and holds docs/unbounded.md to
// the claims and the figures.
func TestClaims(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "unbounded.md"))
	if err != nil {
		t.Fatal(err)
	}
	opt := alone.Options{Room: 1, Claims: alone.Claims()}
	if !*all {
		if opt.MaxEnds = 1500; testing.Short() {
			opt.MaxEnds = 300
		}
		t.Logf("of %d ends or some more each step is held against the claims; -alone takes all", opt.MaxEnds)
	}
	for _, policy := range []string{"RFC9293", "Hardened"} {
		r := alone.Explore(under(t, fsm.RFC9293Table(), policy), opt)
		for name, run := range r.Broken {
			t.Errorf("%s is broken under %s:\n%s", name, policy, told(run))
		}
		if row := fmt.Sprintf("| %s | %d | %d |", policy, r.Ends, r.Steps); *all && (!r.Complete || !strings.Contains(string(page), row)) {
			t.Errorf("complete: %v; docs/unbounded.md has no row\n%s", r.Complete, row)
		}
	}
	for _, k := range alone.Claims() {
		if !strings.Contains(string(page), fmt.Sprintf("| %s | %s |", k.Name, k.Says)) {
			t.Errorf("docs/unbounded.md has no row\n| %s | %s |", k.Name, k.Says)
		}
	}
}

// TestTwoOctets holds each step of the first ends with buffers of two octets against the
// claims, and docs/unbounded.md to how many they are.
func TestTwoOctets(t *testing.T) {
	if !*all {
		t.Skip("skipped: takes a minute or more; run go test ./model/alone -alone")
	}
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "unbounded.md"))
	if err != nil {
		t.Fatal(err)
	}
	r := alone.Explore(under(t, fsm.RFC9293Table(), "RFC9293"), alone.Options{Room: 2, Claims: alone.Claims(), MaxEnds: 20_000})
	for name, run := range r.Broken {
		t.Errorf("%s is broken:\n%s", name, told(run))
	}
	for _, figure := range []string{fmt.Sprintf("and %d of them", r.Ends), fmt.Sprintf("%d steps", r.Steps)} {
		if !strings.Contains(string(page), figure) {
			t.Errorf("docs/unbounded.md does not say %q", figure)
		}
	}
}

func under(t *testing.T, table fsm.Table, policy string) *fsm.Machine {
	t.Helper()
	p, err := fsm.ParsePolicy(policy)
	if err != nil {
		t.Fatal(err)
	}
	m, err := fsm.Compile(table, p)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func told(run []alone.Step) string {
	var b strings.Builder
	for i := range run {
		s := &run[i]
		fmt.Fprintf(&b, "%v\n\tsends %v\n\t%v\n", &s.Event, s.Out.Segments(), &s.After)
	}
	return b.String()
}

// TestMutants holds that each claim can fail: some wrong design breaks it, in so many
// steps.
func TestMutants(t *testing.T) {
	same := func(fsm.Table) {}
	unsent := edit.All(edit.At(rule.ACKUnsent).Do(effect.Acknowledge), edit.At(rule.ACKRangeUnsent, rule.ACKUnsent).Then(fsm.Continue))
	forgets := edit.At(rule.SYNChallenge).Do(effect.ForgetPeer)
	for _, mu := range []struct {
		change, claim, policy string
		edit                  edit.Edit
		steps                 int
	}{
		{"an ACK of what was never sent counts", "una-le-nxt", "", unsent, 3},
		{"a SYN makes an end forget its peer", "window-edge-never-falls", "", forgets, 3},
		{"a second FIN counts again", "fin-is-final", "second_fin=literal", same, 3},
		{"what is sent takes no numbers", "sends-what-it-has", "", edit.At(rule.FormNew).Omit(effect.Advance), 4},
		{"a FIN is taken with any text", "takes-what-came", "", edit.At(rule.TextTake).Do(effect.TakeText, effect.TakeFIN, effect.OweACK), 2},
		{"an ACK acknowledges the newest segment", "acks-what-it-has", "", edit.Writes("<SEQ=SND.NXT><ACK=SEG.SEQ+SEG.LEN><CTL=ACK><WND=RCV.WND>", effect.SendACK), 2},
		{"a SYN makes an end forget its peer", "acks-what-it-has", "", forgets, 3},
		{"an ACK of what was never sent counts", "una-was-acknowledged", "", unsent, 3},
	} {
		table := fsm.RFC9293Table()
		mu.edit(table)
		r := alone.Explore(under(t, table, mu.policy), alone.Options{Room: 1, Claims: claim(mu.claim), MaxEnds: 3000})
		if run := r.Broken[mu.claim]; len(run) != mu.steps {
			t.Errorf("%s: %s is broken in %d steps, not in %d:\n%s", mu.change, mu.claim, len(run), mu.steps, told(run))
		}
	}
}

func claim(name string) []alone.Claim {
	for _, k := range alone.Claims() {
		if k.Name == name {
			return []alone.Claim{k}
		}
	}
	return nil
}
