// Package fsm is TCP's connection behaviour, RFC 9293 section 3.10, as one
// table.
//
// The table is a list of checks, each a paragraph of the RFC, and of rules in
// them, each a requirement. Rules_call.go, rules_segment.go, rules_timeout.go
// and rules_finish.go are meant to be laid beside the RFC. A rule says in which
// states it fires, which facts must hold, what it does and how to go on. All
// comparisons are facts (fact.go names them, observe.go makes them), all
// assignments and outputs are effects (effect.go names them, apply.go carries
// them out), and where the RFC leaves a choice, a rule says under which choice
// it is alive (options.go). So the table can be enumerated, proved, mutated,
// drawn and compiled; tests prove that in every check exactly one rule fires.
// Programs that alter rules or reason about them have their names from packages
// rule, fact and effect, and go through the table by [Machine.Next].
//
// A [Machine] is the table compiled for a [Policy]:
//
//	var c fsm.TCB
//	var out fsm.Output
//	fsm.RFC9293.Step(&c, &fsm.Event{Kind: fsm.OpenPassive, SndBUFF: 65535, RcvBUFF: 65535}, &out)
//	fsm.RFC9293.Step(&c, &fsm.Event{Kind: fsm.SegmentArrives, Segment: syn, ISS: 300}, &out)
//	for _, g := range out.Segments() { ... } // <SEQ=300><ACK=101><CTL=SYN,ACK>
//
// [Machine.Step] is pure, total and allocates nothing. Whatever is not a matter
// of the connection itself is an input: initial sequence numbers, time, which
// arrives as timeouts, and buffer space. Text is counted, not carried: the
// caller keeps the octets and numbers them by sequence number.
//
// TRANSMIT is an event of our own. The RFC leaves a TCP free to send queued
// octets, and the FIN behind them, when it finds it convenient; Step sends them
// when it is told to, one segment at a time, as window and segment size allow.
// After a SEND, a CLOSE or a segment that opens the window, a caller with
// nothing better to do steps [Transmit] until nothing is sent.
//
// Names are the RFC's, letter for letter: SND.UNA, SEG.CTL, RCV.NXT. The usual
// advice on initialisms in Go yields to that.
package fsm
