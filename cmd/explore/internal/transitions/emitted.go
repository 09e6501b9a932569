package transitions

import (
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// emitted is a set of outputs.
type emitted uint32

// The segments that outputs send, in the order in which labels name them.
var segments = []string{"SYN", "SYN,ACK", "FIN", "ACK", "RST"}

const (
	sentSYN emitted = 1 << iota
	sentSYNACK
	sentFIN
	sentACK
	sentRST
	firstSignal

	owed = sentACK // an ACK that is owed leaves when the event has been processed
)

// sentWith returns the segment with the control bits that labels name.
func sentWith(ctl fsm.Control) emitted {
	switch {
	case ctl == 0:
		return 0
	case ctl.Has(fsm.RST):
		return sentRST
	case ctl.Has(fsm.SYN | fsm.ACK):
		return sentSYNACK
	case ctl.Has(fsm.SYN):
		return sentSYN
	case ctl.Has(fsm.FIN):
		return sentFIN
	}
	return sentACK
}

// sentBy says what each effect emits, and signalTexts what the signals are, in
// the order of their bits.
var sentBy, signalTexts = func() (sent map[fsm.Effect]emitted, texts []string) {
	sent = map[fsm.Effect]emitted{}
	for _, e := range fsm.AllEffects() {
		sent[e] = sentWith(e.Sends())
		if e.Owes() {
			sent[e] = owed
		}
		if e.Signals() != 0 {
			sent[e] = firstSignal << len(texts)
			texts = append(texts, strings.TrimPrefix(strings.TrimPrefix(e.Means(), "signal "), "that "))
		}
	}
	return sent, texts
}()

func emittedBy(do []fsm.Effect) (set emitted) {
	for _, e := range do {
		set |= sentBy[e]
	}
	return set
}

func (set emitted) segments() []string { return namesOf(set, segments) }

func (set emitted) signals() []string { return namesOf(set/firstSignal, signalTexts) }

func namesOf(set emitted, names []string) []string {
	var out []string
	for i, name := range names {
		if set>>i&1 != 0 {
			out = append(out, name)
		}
	}
	return out
}
