package checker

import (
	"cmp"
	"fmt"
	"runtime"
	"time"
)

// Options says how to explore. The zero value explores everything that fits
// the memory of the machine, with as many workers as there are processors.
type Options struct {
	_ struct{}

	// Workers is the number of goroutines that explore, at most 1024; 0 means
	// GOMAXPROCS. It has no influence on any result.
	Workers int

	// MaxStates bounds the distinct states; 0 means no bound. A level whose
	// states would exceed it is left out as a whole.
	MaxStates uint64

	// MaxMemory bounds the bytes of the visited set, of the states and their
	// levels, of the steps that wait to be looked up and of the graph of a
	// liveness property, peaks while growing included. 0 means nine tenths of
	// what the system says is available. It is looked at before memory is taken.
	// What the model keeps for itself is not in it, nor are counterexamples.
	MaxMemory int64

	// Timeout bounds the time; 0 means no bound.
	Timeout time.Duration

	// MaxFanOut is the number of steps out of one state over which the model
	// is taken to be wrong; 0 means 65536.
	MaxFanOut int

	// KeepGoing looks for violations of the other properties after the first.
	KeepGoing bool

	// Symmetry explores one state per orbit of a [Symmetric] model. It is
	// refused for liveness properties.
	Symmetry bool

	// Covering explores of a [WellStructured] model only states that no other
	// covers. This is sound for a property that is violated wherever a state that is
	// covered violates it. It is refused for properties of kind Terminal and for
	// liveness, and with Symmetry, Compact and a Checkpoint; there is no
	// [Result.Graph].
	//
	// A counterexample is a shortest one unless [Finding.Detour] says otherwise. To find
	// it the model is searched again, level by level, over at most sixteen times as many
	// states. With AnyTrace the first that was found will do.
	Covering bool
	AnyTrace bool

	// Invariant has a search with Covering that is complete return its maximal states,
	// as [Result.Invariant].
	Invariant bool

	// Compact keeps of each state in the visited set a hash of 64 bits, drawn at
	// random, instead of the state, and needs the states of two levels only.
	// Two states of one hash are then taken for one: with the probability
	// [Stats.CollisionProbability] something was missed, not the same in every
	// run, and the findings that depend on it say so in [Finding.Doubt].
	// Counterexamples are certain all the same; to tell one the search may be
	// run again. States of at most 8 bytes are no larger than a hash: for them
	// the option changes nothing.
	//
	// It is refused for liveness properties and with a Checkpoint, which need
	// whole states; there is no [Result.Graph]. Memory is saved where it can be
	// given back to the system in parts, on Linux.
	Compact  bool
	hashBits int // 0: 64; fewer in tests

	// Checkpoint names a file that the search appends to at the end of a
	// level, at most once per CheckpointEvery (0: every minute), and when it
	// ends. With Resume a file that is already there is continued, and every
	// count and verdict is as if the search had not been interrupted; without,
	// a file that holds anything but a header is refused, as is one that another
	// search is using. What cannot be written is told in [Result.Unsaved] and costs the
	// search nothing. It is refused for an [Ordered] model.
	//
	// A search is continued only by the program that began it, the same to the
	// bit, for the same model and properties. ResumeChanged continues one that
	// another program began, another build for example: that its model and
	// properties are the same is then for the caller to know. Compared all the
	// same are the layout of the state, the model (its type, its fields if they
	// are plain values, what its String method says), the kinds and names of the
	// properties, and on a sample of the states the steps and safety properties.
	Checkpoint      string
	CheckpointEvery time.Duration
	Resume          bool
	ResumeChanged   bool
	diskSize        func() int64 // nil: as large as it is; else in tests the bytes at which it is full

	// Progress is called once per ProgressEvery (0: every second), on the
	// goroutine that called Check. A panic in it ends the search, and goes on
	// when nothing of the search is left.
	Progress      func(Progress)
	ProgressEvery time.Duration
}

// Progress says how far a search has come.
type Progress struct {
	Phase     string // "search", or the name of the liveness property being decided
	Distinct  uint64
	Generated uint64
	Frontier  uint64 // states of the last complete level; with Covering those that wait to be expanded
	Depth     int    // of that level
	Bytes     int64
	Elapsed   time.Duration
}

// A Stop says why a search ended before all was explored and decided.
type Stop uint8

// The reasons to stop.
const (
	NotStopped       Stop = iota
	StoppedViolation      // a property was violated, and KeepGoing was not set
	StoppedStates         // MaxStates
	StoppedMemory         // MaxMemory
	StoppedTimeout        // Timeout, or the deadline of the context
	StoppedContext        // the context was cancelled
	StoppedCut            // the model itself left steps out: see Steps.Cut
)

var stopNames = [...]string{
	"", "a property is violated", "the bound on states is reached", "the bound on memory is reached",
	"the time is up", "interrupted", "the model reached a bound of its own",
}

// String returns the reason in words; "" if there is none.
func (s Stop) String() string { return stopNames[s] }

const (
	defaultFanOut = 1 << 16
	maxWorkers    = 1 << 10
)

// withDefaults replaces every zero that has a meaning by that meaning.
func (o Options) withDefaults() Options {
	o.Workers = cmp.Or(o.Workers, min(runtime.GOMAXPROCS(0), maxWorkers))
	o.MaxStates = min(cmp.Or(o.MaxStates, maxRefs), maxRefs-uint64(o.Workers+1)*blockSize)
	o.MaxMemory = cmp.Or(o.MaxMemory, availableMemory()/10*9)
	o.MaxFanOut = cmp.Or(o.MaxFanOut, defaultFanOut)
	o.CheckpointEvery = cmp.Or(o.CheckpointEvery, time.Minute)
	o.ProgressEvery = cmp.Or(o.ProgressEvery, time.Second)
	return o
}

// check returns an error that names an option without a meaning.
func (o *Options) check() error {
	for _, given := range []struct {
		name  string
		value int64
	}{
		{"Workers", int64(o.Workers)}, {"MaxMemory", o.MaxMemory}, {"Timeout", int64(o.Timeout)}, {"MaxFanOut", int64(o.MaxFanOut)},
		{"CheckpointEvery", int64(o.CheckpointEvery)}, {"ProgressEvery", int64(o.ProgressEvery)},
	} {
		if given.value < 0 {
			return &ContractError{Problem: fmt.Sprintf("Options.%s is %d; it cannot be negative, and 0 stands for its default", given.name, given.value)}
		}
	}
	if o.Workers > maxWorkers {
		return &ContractError{Problem: fmt.Sprintf("Options.Workers is %d; at most %d are supported, and more than there are processors make no sense", o.Workers, maxWorkers)}
	}
	if o.AnyTrace && !o.Covering {
		return &ContractError{Problem: "Options.AnyTrace is set without Options.Covering; all other searches find shortest traces anyway"}
	}
	if o.Invariant && !o.Covering {
		return &ContractError{Problem: "Options.Invariant is set without Options.Covering; the states of all other searches are in Result.Graph"}
	}
	if o.Checkpoint == "" && (o.Resume || o.ResumeChanged) {
		return &ContractError{Problem: "Options.Resume or ResumeChanged is set, and Options.Checkpoint names no file to resume from"}
	}
	return nil
}
