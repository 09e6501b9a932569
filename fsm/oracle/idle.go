package oracle

// Timeouts that end a connection, where they are not told.
//
// Invariant: a connection that a timeout has ended says nothing of it. It shows when a
// segment arrives, which CLOSED answers by a RST: only then the timeout is supplied
// (excuse.go has the example).
//
// Such timeouts take seconds or minutes: R2 at least 100 s, a user timeout 5 minutes if
// the user does not say otherwise, TIME-WAIT two MSL (RFC 9293 sections 3.8.3, 3.9.1.7
// and 3.6.1). An observer with a clock says [Oracle.Idle] where so much may have passed,
// and rules them out elsewhere.

// Idle tells that nothing was seen for so long that a timeout may have ended the
// connection. It makes a difference where [Options.Overlaps] is set and Timeouts are
// told: elsewhere they are known, or may strike at any time.
func (o *Oracle) Idle() {
	if o.possible.lost || !o.seen.overlaps {
		return
	}
	o.processed()
	o.seen.idle = true
}
