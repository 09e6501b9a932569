package scene

import (
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// families are the fonts that a reader's machine is asked for, in this order.
const families = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"

const paper = "#ffffff"

// SVG writes the scene as a document that needs nothing else. Groups keep their
// ids and classes, so that a page can find and highlight them.
func (s *Scene) SVG(w io.Writer) error {
	page := s.Page()
	var p pen
	width, height := number(math.Ceil(page.W)), number(math.Ceil(page.H))
	p.printf("<svg xmlns=\"http://www.w3.org/2000/svg\" role=%q width=%q height=%q viewBox=\"%s %s %s %s\" font-family=%q>\n",
		role(s.Items), width, height, number(math.Floor(page.X)), number(math.Floor(page.Y)), width, height, families)
	p.printf("<title>%s</title>\n", escape(s.Title))
	s.pages(&p)
	p.printf("<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=%q/>\n", number(math.Floor(page.X)), number(math.Floor(page.Y)), width, height, paper)
	for _, i := range s.Items {
		i.svg(&p)
	}
	p.printf("</svg>\n")
	_, err := io.WriteString(w, p.String())
	return err
}

// role returns what the document is to who hears it: an image, unless it has links,
// which nobody finds in an image.
func role(items []Item) string {
	for _, i := range items {
		if g, ok := i.(*Group); ok && (g.Link != "" || role(g.Items) != "img") {
			return "graphics-document"
		}
	}
	return "img"
}

// pages writes the pages, if there are several, as views: the address of the document
// with #page-2 shows the second. On paper each is one too.
func (s *Scene) pages(p *pen) {
	if len(s.Pages) < 2 {
		return
	}
	p.printf("<style>@page{size:%spx %spx;margin:0}</style>\n", number(s.Pages[0].W), number(s.Pages[0].H))
	for i, r := range s.Pages {
		p.printf("<view id=\"page-%d\" viewBox=\"%s %s %s %s\"/>\n", i+1, number(r.X), number(r.Y), number(r.W), number(r.H))
	}
}

// A pen is an SVG document that is being written.
type pen struct{ strings.Builder }

func (p *pen) printf(format string, args ...any) { fmt.Fprintf(&p.Builder, format, args...) }

// attribute writes an attribute that has a value.
func (p *pen) attribute(name, value string) {
	if value != "" {
		p.printf(" %s=\"%s\"", name, escape(value))
	}
}

func (g *Group) svg(p *pen) {
	p.printf("<g")
	p.attribute("id", g.ID)
	p.attribute("class", g.Class)
	p.printf(">\n")
	if g.Title != "" {
		p.printf("<title>%s</title>\n", escape(g.Title))
	}
	if g.Link != "" {
		p.printf("<a href=\"%s\">\n", escape(g.Link))
	}
	for _, i := range g.Items {
		i.svg(p)
	}
	if g.Link != "" {
		p.printf("</a>\n")
	}
	p.printf("</g>\n")
}

func (b *Box) svg(p *pen) {
	p.printf("<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"", number(b.X), number(b.Y), number(b.W), number(b.H))
	if b.Round > 0 {
		p.attribute("rx", number(b.Round))
	}
	p.attribute("fill", none(b.Fill))
	if b.Line.Color != "" {
		p.stroke(b.Line)
	}
	p.printf("/>\n")
}

func (a *Arrow) svg(p *pen) {
	shaft := a.shaft()
	p.printf("<path d=%q fill=\"none\"", data(&shaft))
	p.stroke(a.Line)
	p.printf("/>\n")
	if a.Headless {
		return
	}
	var corners []string
	for _, c := range a.head() {
		corners = append(corners, number(c.X)+","+number(c.Y))
	}
	p.printf("<polygon points=%q fill=%q/>\n", strings.Join(corners, " "), a.Line.Color)
}

func (p *pen) stroke(by Pen) {
	p.attribute("stroke", by.Color)
	p.attribute("stroke-width", number(by.Width))
	var lengths []string
	for _, l := range by.Dash.pattern() {
		lengths = append(lengths, number(l*by.Width))
	}
	p.attribute("stroke-dasharray", strings.Join(lengths, " "))
}

func (t *Text) svg(p *pen) {
	p.printf("<text x=\"%s\" y=\"%s\" font-size=\"%s\"", number(t.At.X), number(t.At.Y), number(t.Size))
	p.attribute("text-anchor", [...]string{"", "middle", "end"}[t.Anchor])
	if t.Bold {
		p.attribute("font-weight", "bold")
	}
	p.attribute("fill", t.Fill)
	p.printf(">%s</text>\n", escape(t.Content))
}

// data returns the path as the attribute d has it.
func data(path *Path) string {
	var b strings.Builder
	point := func(command string, at Point) {
		b.WriteString(command + number(at.X) + "," + number(at.Y))
	}
	point("M", path.From)
	for i := range path.Curves {
		c := &path.Curves[i]
		if c.straight() {
			point("L", c.To)
			continue
		}
		point("C", c.C1)
		point(" ", c.C2)
		point(" ", c.To)
	}
	return b.String()
}

// number prints a length to a tenth of a pixel.
func number(x float64) string {
	return strconv.FormatFloat(math.Round(x*10)/10+0, 'f', -1, 64) // + 0: there is no -0
}

func none(color string) string {
	if color == "" {
		return "none"
	}
	return color
}

func escape(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a Builder takes everything
	return b.String()
}
