package fsm

// An Effect is one assignment or one output. Effects compare nothing: what
// depends on a condition depends on a fact, in the rule that has the effect.
type Effect uint8

// The effects. The runs of signals, replies and timers follow the order of the
// constants they stand for.
const (
	noEffect Effect = iota

	// Signals to the user.
	signalReset
	signalRefused
	signalClosing
	signalUserTimeout
	signalUrgent
	signalUrgentEnd
	signalTrouble
	signalGivenUp
	signalICMPSoft
	signalICMPHard
	signalDead

	// The reply to the call at hand.
	replyOK
	replyIllegal
	replyNoConnection
	replyNoResources
	replyNoRemote
	replyBadRemote
	replyExists
	replyConnectionClosing

	// Timers to start.
	startRetransmission
	startUser
	startPersist
	startKeepAlive
	start2MSL
	startFinWait2

	// Timers to stop.
	stopRetransmission
	stopUser
	stopPersist
	stopKeepAlive
	stop2MSL
	stopTimers

	// Answers to calls that wait. Each answers the calls of its kind that are
	// outstanding, be there any or none.
	answerReset
	answerClosing
	answerTimedOut
	answerSendReset
	answerCloseOK
	answerReceiveOK
	answerReceiveClosing

	// Segments to send.
	sendSYN
	sendSYNACK
	sendACK
	sendChallenge
	sendFIN
	resendFIN
	sendOldACK
	sendRSTa
	sendRSTn
	sendRSTu
	sendRSTs
	sendFormed
	sendFormedSYN
	oweACK

	// The segment being formed.
	formQueue
	formWindow
	formMSS
	formOctet
	formFront
	formFrontMSS
	formFrontOctet
	formPSH
	formURG

	// The connection.
	createTCB
	deleteTCB
	forgetConnection
	forgetPeer
	keepOld
	restoreOld
	flush
	fromPassive
	fromActive
	fromReopened
	noteRemote
	queueClose
	dequeueClose
	awaitClose

	// Send sequence variables.
	chooseISS
	acknowledge
	endUrgent
	windowFromSYN
	noteWL2
	windowFromACK
	raiseMAX
	takeMSS
	queueOctets
	markUrgent
	advance
	countFIN
	noteProbe
	clearProbed

	// The segment that arrived.
	trimAll
	trimLeft
	trimRight
	dropSYN
	dropText
	dropFIN

	// Receive sequence variables.
	takeSYN
	takeText
	takeHeld
	takeFIN
	recountFIN
	takeUP
	holdText
	holdFIN
	dropHeldFIN
	holdPush
	clearHeldPush
	holdUP
	enterUrgent
	leaveUrgent
	markPushed
	discardUSER
	queueReceive
	deliverCall
	deliverWant
	deliverUSER
	openWindow

	numEffects
)

// AllEffects lists the effects in the order of the constants.
func AllEffects() []Effect {
	all := make([]Effect, 0, numEffects-1)
	for e := noEffect + 1; e < numEffects; e++ {
		all = append(all, e)
	}
	return all
}

// Owes reports whether the effect makes an ACK owed, to be sent once the event
// has been processed.
func (e Effect) Owes() bool { return e == oweACK }

// Signals returns the signal that the effect gives to the user, or none.
func (e Effect) Signals() Signals {
	if e >= signalReset && e < replyOK {
		return 1 << (e - signalReset)
	}
	return 0
}

// A groupSet is a set of groups of facts.
type groupSet uint16

const allGroups = groupSet(1<<numGroups - 1)

func groupsOf(groups ...factGroup) (set groupSet) {
	for _, g := range groups {
		set |= 1 << g
	}
	return set
}

// What the effects of a kind, and entering another state, may change.
var (
	arrivalGroups = groupsOf(segmentFacts, closerFacts, ackFacts, sndWindowFacts, markFacts, deliveryFacts, originFacts)
	sendGroups    = groupsOf(closerFacts, ackFacts, sndWindowFacts, deliveryFacts, finishFacts, originFacts, callFacts, sendFacts, formFacts)
	receiveGroups = groupsOf(segmentFacts, closerFacts, markFacts, deliveryFacts, originFacts, callFacts)
	stateGroups   = groupsOf(finishFacts, sendFacts)
)

