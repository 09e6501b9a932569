package checker

import "time"

// Stats counts what was explored: the levels that are complete. Everything but
// the last three fields is the same for any number of workers.
type Stats struct {
	Distinct  uint64   // states found
	Maximal   uint64   // with Options.Covering: of these, the states that no other covers; else 0
	Generated uint64   // steps out of them; initial states are not steps
	Terminal  uint64   // states without a step, of which none was left out
	Depth     int      // steps on a shortest path to the farthest state
	Levels    []uint64 // states at each depth
	MaxOut    int      // largest number of steps out of one state
	Cuts      uint64   // calls of Steps.Cut
	Omitted   uint64   // calls of Steps.Omit
	Coverage  []uint64 // per rule given to Steps.Cover, the transitions it was in

	// Complete says that every reachable state was found and expanded. If not,
	// Stopped says why. Stopped may also be set after a complete search, if a
	// liveness property was left undecided.
	Complete bool
	Stopped  Stop

	// CollisionProbability is, with [Options.Compact], that of two states with
	// the same hash among those found; only then was something missed, and
	// Complete is not true. Without it is 0.
	CollisionProbability float64

	Workers   int
	PeakBytes int64 // most memory of states, visited set and graph at one time
	Elapsed   time.Duration
}
