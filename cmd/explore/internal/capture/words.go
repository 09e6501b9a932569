package capture

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// plain returns a name as a line can have it. Those of a log may be anything: the
// end of a line, and another verdict behind it, or what commands a terminal.
func plain(name string) string {
	if strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return strconv.Quote(name)
	}
	return name
}

// name is the state, with a question mark if it is a guess.
func (c Change) name() string {
	switch {
	case c.Known:
		return c.State.String()
	case c.State == fsm.Closed:
		return "?"
	}
	return c.State.String() + "?"
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
