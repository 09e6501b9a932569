package fsm

// Timeouts, RFC 9293 sections 3.10.8 and 3.8, and reports of ICMP, section
// 3.9.2.2.

var timeoutChecks = []Check{
	// 3.10.8 RETRANSMISSION TIMEOUT
	{
		Clause: "3.10.8", Title: "retransmission timeout", On: retransmissionTimeout, In: anyState,
		Rules: []Rule{
			{ID: "retransmit.nothing", Not: facts{outstanding}, Then: Stop},
			{ID: "retransmit.probing", If: facts{outstanding, mustProbe}, Then: Stop, Req: "MUST-35",
				Why: "the window is closed, the persist timer repeats the front of the queue"},
			{ID: "retransmit.syn", In: synSent, If: facts{outstanding}, Not: facts{mustProbe},
				Do: effects{sendSYN, startRetransmission}, Then: Stop, Req: "MUST-18"},
			{ID: "retransmit.syn-ack", In: anyState &^ synSent, If: facts{outstanding, frontSYN},
				Not: facts{mustProbe},
				Do:  effects{sendSYNACK, startRetransmission}, Then: Stop, Req: "MUST-18"},
			{ID: "retransmit.fin", In: anyState &^ synSent, If: facts{outstanding, frontFIN},
				Not: facts{mustProbe, frontSYN},
				Do:  effects{resendFIN, startRetransmission}, Then: Stop, Req: "MUST-18"},
			{ID: "retransmit.text", In: anyState &^ synSent, If: facts{outstanding, frontFitsMSS},
				Not: facts{mustProbe, frontSYN, frontFIN},
				Do:  effects{formFront, startRetransmission}, Then: gotoForm, Req: "MUST-18 SHLD-16 MAY-7"},
			{ID: "retransmit.text.mss", In: anyState &^ synSent, If: facts{outstanding},
				Not: facts{mustProbe, frontSYN, frontFIN, frontFitsMSS},
				Do:  effects{formFrontMSS, startRetransmission}, Then: gotoForm, Req: "MUST-18 SHLD-16 MAY-7"},
		},
	},

	// 3.8.6.1 zero-window probe
	{
		Clause: "3.8.6.1", Title: "persist timeout", On: persistTimeout, In: anyState,
		Rules: []Rule{
			{ID: "persist.nothing", Not: facts{mustProbe}, Then: Stop},
			{ID: "persist.fin", If: facts{mustProbe, outstanding, frontFIN},
				Do: effects{resendFIN, noteProbe, startPersist}, Then: Stop, Req: "MUST-35 MUST-36 MAY-7"},
			{ID: "persist.text", If: facts{mustProbe, outstanding}, Not: facts{frontFIN},
				Do: effects{formFrontOctet, noteProbe, startPersist}, Then: gotoForm, Req: "MUST-35 MUST-36"},
			{ID: "persist.new-text", If: facts{mustProbe, waiting}, Not: facts{outstanding},
				Do: effects{formOctet, noteProbe, startPersist}, Then: gotoForm, Req: "MUST-35 MUST-36"},
			{ID: "persist.held-fin", In: finWait1 | closing | closeWait, If: facts{mustProbe},
				Not: facts{outstanding, waiting},
				Do:  effects{sendOldACK, noteProbe, startPersist}, Then: Stop, Req: "MUST-35 MUST-36 A47"},
		},
	},

	// 3.8.3 excessive retransmission
	{
		Clause: "3.8.3", Title: "R1 reached", On: r1Reached, In: anyState,
		Rules: []Rule{
			{ID: "r1.nothing", Not: facts{outstanding}, Then: Stop},
			{ID: "r1", If: facts{outstanding},
				Do: effects{signalTrouble}, Then: Stop, Req: "MUST-20 MUST-22 SHLD-9 NOID-1"},
		},
	},
	{
		Clause: "3.8.3", Title: "R2 reached", On: r2Reached, In: anyState,
		Rules: []Rule{
			{ID: "r2.nothing", Not: facts{outstanding, mustProbe}, Then: Stop},
			{ID: "r2.probing", If: facts{mustProbe}, Not: facts{probed}, Then: Stop, Req: "MUST-37 SHLD-17",
				Why: "the peer answered the last probe, a closed window alone ends nothing"},
			{ID: "r2.probe-unanswered", If: facts{mustProbe, probed}, Then: Continue, Req: "MUST-20"},
			{ID: "r2.unacknowledged", If: facts{outstanding}, Not: facts{mustProbe}, Then: Continue,
				Req: "MUST-20 MUST-22"},
		},
	},
	{
		Clause: "3.5.2", Title: "R2 reached: RST", On: r2Reached, In: synReceived | receiving | closeWait,
		Under: choices{R2RSTYes},
		Rules: []Rule{
			{ID: "r2.rst", Do: effects{sendRSTu}, Then: Continue, Req: "A58"},
		},
	},
	{
		Clause: "3.8.3", Title: "R2 ends the connection", On: r2Reached, In: anyState,
		Rules: []Rule{
			{ID: "r2", In: anyState &^ synReceived,
				Do: effects{signalGivenUp, answerReset, deleteTCB}, Enter: toClosed, Then: Stop,
				Req: "MUST-20 MUST-22 NOID-1 A31 A52"},
			{ID: "r2.syn-received", In: synReceived, Not: facts{passive, reopened},
				Do: effects{signalGivenUp, answerReset, deleteTCB}, Enter: toClosed, Then: Stop,
				Req: "MUST-20 MUST-22 A31"},
			{ID: "r2.syn-received.reopened", In: synReceived, If: facts{reopened},
				Do: effects{signalGivenUp, answerReset, restoreOld}, Enter: toTimeWait, Then: Stop,
				Req: "MUST-20 MUST-22 MUST-13 MAY-2",
				Why: "a SYN whose sender never answers proves old as one that he resets does, and the RST may be lost"},
			{ID: "r2.syn-received.passive", In: synReceived, Under: choices{R2PassiveClosed}, If: facts{passive},
				Do: effects{signalGivenUp, answerReset, deleteTCB}, Enter: toClosed, Then: Stop,
				Req: "MUST-20 MUST-22 A31"},
			{ID: "r2.syn-received.listen", In: synReceived, Under: choices{R2PassiveListen}, If: facts{passive},
				Do: effects{signalGivenUp}, Then: gotoListen, Req: "A31"},
		},
	},

	// 3.10.8 USER TIMEOUT
	{
		Clause: "3.10.8", Title: "user timeout", On: userTimeout, In: anyState,
		Rules: []Rule{
			{ID: "user-timeout.closed", In: closed, Then: Stop},
			{ID: "user-timeout.probing", In: notClosed, Under: choices{UserTimeoutProbeSuspend},
				If: facts{mustProbe}, Not: facts{probed},
				Do: effects{startUser}, Then: Stop, Req: "MUST-37 A32"},
			{ID: "user-timeout.probe-unanswered", In: notClosed, Under: choices{UserTimeoutProbeSuspend},
				If:   facts{mustProbe, probed},
				Then: Continue, Req: "A32"},
			{ID: "user-timeout.open-window", In: notClosed, Under: choices{UserTimeoutProbeSuspend},
				Not:  facts{mustProbe},
				Then: Continue},
			{ID: "user-timeout.any", In: notClosed, Under: choices{UserTimeoutProbeFire},
				Then: Continue, Req: "A32"},
		},
	},
	{
		Clause: "3.10.8", Title: "user timeout ends the connection", On: userTimeout, In: notClosed,
		Rules: []Rule{
			{ID: "user-timeout", In: notClosed &^ synReceived, Under: choices{UserTimeoutRSTNo},
				Do: effects{signalUserTimeout, answerTimedOut, deleteTCB}, Enter: toClosed, Then: Stop,
				Req: "A34"},
			{ID: "user-timeout.syn-received", In: synReceived, Under: choices{UserTimeoutRSTNo}, Not: facts{reopened},
				Do: effects{signalUserTimeout, answerTimedOut, deleteTCB}, Enter: toClosed, Then: Stop,
				Req: "A34"},
			{ID: "user-timeout.syn-received.reopened", In: synReceived, Under: choices{UserTimeoutRSTNo},
				If: facts{reopened},
				Do: effects{signalUserTimeout, answerTimedOut, restoreOld}, Enter: toTimeWait, Then: Stop,
				Req: "MUST-13 MAY-2 A34",
				Why: "3.10.8 ends the new connection; the old one has yet to linger, and nobody has answered its SYN"},
			{ID: "user-timeout.rst", In: receiving | closeWait, Under: choices{UserTimeoutRSTYes},
				Do: effects{sendRSTu, signalUserTimeout, answerTimedOut, deleteTCB}, Enter: toClosed, Then: Stop,
				Req: "A34"},
			{ID: "user-timeout.syn-received.rst", In: synReceived, Under: choices{UserTimeoutRSTYes}, Not: facts{reopened},
				Do: effects{sendRSTu, signalUserTimeout, answerTimedOut, deleteTCB}, Enter: toClosed, Then: Stop,
				Req: "A34"},
			{ID: "user-timeout.syn-received.reopened.rst", In: synReceived, Under: choices{UserTimeoutRSTYes},
				If: facts{reopened},
				Do: effects{sendRSTu, signalUserTimeout, answerTimedOut, restoreOld}, Enter: toTimeWait, Then: Stop,
				Req: "MUST-13 MAY-2 A34"},
			{ID: "user-timeout.no-rst", In: listen | synSent | closing | lastAck | timeWait,
				Under: choices{UserTimeoutRSTYes},
				Do:    effects{signalUserTimeout, answerTimedOut, deleteTCB}, Enter: toClosed, Then: Stop,
				Req: "A34"},
		},
	},

	// 3.8.4 keep-alive
	{
		Clause: "3.8.4", Title: "keep-alive", On: keepAliveTimeout, In: anyState,
		Rules: []Rule{
			{ID: "keep-alive.probe", In: established | closeWait | finWait2, Under: choices{KeepAliveOn},
				Not: facts{outstanding},
				Do:  effects{sendOldACK, startKeepAlive}, Then: Stop, Req: "MUST-26 SHLD-12 MAY-5"},
			{ID: "keep-alive.busy", In: established | closeWait | finWait2, Under: choices{KeepAliveOn},
				If: facts{outstanding},
				Do: effects{startKeepAlive}, Then: Stop, Req: "MUST-26"},
			{ID: "keep-alive.other", In: anyState &^ (established | closeWait | finWait2),
				Under: choices{KeepAliveOn},
				Then:  Stop},
			{ID: "keep-alive.off", Under: choices{KeepAliveOff}, Then: Stop, Req: "MUST-25"},
		},
	},
	{
		Clause: "3.5.2", Title: "keep-alive without an answer: RST", On: keepAliveFailed, In: established | closeWait | finWait2,
		Under: choices{KeepAliveOn, KeepAliveRSTYes},
		Rules: []Rule{
			{ID: "keep-alive.rst", Do: effects{sendRSTu}, Then: Continue, Req: "A58"},
		},
	},
	{
		Clause: "3.8.4", Title: "keep-alive without an answer", On: keepAliveFailed, In: anyState,
		Rules: []Rule{
			{ID: "keep-alive.dead", In: established | closeWait | finWait2, Under: choices{KeepAliveOn},
				Do: effects{signalDead, answerReset, deleteTCB}, Enter: toClosed, Then: Stop, Req: "MUST-29"},
			{ID: "keep-alive.dead.other", In: anyState &^ (established | closeWait | finWait2),
				Under: choices{KeepAliveOn},
				Then:  Stop},
			{ID: "keep-alive.dead.off", Under: choices{KeepAliveOff}, Then: Stop, Req: "MUST-25"},
		},
	},

	// 3.10.8 TIME-WAIT TIMEOUT
	{
		Clause: "3.10.8", Title: "time-wait timeout", On: timeWaitTimeout, In: anyState,
		Rules: []Rule{
			{ID: "time-wait.timeout", In: timeWait,
				Do: effects{deleteTCB}, Enter: toClosed, Then: Stop, Req: "MUST-13"},
			{ID: "time-wait.timeout.reopened", In: synReceived, If: facts{reopened},
				Do: effects{fromActive, stop2MSL}, Then: Stop, Req: "MAY-2",
				Why: "the old incarnation has had its 2MSL, nothing is left to go back to"},
			{ID: "time-wait.timeout.syn-received", In: synReceived, Not: facts{reopened}, Then: Stop},
			{ID: "time-wait.timeout.stale", In: anyState &^ (timeWait | synReceived), Then: Stop},
		},
	},
	{
		Clause: "3.5.2", Title: "FIN-WAIT-2 timeout: RST", On: finWait2Timeout, In: finWait2,
		Under: choices{FinWait2TimeoutOn, FinWait2RSTYes},
		Rules: []Rule{
			{ID: "fin-wait-2.rst", Do: effects{sendRSTu}, Then: Continue, Req: "A58"},
		},
	},
	{
		Clause: "3.6.1", Title: "FIN-WAIT-2 timeout", On: finWait2Timeout, In: anyState,
		Rules: []Rule{
			{ID: "fin-wait-2.timeout", In: finWait2, Under: choices{FinWait2TimeoutOn},
				Do: effects{answerReset, deleteTCB}, Enter: toClosed, Then: Stop, Req: "A29"},
			{ID: "fin-wait-2.timeout.stale", In: anyState &^ finWait2, Under: choices{FinWait2TimeoutOn},
				Then: Stop},
			{ID: "fin-wait-2.timeout.none", Under: choices{FinWait2TimeoutNone}, Then: Stop, Req: "A29"},
		},
	},

	// 3.9.2.2 ICMP
	{
		Clause: "3.9.2.2", Title: "soft error", On: icmpSoft, In: anyState,
		Rules: []Rule{
			{ID: "icmp.soft.closed", In: closed, Then: Stop},
			{ID: "icmp.soft", In: listen | synchronized,
				Do: effects{signalICMPSoft}, Then: Stop, Req: "MUST-47 MUST-54 MUST-56 SHLD-25 NOID-1"},
			{ID: "icmp.soft.opening", In: synSent | synReceived, Under: choices{ICMPSoftSYNReport},
				Do: effects{signalICMPSoft}, Then: Stop, Req: "MUST-47 MUST-54 MUST-56 SHLD-25 NOID-1 A43"},
			{ID: "icmp.soft.opening.abort", In: synSent, Under: choices{ICMPSoftSYNAbort},
				Do: effects{signalICMPSoft, answerReset, deleteTCB}, Enter: toClosed, Then: Stop, Req: "A43"},
			{ID: "icmp.soft.syn-received.abort", In: synReceived, Under: choices{ICMPSoftSYNAbort}, Not: facts{reopened},
				Do: effects{signalICMPSoft, answerReset, deleteTCB}, Enter: toClosed, Then: Stop, Req: "A43"},
			{ID: "icmp.soft.syn-received.abort.reopened", In: synReceived, Under: choices{ICMPSoftSYNAbort},
				If: facts{reopened},
				Do: effects{signalICMPSoft, answerReset, restoreOld}, Enter: toTimeWait, Then: Stop,
				Req: "MUST-13 MAY-2 A43"},
		},
	},
	{
		Clause: "3.9.2.2", Title: "fragmentation needed", On: icmpFragNeeded, In: anyState,
		Rules: []Rule{
			{ID: "icmp.frag-needed", Under: choices{ICMPFragNeededPMTUD}, Then: Stop, Req: "A43"},
			{ID: "icmp.frag-needed.hard", Under: choices{ICMPFragNeededAbort},
				Then: Continue, Req: "SHLD-26 A43"},
		},
	},
	{
		Clause: "3.9.2.2", Title: "hard error", On: icmpHard | icmpFragNeeded, In: anyState,
		Rules: []Rule{
			{ID: "icmp.hard.closed", In: closed, Then: Stop},
			{ID: "icmp.hard.report", In: listen | timeWait,
				Do: effects{signalICMPHard}, Then: Stop, Req: "MUST-13 MUST-54 NOID-1",
				Why: "LISTEN has sent nothing that could fail; TIME-WAIT has nothing left to abort, and lingers"},
			{ID: "icmp.hard.opening", In: synSent,
				Do: effects{signalICMPHard, answerReset, deleteTCB}, Enter: toClosed, Then: Stop,
				Req: "MUST-54 SHLD-26 NOID-1"},
			{ID: "icmp.hard.syn-received", In: synReceived, Not: facts{reopened},
				Do: effects{signalICMPHard, answerReset, deleteTCB}, Enter: toClosed, Then: Stop,
				Req: "MUST-54 SHLD-26 NOID-1"},
			{ID: "icmp.hard.syn-received.reopened", In: synReceived, If: facts{reopened},
				Do: effects{signalICMPHard, answerReset, restoreOld}, Enter: toTimeWait, Then: Stop,
				Req: "MUST-13 MUST-54 SHLD-26 MAY-2 NOID-1",
				Why: "the new connection is aborted, the old one lingers on; no message of ICMP ends TIME-WAIT"},
			{ID: "icmp.hard.abort", In: synchronized &^ timeWait, Under: choices{ICMPHardAbort},
				Do: effects{signalICMPHard, answerReset, deleteTCB}, Enter: toClosed, Then: Stop,
				Req: "SHLD-26 A43"},
			{ID: "icmp.hard.ignore", In: synchronized &^ timeWait, Under: choices{ICMPHardIgnoreSynchronized},
				Do: effects{signalICMPHard}, Then: Stop, Req: "A43"},
		},
	},
	{
		Clause: "3.9.2.2", Title: "source quench", On: icmpSourceQuench, In: anyState,
		Rules: []Rule{
			{ID: "icmp.source-quench", Then: Stop, Req: "MUST-55"},
		},
	},
}
