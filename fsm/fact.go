package fsm

// A Fact is a named predicate over the connection, the event and what the
// checks before have made of the segment. All comparisons of the specification
// are facts.
type Fact uint8

// The facts, in groups that are observed together. Unless it says "received",
// a fact about the segment is about what trimming has left of it.
const (
	// Control bits and place of the segment.
	hasRST Fact = iota
	hasSYN
	hasACK
	hasFIN
	hasURG
	hasText
	pushes
	receivedSYN
	emptySegment
	atNXT

	// The segment and the receive window.
	zeroWindow
	firstInWindow
	lastInWindow
	startsLeft
	endsRight

	// The segment, looked at more closely.
	probesWindow
	spansWindow
	bareFIN
	beforeNXT
	receivedAtNXT
	receivedInWindow
	repeatedFIN
	repeatedSYN
	crossedSYNACK
	hasMSS

	// Acknowledgment and send window.
	ackNew
	ackUnsent
	ackTooOld
	ackCoversFIN
	windowNewer
	windowLargest
	finAcked
	probed

	// Text on its way to the user.
	urgAdvances
	urgentMode
	upAhead
	upBehind
	urgentPassed
	receiveWaits
	coversWant
	pushedOctets
	windowOpens
	unread

	// Text and FIN that came early.
	heldAtNXT
	holdFits
	finDue
	finAhead
	finAtNXT

	// What remains to be done.
	ackOwed
	outstanding
	mustProbe
	undelivered
	acknowledged
	retransmissionRuns
	persistRuns
	userRuns
	closeQueued

	// Where the connection came from, and a SYN that would open it again.
	passive
	reopened
	newSYN
	issBeyondNXT
	seqBeyondNXT
	timestampNewer
	timestampOlder

	// User calls.
	unpermitted
	noResources
	remoteInvalid
	remoteGiven
	remoteKnown
	noRoom
	urgentSend
	coversCall
	callFitsMSS

	// What may be sent.
	waiting
	windowUsable
	fitsMSS
	fitsWindow
	windowFitsMSS
	lastOctets
	urgentAhead
	formedNew
	finWanted
	frontSYN
	frontFIN
	frontFitsMSS

	numFacts
)

// A factGroup is a set of facts that one observer establishes.
type factGroup uint8

// The groups, in the order of the facts.
const (
	controlFacts factGroup = iota
	windowFacts
	closerFacts
	ackFacts
	deliveryFacts
	earlyFacts
	finishFacts
	originFacts
	callFacts
	sendFacts

	numGroups
)

// firstFact is the first fact of each group, and the end of the last.
var firstFact = [numGroups + 1]Fact{
	controlFacts: hasRST, windowFacts: zeroWindow, closerFacts: probesWindow, ackFacts: ackNew,
	deliveryFacts: urgAdvances, earlyFacts: heldAtNXT, finishFacts: ackOwed, originFacts: passive,
	callFacts: unpermitted, sendFacts: waiting, numGroups: numFacts,
}

func (f Fact) group() factGroup {
	g := factGroup(0)
	for f >= firstFact[g+1] {
		g++
	}
	return g
}

// AllFacts lists the facts in the order of the constants.
func AllFacts() []Fact {
	all := make([]Fact, numFacts)
	for i := range all {
		all[i] = Fact(i)
	}
	return all
}

// A factSet is a set of facts.
type factSet [2]uint64

func (set *factSet) has(f Fact) bool { return set[f>>6]>>(f&63)&1 != 0 }

// put makes f a member of the set or not. The branch-free form matters: facts
// are as unpredictable as traffic is.
func (set *factSet) put(f Fact, holds bool) {
	var bit uint64
	if holds {
		bit = 1
	}
	w := &set[f>>6]
	*w = *w&^(1<<(f&63)) | bit<<(f&63)
}

func factSetOf(list []Fact) (set factSet) {
	for _, f := range list {
		set.put(f, true)
	}
	return set
}

func (set factSet) and(other factSet) factSet {
	return factSet{set[0] & other[0], set[1] & other[1]}
}

// Means says in the RFC's terms when the fact holds.
func (f Fact) Means() string { return factTexts[f].means }

