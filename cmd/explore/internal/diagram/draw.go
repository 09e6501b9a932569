package diagram

import (
	"fmt"

	"github.com/tcpfsm/tcpfsm/checker/scene"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/transitions"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// Which says which of the two pictures to draw.
type Which bool

// The pictures.
const (
	Classic   Which = false // the normal course
	Disrupted Which = true  // RST, ABORT, timeouts and errors
)

// Of returns a picture of the states under a policy, which is called name.
func Of(name string, p fsm.Policy, which Which) *Picture {
	return picture(name, transitions.Of(fsm.MustCompile(fsm.RFC9293Table(), p)), which)
}

// picture draws the edges of a policy.
func picture(name string, all []transitions.Edge, which Which) *Picture {
	pic := classic(all)
	if which == Disrupted {
		pic = disrupted(all)
	}
	pic.note = fmt.Sprintf("RFC 9293, drawn from the rules; policy %s", name)
	pic.edges = all
	pic.cite(all)
	return &pic
}

// Scene returns the picture with everything in its place.
func (p *Picture) Scene() *scene.Scene { return p.draw(p) }
