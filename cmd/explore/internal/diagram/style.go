package diagram

import (
	"strings"

	"github.com/tcpfsm/tcpfsm/checker/scene"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// The pens of the classes of arrows. Colour never tells alone: the passive
// course is dashed, the composite edges are dotted.
var pens = map[string]scene.Pen{
	"active":    {Color: scene.Active, Width: 2.4},
	"passive":   {Color: scene.Passive, Width: 2.4, Dash: scene.Dashed},
	"other":     {Color: scene.Grey, Width: 1.1},
	"composite": {Color: scene.Grey, Width: 1.1, Dash: scene.Dotted},
	"reset":     {Color: scene.Grey, Width: 1.1},
}

// meanings are what the legend says of them, in its order.
var meanings = []struct{ class, text string }{
	{"active", "the end that opens and closes actively"},
	{"passive", "the end that opens and closes passively"},
	{"other", "other changes of state"},
	{"composite", "one segment that does what two would do"},
}

// border returns how the box is drawn.
func (x *box) border() (fill string, line scene.Pen) {
	line = scene.Pen{Color: scene.Ink, Width: 1.3}
	switch {
	case strings.Contains(x.class, "established"):
		return scene.PaleGreen, scene.Pen{Color: scene.Green, Width: 2}
	case x.states[0] == fsm.Closed:
		return scene.PaleGrey, line
	}
	return scene.White, line
}
