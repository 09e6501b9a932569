//go:build !linux

package checker

import "math"

// availableMemory is not known here: without Options.MaxMemory there is no
// bound.
func availableMemory() int64 { return math.MaxInt64 }
