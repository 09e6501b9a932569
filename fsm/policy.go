package fsm

// A Policy settles every choice that RFC 9293 leaves open, contradicts itself
// on, or that stacks are known to settle differently, as far as the choice
// concerns one connection. Each field holds one of the values of the option
// named after it; the zero value of a field is the option's default. So the
// zero Policy is the profile RFC9293. See [Options] for what each one means.
type Policy struct {
	_ struct{}

	// Opening.
	OpenFromTimeWait    Choice // A03
	RSTActiveSynRcvd    Choice // A04
	SimultaneousOpen    Choice // A05
	DupSYN              Choice // A06
	SYNPayload          Choice // A13
	SYNPayloadInSynSent Choice // A13
	SYNFIN              Choice // A13
	SYNData             Choice // A13
	SYNACKWindow        Choice // A14
	SYNInSynReceived    Choice // A22
	BadACKInSynReceived Choice // A50
	ACKOrder            Choice // A54
	EarlyACK            Choice // A46
	ListenACK           Choice // A23
	FullBacklog         Choice // A60

	// Segments.
	SpanningSegment  Choice // A07
	EdgeSegment      Choice // A53
	LeftEdge         Choice // A64
	ZeroWindow       Choice // A08
	ZeroWindowAnswer Choice // A56
	EmptySegmentACK  Choice // A10
	NoACKOrder       Choice // A55
	ACKRangeCheck    Choice // A15
	OutOfOrder       Choice // A24
	OutOfOrderACK    Choice // A46
	UrgentSignal     Choice // A38
	FINZeroWindow    Choice // A47
	RSTValidation    Choice // A39
	RSTMinusOne      Choice // A40
	SYNInSync        Choice // A39
	SYNRSTForm       Choice // A42
	UserTimeoutProbe Choice // A32

	// Closing.
	QueuedClose        Choice // A12
	ClosingTimeWait    Choice // A16
	RSTSignal          Choice // A17
	LastACKPartial     Choice // A18
	SecondFIN          Choice // A19
	ReceiveAfterFIN    Choice // A20
	AbortTo            Choice // A21
	CloseInSynReceived Choice // A26
	CrossedAfterClose  Choice // A57
	SecondClose        Choice // A27
	HalfDuplexClose    Choice // A28
	HalfDuplexRSTForm  Choice // A59
	FINAfterClose      Choice // A62
	TextAfterFIN       Choice // A61
	FinWait2Timeout    Choice // A29
	R2Passive          Choice // A31

	// Giving up.
	UserTimeoutRST Choice // A34
	R2RST          Choice // A58
	KeepAliveRST   Choice // A58
	FinWait2RST    Choice // A58

	// TIME-WAIT.
	TimeWaitRestart Choice // A09
	RSTInTimeWait   Choice // A35
	TimeWaitSYN     Choice // A36

	// Reports and probes.
	ICMPHard       Choice // A43
	ICMPSoftSYN    Choice // A43
	ICMPFragNeeded Choice // A43
	KeepAlive      Choice // section 3.8.4
}

// A Choice is one value of one option: what a TCP does where RFC 9293 leaves
// room. The zero Choice stands for the default of whatever option it is used
// for.
type Choice uint8

