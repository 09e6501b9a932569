---- MODULE S_handshake ----
\* Scenario handshake of tcpfsm, written by explore export: two TCPs as tables, and the network between them.
\* 
\* A: OPEN active 1; receives at once; SND.BUFF 4, RCV.BUFF 4
\* B: OPEN passive 1; receives at once; SND.BUFF 4, RCV.BUFF 4
\* Policy Hardened, CAP(3), network: loss, duplication, reordering.
\* 10 ends, 7 packets, 17 steps, 21 pairs of an end and a packet that reaches it.
\* 
\* To check it:
\*   java -XX:+UseParallelGC -cp tla2tools.jar tlc2.TLC -config S_handshake.tla S_handshake.tla
\* (A module has the name of its file, which is S_handshake.tla.)
\* 
\* To come out of it: 226 states, and of the claims
\*   una-le-nxt: holds
\*   same-connection-agree: holds
\*   established-has-peer: holds
\*   old-syn-ack-refused: holds
\*   rst-never-answered: holds
\*   rst-exact: holds
\*   syn-inert-when-synchronized: holds
\*   closed-iff-no-tcb: holds
\*   unacked-implies-timer: holds
\*   state-pair-matrix: holds
\*   no-unprovoked-reset: holds
\*   window-edge-never-falls: holds
\*   acked-is-received: holds
\*   announced-is-free: holds
\*   sent-in-sequence: holds
\*   terminal-states: holds
\*   comes-to-rest: holds
\*   one-answer: holds
\* 
\* Packets:
\*   1 <SEQ=0><ACK=4294967295><CTL=RST,ACK>
\*   2 <SEQ=0><ACK=4294967295><CTL=SYN,ACK><WND=4> #2 for #1
\*   3 <SEQ=5000><ACK=4294967295><CTL=SYN,ACK><WND=4> #1 for #1
\*   4 <SEQ=5001><ACK=4294967295><CTL=ACK><WND=4> #1 for #1
\*   5 <SEQ=4294967294><CTL=SYN><WND=4> #1
\*   6 <SEQ=4294967295><CTL=RST>
\*   7 <SEQ=4294967295><ACK=5001><CTL=ACK><WND=4> #1 for #1
\* 
\* Ends, some of which differ in what is not shown:
\*   1 A CLOSED
\*   2 A CLOSED
\*   3 A SYN-SENT SND.UNA=4294967294 SND.NXT=4294967295 RCV.NXT=0
\*   4 A ESTABLISHED SND.UNA=4294967295 SND.NXT=4294967295 RCV.NXT=5001
\*   5 A ESTABLISHED SND.UNA=4294967295 SND.NXT=4294967295 RCV.NXT=5001
\*   6 B CLOSED
\*   7 B LISTEN
\*   8 B LISTEN
\*   9 B SYN-RECEIVED SND.UNA=5000 SND.NXT=5001 RCV.NXT=4294967295
\*   10 B ESTABLISHED SND.UNA=5001 SND.NXT=5001 RCV.NXT=4294967295
EXTENDS Naturals, Sequences, FiniteSets, TLC

Cap == 3 \* segments that a direction holds

\* What the ends do. Number 0 stands for none. An input at an end leads to a step, or to
\* one that follows it in Other; a step says what the end is afterwards, and what it sends.
Become == <<1, 1, 3, 4, 3, 4, 4, 5, 5, 7, 6, 9, 8, 9, 10, 10, 10>>
Sends == <<<<>>, <<6>>, <<5>>, <<7>>, <<>>, <<>>, <<7>>, <<>>, <<7>>, <<>>, <<1>>, <<3>>, <<>>, <<4>>, <<>>, <<4>>, <<>>>>
Other == <<0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0>>
Breaks == <<0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0>>
Alone0 == <<0, 3, 3, 0, 0, 10, 0, 0, 12, 0>>
Transmit == <<0, 0, 0, 0, 0, 0, 0, 0, 0, 0>>
Expire == <<0, 0, 0, 0, 0, 0, 0, 0, 0, 0>>
Later == <<1, 2, 3, 4, 5, 6, 7, 8, 9, 10>>

