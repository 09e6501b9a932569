package fsm

// ICMPKind returns the kind of event that an ICMP message with the given type
// and code is to the connection that caused it, and whether it is one: RFC 9293
// section 3.9.2.2. Which messages of ICMPv6 are hard errors is not said there;
// RFC 5461, to which it refers, has those that say "prohibited" and "port
// unreachable" (gap A63). A code that neither names is soft: it reports and
// ends nothing.
func ICMPKind(f Family, typ, code uint8) (kind EventKind, ok bool) {
	kinds := icmpv4
	if f == IPv6 {
		kinds = icmpv6
	}
	m, ok := kinds[typ]
	if !ok {
		return 0, false
	}
	if kind, ok = m.codes[code]; !ok {
		kind = m.other
	}
	return kind, true
}

// An icmpType is the kinds of event of one type of ICMP message: those of the
// codes that are listed, and of all others.
type icmpType struct {
	codes map[uint8]EventKind
	other EventKind
}

var (
	icmpv4 = map[uint8]icmpType{
		3: { // destination unreachable: protocol, port, fragmentation needed
			codes: map[uint8]EventKind{2: ICMPHard, 3: ICMPHard, 4: ICMPFragNeeded},
			other: ICMPSoft,
		},
		4:  {other: ICMPSourceQuench},
		11: {other: ICMPSoft}, // time exceeded
		12: {other: ICMPSoft}, // parameter problem
	}
	icmpv6 = map[uint8]icmpType{
		1: { // destination unreachable: prohibited, port
			codes: map[uint8]EventKind{1: ICMPHard, 4: ICMPHard},
			other: ICMPSoft,
		},
		2: {other: ICMPFragNeeded}, // packet too big
		3: {other: ICMPSoft},       // time exceeded
		4: {other: ICMPSoft},       // parameter problem
	}
)
