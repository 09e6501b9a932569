package export

import (
	"embed"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/tcpfsm/tcpfsm/model"
)

// Formats are the languages that are written.
var Formats = []string{"promela", "murphi", "tla"}

//go:embed *.tmpl
var files embed.FS

// Write writes a scenario in one of the [Formats], with what its exploration has found
// as a comment. The answer is a complete one with a capacity. The error is a
// [*SizeError] if the scenario is too large for the format. Mutant names the wrong design
// that is explored, if one is.
func Write(w io.Writer, format string, a *model.Answer, mutant string) error {
	table, err := a.Table()
	if err != nil {
		return err
	}
	s := newSystem(table)
	if err := s.fits(format); err != nil {
		return err
	}
	s.About = about(format, s, a, mutant)
	t, err := templateOf(format)
	if err != nil {
		return err
	}
	text, err := t.execute(s.valuesIn(format))
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, text)
	return err
}

// templateOf reads the template of a format.
func templateOf(format string) (*template, error) {
	name := format + ".tmpl"
	text, err := files.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return parse(name, string(text))
}

// count lists the numbers from 0 on.
func count(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

// column returns one member of each of some lists, or 0 where there is none.
func column(lists [][]int, k int) []int {
	all := make([]int, len(lists))
	for i, list := range lists {
		if k < len(list) {
			all[i] = list[k]
		}
	}
	return all
}

// identifier returns how a claim is called where names are words: by its own name, or
// by its place among the claims if that is no name in kebab case, of two words and more.
func identifier(name string, place int) string {
	if kebab.MatchString(name) {
		return strings.ReplaceAll(name, "-", "_")
	}
	return fmt.Sprintf("claim_%d", place)
}

var (
	kebab    = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)+$`)
	nameless = regexp.MustCompile(`[^A-Za-z0-9]+`)
)

// text writes a list of numbers with commas between them, in lines.
func text(list []int) string {
	var b strings.Builder
	for i, n := range list {
		switch {
		case i > 0 && i%24 == 0:
			b.WriteString(",\n  ")
		case i > 0:
			b.WriteString(", ")
		}
		fmt.Fprint(&b, n)
	}
	return b.String()
}
