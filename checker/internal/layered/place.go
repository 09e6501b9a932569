package layered

const (
	sweeps         = 60 // how often every rank is moved to where its neighbours want it
	straightenings = 4  // how often every edge is then made straight
)

// place finds the coordinates: x by moving one rank after the other to where the
// squares of the distances to its neighbours are smallest, y by the heights of
// the ranks.
func (p *proper) place() {
	for r := range p.ranks {
		p.settle(r, p.start(r))
	}
	for i := range sweeps {
		for r := range p.ranks {
			if i%2 == 1 {
				r = len(p.ranks) - 1 - r
			}
			p.settle(r, p.wishes(r))
		}
	}
	for range straightenings {
		for _, chain := range p.chains {
			p.straighten(chain)
		}
	}
	p.stack()
}

// A wish is where a vertex would be if it were alone, and how much that counts.
type wish struct{ x, weight float64 }

// start wishes a rank together around 0.
func (p *proper) start(r int) []wish {
	wishes := make([]wish, len(p.ranks[r]))
	for i := range wishes {
		wishes[i].weight = 1
	}
	return wishes
}

// wishes returns the weighted means of the neighbours. Edges count for more in
// the middle of a long way, so that it becomes straight.
func (p *proper) wishes(r int) []wish {
	wishes := make([]wish, len(p.ranks[r]))
	for i, id := range p.ranks[r] {
		v, w := &p.vertices[id], wish{}
		for _, neighbours := range [][]int{v.up, v.down} {
			for _, n := range neighbours {
				weight := straightness(v, &p.vertices[n])
				w.x += weight * p.vertices[n].x
				w.weight += weight
			}
		}
		if w.weight == 0 {
			w = wish{v.x, 1}
		} else {
			w.x /= w.weight
		}
		wishes[i] = w
	}
	return wishes
}

func straightness(v, w *vertex) float64 {
	switch {
	case v.edge >= 0 && w.edge >= 0:
		return 8
	case v.edge >= 0 || w.edge >= 0:
		return 2
	}
	return 1
}

// settle moves a rank so that the sum of the weighted squares of the distances
// from the wishes is the smallest that its order and the gaps allow.
func (p *proper) settle(r int, wishes []wish) {
	for i, x := range regress(wishes, p.offsets(r)) {
		p.vertices[p.ranks[r][i]].x = x
	}
}

// offsets returns how far each vertex of a rank is to the right of the first one
// if all of them stand as close as they may.
func (p *proper) offsets(r int) []float64 {
	offsets := make([]float64, len(p.ranks[r]))
	for i := 1; i < len(offsets); i++ {
		a, b := &p.vertices[p.ranks[r][i-1]], &p.vertices[p.ranks[r][i]]
		offsets[i] = offsets[i-1] + apart(a, b)
	}
	return offsets
}

// apart returns how far b has to be to the right of its neighbour a.
func apart(a, b *vertex) float64 {
	gap := 0.0
	if a.edge < 0 || b.edge < 0 {
		gap = nodeGap
	}
	return a.right + gap + b.left
}

// The distances between ranks: more where lines have far to go sideways.
const (
	rankGap  = 22.0
	steepest = 0.09
	widest   = 110.0
)

// stack gives each rank its height and its place from top to bottom.
func (p *proper) stack() {
	y := 0.0
	for r, rank := range p.ranks {
		height, sideways := 0.0, 0.0
		for _, id := range rank {
			v := &p.vertices[id]
			height = max(height, v.height)
			for _, n := range v.down {
				sideways = max(sideways, p.vertices[n].x-v.x, v.x-p.vertices[n].x)
			}
		}
		p.tops, p.heights = append(p.tops, y), append(p.heights, height)
		if r < len(p.ranks)-1 {
			y += height + min(widest, rankGap+steepest*sideways)
		}
	}
}
