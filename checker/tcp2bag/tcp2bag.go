// Package tcp2bag is the reference model on which the checker is measured and
// compared with other tools: two TCP endpoints with the eleven states of RFC
// 9293 over a network that loses, duplicates and reorders a bounded number of
// messages. It is a benchmark and no specification: it has no sequence
// numbers, for example.
package tcp2bag

import (
	"fmt"
	"math/bits"
	"strings"

	"github.com/tcpfsm/tcpfsm/checker"
)

// A Model is one size of the reference model.
type Model struct {
	K       int // messages in flight to one endpoint, 1 to 12
	MaxOpen int // opens of one endpoint, 1 to 3
}

// A State is two endpoints of 19 bits. An endpoint is, from the lowest bit:
// 4 bits of TCP state, 1 bit "opened actively", 2 bits of opens so far, and 2
// bits per kind of message that count those in flight to it.
type State uint64

const (
	width   = 19
	active  = 1 << 4
	open    = 1 << 5
	channel = 7 // first bit of the counts

	stateMask   = 1<<4 - 1
	openMask    = 3
	channelMask = 1<<12 - 1
)

// The TCP states.
const (
	Closed = iota
	Listen
	SynSent
	SynReceived
	Established
	FinWait1
	FinWait2
	CloseWait
	Closing
	LastAck
	TimeWait
)

// The kinds of messages.
const (
	syn = iota
	synAck
	ack
	fin
	finAck
	rst
	kinds
	none = kinds
)

// A reaction is what an endpoint does with a message.
type reaction struct {
	next, reply uint8
}

// back is the next state of an endpoint in SynReceived that is reset: where it
// came from.
const back = 15

// deliver is indexed by TCP state and message. It has the size of a power of
// two, as retransmit, so that no index needs a check.
var deliver = [16][8]reaction{
	Closed:      {{Closed, rst}, {Closed, rst}, {Closed, rst}, {Closed, rst}, {Closed, rst}, {Closed, none}},
	Listen:      {{SynReceived, synAck}, {Listen, rst}, {Listen, rst}, {Listen, none}, {Listen, rst}, {Listen, none}},
	SynSent:     {{SynReceived, synAck}, {Established, ack}, {SynSent, rst}, {SynSent, none}, {SynSent, rst}, {Closed, none}},
	SynReceived: {{SynReceived, ack}, {Established, ack}, {Established, none}, {CloseWait, finAck}, {SynReceived, rst}, {back, none}},
	Established: {{Established, ack}, {Established, ack}, {Established, none}, {CloseWait, finAck}, {Established, none}, {Closed, none}},
	FinWait1:    {{FinWait1, ack}, {FinWait1, ack}, {FinWait1, none}, {Closing, finAck}, {FinWait2, none}, {Closed, none}},
	FinWait2:    {{FinWait2, ack}, {FinWait2, ack}, {FinWait2, none}, {TimeWait, finAck}, {FinWait2, none}, {Closed, none}},
	CloseWait:   {{CloseWait, ack}, {CloseWait, ack}, {CloseWait, none}, {CloseWait, finAck}, {CloseWait, none}, {Closed, none}},
	Closing:     {{Closing, ack}, {Closing, ack}, {Closing, none}, {Closing, finAck}, {TimeWait, none}, {Closed, none}},
	LastAck:     {{LastAck, ack}, {LastAck, ack}, {LastAck, none}, {LastAck, finAck}, {Closed, none}, {Closed, none}},
	TimeWait:    {{TimeWait, ack}, {TimeWait, ack}, {TimeWait, none}, {TimeWait, finAck}, {TimeWait, none}, {Closed, none}},
}

// retransmit is the message that each TCP state sends again.
var retransmit = [16]uint8{
	Closed: none, Listen: none, SynSent: syn, SynReceived: synAck, Established: none, FinWait1: fin,
	FinWait2: none, CloseWait: none, Closing: fin, LastAck: fin, TimeWait: none,
}

// An action is its sort, times 16, plus the message, times 2, plus the endpoint.
const (
	activeOpen = iota
	passiveOpen
	closeCall
	expire
	resend
	lose
	duplicate
	arrive
)

