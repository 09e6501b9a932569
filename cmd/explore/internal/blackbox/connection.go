package blackbox

import (
	"fmt"
	"time"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

// A connection is one of the subject with us. Until its application is listening to it,
// it is to a port at which there is none.
type connection struct {
	stack  *Stack
	port   uint16 // ours
	theirs uint16

	last  fsm.Segment // that the subject has sent: it shows what a RST has to bear
	shown fsm.Segment // last, as it was shown
	alive bool
	shift fsm.Seq // what the subject's numbers are ahead of those that are shown
	known bool
}

// Do sends a segment, or has the subject connect, and waits until it is at rest.
func (c *connection) Do(in conform.Input) (out conform.Outcome, err error) {
	switch {
	case in.Call == conform.Arrival:
		g := in.Segment
		if g.CTL.Has(fsm.ACK) {
			g.ACK += c.shift
		}
		if err = c.stack.send(c.port, c.theirs, g); err == nil {
			out.Segments, err = c.answers(in)
		}
	case in.Call == conform.OpenPassive:
		c.theirs = c.stack.Port // its application listens
	case in.Call != conform.OpenActive:
		err = &conform.Limit{Reason: "nobody commands the application"}
	case c.stack.Hook == "":
		err = &conform.Limit{Reason: "there is no hook to have the subject connect"}
	default:
		out.Segments, err = c.called()
	}
	return out, err
}

// answers returns what comes of a segment. If the application is to act on it the answer may
// take longer than the subject itself does.
func (c *connection) answers(in conform.Input) (all []fsm.Segment, err error) {
	before := c.shown
	for begun := time.Now(); ; {
		more, err := c.Wait(c.stack.Settle)
		all = append(all, more...)
		if err != nil || acted(in, all) || time.Since(begun) > application {
			return crossed(all, before), err
		}
	}
}

// crossed returns answers without what stands before them and was sent again: it has met
// the input on the wire. An ACK is not sent again, it answers.
func crossed(all []fsm.Segment, before fsm.Segment) []fsm.Segment {
	if len(all) > 1 && before.LEN() > 0 && all[0] == before && all[1] != before {
		return all[1:]
	}
	return all
}

// application is how long an application may take.
const application = time.Second

// acted reports whether what the application does at an input shows in what was sent.
func acted(in conform.Input, all []fsm.Segment) bool {
	text, ended := uint32(0), false
	for _, g := range all {
		text += g.Text
		ended = ended || g.CTL.Has(fsm.FIN)
		if g.CTL.Has(fsm.RST) {
			return true
		}
	}
	return text >= in.Echoes && (ended || !in.Closes)
}

// called has the subject connect, and returns its SYN.
func (c *connection) called() ([]fsm.Segment, error) {
	if err := c.stack.call(c.port); err != nil {
		return nil, err
	}
	waiting := &c.stack.inbox
	if err := c.stack.listen(c.stack.Patience, func() bool { return len((*waiting)[c.port]) > 0 }); err != nil {
		return nil, err
	}
	if len((*waiting)[c.port]) == 0 {
		return nil, fmt.Errorf("the hook has ended, and no SYN has come to port %d within %v", c.port, c.stack.Patience)
	}
	c.theirs = (*waiting)[c.port][0].From.Port()
	return c.Wait(c.stack.Settle)
}

// Wait returns what the subject sends until it has been silent for d.
func (c *connection) Wait(d time.Duration) (all []fsm.Segment, err error) {
	for {
		before := len(c.stack.inbox[c.port])
		if err := c.stack.listen(d, func() bool { return len(c.stack.inbox[c.port]) > before }); err != nil {
			return nil, err
		}
		if len(c.stack.inbox[c.port]) == before {
			break
		}
	}
	for _, p := range c.stack.inbox[c.port] {
		if p.From.Port() == c.theirs {
			all = append(all, c.shifted(p.Segment))
		}
	}
	delete(c.stack.inbox, c.port)
	return all, nil
}

// shifted returns a segment of the subject with numbers as if its ISS were that of the
// table. A RST without ACK in answer to none has no number of its own.
func (c *connection) shifted(g fsm.Segment) fsm.Segment {
	if !c.known && g.CTL.Has(fsm.SYN) {
		c.shift, c.known = g.SEQ-conform.ISS, true
	}
	if !g.CTL.Has(fsm.RST) {
		c.last, c.alive = g, true
	}
	if !g.CTL.Has(fsm.RST) || g.SEQ != 0 {
		g.SEQ -= c.shift
	}
	c.shown = g
	return g
}

// Observe does not know the state.
func (c *connection) Observe() (conform.View, error) { return conform.View{}, nil }

// Release resets the connection: with the number that the subject has acknowledged last,
// which is the one that it takes.
func (c *connection) Release() error {
	if !c.alive || !c.last.CTL.Has(fsm.ACK) {
		return nil
	}
	return c.stack.send(c.port, c.theirs, fsm.Segment{SEQ: c.last.ACK, CTL: fsm.RST})
}

var _ conform.Waiter = (*connection)(nil)
