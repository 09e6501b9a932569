package conform

import (
	"fmt"
	"io"
	"strings"
)

// Label names the rule, the paragraph and the strength, as in "rst.challenge
// (3.10.7.4/2, prose)".
func (c *Cause) Label() string {
	if c.Clause == "" {
		return c.Rule
	}
	strength := c.Strength.String()
	if c.Verdict.Strength != "" {
		strength = c.Verdict.Strength
	}
	return fmt.Sprintf("%s (%s, %s)", c.Rule, c.Clause, strength)
}

// Does says what the subject does, and where, and Should what the table does there.
func (c *Cause) Does() string {
	if c.Edit == nil {
		return c.Seen
	}
	return c.where() + c.Means + c.also()
}

// also says how many more edits there are, and which.
func (c *Cause) also() string {
	if len(c.Also) == 0 {
		return ""
	}
	all := make([]string, len(c.Also))
	for i, e := range c.Also {
		all[i] = e.String()
	}
	return fmt.Sprintf("; likewise %s", strings.Join(all, "; "))
}

// where says where an edit holds.
func (c *Cause) where() string {
	where := ""
	switch rule := ruleOf(c.Edit.Rule); {
	case c.Edit.Check != "":
		where = fmt.Sprintf("at %q ", c.Edit.Check)
	case c.Edit.Form == nil && rule != c.Rule:
		where = "where " + rule + " fires "
	}
	if c.Edit.In != 0 {
		where += "in " + c.Edit.In.String() + " "
	}
	var guards []string
	for _, g := range c.Edit.If {
		guards = append(guards, g.word()+" "+g.Fact.Means())
	}
	if len(guards) > 0 {
		where += strings.Join(guards, ", and ") + ": "
	}
	return where
}

// Should says what the table does where the subject does otherwise.
func (c *Cause) Should() string {
	if c.Edit == nil {
		return c.Expected
	}
	return c.Instead
}

// Sentence says in one line what the subject does and what the table does.
func (c *Cause) Sentence() string {
	return fmt.Sprintf("%s: does: %s; should: %s", c.Label(), c.Does(), c.Should())
}

// WriteText writes the report as people read it: what it comes to in one paragraph, and
// then the causes, each with its shortest trace.
func (r *Report) WriteText(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Conformance of %s\n\n%s\n", r.Subject, r.Summary())
	for i := range r.Causes {
		fmt.Fprintf(&b, "\n%d. %s", i+1, r.Causes[i].Text())
		if shared := r.Causes[i].SharedBy(r.Subject); len(shared) > 0 {
			fmt.Fprintf(&b, "\n   So does %s.\n", strings.Join(shared, ", and "))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Summary says in one paragraph what the cases come to.
func (r *Report) Summary() string {
	words := [kinds]string{"conform", "are permitted variations", "could not be put to the test", "are undecided", "are blocked", "deviate"}
	parts := []string{}
	for k, n := range r.Total {
		if n > 0 || Kind(k) == Conforms || Kind(k) == Blocked || Kind(k) == Deviates {
			parts = append(parts, fmt.Sprintf("%d %s", n, words[k]))
		}
	}
	s := fmt.Sprintf("%d cases on %d %s, held against %s: %s.", r.Cases, r.Routes, plural(r.Routes, "route"), r.Policy, strings.Join(parts, ", "))
	if n := len(r.Causes); n > 0 {
		s += fmt.Sprintf(" That is %d %s.", n, plural(n, "cause"))
	}
	if n := len(r.Missing); n > 0 {
		cases := 0
		for _, m := range r.Missing {
			cases += m.Cases
		}
		s += fmt.Sprintf(" %d %s of the table it does not have, and the %d cases at their ends are not among these.", n, plural(n, "route"), cases)
	}
	if r.Unasked != "" {
		s += " " + r.Unasked
	}
	if !r.Complete {
		s += " It was stopped before everything was tried and explained: what is not here may conform or not."
	}
	return s
}

// plural is the word for n of a kind.
func plural(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}

// Text tells a cause in some lines: what it is, how many cases it explains, and the
// shortest trace that shows it.
func (c *Cause) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n   does    %s\n   should  %s\n   cases   %d in %v", c.Label(), c.Does(), c.Should(), c.Cases, c.States)
	if c.Blocked > 0 {
		fmt.Fprintf(&b, ", and %d that it blocks", c.Blocked)
	}
	fmt.Fprintf(&b, "\n   id      %s\n\n   expected  %s\n   seen      %s\n\n", c.ID, c.Expected, c.Seen)
	for i := range c.Steps {
		mark := " "
		if i == c.Step {
			mark = "!"
		}
		fmt.Fprintf(&b, "   %s %d  %v\n", mark, i+1, &c.Steps[i])
	}
	return b.String()
}

// String returns what was put to the subject in a step, what it has sent, and its state.
func (s *Step) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-48v", s.Input)
	for _, g := range s.Segments {
		fmt.Fprintf(&b, " -> %v", g)
	}
	if s.Refused != "" {
		fmt.Fprintf(&b, " -> refused: %s", s.Refused)
	}
	return strings.TrimRight(b.String(), " ") + "  " + s.View.String()
}
