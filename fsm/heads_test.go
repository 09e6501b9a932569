package fsm

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// The tests of this file hold that the examples at the heads of the files are
// true.

// asked returns the fact that a node asks for, and its edges.
func asked(n *node) (name string, no, yes edge) {
	for f := range numFacts {
		if f.exists() && f.word() == n.word && f.bit() == n.bit {
			name = f.String()
		}
	}
	return name, n.no, n.yes
}

// way follows the nodes of an event in a state, with the answer no to every
// question, up to so many questions.
func way(m *Machine, k EventKind, s State, questions int) (steps []string) {
	p := m.layOut(k, s)
	for e := p.begin; ; {
		if e.rule != 0 {
			steps = append(steps, m.Rule(RuleID(e.rule-1)).ID)
		}
		n := &p.nodes[e.to]
		switch n.op {
		case act:
			steps, e = append(steps, fmt.Sprintf("%v", n.effects[:n.count])), n.yes
		case observeAndAsk, ask:
			name, no, _ := asked(n)
			if n.op == observeAndAsk {
				name += "!"
			}
			if steps, e = append(steps, name+"?"), no; questions == 1 {
				return steps
			}
			questions--
		}
	}
}

// TestHeadOfBuild: the nodes of CLOSE in CLOSE-WAIT, and which of them observe.
func TestHeadOfBuild(t *testing.T) {
	needsSpecification(t)
	m := MustCompile(RFC9293Table(), Policy{})
	got := strings.Join(way(m, Close, CloseWait, 4), " ")
	if want := "unpermitted!? call.permitted closeQueued!? close.close-wait [awaitClose queueClose] mustProbe!? outstanding?"; got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	if closeQueued.group() != mustProbe.group() {
		t.Error("closeQueued and mustProbe are in different groups")
	}
	p := m.layOut(Close, CloseWait)
	_, _, yes := asked(&p.nodes[p.begin.to])
	if m.Rule(RuleID(yes.rule-1)).ID != "call.unpermitted" {
		t.Error("a call without permission is not refused")
	}
}

// TestHeadOfCompile: which checks CLOSE meets in CLOSE-WAIT.
func TestHeadOfCompile(t *testing.T) {
	needsSpecification(t)
	m := RFC9293
	var got []string
	for i, from := 0, 0; i < 2; i++ {
		at, ids := m.Next(from, Close, CloseWait)
		for _, id := range ids {
			got = append(got, fmt.Sprint(m.Rule(id).ID, " ", m.Rule(id).Then))
		}
		from = m.After(ids[1-i]) // of those that go on
		if from <= at {
			t.Fatal("an event goes back")
		}
	}
	want := []string{"call.unpermitted stop", "call.permitted continue", "close.close-wait goto finish", "close.close-wait.again stop"}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestHeadOfGuess: what the first comparison is when a segment arrives in
// ESTABLISHED, and which rules fire by it.
func TestHeadOfGuess(t *testing.T) {
	needsSpecification(t)
	p := RFC9293.layOut(SegmentArrives, Established)
	n := &p.nodes[p.begin.to]
	var want, not []string
	for f := range numFacts {
		switch {
		case f.word() != n.word || f.bit()&n.guess.mask == 0:
		case f.bit()&n.guess.want != 0:
			want = append(want, f.String())
		default:
			not = append(not, f.String())
		}
	}
	if got := fmt.Sprint(want, not); got != "[hasACK firstInWindow lastInWindow] [hasRST receivedSYN emptySegment zeroWindow]" {
		t.Error(got)
	}
	if got := rules(n.guess.rules[:n.guess.count]); got != "seq.occupied.in-window rst.none syn.none ack" {
		t.Error(got)
	}
}

func rules(ids []RuleID) string {
	var all []string
	for _, id := range ids {
		all = append(all, RFC9293.Rule(id).ID)
	}
	return strings.Join(all, " ")
}

// TestHeadOfHeld: what is held, what is refused, and how far text reaches.
func TestHeadOfHeld(t *testing.T) {
	needsSpecification(t)
	var h Held
	for _, r := range []Run{{700, 900}, {300, 400}, {500, 600}, {100, 200}} {
		if !h.Add(r) {
			t.Fatal(r)
		}
	}
	if h.Add(Run{1000, 1100}) || !h.Add(Run{400, 500}) || h.String() != "[100,200) [300,600) [700,900)" || !h.Add(Run{1000, 1100}) {
		t.Error(h)
	}
	if from := h.from(450); h.Reach(350) != 600 || h.Reach(650) != 650 || from.String() != "[450,600) [700,900) [1000,1100)" {
		t.Error(h, from)
	}
	var around Held
	if around.Add(Run{4294967290, 4}); around.String() != "[4294967290,4)" || around.Reach(4294967290).Sub(4294967290) != 10 {
		t.Error(around)
	}
}

// TestHeadOfStep: the rules that 100 octets in order fire.
func TestHeadOfStep(t *testing.T) {
	needsSpecification(t)
	var c TCB
	var out Output
	for _, ev := range []Event{
		{Kind: OpenPassive, SndBUFF: 4096, RcvBUFF: 4096, MSS: 1460},
		{Kind: SegmentArrives, ISS: 300, Segment: Segment{SEQ: 100, CTL: SYN, WND: 4096}},
		{Kind: SegmentArrives, Segment: Segment{SEQ: 101, ACK: 301, CTL: ACK, WND: 4096}},
		{Kind: SegmentArrives, Segment: Segment{SEQ: 101, ACK: 301, CTL: ACK, WND: 4096, Text: 100}},
	} {
		RFC9293.Step(&c, &ev, &out)
	}
	got := rules(out.Fired())
	order := []string{
		"seq.occupied.in-window rst.none syn.none ack", "ack.range.ok ack.duplicate window.update", "urg.none",
		"text.take held.none", "deliver", "fin.none", "finish.ack timer.idle timer.user.idle",
	}
	rest := got
	for _, some := range order {
		_, after, ok := strings.Cut(rest, some)
		if rest = after; !ok {
			t.Fatalf("%s: no %s where it is expected", got, some)
		}
	}
	if n := len(out.Fired()); n != 19 || rest != "" || len(out.Segments()) != 1 {
		t.Errorf("%d rules: %s", n, got)
	}
}
