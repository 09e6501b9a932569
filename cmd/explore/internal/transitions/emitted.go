package transitions

import (
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ruleset"
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
)

var (
	sendFIN = ruleset.Effect("sendFIN")
	dropSYN = ruleset.Effect("dropSYN")
	dropFIN = ruleset.Effect("dropFIN")
	owed    = sentACK // an ACK that is owed leaves when the event has been processed
)

var sentBy = map[fsm.Effect]emitted{
	ruleset.Effect("sendSYN"):       sentSYN,
	ruleset.Effect("sendFormedSYN"): sentSYN,
	ruleset.Effect("sendSYNACK"):    sentSYNACK,
	sendFIN:                         sentFIN,
	ruleset.Effect("sendACK"):       sentACK,
	ruleset.Effect("sendChallenge"): sentACK,
	ruleset.Effect("oweACK"):        sentACK,
	ruleset.Effect("sendRSTa"):      sentRST,
	ruleset.Effect("sendRSTn"):      sentRST,
	ruleset.Effect("sendRSTu"):      sentRST,
}

// signalTexts are the signals, in the order of their bits.
var signalTexts = func() (texts []string) {
	for _, e := range fsm.AllEffects() {
		if text, ok := strings.CutPrefix(e.Means(), "signal "); ok {
			sentBy[e] = firstSignal << len(texts)
			texts = append(texts, strings.TrimPrefix(text, "that "))
		}
	}
	return texts
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
