package fsm

// A Fact is a named predicate over the connection, the event and what the
// checks before have made of the segment. All comparisons of the specification
// are facts.
type Fact uint8

// The facts, in groups that are observed together: first those of the segment
// and the receive window. Unless it says "received", a fact about the segment is
// about what trimming has left of it.
const (
	hasRST Fact = Fact(segmentFacts)<<4 | iota
	hasSYN
	hasACK
	hasFIN
	hasText
	receivedSYN
	emptySegment
	atNXT
	zeroWindow
	firstInWindow
	lastInWindow
	startsLeft
	endsRight
)

// The segment, looked at more closely.
const (
	probesWindow Fact = Fact(closerFacts)<<4 | iota
	spansWindow
	bareFIN
	beforeNXT
	receivedAtNXT
	receivedInWindow
	repeatedFIN
	repeatedSYN
	crossedSYNACK
	hasMSS
	atEdge
	beginsAtEdge
	emptyAtNXT
	expectedACK
	newText
	beganLeft
)

// Acknowledgment.
const (
	ackNew Fact = Fact(ackFacts)<<4 | iota
	ackUnsent
	ackTooOld
	ackCoversFIN
	probed
)

// The send window, and what has been acknowledged.
const (
	windowNewer Fact = Fact(sndWindowFacts)<<4 | iota
	windowLargest
	finAcked
)

// Urgent pointer, FIN and PUSH, of the segment or held.
const (
	urgAdvances Fact = Fact(markFacts)<<4 | iota
	urgentMode
	urgentHeld
	urgentPassed
	finDue
	finAhead
	finAtNXT
	pushTaken
	pushAhead
	pushDue
	finPassed
)

// Text that came early, and text on its way to the user.
const (
	heldAtNXT Fact = Fact(deliveryFacts)<<4 | iota
	holdFits
	receiveWaits
	coversWant
	pressingOctets
	windowOpens
	unread
)

// What remains to be done.
const (
	ackOwed Fact = Fact(finishFacts)<<4 | iota
	acknowledged
	closeQueued
	userClosed
	outstanding
	mustProbe
	undelivered
	sendTimerRuns
	retransmissionRuns
	persistRuns
	userRuns
	keepAliveRuns
)

// Where the connection came from, a SYN that would open it again, and where a
// segment stands that few policies look at.
const (
	passive Fact = Fact(originFacts)<<4 | iota
	reopened
	newSYN
	issBeyondNXT
	seqBeyondNXT
	oldButACK
	finBeyond
	ackGhost
)

// The event alone.
const (
	unpermitted Fact = Fact(eventFacts)<<4 | iota
	noResources
	remoteInvalid
	remoteGiven
	urgentSend
	emptyCall
	timestampNewer
	timestampOlder
	throttled
)

// User calls and the connection.
const (
	remoteKnown Fact = Fact(callFacts)<<4 | iota
	noRoom
	coversCall
	callFitsMSS
	pendingOctets
)

// What may be sent.
const (
	waiting Fact = Fact(sendFacts)<<4 | iota
	windowUsable
	fitsMSS
	fitsWindow
	windowFitsMSS
	finWanted
	frontSYN
	frontFIN
	frontFitsMSS
)

// The segment being formed.
const (
	lastOctets Fact = Fact(formFacts)<<4 | iota
	urgentAhead
	urgentAcked
	formedNew
)

// numFacts bounds the facts; the groups leave numbers unused below it.
const numFacts = Fact(numGroups) << 4

// A factGroup is a set of at most 16 facts that one observer establishes. The
// upper four bits of a Fact are its group.
type factGroup uint8

// The groups. Those that follow each other in processing stand together in
// fours, so that one comparison can look at them.
const (
	segmentFacts factGroup = iota
	ackFacts
	sndWindowFacts
	_

	markFacts
	deliveryFacts
	finishFacts
	_

	originFacts
	closerFacts
	eventFacts
	callFacts

	sendFacts
	formFacts

	numGroups
)

func (f Fact) group() factGroup { return factGroup(f >> 4) }

// word and bit are the place of f in a factSet.
func (f Fact) word() uint8 { return uint8(f >> 6) }
func (f Fact) bit() uint64 { return 1 << (f & 63) }

