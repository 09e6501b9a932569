package why

// opening is about how a connection begins.
var opening = []Answer{
	{
		Name: "three-way-handshake", Question: "Why does opening take three segments?",
		Says: "Each end has to learn that the other has received its initial sequence number, and a SYN that arrives says nothing " +
			"of when it was sent. With two segments the listener believes any SYN: here one that was refused long ago, of which a copy comes " +
			"when somebody listens. The third segment is the proof that whoever is there now has seen this SYN,ACK, and only then is there a connection.",
		Half: "\"So that both know that the other can send and receive.\" A fourth segment would tell A as much of B as the third tells B of A, " +
			"and so on without end: no number of segments makes both sure that the last one arrived. What three buy is that no old SYN opens a connection.",
		Exhibits: []Exhibit{
			{Shows: "Wrong: a SYN takes LISTEN straight to ESTABLISHED", Ask: "handshake -mutant two-way-handshake -never 'A=CLOSED & B=ESTABLISHED'", Comes: Violated, Remarks: []Remark{
				{"RST.* arrives", "A is refused: B does not listen yet. That should be the end of it. But the network has a second copy of the SYN."},
				{"SYN.*duplicate", "The copy arrives when B listens. B cannot see that nobody is there any more, and believes in a connection that only it has."},
			}},
			{Shows: "Right: the same SYN takes LISTEN to SYN-RECEIVED, and the proof never comes", Ask: "handshake -never 'A=CLOSED & B=ESTABLISHED'", Comes: Holds},
			{Shows: "The same with a SYN of a connection from before: ESTABLISHED only with a peer that has seen our SYN", Ask: "old-syn-at-listener -property established-has-peer", Comes: Holds},
		},
		Clauses: "RFC 9293 3.5, figure 8 (an old SYN), 3.10.7.2 (LISTEN), 3.10.7.4 fifth (SYN-RECEIVED)",
		Seen: "The half that is open is SYN-RECV in ss -tan and SYN_RECV in netstat -tan, for the listener only; the caller says SYN-SENT, and ESTAB one segment earlier than the listener. " +
			"accept() returns after the third segment, connect() after the second.",
	},
	{
		Name: "isn", Question: "Why does each connection begin with another sequence number?",
		Says: "A segment that is left of an earlier connection between the same two ports can be told from one of this connection by its numbers, and by nothing else. " +
			"If every connection begins at the same number, an old FIN fits exactly. If each begins beyond all numbers that were used before, nothing old fits, whatever the network does and however short TIME-WAIT is.",
		Half: "\"So that nobody can guess it.\" That is the other reason, and the newer one (RFC 6528): the number has to be hard to guess for those who do not see it, and still move on for those who use the pair of ports again.",
		Exhibits: []Exhibit{
			{Shows: "Wrong: every connection begins at the same number", Ask: "reincarnation -mutant iss-constant -property no-old-segment-accepted", Comes: Violated, Remarks: []Remark{
				{"A: CLOSE, FIN-WAIT-1", "A closes. Keep an eye on this FIN: the network will keep a copy."},
				{"B: .* LAST-ACK|B: .*arrives, LAST-ACK", "It is received, and B closes too."},
				{"A: OPEN active, SYN-SENT.*#2", "A opens a second connection between the same ports, with the same first number."},
				{"B: .*old.* arrives", "The copy of the first FIN comes. Its number is the next that B expects: B believes that the A of now has closed."},
			}},
			{Shows: "Right: each begins beyond all that were used before", Ask: "reincarnation -property no-old-segment-accepted", Comes: Holds},
		},
		Clauses: "RFC 9293 3.4.1 (MUST-8), RFC 6528; TIME-WAIT is the second line of defence, see explore why time-wait",
		Seen:    "Wireshark shows relative numbers and hides it: Edit, Preferences, Protocols, TCP, Relative sequence numbers off. tcpdump -S prints them as they are.",
	},
	{
		Name: "simultaneous-open", Question: "What happens if both ends call at once?",
		Says: "One connection comes of it, not two: each end takes the SYN of the other, goes from SYN-SENT to SYN-RECEIVED and answers with a SYN,ACK. " +
			"Who is client and who is server is not a matter of TCP. By the letter each SYN,ACK lies left of the window it arrives at, so it has to be acknowledged, or both wait for ever.",
		Half: "\"SYN-SENT is a state of clients and SYN-RECEIVED one of servers.\" Both ends pass through both here.",
		Exhibits: []Exhibit{
			{Shows: "Wrong: a SYN,ACK that lies left of the window draws no ACK", Ask: "try-crossing-literal -mutant simultaneous-open-silent -property simultaneous-open-succeeds", Comes: Violated, Remarks: []Remark{
				{"OPEN active", "Both call, and the SYNs cross."},
				{"SYN,ACK seq=0 ack=1 arrives", "The SYN of this SYN,ACK was received already: it is old, and old segments are to draw an ACK. Without it the ends never learn that they are heard."},
			}},
			{Shows: "Right: both come to ESTABLISHED", Ask: "simultaneous-open-fair -property simultaneous-open-succeeds", Comes: Holds},
			{Shows: "and this is how", Ask: "simultaneous-open-fair -reach 'both=ESTABLISHED'", Comes: Reached, Remarks: []Remark{
				{"arrives, SYN-RECEIVED", "A SYN without ACK in SYN-SENT: the other end calls too."},
				{"arrives, ESTABLISHED", "Its SYN,ACK is the proof for this end."},
			}},
		},
		Clauses: "RFC 9293 3.5, figure 7; 3.10.7.3 fourth; where figure and text contradict each other: option simultaneous_open",
		Seen:    "Both ends show SYN-SENT, then SYN-RECV, then ESTAB, and neither has a LISTEN. Peers behind NATs do it on purpose; a socket that connects to its own address does it with itself.",
	},
	{
		Name: "mss", Question: "Is the maximum segment size negotiated?",
		Says: "No. Each end announces in its SYN the largest segment that it wants to receive, and nobody answers to that; there is one limit for each direction, and the two may differ. " +
			"An end that hears nothing has to assume 536 octets (IPv4) or 1220 (IPv6).",
		Half: "\"The smaller of the two values is used.\" Each end sends no more than the other has announced and than its own way out carries; that the two directions come out the same is the usual case and no rule.",
		Exhibits: []Exhibit{
			{Shows: "A announces 1 and B 2: connected, A may send 2 octets at a time and B 1", Ask: "handshake -set A.MSS=1,B.MSS=2 -reach 'both=ESTABLISHED & A.SND.MSS=2 & B.SND.MSS=1'", Comes: Reached, Remarks: []Remark{
				{"A: OPEN active", "A: send me 1 octet at a time."},
				{"B: .*SYN seq.* arrives", "B has heard it, and answers with what it wants itself: 2. It does not agree, and does not object."},
				{"A: .*SYN,ACK.* arrives", "From here on A sends up to 2, B 1."},
			}},
			{Shows: "and it never comes out otherwise", Ask: "handshake -set A.MSS=1,B.MSS=2 -never 'both=ESTABLISHED & (A.SND.MSS!=2 | B.SND.MSS!=1)'", Comes: Holds},
		},
		Clauses: "RFC 9293 3.7.1 (MUST-14 to MUST-16), 3.2",
		Seen:    "ss -tni shows mss (what is sent), advmss (what was announced) and rcvmss (what seems to come). tcpdump shows [mss 1460] on the SYN and the SYN,ACK, each its own.",
	},
}

