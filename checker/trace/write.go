package trace

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/tcpfsm/tcpfsm/checker/graph"
	"github.com/tcpfsm/tcpfsm/checker/scene"
)

// Formats are the names of the formats that [Trace.Write] knows, the default first.
var Formats = []string{"text", "json", "itf", "mermaid", "dot", "svg", "png"}

// Write writes the trace in one of [Formats].
func (t *Trace) Write(w io.Writer, format string) error {
	switch format {
	case "", "text":
		return t.Text(w)
	case "json":
		return t.JSON(w)
	case "itf":
		return t.ITF(w)
	case "mermaid":
		return t.Graph().Mermaid(w)
	case "dot":
		return t.Graph().DOT(w)
	case "svg":
		return t.Graph().SVG(w)
	case "png":
		return t.Graph().PNG(w)
	}
	return fmt.Errorf("trace: unknown format %q\nhint: choose one of %s", format, strings.Join(Formats, ", "))
}

// Text writes the first state in full, and of each step what it changes.
func (t *Trace) Text(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%3d. %s  (initial)\n", t.Title, 0, strings.Join(t.initial(), ", "))
	for i := 1; i < len(t.States); i++ {
		if t.Endless && i == t.Loop+1 {
			b.WriteString("then again and again:\n")
		}
		fmt.Fprintf(&b, "%3d. %s: %s\n", i, t.States[i].Action, strings.Join(t.changed(i), ", "))
	}
	if t.rests() {
		b.WriteString("then nothing, for ever\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// rests reports whether nothing happens any more after the last state.
func (t *Trace) rests() bool { return t.Endless && t.Loop == len(t.States)-1 }

// initial returns the variables of the first state.
func (t *Trace) initial() (words []string) {
	for _, v := range t.States[0].Vars {
		words = append(words, v.Name+" "+text(v.Value))
	}
	return words
}

// changed returns what a step changes.
func (t *Trace) changed(i int) (words []string) {
	for _, c := range t.Changes(i) {
		words = append(words, c.String())
	}
	if words == nil {
		return []string{"nothing changes"}
	}
	return words
}

// JSON writes the trace as one object on one line: every state with the action
// that leads to it, all its variables, and the parts of them that the step has
// changed. "loop" is Loop of an infinite behaviour.
func (t *Trace) JSON(w io.Writer) error {
	type state struct {
		Action  string   `json:"action,omitempty"`
		Vars    fields   `json:"vars"`
		Changes []string `json:"changes,omitempty"`
	}
	object := struct {
		Title  string  `json:"title"`
		States []state `json:"states"`
		Loop   *int    `json:"loop,omitempty"`
	}{Title: t.Title}
	for i, s := range t.States {
		told := state{Action: s.Action, Vars: s.Vars}
		for _, c := range t.Changes(i) {
			told.Changes = append(told.Changes, c.Path)
		}
		object.States = append(object.States, told)
	}
	if t.Endless {
		object.Loop = &t.Loop
	}
	return encode(w, object)
}

// encode writes JSON in which < and > are not escaped.
func encode(w io.Writer, x any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(x)
}

// Graph returns the trace as a graph: a node for each state, in which stands what
// the step to it has changed, and of an infinite behaviour the way back. The last
// state of a finite one has a red border.
func (t *Trace) Graph() *graph.Graph {
	g := &graph.Graph{Title: t.Title}
	last := len(t.States) - 1
	for i := range t.States {
		to := i
		switch {
		case i == 0:
			g.Nodes = append(g.Nodes, graph.Node{Lines: t.initial(), Small: "0", Fill: scene.PaleGrey})
			continue
		case i == last && t.Endless && !t.rests():
			to = t.Loop
		default:
			g.Nodes = append(g.Nodes, graph.Node{Lines: t.changed(i), Small: fmt.Sprint(i)})
		}
		g.Edges = append(g.Edges, graph.Edge{From: i - 1, To: to, Label: []string{t.States[i].Action}})
	}
	switch {
	case t.rests():
		g.Edges = append(g.Edges, graph.Edge{From: last, To: last, Label: []string{"nothing, for ever"}})
	case !t.Endless:
		g.Nodes[last].Line = scene.Pen{Color: scene.Lost, Width: 2}
	}
	return g
}
