package capture

import (
	"fmt"
)

// reported takes an ICMP error into account: it is an event of the end that has
// sent the segment that the error quotes (RFC 9293 section 3.9.2.2). It is counted
// among what was left if nothing else is known of that connection.
func (t *tracer) reported(p *packet) error {
	c := t.open[p.pair]
	if k := t.knocks[p.pair]; k != nil {
		var err error
		if c, err = t.answered(k); err != nil {
			return err
		}
	}
	if c == nil {
		t.tally.Strays++
		return nil
	}
	t.tally.Reports++
	kind := t.decoder.Reported
	if t.opts.Ladder {
		c.keep(rung{frame: p.frame, time: p.at - c.began, end: p.from, kind: happened, event: fmt.Sprintf("%v from %v", kind, t.decoder.Reporter)})
	}
	if len(c.reports) < maxNotes {
		c.reports = append(c.reports, report{p.frame, p.from, kind, t.decoder.Reporter})
	}
	c.last = p.at
	c.happen(p.frame, p.from, kind)
	return nil
}
