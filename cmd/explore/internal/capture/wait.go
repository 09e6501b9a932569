package capture

import (
	"fmt"
	"time"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A Wait is what one end waits for when the capture ends, or had waited for when it
// was given away.
type Wait struct {
	End  int
	What string // as in "CLOSE-WAIT", "window" and "acknowledgment"
	For  time.Duration
	Text string
}

// patience is how long something lasts before it is a wait.
const patience = time.Second

// waits are what ends wait for in their states. What is said is what the table has:
// which timer, or whose call, ends the state.
var waits = map[fsm.State]string{
	fsm.SynSent:     "nobody has answered its SYN; it is sent again until TCP gives up",
	fsm.SynReceived: "its SYN is not acknowledged; it is sent again until TCP gives up",
	fsm.FinWait1:    "its FIN is not acknowledged; it is sent again until TCP gives up",
	fsm.FinWait2:    "the other end has not closed, no timer of TCP will end this",
	fsm.CloseWait:   "the application has not closed, no timer of TCP will",
	fsm.Closing:     "its FIN is not acknowledged; it is sent again until TCP gives up",
	fsm.LastAck:     "its FIN is not acknowledged; it is sent again until TCP gives up",
}

// Waits returns what the ends wait for, the opener first.
func (c *Connection) Waits() (list []Wait) {
	if c.logged || c.over || c.Unanswered() {
		return nil
	}
	for _, i := range []int{c.opener, 1 - c.opener} {
		if c.heard[i] && len(c.History[i]) > 0 {
			list = append(list, c.waits(i)...)
		}
	}
	return list
}

// waits returns what end i waits for.
func (c *Connection) waits(i int) (list []Wait) {
	add := func(since time.Duration, what, format string, args ...any) {
		if d := c.until - since; d >= patience {
			list = append(list, Wait{i, what, d, fmt.Sprintf(format, args...)})
		}
	}
	at := c.History[i][len(c.History[i])-1]
	f, peer := &c.flows[i], &c.flows[1-i]
	if text, ok := waits[at.State]; ok && at.name() != "?" {
		add(c.began+at.At, at.State.String(), "in %s for %s: %s", at.name(), lasting(c.until-c.began-at.At), text)
	}
	if n := f.owing(peer); n > 0 && at.State.Synchronized() && !peer.closed {
		add(f.lead, "acknowledgment", "%s not acknowledged for %s", count(int(n), "octet"), lasting(c.until-f.lead))
	}
	if f.closed {
		add(f.shut, "window", "its window is closed for %s: its application does not read, no timer of TCP opens it", lasting(c.until-f.shut))
	}
	return list
}

// lasting writes how long something lasts, to three digits or to the second.
func lasting(d time.Duration) string {
	switch {
	case d < 0:
		return "-" + lasting(-d)
	case d < time.Second-time.Millisecond/2:
		return fmt.Sprintf("%.3g ms", float64(d)/float64(time.Millisecond))
	case d < time.Minute:
		return fmt.Sprintf("%.3g s", d.Seconds())
	case d < time.Hour:
		return fmt.Sprintf("%d min %d s", d/time.Minute, d/time.Second%60)
	}
	return fmt.Sprintf("%d h %d min", d/time.Hour, d/time.Minute%60)
}
