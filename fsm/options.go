package fsm

// options is the list of what is left open. The ids A01 to A71 number the gaps
// and contradictions that a reading of RFC 9293 finds; those that do not
// concern the machine are in notOptions.
var options = []Option{
	{"open_from_time_wait", "A03", "OPEN on a pair in TIME-WAIT is an error by 3.10.1; stacks let an active OPEN reuse the pair.", []Alternative{
		{OpenFromTimeWaitError, "error", "the OPEN is refused (the text)"},
		{OpenFromTimeWaitReuse, "reuse", "an active OPEN with an ISS beyond SND.NXT starts anew (Linux tcp_tw_reuse)"},
	}, func(p *Policy) *Choice { return &p.OpenFromTimeWait }},
	{"rst_active_syn_received", "A04", "Section 3.5 sends both unsynchronized states back to LISTEN, 3.5.3 and 3.10.7.4 close an active open.", []Alternative{
		{RSTActiveSynRcvdClosed, "closed", "CLOSED, connection refused (3.10.7.4)"},
		{RSTActiveSynRcvdSynSent, "syn_sent", "back to SYN-SENT, the SYN again (not in the RFC)"},
	}, func(p *Policy) *Choice { return &p.RSTActiveSynRcvd }},
	{"simultaneous_open", "A05", "Figure 7 establishes both ends by their SYN,ACKs, yet each lies left of the window and fails the first check.", []Alternative{
		{SimultaneousOpenTrimSYN, "trim_syn", "the SYN is trimmed, its ACK counts (figure 7)"},
		{SimultaneousOpenTrimSYNACK, "trim_syn_ack", "the same, and it is answered by an ACK all the same (Linux since 2024, measured)"},
		{SimultaneousOpenLiteral, "literal", "the segment is answered by an ACK, which then establishes the peer"},
	}, func(p *Policy) *Choice { return &p.SimultaneousOpen }},
	{"dup_syn", "A06", "A repeated SYN in SYN-RECEIVED is out of window, so an ACK answers it; the peer in SYN-SENT has no use for that. One whose text or FIN reaches into the window is acceptable, and without its SYN it is a segment without ACK, which step five drops.", []Alternative{
		{DupSYNACK, "ack", "ACK; nothing if it reaches into the window (the text)"},
		{DupSYNResendSYNACK, "resend_synack", "the SYN,ACK again, whatever it brings (Linux, BSD)"},
		{DupSYNResendAny, "resend_any", "the same, and after a passive OPEN for a SYN of any number (FreeBSD)"},
	}, func(p *Policy) *Choice { return &p.DupSYN }},
	{"syn_payload", "A13", "Text on a SYN that LISTEN takes is to be queued until ESTABLISHED.", []Alternative{
		{SYNPayloadQueue, "queue", "queued (the text)"},
		{SYNPayloadIgnore, "ignore", "dropped; the peer sends it again (most stacks)"},
	}, func(p *Policy) *Choice { return &p.SYNPayload }},
	{"syn_payload_in_syn_sent", "A13", "Text on a SYN that SYN-SENT takes is to be queued, on a SYN,ACK processed at once.", []Alternative{
		{SYNPayloadInSynSentQueue, "queue", "queued or processed (the text)"},
		{SYNPayloadInSynSentIgnore, "ignore", "dropped; the peer sends it again"},
	}, func(p *Policy) *Choice { return &p.SYNPayloadInSynSent }},
	{"syn_fin", "A13", "A FIN on a SYN is to be queued; step eight nevertheless lists SYN-RECEIVED.", []Alternative{
		{SYNFINQueue, "queue", "queued until ESTABLISHED"},
		{SYNFINIgnore, "ignore", "dropped"},
		{SYNFINLiteral, "literal", "LISTEN reaches CLOSE-WAIT at once (step eight taken literally)"},
		{SYNFINDropSegment, "drop_segment", "a SYN with FIN is dropped whole (FreeBSD drop_synfin)"},
	}, func(p *Policy) *Choice { return &p.SYNFIN }},
	{"syn_data", "A13", "Octets of a SEND in LISTEN may ride on the SYN or wait.", []Alternative{
		{SYNDataQueue, "queue", "they wait for ESTABLISHED"},
		{SYNDataRide, "ride", "what fits one segment rides on the SYN"},
	}, func(p *Policy) *Choice { return &p.SYNData }},
	{"syn_ack_window", "A14", "3.10.7.3 does not set SND.WND, SND.WL1 and SND.WL2 when a SYN,ACK establishes an active open. Nor does 3.10.7.2 in LISTEN, where the ACK of our SYN makes good for it; there they are set from the SYN under every policy.", []Alternative{
		{SYNACKWindowSet, "set", "they are set from the SYN,ACK"},
		{SYNACKWindowLiteral, "literal", "they stay 0 (the text); SND.WL1 = 0 then refuses every window of a peer whose ISS is 2^31 or more"},
	}, func(p *Policy) *Choice { return &p.SYNACKWindow }},
	{"syn_in_syn_received", "A22", "A SYN in the window of a passive SYN-RECEIVED sends it back to LISTEN without a word, so that a stray SYN undoes a nascent connection.", []Alternative{
		{SYNInSynReceivedListen, "listen", "back to LISTEN (the text)"},
		{SYNInSynReceivedChallenge, "challenge", "ACK, stay"},
		{SYNInSynReceivedReset, "reset", "RST, back to LISTEN (Linux)"},
	}, func(p *Policy) *Choice { return &p.SYNInSynReceived }},
	{"bad_ack_in_syn_received", "A50", "After the RST for a wrong ACK in SYN-RECEIVED the text does not say that processing stops.", []Alternative{
		{BadACKInSynReceivedStop, "stop", "it stops; the state stays, as 3.5.2 says"},
		{BadACKInSynReceivedContinue, "continue", "it goes on, a FIN then enters CLOSE-WAIT (the text)"},
	}, func(p *Policy) *Choice { return &p.BadACKInSynReceived }},
	{"ack_order_in_syn_received", "A54", "In SYN-RECEIVED 3.5.2 answers a wrong ACK by RST, and 3.10.7.4 a SEG.SEQ out of window by ACK: which comes first if both are wrong?", []Alternative{
		{ACKOrderSequenceFirst, "sequence_first", "SEG.SEQ is judged first (3.10.7.4/1)"},
		{ACKOrderACKFirst, "ack_first", "a wrong ACK draws a RST whatever SEG.SEQ is (3.5.2)"},
	}, func(p *Policy) *Choice { return &p.ACKOrder }},
	{"ooo_ack_in_syn_received", "A46", "A segment beyond RCV.NXT in SYN-RECEIVED is held for later; its right ACK would establish the connection.", []Alternative{
		{EarlyACKDrop, "drop", "the ACK is not taken; text or FIN draw an ACK"},
		{EarlyACKProcess, "process", "ESTABLISHED, and the segment is one that came early (an old SYN and a near ISS then reach ESTABLISHED with a wrong IRS)"},
	}, func(p *Policy) *Choice { return &p.EarlyACK }},
	{"listen_ack", "A23", "An ACK in LISTEN draws a RST, be it on a SYN or not.", []Alternative{
		{ListenACKReset, "reset", "RST (the text)"},
		{ListenACKIgnoreSYNACK, "ignore_syn_ack", "RST, but a SYN,ACK is dropped"},
	}, func(p *Policy) *Choice { return &p.ListenACK }},
	{"full_backlog", "A60", "What becomes of a SYN in LISTEN that finds no room for a connection is not said.", []Alternative{
		{FullBacklogDrop, "drop", "dropped; the peer sends it again"},
		{FullBacklogReset, "reset", "RST, as if nobody listened"},
	}, func(p *Policy) *Choice { return &p.FullBacklog }},
	{"spanning_segment", "A07", "A segment that begins left of the window and ends right of it passes neither half of the sequence check.", []Alternative{
		{SpanningSegmentReject, "reject", "not acceptable (the text)"},
		{SpanningSegmentAccept, "accept", "acceptable, trimmed on both sides (overlap test)"},
	}, func(p *Policy) *Choice { return &p.SpanningSegment }},
	{"edge_segment", "A53", "An ACK without text at the right edge of the window is not acceptable; two ends that have filled each other's windows may then answer each other without end, or stall for ever.", []Alternative{
		{EdgeSegmentReject, "reject", "not acceptable (the text)"},
		{EdgeSegmentAccept, "accept", "acceptable"},
		{EdgeSegmentWhole, "whole", "acceptable, and so is every segment that begins there: its ACK, RST and SYN count, its text and FIN lie beyond the window (Linux)"},
	}, func(p *Policy) *Choice { return &p.EdgeSegment }},
	{"left_edge_segment", "A64", "The ACK of a segment that ends at RCV.NXT is not looked at, for the segment is old; appendix A.2 knows of connections that suffer from it.", []Alternative{
		{LeftEdgeReject, "reject", "not acceptable (the text)"},
		{LeftEdgeAccept, "accept", "in synchronized states its ACK counts, without SYN and RST, and it is answered by an ACK (Linux)"},
	}, func(p *Policy) *Choice { return &p.LeftEdge }},
	{"zero_window", "A08", "With a closed window no segment that occupies sequence space is acceptable, yet valid ACKs, URGs and RSTs are to be accepted.", []Alternative{
		{ZeroWindowAllow, "allow", "at RCV.NXT the segment is trimmed to nothing, processed and acknowledged"},
		{ZeroWindowLiteralDrop, "literal_drop", "not acceptable, acknowledged and dropped"},
	}, func(p *Policy) *Choice { return &p.ZeroWindow }},
	{"zero_window_answer", "A56", "By 3.8.6.1 every segment that arrives at a closed window is answered by an ACK, one without text at RCV.NXT too.", []Alternative{
		{ZeroWindowAnswerOccupied, "occupied", "segments that occupy sequence numbers are"},
		{ZeroWindowAnswerEvery, "every", "every segment is (the text; two such ends with closed windows never stop)"},
	}, func(p *Policy) *Choice { return &p.ZeroWindowAnswer }},
	{"empty_segment_ack", "A10", "Step seven ends by sending an acknowledgment and does not exempt segments without text.", []Alternative{
		{EmptySegmentACKSilent, "silent", "an ACK alone is never acknowledged"},
		{EmptySegmentACKLiteral, "literal", "every acceptable segment is acknowledged (the text; two such ends never stop)"},
	}, func(p *Policy) *Choice { return &p.EmptySegmentACK }},
	{"no_ack_order", "A55", "A segment without ACK is dropped in the fifth step, an unacceptable one is answered in the first.", []Alternative{
		{NoACKOrderSequenceFirst, "sequence_first", "the first step comes first (the text)"},
		{NoACKOrderACKFirst, "ack_first", "in synchronized states, and in SYN-RECEIVED unless after a passive OPEN, a segment without ACK, RST and SYN is dropped unseen (Linux)"},
	}, func(p *Policy) *Choice { return &p.NoACKOrder }},
	{"ack_range_check", "A15", "The ACK range of RFC 5961 stands before all states; in SYN-RECEIVED it would hide the RST for a wrong ACK.", []Alternative{
		{ACKRangeCheckSynchronized, "synchronized", "in the synchronized states"},
		{ACKRangeCheckSent, "sent", "in the synchronized states, and an ACK of ISS or less is out of range: it acknowledges what was never sent (ghost ACK; modulo 2^32)"},
		{ACKRangeCheckAll, "all", "in SYN-RECEIVED too"},
		{ACKRangeCheckOff, "off", "nowhere (RFC 793)"},
	}, func(p *Policy) *Choice { return &p.ACKRangeCheck }},
	{"out_of_order", "A24", "Text and FIN beyond RCV.NXT should be held for later.", []Alternative{
		{OutOfOrderQueue, "queue", "held, and acted on when RCV.NXT reaches them"},
		{OutOfOrderDrop, "drop", "dropped and acknowledged"},
	}, func(p *Policy) *Choice { return &p.OutOfOrder }},
	{"ooo_ack", "A46", "A segment beyond RCV.NXT is held for later; stacks process its ACK at once.", []Alternative{
		{OutOfOrderACKProcess, "process", "ACK and window are processed on arrival"},
		{OutOfOrderACKHold, "hold", "they are not; only text, FIN and URG are"},
	}, func(p *Policy) *Choice { return &p.OutOfOrderACK }},
	{"urgent_signal", "A38", "MUST-32 wants a signal at each advance of the urgent pointer; step six and 3.8.5 one for each run of urgent octets.", []Alternative{
		{UrgentSignalAdvance, "advance", "at each advance (MUST-32)"},
		{UrgentSignalOnce, "once", "once, until the user has passed the urgent octets (3.10.7.4/6, 3.8.5)"},
	}, func(p *Policy) *Choice { return &p.UrgentSignal }},
	{"fin_zero_window", "A47", "Whether a FIN may be sent into a closed window, and taken from it, is not said.", []Alternative{
		{FINZeroWindowHold, "hold", "the sender waits; a FIN at a closed window is acknowledged, not taken"},
		{FINZeroWindowSend, "send", "it is sent and taken"},
	}, func(p *Policy) *Choice { return &p.FINZeroWindow }},
	{"rst_validation", "A39", "RFC 5961 is offered, not demanded.", []Alternative{
		{RSTValidationExact, "exact", "a RST counts at RCV.NXT, elsewhere in the window it draws a challenge ACK (RFC 5961)"},
		{RSTValidationInWindow, "in_window", "a RST counts anywhere in the window (RFC 793)"},
	}, func(p *Policy) *Choice { return &p.RSTValidation }},
	{"rst_minus_one", "A40", "After a FIN some stacks number their RST as if the FIN had not been counted.", []Alternative{
		{RSTMinusOneOff, "off", "such a RST is out of window"},
		{RSTMinusOneOn, "on", "a RST at RCV.NXT-1 counts in CLOSE-WAIT, CLOSING and LAST-ACK (Linux)"},
	}, func(p *Policy) *Choice { return &p.RSTMinusOne }},
	{"syn_in_sync", "A39", "RFC 5961 is offered, not demanded.", []Alternative{
		{SYNInSyncChallenge, "challenge", "a SYN in a synchronized state draws a challenge ACK (RFC 5961)"},
		{SYNInSyncRFC793, "rfc793", "a SYN in the window resets the connection (RFC 793)"},
	}, func(p *Policy) *Choice { return &p.SYNInSync }},
	{"syn_rst_form", "A42", "The form of the RST for a SYN in the window (RFC 793) is not given.", []Alternative{
		{SYNRSTFormFromACK, "from_ack", "that of 3.5.2: SEQ from SEG.ACK if there is one, else 0 with an ACK"},
		{SYNRSTFormInSequence, "in_sequence", "<SEQ=SND.NXT><ACK=RCV.NXT><CTL=RST,ACK> (FreeBSD)"},
	}, func(p *Policy) *Choice { return &p.SYNRSTForm }},
	{"user_timeout_probe", "A32", "A closed window must not end a connection while probes are answered; the user timeout does not know of it.", []Alternative{
		{UserTimeoutProbeSuspend, "suspend", "the timer starts anew while the last probe was answered"},
		{UserTimeoutProbeFire, "fire", "it ends the connection (3.10.8 alone)"},
	}, func(p *Policy) *Choice { return &p.UserTimeoutProbe }},
	{"queued_close", "A12", "A CLOSE queued in SYN-RECEIVED and a FIN on the segment that acknowledges our SYN: which comes first?", []Alternative{
		{QueuedCloseAfterSegment, "after_segment", "the segment is finished first: CLOSE-WAIT, then LAST-ACK"},
		{QueuedCloseAtEstablished, "at_established", "the CLOSE comes first: FIN-WAIT-1, then CLOSING"},
	}, func(p *Policy) *Choice { return &p.QueuedClose }},
	{"closing_time_wait", "A16", "Step five enters TIME-WAIT from CLOSING without starting the 2MSL timer.", []Alternative{
		{ClosingTimeWaitStart, "start", "the timer is started (MUST-13, figure 13)"},
		{ClosingTimeWaitLiteral, "literal", "it is not (the text; TIME-WAIT then never ends)"},
	}, func(p *Policy) *Choice { return &p.ClosingTimeWait }},
	{"rst_signal", "A17", "A RST in CLOSING, LAST-ACK or TIME-WAIT is not reported to the user, though MUST-12 wants him to know.", []Alternative{
		{RSTSignalText, "text", "not reported (the text)"},
		{RSTSignalReportIfUnacked, "report_if_unacked", "reported if something is unacknowledged"},
	}, func(p *Policy) *Choice { return &p.RSTSignal }},
	{"last_ack_partial", "A18", "Step five says nothing of an ACK in LAST-ACK that does not cover our FIN.", []Alternative{
		{LastACKPartialProcess, "process", "processed as in ESTABLISHED, the rest is dropped"},
		{LastACKPartialIgnore, "ignore", "dropped"},
		{LastACKPartialAnswer, "answer", "processed as in ESTABLISHED and answered by an ACK"},
	}, func(p *Policy) *Choice { return &p.LastACKPartial }},
	{"second_fin", "A19", "Step eight begins with a general sentence that would count a second FIN again.", []Alternative{
		{SecondFINAck, "ack", "it is acknowledged, RCV.NXT stays"},
		{SecondFINLiteral, "literal", "RCV.NXT advances and the user is told again (the text)"},
	}, func(p *Policy) *Choice { return &p.SecondFIN }},
	{"receive_after_fin", "A20", "3.10.3 refuses RECEIVE in CLOSING, LAST-ACK and TIME-WAIT, 3.6 tells users to keep reading.", []Alternative{
		{ReceiveAfterFINDrain, "drain", "octets on hand are delivered first"},
		{ReceiveAfterFINRefuse, "refuse", "refused (3.10.3)"},
	}, func(p *Policy) *Choice { return &p.ReceiveAfterFIN }},
	{"abort_to", "A21", "The end that sends a RST should enter TIME-WAIT by 3.5.2 and note 3 of figure 5, CLOSED by 3.10.5.", []Alternative{
		{AbortToClosed, "closed", "CLOSED (3.10.5)"},
		{AbortToTimeWait, "time_wait", "TIME-WAIT (3.5.2)"},
	}, func(p *Policy) *Choice { return &p.AbortTo }},
	{"close_in_syn_received", "A26", "CLOSE in SYN-RECEIVED with nothing pending sends the FIN before our SYN is acknowledged.", []Alternative{
		{CloseInSynReceivedText, "text", "FIN-WAIT-1 (the text)"},
		{CloseInSynReceivedWaitEstablished, "wait_established", "the CLOSE waits for ESTABLISHED"},
		{CloseInSynReceivedDrop, "drop", "the record is deleted without a segment (FreeBSD close())"},
	}, func(p *Policy) *Choice { return &p.CloseInSynReceived }},
	{"crossed_syn_ack_after_close", "A57", "After a CLOSE in SYN-RECEIVED the SYN,ACK of a simultaneous open meets FIN-WAIT-1, where a SYN is an error.", []Alternative{
		{CrossedAfterCloseChallenge, "challenge", "it is answered by an ACK"},
		{CrossedAfterCloseTrim, "trim", "its SYN is trimmed, its ACK counts, as in SYN-RECEIVED"},
	}, func(p *Policy) *Choice { return &p.CrossedAfterClose }},
	{"second_close", "A27", "CLOSE again in FIN-WAIT-1 or FIN-WAIT-2 is an error, or may be answered ok.", []Alternative{
		{SecondCloseError, "error", "connection closing"},
		{SecondCloseOK, "ok", "ok, without a second FIN"},
	}, func(p *Policy) *Choice { return &p.SecondClose }},
	{"half_duplex_close", "A28", "CLOSE may end receiving too (MAY-1); then unread or new data should be answered by RST (SHLD-3).", []Alternative{
		{HalfDuplexCloseOff, "off", "CLOSE ends sending only"},
		{HalfDuplexCloseOn, "on", "CLOSE ends both: RECEIVE is refused, octets unread or new draw a RST (close() of sockets)"},
		{HalfDuplexCloseLate, "late", "the same, but octets unread at the CLOSE are thrown away and the FIN leaves (FreeBSD)"},
	}, func(p *Policy) *Choice { return &p.HalfDuplexClose }},
	{"half_duplex_rst_form", "A59", "The form of the RST for text after a full close is not given.", []Alternative{
		{HalfDuplexRSTFormSNDNXT, "snd_nxt", "that of ABORT: <SEQ=SND.NXT><CTL=RST>"},
		{HalfDuplexRSTFormFromACK, "from_ack", "that of 3.5.2: <SEQ=SEG.ACK><CTL=RST>"},
	}, func(p *Policy) *Choice { return &p.HalfDuplexRSTForm }},
	{"fin_after_close", "A62", "A FIN beyond RCV.NXT tells of text that is missing; whether it draws the RST for text after a full close is not said.", []Alternative{
		{FINAfterCloseHold, "hold", "it is held"},
		{FINAfterCloseReset, "reset", "it draws the RST (Linux)"},
	}, func(p *Policy) *Choice { return &p.FINAfterClose }},
	{"text_after_fin", "A61", "Text behind the FIN of the peer is to be ignored, so that a peer that has lost count is not told.", []Alternative{
		{TextAfterFINIgnore, "ignore", "ignored (the text)"},
		{TextAfterFINACK, "ack", "acknowledged (FreeBSD)"},
		{TextAfterFINReset, "reset", "if it began before RCV.NXT: RST, connection reset (Linux)"},
	}, func(p *Policy) *Choice { return &p.TextAfterFIN }},
	{"fin_wait_2_timeout", "A29", "The RFC has no way out of FIN-WAIT-2 if the peer never closes.", []Alternative{
		{FinWait2TimeoutNone, "none", "none (the text)"},
		{FinWait2TimeoutOn, "on", "CLOSED after a timeout (Linux and FreeBSD, 60 s, once nobody can receive)"},
	}, func(p *Policy) *Choice { return &p.FinWait2Timeout }},
	{"r2_passive", "A31", "At R2 the connection is closed; a passive SYN-RECEIVED could go back to LISTEN.", []Alternative{
		{R2PassiveClosed, "closed", "CLOSED"},
		{R2PassiveListen, "listen", "LISTEN"},
	}, func(p *Policy) *Choice { return &p.R2Passive }},
	{"user_timeout_rst", "A34", "3.9.1.4 turns a CLOSE that cannot finish into an ABORT, 3.10.8 sends no RST.", []Alternative{
		{UserTimeoutRSTNo, "no", "no RST (3.10.8)"},
		{UserTimeoutRSTYes, "yes", "RST, where ABORT would send one"},
	}, func(p *Policy) *Choice { return &p.UserTimeoutRST }},
	{"r2_rst", "A58", "Whether a RST tells the peer that R2 has ended the connection is not said.", []Alternative{
		{R2RSTNo, "no", "no RST"},
		{R2RSTYes, "yes", "RST, where ABORT would send one"},
	}, func(p *Policy) *Choice { return &p.R2RST }},
	{"keep_alive_rst", "A58", "Whether a RST tells the peer that keep-alive got no answer is not said.", []Alternative{
		{KeepAliveRSTNo, "no", "no RST"},
		{KeepAliveRSTYes, "yes", "RST"},
	}, func(p *Policy) *Choice { return &p.KeepAliveRST }},
	{"fin_wait_2_rst", "A58", "Whether a RST tells the peer that the FIN-WAIT-2 timeout has ended the connection is not said.", []Alternative{
		{FinWait2RSTNo, "no", "no RST"},
		{FinWait2RSTYes, "yes", "RST"},
	}, func(p *Policy) *Choice { return &p.FinWait2RST }},
	{"time_wait_restart", "A09", "The FIN whose repetition restarts 2MSL fails the first check; what does reach step five is any ACK in the window.", []Alternative{
		{TimeWaitRestartFIN, "fin", "a repeated FIN is acknowledged and restarts 2MSL, an ACK does nothing"},
		{TimeWaitRestartLiteral, "literal", "an ACK in the window is acknowledged and restarts 2MSL (the text; two such ends never stop)"},
		{TimeWaitRestartAnyACK, "any_ack", "no number is judged: an empty segment at RCV.NXT restarts 2MSL in silence, all else is acknowledged and restarts 2MSL if it bears ACK; RST and new SYNs apart (Linux)"},
		{TimeWaitRestartFINAnySeq, "fin_any_seq", "SEG.SEQ is not judged: what bears no ACK is dropped, all else acknowledged but the ACK that is expected, and a repeated FIN restarts 2MSL; RST and new SYNs apart (FreeBSD)"},
	}, func(p *Policy) *Choice { return &p.TimeWaitRestart }},
	{"rst_in_time_wait", "A35", "A RST ends TIME-WAIT early, which RFC 1337 warns of.", []Alternative{
		{RSTInTimeWaitClose, "close", "CLOSED (the text)"},
		{RSTInTimeWaitIgnore, "ignore", "dropped (RFC 1337; Linux tcp_rfc1337, FreeBSD)"},
		{RSTInTimeWaitExact, "exact", "CLOSED at RCV.NXT, elsewhere dropped without a challenge ACK (Linux)"},
	}, func(p *Policy) *Choice { return &p.RSTInTimeWait }},
	{"time_wait_syn", "A36", "A new SYN may reopen a connection from TIME-WAIT (MAY-2), or should, by timestamps (SHLD-4).", []Alternative{
		{TimeWaitSYNChallenge, "challenge", "it may not: challenge ACK"},
		{TimeWaitSYNSeq, "seq", "it may if SEG.SEQ > RCV.NXT (MAY-2)"},
		{TimeWaitSYNRFC6191, "rfc6191", "it may if its timestamp is newer, or not older and SEG.SEQ > RCV.NXT (RFC 6191)"},
		{TimeWaitSYNRFC6191ACK, "rfc6191_ack", "the same, but one that may not goes on to the first step instead of being dropped (Linux)"},
	}, func(p *Policy) *Choice { return &p.TimeWaitSYN }},
	{"icmp_hard", "A43", "Hard ICMP errors should abort the connection, which lets anybody do so who can forge one.", []Alternative{
		{ICMPHardAbort, "abort", "abort (SHLD-26); a passive SYN-RECEIVED goes to CLOSED then, as ABORT sends it"},
		{ICMPHardIgnoreSynchronized, "ignore_synchronized", "reported, not acted on, in synchronized states (RFC 5927; most stacks)"},
	}, func(p *Policy) *Choice { return &p.ICMPHard }},
	{"icmp_soft_syn", "A43", "Soft ICMP errors must not abort; while opening, stacks do (RFC 5461).", []Alternative{
		{ICMPSoftSYNReport, "report", "reported (MUST-56)"},
		{ICMPSoftSYNAbort, "abort", "abort in SYN-SENT and SYN-RECEIVED"},
	}, func(p *Policy) *Choice { return &p.ICMPSoftSYN }},
	{"icmp_frag_needed", "A43", "Fragmentation needed is among the hard errors of SHLD-26, yet path MTU discovery lives on it.", []Alternative{
		{ICMPFragNeededPMTUD, "pmtud", "left to path MTU discovery"},
		{ICMPFragNeededAbort, "abort", "a hard error"},
	}, func(p *Policy) *Choice { return &p.ICMPFragNeeded }},
	{"keep_alive", "", "Keep-alive may be implemented and is off unless asked for (MUST-25).", []Alternative{
		{KeepAliveOff, "off", "off"},
		{KeepAliveOn, "on", "on"},
	}, func(p *Policy) *Choice { return &p.KeepAlive }},
}
