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

// Bounds that more than their own code knows of: the capacity of a direction, the length
// of TIME-WAIT, and how long an end rests that has ended a connection without it. The
// latter are in ticks.
const (
	segments = "segments"
	timeWait = "time-wait"
	rest     = "rest"
)

// limits are what bounds bound, in the order in which they are applied: MSL before the
// lengths that are told in its ticks.
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
	{timeWait, 0, 200, setTimeWait},
	{rest, 0, 200, setRest},
	{"quiet", 0, 1, setQuiet},
	{"incarnations", 1, model.MaxIncarnations, func(s *model.Scenario, n int) string {
		s.SetIncarnations(n)
		return ""
	}},
}

const noClock = "it has no clock, and time no length; bound msl as well"

func setTimeWait(s *model.Scenario, n int) string {
	if s.Clock.MSL == 0 {
		return noClock
	}
	if s.Clock.TimeWait = n; n == 0 {
		s.Clock.TimeWait = model.NoTimeWait
	}
	return ""
}

func setRest(s *model.Scenario, n int) string {
	if s.Clock.MSL == 0 && n > 0 {
		return noClock
	}
	s.Clock.Rest = n
	return ""
}

// setQuiet has an end that has crashed open nothing for MSL, or lets it.
func setQuiet(s *model.Scenario, n int) string {
	if s.Clock.MSL == 0 && n > 0 {
		return noClock
	}
	s.Clock.Quiet = n == 1
	return ""
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
	order := func(b bound) int { return slices.Index(names, b.name) }
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
	slices.SortFunc(all, func(a, b bound) int { return order(a) - order(b) })
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
