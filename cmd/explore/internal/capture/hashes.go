package capture

import (
	"fmt"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// maxHashes bounds the texts of one end of a log that are compared with what is
// sent again: the last ones.
const maxHashes = 1 << 10

// hashes are what a log says of the texts that an end has sent, a string for each.
// A string tells nothing of a part of its text: only the same numbers are compared.
type hashes struct {
	said  map[extent]hashed
	order []extent // as they came
	end   fsm.Seq  // the number after the highest that was sent
	una   fsm.Seq  // the highest number that the peer has acknowledged
}

// An extent is the numbers of a text.
type extent struct {
	seq  fsm.Seq
	text uint32
}

type hashed struct {
	content string
	line    int
}

// sent compares what line n says of the text of a segment with what was said of it
// before, and reports whether it is something else. A RST has no content, and a SYN
// that was not the last thing sent begins anew. One octet of what was acknowledged
// may be that of a keep-alive.
func (h *hashes) sent(n int, g *fsm.Segment, content string) (before hashed, differs bool) {
	switch {
	case g.CTL.Has(fsm.RST), g.CTL.Has(fsm.SYN) && h.said != nil && g.End() != h.end:
		*h = hashes{}
	}
	if h.said == nil {
		h.said, h.end, h.una = map[extent]hashed{}, g.SEQ, g.SEQ
	}
	if h.end.Less(g.End()) {
		h.end = g.End()
	}
	probe := g.Text == 1 && g.End().LessEq(h.una)
	if content == "" || g.Text == 0 || g.CTL.Has(fsm.RST) || probe {
		return before, false
	}
	e := extent{g.TextStart(), g.Text}
	before, known := h.said[e]
	if !known {
		h.enter(e, hashed{content, n})
	}
	return before, known && before.content != content
}

// enter notes what was said of a text.
func (h *hashes) enter(e extent, what hashed) {
	if len(h.order) == maxHashes {
		delete(h.said, h.order[0])
		h.order = h.order[1:]
	}
	h.said[e], h.order = what, append(h.order, e)
}

// acknowledged notes that the peer has acknowledged.
func (h *hashes) acknowledged(g *fsm.Segment) {
	if h.said != nil && g.CTL.Has(fsm.ACK) && h.una.Less(g.ACK) {
		h.una = g.ACK
	}
}

// content is what a line says of the content of a segment that end i of c has sent.
// What arrives is not judged: the log may have made it up.
func (l *eventLog) content(c *Connection, n, i int, x *line) oracle.Verdict {
	h := l.hashes[c]
	if h == nil {
		h = new([2]hashes)
		l.hashes[c] = h
	}
	g := segment(x.In + x.Out)
	if x.In != "" {
		h[i].acknowledged(&g)
		return oracle.Verdict{}
	}
	before, differs := h[i].sent(n, &g, x.Content)
	if !differs {
		return oracle.Verdict{}
	}
	f := resent()
	f.Expected = fmt.Sprintf("content %q, as in line %d", before.content, before.line)
	f.Seen = fmt.Sprintf("%v with content %q", g, x.Content)
	return oracle.Verdict{Kind: oracle.Deviates, Finding: &f}
}
