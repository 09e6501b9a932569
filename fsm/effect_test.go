package fsm

import "testing"

// TestEffectsAreOfTheirKind applies each effect: it sends, owes and signals what
// it says.
func TestEffectsAreOfTheirKind(t *testing.T) {
	needsSpecification(t)
	for _, e := range AllEffects() {
		s := step{c: &TCB{State: Established}, ev: &Event{}, out: &Output{}, forms: standard}
		s.write(&s.form, formQueue)
		s.apply(e)
		var sent Control
		for _, g := range s.out.Segments() {
			sent |= g.CTL
		}
		if sent != e.Sends() || s.ackOwed != e.Owes() || s.out.Signals != e.Signals() {
			t.Errorf("%v sends %q, owes an ACK: %v, signals %q; it says %q, %v and %q",
				e, sent, s.ackOwed, s.out.Signals, e.Sends(), e.Owes(), e.Signals())
		}
	}
}