// exists reports whether f is one of the constants.
func (f Fact) exists() bool { return f < numFacts && factTexts[f].name != "" }

// AllFacts lists the facts in the order of the constants.
func AllFacts() []Fact {
	var all []Fact
	for f := Fact(0); f < numFacts; f++ {
		if f.exists() {
			all = append(all, f)
		}
	}
	return all
}

// A factWord holds what is known of the facts of one group, a bit each.
type factWord uint16

// put notes whether f holds, in a word that says nothing of f yet. It has no
// branch: facts are as unpredictable as traffic is.
func (w *factWord) put(f Fact, holds bool) {
	var bit factWord
	if holds {
		bit = 1
	}
	*w |= bit << (f & 15)
}

// A factSet is a set of facts: the words of four groups in each of its own.
type factSet [4]uint64

func (set *factSet) has(f Fact) bool { return set[f>>6]>>(f&63)&1 != 0 }

func (set factSet) with(f Fact) factSet {
	set[f>>6] |= 1 << (f & 63)
	return set
}

// note replaces what the set says of the facts of group g.
func (set *factSet) note(g factGroup, w factWord) {
	lane := g & 3 * 16
	word := &set[g>>2&3]
	*word = *word&^(0xffff<<lane) | uint64(w)<<lane
}

func factSetOf(list []Fact) (set factSet) {
	for _, f := range list {
		set = set.with(f)
	}
	return set
}

// disjoint reports whether no fact is in both sets.
func (set *factSet) disjoint(other *factSet) bool {
	for g := range set {
		if set[g]&other[g] != 0 {
			return false
		}
	}
	return true
}

// within reports whether every fact of set is in other.
func (set *factSet) within(other *factSet) bool {
	for g := range set {
		if set[g]&^other[g] != 0 {
			return false
		}
	}
	return true
}

// Means says in the RFC's terms when the fact holds.
func (f Fact) Means() string {
	if f >= numFacts {
		return ""
	}
	return factTexts[f].means
}

