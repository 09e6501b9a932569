// Package checker explores every state that a model can reach and says, with
// proof, whether what you claim about it holds.
//
// # Model checking on one screen
//
// A [Model] is a program that can do one step at a time: where it begins, and
// which steps are possible from a state. A state is a small value, and a step
// an [Action] that leads to another state. Where several steps are possible,
// because of two processes, a network that loses messages or a user who may do
// this or that, the model adds them all. From the initial states the steps
// span a graph, and every run of the program is a path in it. [Check] visits
// the whole graph, so it sees what no test run may ever hit.
//
// What you claim is a [Property]. Safety properties say that something bad
// never happens, and a finite path shows the opposite:
//
//   - [Invariant]: this is true in every state,
//   - [StepInvariant]: this is true of every step,
//   - [Terminal] and [Deadlock]: the model stops only where it may, or never,
//   - [Reachable]: this can happen at all, lest the others hold for nothing.
//
// Liveness properties say that something good does happen, and only an
// infinite behaviour shows the opposite:
//
//   - [Eventually]: every behaviour gets here,
//   - [LeadsTo]: whenever this, then later that,
//   - [Stabilizes]: this changes only finitely often.
//
// Between the two stands [Possible]: wherever this is, a way leads to that,
// whether it is taken or not.
//
// A behaviour takes steps as long as there is one; in a terminal state nothing
// happens for ever. Most systems do good only if no part of them is ignored
// for ever. [Weak] fairness assumes that what is possible all the time is done
// at last, [Strong] fairness that what is possible again and again is.
//
// The answer is a [Verdict]: Holds, Violated, or Unknown if a bound of
// [Options] came before the end. There is no fourth: whatever was not explored
// completely is not said to hold. A violation comes with the shortest [Trace]
// to it or with a [Lasso], a path into a cycle that can go on for ever. Both
// are executed by the model itself before they are reported, and are the same
// for any number of workers. A model whose states have other bits in every run,
// because it interns what they are made of, is [Ordered] to that end.
//
// Where the states are too many, make the model smaller before you make the
// machine larger: fewer processes, shorter queues, fields set to zero when
// they no longer matter, one order for what has none, [Symmetric] processes,
// states that can do all that others can ([WellStructured]).
// Most errors show in small models. [Options.Compact] keeps hashes instead of
// states, and says how likely it is that one was missed.
//
// The examples below are complete models. docs/checker.md explains the
// algorithms and why the answers are sound.
package checker
