package fsm

// Refuted lists the properties of the model that the choice c refutes, under some
// policy, by name: what RFC 9293 leaves open may still do harm. They are those of
// package catalogue's hazards. That none is listed says nothing of c.
func Refuted(c Choice) []string { return refuted[c] }

// refuted is what the hazards of the model have found of choices alone; a test
// there holds it.
var refuted = map[Choice][]string{
	RSTActiveSynRcvdClosed: {"open-stays-possible", "caller-not-reset"},
	SYNACKWindowLiteral:    {"close-completes"},
	SYNInSynReceivedListen: {"no-unprovoked-reset"},
	EmptySegmentACKLiteral: {"quiet"},
	ACKRangeCheckOff:       {"stream-prefix"},
	RSTValidationInWindow:  {"no-unprovoked-reset", "blind-segment-inert"},
	SYNInSyncRFC793:        {"blind-segment-inert"},
	UserTimeoutProbeFire:   {"probed-peer-kept"},
	LastACKPartialIgnore:   {"close-completes"},
	SecondFINLiteral:       {"fin-is-final"},
	CloseInSynReceivedText: {"no-old-segment-accepted"},
	TimeWaitRestartLiteral: {"quiet", "time-wait-restarts"},
	RSTInTimeWaitClose:     {"time-wait-full-length", "no-old-segment-accepted"},
	ICMPHardAbort:          {"reports-inert"},
	KeepAliveOff:           {"survivor-learns"},
}
