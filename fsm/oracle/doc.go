// Package oracle holds one end of a TCP connection against the table of
// package fsm, by what can be observed of it from outside.
//
// An [Oracle] is told, in order, what an observer sees: segments that arrive at
// the end ([Oracle.In]) and that it sends ([Oracle.Out]), calls of its user and
// timeouts ([Oracle.Event]), readings of its state ([Oracle.State]), and that
// it has nothing more to say ([Oracle.Quiet]). After each it says whether the
// table allows it, and if not, which rule is broken, where RFC 9293 has it, and
// what was expected.
//
// It does so by keeping every connection ([fsm.TCB]) that the observations so
// far leave possible. What is not told may have happened: a CLOSE that nobody
// saw, an arrival that was lost behind the observer, a timeout. What RFC 9293
// leaves open may be settled either way: each choice is a variant of the
// machine, and behaviour that only another variant allows is permitted, by
// name.
//
// The zero [Options] fit one end of a connection in a packet capture. A test
// that drives a stack in lock step tells everything and is judged strictly:
//
//	o := oracle.New(oracle.Options{Told: oracle.Everything})
//	o.Event(fsm.Event{Kind: fsm.OpenPassive})
//	o.In(syn)
//	if v := o.Out(reply); v.Kind == oracle.Deviates { ... }
//	o.Quiet()
//
// Compared are control bits, SEQ, ACK and the length of the text, and in lock step
// windows: what leaves has to fit that of the peer, and when the end's own opens the
// peer has to be told. Options, PSH and URG are not judged. Delayed and merged ACKs and
// window updates may come at any time, retransmissions, keep-alives and probes where
// there can be one; a timeout that is told has to be followed by its segment. Text may
// leave in pieces of any size.
package oracle
