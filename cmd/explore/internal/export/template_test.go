package export

import (
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/model"
)

// known is what the templates of these tests know.
var known = values{
	"yes": true, "no": false, "zero": 0, "three": 3, "word": "w", "none": []any(nil), "nothing": nil,
	"pair": []any{values{"Name": "a", "Is": true}, values{"Name": "b", "Is": false}},
	"join": call(func(args []any) any {
		var all []string
		for _, a := range args {
			all = append(all, a.(string))
		}
		return strings.Join(all, "+")
	}),
	"not":   call(func(args []any) any { return !truth(args[0]) }),
	"count": call(func(args []any) any { return anys(count(args[0].(int))) }),
}

// TestTemplate holds what each action writes, and what hyphens take away.
func TestTemplate(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"", ""},
		{"plain } { text\n", "plain } { text\n"},
		{"{{three}} {{word}} {{yes}} {{7}}", "3 w true 7"},
		{`{{join word "a b" word}}, {{join}}`, "w+a b+w, "},
		{"{{if yes}}a{{else}}b{{end}}{{if no}}a{{else}}b{{end}}{{if zero}}a{{end}}", "ab"},
		{"{{if none}}a{{end}}{{if nothing}}b{{end}}{{if pair}}c{{end}}{{if not zero}}d{{end}}", "cd"},
		{"{{if yes}}{{if no}}a{{else}}b{{end}}{{else}}c{{end}}", "b"},
		{"{{range p pair}}{{p.Name}}{{if p.Is}}!{{end}} {{end}}", "a! b "},
		{"{{range i count three}}{{range j count i}}{{i}}{{j}} {{end}}{{end}}", "10 20 21 "},
		{"{{range i none}}a{{end}}b", "b"},
		{"a \n {{- word}} b {{word -}} \n c {{- word -}} d", "aw b wc" + "wd"},
		{"{ {{- word -}} }", "{w}"},
	} {
		p, err := parse("test", test.text)
		if err != nil {
			t.Errorf("%q: %v", test.text, err)
			continue
		}
		if got, err := p.execute(known); err != nil || got != test.want {
			t.Errorf("%q writes %q and not %q: %v", test.text, got, test.want, err)
		}
	}
}

// TestTemplateErrors holds that an error names the file and the line.
func TestTemplateErrors(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"\n{{end}}", "file:2: end of nothing"},
		{"\n\n{{else}}", "file:3: else of nothing"},
		{"\n{{if yes}}\n{{else}}\n{{else}}{{end}}", "file:4: else of nothing"},
		{"{{range p pair}}\n{{else}}{{end}}", "file:2: else of nothing"},
		{"\n{{if yes}}{{range p pair}}\n{{end}}", "file:2: if without an end"},
		{"a\n{{}}", "file:2: an empty action"},
		{"a\n{{unknown}}", "file:2: there is no unknown"},
		{"{{range p pair}}\n{{p.Age}}{{end}}", "file:2: there is no p.Age"},
		{"\n{{word.Name}}", "file:2: there is no word.Name"},
		{"\n{{join unknown}}", "file:2: there is no unknown"},
		{"\n{{word three}}", "file:2: word is no call"},
		{"\n{{range p three}}{{end}}", "file:2: three is no list"},
		{"\n{{if}}{{end}}", "file:2: end of nothing"},
	} {
		p, err := parse("file", test.text)
		if err == nil {
			_, err = p.execute(known)
		}
		if err == nil || err.Error() != test.want {
			t.Errorf("%q: %v, want %s", test.text, err, test.want)
		}
	}
}

// TestValues holds that templates are given nothing of a type that they do not know, such
// as a number of a smaller type, which would never be 0 to an if, and that there is
// whatever they name, also where no scenario leads.
func TestValues(t *testing.T) {
	nothing := &model.Table{Ends: make([]*model.End, 1), Packets: make([]*model.Packet, 1), Steps: make([]model.TableStep, 1), Rows: make([]model.TableRow, 1)}
	nothing.Scenario.Name = "nothing"
	for _, format := range Formats {
		known := newSystem(nothing).valuesIn(format)
		for name, x := range known {
			switch x.(type) {
			case nil, bool, int, string, []any, values, call, []int:
			default:
				t.Errorf("%s: %s is a %T", format, name, x)
			}
		}
		p, err := templateOf(format)
		if err != nil {
			t.Fatal(err)
		}
		for _, piece := range p.pieces {
			known[piece.name] = nil // what a range calls its values
		}
		for _, piece := range p.pieces {
			for _, word := range piece.words {
				name, _, _ := strings.Cut(word, ".")
				if _, err := known.value(name); err != nil {
					t.Error(p.errorf(&piece, "%w", err))
				}
			}
		}
	}
}
