package capture

import (
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// told reads a segment of a log that end i of c has sent. If it names no window, it
// is the one that the end announced before: a log need not repeat it.
func (c *Connection) told(i int, text string) (fsm.Segment, error) {
	g, err := fsm.ParseSegment(text)
	if strings.Contains(strings.ToUpper(text), "WND") {
		c.windows[i] = g.WND
	} else if !g.CTL.Has(fsm.RST) {
		g.WND = c.windows[i]
	}
	return g, err
}