// touches returns the groups whose facts the effect may change. The others need
// not be observed again after it; a test holds every effect to this.
func (e Effect) touches() groupSet {
	switch {
	case e < startRetransmission:
		return 0
	case e <= stopTimers:
		return groupsOf(finishFacts)
	case e < sendSYN:
		return groupsOf(deliveryFacts)
	case e < oweACK:
		return 0
	case e == oweACK:
		return groupsOf(finishFacts)
	case e == formPSH, e == formURG:
		return 0
	case e < createTCB:
		return groupsOf(formFacts)
	case e < chooseISS:
		return allGroups
	case e == endUrgent:
		return groupsOf(formFacts)
	case e == noteProbe, e == clearProbed:
		return groupsOf(ackFacts)
	case e < trimAll:
		return sendGroups
	case e == takeSYN:
		return receiveGroups | arrivalGroups
	case e < takeSYN:
		return arrivalGroups
	}
	return e.touchesReceive()
}

// touchesReceive is touches for the receive sequence variables.
func (e Effect) touchesReceive() groupSet {
	switch e {
	case takeText, takeHeld, takeFIN, recountFIN:
		return receiveGroups
	case holdText:
		return groupsOf(deliveryFacts)
	case holdFIN, dropHeldFIN, holdPush, clearHeldPush, takeUP, holdUP, enterUrgent, leaveUrgent:
		return groupsOf(markFacts)
	case openWindow:
		return groupsOf(segmentFacts, closerFacts, deliveryFacts)
	}
	return groupsOf(markFacts, deliveryFacts, callFacts)
}

