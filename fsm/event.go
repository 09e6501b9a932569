package fsm

// An EventKind tells events apart: user calls (RFC 9293 sections 3.10.1 to
// 3.10.6), arriving segments (3.10.7), timeouts (3.10.8 and 3.8) and reports
// of ICMP (3.9.2.2).
type EventKind uint8

// The kinds of events. Transmit is not in the RFC: it stands for the freedom
// that sections 3.10.2 and 3.10.4 leave to a TCP to send queued octets and the
// FIN when it finds it convenient.
const (
	OpenPassive EventKind = iota
	OpenActive
	Send
	Receive
	Close
	Abort
	Status
	Transmit
	SegmentArrives
	RetransmissionTimeout
	R1Reached // a segment was retransmitted often enough to report trouble
	R2Reached // a segment was retransmitted often enough to give up
	UserTimeout
	PersistTimeout
	KeepAliveTimeout
	KeepAliveFailed // the environment counted enough unanswered probes
	TimeWaitTimeout // 2MSL
	FinWait2Timeout
	ICMPSoft         // what ICMPKind says: unreachable for now, time exceeded, parameter problem
	ICMPHard         // unreachable for good, as ICMPKind says
	ICMPFragNeeded   // fragmentation needed, or packet too big
	ICMPSourceQuench // deprecated, always dropped

	numEvents
)

// AllEvents lists the kinds of events in the order of the constants.
func AllEvents() []EventKind {
	all := make([]EventKind, numEvents)
	for i := range all {
		all[i] = EventKind(i)
	}
	return all
}

// A Remote says what an OPEN or SEND tells about the remote socket.
type Remote uint8

// What a call may say about the remote socket.
const (
	Unspecified Remote = iota
	Specified
	Invalid // a broadcast or multicast address (MUST-46)
)

// A Family is the version of IP under the connection. It decides the segment
// size assumed of a peer that sends no MSS option.
type Family uint8

// The two versions of IP.
const (
	IPv4 Family = iota
	IPv6
)

// DefaultMSS is the send MSS assumed when the peer announced none: 536 octets
// for IPv4, 1220 for IPv6 (MUST-15).
func (f Family) DefaultMSS() uint32 {
	if f == IPv6 {
		return 1220
	}
	return 536
}

// A Timestamp is how the timestamp of a segment compares with the newest one
// of the connection's previous incarnation. Timestamps themselves are not
// modelled; RFC 6191 needs only this comparison.
type Timestamp uint8

// The outcomes of the comparison.
const (
	NoTimestamp Timestamp = iota
	OlderTimestamp
	EqualTimestamp
	NewerTimestamp
)

// An Event is one input of a connection. Kind decides which other fields
// count; the rest is ignored.
type Event struct {
	Kind EventKind

	// Segment is the segment of SegmentArrives.
	Segment Segment

	// ISS is the initial send sequence number to use if this event makes the
	// connection send a SYN: OpenActive, Send in LISTEN, and a SYN that
	// arrives in LISTEN or reopens TIME-WAIT.
	ISS Seq

	// Octets is the length of a Send or Receive.
	Octets uint32

	// SndBUFF and RcvBUFF are the sizes in octets of the buffers of a
	// connection that OpenPassive or OpenActive creates: room for octets that
	// were sent but not acknowledged or are waiting to be sent, and room for
	// octets that the user has not received yet.
	SndBUFF, RcvBUFF uint32

	// MSS is the largest segment in octets that OpenPassive or OpenActive
	// wants the peer to send; 0 sends no option.
	MSS uint16

	// MMS is the largest TCP segment in octets, header included, that the IP
	// layer under a connection created by OpenPassive or OpenActive sends:
	// MMS_S of RFC 9293 section 3.7.1. 0 stands for no limit.
	MMS uint32

	Remote    Remote    // OpenPassive, OpenActive, Send
	Family    Family    // OpenPassive, OpenActive
	Timestamp Timestamp // SegmentArrives, under time_wait_syn=rfc6191

	Urgent      bool // Send: the octets are urgent
	Unpermitted bool // the user has no right to the connection; OPEN asks in CLOSED and TIME-WAIT
	NoResources bool // the TCP has no room for another connection, SEND or RECEIVE that waits; a backlog is full
	Throttled   bool // SegmentArrives: no challenge ACK may be sent now (RFC 5961 section 7)
}
