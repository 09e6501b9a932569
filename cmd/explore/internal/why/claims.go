package why

// How a claim is settled.
const (
	yes       = "is true"
	assumed   = "is true, under assumptions"
	half      = "is half true"
	no        = "is false"
	patient   = " -set both.patient=1 "
	reopening = "time-wait-reopened" + patient + "-reach 'some.reopened'"
	bothWait  = "close" + patient + "-reach 'both=TIME-WAIT'"
)

// Claims lists what tutorials say, in the order in which a connection comes to it.
func Claims() []Claim {
	var all []Claim
	for _, some := range [][]Claim{claimsOfOpening, claimsOfClosing, claimsOfWaiting, claimsOfTrouble} {
		all = append(all, some...)
	}
	return all
}

var claimsOfOpening = []Claim{
	{
		ID: "c01", Text: "The client's SYN carries a chosen initial sequence number; every octet sent takes one number, so do SYN and FIN, a bare ACK takes none", Settled: yes,
		Says: "A SYN, two octets and a FIN move SND.NXT by four, and nothing moves it further.",
		Exhibits: []Exhibit{
			{Shows: "A sends two octets and closes: from ISS to ISS+4, and no further", Ask: "data-and-close -never 'A.SND.NXT>4'", Comes: Holds},
			{Shows: "what is sent has the numbers that it should have", Ask: "data-and-close -property sent-in-sequence", Comes: Holds},
			{Shows: "and they come to ISS+4", Ask: "data-and-close -reach 'A.SND.NXT=4'", Comes: Reached},
		},
		Clauses: "RFC 9293 3.4, 3.4.1", See: "isn",
	},
	{
		ID: "c02", Text: "The acknowledgement number is the sequence number received plus one", Settled: half,
		Says: "It is the next number that is expected: plus one after a SYN, a FIN or one octet; after two octets plus two, after a bare ACK plus nothing, and after a gap what stands before the gap.",
		Exhibits: []Exhibit{
			{Shows: "two octets in one segment are acknowledged by ack=3", Ask: "mss -set both.MSS=0 -reach 'A.SND.UNA=3'", Comes: Reached},
			{Shows: "SEG.ACK is RCV.NXT, always", Ask: "data-transfer -property acked-is-received", Comes: Holds},
			{Shows: "Wrong: acknowledge the segment that has arrived, whatever is missing before it", Ask: "out-of-order -mutant ack-of-newest -property acked-is-received", Comes: Violated},
		},
		Clauses: "RFC 9293 3.4, 3.10.7.4 seventh",
	},
	{
		ID: "c03", Text: "Three segments suffice to synchronize both sequence numbers; two do not", Settled: yes,
		Says: "Two are refuted by one old SYN.",
		Exhibits: []Exhibit{
			{Shows: "with two: B is connected with nobody", Ask: "handshake -mutant two-way-handshake -never 'A=CLOSED & B=ESTABLISHED'", Comes: Violated},
			{Shows: "with three it is not", Ask: "handshake -property established-has-peer", Comes: Holds},
			{Shows: "and three suffice", Ask: "handshake -reach 'both=ESTABLISHED'", Comes: Reached},
		},
		Clauses: "RFC 9293 3.5", See: "three-way-handshake",
	},
	{
		ID: "c04", Text: "Three is also the minimum and more bring nothing", Settled: yes,
		Says: "With three each end has proof that the other has its number. What remains open is whether the last segment arrived, and a fourth would have the same left open.",
		Exhibits: []Exhibit{
			{Shows: "after three both agree on all numbers", Ask: "handshake -property same-connection-agree", Comes: Holds},
			{Shows: "the last one may be lost: B does not know yet, and A does not know that", Ask: "open-fair -reach 'A=ESTABLISHED & B=SYN-RECEIVED & flying=0'", Comes: Reached},
			{Shows: "which mends itself, without a fourth kind of segment", Ask: "open-fair -leads-to 'A=ESTABLISHED & B=SYN-RECEIVED' 'both=ESTABLISHED'", Comes: Holds},
			{Shows: "two are too few", Ask: "handshake -mutant two-way-handshake -property established-has-peer", Comes: Violated},
		},
		Clauses: "RFC 9293 3.5", See: "three-way-handshake",
	},
	{
		ID: "c05", Text: "The three-way handshake keeps an old connection request from opening a connection", Settled: assumed,
		Says: "It does, if numbers advance. What an old SYN can still do is undo an opening: it may be taken for the call of the other end, and end in a refusal (hazard H09).",
		Exhibits: []Exhibit{
			{Shows: "an old SYN opens nothing", Ask: "old-syn-at-listener -property established-has-peer", Comes: Holds},
			{Shows: "nor does one of an attempt that was given up", Ask: "old-duplicate-syn -property established-has-peer", Comes: Holds},
			{Shows: "but it may undo the call of an end that is calling", Ask: "-hazards H09", Comes: Violated},
		},
		Clauses: "RFC 9293 3.5, figure 8; options rst_active_syn_received, close_in_syn_received", See: "three-way-handshake",
	},
	{
		ID: "c06", Text: "Only the client can start; SYN-SENT is seen only at clients, SYN-RECEIVED only at servers", Settled: no,
		Says: "Both may call at once, and then both pass through both states. One connection comes of it.",
		Exhibits: []Exhibit{
			{Shows: "both call, and both are in SYN-RECEIVED", Ask: "simultaneous-open-fair -reach 'both=SYN-RECEIVED'", Comes: Reached},
			{Shows: "and both are connected", Ask: "simultaneous-open-fair -property simultaneous-open-succeeds", Comes: Holds},
		},
		Clauses: "RFC 9293 3.5, figure 7", See: "simultaneous-open",
	},
	{
		ID: "c07", Text: "The maximum segment size is negotiated in the handshake", Settled: half,
		Says: "It is announced, by each end for itself; nobody agrees, and the two directions may differ.",
		Exhibits: []Exhibit{
			{Shows: "A announces 1, B 2: A sends up to 2, B 1", Ask: "handshake -set A.MSS=1,B.MSS=2 -reach 'both=ESTABLISHED & A.SND.MSS=2 & B.SND.MSS=1'", Comes: Reached},
			{Shows: "always", Ask: "handshake -set A.MSS=1,B.MSS=2 -never 'both=ESTABLISHED & (A.SND.MSS!=2 | B.SND.MSS!=1)'", Comes: Holds},
		},
		Clauses: "RFC 9293 3.7.1 (MUST-14 to MUST-16)", See: "mss",
	},
	{
		ID: "c08", Text: "A SYN to a port where nobody listens is answered with RST and the caller sees \"connection refused\"", Settled: assumed,
		Says: "If the RST arrives. If it is lost the caller sends the SYN again, and if every one is, he sees \"timed out\".",
		Exhibits: []Exhibit{
			{Shows: "refused", Ask: "refused -set A.CLOSE=0 -reach 'A=CLOSED & A.incarnation=1'", Comes: Reached},
			{Shows: "if nothing arrives it goes on", Ask: "refused -set A.CLOSE=0 -leads-to 'A=SYN-SENT' 'A=CLOSED'", Comes: Violated},
			{Shows: "until the caller gives up", Ask: "open-given-up -property syn-sent-exits", Comes: Holds},
		},
		Clauses: "RFC 9293 3.10.7.1, 3.10.7.3 second", See: "rst-refused",
	},
	{
		ID: "c09", Text: "accept returns a connection whose handshake is complete; it is no part of the handshake", Settled: yes,
		Says: "The listener makes one call, and its TCP does the rest.",
		Exhibits: []Exhibit{
			{Shows: "B calls OPEN passive and nothing else, and is connected", Ask: "handshake -reach 'both=ESTABLISHED'", Comes: Reached},
			{Shows: "what it hands out is complete", Ask: "handshake -property established-has-peer", Comes: Holds},
		},
		Clauses: "RFC 9293 3.10.7.2, 3.10.7.4 fifth", See: "accept",
	},
	{
		ID: "c10", Text: "Data flows only when both ends are ESTABLISHED", Settled: no,
		Says: "It may ride on the third segment and find the other end in SYN-RECEIVED, and it goes on to flow in one direction after the FIN of the other.",
		Exhibits: []Exhibit{
			{Shows: "the octet arrives in SYN-RECEIVED and is delivered in the same step", Ask: "handshake -set A.SEND=1,A.prompt=1,B.RECEIVE=any -reach 'B.received=1'", Comes: Reached},
			{Shows: "it arrives in FIN-WAIT-2", Ask: "half-close" + patient + "-reach 'A=FIN-WAIT-2 & A.received=1'", Comes: Reached},
			{Shows: "nothing is delivered in SYN-RECEIVED, though", Ask: "handshake -set A.SEND=1,A.prompt=1,B.RECEIVE=any -never 'B=SYN-RECEIVED & B.received>0'", Comes: Holds},
		},
		Clauses: "RFC 9293 3.10.7.4 fifth and seventh, 3.6 case 1", See: "data-in-handshake",
	},
}

