package export

import "fmt"

// A SizeError says that a scenario is too large for a format, and what helps.
type SizeError struct{ Scenario, What, Remedy string }

// Error names the scenario, what there is too much of, and the remedy.
func (e *SizeError) Error() string {
	return fmt.Sprintf("scenario %s has %s\nhint: %s", e.Scenario, e.What, e.Remedy)
}

// What the other checkers and the compilers behind them take within minutes.
const (
	maxPairs = 1 << 17 // of an end and a packet
	maxCells = 1 << 21 // of a table with a cell for each end and each packet
	maxWays  = 1 << 13 // for what is lost in a step, each of which is a rule
)

// fits reports whether what is written can be checked, or what is too large.
func (s *system) fits(format string) error {
	pairs, cells, ways := s.arrivals(), len(s.Ends)*len(s.Packets), s.ways()
	tooLarge := func(what, remedy string) error { return &SizeError{s.Scenario.Name, what, remedy} }
	switch {
	case pairs > maxPairs:
		return tooLarge(fmt.Sprintf("%d pairs of an end and a packet that reaches it, more than the %d of any format", pairs, maxPairs), "lower -bound octets or incarnations, or allow fewer calls with -set")
	case format == "tla" && cells > maxCells:
		return tooLarge(fmt.Sprintf("%d ends and %d packets, too many for a tuple of TLA+ for each", len(s.Ends)-1, len(s.Packets)-1), "choose -format promela, or lower -bound")
	case format == "murphi" && ways > maxWays:
		return tooLarge(fmt.Sprintf("%d ways in which segments of one step may be lost, more than the %d that Murphi takes as rules", ways, maxWays), "lower -bound segments, or choose -format promela")
	}
	return nil
}

// ways counts what may be lost when a step sends as many packets as any, in a direction
// that is full.
func (s *system) ways() int {
	n := 1
	for range s.Burst {
		n *= s.Scenario.Net.Capacity + 1
	}
	return n
}
