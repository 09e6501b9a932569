package diagram

import (
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/tcpfsm/tcpfsm/checker/scene"
)

const (
	font      = "Helvetica" // whose widths every Graphviz knows
	ink       = scene.Ink
	sendInk   = scene.Sent
	tellInk   = scene.Muted
	roomTitle = "#6b7280"

	roomMargin = 20
)

// DOT writes the picture in the language of Graphviz, without places.
func (p *Picture) DOT(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "digraph %q {\n", p.name)
	fmt.Fprintf(&b, "\tgraph [id=%q, rankdir=TB, newrank=true, splines=true, nodesep=0.55, ranksep=0.55, pad=0.25, fontname=%q, fontsize=12, fontcolor=%q, bgcolor=white];\n", p.name, font, ink)
	fmt.Fprintf(&b, "\tnode [shape=box, style=\"rounded,filled\", fillcolor=white, color=%q, penwidth=1.3, fontname=\"Helvetica-Bold\", fontsize=13, fontcolor=%q, margin=\"0.16,0.09\"];\n", ink, ink)
	fmt.Fprintf(&b, "\tedge [fontname=%q, fontsize=11, fontcolor=%q, arrowsize=0.75];\n", font, ink)
	for _, a := range p.attrs {
		fmt.Fprintf(&b, "\t%s;\n", a)
	}
	for _, x := range p.boxes {
		x.dot(&b)
	}
	for _, r := range p.rooms {
		r.dot(&b)
	}
	for _, row := range p.rows {
		fmt.Fprintf(&b, "\t{ rank=same; %s }\n", quoted(row))
	}
	if len(p.column) > 0 {
		fmt.Fprintf(&b, "\t{ rank=same; edge [style=invis]; \"%s\" }\n", strings.Join(p.column, `" -> "`))
	}
	for i := range p.lines {
		p.lines[i].dot(&b, p.wide)
	}
	b.WriteString("}\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func (x *box) dot(b *strings.Builder) {
	var names []string
	for _, s := range x.states {
		names = append(names, s.String())
	}
	more := ""
	if fill, pen := x.border(); pen.Color != ink {
		more = fmt.Sprintf(", fillcolor=%q, color=%q, penwidth=%v", fill, pen.Color, pen.Width)
	} else if fill != scene.White {
		more = fmt.Sprintf(", fillcolor=%q", fill)
	}
	if x.attrs != "" {
		more += ", " + x.attrs
	}
	fmt.Fprintf(b, "\t%q [id=%q, class=%q, label=\"%s\"%s];\n", x.id, "state-"+x.id, x.class, strings.Join(names, `\n`), more)
}

func (r *room) dot(b *strings.Builder) {
	fmt.Fprintf(b, "\tsubgraph \"cluster-%s\" {\n", r.id)
	fmt.Fprintf(b, "\t\tgraph [id=%q, class=\"cluster\", label=%q, labeljust=%s, style=\"rounded,filled\", color=%q, fillcolor=%q, fontsize=11, fontcolor=%q, margin=%d];\n", r.id, r.title, r.side, r.fill, r.fill, roomTitle, roomMargin)
	fmt.Fprintf(b, "\t\t%s\n\t}\n", quoted(r.boxes))
}

func quoted(ids []string) string {
	var b strings.Builder
	for _, id := range ids {
		fmt.Fprintf(&b, "%q; ", id)
	}
	return strings.TrimSuffix(b.String(), " ")
}

func (l *line) dot(b *strings.Builder, wide bool) {
	attrs := []string{
		fmt.Sprintf("id=%q", edgeID(l.from, l.to)), fmt.Sprintf("class=%q", l.class), penOf(l.class),
		"label=<" + l.html(wide) + ">",
	}
	if l.level {
		attrs = append(attrs, "constraint=false")
	}
	if l.attrs != "" {
		attrs = append(attrs, l.attrs)
	}
	fmt.Fprintf(b, "\t%q -> %q [%s];\n", l.from, l.to, strings.Join(attrs, ", "))
}

// penOf returns the pen of a class of arrows as Graphviz has it.
func penOf(class string) string {
	p := pens[class]
	text := fmt.Sprintf("color=%q, penwidth=%v", p.Color, p.Width)
	return text + [...]string{scene.Dashed: ", style=dashed", scene.Dotted: ", style=dotted"}[p.Dash]
}

// html sets the label as a table: what happens, and on the next line, or beside
// it if the label is wide, what is sent and told. The empty cell in front keeps it
// clear of the arrow; the empty line over it does so for what lies above.
func (l *line) html(wide bool) string {
	var b strings.Builder
	b.WriteString(`<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="1">`)
	if l.level || wide {
		b.WriteString(row(cell("", ink)))
	}
	for _, n := range l.label {
		if wide {
			b.WriteString(row(cell(n.cause, ink), n.answer(), `<TD WIDTH="12"></TD>`))
			continue
		}
		b.WriteString(row(cell(n.cause, ink)))
		if n.sends != "" {
			b.WriteString(row(cell(n.sends, sendInk)))
		}
	}
	b.WriteString(`</TABLE>`)
	return b.String()
}

func row(cells ...string) string { return "<TR>" + strings.Join(cells, "") + "</TR>" }

func cell(text, color string) string {
	if text == "" {
		return "<TD></TD><TD></TD>"
	}
	return fmt.Sprintf(`<TD WIDTH="6"></TD><TD ALIGN="LEFT"><FONT COLOR=%q>%s</FONT></TD>`, color, html.EscapeString(text))
}

// answer is what is sent or told, in the one cell of a wide label.
func (n *note) answer() string {
	if n.sends != "" {
		return cell(n.sends, sendInk)
	}
	return cell(n.tells, tellInk)
}
