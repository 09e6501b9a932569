//go:build !linux

package output_test

import (
	"os"
	"testing"
)

// unprivileged skips a test that root would pass, whatever is tested.
func unprivileged(t *testing.T) {
	t.Helper()
	if os.Geteuid() <= 0 {
		t.Skip("skipped: root, and systems without permissions, may write anywhere")
	}
}
