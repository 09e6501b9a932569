package conform

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Known are causes that are known, by ID: a subject may have them.
type Known map[string]bool

// ReadKnown reads a file of known causes: one ID a line. Empty lines, and what follows a
// # that begins a line or stands behind a space, are passed over.
func ReadKnown(r io.Reader) (Known, error) {
	known := Known{}
	s := bufio.NewScanner(r)
	for s.Scan() {
		line, _, _ := strings.Cut(" "+s.Text(), " #")
		if line = strings.TrimSpace(line); line != "" {
			known[line] = true
		}
	}
	return known, s.Err()
}

// WriteKnown writes the causes of a report as a file of known ones: what it comes to, and
// above each cause what the subject does.
func (r *Report) WriteKnown(w io.Writer) error {
	if _, err := fmt.Fprintf(w, "# %s: %s\n", r.Subject, r.Summary()); err != nil {
		return err
	}
	for i := range r.Causes {
		c := &r.Causes[i]
		if _, err := fmt.Fprintf(w, "\n# %s\n%s\n", c.Sentence(), c.ID); err != nil {
			return err
		}
	}
	return nil
}
