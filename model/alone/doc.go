// Package alone proves claims about one end for any number of octets, calls and
// segments. The end is alone against everything: its user makes any call at any time,
// any timer ends at any time, any report comes, and segments arrive with any flags and
// any numbers, sent by whomever.
//
// There are finitely many ends, because numbers count by where they lie. A TCP compares
// sequence numbers and adds lengths to them, and nothing else: it does the same if all
// numbers of one direction are moved along the circle, and it makes no difference of
// numbers that lie far behind what it expects. So ends are kept as [Relative] has them,
// and [Explore] comes to all of them, with [fsm.Machine.Step] itself. docs/unbounded.md
// has the argument, and what it does not cover.
package alone
