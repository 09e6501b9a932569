package ladder

import (
	"strings"

	"github.com/tcpfsm/tcpfsm/checker/scene"
)

// tints are the colours of states. Those of an opening, of each way to close, and
// of a connection are near each other.
var tints = map[string]string{
	"CLOSED":       scene.PaleGrey,
	"LISTEN":       "#d5d9e0",
	"SYN-SENT":     "#ffe08a",
	"SYN-RECEIVED": "#f5c23d",
	"ESTABLISHED":  "#5cb377",
	"FIN-WAIT-1":   "#b9d3f5",
	"FIN-WAIT-2":   "#8db6ec",
	"CLOSING":      "#6f9fe0",
	"TIME-WAIT":    "#3f74c4",
	"CLOSE-WAIT":   "#f7b787",
	"LAST-ACK":     "#e08742",
}

// tint returns how the bar of an end is drawn in a state. One that is guessed has a
// dashed border, and one that is not known is white.
func tint(state string) (fill string, line scene.Pen) {
	line = scene.Pen{Color: scene.Muted, Width: 1}
	name, guessed := strings.CutSuffix(state, "?")
	if guessed || name == "" {
		line.Dash = scene.Dashed
	}
	if fill = tints[name]; fill == "" {
		fill = scene.White
	}
	return fill, line
}
