package fsm

// SEGMENT ARRIVES, RFC 9293 section 3.10.7, paragraph by paragraph.

var segmentChecks = []Check{
	// 3.10.7.1 CLOSED
	{
		Clause: "3.10.7.1", Title: "no connection", On: arrival, In: closed,
		Rules: []Rule{
			{ID: "closed.rst", If: facts{hasRST}, Then: Stop},
			{ID: "closed.no-ack", Not: facts{hasRST, hasACK}, Do: effects{sendRSTn}, Then: Stop, Req: "A45"},
			{ID: "closed.ack", If: facts{hasACK}, Not: facts{hasRST}, Do: effects{sendRSTa}, Then: Stop},
		},
	},

	// 3.10.7.2 LISTEN
	{
		Clause: "3.10.7.2/1", Title: "first, check for a RST", On: arrival, In: listen,
		Rules: []Rule{
			{ID: "listen.rst", If: facts{hasRST}, Then: Stop},
			{ID: "listen.no-rst", Not: facts{hasRST}, Then: Continue},
		},
	},
	{
		Clause: "3.10.7.2/2", Title: "second, check for an ACK", On: arrival, In: listen,
		Rules: []Rule{
			{ID: "listen.ack", If: facts{hasACK}, Do: effects{sendRSTa}, Then: Stop, Req: "A23"},
			{ID: "listen.no-ack", Not: facts{hasACK}, Then: Continue},
		},
	},
	{
		Clause: "3.10.7.2/3", Title: "third, check for a SYN", On: arrival, In: listen,
		Rules: []Rule{
			{ID: "listen.no-syn", Not: facts{hasSYN}, Then: Continue},
			{ID: "listen.syn", If: facts{hasSYN}, Not: facts{hasFIN}, Do: effects{takeSYN}, Then: gotoSYN},
			{ID: "listen.syn-fin", Under: choices{SYNFINQueue, SYNFINIgnore, SYNFINLiteral}, If: facts{hasSYN, hasFIN}, Do: effects{takeSYN}, Then: gotoSYN},
			{ID: "listen.syn-fin.drop", Under: choices{SYNFINDropSegment}, If: facts{hasSYN, hasFIN}, Then: Stop},
		},
	},
	{
		Clause: "3.10.7.2/4", Title: "fourth, other data or control", On: arrival, In: listen,
		Rules: []Rule{
			{ID: "listen.other", Then: Stop},
		},
	},

	// 3.10.7.3 SYN-SENT
	{
		Clause: "3.10.7.3/1", Title: "first, check the ACK bit", On: arrival, In: synSent,
		Rules: []Rule{
			{ID: "syn-sent.no-ack", Not: facts{hasACK}, Then: Continue},
			{ID: "syn-sent.ack.ok", If: facts{hasACK, ackNew}, Then: Continue,
				Why: "=< SND.NXT and not ==, because octets that rode on the SYN may be acknowledged in part"},
			{ID: "syn-sent.ack.bad", If: facts{hasACK}, Not: facts{ackNew, hasRST}, Do: effects{sendRSTa}, Then: Stop},
			{ID: "syn-sent.ack.bad-rst", If: facts{hasACK, hasRST}, Not: facts{ackNew}, Then: Stop},
		},
	},
	{
		Clause: "3.10.7.3/2", Title: "second, check the RST bit", On: arrival, In: synSent,
		Rules: []Rule{
			{ID: "syn-sent.no-rst", Not: facts{hasRST}, Then: Continue},
			{ID: "syn-sent.rst.ack", If: facts{hasRST, hasACK}, Do: effects{signalReset, answerReset, deleteTCB}, Enter: toClosed, Then: Stop, Req: "MUST-12"},
			{ID: "syn-sent.rst.no-ack", If: facts{hasRST}, Not: facts{hasACK}, Then: Stop},
		},
	},
	{
		Clause: "3.10.7.3/4", Title: "fourth, check the SYN bit", On: arrival, In: synSent,
		Rules: []Rule{
			{ID: "syn-sent.no-syn", Not: facts{hasSYN}, Then: Continue},
			{ID: "syn-sent.syn", If: facts{hasSYN}, Not: facts{hasFIN}, Do: effects{takeSYN}, Then: gotoSYN},
			{ID: "syn-sent.syn-fin", Under: choices{SYNFINQueue, SYNFINIgnore, SYNFINLiteral}, If: facts{hasSYN, hasFIN}, Do: effects{takeSYN}, Then: gotoSYN},
			{ID: "syn-sent.syn-fin.drop", Under: choices{SYNFINDropSegment}, If: facts{hasSYN, hasFIN}, Then: Stop},
		},
	},
	{
		Clause: "3.10.7.3/5", Title: "fifth, neither SYN nor RST", On: arrival, In: synSent,
		Rules: []Rule{
			{ID: "syn-sent.other", Then: Stop},
		},
	},

	{
		Clause: "3.6.1", Title: "a SYN with FIN in TIME-WAIT", On: arrival, In: timeWait,
		Rules: []Rule{
			{ID: "time-wait.no-syn-fin", Under: choices{SYNFINDropSegment}, Not: facts{newSYN}, Then: Continue},
			{ID: "time-wait.syn-no-fin", Under: choices{SYNFINDropSegment}, If: facts{newSYN}, Not: facts{hasFIN}, Then: Continue},
			{ID: "time-wait.syn-fin.drop", Under: choices{SYNFINDropSegment}, If: facts{newSYN, hasFIN}, Then: Stop, Req: "A13"},
		},
	},

	// 3.6.1, to which 3.10.7.4 refers in its first and fourth step: it has to
	// come before them, or a far SEG.SEQ would be answered by an ACK.
	{
		Clause: "3.6.1", Title: "a new SYN in TIME-WAIT", On: arrival, In: timeWait,
		Rules: []Rule{
			{ID: "time-wait.syn.challenge", Under: choices{TimeWaitSYNChallenge}, Then: gotoFirst, Req: "A36 A37"},
			{ID: "time-wait.no-new-syn", Under: choices{TimeWaitSYNSeq, TimeWaitSYNRFC6191}, Not: facts{newSYN}, Then: gotoFirst},
			{ID: "time-wait.syn.iss-not-beyond", Under: choices{TimeWaitSYNSeq, TimeWaitSYNRFC6191}, If: facts{newSYN}, Not: facts{issBeyondNXT}, Then: gotoFirst,
				Why: "MAY-2 asks for an ISS beyond every number of the old incarnation; without one the SYN is not accepted"},
			{ID: "time-wait.syn.seq-old", Under: choices{TimeWaitSYNSeq}, If: facts{newSYN, issBeyondNXT}, Not: facts{seqBeyondNXT}, Then: gotoFirst},
			{ID: "time-wait.syn.seq-new", Under: choices{TimeWaitSYNSeq}, If: facts{newSYN, issBeyondNXT, seqBeyondNXT}, Do: effects{keepOld, takeSYN}, Then: gotoSYN, Req: "MAY-2 A36 A37",
				Why: "octets of the old incarnation that the user has not received are lost to him"},
			{ID: "time-wait.syn.ts-new", Under: choices{TimeWaitSYNRFC6191}, If: facts{newSYN, issBeyondNXT, timestampNewer}, Do: effects{keepOld, takeSYN}, Then: gotoSYN, Req: "SHLD-4 A36 A37"},
			{ID: "time-wait.syn.ts-same-seq-new", Under: choices{TimeWaitSYNRFC6191}, If: facts{newSYN, issBeyondNXT, seqBeyondNXT}, Not: facts{timestampNewer, timestampOlder}, Do: effects{keepOld, takeSYN}, Then: gotoSYN, Req: "SHLD-4 A36 A37"},
			{ID: "time-wait.syn.ts-same-seq-old", Under: choices{TimeWaitSYNRFC6191}, If: facts{newSYN, issBeyondNXT}, Not: facts{timestampNewer, timestampOlder, seqBeyondNXT}, Then: Stop},
			{ID: "time-wait.syn.ts-old", Under: choices{TimeWaitSYNRFC6191}, If: facts{newSYN, issBeyondNXT, timestampOlder}, Then: Stop},
		},
	},

	// What LISTEN, SYN-SENT and a reopened TIME-WAIT do with an accepted SYN.
	// From here on the segment begins after its SYN.
	{
		Label: gotoSYN, Clause: "3.7.1", Title: "accepted SYN: maximum segment size", On: arrival, In: listen | synSent | timeWait,
		Rules: []Rule{
			{ID: "syn.mss", If: facts{hasMSS}, Do: effects{takeMSS}, Then: Continue, Req: "MUST-14"},
			{ID: "syn.no-mss", Not: facts{hasMSS}, Then: Continue, Req: "MUST-15"},
		},
	},
	{
		Clause: "3.4", Title: "accepted SYN: trim to the window", On: arrival, In: listen | synSent | timeWait,
		Rules: []Rule{
			{ID: "syn.fits", Not: facts{endsRight}, Then: Continue},
			{ID: "syn.trim", If: facts{endsRight}, Do: effects{dropFIN, trimRight}, Then: Continue, Req: "A24"},
		},
	},
	{
		Clause: "3.10.7.2/3", Title: "accepted SYN: its text", On: arrival, In: listen | synSent | timeWait,
		Rules: []Rule{
			{ID: "syn.no-text", Not: facts{hasText}, Then: Continue},
			{ID: "syn.text", Under: choices{SYNPayloadQueue}, If: facts{hasText}, Then: Continue, Req: "A13"},
			{ID: "syn.text.ignore", Under: choices{SYNPayloadIgnore}, If: facts{hasText}, Do: effects{dropText, dropFIN}, Then: Continue, Req: "A13"},
		},
	},
	{
		Clause: "3.10.7.2/3", Title: "accepted SYN: its FIN", On: arrival, In: listen | synSent | timeWait,
		Rules: []Rule{
			{ID: "syn.no-fin", Not: facts{hasFIN}, Then: Continue},
			{ID: "syn.fin", Under: choices{SYNFINQueue, SYNFINLiteral, SYNFINDropSegment}, If: facts{hasFIN}, Then: Continue, Req: "A13"},
			{ID: "syn.fin.ignore", Under: choices{SYNFINIgnore}, If: facts{hasFIN}, Do: effects{dropFIN}, Then: Continue, Req: "A13"},
		},
	},
	{
		Clause: "3.10.7.3/4", Title: "accepted SYN,ACK in SYN-SENT", On: arrival, In: synSent,
		Rules: []Rule{
			{ID: "syn-sent.established", Under: choices{SYNACKWindowSet}, If: facts{hasACK}, Do: effects{acknowledge, windowFromSYN, noteWL2, oweACK}, Enter: toEstablished, Then: gotoSixth, Req: "A14"},
			{ID: "syn-sent.established.no-window", Under: choices{SYNACKWindowLiteral}, If: facts{hasACK}, Do: effects{acknowledge, oweACK}, Enter: toEstablished, Then: gotoSixth, Req: "A14"},
			{ID: "syn-sent.crossing-syn", Not: facts{hasACK}, Then: Continue, Req: "MUST-10"},
		},
	},
	{
		Clause: "3.10.7.2/3", Title: "accepted SYN: keep what is for later", On: arrival, In: listen | synSent | timeWait,
		Rules: []Rule{
			{ID: "syn.hold.nothing", Not: facts{hasText, hasFIN}, Then: Continue},
			{ID: "syn.hold.text", If: facts{hasText}, Not: facts{hasFIN}, Do: effects{holdText}, Then: Continue},
			{ID: "syn.hold.text-fin", If: facts{hasText, hasFIN}, Do: effects{holdText, holdFIN}, Then: Continue},
			{ID: "syn.hold.fin", Under: choices{SYNFINQueue, SYNFINIgnore, SYNFINDropSegment}, If: facts{hasFIN}, Not: facts{hasText}, Do: effects{holdFIN}, Then: Continue},
			{ID: "syn.fin.literal", Under: choices{SYNFINLiteral}, If: facts{hasFIN}, Not: facts{hasText}, Then: Continue,
				Why: "step eight of 3.10.7.4 lists SYN-RECEIVED, read literally it takes this FIN at once"},
		},
	},
	{
		Clause: "3.10.7.2/3", Title: "accepted SYN: PUSH", On: arrival, In: listen | synSent | timeWait,
		Rules: []Rule{
			{ID: "syn.no-push", Not: facts{pushAhead}, Then: Continue},
			{ID: "syn.push", If: facts{pushAhead}, Do: effects{holdPush}, Then: Continue, Req: "MAY-17 A13"},
		},
	},
	{
		Clause: "3.10.7.2/3", Title: "accepted SYN: urgent pointer", On: arrival, In: listen | synSent | timeWait,
		Rules: []Rule{
			{ID: "syn.no-urg", Not: facts{urgAdvances}, Then: Continue},
			{ID: "syn.urg", If: facts{urgAdvances}, Do: effects{takeUP, holdUP}, Then: Continue, Req: "MUST-30"},
		},
	},
	{
		Clause: "3.10.7.2/3", Title: "accepted SYN: answer it", On: arrival, In: listen | synSent | timeWait,
		Rules: []Rule{
			{ID: "listen.syn-received", In: listen, Under: choices{SYNFINQueue, SYNFINIgnore, SYNFINDropSegment}, Do: effects{fromPassive, chooseISS, windowFromSYN, sendSYNACK}, Enter: toSynReceived, Then: gotoFinish, Req: "MUST-11 MUST-14 A33"},
			{ID: "listen.syn-received.literal", In: listen, Under: choices{SYNFINLiteral}, Not: facts{finAtNXT}, Do: effects{fromPassive, chooseISS, windowFromSYN, sendSYNACK}, Enter: toSynReceived, Then: gotoFinish},
			{ID: "listen.close-wait.literal", In: listen, Under: choices{SYNFINLiteral}, If: facts{finAtNXT}, Do: effects{fromPassive, chooseISS, windowFromSYN, sendSYNACK, takeFIN, signalClosing, oweACK}, Enter: toCloseWait, Then: gotoFinish, Req: "A13"},
			{ID: "syn-sent.syn-received", In: synSent, Do: effects{windowFromSYN, sendSYNACK, startRetransmission}, Enter: toSynReceived, Then: gotoFinish, Req: "MUST-10 MUST-11"},
			{ID: "time-wait.syn-received", In: timeWait, Do: effects{fromReopened, chooseISS, windowFromSYN, sendSYNACK}, Enter: toSynReceived, Then: gotoFinish, Req: "MAY-2 MUST-11"},
		},
	},

	// 3.10.7.4 SYN-RECEIVED and the synchronized states
	{
		Label: gotoFirst, Clause: "3.10.7.4/1", Title: "first, check sequence number", On: arrival, In: synReceived | synchronized,
		Rules: []Rule{
			{ID: "seq.empty.closed-window", If: facts{emptySegment, zeroWindow, atNXT}, Then: gotoSecond, Req: "MUST-66"},
			{ID: "seq.empty.closed-window.off", If: facts{emptySegment, zeroWindow}, Not: facts{atNXT}, Then: Continue},
			{ID: "seq.empty.in-window", If: facts{emptySegment, firstInWindow}, Not: facts{zeroWindow}, Then: gotoSecond},
			{ID: "seq.empty.out-of-window", If: facts{emptySegment}, Not: facts{zeroWindow, firstInWindow}, Then: Continue},
			{ID: "seq.occupied.closed-window", If: facts{zeroWindow}, Not: facts{emptySegment}, Then: Continue},
			{ID: "seq.occupied.in-window", If: facts{firstInWindow, lastInWindow}, Not: facts{emptySegment, zeroWindow}, Then: gotoSecond},
			{ID: "seq.occupied.first-in-window", If: facts{firstInWindow}, Not: facts{emptySegment, zeroWindow, lastInWindow}, Then: gotoTrim},
			{ID: "seq.occupied.last-in-window", If: facts{lastInWindow}, Not: facts{emptySegment, zeroWindow, firstInWindow}, Then: gotoTrim},
			{ID: "seq.occupied.out-of-window", Not: facts{emptySegment, zeroWindow, firstInWindow, lastInWindow}, Then: Continue},
		},
	},
	{
		Clause: "3.8.6.1", Title: "first, a probe of our closed window", On: arrival, In: synReceived | synchronized,
		Rules: []Rule{
			{ID: "seq.no-probe", Under: choices{ZeroWindowAllow}, Not: facts{probesWindow}, Then: Continue},
			{ID: "seq.probe", Under: choices{ZeroWindowAllow}, If: facts{probesWindow}, Not: facts{bareFIN}, Do: effects{trimAll, oweACK}, Then: gotoSecond, Req: "MUST-66 A08",
				Why: "its ACK, RST and URG count although no octet of it fits; the ACK that answers a probe is owed all the same"},
			{ID: "seq.probe.fin", Under: choices{ZeroWindowAllow, FINZeroWindowHold}, If: facts{probesWindow, bareFIN}, Do: effects{trimAll, oweACK}, Then: gotoSecond, Req: "A47"},
			{ID: "seq.probe.fin.take", Under: choices{ZeroWindowAllow, FINZeroWindowSend}, If: facts{probesWindow, bareFIN}, Then: gotoSecond, Req: "A47"},
		},
	},
	{
		Clause: "3.10.7.4/1", Title: "first, a segment that spans the window", On: arrival, In: synReceived | synchronized,
		Rules: []Rule{
			{ID: "seq.spans", Under: choices{SpanningSegmentAccept}, If: facts{spansWindow}, Not: facts{hasRST}, Then: gotoTrim, Req: "A07"},
			{ID: "seq.spans.rst", Under: choices{SpanningSegmentAccept}, If: facts{spansWindow, hasRST}, Then: Continue},
			{ID: "seq.spans.not", Under: choices{SpanningSegmentAccept}, Not: facts{spansWindow}, Then: Continue},
		},
	},
	{
		Clause: "3.10.7.4/1", Title: "first, an empty segment at the right edge", On: arrival, In: synReceived | synchronized,
		Rules: []Rule{
			{ID: "seq.edge", Under: choices{EdgeSegmentAccept}, If: facts{atEdge}, Then: gotoSecond, Req: "A53"},
			{ID: "seq.edge.not", Under: choices{EdgeSegmentAccept}, Not: facts{atEdge}, Then: Continue},
		},
	},
	{
		Clause: "3.5", Title: "first, the SYN,ACK of a simultaneous open", On: arrival, In: synReceived,
		Rules: []Rule{
			{ID: "seq.crossed", Under: choices{SimultaneousOpenTrimSYN}, If: facts{crossedSYNACK}, Then: gotoTrim, Req: "MUST-10 A05",
				Why: "its SYN lies left of the window, yet figure 7 needs its ACK"},
			{ID: "seq.not-crossed", Under: choices{SimultaneousOpenTrimSYN}, Not: facts{crossedSYNACK}, Then: Continue},
		},
	},
	{
		Clause: "3.10.7.4/2", Title: "first, a RST just left of the window", On: arrival, In: closeWait | closing | lastAck,
		Rules: []Rule{
			{ID: "seq.rst-minus-one", Under: choices{RSTMinusOneOn}, If: facts{hasRST, beforeNXT}, Then: gotoReset, Req: "A40"},
			{ID: "seq.rst-elsewhere", Under: choices{RSTMinusOneOn}, If: facts{hasRST}, Not: facts{beforeNXT}, Then: Continue},
			{ID: "seq.rst-none", Under: choices{RSTMinusOneOn}, Not: facts{hasRST}, Then: Continue},
		},
	},
	{
		Clause: "3.10.7.4/1", Title: "first, an unacceptable segment", On: arrival, In: synReceived | synchronized,
		Rules: []Rule{
			{ID: "seq.drop-rst", If: facts{hasRST}, Then: Stop},
			{ID: "seq.ack", In: synchronized &^ timeWait, Not: facts{hasRST}, Do: effects{sendACK}, Then: Stop},
			{ID: "seq.syn-received.ack", In: synReceived, Not: facts{hasRST, repeatedSYN}, Do: effects{sendACK}, Then: Stop},
			{ID: "seq.syn-received.repeated-syn", In: synReceived, Under: choices{DupSYNACK}, If: facts{repeatedSYN}, Not: facts{hasRST}, Do: effects{sendACK}, Then: Stop, Req: "A06"},
			{ID: "seq.syn-received.resend", In: synReceived, Under: choices{DupSYNResendSYNACK}, If: facts{repeatedSYN}, Not: facts{hasRST}, Do: effects{sendSYNACK}, Then: Stop, Req: "A06"},
			{ID: "seq.time-wait.fin", In: timeWait, Under: choices{TimeWaitRestartFIN}, If: facts{repeatedFIN}, Not: facts{hasRST}, Do: effects{sendACK, start2MSL}, Then: Stop, Req: "A09",
				Why: "the FIN that TIME-WAIT exists to answer always fails the sequence check, so it has to be met here"},
			{ID: "seq.time-wait.no-fin", In: timeWait, Under: choices{TimeWaitRestartFIN}, Not: facts{repeatedFIN, hasRST}, Do: effects{sendACK}, Then: Stop},
			{ID: "seq.time-wait.literal", In: timeWait, Under: choices{TimeWaitRestartLiteral}, Not: facts{hasRST}, Do: effects{sendACK}, Then: Stop, Req: "A09"},
			{ID: "seq.time-wait.any-ack", In: timeWait, Under: choices{TimeWaitRestartAnyACK}, If: facts{hasACK}, Not: facts{hasRST}, Do: effects{sendACK, start2MSL}, Then: Stop, Req: "A09"},
			{ID: "seq.time-wait.no-ack", In: timeWait, Under: choices{TimeWaitRestartAnyACK}, Not: facts{hasACK, hasRST}, Do: effects{sendACK}, Then: Stop},
		},
	},
	{
		Label: gotoTrim, Clause: "3.10.7.4/1", Title: "first, trim what lies left of the window", On: arrival, In: synReceived | synchronized,
		Rules: []Rule{
			{ID: "trim.left.none", Not: facts{startsLeft}, Then: Continue},
			{ID: "trim.left.syn", If: facts{startsLeft, hasSYN}, Do: effects{dropSYN, trimLeft}, Then: Continue},
			{ID: "trim.left", If: facts{startsLeft}, Not: facts{hasSYN}, Do: effects{trimLeft}, Then: Continue},
		},
	},
	{
		Clause: "3.10.7.4/1", Title: "first, trim what lies right of the window", On: arrival, In: synReceived | synchronized,
		Rules: []Rule{
			{ID: "trim.right.none", Not: facts{endsRight}, Then: Continue},
			{ID: "trim.right", If: facts{endsRight}, Do: effects{dropFIN, trimRight}, Then: Continue, Req: "A24"},
		},
	},

	// Second. SEG.SEQ is the one received, never the trimmed one.
	{
		Label: gotoSecond, Clause: "3.10.7.4/2", Title: "second, RST in TIME-WAIT (RFC 1337)", On: arrival, In: timeWait,
		Rules: []Rule{
			{ID: "rst.time-wait.ignore", Under: choices{RSTInTimeWaitIgnore}, If: facts{hasRST}, Then: Stop, Req: "A35"},
			{ID: "rst.time-wait.none", Under: choices{RSTInTimeWaitIgnore}, Not: facts{hasRST}, Then: gotoFourth},
		},
	},
	{
		Clause: "3.10.7.4/2", Title: "second, check the RST bit", On: arrival, In: synReceived | synchronized,
		Rules: []Rule{
			{ID: "rst.none", Not: facts{hasRST}, Then: gotoFourth},
			{ID: "rst.exact", Under: choices{RSTValidationExact}, If: facts{hasRST, receivedAtNXT}, Then: Continue, Req: "NOID-4 MUST-66 SHLD-2 A39"},
			{ID: "rst.challenge", Under: choices{RSTValidationExact}, If: facts{hasRST, receivedInWindow}, Not: facts{receivedAtNXT}, Do: effects{sendACK}, Then: Stop, Req: "NOID-5 NOID-6 A39"},
			{ID: "rst.outside", Under: choices{RSTValidationExact}, If: facts{hasRST}, Not: facts{receivedAtNXT, receivedInWindow}, Then: Stop},
			{ID: "rst.in-window", Under: choices{RSTValidationInWindow}, If: facts{hasRST, receivedInWindow}, Then: Continue, Req: "SHLD-2 A39"},
			{ID: "rst.closed-window", Under: choices{RSTValidationInWindow}, If: facts{hasRST, receivedAtNXT}, Not: facts{receivedInWindow}, Then: Continue, Req: "MUST-66"},
			{ID: "rst.out-of-window", Under: choices{RSTValidationInWindow}, If: facts{hasRST}, Not: facts{receivedAtNXT, receivedInWindow}, Then: Stop},
		},
	},
	{
		Label: gotoReset, Clause: "3.10.7.4/2", Title: "second, a valid RST", On: arrival, In: synReceived | synchronized,
		Rules: []Rule{
			{ID: "rst.syn-received.passive", In: synReceived, If: facts{passive}, Then: gotoListen, Req: "MUST-11"},
			{ID: "rst.syn-received.active", In: synReceived, Under: choices{RSTActiveSynRcvdClosed}, Not: facts{passive, reopened}, Do: effects{signalRefused, answerReset, deleteTCB}, Enter: toClosed, Then: Stop, Req: "MUST-11 MUST-12 A04"},
			{ID: "rst.syn-received.active.closing", In: synReceived, Under: choices{RSTActiveSynRcvdSynSent}, If: facts{closeQueued}, Not: facts{passive, reopened}, Do: effects{answerClosing, answerCloseOK, deleteTCB}, Enter: toClosed, Then: Stop, Req: "A04 A51",
				Why: "the queued CLOSE is carried out as a CLOSE in SYN-SENT"},
			{ID: "rst.syn-received.active.again", In: synReceived, Under: choices{RSTActiveSynRcvdSynSent}, Not: facts{passive, reopened, closeQueued}, Do: effects{forgetPeer, sendSYN, startRetransmission}, Enter: toSynSent, Then: Stop, Req: "A04"},
			{ID: "rst.syn-received.reopened", In: synReceived, If: facts{reopened}, Do: effects{answerReset, restoreOld}, Enter: toTimeWait, Then: Stop, Req: "MAY-2 MUST-11"},
			{ID: "rst.reset", In: receiving | closeWait, Do: effects{signalReset, answerReset, deleteTCB}, Enter: toClosed, Then: Stop, Req: "MUST-12 A52"},
			{ID: "rst.closing", In: closing | lastAck | timeWait, Under: choices{RSTSignalText}, Do: effects{answerReset, deleteTCB}, Enter: toClosed, Then: Stop, Req: "A17 A52",
				Why: "the text tells the user nothing here, against MUST-12"},
			{ID: "rst.closing.unacked", In: closing | lastAck | timeWait, Under: choices{RSTSignalReportIfUnacked}, If: facts{outstanding}, Do: effects{signalReset, answerReset, deleteTCB}, Enter: toClosed, Then: Stop, Req: "MUST-12 A17"},
			{ID: "rst.closing.acked", In: closing | lastAck | timeWait, Under: choices{RSTSignalReportIfUnacked}, Not: facts{outstanding}, Do: effects{answerReset, deleteTCB}, Enter: toClosed, Then: Stop, Req: "A17"},
		},
	},

	// Third, security: left out, see LeftOut.

	{
		Label: gotoFourth, Clause: "3.10.7.4/4", Title: "fourth, check the SYN bit", On: arrival, In: synReceived,
		Rules: []Rule{
			{ID: "syn-received.no-syn", Not: facts{hasSYN}, Then: Continue},
			{ID: "syn-received.syn.passive", Under: choices{SYNInSynReceivedListen}, If: facts{hasSYN, passive}, Then: gotoListen, Req: "A22"},
			{ID: "syn-received.syn.challenge", Under: choices{SYNInSynReceivedChallenge}, If: facts{hasSYN, passive}, Do: effects{sendACK}, Then: Stop, Req: "A22"},
			{ID: "syn-received.syn.reset-ack", Under: choices{SYNInSynReceivedReset}, If: facts{hasSYN, passive, hasACK}, Do: effects{sendRSTa}, Then: gotoListen, Req: "A22"},
			{ID: "syn-received.syn.reset", Under: choices{SYNInSynReceivedReset}, If: facts{hasSYN, passive}, Not: facts{hasACK}, Do: effects{sendRSTn}, Then: gotoListen, Req: "A22"},
			{ID: "syn-received.syn.active", Under: choices{SYNInSyncChallenge}, If: facts{hasSYN}, Not: facts{passive}, Do: effects{sendACK}, Then: Stop, Req: "A39"},
			{ID: "syn-received.syn.rfc793-ack", Under: choices{SYNInSyncRFC793}, If: facts{hasSYN, hasACK}, Not: facts{passive}, Do: effects{sendRSTa, signalReset, answerReset, deleteTCB}, Enter: toClosed, Then: Stop, Req: "A39 A42"},
			{ID: "syn-received.syn.rfc793", Under: choices{SYNInSyncRFC793}, If: facts{hasSYN}, Not: facts{passive, hasACK}, Do: effects{sendRSTn, signalReset, answerReset, deleteTCB}, Enter: toClosed, Then: Stop, Req: "A39 A42"},
		},
	},
	{
		Clause: "3.10.7.4/4", Title: "fourth, check the SYN bit", On: arrival, In: synchronized,
		Rules: []Rule{
			{ID: "syn.none", Under: choices{SYNInSyncChallenge}, Not: facts{receivedSYN}, Then: Continue},
			{ID: "syn.challenge", Under: choices{SYNInSyncChallenge}, If: facts{receivedSYN}, Do: effects{sendACK}, Then: Stop, Req: "NOID-7 NOID-8 A39",
				Why: "whatever its SEQ, so the SYN as received counts, trimmed or not"},
			{ID: "syn.none.rfc793", Under: choices{SYNInSyncRFC793}, Not: facts{hasSYN}, Then: Continue},
			{ID: "syn.rfc793-ack", Under: choices{SYNInSyncRFC793}, If: facts{hasSYN, hasACK}, Do: effects{sendRSTa, signalReset, answerReset, deleteTCB}, Enter: toClosed, Then: Stop, Req: "A39 A42"},
			{ID: "syn.rfc793", Under: choices{SYNInSyncRFC793}, If: facts{hasSYN}, Not: facts{hasACK}, Do: effects{sendRSTn, signalReset, answerReset, deleteTCB}, Enter: toClosed, Then: Stop, Req: "A39 A42"},
		},
	},

	// Fifth
	{
		Clause: "3.10.7.4/5", Title: "fifth, check the ACK bit", On: arrival, In: synReceived | synchronized,
		Rules: []Rule{
			{ID: "ack.none", Not: facts{hasACK}, Then: Stop},
			{ID: "ack", If: facts{hasACK}, Then: Continue},
		},
	},
	{
		Clause: "3.10.7.4/5", Title: "fifth, range of the ACK (RFC 5961)", On: arrival, In: synReceived | synchronized,
		Rules: []Rule{
			{ID: "ack.range.ok", In: synchronized, Under: choices{ACKRangeCheckSynchronized, ACKRangeCheckAll}, Not: facts{ackTooOld, ackUnsent}, Then: Continue, Req: "MAY-12 NOID-9"},
			{ID: "ack.range.old", In: synchronized, Under: choices{ACKRangeCheckSynchronized, ACKRangeCheckAll}, If: facts{ackTooOld}, Not: facts{ackUnsent}, Do: effects{sendACK}, Then: Stop, Req: "MAY-12 NOID-10 A15"},
			{ID: "ack.range.unsent", In: synchronized, Under: choices{ACKRangeCheckSynchronized, ACKRangeCheckAll}, If: facts{ackUnsent}, Do: effects{sendACK}, Then: Stop, Req: "MAY-12 NOID-10 A15"},
			{ID: "ack.range.syn-received.ok", In: synReceived, Under: choices{ACKRangeCheckAll}, Not: facts{ackTooOld, ackUnsent}, Then: Continue, Req: "A15"},
			{ID: "ack.range.syn-received.old", In: synReceived, Under: choices{ACKRangeCheckAll}, If: facts{ackTooOld}, Not: facts{ackUnsent}, Do: effects{sendACK}, Then: Stop, Req: "A15"},
			{ID: "ack.range.syn-received.unsent", In: synReceived, Under: choices{ACKRangeCheckAll}, If: facts{ackUnsent}, Do: effects{sendACK}, Then: Stop, Req: "A15"},
		},
	},
	{
		Clause: "3.10.7.4/5", Title: "fifth, ACK in SYN-RECEIVED", On: arrival, In: synReceived,
		Rules: []Rule{
			{ID: "syn-received.ahead", If: facts{emptySegment}, Not: facts{atNXT}, Then: Stop, Req: "A46"},
			{ID: "syn-received.ahead.occupied", Not: facts{atNXT, emptySegment}, Do: effects{sendACK}, Then: Stop, Req: "MAY-13 A46",
				Why: "taking the ACK of a segment beyond RCV.NXT lets an old SYN and a near ISS reach ESTABLISHED with a wrong IRS"},
			{ID: "syn-received.ack", If: facts{atNXT, ackNew}, Not: facts{closeQueued}, Do: effects{windowFromACK, acknowledge, stop2MSL}, Enter: toEstablished, Then: Continue},
			{ID: "syn-received.ack.closing", Under: choices{QueuedCloseAfterSegment}, If: facts{atNXT, ackNew, closeQueued}, Do: effects{windowFromACK, acknowledge, stop2MSL}, Enter: toEstablished, Then: Continue, Req: "A12"},
			{ID: "syn-received.ack.close-first", Under: choices{QueuedCloseAtEstablished}, If: facts{atNXT, ackNew, closeQueued}, Do: effects{windowFromACK, acknowledge, stop2MSL, dequeueClose}, Enter: toFinWait1, Then: Continue, Req: "A12"},
			{ID: "syn-received.bad-ack", Under: choices{BadACKInSynReceivedStop}, If: facts{atNXT}, Not: facts{ackNew}, Do: effects{sendRSTa}, Then: Stop, Req: "A50"},
			{ID: "syn-received.bad-ack.go-on", Under: choices{BadACKInSynReceivedContinue}, If: facts{atNXT}, Not: facts{ackNew}, Do: effects{sendRSTa}, Then: gotoEighth, Req: "A50"},
		},
	},
	{
		Clause: "3.10.7.4/5", Title: "fifth, ACK of a segment beyond RCV.NXT", On: arrival, In: synchronized,
		Rules: []Rule{
			{ID: "ack.in-order", Under: choices{OutOfOrderACKHold}, If: facts{atNXT}, Then: Continue},
			{ID: "ack.hold", Under: choices{OutOfOrderACKHold}, Not: facts{atNXT}, Then: gotoSixth, Req: "A46"},
		},
	},
	{
		Clause: "3.10.7.4/5", Title: "fifth, what the ACK acknowledges", On: arrival, In: synchronized &^ timeWait,
		Rules: []Rule{
			{ID: "ack.new", In: synchronized &^ (lastAck | timeWait), If: facts{ackNew}, Do: effects{acknowledge, clearProbed}, Then: Continue, Req: "MUST-37"},
			{ID: "ack.new.last-ack", In: lastAck, Under: choices{LastACKPartialProcess}, If: facts{ackNew}, Do: effects{acknowledge, clearProbed}, Then: Continue, Req: "A18"},
			{ID: "ack.new.last-ack.fin", In: lastAck, Under: choices{LastACKPartialIgnore}, If: facts{ackNew, ackCoversFIN}, Do: effects{acknowledge, clearProbed}, Then: Continue, Req: "A18"},
			{ID: "ack.new.last-ack.part", In: lastAck, Under: choices{LastACKPartialIgnore}, If: facts{ackNew}, Not: facts{ackCoversFIN}, Then: Stop, Req: "A18"},
			{ID: "ack.duplicate", Not: facts{ackNew, ackUnsent, probed}, Then: Continue},
			{ID: "ack.duplicate.probe", If: facts{probed}, Not: facts{ackNew, ackUnsent}, Do: effects{clearProbed}, Then: Continue, Req: "MUST-37"},
			{ID: "ack.unsent", If: facts{ackUnsent}, Do: effects{sendACK}, Then: Stop},
		},
	},
	{
		Clause: "3.10.7.4/5", Title: "fifth, send window", On: arrival, In: synchronized &^ timeWait,
		Rules: []Rule{
			{ID: "window.old", Not: facts{windowNewer}, Then: Continue},
			{ID: "window.update", If: facts{windowNewer}, Not: facts{windowLargest}, Do: effects{windowFromACK}, Then: Continue, Req: "MUST-1 MUST-34"},
			{ID: "window.update.largest", If: facts{windowNewer, windowLargest}, Do: effects{windowFromACK, raiseMAX}, Then: Continue, Req: "MUST-1 NOID-9"},
		},
	},
	{
		Clause: "3.10.7.4/5", Title: "fifth, acknowledgment of our FIN", On: arrival, In: finWait1 | closing | lastAck,
		Rules: []Rule{
			{ID: "fin-wait-1.fin-acked", In: finWait1, Under: choices{FinWait2TimeoutNone}, If: facts{finAcked}, Do: effects{answerCloseOK}, Enter: toFinWait2, Then: Continue, Req: "A30"},
			{ID: "fin-wait-1.fin-acked.timed", In: finWait1, Under: choices{FinWait2TimeoutOn}, If: facts{finAcked}, Do: effects{answerCloseOK, startFinWait2}, Enter: toFinWait2, Then: Continue, Req: "A29 A30"},
			{ID: "fin-wait-1.fin-unacked", In: finWait1, Not: facts{finAcked}, Then: Continue},
			{ID: "closing.fin-acked", In: closing, Under: choices{ClosingTimeWaitStart}, If: facts{finAcked}, Do: effects{answerCloseOK, stopTimers, start2MSL}, Enter: toTimeWait, Then: Continue, Req: "MUST-13 A16"},
			{ID: "closing.fin-acked.no-timer", In: closing, Under: choices{ClosingTimeWaitLiteral}, If: facts{finAcked}, Do: effects{answerCloseOK, stopTimers}, Enter: toTimeWait, Then: Continue, Req: "A16"},
			{ID: "closing.fin-unacked", In: closing, Not: facts{finAcked}, Then: gotoFinish},
			{ID: "last-ack.fin-acked", In: lastAck, If: facts{finAcked}, Do: effects{answerCloseOK, answerReset, deleteTCB}, Enter: toClosed, Then: Stop},
			{ID: "last-ack.fin-unacked", In: lastAck, Not: facts{finAcked}, Then: gotoFinish, Req: "A18"},
		},
	},
	{
		Clause: "3.10.7.4/5", Title: "fifth, ACK in TIME-WAIT", On: arrival, In: timeWait,
		Rules: []Rule{
			{ID: "time-wait.ack", Under: choices{TimeWaitRestartFIN}, Then: Continue, Req: "A09"},
			{ID: "time-wait.ack.literal", Under: choices{TimeWaitRestartLiteral}, Do: effects{oweACK, start2MSL}, Then: Continue, Req: "A09"},
			{ID: "time-wait.ack.any", Under: choices{TimeWaitRestartAnyACK}, Do: effects{start2MSL}, Then: Continue, Req: "A09"},
		},
	},

	// Sixth
	{
		Label: gotoSixth, Clause: "3.10.7.4/6", Title: "sixth, check the URG bit", On: arrival, In: receiving,
		Rules: []Rule{
			{ID: "urg.none", Not: facts{urgAdvances, urgentHeld}, Then: Continue},
			{ID: "urg.signal", If: facts{urgAdvances}, Not: facts{urgentMode}, Do: effects{takeUP, signalUrgent, enterUrgent}, Then: Continue, Req: "MUST-30 MUST-31 MUST-32 NOID-1 A38"},
			{ID: "urg.more", If: facts{urgAdvances, urgentMode}, Do: effects{takeUP}, Then: Continue, Req: "MUST-31 A38"},
			{ID: "urg.held", If: facts{urgentHeld}, Not: facts{urgAdvances}, Do: effects{signalUrgent, enterUrgent}, Then: Continue, Req: "MUST-32 NOID-1 A13",
				Why: "the pointer came with the SYN and waited until now"},
		},
	},

	// Seventh
	{
		Clause: "3.6.1", Title: "seventh, text after a full close", On: arrival, In: finWait1 | finWait2,
		Rules: []Rule{
			{ID: "text.after-close.none", Under: choices{HalfDuplexCloseOn}, Not: facts{hasText}, Then: Continue},
			{ID: "text.after-close", Under: choices{HalfDuplexCloseOn}, If: facts{hasText}, Do: effects{sendRSTu, answerReset, deleteTCB}, Enter: toClosed, Then: Stop, Req: "MAY-1 SHLD-3 A28"},
		},
	},
	{
		Clause: "3.10.7.4/7", Title: "seventh, process the segment text", On: arrival, In: receiving,
		Rules: []Rule{
			{ID: "text.none", Under: choices{EmptySegmentACKSilent}, Not: facts{hasText, heldAtNXT}, Then: gotoEighth, Req: "A10"},
			{ID: "text.none.literal", Under: choices{EmptySegmentACKLiteral}, Not: facts{hasText, heldAtNXT}, Do: effects{oweACK}, Then: gotoEighth, Req: "A10"},
			{ID: "text.take", If: facts{hasText, atNXT}, Do: effects{takeText, oweACK}, Then: Continue},
			{ID: "text.held", If: facts{heldAtNXT}, Not: facts{hasText}, Do: effects{oweACK}, Then: Continue, Req: "A13"},
			{ID: "text.hold", Under: choices{OutOfOrderQueue}, If: facts{hasText, holdFits}, Not: facts{atNXT}, Do: effects{holdText, oweACK}, Then: Continue, Req: "SHLD-31 MAY-13 A24 A46"},
			{ID: "text.hold.overflow", Under: choices{OutOfOrderQueue}, If: facts{hasText}, Not: facts{atNXT, holdFits}, Do: effects{oweACK}, Then: Continue, Req: "A48"},
			{ID: "text.drop", Under: choices{OutOfOrderDrop}, If: facts{hasText}, Not: facts{atNXT}, Do: effects{oweACK}, Then: Continue, Req: "MAY-13 A24"},
		},
	},
	{
		Clause: "3.10.7.4/7", Title: "seventh, text held until now", On: arrival, In: receiving,
		Rules: []Rule{
			{ID: "held.none", Not: facts{heldAtNXT}, Then: Continue},
			{ID: "held.take", If: facts{heldAtNXT}, Do: effects{takeHeld}, Then: Continue, Req: "SHLD-31"},
		},
	},
	{
		Clause: "3.9.1.2", Title: "seventh, PUSH", On: arrival, In: receiving,
		Rules: []Rule{
			{ID: "push.none", Not: facts{pushTaken, pushAhead, pushDue}, Then: Continue},
			{ID: "push.mark", If: facts{pushTaken}, Do: effects{markPushed}, Then: Continue, Req: "MAY-17"},
			{ID: "push.due", If: facts{pushDue}, Not: facts{pushTaken, pushAhead}, Do: effects{markPushed, clearHeldPush}, Then: Continue, Req: "MAY-17"},
			{ID: "push.hold", If: facts{pushAhead}, Not: facts{pushTaken}, Do: effects{holdPush}, Then: Continue, Req: "MAY-17"},
		},
	},
	{
		Clause: "3.10.7.4/7", Title: "seventh, text for a waiting RECEIVE", On: arrival, In: receiving,
		Rules: []Rule{
			{ID: "deliver.none", Not: facts{receiveWaits}, Then: Continue},
			{ID: "deliver.full", If: facts{receiveWaits, coversWant}, Do: effects{deliverWant, answerReceiveOK}, Then: Continue},
			{ID: "deliver.pressing", If: facts{receiveWaits, pressingOctets}, Not: facts{coversWant}, Do: effects{deliverUSER, answerReceiveOK}, Then: Continue, Req: "MAY-17"},
			{ID: "deliver.wait", If: facts{receiveWaits}, Not: facts{coversWant, pressingOctets}, Then: Continue},
		},
	},
	{
		Clause: "3.8.6.2.2", Title: "seventh, receive window", On: arrival | receiveCall, In: receiving,
		Rules: []Rule{
			{ID: "window.keep", Not: facts{windowOpens}, Then: Continue},
			{ID: "window.open", If: facts{windowOpens}, Do: effects{openWindow, oweACK}, Then: Continue, Req: "SHLD-14"},
		},
	},
	{
		Clause: "3.8.5", Title: "seventh, the user passes the urgent octets", On: arrival | receiveCall, In: synchronized,
		Rules: []Rule{
			{ID: "urg.steady", Not: facts{urgentPassed}, Then: Continue},
			{ID: "urg.end", If: facts{urgentPassed}, Do: effects{signalUrgentEnd, leaveUrgent}, Then: Continue, Req: "MUST-31"},
		},
	},

	// Eighth
	{
		Label: gotoEighth, Clause: "3.10.7.4/8", Title: "eighth, check the FIN bit", On: arrival, In: synReceived | synchronized,
		Rules: []Rule{
			{ID: "fin.none", Not: facts{finDue, finAhead}, Then: gotoFinish},
			{ID: "fin.hold", In: receiving, Under: choices{OutOfOrderQueue}, If: facts{finAhead}, Not: facts{finDue}, Do: effects{holdFIN, oweACK}, Then: gotoFinish, Req: "MAY-13 A24 A46"},
			{ID: "fin.drop", In: receiving, Under: choices{OutOfOrderDrop}, If: facts{finAhead}, Not: facts{finDue}, Do: effects{oweACK}, Then: gotoFinish, Req: "MAY-13 A24"},
			{ID: "fin.ahead", In: synReceived | synchronized&^receiving, If: facts{finAhead}, Not: facts{finDue}, Then: gotoFinish},
			{ID: "syn-received.fin", In: synReceived, If: facts{finDue}, Do: effects{takeFIN, signalClosing, oweACK}, Enter: toCloseWait, Then: Continue, Req: "A50"},
			{ID: "established.fin", In: established, If: facts{finDue}, Do: effects{takeFIN, signalClosing, oweACK}, Enter: toCloseWait, Then: Continue, Req: "MUST-12"},
			{ID: "fin-wait-1.fin", In: finWait1, If: facts{finDue}, Do: effects{takeFIN, signalClosing, oweACK}, Enter: toClosing, Then: Continue, Req: "MUST-12"},
			{ID: "fin-wait-2.fin", In: finWait2, If: facts{finDue}, Do: effects{takeFIN, signalClosing, oweACK, stopTimers, start2MSL}, Enter: toTimeWait, Then: Continue, Req: "MUST-12 MUST-13"},
			{ID: "fin.again", In: closeWait | closing | lastAck, Under: choices{SecondFINAck}, If: facts{finDue}, Do: effects{oweACK}, Then: gotoFinish, Req: "A19"},
			{ID: "fin.again.literal", In: closeWait | closing | lastAck, Under: choices{SecondFINLiteral}, If: facts{finDue}, Do: effects{takeFIN, signalClosing, oweACK}, Then: gotoFinish, Req: "A19"},
			{ID: "time-wait.fin", In: timeWait, Under: choices{SecondFINAck}, If: facts{finDue}, Do: effects{oweACK, start2MSL}, Then: gotoFinish, Req: "A19"},
			{ID: "time-wait.fin.literal", In: timeWait, Under: choices{SecondFINLiteral}, If: facts{finDue}, Do: effects{takeFIN, signalClosing, oweACK, start2MSL}, Then: gotoFinish, Req: "A19"},
		},
	},
	{
		Clause: "3.10.7.4/8", Title: "eighth, FIN implies PUSH", On: arrival, In: closeWait | closing | timeWait,
		Rules: []Rule{
			{ID: "fin.no-receive", Not: facts{receiveWaits}, Then: gotoFinish},
			{ID: "fin.receive", If: facts{receiveWaits}, Do: effects{deliverUSER, answerReceiveClosing}, Then: gotoFinish},
		},
	},
}
