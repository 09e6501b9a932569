package fsm

// An Omission is something that RFC 9293 or common practice has and the table
// leaves out.
type Omission struct {
	What   string
	Clause string // where the RFC has it, empty if it does not
	Reason string
}

// LeftOut lists what the table leaves out, with the reason. Nothing else of
// sections 3.5 to 3.10 is left out knowingly.
func LeftOut() []Omission { return leftOut }

var leftOut = []Omission{
	{"security and compartment", "3.10.7.4/3", "appendix A.1.2 lets hosts without multilevel security ignore the check; it reads the IP header, and a mismatch ends a connection as a RST does"},
	{"Diffserv field", "3.9.1.9", "a field of the IP header, which no state depends on"},
	{"checksum", "3.1", "a segment with a wrong checksum is not an event: it is lost"},
	{"addresses, ports, demultiplexing", "3.9.2.3", "the table is one connection; whose segment it is has been decided before"},
	{"several connections, and a listener that forks", "3.9.1.1", "the table is one record, LISTEN turns into SYN-RECEIVED (A01); many are many machines"},
	{"SYN cookies", "", "they put the record into the ISS; an ACK in LISTEN draws a RST as the text says (A23)"},
	{"options but MSS", "3.2", "unknown options are skipped before the machine sees a segment"},
	{"window scale", "", "RFC 7323 agrees on it in the SYNs; windows reach the machine in octets, scaled already"},
	{"timestamps", "", "RFC 7323; only their comparison counts, for a SYN in TIME-WAIT (RFC 6191), and is an input"},
	{"selective acknowledgment", "", "RFC 2018 tells the sender what is held; it changes what is sent again, no state"},
	{"congestion control and ECN", "3.8.2", "when to send is the caller's: TRANSMIT comes whenever he likes"},
	{"Nagle algorithm, silly window avoidance of the sender", "3.7.4", "the same: they delay TRANSMIT"},
	{"values of timers, round-trip time", "3.8.1", "time is an input; the machine starts and stops timers"},
	{"delayed acknowledgment", "3.8.6.3", "the ACK that is owed leaves with the event; whoever embeds the machine may hold it back (A44)"},
	{"rate of challenge ACKs", "3.10.7.4", "RFC 5961 throttles per host; whoever embeds the machine counts, and tells it with the segment (A41)"},
	{"PUSH flag of SEND", "3.9.1.2", "optional (MAY-15); without it the segment that empties the queue carries PSH (MUST-61)"},
	{"URG on segments without text", "3.8.5", "3.10 gives the form of every ACK, without URG, and step six makes nothing of its absence; behind a closed window it is the probe that bears the pointer"},
	{"FLUSH", "3.9.1.7", "optional (MAY-14), and none of the six calls of section 3.10"},
	{"more than one outstanding RECEIVE", "3.10.3", "a second one is refused with \"insufficient resources\", as the text allows"},
	{"keep-alive with an octet of garbage", "3.8.4", "optional (MAY-6); probes carry no text (SHLD-12)"},
	{"RST for an option of impossible length", "3.1", "a suggestion in MUST-7; the decoder decides before the machine"},
	{"advice to IP at R1, Path MTU discovery", "3.8.3", "the signal goes to the user; the layer below is the caller's"},
	{"quiet time", "3.4.3", "it is over before the first event"},
}

// A Gap is one of the gaps A01 to A71 that is no Option of the machine.
type Gap struct {
	ID       string
	Text     string // what the text leaves open
	Settled  string // how it is settled
	Concerns string // whom it concerns: "machine", "model" or "oracle"
}

// NotOptions lists the gaps that need no option: the machine settles them in
// one way, or they concern what is built on it.
func NotOptions() []Gap { return notOptions }

