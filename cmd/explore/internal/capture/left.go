package capture

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/wire"
)

// Left counts the frames that were not looked into, by what they hold.
type Left map[wire.Protocol]int

// add counts one frame.
func (l *Left) add(p wire.Protocol) {
	if *l == nil {
		*l = Left{}
	}
	(*l)[p]++
}

// A Share is how many frames hold something that is not looked into.
type Share struct {
	What   string `json:"what"`
	Frames int    `json:"frames"`
}

// Shares lists what the frames hold, most of them first.
func (l Left) Shares() []Share {
	list := []Share{}
	for p, n := range l {
		list = append(list, Share{p.String(), n})
	}
	slices.SortFunc(list, func(a, b Share) int { return cmp.Or(b.Frames-a.Frames, strings.Compare(a.What, b.What)) })
	return list
}

// MarshalJSON writes the shares, most frames first.
func (l Left) MarshalJSON() ([]byte, error) { return json.Marshal(l.Shares()) }

// maxShares bounds what String names; the rest it counts.
const maxShares = 3

// String names what most of the frames hold, as in "12 of UDP port 53, 3 of ARP,
// 5 of 2 others".
func (l Left) String() string {
	list := l.Shares()
	var parts []string
	for _, s := range list[:min(len(list), maxShares)] {
		parts = append(parts, fmt.Sprintf("%d of %s", s.Frames, s.What))
	}
	rest := 0
	for _, s := range list[len(parts):] {
		rest += s.Frames
	}
	switch others := len(list) - len(parts); {
	case others == 1: // a name is no longer than its count
		parts = append(parts, fmt.Sprintf("%d of %s", rest, list[len(list)-1].What))
	case others > 1:
		parts = append(parts, fmt.Sprintf("%d of %d others", rest, others))
	}
	return strings.Join(parts, ", ")
}
