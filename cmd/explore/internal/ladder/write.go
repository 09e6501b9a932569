package ladder

import (
	"fmt"
	"io"
)

// Single reports whether a file of a format holds one ladder.
func Single(format string) bool { return format != "text" && format != "json" }

// Write writes the ladder in one of Formats.
func (l *Ladder) Write(w io.Writer, format string, rules bool) error {
	switch format {
	case "", "text":
		return l.Text(w, rules)
	case "json":
		return l.JSON(w)
	case "mermaid":
		return l.Mermaid(w)
	case "dot":
		return l.DOT(w)
	case "itf":
		return l.ITF(w)
	case "pcapng":
		return l.Pcapng(w)
	case "packetdrill":
		return l.Packetdrill(w)
	case "svg":
		return l.Picture().SVG(w)
	case "png":
		return l.Picture().PNG(w)
	}
	return fmt.Errorf("ladder: there is no format %q", format)
}
