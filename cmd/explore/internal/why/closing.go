package why

// transfer is about what goes on while a connection is open.
var transfer = []Answer{
	{
		Name: "zero-window", Question: "What happens when the receiver's window is closed?",
		Says: "The sender stops, and from time to time sends one octet beyond the window to ask: a probe. The ACK that opens the window again is a bare ACK, which nobody acknowledges and nobody repeats, so without probes its loss would stall both for ever. " +
			"As long as the probes are answered the connection stays, however long it takes.",
		Half: "\"The receiver tells when there is room again.\" It does, once, and that segment may be lost. It is the sender who has to ask.",
		Exhibits: []Exhibit{
			{Shows: "Wrong: nobody probes, and the segment that opens the window is lost", Ask: "-hazards H32", Comes: Violated, Remarks: []Remark{
				{"sends .*wnd=0", "The octet fills the buffer: the window is closed."},
				{"B: RECEIVE", "The user takes it, and the window opens. This is told once."},
				{"is lost|from B", "That segment is lost. A waits for it, B waits for A."},
			}},
			{Shows: "Right: with probes every octet arrives", Ask: "-hazards H32", Comes: Holds},
			{Shows: "A user who never receives keeps his peer probing for ever: no rule ends it", Ask: "zero-window-fair -set B.RECEIVE=0,B.CLOSE=0,both.patient=1 -leads-to 'A=FIN-WAIT-1' 'A=FIN-WAIT-2,CLOSING,TIME-WAIT,CLOSED'", Comes: Violated},
		},
		Clauses: "RFC 9293 3.8.6.1 (MUST-36, MUST-37), 3.8.6.2",
		Seen:    "ss -tno: timer:(persist,...); Send-Q grows here and Recv-Q at the other end, whose program does not read. Wireshark: TCP ZeroWindow, TCP ZeroWindowProbe. nstat: TcpExtTCPToZeroWindowAdv.",
	},
	{
		Name: "data-in-handshake", Question: "May data flow before both ends are ESTABLISHED, and after a FIN?",
		Says: "Yes. The caller may put octets on the segment that completes the handshake, which finds the listener in SYN-RECEIVED and takes it to ESTABLISHED; and a FIN ends one direction only, the other goes on. " +
			"What has to be ESTABLISHED is the end that delivers to its user, at the time when it delivers.",
		Half: "\"Data flows in ESTABLISHED.\" It flows in FIN-WAIT-1, FIN-WAIT-2 (inwards) and CLOSE-WAIT (outwards) as well.",
		Exhibits: []Exhibit{
			{Shows: "B is in SYN-RECEIVED when the octet comes", Ask: "handshake -set A.SEND=1,A.prompt=1,B.RECEIVE=any -reach 'B.received=1'", Comes: Reached, Remarks: []Remark{
				{"A: SEND", "The user of A is early: the octet waits."},
				{"sends .*data=1", "It goes out behind the ACK, and may overtake it or survive it."},
				{"B: .*data=1 arrives", "B was in SYN-RECEIVED. The segment acknowledges its SYN and brings an octet, in one."},
			}},
			{Shows: "but nothing is delivered to the user of an end that is in SYN-RECEIVED", Ask: "handshake -set A.SEND=1,A.prompt=1,B.RECEIVE=any -never 'B=SYN-RECEIVED & B.received>0'", Comes: Holds},
			{Shows: "After the FIN of A, B goes on to send: A in FIN-WAIT-2 receives", Ask: "data-in-close-wait -reach 'A=FIN-WAIT-2 & A.received=2'", Comes: Reached},
		},
		Clauses: "RFC 9293 3.10.7.2, 3.10.7.4 fifth and seventh; 3.6 case 1 (half-closed)",
		Seen:    "tcpdump: the third segment has a length. A server that sends after read() has returned 0 is legal; ss shows CLOSE-WAIT there, FIN-WAIT-2 at the other end, and octets going by.",
	},
}

