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
// may be sent it, by the name of the file. Of a bug that several versions of a stack have
// there is one, about the last.
func Reports() map[string][]byte {
	all, files := map[string][]byte{}, map[string]string{}
	for _, s := range conform.Stacks() {
		for i := range s.Causes {
			c := &s.Causes[i]
			if !strings.HasPrefix(c.Note, Bug) || len(c.Steps) == 0 {
				continue
			}
			stack, _, _ := strings.Cut(s.Name, " ")
			bug := stack + c.Note
			delete(all, files[bug])
			files[bug] = fileOf(stack, c, all)
			all[files[bug]] = reportOf(&s, c)
		}
	}
	return all
}

// unfit are the characters that names of files do without.
var unfit = regexp.MustCompile(`[^a-z0-9]+`)

// fileOf names the report of a cause by the stack and the rule, as none is named.
func fileOf(stack string, c *conform.KnownCause, taken map[string][]byte) string {
	rule, _, _ := strings.Cut(c.Says, " ")
	base := strings.Trim(unfit.ReplaceAllString(strings.ToLower(stack+" "+rule), "-"), "-")
	name := base + ".md"
	for n := 2; taken[name] != nil; n++ {
		name = fmt.Sprintf("%s-%d.md", base, n)
	}
	return name
}

// titleOf is what a note says in its first words.
func titleOf(says string) string {
	end := strings.IndexAny(says, ".;:")
	for end >= 0 && end+1 < len(says) && says[end+1] != ' ' { // as in RCV.NXT
		next := strings.IndexAny(says[end+1:], ".;:")
		if next < 0 {
			return says
		}
		end += 1 + next
	}
	if end < 0 {
		return says
	}
	return says[:end]
}

// reportOf writes a report: what happens, what should, and how to see it.
func reportOf(s *conform.KnownStack, c *conform.KnownCause) []byte {
	p := &page{markdown: true}
	says := strings.TrimPrefix(c.Note, Bug)
	title := s.Name + ": " + titleOf(says)
	p.heading(1, title)
	p.paragraph("<!-- Generated from fsm/conform/stacks/*.txt. To rewrite: go test ./cmd/explore -update -->")
	p.paragraph(strings.ToUpper(says[:1]) + says[1:])
	label, _, _ := strings.Cut(c.Says, ": ")
	rule, clause, _ := strings.Cut(strings.TrimSuffix(label, ")"), " (")
	p.paragraph(fmt.Sprintf("It is about section %s of RFC 9293; [transitions](../transitions.md) has it as `%s`.", clause, rule))
	v := conform.Verdict{Kind: conform.Deviates, Step: c.Step, Rule: rule, Clause: clause, Expected: c.Expected, Seen: c.Seen}
	l := told(title, c.Steps, s.Name, v)
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