var factTexts = [numFacts]struct{ name, means string }{
	hasRST:       {"hasRST", "RST is set"},
	hasSYN:       {"hasSYN", "SYN is set and has not been trimmed"},
	hasACK:       {"hasACK", "ACK is set"},
	hasFIN:       {"hasFIN", "FIN is set and has not been trimmed"},
	hasText:      {"hasText", "the segment has text"},
	receivedSYN:  {"receivedSYN", "SYN is set in the segment as received"},
	emptySegment: {"emptySegment", "SEG.LEN = 0"},
	atNXT:        {"atNXT", "SEG.SEQ = RCV.NXT"},

	zeroWindow:    {"zeroWindow", "RCV.WND = 0"},
	firstInWindow: {"firstInWindow", "RCV.NXT =< SEG.SEQ < RCV.NXT+RCV.WND"},
	lastInWindow:  {"lastInWindow", "SEG.LEN > 0 and RCV.NXT =< SEG.SEQ+SEG.LEN-1 < RCV.NXT+RCV.WND"},
	startsLeft:    {"startsLeft", "SEG.SEQ < RCV.NXT"},
	endsRight:     {"endsRight", "RCV.NXT+RCV.WND < SEG.SEQ+SEG.LEN"},

	probesWindow:     {"probesWindow", "SEG.LEN > 0, RCV.WND = 0 and SEG.SEQ = RCV.NXT, as received"},
	spansWindow:      {"spansWindow", "RCV.WND > 0 and SEG.SEQ < RCV.NXT and RCV.NXT+RCV.WND < SEG.SEQ+SEG.LEN"},
	bareFIN:          {"bareFIN", "FIN is set, without text and SYN"},
	beforeNXT:        {"beforeNXT", "SEG.SEQ = RCV.NXT-1, as received"},
	receivedAtNXT:    {"receivedAtNXT", "SEG.SEQ = RCV.NXT, as received"},
	receivedInWindow: {"receivedInWindow", "RCV.NXT =< SEG.SEQ < RCV.NXT+RCV.WND, as received"},
	repeatedFIN:      {"repeatedFIN", "FIN is set and SEG.SEQ+SEG.LEN = RCV.NXT"},
	repeatedSYN:      {"repeatedSYN", "SYN is set, ACK and RST are not, and SEG.SEQ = IRS"},
	crossedSYNACK:    {"crossedSYNACK", "active open, our SYN is not acknowledged; SYN and ACK are set, RST is not, and SEG.SEQ = IRS, as received; SND.UNA < SEG.ACK =< SND.NXT"},
	hasMSS:           {"hasMSS", "the segment carries an MSS option"},
	atEdge:           {"atEdge", "SEG.LEN = 0, and SEG.SEQ = RCV.NXT+RCV.WND with RCV.WND > 0, or SEG.SEQ = RCV.NXT+1 with RCV.WND = 0, where a probe of the peer ends"},
	beginsAtEdge:     {"beginsAtEdge", "SEG.SEQ = RCV.NXT+RCV.WND and RCV.WND > 0"},
	emptyAtNXT:       {"emptyAtNXT", "SEG.LEN = 0 and SEG.SEQ = RCV.NXT"},
	expectedACK:      {"expectedACK", "ACK alone is set, there is no text, SEG.SEQ = RCV.NXT and SEG.ACK = SND.NXT"},
	newText:          {"newText", "there is text that ends beyond RCV.NXT, as received"},
	beganLeft:        {"beganLeft", "SEG.SEQ < RCV.NXT, as received"},

	ackNew:        {"ackNew", "SND.UNA < SEG.ACK =< SND.NXT"},
	ackUnsent:     {"ackUnsent", "SND.NXT < SEG.ACK"},
	ackTooOld:     {"ackTooOld", "SEG.ACK < SND.UNA-MAX.SND.WND"},
	ackGhost:      {"ackGhost", "SEG.ACK =< ISS: it acknowledges what was never sent"},
	ackCoversFIN:  {"ackCoversFIN", "our FIN was sent and SEG.ACK is beyond it"},
	windowNewer:   {"windowNewer", "SND.UNA =< SEG.ACK =< SND.NXT, and SND.WL1 < SEG.SEQ or SND.WL1 = SEG.SEQ and SND.WL2 =< SEG.ACK"},
	windowLargest: {"windowLargest", "SEG.WND > MAX.SND.WND"},
	finAcked:      {"finAcked", "our FIN was sent and SND.UNA is beyond it"},
	urgentAcked:   {"urgentAcked", "there were urgent octets of ours and all are acknowledged: SND.UP =< SND.UNA"},
	probed:        {"probed", "a zero-window probe waits for an answer"},

	urgAdvances:    {"urgAdvances", "URG is set and SEG.SEQ+SEG.UP is beyond RCV.UP, or beyond what the user has received if RCV.UP says nothing"},
	urgentMode:     {"urgentMode", "the user was told of urgent octets and has not passed them"},
	urgentHeld:     {"urgentHeld", "an urgent pointer came with the SYN and waits"},
	urgentPassed:   {"urgentPassed", "urgentMode, and the user has received all octets before RCV.UP"},
	receiveWaits:   {"receiveWaits", "a RECEIVE is outstanding"},
	coversWant:     {"coversWant", "the octets on hand satisfy the outstanding RECEIVE"},
	pressingOctets: {"pressingOctets", "there are octets on hand, and they were pushed or have closed the window"},
	windowOpens:    {"windowOpens", "RCV.BUFF-RCV.USER-RCV.WND >= min(RCV.BUFF/2, Eff.snd.MSS), and more than 0"},
	unread:         {"unread", "there are octets that the user has not received"},

	heldAtNXT: {"heldAtNXT", "text held earlier begins at RCV.NXT"},
	holdFits:  {"holdFits", "there is room to hold the text"},
	finDue:    {"finDue", "a FIN, of the segment or held, stands at RCV.NXT"},
	finAhead:  {"finAhead", "FIN is set and stands beyond RCV.NXT"},
	finAtNXT:  {"finAtNXT", "FIN is set and stands at RCV.NXT"},
	pushTaken: {"pushTaken", "PSH is set, there is text of which no end has been cut off, and all of it has been taken"},
	pushAhead: {"pushAhead", "PSH is set, there is text of which no end has been cut off, and it ends beyond RCV.NXT and beyond every PUSH that is held"},
	pushDue:   {"pushDue", "text that was held until now has been taken and was pushed"},
	finPassed: {"finPassed", "a FIN is held that stands before RCV.NXT"},
	finBeyond: {"finBeyond", "FIN is set and stands beyond RCV.NXT, as received"},

	ackOwed:            {"ackOwed", "an ACK is owed"},
	outstanding:        {"outstanding", "SND.UNA /= SND.NXT"},
	mustProbe:          {"mustProbe", "the SYN is acknowledged, SND.WND = 0, and something is outstanding or waits to be sent"},
	undelivered:        {"undelivered", "octets, SYN or FIN are outstanding or wait to be sent"},
	acknowledged:       {"acknowledged", "this segment acknowledged something new"},
	sendTimerRuns:      {"sendTimerRuns", "the retransmission or the persist timer runs"},
	retransmissionRuns: {"retransmissionRuns", "the retransmission timer runs"},
	persistRuns:        {"persistRuns", "the persist timer runs"},
	userRuns:           {"userRuns", "the user timer runs"},
	keepAliveRuns:      {"keepAliveRuns", "the keep-alive timer runs"},
	pendingOctets:      {"pendingOctets", "octets are in flight or wait to be sent"},
	closeQueued:        {"closeQueued", "a CLOSE is queued"},
	userClosed:         {"userClosed", "the user has closed, be the CLOSE queued or carried out"},

	passive:        {"passive", "the connection came from a passive OPEN"},
	reopened:       {"reopened", "the connection came from a SYN in TIME-WAIT"},
	newSYN:         {"newSYN", "SYN is set, ACK and RST are not"},
	issBeyondNXT:   {"issBeyondNXT", "SND.NXT < the ISS offered"},
	seqBeyondNXT:   {"seqBeyondNXT", "RCV.NXT < SEG.SEQ"},
	oldButACK:      {"oldButACK", "SEG.LEN > 0 and SEG.SEQ+SEG.LEN = RCV.NXT, SYN and RST are not set"},
	timestampNewer: {"timestampNewer", "the timestamp is newer than the last one of the old incarnation"},
	timestampOlder: {"timestampOlder", "the timestamp is older than the last one of the old incarnation"},

	throttled:     {"throttled", "no challenge ACK may be sent now"},
	unpermitted:   {"unpermitted", "the user has no right to the connection"},
	noResources:   {"noResources", "there are no resources for the call, or for the connection that a SYN asks for"},
	remoteInvalid: {"remoteInvalid", "the call names an invalid remote address"},
	remoteGiven:   {"remoteGiven", "the call specifies the remote socket"},
	remoteKnown:   {"remoteKnown", "the remote socket is specified, by this call or before"},
	noRoom:        {"noRoom", "the send buffer has no room for the octets, or there are no resources for the call"},
	urgentSend:    {"urgentSend", "the SEND is urgent and has octets"},
	emptyCall:     {"emptyCall", "the call has no octets"},
	coversCall:    {"coversCall", "the octets on hand satisfy the call"},
	callFitsMSS:   {"callFitsMSS", "the octets of the call fit one segment"},

	waiting:       {"waiting", "octets wait to be sent"},
	windowUsable:  {"windowUsable", "SND.UNA+SND.WND-SND.NXT >= 1"},
	fitsMSS:       {"fitsMSS", "the octets that wait fit one segment"},
	fitsWindow:    {"fitsWindow", "the octets that wait fit the usable window"},
	windowFitsMSS: {"windowFitsMSS", "the usable window fits one segment"},
	lastOctets:    {"lastOctets", "the segment being formed ends with the last octet that the user has sent"},
	urgentAhead:   {"urgentAhead", "SEG.SEQ < SND.UP, for the segment being formed"},
	formedNew:     {"formedNew", "the segment being formed begins at SND.NXT"},
	finWanted:     {"finWanted", "the user has closed and our FIN has not been sent"},
	frontSYN:      {"frontSYN", "our SYN is not acknowledged"},
	frontFIN:      {"frontFIN", "our FIN was sent and SND.UNA is its number"},
	frontFitsMSS:  {"frontFitsMSS", "the octets in flight fit one segment"},
}
