package fsm

// A Witness is a stack that makes a choice.
type Witness struct {
	Stack string
	Known Knowledge
}

// Knowledge is how it is known that a stack makes a choice.
type Knowledge uint8

// The ways to know, the surest first.
const (
	Measured   Knowledge = iota // the stack was driven in lock step and did so
	Tested                      // its own tests demand it
	Source                      // its source says so
	Documented                  // a document says so
)

var knowledgeNames = [...]string{"measured", "its tests", "source", "document"}

// String returns how it is known, as in "measured".
func (k Knowledge) String() string { return nameOf("Knowledge", knowledgeNames[:], int(k)) }

// Witnesses lists the stacks that are known to make choice c. That a stack is
// not listed says nothing of it.
func Witnesses(c Choice) (list []Witness) {
	for _, t := range testimonies {
		for _, made := range t.choices {
			if made == c {
				list = append(list, t.Witness)
			}
		}
	}
	return list
}

// testimonies are what is known of stacks, beyond the defaults that everybody
// makes. Measured of Linux is what explore conform finds; the tests of FreeBSD
// are the state-event scripts of freebsd-net/tcp-testsuite.
var testimonies = []struct {
	Witness
	choices choices
}{
	{Witness{"Linux 6.18", Measured}, choices{
		RSTActiveSynRcvdClosed, SimultaneousOpenTrimSYNACK, DupSYNResendSYNACK, SYNInSynReceivedReset,
		BadACKInSynReceivedStop, ACKOrderACKFirst, EarlyACKProcess, ListenACKReset, EdgeSegmentWhole, LeftEdgeAccept,
		EmptySegmentACKSilent, NoACKOrderACKFirst, ACKRangeCheckSent, OutOfOrderQueue, OutOfOrderACKProcess,
		RSTValidationExact, RSTMinusOneOn, SYNInSyncChallenge, SecondFINAck, HalfDuplexCloseOn,
		HalfDuplexRSTFormFromACK, FINAfterCloseReset, TextAfterFINReset, TimeWaitRestartAnyACK, RSTInTimeWaitExact,
		TimeWaitSYNRFC6191ACK, KeepAliveRSTYes,
	}},
	{Witness{"Linux 6.18, close()", Measured}, choices{CloseInSynReceivedText}},
	{Witness{"Linux 6.18, shutdown()", Measured}, choices{CloseInSynReceivedWaitEstablished, HalfDuplexCloseOff}},
	{Witness{"Linux", Source}, choices{
		SYNPayloadIgnore, SYNPayloadInSynSentIgnore, SYNFINIgnore, SpanningSegmentAccept, FINZeroWindowSend,
		UrgentSignalAdvance, ICMPHardIgnoreSynchronized, ICMPSoftSYNAbort, ICMPFragNeededPMTUD, R2RSTNo, FinWait2RSTNo,
	}},
	{Witness{"Linux", Documented}, choices{
		OpenFromTimeWaitReuse, RSTInTimeWaitIgnore, FinWait2TimeoutOn, FullBacklogDrop, FullBacklogReset, KeepAliveOn,
	}},
	{Witness{"Linux, Fast Open", Documented}, choices{SYNDataRide}},
	{Witness{"FreeBSD", Tested}, choices{
		SYNPayloadIgnore, SYNPayloadInSynSentQueue, SYNFINIgnore, SYNFINDropSegment, ListenACKIgnoreSYNACK,
		RSTActiveSynRcvdClosed, RSTValidationExact, RSTValidationInWindow, RSTMinusOneOff, SYNInSyncChallenge,
		SYNInSyncRFC793, SYNRSTFormInSequence, TimeWaitRestartFINAnySeq, RSTInTimeWaitIgnore, TimeWaitSYNSeq,
	}},
	{Witness{"FreeBSD", Source}, choices{
		SimultaneousOpenTrimSYNACK, DupSYNResendAny, SYNACKWindowSet, SYNInSynReceivedReset, ACKOrderACKFirst,
		EarlyACKProcess, SpanningSegmentAccept, EdgeSegmentAccept, LeftEdgeAccept, ZeroWindowAllow,
		EmptySegmentACKSilent, NoACKOrderSequenceFirst, ACKRangeCheckSent, OutOfOrderQueue, OutOfOrderACKProcess,
		UrgentSignalAdvance, FINZeroWindowSend, ClosingTimeWaitStart, LastACKPartialProcess, SecondFINAck,
		CloseInSynReceivedDrop, HalfDuplexCloseLate, HalfDuplexRSTFormFromACK, TextAfterFINACK,
		R2RSTYes, KeepAliveRSTYes, FinWait2RSTNo, ICMPHardIgnoreSynchronized, ICMPSoftSYNAbort,
	}},
	{Witness{"FreeBSD, shutdown()", Source}, choices{
		CloseInSynReceivedWaitEstablished, QueuedCloseAtEstablished, HalfDuplexCloseOff,
	}},
	{Witness{"FreeBSD", Documented}, choices{FinWait2TimeoutOn, KeepAliveOn}},
	{Witness{"gVisor", Measured}, choices{SimultaneousOpenLiteral}},
	{Witness{"gVisor", Source}, choices{
		ACKOrderACKFirst, OutOfOrderQueue, TimeWaitRestartFINAnySeq, RSTInTimeWaitIgnore, TimeWaitSYNSeq,
	}},
	{Witness{"lwIP", Source}, choices{
		RSTActiveSynRcvdClosed, DupSYNResendSYNACK, SYNPayloadIgnore, SYNPayloadInSynSentIgnore, SYNFINIgnore,
		SYNACKWindowSet, BadACKInSynReceivedStop, ACKOrderACKFirst, ListenACKReset, FullBacklogDrop, OutOfOrderQueue,
		RSTValidationExact, SYNInSyncChallenge, LastACKPartialProcess, CloseInSynReceivedText, HalfDuplexCloseOn,
		FinWait2TimeoutOn, FinWait2RSTNo, R2RSTNo, KeepAliveRSTYes, RSTInTimeWaitIgnore,
	}},
	{Witness{"lwIP, TCP_QUEUE_OOSEQ off", Source}, choices{OutOfOrderDrop}},
	{Witness{"smoltcp", Source}, choices{
		SYNPayloadIgnore, SYNPayloadInSynSentIgnore, BadACKInSynReceivedStop, ACKOrderACKFirst, ZeroWindowLiteralDrop,
		OutOfOrderQueue, RSTValidationInWindow, LastACKPartialAnswer, AbortToClosed, CloseInSynReceivedText, SecondCloseOK,
		FinWait2TimeoutNone, UserTimeoutRSTYes, RSTInTimeWaitClose,
	}},
	{Witness{"RFC 793", Documented}, choices{
		RSTValidationInWindow, SYNInSyncRFC793, ACKRangeCheckOff, UrgentSignalOnce,
	}},
	{Witness{"RFC 1122", Documented}, choices{ICMPHardAbort, ICMPSoftSYNReport}},
	{Witness{"RFC 6191", Documented}, choices{TimeWaitSYNRFC6191}},
}
