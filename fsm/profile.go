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
		{"Hardened", "RFC9293 without TIME-WAIT assassination and without stray SYNs that undo an opening", hardened},
		{"RFC9293Literal", "the text to the letter, its contradictions included", literal},
		{"RFC793", "without RFC 5961: what the text was before challenge ACKs", rfc793},
		{"Linux", "Linux 6, from its source and documents", linux},
		{"FreeBSD", "FreeBSD, from documents alone: unverified", freeBSD},
	}
}

var (
	hardened = Policy{
		RSTInTimeWait:    RSTInTimeWaitIgnore,
		TimeWaitSYN:      TimeWaitSYNSeq, // ignoring RST alone would block reopening for 2MSL
		SYNInSynReceived: SYNInSynReceivedChallenge,
	}
	literal = Policy{
		SimultaneousOpen:    SimultaneousOpenLiteral,
		SYNFIN:              SYNFINLiteral,
		SYNACKWindow:        SYNACKWindowLiteral,
		BadACKInSynReceived: BadACKInSynReceivedContinue,
		EmptySegmentACK:     EmptySegmentACKLiteral,
		ACKRangeCheck:       ACKRangeCheckAll,
		OutOfOrderACK:       OutOfOrderACKHold,
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
	}
	linux = Policy{
		OpenFromTimeWait: OpenFromTimeWaitReuse,
		DupSYN:           DupSYNResendSYNACK,
		SYNPayload:       SYNPayloadIgnore,
		SYNFIN:           SYNFINIgnore,
		SYNInSynReceived: SYNInSynReceivedReset,
		SpanningSegment:  SpanningSegmentAccept,
		EdgeSegment:      EdgeSegmentAccept,
		FINZeroWindow:    FINZeroWindowSend,
		RSTMinusOne:      RSTMinusOneOn,
		HalfDuplexClose:  HalfDuplexCloseOn,
		FinWait2Timeout:  FinWait2TimeoutOn,
		TimeWaitRestart:  TimeWaitRestartAnyACK,
		TimeWaitSYN:      TimeWaitSYNRFC6191,
		ICMPHard:         ICMPHardIgnoreSynchronized,
		KeepAlive:        KeepAliveOn,
	}
	freeBSD = Policy{
		DupSYN:           DupSYNResendSYNACK,
		SYNPayload:       SYNPayloadIgnore,
		SYNFIN:           SYNFINIgnore,
		SYNInSynReceived: SYNInSynReceivedReset,
		FINZeroWindow:    FINZeroWindowSend,
		RSTMinusOne:      RSTMinusOneOn,
		HalfDuplexClose:  HalfDuplexCloseOn,
		FinWait2Timeout:  FinWait2TimeoutOn,
		TimeWaitSYN:      TimeWaitSYNSeq,
		ICMPHard:         ICMPHardIgnoreSynchronized,
		ICMPSoftSYN:      ICMPSoftSYNAbort,
		KeepAlive:        KeepAliveOn,
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
