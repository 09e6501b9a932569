package conform

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Known are causes that are known, by ID: a subject may have them.
type Known map[string]bool

// ReadKnown reads a file of known causes: one ID a line. Empty lines and what follows a
// # at the begin of a line or after a space are passed over.
func ReadKnown(r io.Reader) (Known, error) {
	known := Known{}
	s := bufio.NewScanner(r)
	for n := 1; s.Scan(); n++ {
		line, _, _ := strings.Cut(" "+s.Text(), " #")
		if line = strings.TrimSpace(line); line != "" {
			known[line] = true
		}
	}
	return known, s.Err()
}

// Write writes the causes of a report as a file of known ones, each with what it is
// accused of as a comment above it.
func (r *Report) WriteKnown(w io.Writer) error {
	for i := range r.Causes {
		c := &r.Causes[i]
		if _, err := fmt.Fprintf(w, "# %s\n%s\n", c.Sentence(), c.ID); err != nil {
			return err
		}
	}
	return nil
}
