package scene

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"
	"strconv"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

const (
	density = 2.0  // dots to a pixel of the scene, if they are not too many
	most    = 32e6 // dots: 128 MB while they are painted
)

// PNG writes the scene as an image. It is set in the Go fonts, which are part of
// this program.
func (s *Scene) PNG(w io.Writer) error {
	page := s.Page()
	scale := page.density()
	c := &canvas{scale: scale, origin: Point{page.X, page.Y}, faces: map[face]font.Face{}}
	c.image = image.NewRGBA(image.Rect(0, 0, int(math.Ceil(page.W*scale)), int(math.Ceil(page.H*scale))))
	draw.Draw(c.image, c.image.Bounds(), image.NewUniform(colorOf(paper)), image.Point{}, draw.Src)
	for _, i := range s.Items {
		i.paint(c)
	}
	if c.err != nil {
		return c.err
	}
	return png.Encode(w, c.image)
}

// density returns how many dots there are to a pixel of a page.
func (r Rect) density() float64 { return min(density, math.Sqrt(most/(r.W*r.H))) }

// A canvas is an image that is being painted.
type canvas struct {
	image  *image.RGBA
	scale  float64
	origin Point
	raster vector.Rasterizer
	faces  map[face]font.Face
	err    error
}

// A face is a font in a size.
type face struct {
	size float64
	bold bool
}

func (g *Group) paint(c *canvas) {
	for _, i := range g.Items {
		i.paint(c)
	}
}

func (b *Box) paint(c *canvas) {
	outline := b.outline()
	points := outline.Points()
	if b.Fill != "" {
		c.fill(b.Fill, points)
	}
	if b.Line.Color != "" {
		c.fill(b.Line.Color, stroke(points, b.Line)...)
	}
}

func (a *Arrow) paint(c *canvas) {
	shaft := a.shaft()
	c.fill(a.Line.Color, stroke(shaft.Points(), a.Line)...)
	if !a.Headless {
		c.fill(a.Line.Color, a.head())
	}
}

// fill paints polygons in a colour. Where they lie over each other they are to
// go around in the same direction. Those that lie together are painted at once,
// so that there is no seam between them; a long line is painted in parts, for
// the time it takes grows with the rectangle around it.
func (c *canvas) fill(color string, polygons ...[]Point) {
	source := image.NewUniform(colorOf(color))
	var together [][]Point
	var around Rect
	for _, polygon := range polygons {
		polygon = c.dots(polygon)
		r := rectOf(polygon)
		if all := around.Union(r); len(together) > 0 && all.W*all.H > tile {
			c.cover(source, around, together)
			together = nil
		} else if len(together) > 0 {
			r = all
		}
		together, around = append(together, polygon), r
	}
	if together != nil {
		c.cover(source, around, together)
	}
}

// tile is how many dots are painted at once, unless a single polygon has more.
const tile = 200 * 200

// cover paints what lies inside the polygons, which lie inside a rectangle.
func (c *canvas) cover(source image.Image, around Rect, polygons [][]Point) {
	at := image.Pt(int(math.Floor(around.X)), int(math.Floor(around.Y)))
	size := image.Pt(int(math.Ceil(around.Right())), int(math.Ceil(around.Bottom()))).Sub(at)
	c.raster.Reset(size.X, size.Y)
	for _, polygon := range polygons {
		for i, p := range polygon {
			x, y := float32(p.X-float64(at.X)), float32(p.Y-float64(at.Y))
			if i == 0 {
				c.raster.MoveTo(x, y)
				continue
			}
			c.raster.LineTo(x, y)
		}
		c.raster.ClosePath()
	}
	c.raster.Draw(c.image, image.Rectangle{at, at.Add(size)}, source, image.Point{})
}

func (c *canvas) dots(points []Point) []Point {
	out := make([]Point, len(points))
	for i, p := range points {
		out[i] = Point{(p.X - c.origin.X) * c.scale, (p.Y - c.origin.Y) * c.scale}
	}
	return out
}

func (t *Text) paint(c *canvas) {
	f := c.face(face{t.Size, t.Bold})
	if f == nil {
		return
	}
	d := font.Drawer{Dst: c.image, Src: image.NewUniform(colorOf(t.Fill)), Face: f}
	at := c.dots([]Point{t.At})[0]
	d.Dot = fixed.Point26_6{X: fixed.Int26_6(at.X * 64), Y: fixed.Int26_6(at.Y * 64)}
	d.Dot.X -= d.MeasureString(t.Content) * fixed.Int26_6(t.Anchor) / 2
	d.DrawString(t.Content)
}

// face returns a font in a size, or none if it cannot be read, which is noted.
func (c *canvas) face(of face) font.Face {
	if f := c.faces[of]; f != nil {
		return f
	}
	source := goregular.TTF
	if of.bold {
		source = gobold.TTF
	}
	parsed, err := opentype.Parse(source)
	if err == nil {
		c.faces[of], err = opentype.NewFace(parsed, &opentype.FaceOptions{Size: of.size * c.scale, DPI: 72})
	}
	if err != nil {
		c.err = err
	}
	return c.faces[of]
}

// colorOf reads a colour written as "#1f5fbf".
func colorOf(text string) color.Color {
	n, _ := strconv.ParseUint(text[1:], 16, 32) // scenes are made by this program
	return color.RGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 0xff}
}
