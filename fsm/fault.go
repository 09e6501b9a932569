package fsm

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
