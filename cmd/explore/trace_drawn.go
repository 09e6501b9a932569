package main

import (
	"fmt"
	"io"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/capture"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ladder"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/language"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/output"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/page"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// drawn chooses what is drawn of the connections of a capture.
type drawn struct {
	format string
	only   string         // the name of the connection to draw; empty: any
	out    *output.Output // nil: nothing is drawn

	best *capture.Connection
	seen int // that could be drawn
}

// add takes a connection into account. As JSON, each is written at once; of the
// other formats a file holds one.
func (d *drawn) add(c *capture.Connection) error {
	if d.out == nil || d.only != "" && c.Name != d.only {
		return nil
	}
	d.seen++
	switch {
	case !ladder.Single(d.format):
		return d.write(c)
	case d.best == nil, d.best.Verdict() != oracle.Deviates && c.Verdict() == oracle.Deviates:
		d.best = c
	}
	return nil
}

// end draws the connection that was chosen.
func (d *drawn) end(stderr io.Writer) error {
	switch {
	case d.out == nil:
		return nil
	case d.seen == 0 && d.only != "":
		return fmt.Errorf("there is no connection %q to draw\nhint: the report names them all", d.only)
	case d.best == nil:
		return nil
	case d.seen > 1:
		say(stderr, "explore: %d connections; a file of format %s holds one, here %s: choose another with -connection\n", d.seen, d.format, d.best.Name)
	}
	return d.write(d.best)
}

func (d *drawn) write(c *capture.Connection) error {
	l := c.Ladder()
	if l == nil {
		return nil
	}
	return d.out.Write(func(w io.Writer) error { return page.WriteLadder(w, l, d.format, false, language.English) })
}
