package fsm

import "testing"

// TestPassageIsStep: an event that is taken through the table check by check does what
// Step does, in all that a lifetime brings.
func TestPassageIsStep(t *testing.T) {
	for _, profile := range Profiles() {
		m := MustCompile(RFC9293Table(), profile.Policy)
		var walked, went TCB
		var said, says Output
		var p Passage
		for i, ev := range lifetime() {
			m.Interpret(&went, &ev, &says)
			p.Enter(m, &walked, &ev, &said)
			for _, met := p.Met(); met; _, met = p.Met() {
				id, due := p.Due()
				if !due {
					t.Fatalf("%s, event %d: no rule is due in check %d", profile.Name, i, p.check)
				}
				p.Fire(id)
			}
			if p.Leave(); walked != went || said != says {
				t.Fatalf("%s, event %d: %v %v, interpreted %v %v", profile.Name, i, walked.State, said.Segments(), went.State, says.Segments())
			}
		}
	}
}

// TestDivert: what a rule is diverted to is what a table does that has it instead.
func TestDivert(t *testing.T) {
	table := RFC9293Table()
	*table.Rule("rst.challenge") = func(r Rule) Rule { r.Do, r.Then = effects{sendRSTa}, Stop; return r }(*table.Rule("rst.challenge"))
	edited, m := MustCompile(table, Policy{}), MustCompile(RFC9293Table(), Policy{})
	ev := Event{Kind: SegmentArrives, Segment: Segment{SEQ: 105, CTL: RST}}
	open := TCB{State: Established, SYNAcked: true, RCV: ReceiveSequence{NXT: 101, WND: 1000, BUFF: 1000}}
	one, two := open, open
	var want, got Output
	edited.Interpret(&one, &ev, &want)
	var p Passage
	p.Enter(m, &two, &ev, &got)
	diverted := false
	for _, met := p.Met(); met; _, met = p.Met() {
		if id, _ := p.Due(); m.Rule(id).ID == "rst.challenge" && p.Holds(hasRST) && p.State() == Established {
			p.Divert(effects{sendRSTa}, stay, Stop)
			diverted = true
		} else {
			p.Fire(id)
		}
	}
	p.Leave()
	if !diverted || one != two || len(got.Segments()) != 1 || got.Segments()[0] != want.Segments()[0] {
		t.Errorf("%v %v, the edited table %v %v", two.State, got.Segments(), one.State, want.Segments())
	}
}

// TestWriting: a machine that writes another form sends that, and the one that it was made of
// does not.
func TestWriting(t *testing.T) {
	m := MustCompile(RFC9293Table(), Policy{})
	other := m.Writing(Form{Effect: sendRSTa, SEQ: segACK, ACK: segEND, CTL: RST | ACK})
	ev := Event{Kind: SegmentArrives, Segment: Segment{SEQ: 300, ACK: 100, CTL: ACK, Text: 5}}
	for machine, want := range map[*Machine]Segment{m: {SEQ: 100, CTL: RST}, other: {SEQ: 100, ACK: 305, CTL: RST | ACK}} {
		var c TCB
		var out Output
		if machine.Step(&c, &ev, &out); len(out.Segments()) != 1 || out.Segments()[0] != want {
			t.Errorf("%v, not %v", out.Segments(), want)
		}
	}
}