var claimsOfClosing = []Claim{
	{
		ID: "c11", Text: "Closing takes four segments because each direction closes by itself", Settled: half,
		Says: "The reason is right. It is three when the FIN of the other end bears the ACK, and the four come in another order when both close at once.",
		Exhibits: []Exhibit{
			{Shows: "four", Ask: "close-fair" + patient + "-reach 'A=FIN-WAIT-2 & B=LAST-ACK & B.flying.FIN=1'", Comes: Reached},
			{Shows: "three: the FIN of B bears the ACK", Ask: "close-fair" + patient + "-reach 'A=TIME-WAIT & B=LAST-ACK'", Comes: Reached},
			{Shows: "FIN, FIN, ACK, ACK", Ask: "simultaneous-close" + patient + "-reach 'both=CLOSING'", Comes: Reached},
		},
		Clauses: "RFC 9293 3.6, figures 12 and 13", See: "four-way-close",
	},
	{
		ID: "c12", Text: "After sending FIN an end can still receive, after receiving FIN it can still send", Settled: yes,
		Says: "Each direction closes by itself.",
		Exhibits: []Exhibit{
			{Shows: "A has sent its FIN and receives; B has received it and sends", Ask: "half-close" + patient + "-reach 'A=FIN-WAIT-2 & A.received=1'", Comes: Reached},
			{Shows: "all that is sent is received in order", Ask: "data-in-close-wait -property stream-prefix", Comes: Holds},
		},
		Clauses: "RFC 9293 3.6 case 1", See: "data-in-handshake",
	},
	{
		ID: "c13", Text: "The end that closes first goes FIN-WAIT-1, FIN-WAIT-2, TIME-WAIT", Settled: half,
		Says: "Or FIN-WAIT-1, CLOSING, TIME-WAIT, or straight from FIN-WAIT-1 to TIME-WAIT.",
		Exhibits: []Exhibit{
			{Shows: "straight", Ask: "close-fair" + patient + "-reach 'A=TIME-WAIT & B=LAST-ACK'", Comes: Reached},
			{Shows: "by FIN-WAIT-2", Ask: "close-fair" + patient + "-reach 'A=FIN-WAIT-2 & B=LAST-ACK'", Comes: Reached},
			{Shows: "by CLOSING", Ask: "close-fair" + patient + "-reach 'A=CLOSING'", Comes: Reached},
		},
		Clauses: "RFC 9293 3.3.2, figure 5", See: "four-way-close",
	},
	{
		ID: "c14", Text: "FIN with the ACK of our FIN takes FIN-WAIT-1 straight to TIME-WAIT", Settled: yes,
		Says:     "One segment does both: the ACK is looked at first, then the FIN.",
		Exhibits: []Exhibit{{Shows: "step 10", Ask: "close-fair" + patient + "-reach 'A=TIME-WAIT & B=LAST-ACK'", Comes: Reached}},
		Clauses:  "RFC 9293 3.10.7.4 fifth, then eighth", See: "four-way-close",
	},
	{
		ID: "c15", Text: "CLOSING occurs only when both ends close at nearly the same time", Settled: yes,
		Says: "The other end has sent its FIN before it has received ours: it never is in CLOSE-WAIT or LAST-ACK then.",
		Exhibits: []Exhibit{
			{Shows: "never while the other end has closed second", Ask: "close-fair" + patient + "-never 'A=CLOSING & B=ESTABLISHED,CLOSE-WAIT,LAST-ACK'", Comes: Holds},
			{Shows: "both FINs are on their way at once", Ask: "simultaneous-close" + patient + "-reach 'both=CLOSING'", Comes: Reached},
		},
		Clauses: "RFC 9293 3.6 case 3, figure 13", See: "simultaneous-close",
	},
	{
		ID: "c16", Text: "TIME-WAIT is only ever seen at the end that closed first", Settled: no,
		Says:     "After a simultaneous close both ends are in it.",
		Exhibits: []Exhibit{{Shows: "both", Ask: bothWait, Comes: Reached}},
		Clauses:  "RFC 9293 3.6 case 3, figure 13", See: "time-wait-both",
	},
	{
		ID: "c17", Text: "Exactly one end enters TIME-WAIT in an orderly close", Settled: no,
		Says: "One or two, and never none.",
		Exhibits: []Exhibit{
			{Shows: "two", Ask: bothWait, Comes: Reached},
			{Shows: "one", Ask: "close-fair" + patient + "-reach 'A=TIME-WAIT & B=CLOSED & B.incarnation=1'", Comes: Reached},
			{Shows: "never none", Ask: "close-fair" + patient + "-leads-to 'A.closed & B.closed' 'some=TIME-WAIT'", Comes: Holds},
		},
		Clauses: "RFC 9293 3.6", See: "time-wait-both",
	},
}