// listening is about who waits to be called.
var listening = []Answer{
	{
		Name: "accept", Question: "What does accept wait for?",
		Says: "For a connection whose handshake is complete. It has no part in the handshake: the TCP takes the SYN, answers it and takes the ACK without a call of the user, who has called listen and nothing else. " +
			"So connect() of the other end returns although nobody has accepted, and may never.",
		Half: "\"accept() answers the SYN.\" Were it so, a SYN flood would cost nothing until somebody accepts; and connect() would hang while a server is busy, which it does not.",
		Exhibits: []Exhibit{
			{Shows: "B makes one call, listen (OPEN passive), and is connected", Ask: "handshake -reach 'both=ESTABLISHED'", Comes: Reached, Remarks: []Remark{
				{"B: OPEN passive", "The only thing that the user of B ever does."},
				{"B: .*SYN.* arrives", "The TCP answers by itself."},
				{"A: .*SYN,ACK.* arrives", "connect() of A returns here: A may send already. B is not ready yet."},
				{"B: .*ACK seq=1.* arrives", "Here the connection becomes one that accept() can return. If nobody calls it, it waits in the queue, and takes data."},
			}},
			{Shows: "Wrong: hand it out at the SYN, and it may be one with nobody", Ask: "handshake -mutant two-way-handshake -never 'A=CLOSED & B=ESTABLISHED'", Comes: Violated},
			{Shows: "Right: nothing is handed out of which the peer does not know", Ask: "handshake -property established-has-peer", Comes: Holds},
		},
		Clauses: "RFC 9293 3.9.1.1 (OPEN), 3.10.7.2, 3.10.7.4 fifth; accept is the sockets' name for what RFC 9293 leaves to the interface",
		Seen:    "A connection that nobody has accepted is ESTAB in ss without a process in ss -tnp; Recv-Q of the LISTEN line counts them.",
	},
	{
		Name: "backlog", Question: "What is in the queues of a listener, and what if they are full?",
		Says: "There are two: of SYNs that were answered (SYN-RECEIVED), and of connections that are complete and not accepted yet (ESTABLISHED). RFC 9293 knows neither; what becomes of a SYN that finds no room is left open, and stacks ignore it, " +
			"so that the caller sends it again (option full_backlog). The nasty case is a full second queue: the third segment is dropped, so that the caller believes to be connected while the listener is not.",
		Half: "\"backlog is how many clients may connect.\" It bounds those that wait for accept() at one time, and on Linux one more fits in.",
		Exhibits: []Exhibit{
			{Shows: "The caller is in ESTABLISHED and the listener in SYN-RECEIVED: an ordinary moment, and one that lasts if the last ACK is dropped", Ask: "open-fair -reach 'A=ESTABLISHED & B=SYN-RECEIVED & flying=0'", Comes: Reached, Remarks: []Remark{
				{"A: .*SYN,ACK.* arrives", "connect() returns. What A writes now is sent, and unanswered."},
				{"lost", "The third segment is lost, or dropped for want of room, which looks the same."},
			}},
			{Shows: "It is mended by whoever sends again: the SYN,ACK of B, or data of A, which bears the ACK", Ask: "open-fair -leads-to 'A=ESTABLISHED & B=SYN-RECEIVED' 'both=ESTABLISHED'", Comes: Holds},
			{Shows: "Wrong: the SYN,ACK is sent only once. The caller stays with a connection that the listener never completes", Ask: "open-fair -mutant no-synack-retransmit -leads-to 'A=ESTABLISHED & B=SYN-RECEIVED' 'both=ESTABLISHED'", Comes: Violated},
		},
		Clauses: "RFC 9293 3.9.1.1; option full_backlog (A60); MUST-11 (back to LISTEN)",
		Seen: "ss -ltn: Recv-Q is the length of the second queue and Send-Q its bound. nstat -az TcpExtListenOverflows TcpExtListenDrops count what was dropped; ss -tan state syn-recv is the first queue. " +
			"The bound is the smaller of the argument of listen() and net.core.somaxconn; tcp_abort_on_overflow=1 sends a RST instead.",
	},
	{
		Name: "syn-flood", Question: "What does a SYN flood do, and what are SYN cookies?",
		Says: "Each SYN costs the listener a TCB in SYN-RECEIVED, from a sender who has no cost and whose address may be forged. No rule of RFC 9293 lets the listener tell it from a real one before the third segment. " +
			"SYN cookies keep no TCB: the ISS is computed from the SYN and a secret, so that the third segment alone proves that somebody has received the SYN,ACK.",
		Half: "\"SYN-RECEIVED times out quickly.\" R2 of a SYN is to be at least three minutes by RFC 9293 (MUST-23); Linux gives up after tcp_synack_retries=5, which is 63 seconds. Cookies lose what does not fit into a number: options, but for a choice of segment sizes, and the repetition of the SYN,ACK.",
		Exhibits: []Exhibit{
			{Shows: "A SYN that nobody stands behind takes B to SYN-RECEIVED", Ask: "two-listeners -set both.CLOSE=0 -reach 'B=SYN-RECEIVED & A=LISTEN'", Comes: Reached, Remarks: []Remark{
				{"B: .*SYN.* arrives", "B cannot know that A never sent this. A TCB is made, a timer started."},
			}},
			{Shows: "Wrong: wait for ever. Without giving up, and if what is sent is lost, it never ends", Ask: "two-listeners -set both.CLOSE=0 -leads-to 'B=SYN-RECEIVED' 'B=CLOSED,LISTEN'", Comes: Violated},
			{Shows: "Right: SYN-RECEIVED ends, for who gets no answer gives up", Ask: "open-given-up -property syn-received-exits", Comes: Holds},
		},
		Clauses: "RFC 9293 3.8.3 (R2, MUST-23), 3.10.8; RFC 4987 (SYN flooding)",
		Seen:    "ss -tan state syn-recv | wc -l; the kernel logs \"possible SYN flooding ... Sending cookies\"; nstat -az TcpExtSyncookiesSent.",
	},
}