var notOptions = []Gap{
	{"A01", "The text turns the one LISTEN record into SYN-RECEIVED; the sockets interface clones it.", "It is turned. A listener that forks is a machine that listens and one for each SYN; the oracle maps accepted sockets to them.", "oracle"},
	{"A02", "What a passive OPEN in LISTEN does is not said.", "It is refused, as MUST-41 allows: the other reading needs a second record.", "machine"},
	{"A11", "Whether SEND is allowed after a CLOSE that waits in a queue.", "It is refused with \"connection closing\", as section 3.6 has it: CLOSE means no more data.", "machine"},
	{"A25", "CLOSE in SYN-SENT deletes the record without a segment; a late SYN,ACK meets CLOSED.", "The text is followed; no alternative is known.", "machine"},
	{"A30", "FIN and the ACK of our FIN in one segment in FIN-WAIT-1.", "Step five enters FIN-WAIT-2, step eight TIME-WAIT, as note 2 of figure 5 says; there is no choice in it.", "machine"},
	{"A33", "Which ISS follows a return to LISTEN.", "Each SYN that is answered takes the ISS of its event; figure 8 has a fresh one.", "machine"},
	{"A37", "The test for a new SYN in TIME-WAIT is named in steps one and four.", "It stands before step one: otherwise a far SEG.SEQ would be answered by an ACK.", "machine"},
	{"A41", "How fast challenge ACKs may be sent is not said.", "An event says when none may be sent (Event.Throttled); then nothing is. The ACK for a SEG.ACK out of range is one of them, that for a SEG.SEQ out of window is none.", "machine"},
	{"A44", "An ACK for each event, or fewer (MUST-58, MUST-59).", "The ACKs owed within one event leave as one; the oracle accepts that they are merged across events or late.", "oracle"},
	{"A45", "What the RST for a segment without ACK in CLOSED acknowledges.", "SEG.LEN counts SYN and FIN; there is no choice in it.", "machine"},
	{"A48", "How much text beyond RCV.NXT is held.", "MaxHeld runs; a segment that needs one more is dropped and acknowledged.", "machine"},
	{"A49", "R2 of 100 s is shorter than an MSL of 120 s: who gives up in LAST-ACK may open again while old segments live.", "Timers have no values here; the model states it with the results on TIME-WAIT.", "model"},
	{"A51", "What a return to LISTEN flushes is not said.", "All but what OPEN and RECEIVE asked for; SENDs are answered \"connection reset\"; a queued CLOSE is carried out as CLOSE in LISTEN.", "machine"},
	{"A52", "What outstanding calls are told when the record goes is said for some events only.", "Each deletion answers every outstanding call, with \"connection reset\" where the text names nothing; CLOSE is \"ok\" once our FIN is acknowledged.", "machine"},
	{"A63", "Which ICMPv6 errors are hard is not said: 3.9.2.2 lists the soft ones.", "An event says what kind an error is. ICMPKind follows RFC 5461: codes 1 and 4 of Destination Unreachable are hard, what neither RFC names is soft.", "machine"},
	{"A65", "3.10.2 sets SND.UP to SND.NXT, which is behind the urgent octets only once they have been sent.", "SND.UP is the number after the last octet of the SEND, be it sent or not (MUST-62).", "machine"},
	{"A66", "Whether the user timeout counts from the call, as 3.9.1.1 may be read, or from the last progress.", "From the last progress: the timer starts anew whenever something new is acknowledged.", "machine"},
	{"A67", "3.10.7.4/5 answers a SEND when its octets are acknowledged, 3.10 has calls return at once.", "SEND is answered at once. Output.Acked counts the octets that are acknowledged; those that never will be are answered when the record goes (A52).", "machine"},
	{"A68", "3.10.8 sends the segment at the front of the queue again; where it ended is not said to matter.", "The first octets in flight are sent in one segment, as many as fit one, without a FIN behind them.", "machine"},
	{"A69", "MAX.SND.WND is the largest window ever received; whether one that SND.WL1 and SND.WL2 refuse counts is not said.", "It does not: MAX.SND.WND is the largest value that SND.WND has had.", "machine"},
	{"A70", "CLOSE in SYN-RECEIVED asks whether SENDs have been issued and whether data is pending.", "Octets are asked about: a SEND of none leaves nothing pending.", "machine"},
	{"A71", "3.10.7.3 sets SND.WL2 to SEG.ACK from a SYN that has none.", "To ISS, which any ACK is beyond.", "machine"},
}
