package fsm

// What remains to be done when an event has been processed.

var finishChecks = []Check{
	{
		Label: gotoForm, Clause: "3.9.1.2", Title: "the segment being formed: PUSH", On: forming, In: anyState,
		Rules: []Rule{
			{ID: "form.push", If: facts{lastOctets}, Do: effects{formPSH}, Then: Continue, Req: "MUST-61"},
			{ID: "form.no-push", Not: facts{lastOctets}, Then: Continue},
		},
	},
	{
		Clause: "3.8.5", Title: "the segment being formed: urgent pointer", On: forming, In: anyState,
		Rules: []Rule{
			{ID: "form.urg", If: facts{urgentAhead},
				Do: effects{formURG}, Then: Continue, Req: "MUST-30 MUST-31 MUST-62"},
			{ID: "form.no-urg", Not: facts{urgentAhead, urgentAcked}, Then: Continue},
			{ID: "form.urg-acked", If: facts{urgentAcked}, Not: facts{urgentAhead},
				Do: effects{endUrgent}, Then: Continue},
		},
	},
	{
		Clause: "3.10.2", Title: "the segment being formed: send it", On: forming, In: anyState,
		Rules: []Rule{
			{ID: "form.new", If: facts{formedNew}, Do: effects{sendFormed, advance}, Then: gotoFinish,
				Fault: SkippedNumbers},
			{ID: "form.old", Not: facts{formedNew}, Do: effects{sendFormed}, Then: Stop},
		},
	},
	{
		Label: gotoLost, Clause: "3.6.1", Title: "text is lost after a full close", On: arrival, In: receiving,
		Under: choices{HalfDuplexCloseOn, HalfDuplexCloseLate},
		Rules: []Rule{
			{ID: "lost.rst", Under: choices{HalfDuplexRSTFormSNDNXT},
				Do: effects{sendRSTu, answerReset, deleteTCB}, Enter: toClosed, Then: Stop, Req: "SHLD-3 A59"},
			{ID: "lost.rst.from-ack", Under: choices{HalfDuplexRSTFormFromACK},
				Do: effects{sendRSTa, answerReset, deleteTCB}, Enter: toClosed, Then: Stop, Req: "SHLD-3 A59"},
		},
	},
	{
		Clause: "3.10.7.4/7", Title: "text is lost behind the FIN", On: arrival, In: closeWait | closing | lastAck,
		Under: choices{TextAfterFINReset},
		Rules: []Rule{
			{ID: "lost.behind-fin",
				Do: effects{sendRSTa, signalReset, answerReset, deleteTCB}, Enter: toClosed, Then: Stop, Req: "A61"},
		},
	},
	{
		Label: gotoSYNError, Clause: "3.5.2", Title: "a SYN that is an error: the RST", On: arrival, In: synReceived | synchronized,
		Under: choices{SYNInSyncRFC793},
		Rules: []Rule{
			{ID: "syn-error.ack", Under: choices{SYNRSTFormFromACK}, If: facts{hasACK},
				Do: effects{sendRSTa}, Then: Continue, Req: "A42"},
			{ID: "syn-error.no-ack", Under: choices{SYNRSTFormFromACK}, Not: facts{hasACK},
				Do: effects{sendRSTn}, Then: Continue, Req: "A42"},
			{ID: "syn-error.in-sequence", Under: choices{SYNRSTFormInSequence},
				Do: effects{sendRSTs}, Then: Continue, Req: "A42"},
		},
	},
	{
		Clause: "3.10.7.4/4", Title: "a SYN that is an error: the end", On: arrival, In: synReceived | synchronized,
		Under: choices{SYNInSyncRFC793},
		Rules: []Rule{
			{ID: "syn-error", In: synchronized,
				Do: effects{signalReset, answerReset, deleteTCB}, Enter: toClosed, Then: Stop, Req: "A39"},
			{ID: "syn-error.syn-received", In: synReceived, Not: facts{reopened},
				Do: effects{signalReset, answerReset, deleteTCB}, Enter: toClosed, Then: Stop, Req: "A39"},
			{ID: "syn-error.reopened", In: synReceived, If: facts{reopened},
				Do: effects{signalReset, answerReset, restoreOld}, Enter: toTimeWait, Then: Stop,
				Req: "MUST-13 MAY-2 A39"},
		},
	},
	{
		Label: gotoChallenge, Clause: "3.10.7.4", Title: "a challenge ACK", On: arrival, In: synReceived | synchronized,
		Routine: true,
		Rules: []Rule{
			{ID: "challenge.ack", Not: facts{throttled}, Do: effects{sendChallenge}, Then: Stop},
			{ID: "challenge.throttled", If: facts{throttled}, Then: gotoFinish, Req: "A41",
				Why: "RFC 5961 counts them; an ACK that a probe is owed is none"},
		},
	},
	{
		Label: gotoListen, Clause: "3.10.7.4/2", Title: "return to LISTEN", On: arrival | r2Reached, In: synReceived,
		Rules: []Rule{
			{ID: "return-to-listen", Not: facts{closeQueued},
				Do: effects{answerSendReset, forgetConnection}, Enter: toListen, Then: Stop, Req: "MUST-11 A51"},
			{ID: "return-to-listen.closing", If: facts{closeQueued},
				Do: effects{answerClosing, answerSendReset, answerCloseOK, deleteTCB}, Enter: toClosed,
				Then: Stop, Req: "A51",
				Why: "the queued CLOSE is carried out as a CLOSE in LISTEN"},
		},
	},
	{
		Label: gotoFinish, Clause: "3.8.5", Title: "the user passes the urgent octets", On: arrival | receiveCall, In: synchronized,
		Rules: []Rule{
			{ID: "urg.steady", Not: facts{urgentPassed}, Then: Continue},
			{ID: "urg.end", If: facts{urgentPassed},
				Do: effects{signalUrgentEnd, leaveUrgent}, Then: Continue, Req: "MUST-33"},
		},
	},
	{
		Clause: "3.10.4", Title: "a CLOSE that waited for ESTABLISHED", On: arrival, In: established,
		Rules: []Rule{
			{ID: "close.queued.none", Not: facts{closeQueued}, Then: Continue},
			{ID: "close.queued", If: facts{closeQueued},
				Do: effects{dequeueClose}, Enter: toFinWait1, Then: Continue, Req: "A12"},
		},
	},
	{
		Clause: "3.8.6.3", Title: "the ACK owed", On: arrival | receiveCall, In: notClosed, Routine: true,
		Rules: []Rule{
			{ID: "finish.ack", If: facts{ackOwed}, Do: effects{sendACK}, Then: Continue, Req: "MUST-58 MUST-59"},
			{ID: "finish.no-ack", Not: facts{ackOwed}, Then: Continue},
		},
	},
	{
		Clause: "3.8.4", Title: "keep-alive timer", On: finishing, In: notClosed &^ (listen | timeWait),
		Under: choices{KeepAliveOn}, Routine: true,
		Rules: []Rule{
			{ID: "timer.keep-alive.start", In: established | closeWait | finWait2, Not: facts{keepAliveRuns},
				Do: effects{startKeepAlive}, Then: Continue, Req: "MAY-5"},
			{ID: "timer.keep-alive.runs", In: established | closeWait | finWait2, If: facts{keepAliveRuns},
				Then: Continue, Req: "MUST-26",
				Why: "what arrives starts it anew, what the user does is no sign of life of the peer"},
			{ID: "timer.keep-alive.stop", In: notClosed &^ (listen | timeWait | established | closeWait | finWait2),
				If: facts{keepAliveRuns},
				Do: effects{stopKeepAlive}, Then: Continue},
			{ID: "timer.keep-alive.idle", In: notClosed &^ (listen | timeWait | established | closeWait | finWait2),
				Not:  facts{keepAliveRuns},
				Then: Continue},
		},
	},
	{
		Clause: "3.8.1", Title: "retransmission and persist timers", On: finishing, In: notClosed &^ (listen | timeWait),
		Routine: true,
		Rules: []Rule{
			{ID: "timer.idle", Not: facts{outstanding, mustProbe, sendTimerRuns}, Then: Continue},
			{ID: "timer.stop", If: facts{sendTimerRuns}, Not: facts{outstanding, mustProbe},
				Do: effects{stopRetransmission, stopPersist}, Then: Continue},
			{ID: "timer.retransmission.start", If: facts{outstanding}, Not: facts{mustProbe, retransmissionRuns},
				Do: effects{stopPersist, startRetransmission}, Then: Continue, Req: "MUST-18"},
			{ID: "timer.retransmission.restart", If: facts{outstanding, retransmissionRuns, acknowledged},
				Not: facts{mustProbe},
				Do:  effects{startRetransmission}, Then: Continue, Req: "MUST-18"},
			{ID: "timer.retransmission.runs", If: facts{outstanding, retransmissionRuns},
				Not:  facts{mustProbe, acknowledged},
				Then: Continue},
			{ID: "timer.persist.start", If: facts{mustProbe}, Not: facts{persistRuns},
				Do: effects{stopRetransmission, startPersist}, Then: Continue, Req: "MUST-35 MUST-36"},
			{ID: "timer.persist.runs", If: facts{mustProbe, persistRuns}, Then: Continue},
		},
	},
	{
		Clause: "3.9.1.1", Title: "user timeout", On: finishing, In: notClosed &^ (listen | timeWait),
		Routine: true,
		Rules: []Rule{
			{ID: "timer.user.idle", Not: facts{undelivered, userRuns}, Then: Continue},
			{ID: "timer.user.stop", If: facts{userRuns}, Not: facts{undelivered},
				Do: effects{stopUser}, Then: Continue},
			{ID: "timer.user.start", If: facts{undelivered}, Not: facts{userRuns},
				Do: effects{startUser}, Then: Continue},
			{ID: "timer.user.restart", If: facts{undelivered, userRuns, acknowledged},
				Do: effects{startUser}, Then: Continue},
			{ID: "timer.user.runs", If: facts{undelivered, userRuns}, Not: facts{acknowledged}, Then: Continue},
		},
	},
}
