package ladder

import (
	"math"
	"strings"

	"github.com/tcpfsm/tcpfsm/checker/scene"
)

// Picture returns the ladder as a scene, to be written as SVG or PNG.
func (l *Ladder) Picture() *scene.Scene {
	c := &canvas{scene: &scene.Scene{Title: l.Title}, places: map[string]scene.Rect{}}
	parts := l.drawn().parts
	for _, p := range parts {
		if n, ok := p.(*node); ok {
			c.places[n.name] = n.place()
		}
	}
	for _, p := range parts { // lines first: names and labels lie over them
		if e, ok := p.(*edge); ok {
			e.scene(c)
		}
	}
	for _, p := range parts {
		if n, ok := p.(*node); ok {
			n.scene(c)
		}
	}
	var notes []string
	if l.Note != "" {
		notes = strings.Split(l.Note, "\n")
	}
	c.scene.Frame(notes, 1)
	return c.scene
}

// A canvas is a scene in the making, and where its nodes are.
type canvas struct {
	scene  *scene.Scene
	places map[string]scene.Rect
}

// The measures of a scene, in pixels.
const (
	inch    = 96.0
	point   = inch / 72
	padding = 3.0
)

// lines returns the text of a node.
func (n *node) lines() (lines []scene.Text) {
	t := scene.Text{Size: stateSize * point, Bold: n.bold, Fill: scene.Ink}
	if n.size > 0 {
		t.Size = n.size * point
	}
	if n.color != "" {
		t.Fill = n.color
	}
	if n.label == "" {
		return nil
	}
	for _, t.Content = range strings.Split(n.label, "\n") {
		lines = append(lines, t)
	}
	return lines
}

// place returns where a node is, with a margin around its text.
func (n *node) place() scene.Rect {
	w, h := scene.Measure(n.lines()...)
	at := scene.Point{X: n.x * inch, Y: n.y * inch}
	if h == 0 {
		return scene.Around(at, 0, 0)
	}
	return scene.Around(at, w+2*padding, h)
}

func (n *node) scene(c *canvas) {
	where, lines := n.place(), n.lines()
	if len(lines) == 0 {
		return
	}
	g := &scene.Group{ID: n.name}
	g.Items = append(g.Items, &scene.Box{Rect: where, Fill: scene.White})
	g.Items = append(g.Items, scene.Stack(scene.Point{X: where.Center().X, Y: where.Y}, scene.Middle, lines...)...)
	c.scene.Add(g)
}

func (e *edge) scene(c *canvas) {
	pen := scene.Pen{Color: scene.Sent, Width: 1}
	if e.pale {
		pen.Color = scene.Pale
	}
	if e.dashed {
		pen.Dash = scene.Dashed
	}
	for i := 1; i < len(e.nodes); i++ {
		from, to := c.places[e.nodes[i-1]], c.places[e.nodes[i]]
		path := scene.Straight(leave(from, to.Center()), leave(to, from.Center()))
		c.scene.Add(&scene.Arrow{Path: path, Line: pen, Headless: e.headless})
	}
}

// leave returns where the line from the centre of a rectangle to a point leaves
// it.
func leave(r scene.Rect, to scene.Point) scene.Point {
	from := r.Center()
	dx, dy := to.X-from.X, to.Y-from.Y
	part := 1.0
	if dx != 0 {
		part = min(part, r.W/2/math.Abs(dx))
	}
	if dy != 0 {
		part = min(part, r.H/2/math.Abs(dy))
	}
	return from.Plus(part*dx, part*dy)
}