var claimsOfWaiting = []Claim{
	{
		ID: "c18", Text: "TIME-WAIT lasts 2MSL so that a lost last ACK can be repeated", Settled: half,
		Says: "It can be repeated while TIME-WAIT lasts, and each repetition starts it anew; but how long the peer repeats its FIN is not bounded by MSL, and no length suffices if ACKs are lost for ever.",
		Exhibits: []Exhibit{
			{Shows: "not if every ACK is lost", Ask: "close-fair" + patient + "-property last-ack-exits -assume MONO,TICK,TMR,APP,READ", Comes: Violated},
			{Shows: "without the repetition LAST-ACK never ends", Ask: "time-wait-ends" + patient + "-mutant time-wait-no-reack -property last-ack-exits", Comes: Violated},
			{Shows: "with it, and if not all are lost, both ends come to CLOSED", Ask: "time-wait-ends -property close-completes", Comes: Holds},
		},
		Clauses: "RFC 9293 3.6.1, 3.10.7.4 eighth", See: "lost-last-ack",
	},
	{
		ID: "c19", Text: "TIME-WAIT lasts 2MSL so that old segments die before the pair is used again", Settled: assumed,
		Says: "If numbers repeat, segments live for MSL at most, each is delivered once, and who ends a connection without TIME-WAIT rests for more than MSL as well. If numbers advance it is the numbers that protect, and TIME-WAIT may be as short as it likes.",
		Exhibits: []Exhibit{
			{Shows: "the same number every time, no TIME-WAIT", Ask: "try-again -mutant no-time-wait -property no-old-segment-accepted", Comes: Violated},
			{Shows: "the same number every time, 2MSL: the end without TIME-WAIT is not safe", Ask: "try-again -property no-old-segment-accepted", Comes: Violated},
			{Shows: "the same, and it rests as well", Ask: rested, Comes: Holds},
			{Shows: "numbers that advance, TIME-WAIT of any length, none included", Ask: "reincarnation -property no-old-segment-accepted", Comes: Holds},
		},
		Clauses: "RFC 9293 3.4.1 to 3.4.3, 3.6.1", See: "time-wait",
	},
	{
		ID: "c20", Text: "A FIN received again in TIME-WAIT is acknowledged again and 2MSL starts anew", Settled: half,
		Says: "So it is meant. By the letter the repeated FIN lies left of the window, is acknowledged by the first check, and never gets to the place where 2MSL start anew.",
		Exhibits: []Exhibit{
			{Shows: "by the letter", Ask: "-hazards H06", Comes: Violated},
			{Shows: "as it is meant", Ask: "-hazards H06", Comes: Holds},
		},
		Clauses: "RFC 9293 3.10.7.4 first and eighth; option time_wait_restart (A09)", See: "lost-last-ack",
	},
	{
		ID: "c21", Text: "2MSL is one segment's way there and one back", Settled: assumed,
		Says: "The last ACK may take MSL to arrive, and what was sent just before that lives for another MSL: then nothing is on its way to the end that waits. The other end has no TIME-WAIT, and where numbers repeat it has to rest as well once three segments are on their way.",
		Exhibits: []Exhibit{
			{Shows: "1MSL is too short", Ask: "try-again -mutant time-wait-1msl -property no-old-segment-accepted", Comes: Violated},
			{Shows: "2MSL is enough where no more than two segments are on their way", Ask: "try-again -bound segments=2 -property no-old-segment-accepted", Comes: Holds},
			{Shows: "and not where three are", Ask: "try-again -property no-old-segment-accepted", Comes: Violated},
			{Shows: "and then nothing is left", Ask: "time-wait -property time-wait-drains-network", Comes: Holds},
		},
		Clauses: "RFC 9293 3.4.2, 3.6.1; docs/results.md", See: "2msl",
	},
	{
		ID: "c22", Text: "TIME-WAIT always ends in CLOSED", Settled: assumed,
		Says: "By itself, or by a new SYN. Not if the FIN of the peer comes again and again, be it because every ACK of it is lost, or because somebody replays it.",
		Exhibits: []Exhibit{
			{Shows: "it ends", Ask: "time-wait-ends -property time-wait-closes", Comes: Holds},
			{Shows: "not if the peer never hears the ACK, and repeats its FIN for ever", Ask: "time-wait-ends" + patient + "-property time-wait-closes -assume MONO,LIFE,TICK,TMR,APP,READ", Comes: Violated},
		},
		Clauses: "RFC 9293 3.10.8, 3.10.7.4 eighth", See: "time-wait",
	},
	{
		ID: "c23", Text: "A connection in CLOSE-WAIT waits for the application; TCP alone never leaves it", Settled: yes,
		Says: "It is the obligation of the user.",
		Exhibits: []Exhibit{
			{Shows: "a user who never closes", Ask: "close-fair" + patient + "-mutant app-never-closes -property no-orphaned-close-wait", Comes: Violated},
			{Shows: "if all close at last it ends", Ask: "close-fair" + patient + "-property no-orphaned-close-wait", Comes: Holds},
		},
		Clauses: "RFC 9293 3.6 case 2, 3.10.4", See: "close-wait",
	},
	{
		ID: "c24", Text: "CLOSE-WAIT ends by a timeout if the application does not close", Settled: no,
		Says: "Nothing is outstanding, so no timer runs. Keep-alive, if it is on, or a RST ends it when the peer has gone.",
		Exhibits: []Exhibit{
			{Shows: "the peer has gone, and it stays", Ask: "fin-wait-2-timed -set both.patient=1,B.CLOSE=0 -leads-to 'A=CLOSED & B=CLOSE-WAIT' 'B=CLOSED'", Comes: Violated},
			{Shows: "with keep-alive it ends", Ask: "fin-wait-2-timed -policy Hardened,fin_wait_2_timeout=on,keep_alive=on -set both.patient=1,B.CLOSE=0 -leads-to 'A=CLOSED & B=CLOSE-WAIT' 'B=CLOSED'", Comes: Holds},
		},
		Clauses: "RFC 9293 3.10.8, 3.8.4", See: "close-wait-practice",
	},
	{
		ID: "c25", Text: "FIN-WAIT-2 ends by a timeout", Settled: half,
		Says: "Not in the RFC. Linux and FreeBSD have one for connections that no process holds any more.",
		Exhibits: []Exhibit{
			{Shows: "by the RFC it lasts for ever if the peer is dead", Ask: "close-fair -set both.patient=1,B.CRASH=1 -leads-to 'A=FIN-WAIT-2' 'A=TIME-WAIT,CLOSED'", Comes: Violated},
			{Shows: "with the timeout it ends", Ask: "fin-wait-2-timed -property fin-wait-2-exits", Comes: Holds},
		},
		Clauses: "RFC 9293 3.6 case 1; option fin_wait_2_timeout (A29)", See: "fin-wait-2",
	},
	{
		ID: "c26", Text: "FIN-WAIT-1 and LAST-ACK end by a timeout when no acknowledgement comes", Settled: assumed,
		Says: "By R2 or the user timeout, if there is no answer at all. A peer that answers the probes of its closed window keeps FIN-WAIT-1 for ever.",
		Exhibits: []Exhibit{
			{Shows: "FIN-WAIT-1, on a network that loses everything", Ask: "close-hopeless -property fin-wait-1-exits", Comes: Holds},
			{Shows: "LAST-ACK", Ask: "close-hopeless -property last-ack-exits", Comes: Holds},
			{Shows: "not behind a closed window", Ask: "zero-window-fair -set B.RECEIVE=0,B.CLOSE=0,both.patient=1 -leads-to 'A=FIN-WAIT-1' 'A=FIN-WAIT-2,CLOSING,TIME-WAIT,CLOSED'", Comes: Violated},
		},
		Clauses: "RFC 9293 3.8.3, 3.10.8, 3.8.6.1 (MUST-37)", See: "fin-wait-1",
	},
}

