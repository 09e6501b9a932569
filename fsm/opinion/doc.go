// Package opinion is a second opinion about TCP: sections 3.10.1 to 3.10.8 of
// RFC 9293, carried out by straight-line code in the order of the text.
//
// Package fsm says the same as a table. A slip in a table, or in what compiles
// it, looks right to every test that was derived from it. So this package was
// written from the RFC alone, by somebody who had not read the table, and
// shares nothing with it but the values that go in and come out: TCB, Event,
// Segment, the Policy that settles what the RFC leaves open, and the names of
// replies, signals and timers. Sequence numbers are compared, segments trimmed
// and text is held by code of its own.
//
// [Step] carries out one event. [Walk] leads a machine through connections, and
// [Differ] says where machine and opinion part. Tests do so with millions of
// events under every profile and every single choice; docs/opinion.md tells
// what came of it.
//
// To read it beside the RFC:
//
//	3.10.1 to 3.10.6  open.go send.go receive.go close.go abort.go status.go
//	3.10.7.1, .2, .3  closed.go listen.go synsent.go
//	3.10.7.4          arrives.go, then one file for each of its steps: sequence.go
//	                  reset.go syn.go ack.go urgent.go text.go fin.go
//	3.6.1             timewait.go, the SYN that opens TIME-WAIT again
//	3.10.8, 3.8       timeout.go transmit.go timers.go
//	3.9.2.2           icmp.go
package opinion
