package layered

import (
	"fmt"
	"slices"
	"testing"
)

// drawn is the graph of the heads of the files.
func drawn() *Graph {
	g := &Graph{Nodes: make([]Size, 5), Edges: []Edge{{From: 0, To: 1}, {From: 1, To: 2}, {From: 2, To: 3}, {From: 0, To: 4}, {From: 4, To: 3}, {From: 3, To: 0}}}
	for i := range g.Nodes {
		g.Nodes[i] = Size{40, 20}
	}
	return g
}

// TestHeadOfRank holds that the examples at the head of rank.go are true.
func TestHeadOfRank(t *testing.T) {
	g := drawn()
	if got := rank(g, turn(g)); !slices.Equal(got, []int{0, 1, 2, 3, 2}) {
		t.Error(got)
	}
	g.Edges = []Edge{{From: 0, To: 1}, {From: 1, To: 2}, {From: 4, To: 2}, {From: 2, To: 3}}
	if got := rank(g, turn(g)); !slices.Equal(got, []int{0, 1, 2, 3, 1}) {
		t.Error(got)
	}
}

// TestHeadsOfPlaces holds that the examples at the heads of straighten.go and
// route.go are true.
func TestHeadsOfPlaces(t *testing.T) {
	g := drawn()
	p := newProper(g, turn(g), rank(g, turn(g)))
	p.order()
	for r := range p.ranks {
		p.settle(r, p.start(r))
	}
	for i := range sweeps {
		p.sweepPlaces(i)
	}
	x := func() (all string) {
		for _, v := range p.chains[3][1:4] {
			all += fmt.Sprintf("%.3f ", p.vertices[v].x)
		}
		return all
	}
	before := x()
	for range straightenings {
		for _, chain := range p.chains {
			p.straighten(chain)
		}
	}
	if after := x(); before != "4.213 4.574 2.166 " || after != "4.574 4.574 4.574 " {
		t.Errorf("%s becomes %s", before, after)
	}
	p.stack()
	var got []string
	for _, edge := range []int{0, 3, 5} {
		got = append(got, fmt.Sprintf("%.1f from %.1f", p.ports()[port{edge, true}], p.next(port{edge, true}).x))
	}
	if box := p.box(0); fmt.Sprintf("%.1f %.1f", box.X, box.X+box.W) != "-17.2 22.8" {
		t.Error(box)
	}
	if s := fmt.Sprint(got); s != "[-13.2 from -20.8 4.6 from 4.6 18.8 from 41.5]" {
		t.Error(s)
	}
}

// sweepPlaces is one of the sweeps of place.
func (p *proper) sweepPlaces(i int) {
	for r := range p.ranks {
		if i%2 == 1 {
			r = len(p.ranks) - 1 - r
		}
		p.settle(r, p.wishes(r))
	}
}
