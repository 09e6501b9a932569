package predicate

import (
	"math"
	"reflect"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// A kind is what a value is of. Only values of one kind compare.
type kind uint8

const (
	number  kind = iota // a count, or a size
	truth               // 0 or 1
	state               // the state of an end
	ownSeq              // a sequence number of the end, relative to its first ISS
	peerSeq             // one of the other end
)

// A variable is what a predicate may ask of an end.
type variable struct {
	name string
	kind kind
	of   func(v model.View, end int) int64
}

// peers are the variables of a TCB that are numbers of the peer.
var peers = []string{"IRS", "RCV.NXT", "RCV.UP", "RCV.FINSeq", "RCV.PUSH", "SND.WL1", "OldRCV"}

// OfPeer reports whether a sequence variable of a TCB, as "RCV.NXT", is a number
// of the peer; the others are numbers of its own end.
func OfPeer(variable string) bool { return slices.Contains(peers, variable) }

// variables lists what there is to ask of an end.
var variables = slices.Concat(ofTCB("", reflect.TypeFor[fsm.TCB](), nil), timers(), ofEnd, flying())

// ofTCB lists the variables of a TCB by their names in ladders, those in the
// structs that it holds included.
func ofTCB(prefix string, t reflect.Type, index []int) (all []variable) {
	for i := range t.NumField() {
		f, at := t.Field(i), append(slices.Clone(index), i)
		name := prefix + f.Name
		switch {
		case f.Type == reflect.TypeFor[fsm.State]():
			// the end itself stands for it
		case f.Type == reflect.TypeFor[fsm.Seq]():
			all = append(all, sequence(name, at))
		case f.Type.Kind() == reflect.Bool:
			all = append(all, variable{name, truth, func(v model.View, end int) int64 { return bit(field(v, end, at).Bool()) }})
		case f.Type.Kind() == reflect.Uint32, f.Type.Kind() == reflect.Uint16:
			all = append(all, variable{name, number, func(v model.View, end int) int64 { return int64(field(v, end, at).Uint()) }})
		case f.Type == reflect.TypeFor[fsm.SendSequence](), f.Type == reflect.TypeFor[fsm.ReceiveSequence]():
			all = append(all, ofTCB(name+".", f.Type, at)...)
		}
	}
	return all
}

func sequence(name string, at []int) variable {
	k := ownSeq
	if OfPeer(name) {
		k = peerSeq
	}
	return variable{name, k, func(v model.View, end int) int64 {
		s, owner := v.Scenario(), end
		if k == peerSeq {
			owner = s.Other(end)
		}
		if !has(v.End(end), k) {
			return none
		}
		return int64(int32(uint32(field(v, end, at).Uint()) - uint32(s.Ends[owner].ISS)))
	}}
}

// none is the value of a sequence number that an end has not got.
const none = math.MinInt64

// has reports whether an end has chosen its own numbers, or learnt those of its
// peer.
func has(e *model.End, k kind) bool {
	return e.HasISS() && (k == ownSeq || e.TCB.State != fsm.SynSent)
}

// field returns a field of the TCB of an end.
func field(v model.View, end int, index []int) reflect.Value {
	return reflect.ValueOf(&v.End(end).TCB).Elem().FieldByIndex(index)
}

func bit(is bool) int64 {
	if is {
		return 1
	}
	return 0
}

// timers lists whether each timer runs.
func timers() (all []variable) {
	for t := fsm.Retransmission; t <= fsm.FinWait2Timer; t++ {
		all = append(all, variable{"timer." + t.String(), truth, func(v model.View, end int) int64 { return bit(v.End(end).TCB.Timers.Has(t)) }})
	}
	return all
}

// ofEnd lists what is known of an end beside its TCB.
var ofEnd = []variable{
	{"incarnation", number, func(v model.View, end int) int64 { return int64(v.End(end).Inc) }},
	{"sent", number, func(v model.View, end int) int64 { return int64(v.End(end).Sent) }},
	{"received", number, func(v model.View, end int) int64 { return int64(v.End(end).Got) }},
	{"closed", truth, func(v model.View, end int) int64 { return bit(v.End(end).Closed) }},
	{"reopened", truth, func(v model.View, end int) int64 { return bit(v.End(end).TCB.Origin == fsm.Reopened) }},
	{"2MSL", number, func(v model.View, end int) int64 { return int64(v.End(end).Due) }},
}

// flying lists what there is to count of what an end has sent.
func flying() []variable {
	all := []variable{{"flying", number, func(v model.View, end int) int64 { return count(v, end, 0) }}}
	for _, b := range []struct {
		name string
		is   fsm.Control
	}{{"SYN", fsm.SYN}, {"ACK", fsm.ACK}, {"FIN", fsm.FIN}, {"RST", fsm.RST}} {
		all = append(all, variable{"flying." + b.name, number, func(v model.View, end int) int64 { return count(v, end, b.is) }})
	}
	return all
}

// count counts what an end has sent, is on its way, and bears the control bits.
func count(v model.View, end int, bits fsm.Control) (n int64) {
	for _, f := range v.Flights(end) {
		if f.Packet.CTL&bits == bits {
			n++
		}
	}
	return n
}

// A whole is what there is to ask of no end in particular.
type whole struct {
	name string
	kind kind
	of   func(model.View) int64
}

var wholes = []whole{
	{"flying", number, func(v model.View) int64 { return count(v, 0, 0) + count(v, 1, 0) }},
	{"same", truth, func(v model.View) int64 { return bit(v.Same()) }},
}

// variableNames lists the names after the dot.
func variableNames() (names []string) {
	for _, v := range variables {
		names = append(names, v.name)
	}
	return names
}

// find returns the variable of that name, in whatever letters.
func find(name string) (variable, bool) {
	i := slices.IndexFunc(variables, func(v variable) bool { return strings.EqualFold(v.name, name) })
	if i < 0 {
		return variable{}, false
	}
	return variables[i], true
}
