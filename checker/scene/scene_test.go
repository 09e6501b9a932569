package scene

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"strings"
	"testing"
)

// specimen has one of everything.
func specimen() *Scene {
	s := &Scene{Title: `a <title> & "more"`}
	s.Add(
		&Group{ID: "box", Class: "node", Title: "a box", Items: []Item{
			&Box{Rect: Rect{0, 0, 80, 40}, Round: 8, Fill: PaleGreen, Line: Pen{Color: Green, Width: 2}},
			&Text{At: Point{40, 24}, Anchor: Middle, Size: 12, Bold: true, Fill: Ink, Content: "A & <B>"},
		}},
		&Arrow{Path: Rounded(8, Point{80, 20}, Point{120, 20}, Point{120, 80}), Line: Pen{Color: Active, Width: 2.4}},
		&Arrow{Path: Straight(Point{0, 90}, Point{100, 90}), Line: Pen{Color: Grey, Width: 1, Dash: Dotted}, Headless: true},
		&Text{At: Point{200, 60}, Anchor: End, Size: 10, Fill: Sent, Content: "snd\x00 SYN"},
	)
	return s
}

// TestSVG holds that whatever a text holds makes a well-formed document with the
// ids, the classes and the texts of the scene.
func TestSVG(t *testing.T) {
	var b bytes.Buffer
	if err := specimen().SVG(&b); err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for d := xml.NewDecoder(bytes.NewReader(b.Bytes())); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, b.String())
		}
		if data, ok := token.(xml.CharData); ok {
			text.Write(data)
		}
	}
	for _, want := range []string{`a <title> & "more"`, "A & <B>", "snd\uFFFD SYN"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("%q is missing in %q", want, text.String())
		}
	}
	for _, want := range []string{`<g id="box" class="node">`, `rx="8"`, `stroke-dasharray="1.2 3"`, `text-anchor="end"`, `font-weight="bold"`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%s is missing in\n%s", want, b.String())
		}
	}
}

// TestPNG looks at some dots of the image: inside the box, on the arrow, in a gap
// of the dotted line, and where nothing is.
func TestPNG(t *testing.T) {
	var b bytes.Buffer
	s := specimen()
	if err := s.PNG(&b); err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	page := s.Page()
	if want := image.Pt(int(2*page.W+0.999), int(2*page.H+0.999)); picture.Bounds().Size() != want {
		t.Errorf("the size is %v, not %v", picture.Bounds().Size(), want)
	}
	for _, test := range []struct {
		at    Point
		color string
	}{{Point{10, 10}, PaleGreen}, {Point{0, 20}, Green}, {Point{100, 20}, Active}, {Point{120, 50}, Active}, {Point{60, 70}, White}, {Point{120, 78}, Active}} {
		x, y := int((test.at.X-page.X)*density), int((test.at.Y-page.Y)*density)
		if got, want := color.RGBAModel.Convert(picture.At(x, y)), colorOf(test.color); got != want {
			t.Errorf("at %v there is %v, not %v", test.at, got, want)
		}
	}
	gaps := 0
	for x := 10.0; x < 90; x += 0.5 {
		if dot := picture.At(int((x-page.X)*density), int((90-page.Y)*density)); color.RGBAModel.Convert(dot) == colorOf(White) {
			gaps++
		}
	}
	if gaps < 40 || gaps > 130 {
		t.Errorf("%d of 160 dots of the dotted line are white", gaps)
	}
}

// TestDensity holds that an image is sharp, and that of a huge page it is of
// bearable size.
func TestDensity(t *testing.T) {
	for _, r := range []Rect{{W: 1, H: 1}, {W: 900, H: 1200}, {W: 3000, H: 9000}, {W: 20_000, H: 20_000}} {
		d := r.density()
		if dots := d * d * r.W * r.H; dots > 1.001*most || d < density && dots < 0.999*most {
			t.Errorf("%v: density %v, %v dots", r, d, dots)
		}
	}
}

// TestRounded holds where a rounded path goes.
func TestRounded(t *testing.T) {
	p := Rounded(10, Point{0, 0}, Point{100, 0}, Point{100, 8})
	if end := p.End(); end != (Point{100, 8}) {
		t.Errorf("it ends at %v", end)
	}
	for _, at := range p.Points() {
		if at.X < 0 || at.X > 100 || at.Y < 0 || at.Y > 8 {
			t.Errorf("it leaves the way at %v", at)
		}
	}
	back := p.Reversed()
	if back.From != p.End() || back.End() != p.From {
		t.Errorf("reversed it leads from %v to %v", back.From, back.End())
	}
	sharp := Rounded(0, Point{0, 0}, Point{5, 0}, Point{5, 5})
	if got := sharp.Points(); len(got) != 3 {
		t.Errorf("a sharp corner has the points %v", got)
	}
}

// TestWrap holds where lines break.
func TestWrap(t *testing.T) {
	for _, test := range []struct {
		text string
		wide float64
		want string
	}{
		{"one two three", 1000, "one two three"},
		{"one two three", 60, "one two|three"},
		{"a=1,b=2,c=3", 50, "a=1,|b=2,|c=3"},
		{"wideword x", 10, "wideword|x"},
		{"", 10, ""},
	} {
		if got := strings.Join(Wrap(test.text, 12, false, test.wide), "|"); got != test.want {
			t.Errorf("%q in %v: %q, not %q", test.text, test.wide, got, test.want)
		}
	}
}

// TestPages holds that a scene shows its pages, each as a view if there are several,
// and whatever lies beyond them.
func TestPages(t *testing.T) {
	one, two := Rect{0, 0, 100, 50}, Rect{0, 50, 100, 50}
	for _, test := range []struct {
		pages []Rect
		item  Rect
		page  Rect
		views int
	}{
		{nil, Rect{10, 10, 10, 10}, Rect{10, 10, 10, 10}.Grow(margin), 0},
		{[]Rect{one}, Rect{10, 10, 10, 10}, one, 0},
		{[]Rect{one, two}, Rect{10, 10, 10, 10}, Rect{0, 0, 100, 100}, 2},
		{[]Rect{one, two}, Rect{90, 10, 20, 10}, Rect{0, 0, 110, 100}, 2},
	} {
		s := &Scene{Pages: test.pages, Items: []Item{&Box{Rect: test.item}}}
		if got := s.Page(); got != test.page {
			t.Errorf("%v: the page is %v, not %v", test.pages, got, test.page)
		}
		var b strings.Builder
		if err := s.SVG(&b); err != nil {
			t.Fatal(err)
		}
		if got := strings.Count(b.String(), "<view id=\"page-"); got != test.views {
			t.Errorf("%v: %d views, not %d", test.pages, got, test.views)
		}
	}
}
