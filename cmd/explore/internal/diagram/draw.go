package diagram

import (
	"io"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/edges"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// Which says which of the two pictures to draw.
type Which bool

// The pictures.
const (
	Classic   Which = false // the normal course
	Disrupted Which = true  // RST, ABORT, timeouts and errors
)

func pictureOf(p fsm.Policy, which Which) picture {
	all := edges.Of(fsm.RFC9293Table(), p)
	if which == Disrupted {
		return disrupted(all)
	}
	return classic(all)
}

// DOT writes the picture of the states under p in the language of Graphviz.
func DOT(w io.Writer, p fsm.Policy, which Which) error {
	pic := pictureOf(p, which)
	return pic.dot(w)
}
