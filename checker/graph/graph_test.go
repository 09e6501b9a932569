package graph

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/tcpfsm/tcpfsm/checker/scene/scenetest"
)

// aGraph draws a graph, edges from a node to itself and texts of any kind included.
func aGraph(t *rapid.T) *Graph {
	g := &Graph{Title: rapid.StringN(0, 20, 60).Draw(t, "title")}
	n := rapid.IntRange(1, 8).Draw(t, "nodes")
	for range n {
		g.Nodes = append(g.Nodes, Node{Lines: []string{rapid.String().Draw(t, "name")}, Small: rapid.SampledFrom([]string{"", "small"}).Draw(t, "small")})
	}
	for range rapid.IntRange(0, 12).Draw(t, "edges") {
		g.Edges = append(g.Edges, Edge{
			From: rapid.IntRange(0, n-1).Draw(t, "from"), To: rapid.IntRange(0, n-1).Draw(t, "to"),
			Label: rapid.SliceOfN(rapid.StringMatching("[a-z <\"#]{1,9}"), 0, 4).Draw(t, "label"),
		})
	}
	return g
}

// TestClear holds that of no graph anything lies over anything else, and that each
// node and each edge to another one is there.
func TestClear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := aGraph(t)
		s := g.Scene()
		for _, fault := range scenetest.Faults(s) {
			t.Error(fault)
		}
		var b strings.Builder
		if err := s.SVG(&b); err != nil {
			t.Fatal(err)
		}
		for i := range g.Nodes {
			if want := fmt.Sprintf("<g id=\"n%d\" class=\"node\">", i); !strings.Contains(b.String(), want) {
				t.Errorf("node %d is missing", i)
			}
		}
		for _, e := range g.Edges {
			if want := fmt.Sprintf("<g id=\"n%d--n%d\" class=\"edge\">", e.From, e.To); e.From != e.To && !strings.Contains(b.String(), want) {
				t.Errorf("the edge from %d to %d is missing", e.From, e.To)
			}
		}
	})
}

// TestQuoting holds that what is a text in a label ends no label.
func TestQuoting(t *testing.T) {
	g := &Graph{Title: `a "title"`, Nodes: []Node{{Lines: []string{`say "<b>#1"`}}}, Edges: []Edge{{Label: []string{"1", "2", "3", "4"}}}}
	var dot, mermaid strings.Builder
	if err := g.DOT(&dot); err != nil {
		t.Fatal(err)
	}
	if err := g.Mermaid(&mermaid); err != nil {
		t.Fatal(err)
	}
	if want := `"n0" [label="say \"<b>#1\""];`; !strings.Contains(dot.String(), want) {
		t.Errorf("no %s in\n%s", want, dot.String())
	}
	if want := `n0["say #quot;#lt;b>#35;1#quot;"]`; !strings.Contains(mermaid.String(), want) {
		t.Errorf("no %s in\n%s", want, mermaid.String())
	}
	if want := `n0 -->|"1<br/>2<br/>and 2 more"| n0`; !strings.Contains(mermaid.String(), want) {
		t.Errorf("no %s in\n%s", want, mermaid.String())
	}
}
