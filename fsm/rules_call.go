package fsm

// The user calls, RFC 9293 sections 3.10.1 to 3.10.6.

var callChecks = []Check{
	// 3.10.1 OPEN
	{
		Clause: "3.10.1", Title: "passive OPEN", On: openPassive, In: anyState,
		Rules: []Rule{
			{ID: "open.passive.unpermitted", In: closed, If: facts{unpermitted},
				Do: effects{replyIllegal}, Then: Stop},
			{ID: "open.passive.no-resources", In: closed, If: facts{noResources}, Not: facts{unpermitted},
				Do: effects{replyNoResources}, Then: Stop},
			{ID: "open.passive.bad-remote", In: closed, If: facts{remoteInvalid},
				Not: facts{unpermitted, noResources},
				Do:  effects{replyBadRemote}, Then: Stop, Req: "MUST-46"},
			{ID: "open.passive", In: closed, Not: facts{unpermitted, noResources, remoteInvalid},
				Do: effects{createTCB, noteRemote, replyOK}, Enter: toListen, Then: Stop, Req: "MUST-41"},
			{ID: "open.passive.exists", In: notClosed, Do: effects{replyExists}, Then: Stop, Req: "MUST-41 A02"},
		},
	},
	{
		Clause: "3.10.1", Title: "active OPEN", On: openActive, In: anyState,
		Rules: []Rule{
			{ID: "open.active.unpermitted", In: closed, If: facts{unpermitted},
				Do: effects{replyIllegal}, Then: Stop},
			{ID: "open.active.no-resources", In: closed, If: facts{noResources}, Not: facts{unpermitted},
				Do: effects{replyNoResources}, Then: Stop},
			{ID: "open.active.bad-remote", In: closed, If: facts{remoteInvalid},
				Not: facts{unpermitted, noResources},
				Do:  effects{replyBadRemote}, Then: Stop, Req: "MUST-46"},
			{ID: "open.active.no-remote", In: closed,
				Not: facts{unpermitted, noResources, remoteInvalid, remoteGiven},
				Do:  effects{replyNoRemote}, Then: Stop},
			{ID: "open.active", In: closed, If: facts{remoteGiven}, Not: facts{unpermitted, noResources},
				Do: effects{createTCB, noteRemote, fromActive, chooseISS, sendSYN, replyOK}, Enter: toSynSent,
				Then: gotoFinish, Req: "MUST-14"},

			{ID: "open.active.listen.bad-remote", In: listen, If: facts{remoteInvalid},
				Do: effects{replyBadRemote}, Then: Stop, Req: "MUST-46"},
			{ID: "open.active.listen.no-remote", In: listen, Not: facts{remoteInvalid, remoteKnown},
				Do: effects{replyNoRemote}, Then: Stop},
			{ID: "open.active.listen.no-resources", In: listen, If: facts{remoteKnown, noResources},
				Not: facts{remoteInvalid},
				Do:  effects{replyNoResources}, Then: Stop},
			{ID: "open.active.listen", In: listen, If: facts{remoteKnown},
				Not: facts{remoteInvalid, noResources},
				Do:  effects{noteRemote, fromActive, chooseISS, sendSYN, replyOK}, Enter: toSynSent,
				Then: gotoFinish, Req: "MUST-14"},

			{ID: "open.active.exists", In: notClosed &^ (listen | timeWait),
				Do: effects{replyExists}, Then: Stop},
			{ID: "open.active.time-wait", In: timeWait, Under: choices{OpenFromTimeWaitError},
				Do: effects{replyExists}, Then: Stop, Req: "A03"},
			{ID: "open.active.time-wait.no-iss", In: timeWait, Under: choices{OpenFromTimeWaitReuse},
				Not: facts{issBeyondNXT},
				Do:  effects{replyExists}, Then: Stop, Req: "A03"},
			{ID: "open.active.time-wait.no-remote", In: timeWait, Under: choices{OpenFromTimeWaitReuse},
				If: facts{issBeyondNXT}, Not: facts{remoteGiven},
				Do: effects{replyExists}, Then: Stop, Req: "A03"},
			{ID: "open.active.time-wait.reuse", In: timeWait, Under: choices{OpenFromTimeWaitReuse},
				If: facts{issBeyondNXT, remoteGiven},
				Do: effects{createTCB, noteRemote, fromActive, chooseISS, sendSYN, replyOK}, Enter: toSynSent,
				Then: gotoFinish, Req: "A03"},
		},
	},

	// SEND to STATUS on a connection that does not exist.
	{
		Clause: "3.10.2", Title: "no connection", On: sendCall | receiveCall | closeCall | abortCall | statusCall, In: closed,
		Rules: []Rule{
			{ID: "closed.call.unpermitted", If: facts{unpermitted}, Do: effects{replyIllegal}, Then: Stop},
			{ID: "closed.call", Not: facts{unpermitted}, Do: effects{replyNoConnection}, Then: Stop},
		},
	},

	// 3.10.2 SEND
	{
		Clause: "3.10.2", Title: "SEND", On: sendCall, In: notClosed,
		Rules: []Rule{
			{ID: "send.listen.no-remote", In: listen, Not: facts{remoteKnown},
				Do: effects{replyNoRemote}, Then: Stop},
			{ID: "send.listen.no-room", In: listen, If: facts{remoteKnown, noRoom},
				Do: effects{replyNoResources}, Then: Stop},
			{ID: "send.listen", In: listen, Under: choices{SYNDataQueue}, If: facts{remoteKnown},
				Not: facts{noRoom},
				Do:  effects{noteRemote, fromActive, chooseISS, queueOctets, sendSYN, replyOK}, Enter: toSynSent,
				Then: Continue, Req: "A13 MUST-14"},
			{ID: "send.listen.ride", In: listen, Under: choices{SYNDataRide},
				If: facts{remoteKnown, callFitsMSS}, Not: facts{noRoom, urgentSend},
				Do:    effects{noteRemote, fromActive, chooseISS, queueOctets, formQueue, formPSH, sendFormedSYN, advance, replyOK},
				Enter: toSynSent, Then: Continue, Req: "A13 MUST-14"},
			{ID: "send.listen.ride-part", In: listen, Under: choices{SYNDataRide}, If: facts{remoteKnown},
				Not:   facts{noRoom, callFitsMSS, urgentSend},
				Do:    effects{noteRemote, fromActive, chooseISS, queueOctets, formMSS, sendFormedSYN, advance, replyOK},
				Enter: toSynSent, Then: Continue, Req: "A13 MUST-14"},
			{ID: "send.listen.ride-urgent", In: listen, Under: choices{SYNDataRide},
				If: facts{remoteKnown, urgentSend}, Not: facts{noRoom},
				Do: effects{noteRemote, fromActive, chooseISS, queueOctets, sendSYN, replyOK}, Enter: toSynSent,
				Then: Continue, Req: "A13 MUST-14",
				Why: "a SYN is sent again without its text, the urgent pointer would be lost with the first"},

			{ID: "send.closing", In: synReceived | closeWait, If: facts{closeQueued},
				Do: effects{replyConnectionClosing}, Then: Stop, Req: "A11"},
			{ID: "send.no-room", In: synReceived | closeWait, If: facts{noRoom}, Not: facts{closeQueued},
				Do: effects{replyNoResources}, Then: Stop},
			{ID: "send.queue", In: synReceived | closeWait, Not: facts{closeQueued, noRoom},
				Do: effects{queueOctets, replyOK}, Then: Continue},
			{ID: "send.open.no-room", In: synSent | established, If: facts{noRoom},
				Do: effects{replyNoResources}, Then: Stop},
			{ID: "send.open.queue", In: synSent | established, Not: facts{noRoom},
				Do: effects{queueOctets, replyOK}, Then: Continue},
			{ID: "send.closed", In: finWait1 | finWait2 | closing | lastAck | timeWait,
				Do: effects{replyConnectionClosing}, Then: Stop},
		},
	},
	{
		Clause: "3.8.5", Title: "SEND, urgent", On: sendCall, In: synSent | synReceived | established | closeWait,
		Rules: []Rule{
			{ID: "send.plain", Not: facts{urgentSend}, Then: gotoFinish},
			{ID: "send.urgent", If: facts{urgentSend},
				Do: effects{markUrgent}, Then: gotoFinish, Req: "MUST-30 MUST-62"},
		},
	},

	// 3.10.3 RECEIVE
	{
		Clause: "3.10.3", Title: "RECEIVE", On: receiveCall, In: notClosed,
		Rules: []Rule{
			{ID: "receive.second", In: listen | synSent | synReceived | receiving, If: facts{receiveWaits},
				Do: effects{replyNoResources}, Then: Stop,
				Why: "one RECEIVE may wait; the room for more is the caller's"},
			{ID: "receive.early", In: listen | synSent | synReceived, Not: facts{receiveWaits, coversCall},
				Do: effects{queueReceive}, Then: Stop},
			{ID: "receive.early.nothing", In: listen | synSent | synReceived, If: facts{coversCall},
				Not: facts{receiveWaits},
				Do:  effects{replyOK}, Then: Stop,
				Why: "it asks for no octets"},
			{ID: "receive", In: receiving, If: facts{coversCall}, Not: facts{receiveWaits},
				Do: effects{deliverCall, replyOK}, Then: Continue},
			{ID: "receive.pressing", In: receiving, If: facts{pressingOctets},
				Not: facts{receiveWaits, coversCall},
				Do:  effects{deliverUSER, replyOK}, Then: Continue, Req: "MAY-17"},
			{ID: "receive.wait", In: receiving, Not: facts{receiveWaits, coversCall, pressingOctets},
				Do: effects{queueReceive}, Then: Stop},

			{ID: "receive.close-wait", In: closeWait, If: facts{unread, coversCall},
				Do: effects{deliverCall, replyOK}, Then: Continue},
			{ID: "receive.close-wait.rest", In: closeWait, If: facts{unread}, Not: facts{coversCall},
				Do: effects{deliverUSER, replyOK}, Then: Continue},
			{ID: "receive.close-wait.end", In: closeWait, Not: facts{unread},
				Do: effects{replyConnectionClosing}, Then: Stop},

			{ID: "receive.drain", In: closing | lastAck | timeWait, Under: choices{ReceiveAfterFINDrain},
				If: facts{unread, coversCall},
				Do: effects{deliverCall, replyOK}, Then: Continue, Req: "A20"},
			{ID: "receive.drain.rest", In: closing | lastAck | timeWait, Under: choices{ReceiveAfterFINDrain},
				If: facts{unread}, Not: facts{coversCall},
				Do: effects{deliverUSER, replyOK}, Then: Continue, Req: "A20"},
			{ID: "receive.drain.end", In: closing | lastAck | timeWait, Under: choices{ReceiveAfterFINDrain},
				Not: facts{unread},
				Do:  effects{replyConnectionClosing}, Then: Stop, Req: "A20"},
			{ID: "receive.refuse", In: closing | lastAck | timeWait, Under: choices{ReceiveAfterFINRefuse},
				Do: effects{replyConnectionClosing}, Then: Stop, Req: "A20"},
		},
	},

	// 3.10.4 CLOSE
	{
		Clause: "3.6.1", Title: "CLOSE with unread octets", On: closeCall, In: established | closeWait,
		Rules: []Rule{
			{ID: "close.all-read", Under: choices{HalfDuplexCloseOn}, Not: facts{unread}, Then: Continue},
			{ID: "close.unread", Under: choices{HalfDuplexCloseOn}, If: facts{unread},
				Do: effects{sendRSTu, answerReset, deleteTCB, replyOK}, Enter: toClosed, Then: Stop,
				Req: "MAY-1 SHLD-3 A28"},
		},
	},
	{
		Clause: "3.10.4", Title: "CLOSE", On: closeCall, In: notClosed,
		Rules: []Rule{
			{ID: "close.unsynchronized", In: listen | synSent,
				Do: effects{answerClosing, deleteTCB, replyOK}, Enter: toClosed, Then: Stop, Req: "A25"},

			{ID: "close.syn-received.again", In: synReceived, If: facts{closeQueued},
				Do: effects{replyConnectionClosing}, Then: Stop, Req: "A27"},
			{ID: "close.syn-received", In: synReceived, Under: choices{CloseInSynReceivedText},
				Not: facts{closeQueued, pendingOctets},
				Do:  effects{awaitClose}, Enter: toFinWait1, Then: gotoFinish, Req: "A26",
				Why: "the FIN leaves with the next TRANSMIT, as it does from ESTABLISHED"},
			{ID: "close.syn-received.pending", In: synReceived, Under: choices{CloseInSynReceivedText},
				If: facts{pendingOctets}, Not: facts{closeQueued},
				Do: effects{awaitClose, queueClose}, Then: Stop, Req: "A26"},
			{ID: "close.syn-received.wait", In: synReceived, Under: choices{CloseInSynReceivedWaitEstablished},
				Not: facts{closeQueued},
				Do:  effects{awaitClose, queueClose}, Then: Stop, Req: "A26"},

			{ID: "close.established", In: established,
				Do: effects{awaitClose}, Enter: toFinWait1, Then: gotoFinish},

			{ID: "close.close-wait", In: closeWait, Not: facts{closeQueued},
				Do: effects{awaitClose, queueClose}, Then: gotoFinish},
			{ID: "close.close-wait.again", In: closeWait, If: facts{closeQueued},
				Do: effects{replyConnectionClosing}, Then: Stop, Req: "A27"},

			{ID: "close.fin-wait", In: finWait1 | finWait2, Under: choices{SecondCloseError},
				Do: effects{replyConnectionClosing}, Then: Stop, Req: "A27"},
			{ID: "close.fin-wait.ok", In: finWait1 | finWait2, Under: choices{SecondCloseOK},
				Do: effects{replyOK}, Then: Stop, Req: "A27"},
			{ID: "close.closing", In: closing | lastAck | timeWait,
				Do: effects{replyConnectionClosing}, Then: Stop},
		},
	},

	// 3.10.5 ABORT
	{
		Clause: "3.10.5", Title: "ABORT", On: abortCall, In: notClosed,
		Rules: []Rule{
			{ID: "abort.unsynchronized", In: listen | synSent,
				Do: effects{answerReset, deleteTCB, replyOK}, Enter: toClosed, Then: Stop},
			{ID: "abort", In: synReceived | receiving | closeWait, Under: choices{AbortToClosed},
				Do: effects{sendRSTu, answerReset, deleteTCB, replyOK}, Enter: toClosed, Then: Stop,
				Req: "A21 A52"},
			{ID: "abort.linger", In: synReceived | receiving | closeWait, Under: choices{AbortToTimeWait},
				Do: effects{sendRSTu, answerReset, flush, stopTimers, start2MSL, replyOK}, Enter: toTimeWait,
				Then: Stop, Req: "A21"},
			{ID: "abort.closing", In: closing | lastAck | timeWait,
				Do: effects{answerReset, deleteTCB, replyOK}, Enter: toClosed, Then: Stop},
		},
	},

	// 3.10.6 STATUS
	{
		Clause: "3.10.6", Title: "STATUS", On: statusCall, In: notClosed,
		Rules: []Rule{
			{ID: "status", Do: effects{replyOK}, Then: Stop},
		},
	},

	// TRANSMIT, from 3.10.2, 3.10.4 and 3.8.6.2.1: at most one segment each.
	{
		Clause: "3.10.2", Title: "TRANSMIT, nothing may leave", On: transmit, In: anyState &^ sending,
		Rules: []Rule{
			{ID: "transmit.none", Then: Stop},
		},
	},
	{
		Clause: "3.10.2", Title: "TRANSMIT, how many octets", On: transmit, In: sending,
		Rules: []Rule{
			{ID: "transmit.no-octets", Not: facts{waiting}, Then: gotoFIN},
			{ID: "transmit.closed-window", If: facts{waiting}, Not: facts{windowUsable},
				Then: gotoFinish, Req: "MUST-34 SHLD-15"},
			{ID: "transmit.queue", If: facts{waiting, windowUsable, fitsMSS, fitsWindow},
				Do: effects{formQueue}, Then: gotoForm, Req: "MUST-16"},
			{ID: "transmit.window", If: facts{waiting, windowUsable, windowFitsMSS}, Not: facts{fitsWindow},
				Do: effects{formWindow}, Then: gotoForm, Req: "MUST-16"},
			{ID: "transmit.mss", If: facts{waiting, windowUsable, fitsWindow}, Not: facts{fitsMSS},
				Do: effects{formMSS}, Then: gotoForm, Req: "MUST-16"},
			{ID: "transmit.mss.window", If: facts{waiting, windowUsable}, Not: facts{fitsWindow, windowFitsMSS},
				Do: effects{formMSS}, Then: gotoForm, Req: "MUST-16"},
		},
	},
	{
		Label: gotoFIN, Clause: "3.10.4", Title: "TRANSMIT, FIN", On: transmit, In: sending,
		Rules: []Rule{
			{ID: "transmit.no-fin", Not: facts{finWanted}, Then: gotoFinish},
			{ID: "transmit.fin.wait", Under: choices{FINZeroWindowHold}, If: facts{finWanted},
				Not:  facts{windowUsable},
				Then: gotoFinish, Req: "A47"},
			{ID: "transmit.fin.close-wait", In: closeWait, Under: choices{FINZeroWindowHold},
				If: facts{finWanted, windowUsable},
				Do: effects{sendFIN, countFIN, dequeueClose}, Enter: toLastAck, Then: gotoFinish},
			{ID: "transmit.fin", In: finWait1 | closing, Under: choices{FINZeroWindowHold},
				If: facts{finWanted, windowUsable},
				Do: effects{sendFIN, countFIN}, Then: gotoFinish},
			{ID: "transmit.fin.close-wait.any-window", In: closeWait, Under: choices{FINZeroWindowSend},
				If: facts{finWanted},
				Do: effects{sendFIN, countFIN, dequeueClose}, Enter: toLastAck, Then: gotoFinish, Req: "A47"},
			{ID: "transmit.fin.any-window", In: finWait1 | closing, Under: choices{FINZeroWindowSend},
				If: facts{finWanted},
				Do: effects{sendFIN, countFIN}, Then: gotoFinish, Req: "A47"},
		},
	},
}
