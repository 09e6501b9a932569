// Package predicate reads what a user says of a state of two ends, a network and
// time, as in "A=TIME-WAIT & B.SND.UNA<B.SND.NXT", and makes of it what the
// model can look at.
package predicate

// Grammar is the grammar, for a help.
const Grammar = `A predicate is about one state of the two ends and of what is between them.

  predicate   = both { "|" both }
  both        = one { "&" one }
  one         = "!" one | "(" predicate ")" | comparison
  comparison  = operand [ "=" | "!=" | "<" | "<=" | ">" | ">=" operand ]
  operand     = state { "," state } | sum
  sum         = ( variable | number ) { "+" ( variable | number ) }

A and B are the ends; an end alone stands for its state, as in A=TIME-WAIT. Of
several states after a comma one is enough, as in A=FIN-WAIT-1,FIN-WAIT-2;
"synchronized" stands for ESTABLISHED and all after it. "both" and "some" in place
of an end say it of each end, or of one of them: both=TIME-WAIT.

  A.SND.UNA A.RCV.NXT ...   the variables of the TCB, named as in -format json
  A.timer.persist ...       whether a timer runs
  A.incarnation             the connections that the end has had, the present one included
  A.sent A.received         octets that its user has sent, or has been given
  A.closed                  its user has called CLOSE
  A.reopened                a SYN has reopened its TIME-WAIT
  A.2MSL                    ticks until TIME-WAIT ends
  A.flying                  segments that the end has sent and that are on their way
  A.flying.FIN ...          those of them with that bit: SYN, ACK, FIN, RST
  flying  same              segments on their way in all; both ends are in one connection

Sequence numbers count from the first ISS of the end whose numbers they are, as in
ladders, and compare as sequence numbers do. Those of A and those of B do not
compare, and to one only counts and sizes can be added; a comparison with one that an end has not got yet is false. What is true or false, as A.FINSent, needs no comparison.`
