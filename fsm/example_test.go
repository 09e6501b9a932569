package fsm_test

import (
	"fmt"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// The smallest embedding: a server that accepts a connection, takes five octets
// and closes when its peer has. What the network delivers and what the user
// calls goes into Step; what comes out goes to the network, to the user and to
// the timers.
func Example() {
	var conn fsm.TCB
	var out fsm.Output
	step := func(ev fsm.Event) {
		fsm.RFC9293.Step(&conn, &ev, &out)
		for _, seg := range out.Segments() {
			fmt.Println(conn.State, "sends", seg)
		}
	}
	arrives := func(text string) {
		seg, _ := fsm.ParseSegment(text)
		step(fsm.Event{Kind: fsm.SegmentArrives, Segment: seg, ISS: 8000})
	}
	step(fsm.Event{Kind: fsm.OpenPassive, SndBUFF: 4096, RcvBUFF: 4096})
	arrives("<SEQ=1000><CTL=SYN><WND=4096>")
	arrives("<SEQ=1001><ACK=8001><CTL=ACK><WND=4096>")
	arrives("<SEQ=1001><ACK=8001><CTL=ACK,PSH><DATA=5><WND=4096>")
	step(fsm.Event{Kind: fsm.Receive, Octets: 4096})
	fmt.Println("received", out.Delivered, "octets")
	arrives("<SEQ=1006><ACK=8001><CTL=FIN,ACK><WND=4096>")
	step(fsm.Event{Kind: fsm.Close})
	step(fsm.Event{Kind: fsm.Transmit})
	arrives("<SEQ=1007><ACK=8002><CTL=ACK><WND=4096>")
	fmt.Println(conn.State)
	// Output:
	// SYN-RECEIVED sends <SEQ=8000><ACK=1001><CTL=SYN,ACK><WND=4096>
	// ESTABLISHED sends <SEQ=8001><ACK=1006><CTL=ACK><WND=4091>
	// received 5 octets
	// CLOSE-WAIT sends <SEQ=8001><ACK=1007><CTL=ACK><WND=4091>
	// LAST-ACK sends <SEQ=8001><ACK=1007><CTL=FIN,ACK><WND=4091>
	// CLOSED
}

// narrated returns a ladder that tells calls and what they lead to, with
// segments printed by show.
func narrated(show func(fsm.Segment) string) *ladder {
	l := newLadder(fsm.RFC9293)
	l.narrate, l.show = true, show
	return l
}

// The connection of many a textbook: the client numbers from 1000, the server
// from 8000; data one way, then a close in four segments with a half-closed
// connection in between.
func Example_tutorial() {
	l := narrated(abbreviatedMSS)
	client, server := &l.a, &l.b
	client.isss, server.isss = []fsm.Seq{1000}, []fsm.Seq{8000}
	l.does(server, fsm.Event{Kind: fsm.OpenPassive, SndBUFF: 8192, RcvBUFF: 8192, MSS: 1024})
	l.states()
	l.does(client, fsm.Event{Kind: fsm.OpenActive, Remote: fsm.Specified, SndBUFF: 8192, RcvBUFF: 8192, MSS: 1460})
	l.crosses(client)
	l.crosses(server)
	l.crosses(client)
	l.send(client, 1500)
	l.crosses(client)
	l.crosses(client)
	l.crosses(server)
	l.crosses(server)
	l.receive(server, 1500)
	l.crosses(server)
	l.closes(client)
	l.crosses(client)
	l.crosses(server)
	l.send(server, 20)
	l.crosses(server)
	l.crosses(client)
	l.receive(client, 100)
	l.closes(server)
	l.crosses(server)
	l.crosses(client)
	l.expires(client, fsm.TimeWaitTimeout)
	l.states()
	l.print("The tutorial connection")
	// Output:
	// The tutorial connection
	//     TCP Peer A                                                       TCP Peer B
	//                                                                      OPEN passive
	// 1.  CLOSED                                                           LISTEN
	//     OPEN active
	// 2.  SYN-SENT     --> <SEQ=1000><CTL=SYN><MSS=1460>               --> SYN-RECEIVED
	// 3.  ESTABLISHED  <-- <SEQ=8000><ACK=1001><CTL=SYN,ACK><MSS=1024> <-- SYN-RECEIVED
	// 4.  ESTABLISHED  --> <SEQ=1001><ACK=8001><CTL=ACK>               --> ESTABLISHED
	//     SEND 1500
	// 5.  ESTABLISHED  --> <SEQ=1001><ACK=8001><CTL=ACK><DATA=1024>    --> ESTABLISHED
	// 6.  ESTABLISHED  --> <SEQ=2025><ACK=8001><CTL=ACK><DATA=476>     --> ESTABLISHED
	// 7.  ESTABLISHED  <-- <SEQ=8001><ACK=2025><CTL=ACK>               <-- ESTABLISHED
	//     = acknowledged 1024
	// 8.  ESTABLISHED  <-- <SEQ=8001><ACK=2501><CTL=ACK>               <-- ESTABLISHED
	//     = acknowledged 476
	//                                                                      RECEIVE 1500
	//                                                                      = delivered 1500
	// 9.  ESTABLISHED  <-- <SEQ=8001><ACK=2501><CTL=ACK>               <-- ESTABLISHED
	//     CLOSE
	// 10. FIN-WAIT-1   --> <SEQ=2501><ACK=8001><CTL=FIN,ACK>           --> CLOSE-WAIT
	//                                                                      = connection closing
	// 11. FIN-WAIT-2   <-- <SEQ=8001><ACK=2502><CTL=ACK>               <-- CLOSE-WAIT
	//     = CLOSE: ok
	//                                                                      SEND 20
	// 12. FIN-WAIT-2   <-- <SEQ=8001><ACK=2502><CTL=ACK><DATA=20>      <-- CLOSE-WAIT
	// 13. FIN-WAIT-2   --> <SEQ=2502><ACK=8021><CTL=ACK>               --> CLOSE-WAIT
	//                                                                      = acknowledged 20
	//     RECEIVE 100
	//     = delivered 20
	//                                                                      CLOSE
	// 14. TIME-WAIT    <-- <SEQ=8021><ACK=2502><CTL=FIN,ACK>           <-- LAST-ACK
	//     = connection closing
	//     = 2MSL starts
	// 15. TIME-WAIT    --> <SEQ=2502><ACK=8022><CTL=ACK>               --> CLOSED
	//                                                                      = CLOSE: ok
	//     TIME-WAIT TIMEOUT
	// 16. CLOSED                                                           CLOSED
}

// A SYN to a port where nobody listens is answered by a RST. In SYN-SENT the
// RFC signals this as "connection reset" (3.10.7.3, second step) and keeps
// "connection refused" for a RST that meets SYN-RECEIVED (3.10.7.4, second
// step); sockets call what happens here ECONNREFUSED, connection refused.
func Example_closedPort() {
	l := narrated(abbreviated)
	l.states()
	l.open(&l.a, 1000)
	l.crosses(&l.a)
	l.crosses(&l.b)
	l.print("A SYN to a closed port")
	// Output:
	// A SYN to a closed port
	//     TCP Peer A                                          TCP Peer B
	// 1.  CLOSED                                              CLOSED
	//     OPEN active
	// 2.  SYN-SENT     --> <SEQ=1000><CTL=SYN>            --> CLOSED
	// 3.  CLOSED       <-- <SEQ=0><ACK=1001><CTL=RST,ACK> <-- CLOSED
	//     = connection reset
}

// Both users open at once (MUST-10). The octets that A sends while it waits
// leave when its SYN is acknowledged.
func Example_simultaneousOpen() {
	l := narrated(abbreviated)
	l.open(&l.a, 100)
	l.send(&l.a, 10)
	l.leaves(&l.a)
	l.open(&l.b, 300)
	l.leaves(&l.b)
	l.arrives(&l.a)
	l.arrives(&l.b)
	l.crosses(&l.a)
	l.crosses(&l.b)
	l.flush(&l.a)
	l.crosses(&l.a)
	l.crosses(&l.b)
	l.print("Simultaneous open")
	// Output:
	// Simultaneous open
	//     TCP Peer A                                                TCP Peer B
	//     OPEN active
	//     SEND 10
	// 1.  SYN-SENT     --> <SEQ=100><CTL=SYN>                   ...
	//                                                               OPEN active
	// 2.               ... <SEQ=300><CTL=SYN>                   <-- SYN-SENT
	// 3.               ... <SEQ=100><CTL=SYN>                   --> SYN-RECEIVED
	// 4.  SYN-RECEIVED <-- <SEQ=300><CTL=SYN>                   ...
	// 5.  SYN-RECEIVED --> <SEQ=100><ACK=301><CTL=SYN,ACK>      --> ESTABLISHED
	// 6.  ESTABLISHED  <-- <SEQ=300><ACK=101><CTL=SYN,ACK>      <-- ESTABLISHED
	// 7.  ESTABLISHED  --> <SEQ=101><ACK=301><CTL=ACK><DATA=10> --> ESTABLISHED
	// 8.  ESTABLISHED  <-- <SEQ=301><ACK=111><CTL=ACK>          <-- ESTABLISHED
	//     = acknowledged 10
}

// Both users close at once: the FINs cross, each end waits in CLOSING for the
// acknowledgment of its own, and both go through TIME-WAIT.
func Example_simultaneousClose() {
	l := narrated(abbreviated)
	l.handshake(100, 300, 4096)
	l.closes(&l.a)
	l.leaves(&l.a)
	l.closes(&l.b)
	l.leaves(&l.b)
	l.arrives(&l.a)
	l.arrives(&l.b)
	l.crosses(&l.b)
	l.crosses(&l.a)
	l.expires(&l.a, fsm.TimeWaitTimeout)
	l.expires(&l.b, fsm.TimeWaitTimeout)
	l.states()
	l.print("Simultaneous close")
	// Output:
	// Simultaneous close
	//     TCP Peer A                                           TCP Peer B
	//     CLOSE
	// 1.  FIN-WAIT-1   --> <SEQ=100><ACK=300><CTL=FIN,ACK> ...
	//                                                          CLOSE
	// 2.               ... <SEQ=300><ACK=100><CTL=FIN,ACK> <-- FIN-WAIT-1
	// 3.               ... <SEQ=100><ACK=300><CTL=FIN,ACK> --> CLOSING
	//                                                          = connection closing
	// 4.  CLOSING      <-- <SEQ=300><ACK=100><CTL=FIN,ACK> ...
	//     = connection closing
	// 5.  TIME-WAIT    <-- <SEQ=301><ACK=101><CTL=ACK>     <-- CLOSING
	//     = CLOSE: ok
	//     = 2MSL starts
	// 6.  TIME-WAIT    --> <SEQ=101><ACK=301><CTL=ACK>     --> TIME-WAIT
	//                                                          = CLOSE: ok
	//                                                          = 2MSL starts
	//     TIME-WAIT TIMEOUT
	//                                                          TIME-WAIT TIMEOUT
	// 7.  CLOSED                                               CLOSED
}

// One segment with the FIN of the peer and the ACK of ours leads from
// FIN-WAIT-1 to TIME-WAIT (figure 5, note 2): the fifth step enters FIN-WAIT-2,
// the eighth leaves it. The rules that fire tell so.
func Example_finWithACK() {
	l := narrated(abbreviated)
	l.handshake(100, 300, 4096)
	l.closes(&l.a)
	l.crosses(&l.a)
	l.lost(&l.b)
	l.closes(&l.b)
	l.crosses(&l.b)
	fired := l.a.out.Fired()
	l.crosses(&l.a)
	l.print("FIN-WAIT-1 to TIME-WAIT by one segment")
	for _, id := range fired {
		if r := l.a.m.Rule(id); r.Enter != 0 {
			fmt.Println(r.ID, "enters", r.Enter)
		}
	}
	// Output:
	// FIN-WAIT-1 to TIME-WAIT by one segment
	//     TCP Peer A                                           TCP Peer B
	//     CLOSE
	// 1.  FIN-WAIT-1   --> <SEQ=100><ACK=300><CTL=FIN,ACK> --> CLOSE-WAIT
	//                                                          = connection closing
	// 2.  (lost)       ... <SEQ=300><ACK=101><CTL=ACK>     <-- CLOSE-WAIT
	//                                                          CLOSE
	// 3.  TIME-WAIT    <-- <SEQ=300><ACK=101><CTL=FIN,ACK> <-- LAST-ACK
	//     = CLOSE: ok
	//     = connection closing
	//     = 2MSL starts
	// 4.  TIME-WAIT    --> <SEQ=101><ACK=301><CTL=ACK>     --> CLOSED
	//                                                          = CLOSE: ok
	// fin-wait-1.fin-acked enters FIN-WAIT-2
	// fin-wait-2.fin enters TIME-WAIT
}

// TIME-WAIT is there to answer the FIN whose acknowledgment was lost: it is
// acknowledged again, and 2MSL begins anew.
func Example_repeatedFIN() {
	l := narrated(abbreviated)
	l.handshake(100, 300, 4096)
	l.closes(&l.a)
	l.crosses(&l.a)
	l.crosses(&l.b)
	l.closes(&l.b)
	l.crosses(&l.b)
	l.lost(&l.a)
	l.expires(&l.b, fsm.RetransmissionTimeout)
	l.crosses(&l.b)
	l.crosses(&l.a)
	l.expires(&l.a, fsm.TimeWaitTimeout)
	l.states()
	l.print("A FIN that is sent again")
	// Output:
	// A FIN that is sent again
	//     TCP Peer A                                           TCP Peer B
	//     CLOSE
	// 1.  FIN-WAIT-1   --> <SEQ=100><ACK=300><CTL=FIN,ACK> --> CLOSE-WAIT
	//                                                          = connection closing
	// 2.  FIN-WAIT-2   <-- <SEQ=300><ACK=101><CTL=ACK>     <-- CLOSE-WAIT
	//     = CLOSE: ok
	//                                                          CLOSE
	// 3.  TIME-WAIT    <-- <SEQ=300><ACK=101><CTL=FIN,ACK> <-- LAST-ACK
	//     = connection closing
	//     = 2MSL starts
	// 4.  TIME-WAIT    --> <SEQ=101><ACK=301><CTL=ACK>     ... (lost)
	//                                                          RETRANSMISSION TIMEOUT
	// 5.  TIME-WAIT    <-- <SEQ=300><ACK=101><CTL=FIN,ACK> <-- LAST-ACK
	//     = 2MSL starts
	// 6.  TIME-WAIT    --> <SEQ=101><ACK=301><CTL=ACK>     --> CLOSED
	//                                                          = CLOSE: ok
	//     TIME-WAIT TIMEOUT
	// 7.  CLOSED                                               CLOSED
}

// A peer that never answers: after R1 the user is told of trouble, at R2 the
// connection is given up (MUST-20; R2 of a SYN is at least three minutes,
// MUST-23). Nothing is sent to say so.
func Example_givingUp() {
	l := narrated(abbreviated)
	l.open(&l.a, 100)
	l.lost(&l.a)
	l.expires(&l.a, fsm.RetransmissionTimeout)
	l.lost(&l.a)
	l.expires(&l.a, fsm.R1Reached)
	l.expires(&l.a, fsm.RetransmissionTimeout)
	l.lost(&l.a)
	l.receive(&l.a, 100)
	l.expires(&l.a, fsm.R2Reached)
	l.states()
	l.print("SYN-SENT gives up at R2")
	// Output:
	// SYN-SENT gives up at R2
	//     TCP Peer A                              TCP Peer B
	//     OPEN active
	// 1.  SYN-SENT     --> <SEQ=100><CTL=SYN> ... (lost)
	//     RETRANSMISSION TIMEOUT
	// 2.  SYN-SENT     --> <SEQ=100><CTL=SYN> ... (lost)
	//     R1 REACHED
	//     = R1 reached
	//     RETRANSMISSION TIMEOUT
	// 3.  SYN-SENT     --> <SEQ=100><CTL=SYN> ... (lost)
	//     RECEIVE 100
	//     R2 REACHED
	//     = RECEIVE: connection reset
	//     = R2 reached
	// 4.  CLOSED                                  CLOSED
}

// The user timeout ends the same wait when the user has had enough.
func Example_userTimeout() {
	l := narrated(abbreviated)
	l.open(&l.a, 100)
	l.lost(&l.a)
	l.send(&l.a, 10)
	l.expires(&l.a, fsm.UserTimeout)
	l.states()
	l.print("SYN-SENT ends by the user timeout")
	// Output:
	// SYN-SENT ends by the user timeout
	//     TCP Peer A                              TCP Peer B
	//     OPEN active
	// 1.  SYN-SENT     --> <SEQ=100><CTL=SYN> ... (lost)
	//     SEND 10
	//     USER TIMEOUT
	//     = SEND: error: connection aborted due to user timeout
	//     = error: connection aborted due to user timeout
	// 2.  CLOSED                                  CLOSED
}

// The FIN of the peer ends one direction only. In CLOSE-WAIT octets still go
// the other way, and the FIN of this end follows the last of them.
func Example_closeWait() {
	l := narrated(abbreviated)
	l.handshake(100, 300, 4096)
	l.closes(&l.a)
	l.crosses(&l.a)
	l.crosses(&l.b)
	l.send(&l.b, 600)
	l.closes(&l.b)
	l.send(&l.b, 1)
	l.crosses(&l.b)
	l.crosses(&l.b)
	l.crosses(&l.b)
	l.crosses(&l.a)
	l.crosses(&l.a)
	l.crosses(&l.a)
	l.print("Data after the FIN of the peer")
	// Output:
	// Data after the FIN of the peer
	//     TCP Peer A                                                 TCP Peer B
	//     CLOSE
	// 1.  FIN-WAIT-1   --> <SEQ=100><ACK=300><CTL=FIN,ACK>       --> CLOSE-WAIT
	//                                                                = connection closing
	// 2.  FIN-WAIT-2   <-- <SEQ=300><ACK=101><CTL=ACK>           <-- CLOSE-WAIT
	//     = CLOSE: ok
	//                                                                SEND 600
	//                                                                CLOSE
	//                                                                SEND 1
	//                                                                = error: connection closing
	// 3.  FIN-WAIT-2   <-- <SEQ=300><ACK=101><CTL=ACK><DATA=536> <-- LAST-ACK
	// 4.  FIN-WAIT-2   <-- <SEQ=836><ACK=101><CTL=ACK><DATA=64>  <-- LAST-ACK
	// 5.  TIME-WAIT    <-- <SEQ=900><ACK=101><CTL=FIN,ACK>       <-- LAST-ACK
	//     = connection closing
	//     = 2MSL starts
	// 6.  TIME-WAIT    --> <SEQ=101><ACK=836><CTL=ACK>           --> LAST-ACK
	//                                                                = acknowledged 536
	// 7.  TIME-WAIT    --> <SEQ=101><ACK=900><CTL=ACK>           --> LAST-ACK
	//                                                                = acknowledged 64
	// 8.  TIME-WAIT    --> <SEQ=101><ACK=901><CTL=ACK>           --> CLOSED
	//                                                                = CLOSE: ok
}

// A window of 20 octets closes. The persist timer sends single octets into it
// until an acknowledgment opens it again (MUST-35, MUST-36); the octet of the
// probe was not taken, so it is sent again with what waits.
func Example_zeroWindow() {
	l := narrated(full)
	l.handshake(100, 300, 20)
	l.send(&l.a, 30)
	l.crosses(&l.a)
	l.crosses(&l.b)
	l.expires(&l.a, fsm.PersistTimeout)
	l.crosses(&l.a)
	l.crosses(&l.b)
	l.receive(&l.b, 20)
	l.crosses(&l.b)
	l.expires(&l.a, fsm.RetransmissionTimeout)
	l.crosses(&l.a)
	l.crosses(&l.a)
	l.crosses(&l.b)
	l.crosses(&l.b)
	l.print("A window closes and opens")
	// Output:
	// A window closes and opens
	//     TCP Peer A                                                           TCP Peer B
	//     SEND 30
	// 1.  ESTABLISHED  --> <SEQ=100><ACK=300><CTL=ACK><DATA=20><WND=20>    --> ESTABLISHED
	// 2.  ESTABLISHED  <-- <SEQ=300><ACK=120><CTL=ACK>                     <-- ESTABLISHED
	//     = acknowledged 20
	//     PERSIST TIMEOUT
	// 3.  ESTABLISHED  --> <SEQ=120><ACK=300><CTL=ACK><DATA=1><WND=20>     --> ESTABLISHED
	// 4.  ESTABLISHED  <-- <SEQ=300><ACK=120><CTL=ACK>                     <-- ESTABLISHED
	//                                                                          RECEIVE 20
	//                                                                          = delivered 20
	// 5.  ESTABLISHED  <-- <SEQ=300><ACK=120><CTL=ACK><WND=20>             <-- ESTABLISHED
	//     RETRANSMISSION TIMEOUT
	// 6.  ESTABLISHED  --> <SEQ=120><ACK=300><CTL=ACK><DATA=1><WND=20>     --> ESTABLISHED
	// 7.  ESTABLISHED  --> <SEQ=121><ACK=300><CTL=ACK,PSH><DATA=9><WND=20> --> ESTABLISHED
	// 8.  ESTABLISHED  <-- <SEQ=300><ACK=121><CTL=ACK><WND=19>             <-- ESTABLISHED
	//     = acknowledged 1
	// 9.  ESTABLISHED  <-- <SEQ=300><ACK=130><CTL=ACK><WND=10>             <-- ESTABLISHED
	//     = acknowledged 9
}

// The urgent pointer of a segment points behind the last urgent octet, here
// beyond the segment itself. The user is told once on the way in and once when
// he has received them all (MUST-30 to MUST-32).
func Example_urgent() {
	l := narrated(full)
	l.handshake(100, 300, 4096)
	l.does(&l.a, fsm.Event{Kind: fsm.Send, Octets: 600, Urgent: true})
	l.send(&l.a, 10)
	l.crosses(&l.a)
	l.crosses(&l.a)
	l.crosses(&l.a)
	l.receive(&l.b, 536)
	l.receive(&l.b, 64)
	l.receive(&l.b, 10)
	l.print("Urgent octets")
	// Output:
	// Urgent octets
	//     TCP Peer A                                                                         TCP Peer B
	//     SEND 600 urgent
	//     SEND 10
	// 1.  ESTABLISHED  --> <SEQ=100><ACK=300><CTL=ACK,URG><DATA=536><WND=4096><UP=600>   --> ESTABLISHED
	//                                                                                        = urgent data ahead
	// 2.  ESTABLISHED  --> <SEQ=636><ACK=300><CTL=ACK,PSH,URG><DATA=64><WND=4096><UP=64> --> ESTABLISHED
	// 3.  ESTABLISHED  --> <SEQ=700><ACK=300><CTL=ACK,PSH><DATA=10><WND=4096>            --> ESTABLISHED
	//                                                                                        RECEIVE 536
	//                                                                                        = delivered 536
	//                                                                                        = urgent data ahead
	//                                                                                        RECEIVE 64
	//                                                                                        = delivered 64
	//                                                                                        = no more urgent data
	//                                                                                        RECEIVE 10
	//                                                                                        = delivered 10
}

// The middle one of three segments is late. What comes after it, the FIN
// included, is held until RCV.NXT reaches it; each segment that leaves a gap
// draws an acknowledgment of what is there (SHLD-31, MAY-13).
func Example_outOfOrder() {
	l := narrated(abbreviated)
	l.handshake(100, 300, 4096)
	l.receive(&l.b, 100)
	l.send(&l.a, 10)
	l.leaves(&l.a)
	l.send(&l.a, 20)
	l.crosses(&l.a)
	l.crosses(&l.b)
	l.closes(&l.a)
	l.crosses(&l.a)
	l.crosses(&l.b)
	l.arrives(&l.a)
	l.crosses(&l.b)
	l.print("Text and FIN out of order")
	// Output:
	// Text and FIN out of order
	//     TCP Peer A                                                TCP Peer B
	//                                                               RECEIVE 100
	//     SEND 10
	// 1.  ESTABLISHED  --> <SEQ=100><ACK=300><CTL=ACK><DATA=10> ...
	//     SEND 20
	// 2.  ESTABLISHED  --> <SEQ=110><ACK=300><CTL=ACK><DATA=20> --> ESTABLISHED
	// 3.  ESTABLISHED  <-- <SEQ=300><ACK=100><CTL=ACK>          <-- ESTABLISHED
	//     CLOSE
	// 4.  FIN-WAIT-1   --> <SEQ=130><ACK=300><CTL=FIN,ACK>      --> ESTABLISHED
	// 5.  FIN-WAIT-1   <-- <SEQ=300><ACK=100><CTL=ACK>          <-- ESTABLISHED
	// 6.               ... <SEQ=100><ACK=300><CTL=ACK><DATA=10> --> CLOSE-WAIT
	//                                                               = delivered 30
	//                                                               = RECEIVE: ok
	//                                                               = connection closing
	// 7.  FIN-WAIT-2   <-- <SEQ=300><ACK=131><CTL=ACK>          <-- CLOSE-WAIT
	//     = acknowledged 30
	//     = CLOSE: ok
}

// A forged RST has to hit RCV.NXT. Elsewhere in the window it draws a challenge
// ACK, which the true peer ignores; outside it draws nothing (RFC 5961, in
// 3.10.7.4, second step).
func Example_reset() {
	l := narrated(abbreviated)
	l.handshake(100, 300, 4096)
	for _, text := range []string{"<SEQ=99><CTL=RST>", "<SEQ=101><CTL=RST>", "<SEQ=100><CTL=RST>"} {
		l.duplicate(&l.a, text)
		l.mark(&l.a, "(forged)")
		l.arrives(&l.a)
		if len(l.b.sent) > 0 {
			l.crosses(&l.b)
		}
	}
	l.print("RST outside the window, inside, and at RCV.NXT")
	// Output:
	// RST outside the window, inside, and at RCV.NXT
	//     TCP Peer A                                       TCP Peer B
	// 1.  (forged)     ... <SEQ=99><CTL=RST>           --> ESTABLISHED
	// 2.  (forged)     ... <SEQ=101><CTL=RST>          --> ESTABLISHED
	// 3.  ESTABLISHED  <-- <SEQ=300><ACK=100><CTL=ACK> <-- ESTABLISHED
	// 4.  (forged)     ... <SEQ=100><CTL=RST>          --> CLOSED
	//                                                      = connection reset
}