var claimsOfTrouble = []Claim{
	{
		ID: "c27", Text: "SYN-SENT ends in CLOSED when nobody answers, SYN-RECEIVED too", Settled: yes,
		Says: "By R2 or the user timeout. A passive SYN-RECEIVED may go back to LISTEN in place of CLOSED.",
		Exhibits: []Exhibit{
			{Shows: "SYN-SENT", Ask: "open-given-up -property syn-sent-exits", Comes: Holds},
			{Shows: "SYN-RECEIVED", Ask: "open-given-up -property syn-received-exits", Comes: Holds},
			{Shows: "nobody answers", Ask: "open-given-up -reach 'A=CLOSED & B=CLOSED & A.incarnation=1'", Comes: Reached},
		},
		Clauses: "RFC 9293 3.8.3, 3.10.8; option r2_passive (A31)", See: "refused-or-reset",
	},
	{
		ID: "c28", Text: "The passive end is CLOSED as soon as the last ACK arrives, before the active end", Settled: assumed,
		Says: "If TIME-WAIT lasts 2MSL and the last ACK arrives: it needs MSL at most. If it is lost, TIME-WAIT may end first.",
		Exhibits: []Exhibit{
			{Shows: "the passive end is first", Ask: "close-fair" + patient + "-reach 'A=TIME-WAIT & B=CLOSED & B.incarnation=1'", Comes: Reached},
			{Shows: "and never the other one, if every segment arrives once", Ask: "time-wait -set both.patient=1,B.CLOSE=1 -never 'some=LAST-ACK & some=CLOSED'", Comes: Holds},
			{Shows: "if ACKs are lost it may be", Ask: "time-wait-ends" + patient + "-reach 'A=CLOSED & B=LAST-ACK'", Comes: Reached},
		},
		Clauses: "RFC 9293 3.6, figure 12", See: "time-wait-both",
	},
	{
		ID: "c29", Text: "tcp_fin_timeout sets the length of TIME-WAIT on Linux", Settled: no,
		Says: "It is the timeout of FIN-WAIT-2 when no process holds the connection. TIME-WAIT lasts 60 seconds there, which no switch changes.",
		Exhibits: []Exhibit{
			{Shows: "TIME-WAIT lasts 2MSL with that timeout, as without", Ask: "time-wait -policy Hardened,fin_wait_2_timeout=on -property time-wait-full-length", Comes: Holds},
			{Shows: "what it ends is FIN-WAIT-2", Ask: "fin-wait-2-timed -property fin-wait-2-exits", Comes: Holds},
		},
		Clauses: "option fin_wait_2_timeout (A29); docs/conformance-linux.md has it measured", See: "fin-wait-2",
	},
	{
		ID: "c30", Text: "While the pair is in TIME-WAIT it cannot be used again", Settled: half,
		Says: "A new SYN beyond all old numbers reopens it. What cannot be done is to use it as if nothing had been.",
		Exhibits: []Exhibit{
			{Shows: "reopened", Ask: reopening, Comes: Reached},
			{Shows: "and nothing old is accepted", Ask: "time-wait-reopened -property no-old-segment-accepted", Comes: Holds},
		},
		Clauses: "RFC 9293 3.6.1 (MAY-2, SHLD-4); RFC 6191; options time_wait_syn, open_from_time_wait", See: "time-wait-reuse",
	},
	{
		ID: "c31", Text: "An orderly close loses no data", Settled: assumed,
		Says: "If both read to the end. CLOSE with unread octets may reset, and ABORT does.",
		Exhibits: []Exhibit{
			{Shows: "the end of the stream comes after all octets", Ask: "data-and-close -property eof-after-close", Comes: Holds},
			{Shows: "no gap, no duplicate, nothing foreign", Ask: "data-and-close -property stream-prefix", Comes: Holds},
			{Shows: "not if CLOSE ends both directions", Ask: "full-duplex-close -set B.CLOSE=0 -never 'B=ESTABLISHED,CLOSE-WAIT & B.sent=1 & A=CLOSED & A.incarnation=1'", Comes: Violated},
		},
		Clauses: "RFC 9293 3.6, 3.6.1 (SHLD-3)", See: "two-segments-close",
	},
	{
		ID: "c32", Text: "RST ends a connection at once", Settled: half,
		Says: "At the end that it reaches, and at the exact number. Elsewhere in the window it draws a challenge ACK, and if it is lost the other end stays half open.",
		Exhibits: []Exhibit{
			{Shows: "if and only if it is exact", Ask: "abort -property rst-exact", Comes: Holds},
			{Shows: "the RST is lost: one end has gone, the other has not", Ask: "abort -set both.CLOSE=0,B.ABORT=0 -reach 'A=CLOSED & B=ESTABLISHED & flying=0'", Comes: Reached},
			{Shows: "it learns if it sends", Ask: "abort-fair -property abort-reaches-peer", Comes: Holds},
		},
		Clauses: "RFC 9293 3.10.7.4 second, 3.5.3; option rst_validation", See: "blind-reset",
	},
	{
		ID: "c33", Text: "Keep-alive finds a dead peer, without it a half-open connection stays for ever if nothing is sent", Settled: yes,
		Says: "By the RST that a probe draws, or by silence.",
		Exhibits: []Exhibit{
			{Shows: "without", Ask: "half-open-kept-alive -policy Hardened -leads-to 'A=CLOSED & B=ESTABLISHED' 'B=CLOSED'", Comes: Violated},
			{Shows: "with", Ask: "half-open-kept-alive -leads-to 'A=CLOSED & B=ESTABLISHED' 'B=CLOSED'", Comes: Holds},
		},
		Clauses: "RFC 9293 3.8.4", See: "keepalive",
	},
	{
		ID: "c34", Text: "SYN is meaningful only in the handshake", Settled: half,
		Says: "In a synchronized state it changes nothing and draws a challenge ACK, by which a peer that has restarted is found out; in TIME-WAIT it may reopen.",
		Exhibits: []Exhibit{
			{Shows: "it may reopen TIME-WAIT", Ask: reopening, Comes: Reached},
			{Shows: "it changes no other synchronized state", Ask: "half-open -property syn-inert-when-synchronized", Comes: Holds},
			{Shows: "but it must be answered", Ask: "old-connection-fair -mutant syn-ignored -property caller-answered", Comes: Violated},
		},
		Clauses: "RFC 9293 3.10.7.4 fourth; RFC 5961 4", See: "old-syn",
	},
	{
		ID: "c35", Text: "CLOSED is fictional: no connection", Settled: yes,
		Says:     "An end is CLOSED if and only if there is no TCB: nothing is remembered there.",
		Exhibits: []Exhibit{{Shows: "in every state of a connection that opens and closes", Ask: "close -property closed-iff-no-tcb", Comes: Holds}},
		Clauses:  "RFC 9293 3.3.2",
	},
	{
		ID: "c36", Text: "A connect that fails is refused (RST), timed out (no answer), or unreachable (ICMP)", Settled: yes,
		Says: "These three end SYN-SENT without a connection, beside the user's own CLOSE or ABORT.",
		Exhibits: []Exhibit{
			{Shows: "refused", Ask: "refused -set A.CLOSE=0 -reach 'A=CLOSED & A.incarnation=1'", Comes: Reached},
			{Shows: "timed out", Ask: "open-given-up -reach 'A=CLOSED & B=CLOSED & A.incarnation=1'", Comes: Reached},
			{Shows: "unreachable", Ask: "icmp -set both.CLOSE=0 -reach 'A=CLOSED & A.incarnation=1'", Comes: Reached},
		},
		Clauses: "RFC 9293 3.10.7.3 second, 3.8.3, 3.9.2.2", See: "refused-or-reset",
	},
}
