package question

import (
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/hint"
	"github.com/tcpfsm/tcpfsm/model"
)

// A network is what a network does to segments, by its words.
type network map[string]bool

// A Word is one of -net.
type Word struct {
	Name, Means string
	of          func(*model.Network) *bool
}

// Words lists the words of -net.
func Words() []Word {
	return []Word{
		{"loss", "a segment may be lost", func(n *model.Network) *bool { return &n.Loss }},
		{"dup", "a segment may arrive again and again", func(n *model.Network) *bool { return &n.Duplicate }},
		{"reorder", "segments may overtake each other", func(n *model.Network) *bool { return &n.Reorder }},
	}
}

// Perfect is the word for a network that does nothing to segments.
const Perfect = "perfect"

// NetworkFaults lists the words for what a network does to segments; none if it is
// perfect.
func NetworkFaults(n model.Network) []string {
	faults := []string{}
	for _, w := range Words() {
		if *w.of(&n) {
			faults = append(faults, w.Name)
		}
	}
	return faults
}

// NetworkName prints a network as -net has it.
func NetworkName(n model.Network) string {
	if faults := NetworkFaults(n); len(faults) > 0 {
		return strings.Join(faults, ",")
	}
	return Perfect
}

func parseNet(text string) (*network, error) {
	if text == "" {
		return nil, nil
	}
	n, names := network{}, []string{Perfect}
	for _, w := range Words() {
		names = append(names, w.Name)
	}
	for _, word := range strings.Split(text, ",") {
		word = strings.TrimSpace(word)
		if !slices.Contains(names, word) {
			return nil, hint.Unknown("network", word, names, "explore list networks")
		}
		if n[word] {
			// An assumption or a bound that is named twice is the same one; loss
			// twice may be meant to be more of it.
			return nil, contradiction("-net "+text, word+" stands there twice, and what a network does it does any number of times", "write it once")
		}
		n[word] = true
	}
	if n[Perfect] && len(n) > 1 {
		return nil, contradiction("-net "+text, "a perfect network does nothing else to segments", "write perfect alone")
	}
	return &n, nil
}

func (n network) apply(net *model.Network) {
	for _, w := range Words() {
		*w.of(net) = n[w.Name]
	}
}
