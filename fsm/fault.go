package fsm

import "fmt"

// A Fault is what is wrong with a segment that an end in a synchronized state
// sends, as far as the segment itself shows it and whatever led to it. Of each
// Fault one rule of the specification says that it must not be.
type Fault uint8

// The faults. The variables are those of the end that sends.
const (
	NoFault        Fault = iota
	UnreceivedACK        // RCV.NXT < SEG.ACK: what is acknowledged has not arrived
	TextBeyondFIN        // there is text beyond our FIN
	SkippedNumbers       // SND.NXT < SEG.SEQ: numbers are left out
	UnaskedText          // there is text beyond SND.NXT that is not to be sent
	UnaskedFIN           // FIN is set, and none is to be sent

	numFaults
)

// validFaults reports a fault that does not exist, or that two rules claim. That
// a rule claims it is for the specification to hold, not for every altered table.
func (t Table) validFaults() error {
	var claimed [numFaults]string
	for i := range t {
		for j := range t[i].Rules {
			r := &t[i].Rules[j]
			switch {
			case r.Fault == NoFault:
			case r.Fault >= numFaults:
				return fmt.Errorf("rule %q: fault %d does not exist", r.ID, r.Fault)
			case claimed[r.Fault] != "":
				return fmt.Errorf("rule %q: its fault is that of rule %q", r.ID, claimed[r.Fault])
			default:
				claimed[r.Fault] = r.ID
			}
		}
	}
	return nil
}

// Accused returns the rule that an end breaks that sends a segment with the
// fault, and whether the table of m has such a rule.
func (m *Machine) Accused(f Fault) (RuleID, bool) {
	for id := range m.rules {
		if f != NoFault && m.rules[id].rule.Fault == f {
			return RuleID(id), true
		}
	}
	return 0, false
}