\* By end and packet, the step when it arrives, for those that have reached it.
Arrive == <<
  <<1, 0, 2, 2, 0, 0, 0>>,
  <<0, 0, 0, 0, 0, 0, 0>>,
  <<1, 0, 4, 5, 0, 0, 0>>,
  <<6, 0, 7, 8, 0, 0, 0>>,
  <<8, 0, 9, 8, 0, 0, 0>>,
  <<0, 0, 0, 0, 11, 0, 0>>,
  <<0, 0, 0, 0, 12, 0, 0>>,
  <<0, 0, 0, 0, 13, 13, 0>>,
  <<0, 0, 0, 0, 14, 13, 15>>,
  <<0, 0, 0, 0, 16, 0, 17>>>>

\* Claims that relate two things, by classes.
SameConnectionAgreeRow == <<0, 0, 0, 0, 0, 0, 0, 0, 0, 0>>
SameConnectionAgreeColumn == <<0, 0, 0, 0, 0, 0, 0, 0, 0, 0>>
SameConnectionAgreeHolds == <<1>>
SameConnectionAgree(r, c) == SameConnectionAgreeHolds[SameConnectionAgreeRow[r] * 1 + SameConnectionAgreeColumn[c] + 1] = 1
EstablishedHasPeerRow == <<0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0>>
EstablishedHasPeerColumn == <<1, 1, 1, 0, 0, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0>>
EstablishedHasPeerHolds == <<1, 1, 1, 1, 1, 0, 1, 0, 1>>
EstablishedHasPeer(r, c) == EstablishedHasPeerHolds[EstablishedHasPeerRow[r] * 3 + EstablishedHasPeerColumn[c] + 1] = 1
StatePairMatrixRow == <<1, 0, 1, 2, 2, 0, 0, 0, 0, 0>>
StatePairMatrixColumn == <<0, 0, 0, 0, 0, 0, 0, 1, 0, 2>>
StatePairMatrixHolds == <<1, 1, 1, 1, 1, 0, 1, 0, 1>>
StatePairMatrix(r, c) == StatePairMatrixHolds[StatePairMatrixRow[r] * 3 + StatePairMatrixColumn[c] + 1] = 1
TerminalStatesRow == <<1, 1, 2, 3, 3, 0, 0, 0, 0, 0>>
TerminalStatesColumn == <<0, 0, 0, 0, 0, 1, 1, 1, 2, 3>>
TerminalStatesHolds == <<1, 1, 1, 1, 1, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1>>
TerminalStates(r, c) == TerminalStatesHolds[TerminalStatesRow[r] * 4 + TerminalStatesColumn[c] + 1] = 1

VARIABLES
  end, \* both ends
  sent \* what each has sent and is on its way

vars == <<end, sent>>
Side == {1, 2} \* of the ends that move
Peer(i) == 3 - i

\* A segment on its way is <<packet, age, owed>>. A direction is a set of them.
New(p) == <<p, 0, FALSE>>
Nothing == {}
Keys(d) == d
At(d, k) == k
Size(d) == Cardinality(d)
With(d, f) == d \cup {f}
Without(d, k) == d \ {k}
Altered(d, k, f) == (d \ {k}) \cup {f}
Each(d, Op(_)) == {Op(f) : f \in d}
Where(d, Is(_)) == {f \in d : Is(f)}
First(d) == d

\* What stays beside a new copy of p: of its copies the oldest that is owed.
Beside(d, p) ==
  LET owed == {f \in Keys(d) : f[1] = p /\ f[3]}
      Stays(f) == f[1] # p \/ (f \in owed /\ \A g \in owed : g[2] <= f[2])
  IN Where(d, Stays)

\* What a direction may be when a packet has been sent into it.
Send(d, p) ==
  IF New(p) \in Keys(d) THEN {d} ELSE
  LET e == Beside(d, p) IN
  IF Size(e) < Cap THEN {With(e, New(p))} ELSE
  {With(Without(e, k), New(p)) : k \in {j \in Keys(e) : ~At(e, j)[3]}} \cup {e}

