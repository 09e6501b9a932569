package scenetest

import (
	"testing"

	"github.com/tcpfsm/tcpfsm/checker/scene"
)

// TestFaults makes each mistake once.
func TestFaults(t *testing.T) {
	pen := scene.Pen{Color: scene.Ink, Width: 1}
	text := func(x, y float64) scene.Item {
		return &scene.Text{At: scene.Point{X: x, Y: y}, Size: 10, Content: "text"}
	}
	box := func(x, y float64) scene.Item {
		return &scene.Box{Rect: scene.Rect{X: x, Y: y, W: 50, H: 30}, Line: pen}
	}
	arrow := func(x1, y1, x2, y2 float64) scene.Item {
		return &scene.Arrow{Path: scene.Straight(scene.Point{X: x1, Y: y1}, scene.Point{X: x2, Y: y2}), Line: pen}
	}
	for _, test := range []struct {
		name  string
		items []scene.Item
		want  int
	}{
		{"all is well", []scene.Item{box(0, 0), text(10, 20), arrow(50, 15, 100, 15), box(100, 0)}, 0},
		{"a background", []scene.Item{&scene.Box{Rect: scene.Rect{W: 10, H: 10}}, text(5, 5)}, 0},
		{"text over text", []scene.Item{text(0, 0), text(5, 3)}, 1},
		{"text over a border", []scene.Item{box(0, 0), text(40, 20)}, 1},
		{"text over an arrow", []scene.Item{arrow(0, 0, 100, 0), text(40, 4)}, 1},
		{"an arrow through a box", []scene.Item{box(0, 0), arrow(-10, 10, 100, 10)}, 1},
		{"box over box", []scene.Item{box(0, 0), box(40, 20)}, 1},
	} {
		if got := Faults(&scene.Scene{Items: []scene.Item{&scene.Group{Items: test.items}}}); len(got) != test.want {
			t.Errorf("%s: %d faults, not %d: %q", test.name, len(got), test.want, got)
		}
	}
}

// TestBeyond has a text on the second page, and one between both.
func TestBeyond(t *testing.T) {
	pages := []scene.Rect{{W: 100, H: 50}, {Y: 50, W: 100, H: 50}}
	f := finder{texts: []*scene.Text{{At: scene.Point{X: 10, Y: 80}, Size: 10, Content: "on"}, {At: scene.Point{X: 10, Y: 52}, Size: 10, Content: "between"}}}
	if got := f.beyond(pages); len(got) != 1 || got[0] != `"between" lies on no page` {
		t.Errorf("beyond is %q", got)
	}
	if got := f.beyond(nil); got != nil {
		t.Errorf("without pages beyond is %q", got)
	}
}
