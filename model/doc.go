// Package model puts two TCPs, their users, a network and a clock into one
// closed system and has [checker] explore everything that can happen in it.
//
// Both ends run the machine of package fsm unchanged: the same Step that is
// embedded elsewhere as a reference, with 32-bit sequence numbers. Around it
// the model supplies what RFC 9293 takes for granted: users who open, send,
// receive, close and abort as often as a budget allows; a network that may
// lose, duplicate and reorder segments, and holds a bounded number of them;
// segments that grow old; timers; ISNs; crashes; several connections between
// the same two sockets, one after the other; an attacker.
//
// A [Scenario] says which of these there are and within which bounds, a
// [Property] what is claimed, a [Mutant] what is wrong with a design. [Ask]
// explores a scenario and answers. Every verdict names the [Assumption]s that it
// rests on, and there is none about a space that was not explored completely.
// [Model.Explain] turns the steps of a counterexample into events, segments and
// rules.
//
// The package knows none of these by name. Those that the project asks about are
// in package catalogue; whoever has a scenario, a property or a mutant of his own
// asks about it in the same way. What a property may look at is a [View] of a
// state, a [Move] between two states, or a [Happening] at one end.
//
// docs/model.md says why the bounds and the reductions are sound; docs/results.md
// what was found out.
package model
