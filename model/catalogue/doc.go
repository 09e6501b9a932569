// Package catalogue is what there is to ask package model about: the properties
// that TCP has or is thought to have, the standard scenarios, wrong designs and
// what refutes them, hazards, and what is known to fail where an assumption is
// missing. Everything has a name, by which the command finds it and the documents
// speak of it.
//
// [Question] asks whether a scenario has what is expected of it, which
// [Expected] lists. [Mutants], [Hazards], [Counterexamples] and [TimeWaitTrials]
// know their answer, down to the length of the shortest counterexample, and the
// tests hold them to it.
//
// Nothing here is known to the engine: whoever has a property, a scenario or a
// mutant of his own asks about it in the same way, see the example of package
// model.
package catalogue
