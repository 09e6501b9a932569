package catalogue

import "github.com/tcpfsm/tcpfsm/model"

// safety lists the safety properties.
var safety = []*model.Property{
	unaLeNxt, sameConnectionAgree, establishedHasPeer,
	noOldSegmentAccepted, oldSYNACKRefused, streamPrefix, eofAfterClose, finIsFinal,
	noOpenNoEstablished,
	rstNeverAnswered, rstExact, synInertWhenSynchronized, ackOfUnsentInert,
	timeWaitFullLength, timeWaitNotLonger, timeWaitResumed, timeWaitDrainsNetwork, lastAckAcknowledged,
	closedIffNoTCB, unackedImpliesTimer, statePairMatrix, unreadCloseResets,
	blindSegmentInert, noUnprovokedReset, windowEdgeNeverFalls, sentInWindow, takenInWindow, hardErrorRefuses,
	ackedIsReceived, announcedIsFree, sentInSequence, octetsUnchanged,
	terminalStates, comesToRest, noTimelock, openStaysPossible, closeStaysPossible,
}
