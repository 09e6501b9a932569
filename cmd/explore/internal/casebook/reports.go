package casebook

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

// Bug begins a note on a cause that was found to be a bug, and is not mended yet.
const Bug = "A bug: "

// Reports returns the reports of the bugs of stacks that are known, each as its maintainers
// may be sent it, by the name of the file.
func Reports() map[string][]byte {
	all := map[string][]byte{}
	for _, s := range conform.Stacks() {
		for i := range s.Causes {
			if c := &s.Causes[i]; strings.HasPrefix(c.Note, Bug) && len(c.Steps) > 0 {
				all[fileOf(&s, c)] = reportOf(&s, c)
			}
		}
	}
	return all
}

// unfit are the characters that names of files do without.
var unfit = regexp.MustCompile(`[^a-z0-9]+`)

// fileOf names the report of a cause by the stack and by what is edited.
func fileOf(s *conform.KnownStack, c *conform.KnownCause) string {
	stack, _, _ := strings.Cut(s.Name, " ")
	what, _, _ := strings.Cut(c.ID, ": ")
	return strings.Trim(unfit.ReplaceAllString(strings.ToLower(stack+" "+what), "-"), "-") + ".md"
}

// reportOf writes a report: what happens, what should, and how to see it.
func reportOf(s *conform.KnownStack, c *conform.KnownCause) []byte {
	p := &page{markdown: true}
	says := strings.TrimPrefix(c.Note, Bug)
	title, _, _ := strings.Cut(says, ". ")
	p.heading(1, s.Name+": "+strings.TrimSuffix(title, "."))
	p.paragraph("<!-- Generated from fsm/conform/stacks/*.txt. To rewrite: go test ./cmd/explore -update -->")
	p.paragraph(says)
	rule, _, _ := strings.Cut(c.Says, ": ")
	p.paragraph(fmt.Sprintf("It is about RFC 9293, as `explore list rules` names it: %s.", rule))
	run := conform.Run{Steps: c.Steps}
	l := Ladder(&run, s.Name, conform.Verdict{Kind: conform.Deviates, Step: c.Step, Rule: rule, Expected: c.Expected, Seen: c.Seen})
	l.Title = s.Name + ": " + strings.TrimSuffix(title, ".")
	p.heading(2, "What happens")
	p.paragraph("The connection at the stack, step by step: what its user asks for or what arrives, then what it sends, and its state. " + l.Note)
	p.block(written(l.WriteExchanges))
	p.paragraph(fmt.Sprintf("At the step with the mark it should have been `%s`. Seen was `%s`.", c.Expected, c.Seen))
	p.heading(2, "How to see it")
	p.paragraph("With packetdrill, against a stack that it can drive; the script ends with what is expected:")
	p.block(written(l.Packetdrill))
	p.paragraph("Or with this project, as [CONTRIBUTING](../CONTRIBUTING.md#stacks) has it for this stack. The cause is called:")
	p.block(c.ID + "\n")
	return p.Bytes()
}

// written returns what is written to memory, which does not fail.
func written(write func(io.Writer) error) string {
	var b strings.Builder
	_ = write(&b)
	return b.String()
}
