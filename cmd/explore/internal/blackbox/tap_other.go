//go:build !linux

package blackbox

import "errors"

// openTap says that there are none here.
func openTap(string) (wire, error) {
	return nil, errors.New("TAP devices are for Linux\nhint: the wires " + Wires + " but that are for every system")
}
