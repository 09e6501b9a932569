package behaviour

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ladder"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/predicate"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// shown has the names under which a ladder shows changes of fields. Changes of other
// fields are not shown.
var shown = map[string]string{
	"ISS": "ISS", "IRS": "IRS", "SND.UNA": "SND.UNA", "SND.NXT": "SND.NXT", "SND.WND": "SND.WND",
	"SND.Wait": "waiting", "RCV.NXT": "RCV.NXT", "RCV.WND": "RCV.WND", "RCV.USER": "unread",
	"RCV.Held": "held", "RCV.FINHeld": "FIN held", "CloseQueued": "CLOSE queued", "Timers": "timers",
}

// fields lists the fields of the TCB of an end in the order of their
// declaration, and the ghosts and clocks that properties look at.
func (k *teller) fields(end int, e *model.End) []ladder.Field {
	all := k.walk(end, e.TCB.State, "", reflect.ValueOf(e.TCB), nil)
	for _, f := range []struct {
		name  string
		value int
	}{{"2MSL left", int(e.Due)}, {"quiet time left", int(e.Quiet)}, {"incarnation", int(e.Inc)}, {"peer incarnation", int(e.Peer)}} {
		all = append(all, ladder.Field{Name: f.name, Value: f.value, Text: fmt.Sprint(f.value)})
	}
	return all
}

func (k *teller) walk(end int, at fsm.State, prefix string, v reflect.Value, all []ladder.Field) []ladder.Field {
	for i := range v.NumField() {
		name, f := prefix+v.Type().Field(i).Name, v.Field(i)
		switch value := f.Interface().(type) {
		case fsm.State:
			// it has a column of its own
		case fsm.Seq:
			all = append(all, ladder.Field{Name: name, Value: uint32(value), Text: k.number(end, at, name, value)})
		case fsm.Held:
			all = append(all, ladder.Field{Name: name, Value: value.String(), Text: k.held(k.other(end), &value)})
		case fmt.Stringer:
			all = append(all, ladder.Field{Name: name, Value: value.String(), Text: value.String()})
		default:
			if f.Kind() == reflect.Struct {
				all = k.walk(end, at, name+".", f, all)
				continue
			}
			all = append(all, ladder.Field{Name: name, Value: value, Text: fmt.Sprint(value)})
		}
	}
	return all
}

// number counts a sequence number of an end in a state; "" if it has none yet, or none at
// all, as that of a FIN that was not sent.
func (k *teller) number(end int, at fsm.State, field string, s fsm.Seq) string {
	n := k.relative(k.owner(end, field), s)
	if fresh(field, at) || s == 0 && n < 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// owner returns the end whose numbers a field is one of.
func (k *teller) owner(end int, field string) int {
	if predicate.OfPeer(field) {
		return k.other(end)
	}
	return end
}

func (k *teller) held(peer int, h *fsm.Held) string {
	var runs []string
	for i := range h.Runs() {
		r := h.Run(i)
		runs = append(runs, fmt.Sprintf("[%d,%d)", k.relative(peer, r.Lo), k.relative(peer, r.Hi)))
	}
	return strings.Join(runs, " ")
}

// changes lists the fields of the TCB that a step has changed. Those that a
// reader wants to see have a text, unless there is no connection any more.
func (k *teller) changes(end int, before, after *model.End) (all []ladder.Change) {
	was, is := k.fields(end, before), k.fields(end, after)
	for i, f := range is {
		if was[i].Value == f.Value {
			continue
		}
		c := ladder.Change{Field: f.Name, Before: was[i].Value, After: f.Value}
		if name := shown[f.Name]; name != "" && after.TCB.State > fsm.Listen {
			c.Text = changeText(name, was[i].Text, f.Text, fresh(f.Name, before.TCB.State))
		}
		all = append(all, c)
	}
	return all
}

// fresh reports whether a field meant nothing in a state.
func fresh(field string, s fsm.State) bool {
	return s <= fsm.Listen || s == fsm.SynSent && predicate.OfPeer(field)
}

func changeText(name, before, after string, fresh bool) string {
	switch {
	case name == "timers":
		return timersText(before, after)
	case after == "true":
		return name
	case after == "false":
		return ""
	case fresh:
		return name + " " + after
	}
	return fmt.Sprintf("%s %s -> %s", name, orNothing(before), orNothing(after))
}

func orNothing(text string) string {
	if text == "" {
		return "nothing"
	}
	return text
}

// timersText says which timers have begun and ended to run, but for the user
// timer, which always runs when something is outstanding.
func timersText(before, after string) string {
	var parts []string
	change := func(from, to, what string) {
		for _, t := range strings.Split(to, ",") {
			if t != "" && t != fsm.User.String() && !strings.Contains(","+from+",", ","+t+",") {
				parts = append(parts, t+" timer "+what)
			}
		}
	}
	change(before, after, "starts")
	change(after, before, "stops")
	return strings.Join(parts, ", ")
}
