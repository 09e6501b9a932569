package graph_test

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/checker/graph"
)

// A traffic light with a button for those on foot.
type crossing struct{}

type lights struct {
	Colour  int8 // of the cars: 0 green, 1 yellow, 2 red
	Pressed bool
}

const (
	press checker.Action = iota
	change
)

func (crossing) Initial(out *checker.Steps[lights]) { *out.Add(0) = lights{} }

func (crossing) Next(s *lights, out *checker.Steps[lights]) {
	if !s.Pressed && s.Colour == 0 {
		*out.Add(press) = lights{0, true}
	}
	if s.Pressed || s.Colour > 0 {
		*out.Add(change) = lights{(s.Colour + 1) % 3, s.Pressed && s.Colour == 0}
	}
}

func (crossing) ActionName(a checker.Action) string { return [...]string{"press", "change"}[a] }

func colour(s lights) string { return [...]string{"green", "yellow", "red"}[s.Colour] }

func explored() checker.Graph[lights] {
	result, err := checker.Check(context.Background(), crossing{}, checker.Options{})
	if err != nil {
		panic(err)
	}
	return result.Graph
}

// Every state of a model is a node if the state is its class.
func ExampleOf() {
	g := graph.Of("A crossing", explored(), func(s lights) lights { return s })
	if err := g.DOT(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// digraph "A crossing" {
	// 	graph [label="A crossing", labelloc=t, rankdir=TB, nodesep=0.35, ranksep=0.6, fontname=Helvetica, fontsize=13];
	// 	node [shape=box, style="rounded,filled", fillcolor=white, fontname="Helvetica-Bold", fontsize=11, color="#22262d"];
	// 	edge [fontname=Helvetica, fontsize=9, color="#8a8f98", arrowsize=0.7];
	// 	"n0" [label="{0 false}", fillcolor="#eceef1"];
	// 	"n1" [label="{0 true}"];
	// 	"n2" [label="{1 true}"];
	// 	"n3" [label="{2 false}"];
	// 	"n0" -> "n1" [label="press"];
	// 	"n1" -> "n2" [label="change"];
	// 	"n2" -> "n3" [label="change"];
	// 	"n3" -> "n0" [label="change"];
	// }
}

// States that are alike to a reader are one node.
func ExampleOf_class() {
	g := graph.Of("A crossing", explored(), colour)
	if err := g.Mermaid(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// ---
	// title: "A crossing"
	// ---
	// flowchart TB
	//     n0["green<br/>2 states"]
	//     n1["yellow"]
	//     n2["red"]
	//     n0 -->|"change"| n1
	//     n1 -->|"change"| n2
	//     n2 -->|"change"| n0
}

// SVG and PNG need no other program.
func ExampleGraph_SVG() {
	var picture strings.Builder
	if err := graph.Of("A crossing", explored(), colour).SVG(&picture); err != nil {
		fmt.Println(err)
		return
	}
	for line := range strings.Lines(picture.String()) {
		if strings.Contains(line, "class=") {
			fmt.Print(line)
		}
	}
	// Output:
	// <g id="n0--n1" class="edge">
	// <g id="n1--n2" class="edge">
	// <g id="n2--n0" class="edge">
	// <g id="n0" class="node">
	// <g id="n1" class="node">
	// <g id="n2" class="node">
	// <g class="heading">
	// <g class="legend">
}
