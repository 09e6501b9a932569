package export

import (
	"embed"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"strings"
	"text/template"

	"github.com/tcpfsm/tcpfsm/model"
)

// Formats are the languages that are written.
var Formats = []string{"promela", "murphi", "tla"}

//go:embed *.tmpl
var files embed.FS

var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"array": array, "column": column, "count": count, "type": promelaType, "upper": strings.ToUpper,
	"function": function, "arrivals": arrivals, "holds": holds, "params": params, "args": args,
	"of":    func(i int, guard string) string { return strings.ReplaceAll(guard, "[i]", fmt.Sprintf("[%d]", i)) },
	"last":  func(list any) int { return reflect.ValueOf(list).Len() - 1 },
	"less":  func(n int) int { return n - 1 },
	"tuple": tuple, "sends": sends, "matrix": matrix, "forged": forged, "camel": camel, "text": text,
	"strays": strays, "strayPackets": strayPackets, "strayOwed": strayOwed,
}).ParseFS(files, "*.tmpl"))

// Write writes a scenario in one of the [Formats], with what its exploration has found
// as a comment. The answer is a complete one with a capacity. The error is a
// [*SizeError] if the scenario is too large for the format. Mutant names the wrong design
// that is explored, if one is.
func Write(w io.Writer, format string, a *model.Answer, mutant string) error {
	t, err := a.Table()
	if err != nil {
		return err
	}
	s := newSystem(t)
	if err := s.fits(format); err != nil {
		return err
	}
	s.About = about(format, s, a, mutant)
	return templates.ExecuteTemplate(w, format, s)
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