func action(sort, message, endpoint uint) checker.Action {
	return checker.Action(sort<<4 | message<<1 | endpoint)
}

// Expire is the class of the action that ends TIME-WAIT of endpoint 0.
func Expire(a checker.Action) bool { return a == action(expire, 0, 0) }

// String names the size, so that a checkpoint of another size is refused.
func (m Model) String() string { return fmt.Sprintf("tcp2bag K=%d MAXOPEN=%d", m.K, m.MaxOpen) }

// Initial adds the state in which nothing has happened.
func (m Model) Initial(out *checker.Steps[State]) { *out.Add(0) = 0 }

// Next adds the steps of endpoint 0, then those of endpoint 1.
func (m Model) Next(s *State, out *checker.Steps[State]) {
	m.endpoint(uint64(*s), 0, out)
	m.endpoint(uint64(*s), 1, out)
}

func (m Model) endpoint(s uint64, i uint, out *checker.Steps[State]) {
	m.call(s, i, out)
	peer := 1 - i
	if r := retransmit[tcp(s, i)]; r != none && m.room(s, peer, uint(r)) {
		*out.Add(action(resend, uint(r), i)) = State(s + message(peer, uint(r)))
	}
	flight := s >> (width*i + channel) & channelMask
	total := total(flight)
	for some := (flight | flight>>1) & 0x555; some != 0; some &= some - 1 {
		kind := uint(bits.TrailingZeros64(some)) >> 1
		one := message(i, kind)
		*out.Add(action(lose, kind, i)) = State(s - one)
		if flight>>(2*kind)&3 < 2 && total < uint64(m.K) {
			*out.Add(action(duplicate, kind, i)) = State(s + one)
		}
		*out.Add(action(arrive, kind, i)) = State(m.arrive(s-one, i, kind))
	}
}

// call adds what the user and the clock can do.
func (m Model) call(s uint64, i uint, out *checker.Steps[State]) {
	peer := 1 - i
	switch tcp(s, i) {
	case Closed:
		if Opens(State(s), i) < m.MaxOpen {
			opened := s + open<<(width*i)
			*out.Add(action(activeOpen, 0, i)) = State(m.send(enter(opened, i, SynSent)|active<<(width*i), peer, syn))
			*out.Add(action(passiveOpen, 0, i)) = State(enter(opened, i, Listen))
		}
	case Listen, SynSent:
		*out.Add(action(closeCall, 0, i)) = State(enter(s, i, Closed))
	case TimeWait:
		*out.Add(action(expire, 0, i)) = State(enter(s, i, Closed))
	case SynReceived, Established:
		*out.Add(action(closeCall, 0, i)) = State(m.send(enter(s, i, FinWait1), peer, fin))
	case CloseWait:
		*out.Add(action(closeCall, 0, i)) = State(m.send(enter(s, i, LastAck), peer, fin))
	}
}

// arrive returns what endpoint i makes of a message that has left the network.
func (m Model) arrive(s uint64, i, kind uint) uint64 {
	r := deliver[tcp(s, i)][kind&7]
	switch {
	case r.next == back && s>>(width*i)&active != 0:
		s = enter(s, i, Closed)
	case r.next == back:
		s = enter(s, i, Listen)
	case uint(r.next) != tcp(s, i):
		s = enter(s, i, uint(r.next))
	}
	if r.reply != none {
		s = m.send(s, 1-i, uint(r.reply))
	}
	return s
}

// send puts a message on its way to endpoint i, or loses it for want of room.
func (m Model) send(s uint64, i, kind uint) uint64 {
	if m.room(s, i, kind) {
		s += message(i, kind)
	}
	return s
}

func (m Model) room(s uint64, i, kind uint) bool {
	flight := s >> (width*i + channel) & channelMask
	return flight>>(2*kind)&3 < 2 && total(flight) < uint64(m.K)
}

func enter(s uint64, i, state uint) uint64 {
	s = s&^(stateMask<<(width*i)) | uint64(state)<<(width*i)
	if state == Closed {
		s &^= active << (width * i)
	}
	return s
}

