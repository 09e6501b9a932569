package why

// refusing is about calls that come to nothing, and connections that are lost.
var refusing = []Answer{
	{
		Name: "rst-refused", Question: "Why does a closed port answer with RST?",
		Says: "It is the only way in which the caller learns that nobody listens, and the only way in which an end learns that its peer has forgotten the connection. " +
			"Without it the one waits until it gives up, and the other sends for ever.",
		Half: "\"A firewall that drops is as good.\" It makes every mistake cost the caller the time of R2, minutes, and it keeps connections half open that a RST would end.",
		Exhibits: []Exhibit{
			{Shows: "A SYN to where nobody listens is refused at once", Ask: "refused -set A.CLOSE=0 -reach 'A=CLOSED & A.incarnation=1'", Comes: Reached, Remarks: []Remark{
				{"B: .*SYN.* arrives", "Nothing is there: CLOSED answers with a RST that acknowledges the SYN, so that the caller can believe it."},
				{"A: .*RST.* arrives", "3.10.7.3 calls it \"connection reset\"; to the program it is ECONNREFUSED."},
			}},
			{Shows: "Wrong: CLOSED says nothing. The caller never hears of it", Ask: "refused -set A.CLOSE=0 -mutant closed-silent -reach 'A=CLOSED & A.incarnation=1'", Comes: Cannot},
			{Shows: "Wrong: and who has lost its peer sends the same octet for ever", Ask: "half-open-fair -mutant closed-silent -property half-open-resolves", Comes: Violated, Remarks: []Remark{
				{"A: CRASH", "A reboots: it remembers nothing. B is not told."},
				{"B: TRANSMIT", "B sends to somebody who is not there any more."},
				{"A: .*arrives, CLOSED", "and A, which does not know of a connection, keeps silent."},
			}},
			{Shows: "Right: the RST ends it", Ask: "half-open-fair -property half-open-resolves", Comes: Holds},
		},
		Clauses: "RFC 9293 3.5.2 group 1, 3.10.7.1 (CLOSED), 3.10.7.3 second",
		Seen:    "connect(): ECONNREFUSED. tcpdump: Flags [R.] with ack = the number of the SYN plus one. nstat -az TcpOutRsts counts them.",
	},
	{
		Name: "refused-or-reset", Question: "Refused, reset, timed out, unreachable: what is the difference?",
		Says: "Refused (ECONNREFUSED) is a RST that answers our SYN: the host is there, the port is not. Reset (ECONNRESET) is a RST to a connection that was established: the peer aborted, crashed, or had unread data. " +
			"Timed out (ETIMEDOUT) is no answer at all until R2, and unreachable (EHOSTUNREACH, ENETUNREACH) is a report of ICMP, which ends an opening and nothing else.",
		Half: "\"RST in SYN-SENT is told as connection reset\": so says 3.10.7.3, and so says the ladder. Interfaces call it refused; TCP knows one signal, and the state tells which of the two it is.",
		Exhibits: []Exhibit{
			{Shows: "Refused", Ask: "refused -set A.CLOSE=0 -reach 'A=CLOSED & A.incarnation=1'", Comes: Reached, Remarks: []Remark{{"A: .*RST.* arrives", "ECONNREFUSED."}}},
			{Shows: "Reset", Ask: "abort -set both.CLOSE=0,B.ABORT=0 -reach 'A=CLOSED & B=CLOSED & B.incarnation=1'", Comes: Reached, Remarks: []Remark{
				{"A: ABORT", "A exits with SO_LINGER 0, or is killed with unread data in its buffer."},
				{"B: .*RST.* arrives", "read() of B: ECONNRESET; write() after that: EPIPE."},
			}},
			{Shows: "Timed out", Ask: "open-given-up -reach 'A=CLOSED & B=CLOSED & A.incarnation=1'", Comes: Reached, Remarks: []Remark{{"R2 REACHED", "ETIMEDOUT. With tcp_syn_retries=6 Linux needs some two minutes to get here."}}},
			{Shows: "Unreachable", Ask: "icmp -set both.CLOSE=0 -reach 'A=CLOSED & A.incarnation=1'", Comes: Reached, Remarks: []Remark{{"ICMP hard error", "A router says that it cannot be delivered. EHOSTUNREACH, or ECONNREFUSED if it says port unreachable."}}},
			{Shows: "In a connection, reports of ICMP change nothing under Hardened: anybody can forge them", Ask: "-hazards H41", Comes: Holds},
		},
		Clauses: "RFC 9293 3.10.7.3 second (SYN-SENT), 3.10.7.4 second (others), 3.8.3 (R2), 3.9.2.2 (ICMP); RFC 5461",
		Seen:    "errno of connect() and read(). ss shows nothing: the socket is gone. SO_ERROR has it for sockets that do not block.",
	},
	{
		Name: "half-open", Question: "What is a half-open connection, and who notices?",
		Says: "One end has crashed and forgotten, the other does not know. It notices if it sends, because CLOSED answers with RST, or if the other calls again, because it answers the new SYN with an ACK that draws a RST. " +
			"If neither does anything, it stays for ever: TCP sends nothing when there is nothing to say.",
		Half: "\"TCP notices when the cable is cut.\" It notices nothing; it gives up when what it has sent stays unacknowledged, and who only waits to receive has sent nothing.",
		Exhibits: []Exhibit{
			{Shows: "Nobody sends: it stays", Ask: "half-open-fair -set both.SEND=0 -leads-to 'A=CLOSED & B=ESTABLISHED' 'B=CLOSED'", Comes: Violated, Remarks: []Remark{
				{"A: CRASH", "The power goes. No FIN, no RST: nothing is sent."},
				{"B: .*arrives, ESTABLISHED", "B is connected with nobody, has nothing to send, and no timer runs."},
			}},
			{Shows: "If it sends, or is kept alive, it ends", Ask: "half-open-fair -property half-open-resolves", Comes: Holds},
			{Shows: "Wrong: the other calls again, and the SYN is ignored. The caller is never answered", Ask: "old-connection-fair -mutant syn-ignored -property caller-answered", Comes: Violated},
			{Shows: "Right: the challenge ACK draws a RST, and the way is free", Ask: "old-connection-fair -property caller-answered", Comes: Holds},
		},
		Clauses: "RFC 9293 3.5.1, figures 9 and 10; 3.10.7.4 fourth (challenge ACK, RFC 5961 section 4)",
		Seen:    "ESTAB on one side, nothing on the other. ss -tno shows no timer on the survivor. Linux closes such connections only by keep-alive, or by TCP_USER_TIMEOUT when it sends.",
	},
	{
		Name: "keepalive", Question: "What does keep-alive find out?",
		Says: "Whether the other end still knows the connection, when nobody has anything to send. A probe to one that has forgotten draws a RST; no answer to several of them counts as dead. " +
			"Without it an end with nothing to send never learns that its peer is gone.",
		Half: "\"Keep-alive keeps connections alive.\" It kills them: a path that is down for the length of the probes ends a connection that would have survived. What it keeps alive is the entry in a NAT. It is off by default, and says nothing of whether the program at the other end still works.",
		Exhibits: []Exhibit{
			{Shows: "Wrong: no keep-alive. The peer has crashed, and the survivor waits for ever", Ask: "half-open-kept-alive -policy Hardened -leads-to 'A=CLOSED & B=ESTABLISHED' 'B=CLOSED'", Comes: Violated, Remarks: []Remark{
				{"A: CRASH", "One end is gone, without a word."},
				{"B: .*arrives, ESTABLISHED", "The other has nothing to send. Nothing will ever tell it."},
			}},
			{Shows: "Right: with keep-alive it learns by the RST that a probe draws", Ask: "half-open-kept-alive -leads-to 'A=CLOSED & B=ESTABLISHED' 'B=CLOSED'", Comes: Holds},
			{Shows: "and by silence, if nothing comes back at all", Ask: "-hazards H19", Comes: Holds},
		},
		Clauses: "RFC 9293 3.8.4 (MUST-24 to MUST-29, SHLD-12); two hours are the least by default",
		Seen:    "ss -tno: timer:(keepalive,118min,0). Linux: tcp_keepalive_time=7200, then 9 probes 75 s apart: two hours and eleven minutes to ETIMEDOUT. Set TCP_KEEPIDLE and its sisters per socket.",
	},
}
