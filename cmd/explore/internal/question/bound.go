package question

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/hint"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// A bound is one item of -bound, as in "msl=2".
type bound struct {
	*limit
	n int
}

// A limit is what a bound bounds.
type limit struct {
	name        string
	least, most int
	set         func(*model.Scenario, int) (wrong string)
}

// segments is the bound on the capacity of a direction.
const segments = "segments"

var limits = []limit{
	{segments, 1, model.MaxCapacity, func(s *model.Scenario, n int) string {
		s.Net.Capacity = n
		return ""
	}},
	{"octets", 0, 7, setOctets},
	{"msl", 0, 100, func(s *model.Scenario, n int) string {
		s.Clock = s.Clock.WithMSL(n)
		return ""
	}},
	{"incarnations", 1, model.MaxIncarnations, func(s *model.Scenario, n int) string {
		s.SetIncarnations(n)
		return ""
	}},
}

// setOctets lets every user who sends at all send n octets, in as many calls.
func setOctets(s *model.Scenario, n int) string {
	somebody := false
	for i := range s.Ends {
		if side := &s.Ends[i]; side.May[fsm.Send] > 0 {
			side.May[fsm.Send], side.Octets, somebody = uint8(n), 1, true
		}
	}
	if !somebody {
		return "nobody sends octets there"
	}
	return ""
}

// Bounds lists what -bound may bound.
func Bounds() (names []string) {
	for i := range limits {
		names = append(names, limits[i].name)
	}
	return names
}

func parseBounds(text string) (all []bound, err error) {
	if text == "" {
		return nil, nil
	}
	names := Bounds()
	for _, item := range strings.Split(text, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(item), "=")
		if !slices.Contains(names, name) {
			return nil, hint.Unknown("bound", name, names, "explore check -help")
		}
		for i := range limits {
			if limits[i].name != name {
				continue
			}
			b, err := limits[i].parse(value)
			if err != nil {
				return nil, err
			}
			if all, err = b.join(all); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

// join adds a bound to those before it. The same one again adds nothing.
func (b bound) join(all []bound) ([]bound, error) {
	i := slices.IndexFunc(all, func(other bound) bool { return other.limit == b.limit })
	switch {
	case i < 0:
		return append(all, b), nil
	case all[i].n != b.n:
		return nil, contradiction(fmt.Sprintf("-bound %s=%d,%s=%d", b.name, all[i].n, b.name, b.n), "it is bounded twice", "keep one of them")
	}
	return all, nil
}

func (l *limit) parse(value string) (bound, error) {
	n, err := strconv.Atoi(value)
	if err != nil || n < l.least || n > l.most {
		return bound{}, fmt.Errorf("-bound %s=%s is out of range\nhint: choose %d to %d", l.name, value, l.least, l.most)
	}
	return bound{l, n}, nil
}

func (b bound) apply(s *model.Scenario) error {
	if wrong := b.set(s, b.n); wrong != "" {
		return fmt.Errorf("scenario %s: -bound %s=%d means nothing: %s\nhint: name other scenarios; explore list scenarios shows them all", s.Name, b.name, b.n, wrong)
	}
	return nil
}