// closing is about how a connection ends in order.
var closing = []Answer{
	{
		Name: "four-way-close", Question: "Why does closing take four segments, and when three?",
		Says: "Each direction is closed by its own FIN, and each FIN takes a sequence number so that it can be acknowledged: two FINs, two ACKs. " +
			"It is three when the other end closes before it has sent the ACK: then its FIN bears it. With delayed ACKs and a program that closes at once, three is what one sees.",
		Half: "\"Four, because each side says goodbye and is answered.\" The four may come in another order, too: when both close at once it is FIN, FIN, ACK, ACK. And \"why not three, as in the handshake?\": because the other end may have more to send, and nobody but its user knows.",
		Exhibits: []Exhibit{
			{Shows: "Wrong: a FIN that takes no number. No ACK can cover it, so it is repeated for ever", Ask: "try-close-fair -mutant fin-takes-no-seq -set B.CLOSE=0,both.patient=1 -leads-to 'A=FIN-WAIT-1' 'A=FIN-WAIT-2'", Comes: Violated, Remarks: []Remark{
				{"B: .*FIN.* arrives", "B has received the FIN and says so, but the ACK names the same number as before it."},
				{"A: .*ACK seq=1 ack=1 arrives", "A cannot tell: was the FIN received, or lost?"},
			}},
			{Shows: "Right: it is acknowledged at last", Ask: "close-fair -set B.CLOSE=0,both.patient=1 -leads-to 'A=FIN-WAIT-1' 'A=FIN-WAIT-2'", Comes: Holds},
			{Shows: "Four: A is in FIN-WAIT-2 before the FIN of B comes", Ask: "close-fair -set both.patient=1 -reach 'A=FIN-WAIT-2 & B=LAST-ACK & B.flying.FIN=1'", Comes: Reached, Remarks: []Remark{
				{"sends .*FIN", "One: the FIN of A."},
				{"B: .*FIN.* arrives", "Two: B acknowledges it, and its user has not closed."},
				{"B: TRANSMIT, LAST-ACK", "Three: the FIN of B. The fourth will be A's ACK of it."},
			}},
			{Shows: "Three: the FIN of B bears the ACK, and A never is in FIN-WAIT-2", Ask: "close-fair -set both.patient=1 -reach 'A=TIME-WAIT & B=LAST-ACK'", Comes: Reached, Remarks: []Remark{
				{"B: .*FIN.* arrives", "Here B sends an ACK of its own. If it is delayed, or lost as here or late, nothing depends on it:"},
				{"A: .*FIN,ACK seq=1 ack=2 arrives", "the FIN of B acknowledges that of A, too: straight from FIN-WAIT-1 to TIME-WAIT."},
			}},
		},
		Clauses: "RFC 9293 3.6, figures 12 and 13; 3.10.7.4 eighth; 3.4 (FIN takes a number)",
		Seen:    "tcpdump: Flags [F.], [.], [F.], [.], or [F.], [F.], [.]. An application closes one direction by shutdown(SHUT_WR); close() gives up the socket, and TCP goes on without it.",
	},
	{
		Name: "two-segments-close", Question: "Could closing take two segments?",
		Says: "Only if one FIN ended both directions. Then what the other end still sends has nobody to go to, and is answered by a RST: octets that TCP has accepted from its user are lost. " +
			"MAY-1 allows it, close() of sockets comes close to it, and the RST is there to say that something was lost (SHLD-3).",
		Half: "\"close() closes in order.\" Not with unread octets in the buffer: Linux and others send a RST then, and the peer may lose even what it has received and not read.",
		Exhibits: []Exhibit{
			{Shows: "Wrong: CLOSE ends both directions. B has sent an octet, and nobody will read it", Ask: "full-duplex-close -set B.CLOSE=0 -never 'B=ESTABLISHED,CLOSE-WAIT & B.sent=1 & A=CLOSED & A.incarnation=1'", Comes: Violated, Remarks: []Remark{
				{"B: SEND|B: .*data", "B sends."},
				{"A: CLOSE", "A closes, and the octet is unread, or not there yet."},
			}},
			{Shows: "Right: each direction closes by itself. A cannot be gone while B may send", Ask: "full-duplex-close -policy Hardened -set B.CLOSE=0 -never 'B=ESTABLISHED,CLOSE-WAIT & B.sent=1 & A=CLOSED & A.incarnation=1'", Comes: Holds},
			{Shows: "and what a user sends before he closes arrives", Ask: "half-close -property eof-after-close", Comes: Holds},
		},
		Clauses: "RFC 9293 3.6 (MAY-1), 3.6.1 (SHLD-3); option half_duplex_close; RFC 2525 2.17",
		Seen:    "A RST right after data in a capture; ECONNRESET at the end that still had something to say. Read until 0 before close(), or shutdown(SHUT_WR) and read.",
	},
	{
		Name: "simultaneous-close", Question: "What is CLOSING for?",
		Says: "When both FINs cross, each end receives a FIN before the ACK of its own. It has to wait for that ACK, and only the one that covers its FIN counts: the state in which it waits is CLOSING. " +
			"From there both ends go to TIME-WAIT, so that two TIME-WAITs come of one connection.",
		Half: "\"CLOSING needs both to close at the same moment.\" At the same moment within one way there and back: the one has not seen the FIN of the other when it closes. If the FIN bears the ACK, there is no CLOSING.",
		Exhibits: []Exhibit{
			{Shows: "Wrong: any ACK ends CLOSING", Ask: "close-fair -set both.patient=1 -mutant closing-any-ack -property last-ack-acknowledged", Comes: Violated, Remarks: []Remark{
				{"FIN-WAIT-1, sends .*ACK seq=2 ack=1", "An ACK of something old. It says nothing of any FIN of A."},
				{"arrives, CLOSING", "The FINs have crossed: A waits for the ACK of its own."},
				{"arrives, TIME-WAIT", "The old ACK comes, and A believes that its FIN was received. It has not even been sent."},
			}},
			{Shows: "Right: only the ACK of the FIN", Ask: "close-fair -set both.patient=1 -property last-ack-acknowledged -assume LIFE,REL", Comes: Holds},
			{Shows: "Both ends in CLOSING", Ask: "simultaneous-close -set both.patient=1 -reach 'both=CLOSING'", Comes: Reached, Remarks: []Remark{
				{"sends .*FIN", "One FIN is on its way ..."},
				{"sends .*FIN", "... and so is the other."},
				{"arrives, CLOSING", "A FIN comes, and our own is not acknowledged yet."},
			}},
			{Shows: "and both in TIME-WAIT", Ask: "close -set both.patient=1 -reach 'both=TIME-WAIT'", Comes: Reached},
		},
		Clauses: "RFC 9293 3.6 case 3, figure 13; 3.10.7.4 fifth (CLOSING) and eighth",
		Seen:    "CLOSING in ss and netstat, for one round trip: hardly ever seen. If it stays, the last ACKs are lost or blocked.",
	},
	{
		Name: "close-wait", Question: "Why do connections stay in CLOSE-WAIT?",
		Says: "Because the program has not closed. The peer has closed, TCP has told the program so (read returns 0), and now it waits for the program, which may go on to send as long as it likes. " +
			"No timer of TCP ends CLOSE-WAIT.",
		Half: "\"It will time out.\" Nothing times out, for nothing is outstanding. What can end it are keep-alive, if it is on, a RST of the peer, and the end of the process.",
		Exhibits: []Exhibit{
			{Shows: "Wrong: the program never closes", Ask: "close-fair -set both.patient=1 -mutant app-never-closes -property no-orphaned-close-wait", Comes: Violated, Remarks: []Remark{
				{"B: .*FIN.* arrives", "read() of B returns 0. From here on it is up to B's program."},
				{"FIN-WAIT-2", "A waits for the FIN of B. Neither TCP has anything to do, nor any timer."},
			}},
			{Shows: "Right: if every user closes at last, CLOSE-WAIT ends", Ask: "close-fair -set both.patient=1 -property no-orphaned-close-wait", Comes: Holds},
		},
		Clauses: "RFC 9293 3.6 case 2, 3.10.4 (CLOSE in CLOSE-WAIT), 3.10.7.4 eighth",
		Seen:    "ss -tanp state close-wait names the process that has to close. Recv-Q is 1 if it has not even read the end. Look for a socket that is dropped without close(): an exception, a pool, a forgotten fork.",
	},
	{
		Name: "close-wait-practice", Question: "There are thousands of CLOSE-WAIT: what happened, and what happens to the other end?",
		Says: "A program leaks sockets: clients close, and it never closes its end. The other ends sit in FIN-WAIT-2, and because real stacks give that a timeout (Linux: tcp_fin_timeout, 60 s), they are gone soon, and nobody is left at the other end. " +
			"What this end sends then is answered by a RST; if it sends nothing it never hears of it.",
		Half: "\"Lower tcp_fin_timeout\", \"tune tcp_tw_reuse\". Neither touches CLOSE-WAIT. Only the program does, or keep-alive, which finds that the peer has gone.",
		Exhibits: []Exhibit{
			{Shows: "The peer has gone by its timeout; CLOSE-WAIT has not", Ask: "fin-wait-2 -set both.patient=1 -reach 'A=CLOSED & B=CLOSE-WAIT'", Comes: Reached, Remarks: []Remark{
				{"B: .*FIN.* arrives", "The client closes. The server's program does not notice, or does not care."},
				{"FIN-WAIT-2 TIMEOUT", "Sixty seconds later the client has forgotten. Nothing is sent: the server does not hear of it."},
			}},
			{Shows: "and so it stays", Ask: "fin-wait-2-timed -set both.patient=1,B.CLOSE=0 -leads-to 'A=CLOSED & B=CLOSE-WAIT' 'B=CLOSED'", Comes: Violated},
			{Shows: "Keep-alive finds it out", Ask: "fin-wait-2-timed -policy Hardened,fin_wait_2_timeout=on,keep_alive=on -set both.patient=1,B.CLOSE=0 -leads-to 'A=CLOSED & B=CLOSE-WAIT' 'B=CLOSED'", Comes: Holds},
			{Shows: "and so does a program that closes", Ask: "fin-wait-2-timed -set both.patient=1 -leads-to 'A=CLOSED & B=CLOSE-WAIT' 'B=CLOSED'", Comes: Holds},
		},
		Clauses: "RFC 9293 3.6 case 2; option fin_wait_2_timeout; 3.8.4",
		Seen:    "ss -tan state close-wait | wc -l grows with the number of open files (ls /proc/PID/fd | wc -l) until EMFILE. At the clients: nothing.",
	},
	{
		Name: "fin-wait-1", Question: "Why does a connection stay in FIN-WAIT-1?",
		Says: "Its FIN is not acknowledged: it is lost again and again, the peer is gone, or the FIN waits behind octets that a closed window holds back. " +
			"The first two end by giving up (R2, ETIMEDOUT), the third does not end as long as the peer answers the probes.",
		Half: "\"FIN-WAIT-1 times out.\" By R2 or the user timeout if nobody answers; not if a peer that never reads answers.",
		Exhibits: []Exhibit{
			{Shows: "Wrong: the FIN is sent once", Ask: "close-fair -mutant no-fin-retransmit -set both.patient=1 -property fin-wait-1-exits", Comes: Violated, Remarks: []Remark{
				{"FIN.* is lost", "Nobody will ever know."},
			}},
			{Shows: "Right: repeated, on a network that does not lose it for ever", Ask: "close-fair -property fin-wait-1-exits", Comes: Holds},
			{Shows: "or given up, on one that does", Ask: "close-hopeless -property fin-wait-1-exits", Comes: Holds},
			{Shows: "but a peer that never reads and answers every probe keeps it there", Ask: "zero-window-fair -set B.RECEIVE=0,B.CLOSE=0,both.patient=1 -leads-to 'A=FIN-WAIT-1' 'A=FIN-WAIT-2,CLOSING,TIME-WAIT,CLOSED'", Comes: Violated},
		},
		Clauses: "RFC 9293 3.10.4, 3.10.7.4 fifth (FIN-WAIT-1), 3.8.3 (R2), 3.8.6.1 (MUST-37)",
		Seen:    "ss -tano state fin-wait-1: timer:(on,...,n) has the retransmissions, timer:(persist,...) a closed window; Send-Q has what is left. Linux gives orphans tcp_orphan_retries (8) tries.",
	},
	{
		Name: "fin-wait-2", Question: "Why does FIN-WAIT-2 have a timeout in real stacks?",
		Says: "RFC 9293 gives it none: our FIN is acknowledged, nothing is outstanding, no timer runs. If the peer is dead, or its program never closes, it lasts for ever. " +
			"Stacks therefore end it when the program has gone (orphans), which breaks a promise only if the peer would still have sent.",
		Half: "\"FIN-WAIT-2 times out after 60 seconds.\" On Linux, if the process has called close(). After shutdown(SHUT_WR) the socket is still owned, and it waits as the RFC says.",
		Exhibits: []Exhibit{
			{Shows: "Wrong: no timeout, and the peer crashes after it has acknowledged our FIN", Ask: "close-fair -set both.patient=1,B.CRASH=1 -leads-to 'A=FIN-WAIT-2' 'A=TIME-WAIT,CLOSED'", Comes: Violated, Remarks: []Remark{
				{"A: .*arrives, FIN-WAIT-2", "Nothing is outstanding any more."},
				{"B: CRASH", "The FIN of B will not come. A has no reason to send anything, and so never learns."},
			}},
			{Shows: "Right in practice: with the timeout it ends", Ask: "fin-wait-2-timed -property fin-wait-2-exits", Comes: Holds},
			{Shows: "By the RFC: it ends if the peer lives and closes", Ask: "close-fair -property fin-wait-2-exits", Comes: Holds},
		},
		Clauses: "RFC 9293 3.6 case 1, 3.10.7.4 eighth; option fin_wait_2_timeout (A29)",
		Seen:    "ss -tano state fin-wait-2: timer:(timewait,59sec,0) for orphans, and none for sockets that a process still holds. net.ipv4.tcp_fin_timeout is this time, and not the length of TIME-WAIT.",
	},
	{
		Name: "last-ack", Question: "Why does a connection stay in LAST-ACK?",
		Says: "Its FIN is sent and not acknowledged. Usually the last ACK was lost; the FIN is repeated, and TIME-WAIT at the other end answers again, which is what TIME-WAIT is for. " +
			"If the other end has gone already, its RST ends LAST-ACK as well; if it is unreachable, giving up does.",
		Half: "\"LAST-ACK ends when an ACK comes.\" When the ACK of the FIN comes. Any other ACK, an old one for instance, says nothing of the FIN.",
		Exhibits: []Exhibit{
			{Shows: "Wrong: any ACK ends LAST-ACK", Ask: "close-fair -mutant last-ack-any-ack -set both.patient=1 -property last-ack-acknowledged", Comes: Violated, Remarks: []Remark{
				{"A: .*FIN-WAIT-1, sends .*ACK seq=2 ack=1", "An ACK that A sends before it has heard of any FIN of B."},
				{"B: TRANSMIT, LAST-ACK", "B sends its FIN."},
				{"B: .*arrives, CLOSED", "The old ACK arrives, and B is gone. Whether A has its FIN nobody knows."},
			}},
			{Shows: "Wrong: TIME-WAIT does not acknowledge a FIN again, and the last ACK is lost", Ask: "time-wait-ends -set both.patient=1 -mutant time-wait-no-reack -property last-ack-exits", Comes: Violated, Remarks: []Remark{
				{"arrives, TIME-WAIT", "The last ACK is sent ..."},
				{"is lost", "... and lost."},
				{"RETRANSMISSION TIMEOUT, LAST-ACK", "B repeats its FIN. Nobody answers."},
			}},
			{Shows: "Right: it ends", Ask: "close-fair -property last-ack-exits", Comes: Holds},
			{Shows: "and on a network that loses every ACK, by giving up", Ask: "close-hopeless -property last-ack-exits", Comes: Holds},
		},
		Clauses: "RFC 9293 3.10.7.4 fifth (LAST-ACK, TIME-WAIT); 3.8.3; option last_ack_partial (A18)",
		Seen:    "ss -tano state last-ack: timer:(on,...) with its retransmissions. Many of them: a firewall that forgets connections before their last ACK.",
	},
}
