package fsm

// A Profile is a named Policy.
type Profile struct {
	Name   string
	Means  string
	Policy Policy
}

// Profiles returns the named policies, the default first.
func Profiles() []Profile {
	return []Profile{
		{"RFC9293", "the text with its gaps and contradictions repaired; the defaults", Policy{}},
		{"Hardened", "RFC9293 without TIME-WAIT assassination, stray SYNs that undo an opening, and ACKs of what was never sent", hardened},
		{"RFC9293Literal", "the text to the letter, its contradictions included", literal},
		{"RFC793", "without RFC 5961: what the text was before challenge ACKs", rfc793},
		{"Linux", "Linux 6.18: measured, the rest from source and documents", linux},
		{"FreeBSD", "FreeBSD: what its own tests demand, the rest from source and documents", freeBSD},
	}
}

var (
	hardened = Policy{
		RSTInTimeWait:    RSTInTimeWaitIgnore,
		TimeWaitSYN:      TimeWaitSYNSeq, // ignoring RST alone would block reopening for 2MSL
		SYNInSynReceived: SYNInSynReceivedChallenge,
		ACKRangeCheck:    ACKRangeCheckSent,
	}
	literal = Policy{
		SimultaneousOpen:    SimultaneousOpenLiteral,
		SYNFIN:              SYNFINLiteral,
		SYNACKWindow:        SYNACKWindowLiteral,
		BadACKInSynReceived: BadACKInSynReceivedContinue,
		ZeroWindowAnswer:    ZeroWindowAnswerEvery,
		EmptySegmentACK:     EmptySegmentACKLiteral,
		ACKRangeCheck:       ACKRangeCheckAll,
		OutOfOrderACK:       OutOfOrderACKHold,
		UrgentSignal:        UrgentSignalOnce,
		ClosingTimeWait:     ClosingTimeWaitLiteral,
		SecondFIN:           SecondFINLiteral,
		ReceiveAfterFIN:     ReceiveAfterFINRefuse,
		UserTimeoutProbe:    UserTimeoutProbeFire,
		TimeWaitRestart:     TimeWaitRestartLiteral,
		ICMPFragNeeded:      ICMPFragNeededAbort,
	}
	rfc793 = Policy{
		RSTValidation: RSTValidationInWindow,
		SYNInSync:     SYNInSyncRFC793,
		ACKRangeCheck: ACKRangeCheckOff,
		UrgentSignal:  UrgentSignalOnce,
	}
	linux = Policy{
		OpenFromTimeWait:    OpenFromTimeWaitReuse,
		SimultaneousOpen:    SimultaneousOpenTrimSYNACK,
		DupSYN:              DupSYNResendSYNACK,
		SYNPayload:          SYNPayloadIgnore,
		SYNPayloadInSynSent: SYNPayloadInSynSentIgnore,
		SYNFIN:              SYNFINIgnore,
		SYNInSynReceived:    SYNInSynReceivedReset,
		ACKOrder:            ACKOrderACKFirst,
		EarlyACK:            EarlyACKProcess,
		SpanningSegment:     SpanningSegmentAccept,
		EdgeSegment:         EdgeSegmentWhole,
		LeftEdge:            LeftEdgeAccept,
		NoACKOrder:          NoACKOrderACKFirst,
		ACKRangeCheck:       ACKRangeCheckSent,
		FINZeroWindow:       FINZeroWindowSend,
		RSTMinusOne:         RSTMinusOneOn,
		HalfDuplexClose:     HalfDuplexCloseOn,
		HalfDuplexRSTForm:   HalfDuplexRSTFormFromACK,
		FINAfterClose:       FINAfterCloseReset,
		TextAfterFIN:        TextAfterFINReset,
		FinWait2Timeout:     FinWait2TimeoutOn,
		KeepAliveRST:        KeepAliveRSTYes,
		TimeWaitRestart:     TimeWaitRestartAnyACK,
		RSTInTimeWait:       RSTInTimeWaitExact,
		TimeWaitSYN:         TimeWaitSYNRFC6191ACK,
		ICMPHard:            ICMPHardIgnoreSynchronized,
		ICMPSoftSYN:         ICMPSoftSYNAbort,
		KeepAlive:           KeepAliveOn,
	}
	freeBSD = Policy{
		SimultaneousOpen:   SimultaneousOpenTrimSYNACK,
		DupSYN:             DupSYNResendAny,
		SYNPayload:         SYNPayloadIgnore,
		SYNFIN:             SYNFINIgnore,
		SYNInSynReceived:   SYNInSynReceivedReset,
		ACKOrder:           ACKOrderACKFirst,
		EarlyACK:           EarlyACKProcess,
		SpanningSegment:    SpanningSegmentAccept,
		EdgeSegment:        EdgeSegmentAccept,
		LeftEdge:           LeftEdgeAccept,
		ListenACK:          ListenACKIgnoreSYNACK,
		ACKRangeCheck:      ACKRangeCheckSent,
		FINZeroWindow:      FINZeroWindowSend,
		SYNRSTForm:         SYNRSTFormInSequence,
		CloseInSynReceived: CloseInSynReceivedDrop,
		HalfDuplexClose:    HalfDuplexCloseLate,
		HalfDuplexRSTForm:  HalfDuplexRSTFormFromACK,
		TextAfterFIN:       TextAfterFINACK,
		FinWait2Timeout:    FinWait2TimeoutOn,
		R2RST:              R2RSTYes,
		KeepAliveRST:       KeepAliveRSTYes,
		TimeWaitRestart:    TimeWaitRestartFINAnySeq,
		RSTInTimeWait:      RSTInTimeWaitIgnore,
		TimeWaitSYN:        TimeWaitSYNSeq,
		ICMPHard:           ICMPHardIgnoreSynchronized,
		ICMPSoftSYN:        ICMPSoftSYNAbort,
		KeepAlive:          KeepAliveOn,
	}
)

// The machines of the profiles.
var (
	RFC9293        = MustCompile(RFC9293Table(), Policy{})
	Hardened       = MustCompile(RFC9293Table(), hardened)
	RFC9293Literal = MustCompile(RFC9293Table(), literal)
	RFC793         = MustCompile(RFC9293Table(), rfc793)
	Linux          = MustCompile(RFC9293Table(), linux)
	FreeBSD        = MustCompile(RFC9293Table(), freeBSD)
)
