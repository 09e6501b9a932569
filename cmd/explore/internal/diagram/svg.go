package diagram

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"regexp"

	"github.com/goccy/go-graphviz"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// SVG writes the picture of the states under p as SVG. The layout is computed
// by a Graphviz that is part of this program, so that it depends on nothing
// that is installed.
func SVG(ctx context.Context, w io.Writer, p fsm.Policy, which Which) error {
	pic := pictureOf(p, which)
	var source bytes.Buffer
	if err := pic.dot(&source); err != nil {
		return err
	}
	return LayOut(ctx, w, source.Bytes(), pic.title)
}

// LayOut writes what source says in the language of Graphviz as SVG with a
// title.
func LayOut(ctx context.Context, w io.Writer, source []byte, title string) error {
	svg, err := layout(ctx, source)
	if err != nil {
		return fmt.Errorf("graphviz: %w", err)
	}
	_, err = w.Write(clean(svg, title))
	return err
}

func layout(ctx context.Context, dot []byte) (svg []byte, err error) {
	g, err := graphviz.New(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = g.Close() }()
	graph, err := graphviz.ParseBytes(dot)
	if err != nil {
		return nil, err
	}
	defer func() { _ = graph.Close() }()
	var b bytes.Buffer
	if err := g.Render(ctx, graph, graphviz.SVG, &b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

var (
	comments   = regexp.MustCompile(`(?s)<!--.*?-->\n?`)
	graphTitle = regexp.MustCompile(`<title>[^<]*</title>`)
	entity     = regexp.MustCompile(`&#45;`)
	families   = regexp.MustCompile(`font-family="Helvetica[^"]*"`)
)

// clean removes what names the version of Graphviz, and gives the picture a
// title that a reader can use.
func clean(svg []byte, title string) []byte {
	svg = comments.ReplaceAll(svg, nil)
	svg = entity.ReplaceAll(svg, []byte("-"))
	svg = families.ReplaceAll(svg, []byte(`font-family="Helvetica,Arial,sans-serif"`))
	first := true
	return graphTitle.ReplaceAllFunc(svg, func(old []byte) []byte {
		if first {
			first = false
			return []byte("<title>" + title + "</title>")
		}
		return old
	})
}
