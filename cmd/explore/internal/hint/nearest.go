// Package hint reads the names that a user writes. If a name is
// unknown, the error offers near ones and the command that lists all.
package hint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// Unknown is the error of a name that is not among names. Its hint offers the
// nearest ones and the command that lists them all.
func Unknown(kind, name string, names []string, listed string) error {
	if near := nearest(name, names); len(near) > 0 {
		return fmt.Errorf("unknown %s %q\nhint: did you mean %s? %s shows them all", kind, name, strings.Join(near, " or "), listed)
	}
	return fmt.Errorf("unknown %s %q\nhint: %s shows them all", kind, name, listed)
}

// nearest returns at most three of names that are nearly name: a few edits
// apart, or one the beginning of the other.
func nearest(name string, names []string) []string {
	near := fsm.Nearest(name, names)
	lower := strings.ToLower(name)
	for _, n := range names {
		other := strings.ToLower(n)
		begins := lower != "" && (strings.HasPrefix(other, lower) || strings.HasPrefix(lower, other))
		if begins && !slices.Contains(near, n) {
			near = append(near, n)
		}
	}
	return near[:min(3, len(near))]
}
