package why

// rested asks whether 2MSL protect where who ends a connection without TIME-WAIT rests too.
const rested = "try-again -assume ISN-CONST,LIFE,2MSL,REL,REST,NOATT,NOCRASH,NOABORT,NOR2 -property no-old-segment-accepted"

// waiting is about TIME-WAIT.
var waiting = []Answer{
	{
		Name: "time-wait", Question: "What is TIME-WAIT for?",
		Says: "Two things. The last ACK may be lost: whoever sent it has to be there to send it again, or the other end, which has closed in order, is ended by a RST and never learns whether its last octets were received. " +
			"And what is left of this connection has to die before the same pair of ports is used again.",
		Half: "The second reason is one only if numbers repeat: if each connection begins beyond the numbers of the one before, nothing old fits, whatever TIME-WAIT does. The first stands whatever the numbers are.",
		Exhibits: []Exhibit{
			{Shows: "Wrong, first reason: no TIME-WAIT, and a FIN comes again", Ask: "time-wait-ends -mutant no-time-wait -set both.patient=1 -property last-ack-acknowledged", Comes: Violated, Remarks: []Remark{
				{"TIME-WAIT TIMEOUT", "TIME-WAIT is over when it begins. The last ACK has not arrived."},
				{"A: .*FIN.* arrives, CLOSED", "The FIN of B once more. A has forgotten, and answers as CLOSED does."},
				{"B: .*RST.* arrives", "B has sent all and closed in order, and is ended by a RST: its CLOSE is never answered. The text does not even have its user told of it (option rst_signal)."},
			}},
			{Shows: "Right: LAST-ACK ends by the ACK of its FIN, never by a RST", Ask: "time-wait -property last-ack-acknowledged", Comes: Holds},
			{Shows: "Wrong, second reason: no TIME-WAIT, and connections that all begin at the same number", Ask: "try-again -mutant no-time-wait -property no-old-segment-accepted", Comes: Violated, Remarks: []Remark{
				{"A: CLOSE", "Remember this FIN: a copy of it stays behind in the network."},
				{"TIME-WAIT TIMEOUT", "No waiting ..."},
				{"A: OPEN active.*#2", "... and the pair is used again."},
				{"B: .*FIN.*old.* arrives", "The old FIN fits. B believes that the new A has closed."},
			}},
			{Shows: "Half right: with 2MSL the end that waits is safe, and the other one has no TIME-WAIT", Ask: "try-again -property no-old-segment-accepted", Comes: Violated, Remarks: []Remark{
				{"arrives, CLOSED", "B closes last: it waits for nothing, and listens again. A waits on."},
				{"B: .*FIN.*old.* arrives", "A copy of the old SYN, and behind it the old FIN: B has had a whole connection with nobody."},
			}},
			{Shows: "Right: 2MSL, and who ends a connection without TIME-WAIT rests for more than MSL as well", Ask: rested, Comes: Holds},
			{Shows: "and with numbers that advance not even without TIME-WAIT: it may end at once here", Ask: "reincarnation -property no-old-segment-accepted", Comes: Holds},
		},
		Clauses: "RFC 9293 3.6.1 (MUST-13), 3.4.3, 3.10.7.4 eighth; RFC 1337",
		Seen:    "ss -tan state time-wait; netstat shows TIME_WAIT without a process: the socket is closed, the kernel keeps a small record. Linux: 60 s, fixed (TCP_TIMEWAIT_LEN). tcp_fin_timeout does not change it.",
	},
	{
		Name: "2msl", Question: "Why does TIME-WAIT last twice the maximum segment lifetime?",
		Says: "The last ACK may need one lifetime to arrive, and what the other end sent just before it arrived lives for another one. With one tick less something old is still about when the pair is used again. " +
			"With exactly 2MSL nothing is, if segments are delivered at least once and a direction holds few of them.",
		Half: "\"2MSL, so that the last ACK can be repeated.\" No length is enough for that if ACKs are lost for ever; how long the peer repeats its FIN is up to its R2, which no MSL bounds.",
		Exhibits: []Exhibit{
			{Shows: "Wrong: 1MSL", Ask: "try-again -mutant time-wait-1msl -property no-old-segment-accepted", Comes: Violated, Remarks: []Remark{
				{"A: CLOSE", "This FIN, and a copy of it."},
				{"arrives, TIME-WAIT", "TIME-WAIT begins. The last ACK is on its way, for a whole lifetime."},
				{"TIME-WAIT TIMEOUT", "It is over after one lifetime ..."},
				{"arrives, CLOSED", "... in which the last ACK just arrives."},
				{"B: .*FIN.*old.* arrives", "What B acknowledged a moment ago still has a copy, and the new connection takes it."},
			}},
			{Shows: "Wrong: one tick less than 2MSL, and it is left too early", Ask: "try-time-wait-ticks -mutant time-wait-2msl-minus-1 -property time-wait-full-length", Comes: Violated},
			{Shows: "Right: 2MSL, where no more than two segments are on their way", Ask: "try-again -bound segments=2 -property no-old-segment-accepted", Comes: Holds},
			{Shows: "With three, the end that has no TIME-WAIT takes an old FIN", Ask: "try-again -property no-old-segment-accepted", Comes: Violated},
			{Shows: "unless it rests for more than MSL as well", Ask: rested, Comes: Holds},
			{Shows: "and then nothing that takes sequence space is left", Ask: "time-wait -property time-wait-drains-network", Comes: Holds},
		},
		Clauses: "RFC 9293 3.4.2 (MSL), 3.6.1; docs/results.md has how tight the bound is, for each way to choose numbers",
		Seen:    "MSL is two minutes in the RFC and nowhere else. Linux waits 60 s, FreeBSD 2 x net.inet.tcp.msl (30 s), Windows TcpTimedWaitDelay.",
	},
	{
		Name: "time-wait-both", Question: "Which end gets TIME-WAIT?",
		Says: "The end that closes first, in the usual case: whoever sends the last ACK has to wait whether it arrives. If both close at the same time both get it. " +
			"In an orderly close there is never none.",
		Half: "\"Only the client\", \"only the one that closed first.\" A server that closes first has the TIME-WAITs, and after a simultaneous close both have.",
		Exhibits: []Exhibit{
			{Shows: "One: A closes first, B is CLOSED as soon as the last ACK arrives", Ask: "close-fair -set both.patient=1 -reach 'A=TIME-WAIT & B=CLOSED & B.incarnation=1'", Comes: Reached, Remarks: []Remark{
				{"A: CLOSE", "A closes first."},
				{"A: .*TIME-WAIT", "It acknowledges the last FIN, and has to wait."},
				{"B: .*CLOSED", "B is done before A is: it has nothing to wait for."},
			}},
			{Shows: "Two: they close at the same time", Ask: "close -set both.patient=1 -reach 'both=TIME-WAIT'", Comes: Reached},
			{Shows: "Never none: when both have closed, one of them comes to TIME-WAIT", Ask: "close-fair -set both.patient=1 -leads-to 'A.closed & B.closed' 'some=TIME-WAIT'", Comes: Holds},
		},
		Clauses: "RFC 9293 3.6.1, figures 12 and 13",
		Seen:    "TIME-WAIT on the server: it closes first, as HTTP/1.0 servers do. Let the client close first, or keep connections.",
	},
	{
		Name: "lost-last-ack", Question: "What if the last ACK is lost?",
		Says: "The other end is in LAST-ACK and repeats its FIN; TIME-WAIT acknowledges it again and starts 2MSL anew. " +
			"By the letter of RFC 9293 the repeated FIN never gets there: it lies left of the window and is dropped by the first check (option time_wait_restart).",
		Half: "\"2MSL is long enough for that.\" For one repetition. A network that loses every ACK defeats any length, and then LAST-ACK ends by giving up, and TIME-WAIT by itself.",
		Exhibits: []Exhibit{
			{Shows: "The last ACK is lost", Ask: "close-fair -set both.patient=1 -reach 'A=TIME-WAIT & B=LAST-ACK & flying=0'", Comes: Reached},
			{Shows: "Wrong: the FIN is not acknowledged again", Ask: "time-wait-ends -set both.patient=1 -mutant time-wait-no-reack -property last-ack-exits", Comes: Violated},
			{Shows: "Wrong, by the letter: the repeated FIN does not restart 2MSL", Ask: "-hazards H06", Comes: Violated},
			{Shows: "Right: it is acknowledged, and 2MSL begin again", Ask: "-hazards H06", Comes: Holds},
			{Shows: "and the connection ends", Ask: "time-wait-ends -property close-completes", Comes: Holds},
			{Shows: "No length is enough if every ACK is lost", Ask: "close-fair -set both.patient=1 -property last-ack-exits -assume MONO,TICK,TMR,APP,READ", Comes: Violated},
		},
		Clauses: "RFC 9293 3.10.7.4 eighth (TIME-WAIT), 3.10.7.4 first; option time_wait_restart (A09)",
		Seen:    "tcpdump: [F.] again and again from the end in LAST-ACK, and [.] to each.",
	},
	{
		Name: "time-wait-assassination", Question: "What is TIME-WAIT assassination?",
		Says: "An old segment reaches the peer, which is CLOSED already and answers with a RST; or it reaches TIME-WAIT, which answers with an ACK that draws a RST. The RST ends TIME-WAIT, as the text says, long before 2MSL are over. " +
			"Then the pair is used again while old segments are about, and it took no attacker.",
		Half: "\"A RST is a RST.\" RFC 1337 has TIME-WAIT ignore it; Linux does so only with tcp_rfc1337=1.",
		Exhibits: []Exhibit{
			{Shows: "Wrong (the text of RFC 9293): a RST ends TIME-WAIT", Ask: "-hazards H01", Comes: Violated, Remarks: []Remark{
				{"B: .*TIME-WAIT", "TIME-WAIT begins, for 2MSL."},
				{"A: .*arrives, CLOSED$", "A is done."},
				{"A: .*duplicate.*arrives", "The last ACK comes a second time. A has forgotten everything, and answers with a RST."},
				{"B: .*RST.* arrives", "TIME-WAIT is over at once, with copies of everything still on their way."},
			}},
			{Shows: "Right: TIME-WAIT ignores a RST", Ask: "-hazards H01", Comes: Holds},
			{Shows: "What comes of it: an old FIN is taken for a new one, if numbers repeat", Ask: "-hazards H02", Comes: Violated},
			{Shows: "Right", Ask: "-hazards H02", Comes: Holds},
		},
		Clauses: "RFC 9293 3.10.7.4 second (TIME-WAIT); RFC 1337; option rst_in_time_wait (A35)",
		Seen:    "A TIME-WAIT that is gone before its minute. sysctl net.ipv4.tcp_rfc1337 is 0 by default.",
	},
	{
		Name: "time-wait-reuse", Question: "May a pair of ports in TIME-WAIT be used again?",
		Says: "Yes, by a new SYN whose number lies beyond all of the old connection (MAY-2), or that bears a newer timestamp (RFC 6191): it cannot be an old one. " +
			"TIME-WAIT then goes to SYN-RECEIVED, and has to come back if the SYN proves old after all.",
		Half: "\"The pair is blocked for 2MSL.\" For the caller who looks only at his own table it is; a listener in TIME-WAIT takes the call.",
		Exhibits: []Exhibit{
			{Shows: "B is in TIME-WAIT, A calls again and is taken", Ask: "time-wait-reopened -set both.patient=1 -reach 'some.reopened'", Comes: Reached, Remarks: []Remark{
				{"arrives, TIME-WAIT", "B has closed first, and waits."},
				{"OPEN active", "A calls again from the same port. Its number is beyond all that it has used."},
				{"arrives, SYN-RECEIVED", "This SYN cannot be an old one: TIME-WAIT gives way."},
			}},
			{Shows: "Wrong: when what was reopened is reset, the old TIME-WAIT is forgotten", Ask: "-hazards H21", Comes: Violated},
			{Shows: "Right: it goes on", Ask: "-hazards H21", Comes: Holds},
			{Shows: "and nothing old is accepted", Ask: "time-wait-reopened -property no-old-segment-accepted", Comes: Holds},
		},
		Clauses: "RFC 9293 3.6.1 (MAY-2, SHLD-4); RFC 6191; RFC 1122 4.2.2.13; options time_wait_syn, open_from_time_wait",
		Seen:    "Linux takes such a SYN by timestamp or number. For its own calls: net.ipv4.tcp_tw_reuse (2: loopback only) lets connect() take a port from TIME-WAIT after one second. EADDRINUSE of bind() is another matter: SO_REUSEADDR.",
	},
	{
		Name: "port-exhaustion", Question: "Can a host run out of ports because of TIME-WAIT?",
		Says: "A client can, towards one server: the pair is address and port at both ends, three of the four are fixed, and each connection that it closes first keeps a port for the length of TIME-WAIT. " +
			"With Linux's 28,232 ports and 60 seconds that is 470 connections a second to one address and port. A server does not run out: its port is one and the same for all.",
		Half: "\"TIME-WAIT eats memory and ports of the server.\" A record of TIME-WAIT is small and has no port of its own at a listener. What runs out is pairs.",
		Exhibits: []Exhibit{
			{Shows: "Who closes first pays: A waits, B is free", Ask: "close-fair -set both.patient=1 -reach 'A=TIME-WAIT & B=CLOSED & B.incarnation=1'", Comes: Reached},
			{Shows: "Wrong: do without TIME-WAIT", Ask: "try-again -mutant no-time-wait -property no-old-segment-accepted", Comes: Violated},
			{Shows: "It ends by itself, always", Ask: "time-wait-ends -property time-wait-closes", Comes: Holds},
			{Shows: "and a listener in TIME-WAIT takes a new call at once", Ask: "time-wait-reopened -set both.patient=1 -reach 'some.reopened'", Comes: Reached},
		},
		Clauses: "RFC 9293 3.3.1 (a connection is a pair of sockets), 3.6.1; RFC 6056 (ports)",
		Seen:    "connect(): EADDRNOTAVAIL. sysctl net.ipv4.ip_local_port_range; ss -tan state time-wait dst ADDRESS | wc -l. Keep connections, let the server close first, use more addresses, tcp_tw_reuse=1.",
	},
}