// effectTexts are the names of the effects and what they mean. Those that say
// nothing send a segment, and their form says what.
var effectTexts = [numEffects]struct{ name, means string }{
	noEffect: {"noEffect", "nothing"},

	signalReset:       {"signalReset", `signal "connection reset"`},
	signalRefused:     {"signalRefused", `signal "connection refused"`},
	signalClosing:     {"signalClosing", `signal "connection closing"`},
	signalUserTimeout: {"signalUserTimeout", `signal "connection aborted due to user timeout"`},
	signalUrgent:      {"signalUrgent", "signal urgent octets"},
	signalUrgentEnd:   {"signalUrgentEnd", "signal the end of urgent octets"},
	signalTrouble:     {"signalTrouble", "signal trouble with delivery (R1)"},
	signalGivenUp:     {"signalGivenUp", "signal that the connection was given up (R2)"},
	signalICMPSoft:    {"signalICMPSoft", "signal a soft ICMP error"},
	signalICMPHard:    {"signalICMPHard", "signal a hard ICMP error"},
	signalDead:        {"signalDead", "signal that keep-alive failed"},

	replyOK:                {"replyOK", `reply "ok"`},
	replyIllegal:           {"replyIllegal", `reply "connection illegal for this process"`},
	replyNoConnection:      {"replyNoConnection", `reply "connection does not exist"`},
	replyNoResources:       {"replyNoResources", `reply "insufficient resources"`},
	replyNoRemote:          {"replyNoRemote", `reply "remote socket unspecified"`},
	replyBadRemote:         {"replyBadRemote", `reply "invalid remote address"`},
	replyExists:            {"replyExists", `reply "connection already exists"`},
	replyConnectionClosing: {"replyConnectionClosing", `reply "connection closing"`},

	startRetransmission: {"startRetransmission", "start the retransmission timer"},
	startUser:           {"startUser", "start the user timer"},
	startPersist:        {"startPersist", "start the persist timer"},
	startKeepAlive:      {"startKeepAlive", "start the keep-alive timer"},
	start2MSL:           {"start2MSL", "start the time-wait timer, 2MSL"},
	startFinWait2:       {"startFinWait2", "start the FIN-WAIT-2 timer"},

	stopRetransmission: {"stopRetransmission", "stop the retransmission timer"},
	stopUser:           {"stopUser", "stop the user timer"},
	stopPersist:        {"stopPersist", "stop the persist timer"},
	stopKeepAlive:      {"stopKeepAlive", "stop the keep-alive timer"},
	stop2MSL:           {"stop2MSL", "stop the time-wait timer"},
	stopTimers:         {"stopTimers", "stop all timers"},

	answerReset:          {"answerReset", `answer outstanding calls "connection reset"`},
	answerClosing:        {"answerClosing", `answer outstanding SENDs and RECEIVE "closing"`},
	answerTimedOut:       {"answerTimedOut", `answer outstanding calls "connection aborted due to user timeout"`},
	answerSendReset:      {"answerSendReset", `answer outstanding SENDs "connection reset"`},
	answerCloseOK:        {"answerCloseOK", `answer the outstanding CLOSE "ok"`},
	answerReceiveOK:      {"answerReceiveOK", `answer the outstanding RECEIVE "ok"`},
	answerReceiveClosing: {"answerReceiveClosing", `answer the outstanding RECEIVE "connection closing"`},

	sendSYN:       {"sendSYN", ""},
	sendSYNACK:    {"sendSYNACK", ""},
	sendACK:       {"sendACK", ""},
	sendChallenge: {"sendChallenge", ""},
	sendFIN:       {"sendFIN", ""},
	resendFIN:     {"resendFIN", "send our FIN again"},
	sendOldACK:    {"sendOldACK", ""},
	sendRSTa:      {"sendRSTa", ""},
	sendRSTn:      {"sendRSTn", ""},
	sendRSTu:      {"sendRSTu", ""},
	sendRSTs:      {"sendRSTs", ""},
	sendFormed:    {"sendFormed", "send the segment being formed"},
	sendFormedSYN: {"sendFormedSYN", "send a SYN with the text and the PSH being formed"},
	oweACK:        {"oweACK", "owe an ACK"},

	formQueue:      {"formQueue", "form a segment of all octets that wait"},
	formWindow:     {"formWindow", "form a segment that fills the usable window"},
	formMSS:        {"formMSS", "form a segment of Eff.snd.MSS octets that wait"},
	formOctet:      {"formOctet", "form a segment of one octet that waits"},
	formFront:      {"formFront", "form a segment of all octets in flight"},
	formFrontMSS:   {"formFrontMSS", "form a segment of the first Eff.snd.MSS octets in flight"},
	formFrontOctet: {"formFrontOctet", "form a segment of the first octet in flight"},
	formPSH:        {"formPSH", "set PSH in it"},
	formURG:        {"formURG", "set URG and SEG.UP := SND.UP-SEG.SEQ in it, at most 65535"},

	createTCB:        {"createTCB", "create the TCB"},
	deleteTCB:        {"deleteTCB", "delete the TCB, stop all timers"},
	forgetConnection: {"forgetConnection", "forget all but what OPEN and RECEIVE asked for, stop all timers"},
	forgetPeer:       {"forgetPeer", "forget IRS, the receive sequence variables, the send window and SendMSS, SND.UNA := ISS"},
	keepOld:          {"keepOld", "keep SND.NXT and RCV.NXT of the old incarnation, the timers and what OPEN and RECEIVE asked for, forget the rest"},
	restoreOld:       {"restoreOld", "restore the old incarnation, stop all timers but 2MSL"},
	flush:            {"flush", "flush the queues: nothing is in flight, waiting, held or on hand, and no CLOSE is queued"},
	fromPassive:      {"fromPassive", "the connection is from a passive OPEN"},
	fromActive:       {"fromActive", "the connection is from an active OPEN"},
	fromReopened:     {"fromReopened", "the connection is from a SYN in TIME-WAIT"},
	noteRemote:       {"noteRemote", "note the remote socket if the call gives it"},
	queueClose:       {"queueClose", "queue the CLOSE"},
	dequeueClose:     {"dequeueClose", "take the CLOSE from the queue"},
	awaitClose:       {"awaitClose", "the CLOSE waits for its answer"},

	chooseISS:     {"chooseISS", "ISS := the ISS offered, SND.UNA := ISS, SND.NXT := ISS+1"},
	acknowledge:   {"acknowledge", "SND.UNA := SEG.ACK, take what it covers from the retransmission queue"},
	endUrgent:     {"endUrgent", "SND.UP says nothing any more"},
	windowFromSYN: {"windowFromSYN", "SND.WND := SEG.WND, SND.WL1 := IRS, SND.WL2 := ISS, MAX.SND.WND := SEG.WND"},
	noteWL2:       {"noteWL2", "SND.WL2 := SEG.ACK"},
	windowFromACK: {"windowFromACK", "SND.WND := SEG.WND, SND.WL1 := SEG.SEQ, SND.WL2 := SEG.ACK"},
	raiseMAX:      {"raiseMAX", "MAX.SND.WND := SEG.WND"},
	takeMSS:       {"takeMSS", "SendMSS := the MSS option"},
	queueOctets:   {"queueOctets", "queue the octets of the SEND"},
	markUrgent:    {"markUrgent", "SND.UP := after the last octet that waits"},
	advance:       {"advance", "SND.NXT := SND.NXT+octets sent, take them from the queue"},
	countFIN:      {"countFIN", "our FIN is SND.NXT, SND.NXT := SND.NXT+1"},
	noteProbe:     {"noteProbe", "a probe waits for an answer"},
	clearProbed:   {"clearProbed", "no probe waits for an answer"},

	trimAll:   {"trimAll", "trim text, SYN and FIN"},
	trimLeft:  {"trimLeft", "trim text left of RCV.NXT"},
	trimRight: {"trimRight", "trim text right of RCV.NXT+RCV.WND"},
	dropSYN:   {"dropSYN", "trim the SYN"},
	dropText:  {"dropText", "drop the text"},
	dropFIN:   {"dropFIN", "trim the FIN"},

	takeSYN:       {"takeSYN", "IRS := SEG.SEQ, RCV.NXT := SEG.SEQ+1, trim the SYN"},
	takeText:      {"takeText", "take the text: RCV.NXT and RCV.USER grow by its octets, RCV.WND shrinks by them"},
	takeHeld:      {"takeHeld", "take the text held at RCV.NXT likewise"},
	takeFIN:       {"takeFIN", "RCV.NXT := RCV.NXT+1, nothing is held any more"},
	recountFIN:    {"recountFIN", "RCV.NXT := RCV.NXT+1, once more"},
	takeUP:        {"takeUP", "RCV.UP := SEG.SEQ+SEG.UP"},
	holdText:      {"holdText", "hold the text"},
	holdFIN:       {"holdFIN", "hold the FIN"},
	dropHeldFIN:   {"dropHeldFIN", "hold no FIN"},
	holdPush:      {"holdPush", "hold the PUSH, until the text is taken"},
	clearHeldPush: {"clearHeldPush", "hold no PUSH"},
	holdUP:        {"holdUP", "RCV.UP waits for ESTABLISHED"},
	enterUrgent:   {"enterUrgent", "enter urgent mode, RCV.UP waits no more"},
	leaveUrgent:   {"leaveUrgent", "leave urgent mode, RCV.UP says nothing any more"},
	markPushed:    {"markPushed", "the octets on hand are pushed"},
	discardUSER:   {"discardUSER", "throw away all octets on hand"},
	queueReceive:  {"queueReceive", "the RECEIVE waits"},
	deliverCall:   {"deliverCall", "deliver the octets that the call asks for"},
	deliverWant:   {"deliverWant", "deliver the octets that the outstanding RECEIVE asks for"},
	deliverUSER:   {"deliverUSER", "deliver all octets on hand"},
	openWindow:    {"openWindow", "RCV.WND := RCV.BUFF-RCV.USER"},
}
