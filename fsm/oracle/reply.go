package oracle

import (
	"fmt"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// Returned tells a user call of the end, as Event does, and what the call returned
// at once. OK is also what a call returns that waits for its answer or goes on in
// the background: a SEND whose octets are queued, a CLOSE. A call that waits has
// returned nothing yet: NoReply. What it returns says which of the possible
// connections the end had; it deviates if none of them answers so under any
// variant. Only who tells all calls, timeouts and arrivals knows when the call was
// made; else it counts as Event.
func (o *Oracle) Returned(ev fsm.Event, r fsm.Reply) Verdict {
	const known = Calls | Timeouts | Arrivals
	if o.possible.lost || o.seen.told&known != known || ev.Kind > fsm.Status {
		return o.Event(ev)
	}
	ev, r = implied(ev, r)
	x := observation{kind: observedEvent, ev: &ev}
	answers := o.answering(ev, r, false)
	if len(answers) == 0 {
		answers = o.answering(ev, r, true)
	}
	if len(answers) == 0 {
		v := o.unanswered(&ev, r).on(&x)
		o.Event(ev)
		return v
	}
	o.possible.set = append(o.possible.set[:0], answers...)
	if v := o.Event(ev); v.Kind != Conforms {
		return v
	}
	return o.settle(&x).on(&x)
}

// implied returns a call with what its reply says of it: that the user may not make
// it, that there was no room, that it named no socket to connect to. The last is the
// same to the connection as one that cannot be.
func implied(ev fsm.Event, r fsm.Reply) (fsm.Event, fsm.Reply) {
	switch {
	case r == fsm.ConnectionIllegal:
		ev.Unpermitted = true
	case r == fsm.InsufficientResource:
		ev.NoResources = true
	case r == fsm.RemoteInvalid:
		ev.Remote = fsm.Invalid
	case r == fsm.RemoteUnspecified && ev.Kind == fsm.OpenActive:
		ev.Remote, r = fsm.Invalid, fsm.RemoteInvalid
	}
	return ev, r
}

// answering returns the possible connections that answer a call by r, each with
// the variants under which it does; of all variants, or of those that are left.
func (o *Oracle) answering(ev fsm.Event, r fsm.Reply, all bool) (answers []hypothesis) {
	for _, h := range o.possible.set {
		if all {
			h.by = o.all()
		}
		answers = append(answers, o.successors.answering(h, ev, r)...)
	}
	return answers
}

// answering returns h with the variants under which it answers a call by r, if
// there are any.
func (s *successors) answering(h hypothesis, ev fsm.Event, r fsm.Reply) []hypothesis {
	var by variantSet
	for rest := h.by; !rest.empty(); rest = rest.rest() {
		one := h
		one.by = rest.without(rest.rest())
		s.call([]hypothesis{one}, ev)
		if reply := s.out.Reply; reply == r || reply == fsm.NoReply && r == fsm.OK {
			by = by.with(one.by)
		}
	}
	if by.empty() {
		return nil
	}
	h.by = by
	return []hypothesis{h}
}

// unanswered is the verdict on a call that returned what no connection answers.
func (o *Oracle) unanswered(ev *fsm.Event, r fsm.Reply) Verdict {
	h := o.possible.set[0]
	after := o.successors.call([]hypothesis{h}, *ev)
	v := o.deviates(fmt.Sprintf("%q in %v", o.successors.out.Reply, h.c.State))
	if v.Kind == Deviates {
		v.Finding.Seen = fmt.Sprintf(" returned %q", r)
		v.Finding.blame(o.successors.machine(&after[0]), after[0].rule)
	}
	return v
}
