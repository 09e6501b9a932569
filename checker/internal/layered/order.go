package layered

import (
	"cmp"
	"slices"
)

// rounds is how often the order of the ranks is improved.
const rounds = 24

// order orders each rank so that few edges cross: by turns each rank by where
// its neighbours above and below are, then neighbours in a rank change places
// if that helps. The best order of all is kept.
func (p *proper) order() {
	p.begin()
	best, least := p.ordered(), p.crossings()
	for round := 0; round < rounds && least > 0; round++ {
		p.sweep(round%2 == 0)
		p.transpose()
		if n := p.crossings(); n < least {
			best, least = p.ordered(), n
		}
	}
	for r, rank := range best {
		p.arrange(r, rank)
	}
}

// begin orders the ranks as a walk down from the first node meets the vertices.
func (p *proper) begin() {
	ranks, seen := make([][]int, len(p.ranks)), make([]bool, len(p.vertices))
	var walk func(int)
	walk = func(v int) {
		if seen[v] {
			return
		}
		seen[v] = true
		ranks[p.vertices[v].rank] = append(ranks[p.vertices[v].rank], v)
		for _, w := range p.vertices[v].down {
			walk(w)
		}
	}
	for v := range p.vertices {
		if len(p.vertices[v].up) == 0 {
			walk(v)
		}
	}
	for r, rank := range ranks {
		p.arrange(r, rank)
	}
}

// arrange sets the order of a rank.
func (p *proper) arrange(r int, rank []int) {
	p.ranks[r] = rank
	for i, v := range rank {
		p.vertices[v].at = i
	}
}

func (p *proper) ordered() [][]int {
	var ranks [][]int
	for _, rank := range p.ranks {
		ranks = append(ranks, slices.Clone(rank))
	}
	return ranks
}

// sweep orders each rank by the means of its neighbours in the rank before, from
// top to bottom or from bottom to top. What has no neighbours there stays.
func (p *proper) sweep(down bool) {
	for i := range p.ranks {
		r := i
		if !down {
			r = len(p.ranks) - 1 - i
		}
		keys := map[int]float64{}
		for _, v := range p.ranks[r] {
			keys[v] = p.mean(v, down)
		}
		rank := slices.Clone(p.ranks[r])
		slices.SortStableFunc(rank, func(a, b int) int { return cmp.Compare(keys[a], keys[b]) })
		p.arrange(r, rank)
	}
}

// mean returns the mean place of the neighbours of v above or below, and its own
// if there are none.
func (p *proper) mean(v int, above bool) float64 {
	neighbours := p.vertices[v].down
	if above {
		neighbours = p.vertices[v].up
	}
	if len(neighbours) == 0 {
		return float64(p.vertices[v].at)
	}
	sum := 0.0
	for _, w := range neighbours {
		sum += float64(p.vertices[w].at)
	}
	return sum / float64(len(neighbours))
}

// transpose exchanges neighbours in a rank as long as that saves crossings.
func (p *proper) transpose() {
	for better := true; better; {
		better = false
		for _, rank := range p.ranks {
			for i := 1; i < len(rank); i++ {
				a, b := rank[i-1], rank[i]
				if p.between(b, a) < p.between(a, b) {
					rank[i-1], rank[i] = b, a
					p.vertices[a].at, p.vertices[b].at = i, i-1
					better = true
				}
			}
		}
	}
}

// between returns how many edges of a and b cross if a is left of b.
func (p *proper) between(a, b int) int {
	x, y := &p.vertices[a], &p.vertices[b]
	return p.inversions(x.up, y.up) + p.inversions(x.down, y.down)
}

func (p *proper) inversions(left, right []int) (n int) {
	for _, v := range left {
		for _, w := range right {
			if p.vertices[v].at > p.vertices[w].at {
				n++
			}
		}
	}
	return n
}

// crossings counts the crossings of all edges.
func (p *proper) crossings() (n int) {
	for _, rank := range p.ranks {
		for i, b := range rank {
			for _, a := range rank[:i] {
				n += p.inversions(p.vertices[a].down, p.vertices[b].down)
			}
		}
	}
	return n
}
