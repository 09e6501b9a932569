package conform

import (
	"embed"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Stacks that have been held: files of known causes, as WriteKnown makes them, with what
// was found out about a cause by hand on lines of their own, "#> so".

//go:embed stacks/*.txt
var stackFiles embed.FS

// A KnownStack is a stack that has been held against the table, and what was found.
type KnownStack struct {
	Name    string // as in "lwIP 2.1.3"
	Summary string // what the cases came to
	Causes  []KnownCause
}

// A KnownCause is a cause that a stack is known for.
type KnownCause struct {
	ID   string
	Says string // what the stack does, as Sentence says it
	Note string // what was found out about it by hand; may be empty

	// Steps are the shortest trace that shows it, Step the one that deviates, of which
	// Expected was expected and Seen was seen.
	Steps          []Step
	Step           int
	Expected, Seen string
}

// Stacks returns the stacks that have been held, by name.
func Stacks() []KnownStack { return stacks() }

var stacks = sync.OnceValue(func() (all []KnownStack) {
	names, err := stackFiles.ReadDir("stacks")
	if err != nil {
		panic(err) // it is in the program
	}
	for _, f := range names {
		text, err := stackFiles.ReadFile("stacks/" + f.Name())
		if err != nil {
			panic(err)
		}
		all = append(all, stackOf(string(text)))
	}
	return all
})

// stackOf reads a file of known causes with its comments.
func stackOf(text string) (s KnownStack) {
	var c KnownCause
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		said, comment := strings.CutPrefix(line, "# ")
		step, traced := strings.CutPrefix(line, "#| ")
		wrong, accused := strings.CutPrefix(line, "#! ")
		note, judged := strings.CutPrefix(line, "#> ")
		switch {
		case judged:
			c.Note = note
		case traced:
			c.trace(step)
		case accused:
			c.accuse(wrong)
		case comment && s.Name == "":
			s.Name, s.Summary, _ = strings.Cut(said, ": ")
		case comment:
			c.Says = said
		case line != "" && !strings.HasPrefix(line, "+") && !strings.HasPrefix(line, choiceMark):
			c.ID = line
			s.Causes = append(s.Causes, c)
			c = KnownCause{}
		}
	}
	return s
}

// trace adds a step. A line that is none is left out: the file is in the program, and a test
// reads it.
func (c *KnownCause) trace(line string) {
	if s, err := readStep(line); err == nil {
		c.Steps = append(c.Steps, s)
	}
}

// accuse notes what is wrong with the trace.
func (c *KnownCause) accuse(line string) {
	if parts := strings.SplitN(line, " | ", 3); len(parts) == 3 {
		n, _ := strconv.Atoi(parts[0])
		c.Step, c.Expected, c.Seen = n-1, parts[1], parts[2]
	}
}

// SharedBy names the known stacks that have a cause, but for the subject itself.
func (c *Cause) SharedBy(subject string) (names []string) {
	for _, s := range Stacks() {
		has := slices.ContainsFunc(s.Causes, func(k KnownCause) bool { return k.ID == c.ID })
		if has && s.Name != subject {
			names = append(names, s.Name)
		}
	}
	return names
}
