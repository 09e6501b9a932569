package conform

import (
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A Message is an error that ICMP reports of a segment of the subject's, by its type and code in
// the version of IP that brings it. To the table it is the event that [fsm.ICMPKind] makes of
// it (RFC 9293 section 3.9.2.2).
type Message struct {
	Family     fsm.Family
	Type, Code uint8
}

// NextMTU is what a message says that calls for smaller packets: as much as fits the next link,
// in octets. Every segment of the cases is smaller.
const NextMTU = 1400

// Carries is the NextMTU, if the message is one that tells it, and otherwise 0.
func (m Message) Carries() uint16 {
	if kind, _ := fsm.ICMPKind(m.Family, m.Type, m.Code); kind == fsm.ICMPFragNeeded {
		return NextMTU
	}
	return 0
}

// A Reported is a Stack that perhaps takes messages of ICMP.
type Reported interface {
	// ICMP reports whether it does. The state is tried then with each kind of error, which
	// comes as an Input of an ICMP.
	ICMP() bool
}

// messages are those that are tried, with their names: of each kind that the table tells apart one at
// least, and both reasons for which a host is told that nobody is there.
var messages = []struct {
	Message
	name string
}{
	{Message{fsm.IPv4, 3, 1}, "ICMP host unreachable"},
	{Message{fsm.IPv4, 11, 0}, "ICMP time exceeded"},
	{Message{fsm.IPv4, 3, 2}, "ICMP protocol unreachable"},
	{Message{fsm.IPv4, 3, 3}, "ICMP port unreachable"},
	{Message{fsm.IPv4, 3, 4}, "ICMP fragmentation needed"},
	{Message{fsm.IPv4, 4, 0}, "ICMP source quench"},
	{Message{fsm.IPv6, 1, 0}, "ICMPv6 no route"},
	{Message{fsm.IPv6, 3, 0}, "ICMPv6 time exceeded"},
	{Message{fsm.IPv6, 1, 4}, "ICMPv6 port unreachable"},
	{Message{fsm.IPv6, 2, 0}, "ICMPv6 packet too big"},
}

// String is what a message is called, as in "ICMP port unreachable".
func (m Message) String() string {
	for i := range messages {
		if messages[i].Message == m {
			return messages[i].name
		}
	}
	return "ICMP of another kind"
}

// about stands between a message and the segment that it quotes.
const about = " about "

// readMessage reads what Input.String writes of an ICMP.
func readMessage(text string) (in Input, is bool, err error) {
	name, quoted, is := strings.Cut(text, about)
	for i := range messages {
		if is && messages[i].name == name {
			in.Call, in.Message = ICMP, messages[i].Message
			in.Segment, err = fsm.ParseSegment(quoted)
			return in, true, err
		}
	}
	return in, false, nil
}

// reports returns the classes of messages that are tried at the end of a route.
func reports(r *Route) (all []Class) {
	for i := range messages {
		if m := messages[i].Message; m.Family == r.peer.family && r.peer.plain() {
			all = append(all, Class{Call: ICMP, Message: m})
		}
	}
	return all
}

// quoted returns the segment of c that a message is about: the first that may still be on its
// way. Where nothing was sent it is one that could have been.
func quoted(c *fsm.TCB) fsm.Segment {
	switch c.State {
	case fsm.Closed, fsm.Listen:
		return fsm.Segment{SEQ: ISS, CTL: fsm.SYN}
	case fsm.SynSent:
		return fsm.Segment{SEQ: c.ISS, CTL: fsm.SYN}
	case fsm.SynReceived:
		return fsm.Segment{SEQ: c.ISS, ACK: c.RCV.NXT, CTL: fsm.SYN | fsm.ACK}
	}
	return fsm.Segment{SEQ: c.SND.UNA, ACK: c.RCV.NXT, CTL: fsm.ACK}
}
