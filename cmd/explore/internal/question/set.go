package question

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/hint"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// A setting is one item of -set, as in "B.CRASH=1": of what an end and its user
// do.
type setting struct {
	ends []int
	*dial
	n int
}

// A dial is what a setting sets.
type dial struct {
	name        string
	least, most int
	set         func(*model.Side, int)
}

// dials lists what there is to set of an end, and then how often an event may
// happen there. What arrives is up to the network.
func dials() []dial {
	all := []dial{
		{"MSS", 0, 1<<16 - 1, func(s *model.Side, n int) { s.MSS = uint16(n) }},
		{"octets", 1, 7, func(s *model.Side, n int) { s.Octets = uint8(n) }},
		{"wants", 1, 7, func(s *model.Side, n int) { s.Wants = uint8(n) }},
		{"window", 1, 7, func(s *model.Side, n int) { s.RcvBUFF = uint8(n) }},
		{"incarnations", 1, model.MaxIncarnations, func(s *model.Side, n int) { s.Incarnations = uint8(n) }},
		{"patient", 0, 1, func(s *model.Side, n int) { s.Patient = n == 1 }},
		{"prompt", 0, 1, func(s *model.Side, n int) { s.Prompt = n == 1 }},
		{"rude", 0, 1, func(s *model.Side, n int) { s.Rude = n == 1 }},
		happens(model.Crash),
	}
	for _, k := range fsm.AllEvents() {
		if k != fsm.SegmentArrives {
			all = append(all, happens(k))
		}
	}
	return all
}

func happens(k fsm.EventKind) dial {
	return dial{model.KindName(k), 0, 7, func(s *model.Side, n int) { s.May[k] = uint8(n) }}
}

// settings reads what -set says, as in "A.SEND=2,both.ABORT=1".
func settings(text string) (all []setting, err error) {
	if text == "" {
		return nil, nil
	}
	for _, item := range strings.Split(text, ",") {
		s, err := parseSetting(strings.TrimSpace(item))
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

func parseSetting(item string) (s setting, err error) {
	what, value, valued := strings.Cut(item, "=")
	end, name, dotted := strings.Cut(what, ".")
	s.ends = map[string][]int{"A": {0}, "B": {1}, "both": {0, 1}}[end]
	if !valued || !dotted || s.ends == nil {
		return s, fmt.Errorf("-set %q names no end, event and number\nhint: as in -set B.CRASH=1,both.ABORT=any,A.MSS=2; explore list events shows the events", item)
	}
	if s.dial, err = findDial(name); err != nil {
		return s, err
	}
	s.n, err = s.parse(value)
	return s, err
}

func findDial(name string) (*dial, error) {
	for _, d := range dials() {
		if fold(d.name) == fold(name) {
			return &d, nil
		}
	}
	return nil, hint.Unknown("setting", name, Settings(), "explore list events")
}

// Settings lists what -set may set of an end.
func Settings() (names []string) {
	for _, d := range dials() {
		names = append(names, d.name)
	}
	return names
}

// fold leaves out what does not matter in a name.
func fold(name string) string {
	return strings.NewReplacer(" ", "", "-", "", "_", "").Replace(strings.ToUpper(name))
}

func (d *dial) parse(text string) (int, error) {
	if text == "any" && d.most == 7 && d.least == 0 {
		return model.Unbounded, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < d.least || n > d.most {
		return 0, fmt.Errorf("-set %s=%s is out of range\nhint: choose %d to %d; what happens may happen any number of times: any", d.name, text, d.least, d.most)
	}
	return n, nil
}

func (s setting) apply(to *model.Scenario) {
	for _, end := range s.ends {
		s.set(&to.Ends[end], s.n)
	}
}
