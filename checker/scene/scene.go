// Package scene is a drawing before it takes a format: boxes, arrows and texts,
// each at its place. Layouts make scenes; a scene is written as SVG or painted
// as PNG, by this program alone and alike on every machine.
//
// Lengths are in pixels, from left to right and from top to bottom. A scene is as
// large as what is in it, or as its pages if it has any; nothing is ever cut off.
package scene

// A Scene is a drawing.
type Scene struct {
	Title string // what it shows, for who points at it or cannot see it
	Items []Item // in the order in which they are painted
	Pages []Rect // into which it is cut on paper; none: it is one page, as large as what is on it
}

// An Item is something to be seen: a [Group], [Box], [Arrow] or [Text].
type Item interface {
	// Extent is the smallest upright rectangle that has room for the item. That
	// of a text is as wide as its widest font makes it, see [Width].
	Extent() Rect

	svg(*pen)
	paint(*canvas)
}

// Add adds items on top of the others.
func (s *Scene) Add(items ...Item) { s.Items = append(s.Items, items...) }

// Extent returns the smallest rectangle that has room for everything.
func (s *Scene) Extent() Rect { return extent(s.Items) }

// Page returns what a format shows: all the pages, and whatever lies beyond them, or
// else the extent with a margin around it.
func (s *Scene) Page() Rect {
	if len(s.Pages) == 0 {
		return s.Extent().Grow(margin)
	}
	all := s.Extent()
	for _, p := range s.Pages {
		all = all.Union(p)
	}
	return all
}

const margin = 16

// Each calls do for every item that is no group, in the order of painting.
func (s *Scene) Each(do func(Item)) { each(s.Items, do) }

func each(items []Item, do func(Item)) {
	for _, i := range items {
		if g, ok := i.(*Group); ok {
			each(g.Items, do)
			continue
		}
		do(i)
	}
}

// Say has everything that is written in the scene say what the function makes of it. It
// stays where it is: what takes more room than before may run into what stands beside it.
func (s *Scene) Say(say func(string) string) {
	s.Title = say(s.Title)
	sayAll(s.Items, say)
}

func sayAll(items []Item, say func(string) string) {
	for _, i := range items {
		switch i := i.(type) {
		case *Group:
			i.Title = say(i.Title)
			sayAll(i.Items, say)
		case *Text:
			i.Content = say(i.Content)
		}
	}
}

// A Group is items that belong together: a state with its name, an arrow with
// its label. A page finds it by its id and styles it by its class.
type Group struct {
	ID, Class string
	Title     string // what a reader is told who points at it; may be empty
	Link      string // the address that it leads to in SVG; may be empty
	Items     []Item
}

// Extent implements [Item].
func (g *Group) Extent() Rect { return extent(g.Items) }

func extent(items []Item) (all Rect) {
	for i, item := range items {
		if i == 0 {
			all = item.Extent()
			continue
		}
		all = all.Union(item.Extent())
	}
	return all
}
