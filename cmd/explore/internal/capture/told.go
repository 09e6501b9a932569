package capture

import (
	"regexp"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// parseSegment reads a segment of a log. The flags of congestion notification (RFC
// 3168) are passed over: the table knows nothing of them.
func parseSegment(text string) (fsm.Segment, error) {
	return fsm.ParseSegment(congestion.ReplaceAllStringFunc(text, func(flag string) string {
		if strings.HasPrefix(flag, "=") {
			return "="
		}
		return ""
	}))
}

// congestion is such a flag with the comma that goes with it.
var congestion = regexp.MustCompile(`(?i),(ECE|CWR|AE)\b|=((ECE|CWR|AE),)+`)

// told reads a segment of a log that end i of c has sent. If it names no window, it
// is the one that the end announced before: a log need not repeat it.
func (c *Connection) told(i int, text string) (fsm.Segment, error) {
	g, err := parseSegment(text)
	if strings.Contains(strings.ToUpper(text), "WND") {
		c.windows[i] = g.WND
	} else if !g.CTL.Has(fsm.RST) {
		g.WND = c.windows[i]
	}
	return g, err
}
