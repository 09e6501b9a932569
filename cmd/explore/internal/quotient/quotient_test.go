package quotient

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker/scene"
	"github.com/tcpfsm/tcpfsm/checker/scene/scenetest"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

// graphOf explores a scenario and returns its quotient.
func graphOf(t *testing.T, name string) *Graph {
	t.Helper()
	s, err := catalogue.FindScenario(name)
	if err != nil {
		t.Fatal(err)
	}
	a, err := model.Ask(context.Background(), model.Question{Scenario: s})
	if err != nil || !a.Complete {
		t.Fatalf("%s: %v", name, err)
	}
	return Of("Scenario "+name, "all of it", a.Model, a.Graph)
}

// TestScene holds that nothing lies over anything else, and that every pair and
// every edge is there; CLOSED / CLOSED twice where connections that have been end
// in it.
func TestScene(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	for name, again := range map[string]bool{"handshake": false, "refused": false, "self-connect": true, "half-open": true, "close-literal": true} {
		g := graphOf(t, name)
		s := g.Scene()
		scenetest.Clear(t, name, s)
		var b strings.Builder
		if err := s.SVG(&b); err != nil {
			t.Fatal(err)
		}
		for _, n := range g.Nodes {
			if want := fmt.Sprintf("<g id=%q class=\"node\">", n.ID()); !strings.Contains(b.String(), want) {
				t.Errorf("%s: %v is missing", name, n.Pair)
			}
		}
		for _, e := range g.Edges {
			if want := fmt.Sprintf("<g id=%q class=\"edge\">", e.From.ID()+"--"+e.To.ID()); !strings.Contains(b.String(), want) {
				t.Errorf("%s: %v to %v is missing", name, e.From, e.To)
			}
		}
		if got := strings.Contains(b.String(), `id="s0_0-again"`); got != again {
			t.Errorf("%s: CLOSED / CLOSED at the bottom: %v, not %v", name, got, again)
		}
	}
}

// TestFormats holds that each pair and each edge is in the other formats too.
func TestFormats(t *testing.T) {
	g := graphOf(t, "handshake")
	var dot, mermaid strings.Builder
	if err := g.DOT(&dot); err != nil {
		t.Fatal(err)
	}
	if err := g.Mermaid(&mermaid); err != nil {
		t.Fatal(err)
	}
	for _, e := range g.Edges {
		if want := fmt.Sprintf("%q -> %q", e.From, e.To); !strings.Contains(dot.String(), want) {
			t.Errorf("DOT lacks %s", want)
		}
		if want := e.From.ID() + " -->|"; !strings.Contains(mermaid.String(), want) {
			t.Errorf("Mermaid lacks %s", want)
		}
	}
	for _, n := range g.Nodes {
		if want := fmt.Sprintf("%s[\"%v<br/>%v<br/>%d\"]", n.ID(), n.Pair[0], n.Pair[1], n.States); !strings.Contains(mermaid.String(), want) {
			t.Errorf("Mermaid lacks %s", want)
		}
	}
}

// TestColors holds that an arrow is drawn by the end that moves, in its colour and
// dash, and what happens is written in the colour of the end where it does.
func TestColors(t *testing.T) {
	a, b := pens[0].Color, pens[1].Color
	for _, test := range []struct {
		events []string
		line   scene.Pen
		inks   []string
	}{
		{[]string{"A: CLOSE", "A: rcv RST"}, pens[0], []string{a, a}},
		{[]string{"B: CLOSE"}, pens[1], []string{b}},
		{[]string{"B: CLOSE", "A: CLOSE"}, scene.Pen{}, []string{b, a}},
		{[]string{"tick"}, scene.Pen{}, []string{""}},
	} {
		line, inks := (&Edge{Events: test.events}).colors()
		if line != test.line || !slices.Equal(inks, test.inks) {
			t.Errorf("%q: %v, %q", test.events, line, inks)
		}
	}
	var dot strings.Builder
	if err := graphOf(t, "handshake").DOT(&dot); err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("color=%q", b); !strings.Contains(dot.String(), want) {
		t.Errorf("DOT lacks %s", want)
	}
}
