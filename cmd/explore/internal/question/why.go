package question

import (
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/hint"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

// A Why is a question that people ask of TCP. A wrong design, a mutant, that
// does without what they ask about shows what it is for.
type Why struct {
	Name, Question, Answer string
	Mutant                 string
}

// Whys lists the questions.
func Whys() []Why {
	return []Why{
		{"three-way-handshake", "Why does opening take three segments?",
			"With two, the listener believes any SYN, an old one too: it is connected before it knows that anybody is there.",
			"two-way-handshake"},
		{"four-way-close", "Why does each end close for itself, by a FIN that is acknowledged?",
			"A FIN that takes no sequence number cannot be acknowledged, so its loss cannot be told from its arrival.",
			"fin-takes-no-seq"},
		{"time-wait", "What is TIME-WAIT for?",
			"Without it a segment of this connection may reach the next one, which takes it for its own.",
			"no-time-wait"},
		{"2msl", "Why does TIME-WAIT last twice the maximum segment lifetime?",
			"The last ACK may arrive after one lifetime, and what it crosses lives for another one. With less, an old segment is accepted. If the ISN may be any, it is exactly enough where a direction holds two segments; with three, the end that closes without TIME-WAIT has to rest for more than a lifetime as well.",
			"time-wait-1msl"},
		{"close-wait", "Why do connections stay in CLOSE-WAIT?",
			"Because the application has not closed. No timer of TCP ends CLOSE-WAIT: that is the user's obligation.",
			"app-never-closes"},
		{"simultaneous-close", "What is CLOSING for?",
			"When both FINs cross, an end has to wait for the ACK of its own FIN, and not of anything that came before.",
			"closing-any-ack"},
		{"simultaneous-open", "How do two ends that open at once find each other?",
			"Each answers the SYN of the other, and acknowledges once more what it cannot accept.",
			"simultaneous-open-silent"},
		{"rst-refused", "Why does a closed port answer with RST?",
			"An end whose peer has forgotten the connection learns it in no other way.",
			"closed-silent"},
		{"fin-wait-2", "Why does FIN-WAIT-2 have a timeout in real stacks?",
			"The RFC gives none: if the peer is dead, or never closes, FIN-WAIT-2 lasts for ever.",
			"fin-wait-2-forever"},
		{"isn", "Why does each connection begin with another sequence number?",
			"With the same one, what is left of an earlier connection fits into the next.",
			"iss-constant"},
		{"accept", "What does accept wait for?",
			"For a handshake that is complete. It has no part in it: the TCP answers the SYN and takes the ACK without a call of the user. A listener that hands out a connection at the SYN hands out one that may have nobody at its other end.",
			"two-way-handshake"},
	}
}

// FindWhy returns the question of that name.
func FindWhy(name string) (Why, error) {
	var names []string
	for _, w := range Whys() {
		if w.Name == name {
			return w, nil
		}
		names = append(names, w.Name)
	}
	return Why{}, hint.Unknown("question", name, names, "explore why")
}

// Questions returns what shows the answer: the wrong design where it is
// refuted, and the right one in the same place.
func (w *Why) Questions() (wrong, right Question, err error) {
	mu, err := catalogue.FindMutant(w.Mutant)
	if err != nil {
		return wrong, right, nearest(err)
	}
	r := &mu.Refuted[0]
	wrong.Mutant = w.Mutant
	wrong.Question, err = mu.Question(r.Scenario, r.Property)
	right.Question = model.Question{Scenario: r.Scenario, Properties: []*model.Property{r.Property}}
	return wrong, right, err
}
