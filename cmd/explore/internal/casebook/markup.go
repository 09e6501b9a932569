package casebook

import (
	"encoding/xml"
	"fmt"
	"strings"
)

// A markup is HTML or XML in the making. Texts are escaped; names of elements and
// attributes are ours. Package html/template would do it too, and has the linker keep
// every method that there is, by whose name a template might call it: three megabytes of
// the command.
type markup struct{ strings.Builder }

// element writes an element with what do writes into it.
func (m *markup) element(name string, attributes []string, do func()) {
	m.WriteString("<" + name)
	for i := 0; i+1 < len(attributes); i += 2 {
		fmt.Fprintf(&m.Builder, ` %s="%s"`, attributes[i], escaped(attributes[i+1]))
	}
	m.WriteString(">")
	do()
	m.WriteString("</" + name + ">\n")
}

// say writes an element with a text.
func (m *markup) say(name, text string, attributes ...string) {
	m.element(name, attributes, func() { m.text(text) })
}

func (m *markup) text(text string) { m.WriteString(escaped(text)) }

// escaped returns a text as it stands in an element or an attribute.
func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a Builder takes everything
	return b.String()
}

// table writes a table that is as wide as it likes.
func (m *markup) table(header []string, rows func()) {
	m.element("div", []string{"class", "wide"}, func() {
		m.element("table", nil, func() {
			m.row(func() {
				for _, h := range header {
					m.say("th", h)
				}
			})
			rows()
		})
	})
}

func (m *markup) row(do func()) { m.element("tr", nil, do) }
