package layered

// Which rank each node is in.
//
// Invariant: every edge, turned if it has to be, leads from a lower rank to a higher
// one. After the longest paths have given the first ranks, a node moves only between
// its lowest neighbour above and its highest neighbour below, so that this stays.
//
//	edges     0 -> 1 -> 2 -> 3,  0 -> 4 -> 3,  3 -> 0 (turned)
//
//	rank 0         0
//	rank 1       1                  longest path from above:  4 is in rank 1
//	rank 2       2     4            the median of its neighbours, ranks 0 and 3,
//	rank 3         3                pulls it to the latest place that 3 leaves: 2
//
// Example: 4 could be in rank 1 or 2, and its two edges are 3 ranks long together in
// either. The upper of the two medians decides. In 0 -> 1 -> 2 -> 3, 4 -> 2 node 4
// has nothing above it and would begin in rank 0: it is pulled to rank 1, and its
// edge is one rank long in place of two.

import (
	"math"
	"slices"
)

// rank gives each node a rank, from 0 on: each edge leads down, and the edges
// are short altogether.
func rank(g *Graph, turned []bool) []int {
	r := &ranker{ranks: make([]int, len(g.Nodes)), above: make([][]int, len(g.Nodes)), below: make([][]int, len(g.Nodes))}
	for i := range g.Edges {
		upper, lower := g.ends(i, turned)
		r.above[lower] = append(r.above[lower], upper)
		r.below[upper] = append(r.below[upper], lower)
	}
	order := r.topological()
	for _, n := range order {
		for _, up := range r.above[n] {
			r.ranks[n] = max(r.ranks[n], r.ranks[up]+1)
		}
	}
	for range passes {
		slices.Reverse(order)
		for _, n := range order {
			r.pull(n)
		}
	}
	r.normalize()
	return r.ranks
}

const passes = 16

type ranker struct {
	ranks        []int
	above, below [][]int // the neighbours of each node
}

// topological returns the nodes with each one after those above it.
func (r *ranker) topological() (order []int) {
	missing := make([]int, len(r.ranks))
	for n := range missing {
		if missing[n] = len(r.above[n]); missing[n] == 0 {
			order = append(order, n)
		}
	}
	for i := 0; i < len(order); i++ {
		for _, n := range r.below[order[i]] {
			if missing[n]--; missing[n] == 0 {
				order = append(order, n)
			}
		}
	}
	return order
}

// pull moves a node to where its edges are shortest, as far as its neighbours
// leave it room.
func (r *ranker) pull(n int) {
	if len(r.above[n]) == 0 && n == 0 {
		return // what everything begins with stays on top
	}
	highest, lowest := math.MinInt, math.MaxInt
	var all []int
	for _, m := range r.above[n] {
		highest = max(highest, r.ranks[m]+1)
		all = append(all, r.ranks[m])
	}
	for _, m := range r.below[n] {
		lowest = min(lowest, r.ranks[m]-1)
		all = append(all, r.ranks[m])
	}
	if all != nil {
		slices.Sort(all)
		r.ranks[n] = min(max(all[len(all)/2], highest), lowest)
	}
}

// normalize counts the ranks from 0 and leaves none of them empty.
func (r *ranker) normalize() {
	used := slices.Clone(r.ranks)
	slices.Sort(used)
	used = slices.Compact(used)
	for n, rank := range r.ranks {
		r.ranks[n], _ = slices.BinarySearch(used, rank)
	}
}