var factTexts = [numFacts]struct{ name, means string }{
	hasRST:       {"hasRST", "RST is set"},
	hasSYN:       {"hasSYN", "SYN is set and has not been trimmed"},
	hasACK:       {"hasACK", "ACK is set"},
	hasFIN:       {"hasFIN", "FIN is set and has not been trimmed"},
	hasURG:       {"hasURG", "URG is set"},
	hasText:      {"hasText", "the segment has text"},
	pushes:       {"pushes", "PSH is set and the segment has text"},
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
	repeatedSYN:      {"repeatedSYN", "SYN is set, ACK is not, and SEG.SEQ = IRS"},
	crossedSYNACK:    {"crossedSYNACK", "active open; SYN and ACK are set, RST is not; SEG.SEQ = IRS and SND.UNA < SEG.ACK =< SND.NXT"},
	hasMSS:           {"hasMSS", "the segment carries an MSS option"},

	ackNew:        {"ackNew", "SND.UNA < SEG.ACK =< SND.NXT"},
	ackUnsent:     {"ackUnsent", "SND.NXT < SEG.ACK"},
	ackTooOld:     {"ackTooOld", "SEG.ACK < SND.UNA-MAX.SND.WND"},
	ackCoversFIN:  {"ackCoversFIN", "our FIN was sent and SEG.ACK is beyond it"},
	windowNewer:   {"windowNewer", "SND.UNA =< SEG.ACK =< SND.NXT, and SND.WL1 < SEG.SEQ or SND.WL1 = SEG.SEQ and SND.WL2 =< SEG.ACK"},
	windowLargest: {"windowLargest", "SEG.WND > MAX.SND.WND"},
	finAcked:      {"finAcked", "our FIN was sent and SND.UNA is beyond it"},
	probed:        {"probed", "a zero-window probe waits for an answer"},

	urgAdvances:  {"urgAdvances", "URG is set and RCV.UP < SEG.SEQ+SEG.UP"},
	urgentMode:   {"urgentMode", "the user was told of urgent octets and has not passed them"},
	upAhead:      {"upAhead", "not urgentMode, and RCV.NXT < RCV.UP"},
	upBehind:     {"upBehind", "not urgentMode, and RCV.UP < RCV.NXT"},
	urgentPassed: {"urgentPassed", "urgentMode, and the user has received all octets before RCV.UP"},
	receiveWaits: {"receiveWaits", "a RECEIVE is outstanding"},
	coversWant:   {"coversWant", "the octets on hand satisfy the outstanding RECEIVE"},
	pushedOctets: {"pushedOctets", "there are octets on hand and they were pushed"},
	windowOpens:  {"windowOpens", "RCV.BUFF-RCV.USER-RCV.WND >= min(RCV.BUFF/2, Eff.snd.MSS), and more than 0"},
	unread:       {"unread", "there are octets that the user has not received"},

	heldAtNXT: {"heldAtNXT", "text held earlier begins at RCV.NXT"},
	holdFits:  {"holdFits", "there is room to hold the text"},
	finDue:    {"finDue", "a FIN, of the segment or held, stands at RCV.NXT"},
	finAhead:  {"finAhead", "FIN is set and stands beyond RCV.NXT"},
	finAtNXT:  {"finAtNXT", "FIN is set and stands at RCV.NXT"},

	ackOwed:            {"ackOwed", "an ACK is owed"},
	outstanding:        {"outstanding", "SND.UNA /= SND.NXT"},
	mustProbe:          {"mustProbe", "the SYN is acknowledged, SND.WND = 0, and something is outstanding or waits to be sent"},
	undelivered:        {"undelivered", "octets, SYN or FIN are outstanding, or octets wait to be sent"},
	acknowledged:       {"acknowledged", "this segment acknowledged something new"},
	retransmissionRuns: {"retransmissionRuns", "the retransmission timer runs"},
	persistRuns:        {"persistRuns", "the persist timer runs"},
	userRuns:           {"userRuns", "the user timer runs"},
	closeQueued:        {"closeQueued", "a CLOSE is queued"},

	passive:        {"passive", "the connection came from a passive OPEN"},
	reopened:       {"reopened", "the connection came from a SYN in TIME-WAIT"},
	newSYN:         {"newSYN", "SYN is set, ACK and RST are not"},
	issBeyondNXT:   {"issBeyondNXT", "SND.NXT < the ISS offered"},
	seqBeyondNXT:   {"seqBeyondNXT", "RCV.NXT < SEG.SEQ"},
	timestampNewer: {"timestampNewer", "the timestamp is newer than the last one of the old incarnation"},
	timestampOlder: {"timestampOlder", "the timestamp is older than the last one of the old incarnation"},

	unpermitted:   {"unpermitted", "the user has no right to the connection"},
	noResources:   {"noResources", "there are no resources for the call"},
	remoteInvalid: {"remoteInvalid", "the call names an invalid remote address"},
	remoteGiven:   {"remoteGiven", "the call specifies the remote socket"},
	remoteKnown:   {"remoteKnown", "the remote socket is specified, by this call or before"},
	noRoom:        {"noRoom", "the send buffer has no room for the octets"},
	urgentSend:    {"urgentSend", "the SEND is urgent and has octets"},
	coversCall:    {"coversCall", "the octets on hand satisfy the call"},
	callFitsMSS:   {"callFitsMSS", "the octets of the call fit one segment"},

	waiting:       {"waiting", "octets wait to be sent"},
	windowUsable:  {"windowUsable", "SND.UNA+SND.WND-SND.NXT >= 1"},
	fitsMSS:       {"fitsMSS", "the octets that wait fit one segment"},
	fitsWindow:    {"fitsWindow", "the octets that wait fit the usable window"},
	windowFitsMSS: {"windowFitsMSS", "the usable window fits one segment"},
	lastOctets:    {"lastOctets", "the segment being formed empties the queue"},
	urgentAhead:   {"urgentAhead", "SEG.SEQ < SND.UP, for the segment being formed"},
	formedNew:     {"formedNew", "the segment being formed begins at SND.NXT"},
	finWanted:     {"finWanted", "the user has closed and our FIN has not been sent"},
	frontSYN:      {"frontSYN", "our SYN is not acknowledged"},
	frontFIN:      {"frontFIN", "our FIN was sent and SND.UNA is its number"},
	frontFitsMSS:  {"frontFitsMSS", "the octets in flight fit one segment"},
}
