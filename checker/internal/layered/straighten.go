package layered

// How a long edge becomes upright.
//
// Invariant: a vertex moves only within the room that its neighbours in the rank
// leave it, so that the order of no rank and no gap is lost.
//
//	         room of each vertex            x before   after
//	rank 1   |--------------*----|             4.213    4.574
//	rank 2      |-----------*-------|          4.574    4.574
//	rank 3   |--------------*---|              2.166    4.574
//	                        ^ one x that all of them have room for
//
// Example: the edge 0 -> 4 of the graph of rank.go goes through ranks 1 to 3, with
// labels between the nodes (all nodes 40 wide and 20 high). The three have room in
// common, so the edge is one upright line at the place in it that is nearest to the
// mean, which the neighbours do not leave them. If the room of the next vertex has
// nothing in common with that of those before, a new stretch begins there.

// straighten makes an edge upright for as long as it can be: from its upper node
// on, each stretch is as long as the vertices in it have room at the same x.
func (p *proper) straighten(chain []int) {
	way := chain[1 : len(chain)-1]
	for len(way) > 0 {
		room := p.room(way[0])
		n := 1
		for ; n < len(way); n++ {
			both, ok := room.meet(p.room(way[n]))
			if !ok {
				break
			}
			room = both
		}
		x := room.nearest(p.mid(way[:n]))
		for _, id := range way[:n] {
			p.vertices[id].x = x
		}
		way = way[n:]
	}
}

func (p *proper) mid(way []int) (x float64) {
	for _, id := range way {
		x += p.vertices[id].x / float64(len(way))
	}
	return x
}

// A span is the numbers from low to high.
type span struct{ low, high float64 }

func (s span) meet(t span) (span, bool) {
	both := span{max(s.low, t.low), min(s.high, t.high)}
	return both, both.low <= both.high
}

func (s span) nearest(x float64) float64 { return min(max(x, s.low), s.high) }

// room returns where a vertex may be without moving its neighbours in the rank.
func (p *proper) room(id int) span {
	v := &p.vertices[id]
	rank := p.ranks[v.rank]
	s := span{v.x - far, v.x + far}
	if v.at > 0 {
		left := &p.vertices[rank[v.at-1]]
		s.low = min(v.x, left.x+apart(left, v))
	}
	if v.at < len(rank)-1 {
		right := &p.vertices[rank[v.at+1]]
		s.high = max(v.x, right.x-apart(v, right))
	}
	return s
}

// far is how far a vertex at the end of a rank may move.
const far = 400.0
