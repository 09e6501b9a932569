package document

import (
	"fmt"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/language"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/why"
)

// Why is docs/zh/why.md: every answer with its ladders, as "explore why -format md"
// has them one by one. Answers and pages are in the language.
func Why(all []why.Page, in language.Language) (string, error) {
	var d document
	d.begin(in.Text("Why?"),
		in.Text("Questions that people ask about TCP. Each is answered by a wrong design, refuted by the shortest ladder that there is, and the right one, "+
			"explored in every state. The command above a ladder draws it again, `explore why` with the name in brackets the whole answer. In a ladder time goes downwards; "+
			"A and B are the two ends, an arrow is a segment, its number tells which arrival belongs to which departure, and what stands after ^ is said of the step above it."))
	for _, p := range all {
		fmt.Fprintf(&d.Builder, in.Text("- [%s](#%s) (`%[2]s`)")+"\n", p.Question, p.Name)
	}
	for _, p := range all {
		p.Language, p.Level = in, 2
		fmt.Fprintf(&d.Builder, "\n<a id=%q></a>\n\n", p.Name)
		if err := p.Write(&d.Builder, "md"); err != nil {
			return "", err
		}
	}
	return strings.TrimRight(d.String(), "\n") + "\n", nil
}