RECURSIVE SendAll(_, _)
SendAll(d, packets) ==
  IF packets = <<>> THEN {d} ELSE UNION {SendAll(e, Tail(packets)) : e \in Send(d, Head(packets))}

\* What a direction may be when what is at k has arrived.
Stay(d, k) ==
  LET f == At(d, k) IN
  IF ~f[3] THEN d ELSE
  IF \E g \in Keys(d) : g # k /\ g[1] = f[1] THEN Without(d, k) ELSE
  Altered(d, k, <<f[1], f[2], FALSE>>)
Pass(d, k) == {Stay(d, k)}

\* End i takes step s; d is what is on its way.
Go(i, s, d) ==
  /\ Assert(Breaks[s] # 1, "una-le-nxt")
  /\ Assert(Breaks[s] # 4, "old-syn-ack-refused")
  /\ Assert(Breaks[s] # 5, "rst-never-answered")
  /\ Assert(Breaks[s] # 6, "rst-exact")
  /\ Assert(Breaks[s] # 7, "syn-inert-when-synchronized")
  /\ Assert(Breaks[s] # 8, "closed-iff-no-tcb")
  /\ Assert(Breaks[s] # 9, "unacked-implies-timer")
  /\ Assert(Breaks[s] # 11, "no-unprovoked-reset")
  /\ Assert(Breaks[s] # 12, "window-edge-never-falls")
  /\ Assert(Breaks[s] # 13, "acked-is-received")
  /\ Assert(Breaks[s] # 14, "announced-is-free")
  /\ Assert(Breaks[s] # 15, "sent-in-sequence")
  /\ Assert(Breaks[s] # 17, "comes-to-rest")
  /\ Assert(Breaks[s] # 18, "one-answer")
  /\ Assert(EstablishedHasPeer(s, end[3 - i]), "established-has-peer")
  /\ \E e \in SendAll(d[i], Sends[s]) : sent' = [d EXCEPT ![i] = e]
  /\ end' = [end EXCEPT ![i] = Become[s]]

RECURSIVE Steps(_)
Steps(s) == IF s = 0 THEN {} ELSE {s} \cup Steps(Other[s])

Arrives(i, p, d) ==
  /\ Assert(Arrive[end[i]][p] # 0, "a packet arrives that has never reached this end")
  /\ \E s \in Steps(Arrive[end[i]][p]) : Go(i, s, d)

Moves(i) ==
  \/ (\E s \in {Alone0[end[i]]} \ {0} : Go(i, s, sent))
  \/ Transmit[end[i]] # 0 /\ Go(i, Transmit[end[i]], sent)
  \/ Expire[end[i]] # 0 /\ Go(i, Expire[end[i]], sent)
  \/ \E k \in First(sent[Peer(i)]) : \E d \in Pass(sent[Peer(i)], k) :
       Arrives(i, At(sent[Peer(i)], k)[1], [sent EXCEPT ![Peer(i)] = d])

Loses(i) ==
  (\E k \in Keys(sent[i]) : ~At(sent[i], k)[3] /\ sent' = [sent EXCEPT ![i] = Without(@, k)]) /\ UNCHANGED end

Init ==
  /\ end = <<2, 6>>
  /\ sent = <<Nothing, Nothing>>

Next ==
  \/ \E i \in Side : Moves(i)
  \/ \E i \in Side : Loses(i)
  \* A state in which nothing can happen any more is reported, unless this can.
  \/ /\ (sent = <<Nothing, Nothing>> /\ TerminalStates(end[1], end[2]))
     /\ UNCHANGED vars

Spec == Init /\ [][Next]_vars

SameConnectionAgreeAlways == SameConnectionAgree(end[1], end[2])
StatePairMatrixAlways == StatePairMatrix(end[1], end[2])
====
---- CONFIG S_handshake ----
SPECIFICATION Spec
INVARIANT SameConnectionAgreeAlways
INVARIANT StatePairMatrixAlways
CHECK_DEADLOCK TRUE
====