// message returns one message of that kind in flight to endpoint i.
func message(i, kind uint) uint64 { return 1 << (width*i + channel + 2*kind) }

// total adds up the six counts.
func total(flight uint64) uint64 {
	flight = flight&0x333 + flight>>2&0x333
	return flight&15 + flight>>4&15 + flight>>8&15
}

func tcp(s uint64, i uint) uint { return uint(s >> (width * i) & stateMask) }

// TCP returns the TCP state of endpoint i.
func TCP(s State, i uint) int { return int(tcp(uint64(s), i)) }

// Opens returns how often endpoint i was opened.
func Opens(s State, i uint) int { return int(uint64(s) >> (width*i + 5) & openMask) }

// Canonical orders the two endpoints, which are alike.
func (m Model) Canonical(s *State) {
	const mask = 1<<width - 1
	if a, b := *s&mask, *s>>width; a > b {
		*s = a<<width | b
	}
}

// Invariant is the invariant of the reference model.
func (m Model) Invariant(s *State) bool {
	return m.sane(uint64(*s), 0) && m.sane(uint64(*s), 1)
}

func (m Model) sane(s uint64, i uint) bool {
	e := s >> (width * i)
	opened, flight := e&active != 0, e>>channel&channelMask
	switch e & stateMask {
	case Closed, Listen:
		if opened {
			return false
		}
	case SynSent:
		if !opened {
			return false
		}
	}
	return (e&stateMask == Closed || e>>5&openMask > 0) &&
		total(flight) <= uint64(m.K) && flight&(flight>>1)&0x555 == 0
}

// L1 claims that endpoint 0 is opened only finitely often. It holds without
// any fairness, as opens are bounded.
func L1(fair ...checker.Fairness) checker.Property[State] {
	return checker.Stabilizes("L1", func(s *State) uint64 { return uint64(Opens(*s, 0)) }, fair...)
}

// L2 claims that endpoint 0 does not stay in TIME-WAIT. It holds if Expire is
// weakly fair.
func L2(fair ...checker.Fairness) checker.Property[State] {
	return checker.LeadsTo("L2",
		func(s *State) bool { return TCP(*s, 0) == TimeWait },
		func(s *State) bool { return TCP(*s, 0) != TimeWait }, fair...)
}

// Mix is the mixer of the order-independent checksum: the sum of Mix over all
// distinct states, modulo 2^64.
func Mix(s State) uint64 {
	x := uint64(s)
	x ^= x >> 32
	x *= 0xd6e8feb86659fd93
	x ^= x >> 32
	x *= 0xd6e8feb86659fd93
	return x ^ x>>32
}

var tcpNames = [16]string{
	"CLOSED", "LISTEN", "SYN-SENT", "SYN-RECEIVED", "ESTABLISHED", "FIN-WAIT-1",
	"FIN-WAIT-2", "CLOSE-WAIT", "CLOSING", "LAST-ACK", "TIME-WAIT",
}

var messageNames = [8]string{"SYN", "SYN-ACK", "ACK", "FIN", "FIN-ACK", "RST"}

var sortNames = [8]string{"active open", "passive open", "close", "time-wait expires", "resend", "lose", "duplicate", "deliver"}

// String prints each endpoint with the messages on their way to it.
func (s State) String() string { return s.endpoint(0) + " | " + s.endpoint(1) }

func (s State) endpoint(i uint) string {
	var b strings.Builder
	b.WriteString(tcpNames[tcp(uint64(s), i)])
	for kind := range uint(kinds) {
		for range s >> (width*i + channel + 2*kind) & 3 {
			b.WriteString(" <" + messageNames[kind] + ">")
		}
	}
	return b.String()
}

// ActionName says what happened at which endpoint.
func (m Model) ActionName(a checker.Action) string {
	name := sortNames[a>>4&7]
	if a>>4 >= resend {
		name += " " + messageNames[a>>1&7]
	}
	return fmt.Sprintf("%s at %c", name, 'A'+rune(a&1))
}