// attacks is about segments that nobody should believe.
var attacks = []Answer{
	{
		Name: "blind-reset", Question: "Can somebody who sees nothing of a connection reset it?",
		Says: "He could, by RFC 793, if he hit any number in the receive window: with a window of 64 kB some 65,000 tries. " +
			"Since RFC 5961 only the exact number counts; a RST that is merely in the window is answered by a challenge ACK, and the real peer, if it has gone, answers that with a RST at the exact number.",
		Half: "\"A RST ends the connection at once.\" At exactly RCV.NXT. Elsewhere in the window it draws an ACK, outside it is dropped.",
		Exhibits: []Exhibit{
			{Shows: "Wrong (RFC 793): any RST in the window counts", Ask: "-hazards H13", Comes: Violated, Remarks: []Remark{
				{"forged", "The attacker knows the ports and guesses a number: not the right one, but one in the window."},
			}},
			{Shows: "Right: exactly RCV.NXT, or a challenge", Ask: "-hazards H13", Comes: Holds},
			{Shows: "The same with a SYN", Ask: "-hazards H14", Comes: Violated},
			{Shows: "Right: it draws a challenge ACK and changes nothing", Ask: "-hazards H14", Comes: Holds},
			{Shows: "Every RST and every state: it counts if and only if it is exact", Ask: "abort -property rst-exact", Comes: Holds},
		},
		Clauses: "RFC 9293 3.10.7.4 second, 3.5.3; RFC 5961 3; options rst_validation, syn_in_sync (A39)",
		Seen:    "nstat -az TcpExtTCPChallengeACK; Linux bounds them by net.ipv4.tcp_challenge_ack_limit.",
	},
	{
		Name: "blind-data", Question: "Can somebody who sees nothing put data into a connection?",
		Says: "He has to hit two numbers: SEG.SEQ in the window and SEG.ACK in the range of what may be acknowledged. Without a check of the second, half of all numbers pass as old ACKs. " +
			"RFC 5961 narrows that to the largest window that was ever seen.",
		Half: "\"Sequence numbers protect against it.\" They make it improbable, against those who see nothing; against those on the path they are nothing, and TLS is the answer.",
		Exhibits: []Exhibit{
			{Shows: "Wrong: SEG.ACK is not looked at", Ask: "-hazards H15", Comes: Violated, Remarks: []Remark{
				{"forged", "An octet that nobody has sent, with an ACK far from anything: it is delivered."},
			}},
			{Shows: "Right", Ask: "-hazards H15", Comes: Holds},
			{Shows: "What such a segment does if it hits: both ends answer each other's ACKs for ever (RFC 1337)", Ask: "-hazards H03", Comes: Violated},
		},
		Clauses: "RFC 9293 3.10.7.4 fifth; RFC 5961 5; option ack_range_check (A15)",
		Seen:    "nstat -az TcpExtTCPACKSkippedSeq TcpExtTCPChallengeACK.",
	},
	{
		Name: "old-syn", Question: "What does a SYN do in a connection that is established?",
		Says: "Nothing but draw a challenge ACK: that ACK tells the peer which number is expected. If the peer really has restarted, the ACK draws a RST, and its next SYN is taken; if the SYN was old or forged, nothing has happened. " +
			"RFC 793 reset the connection.",
		Half: "\"SYN has a meaning in the handshake only.\" In TIME-WAIT it may open a new connection, and in a synchronized state it is how a peer that has forgotten is found out.",
		Exhibits: []Exhibit{
			{Shows: "Wrong (RFC 793): a SYN in the window resets", Ask: "-hazards H14", Comes: Violated, Remarks: []Remark{
				{"forged", "One segment from anybody, and the connection is gone."},
			}},
			{Shows: "Right: no SYN changes a synchronized state, but that TIME-WAIT may take it", Ask: "half-open -property syn-inert-when-synchronized", Comes: Holds},
			{Shows: "Wrong: it is ignored, and a peer that has restarted is never answered", Ask: "old-connection-fair -mutant syn-ignored -property caller-answered", Comes: Violated},
			{Shows: "Right: challenged, it comes through", Ask: "old-connection-fair -property caller-answered", Comes: Holds},
		},
		Clauses: "RFC 9293 3.10.7.4 fourth, 3.5.1, figure 9; RFC 5961 4; option syn_in_sync",
		Seen:    "nstat -az TcpExtTCPSYNChallenge. After a crash: SYN, ACK (challenge), RST, then SYN again one second later.",
	},
}
