package certify

import (
	"cmp"
	"fmt"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/certificate"
	"github.com/tcpfsm/tcpfsm/model"
)

// What can happen to an end, as inputs.

// A number is an initial sequence number that may be offered, and when.
type number struct{ is, when string }

// side lists what can happen to an end.
func (w *writer) side(i int) certificate.Side {
	var all certificate.Side
	side := &w.scenario.Ends[i]
	for _, g := range w.scenario.Strays[i] {
		all.Strays = append(all.Strays, w.place(certificate.Packet{Segment: g, Marks: [5]uint32{model.Past}}))
	}
	for _, g := range w.scenario.Attack.Forged[i] {
		all.Forged = append(all.Forged, w.place(certificate.Packet{Segment: g, Marks: [5]uint32{model.Stranger}}))
	}
	offers := w.offers(i)
	for k := fsm.OpenPassive; k <= fsm.Status; k++ {
		if side.May[k] > 0 {
			all.Inputs = append(all.Inputs, calls(k, side, offers)...)
		}
	}
	all.Inputs = append(all.Inputs, input(fsm.Transmit, side, number{}, ""))
	for _, t := range model.Timeouts() {
		all.Inputs = append(all.Inputs, input(t.Kind, side, number{}, timeout(t.Kind, t.Timer, side.Rude)))
	}
	for k := fsm.R1Reached; k <= model.Crash; k++ {
		if side.May[k] > 0 {
			all.Inputs = append(all.Inputs, input(k, side, number{}, left(k)+" != 0"))
		}
	}
	for _, n := range offers {
		in := input(fsm.SegmentArrives, side, n, n.when)
		in.Timestamp = "Stamp"
		all.Inputs = append(all.Inputs, in)
	}
	if side.Reads == model.AtOnce {
		all.AtOnce = append(all.AtOnce, input(fsm.Receive, side, number{}, `Is.RCV.USER != 0 && Is.RCV.Want == 0`))
	}
	if side.Prompt {
		all.AtOnce = append(all.AtOnce, input(fsm.Transmit, side, number{}, `Is.State != "CLOSED"`))
	}
	return all
}

// offers lists the initial sequence numbers that an end may be given: if it has no
// other connection, one that TIME-WAIT refuses.
func (w *writer) offers(i int) (all []number) {
	side, none := &w.scenario.Ends[i], number{"Is.SND.NXT", "Used >= Connections"}
	first, later := number{fmt.Sprint(side.ISS), "Used == 0"}, "Used != 0 && Used < Connections"
	switch w.scenario.ISN {
	case model.Constant:
		return []number{{first.is, "Used < Connections"}, none}
	case model.Advancing:
		return []number{first, {"Top + 1", later}, none}
	}
	reach := cmp.Or(uint32(w.scenario.Ends[1-i].RcvBUFF), 4) + 1
	all = append(all, first)
	for n := range reach + w.top + 1 {
		is := side.ISS.Add(n - reach)
		all = append(all, number{fmt.Sprint(is), fmt.Sprintf("%s && le(%v, Top)", later, is)})
	}
	return append(all, number{fmt.Sprint(side.ISS.Add(1 << 30)), later}, none)
}

// calls lists the ways to make a call. Which number it is offered matters to two of
// them alone.
func calls(k fsm.EventKind, side *model.Side, offers []number) (all []certificate.Input) {
	may := left(k) + " != 0"
	if !side.Rude {
		may += " && (" + polite(k, side) + ")"
	}
	for i, n := range offers {
		if k == fsm.OpenActive || k == fsm.Send {
			all = append(all, input(k, side, n, may+" && "+n.when))
		} else if i == 0 {
			all = append(all, input(k, side, number{}, may))
		}
	}
	if !side.Rude {
		return all
	}
	for _, refuse := range []func(*fsm.Event){
		func(ev *fsm.Event) { ev.Unpermitted = true }, func(ev *fsm.Event) { ev.NoResources = true },
		func(ev *fsm.Event) { ev.Remote = fsm.Invalid }, func(ev *fsm.Event) { ev.Remote = fsm.Unspecified },
	} {
		for _, n := range offers {
			in := input(k, side, n, may+" && "+n.when)
			refuse(&in.Event)
			all = append(all, in)
		}
	}
	return all
}

func input(k fsm.EventKind, side *model.Side, n number, when string) certificate.Input {
	ev := fsm.Event{
		Kind: k, Remote: fsm.Specified, SndBUFF: cmp.Or(uint32(side.SndBUFF), 4), RcvBUFF: cmp.Or(uint32(side.RcvBUFF), 4), MSS: side.MSS,
	}
	switch k {
	case fsm.OpenPassive:
		ev.Remote = fsm.Unspecified
	case fsm.Send:
		ev.Octets, ev.Urgent = cmp.Or(uint32(side.Octets), 1), side.Urgent
	case fsm.Receive:
		ev.Octets = cmp.Or(uint32(side.Wants), 1)
	}
	return certificate.Input{Event: ev, ISS: cmp.Or(n.is, "0"), Timestamp: "0", If: when}
}

// polite says when a user makes a call who knows the rules.
func polite(k fsm.EventKind, side *model.Side) string {
	switch k {
	case fsm.OpenPassive, fsm.OpenActive:
		return `Is.State == "CLOSED" && Quiet == 0`
	case fsm.Send:
		return `!Closed && (Is.State == "SYN-SENT" || Is.State == "SYN-RECEIVED" || Is.State == "ESTABLISHED" || Is.State == "CLOSE-WAIT")`
	case fsm.Receive:
		if side.Reads == model.Ahead {
			return `Is.RCV.Want == 0 && (Is.RCV.USER != 0 || Is.State != "CLOSED" && Is.State <= "FIN-WAIT-2")`
		}
		return `Is.RCV.Want == 0 && Is.RCV.USER != 0`
	case fsm.Close:
		if side.Patient {
			return `!Closed && Is.State > "SYN-RECEIVED"`
		}
		return `!Closed && Is.State != "CLOSED"`
	case fsm.Abort:
		return `Is.State != "CLOSED"`
	}
	return "0"
}

// timeout says when a timer ends: while it runs, that of TIME-WAIT when it is due. Of
// who is rude it may also end late.
func timeout(k fsm.EventKind, t fsm.Timer, rude bool) string {
	runs := fmt.Sprintf("has(Is.Timers, %q)", t)
	due := "1"
	if k == fsm.TimeWaitTimeout {
		due = "Due == 0"
	}
	if rude {
		return "!" + runs + " || " + due
	}
	return runs + " && " + due
}