// The choices, option by option. The first of each option is its default.
const (
	DefaultChoice Choice = iota

	OpenFromTimeWaitError
	OpenFromTimeWaitReuse

	RSTActiveSynRcvdClosed
	RSTActiveSynRcvdSynSent

	SimultaneousOpenTrimSYN
	SimultaneousOpenTrimSYNACK
	SimultaneousOpenLiteral

	DupSYNACK
	DupSYNResendSYNACK
	DupSYNResendAny

	SYNPayloadQueue
	SYNPayloadIgnore

	SYNPayloadInSynSentQueue
	SYNPayloadInSynSentIgnore

	SYNFINQueue
	SYNFINIgnore
	SYNFINLiteral
	SYNFINDropSegment

	SYNDataQueue
	SYNDataRide

	SYNACKWindowSet
	SYNACKWindowLiteral

	SYNInSynReceivedListen
	SYNInSynReceivedChallenge
	SYNInSynReceivedReset

	BadACKInSynReceivedStop
	BadACKInSynReceivedContinue

	ACKOrderSequenceFirst
	ACKOrderACKFirst

	EarlyACKDrop
	EarlyACKProcess

	ListenACKReset
	ListenACKIgnoreSYNACK

	FullBacklogDrop
	FullBacklogReset

	SpanningSegmentReject
	SpanningSegmentAccept

	EdgeSegmentReject
	EdgeSegmentAccept
	EdgeSegmentWhole

	LeftEdgeReject
	LeftEdgeAccept

	ZeroWindowAllow
	ZeroWindowLiteralDrop

	ZeroWindowAnswerOccupied
	ZeroWindowAnswerEvery

	EmptySegmentACKSilent
	EmptySegmentACKLiteral

	NoACKOrderSequenceFirst
	NoACKOrderACKFirst

	ACKRangeCheckSynchronized
	ACKRangeCheckSent
	ACKRangeCheckAll
	ACKRangeCheckOff

	OutOfOrderQueue
	OutOfOrderDrop

	OutOfOrderACKProcess
	OutOfOrderACKHold

	UrgentSignalAdvance
	UrgentSignalOnce

	FINZeroWindowHold
	FINZeroWindowSend

	RSTValidationExact
	RSTValidationInWindow

	RSTMinusOneOff
	RSTMinusOneOn

	SYNInSyncChallenge
	SYNInSyncRFC793

	SYNRSTFormFromACK
	SYNRSTFormInSequence

	UserTimeoutProbeSuspend
	UserTimeoutProbeFire

	QueuedCloseAfterSegment
	QueuedCloseAtEstablished

	ClosingTimeWaitStart
	ClosingTimeWaitLiteral

	RSTSignalText
	RSTSignalReportIfUnacked

	LastACKPartialProcess
	LastACKPartialIgnore
	LastACKPartialAnswer

	SecondFINAck
	SecondFINLiteral

	ReceiveAfterFINDrain
	ReceiveAfterFINRefuse

	AbortToClosed
	AbortToTimeWait

	CloseInSynReceivedText
	CloseInSynReceivedWaitEstablished
	CloseInSynReceivedDrop

	CrossedAfterCloseChallenge
	CrossedAfterCloseTrim

	SecondCloseError
	SecondCloseOK

	HalfDuplexCloseOff
	HalfDuplexCloseOn
	HalfDuplexCloseLate

	HalfDuplexRSTFormSNDNXT
	HalfDuplexRSTFormFromACK

	FINAfterCloseHold
	FINAfterCloseReset

	TextAfterFINIgnore
	TextAfterFINACK
	TextAfterFINReset

	FinWait2TimeoutNone
	FinWait2TimeoutOn

	R2PassiveClosed
	R2PassiveListen

	UserTimeoutRSTNo
	UserTimeoutRSTYes

	R2RSTNo
	R2RSTYes

	KeepAliveRSTNo
	KeepAliveRSTYes

	FinWait2RSTNo
	FinWait2RSTYes

	TimeWaitRestartFIN
	TimeWaitRestartLiteral
	TimeWaitRestartAnyACK
	TimeWaitRestartFINAnySeq

	RSTInTimeWaitClose
	RSTInTimeWaitIgnore
	RSTInTimeWaitExact

	TimeWaitSYNChallenge
	TimeWaitSYNSeq
	TimeWaitSYNRFC6191
	TimeWaitSYNRFC6191ACK

	ICMPHardAbort
	ICMPHardIgnoreSynchronized

	ICMPSoftSYNReport
	ICMPSoftSYNAbort

	ICMPFragNeededPMTUD
	ICMPFragNeededAbort

	KeepAliveOff
	KeepAliveOn

	numChoices
)
