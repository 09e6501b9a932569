package layered

// regress returns the places that are nearest to the wishes, in the sum of the
// weighted squares, of all in which each one is at least as far to the right of
// the first as its offset is greater. It is a regression under an order, solved
// by pooling adjacent violators.
func regress(wishes []wish, offsets []float64) []float64 {
	var blocks []block
	for i, w := range wishes {
		b := block{wish{w.x - offsets[i], w.weight}, 1}
		for len(blocks) > 0 && blocks[len(blocks)-1].x > b.x {
			b = pool(blocks[len(blocks)-1], b)
			blocks = blocks[:len(blocks)-1]
		}
		blocks = append(blocks, b)
	}
	var places []float64
	for _, b := range blocks {
		for range b.members {
			places = append(places, b.x+offsets[len(places)])
		}
	}
	return places
}

// A block is neighbours that touch each other, so that they move together.
type block struct {
	wish
	members int
}

func pool(a, b block) block {
	weight := a.weight + b.weight
	return block{wish{(a.x*a.weight + b.x*b.weight) / weight, weight}, a.members + b.members}
}
