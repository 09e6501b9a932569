package document

const peersAbout = "Who trusts none of the search of this project can have another program search. " +
	"`explore export` writes a scenario for SPIN (Promela), Rumur (Murphi) or TLC (TLA+): what both ends do as tables, found by exploring it; " +
	"the network, the clock and the attacker in the words of the language; claims of safety as assertions and invariants. " +
	"The file says how it is checked and what is to come out of it, and all of that is compared here: the number of distinct states, and each verdict.\n\n" +
	"```\n" +
	"go run ./cmd/explore export close -bound segments=2 -o close.pml\n" +
	"spin -a close.pml && gcc -O2 -DSAFETY -DNOREDUCE -DMEMLIM=8000 -o pan pan.c && ./pan -m1000000\n" +
	"```\n\n" +
	"Debian has SPIN and Rumur as packages `spin` and `rumur`; this is about SPIN 6.5.2 and Rumur 2022.08.20. " +
	"`go test ./cmd/explore -run '^TestPeers$' -peers quick` compares the scenarios and wrong designs with no more than " + PeersQuickly + " states, which `.ci/run` does; `-peers all` all of them; `-peers.update` writes down the answers, of which this page is made. " +
	"With Java and `tla2tools.jar`, named by the variable TLA2TOOLS, TLC is asked as well. Without the jar, `go test ./cmd/explore -run '^TestGrammar$' -grammar` parses every module by the grammar of the TLA+ project and holds that each name in it is defined; it has found one that TLC would have refused.\n\n" +
	"## What that shows, and what not\n\n" +
	"A step of an end is taken from the tables; that they are what the machine of package fsm does is for this project to show, by [tests](requirements.md), a [second implementation](opinion.md) and [other stacks](stacks.md). " +
	"All that is between the ends is written anew in each language, and in another way in each: a direction is a sorted array in Promela and Murphi, a set, a bag or a sequence in TLA+. " +
	"Loss, duplication, reordering, what a full direction loses, what has to be delivered (REL), ages, ticks, the end of TIME-WAIT, forged segments and the search itself are checked by it. " +
	"Had our search missed a state, the others would count more of them, or report a packet that reaches an end which it never reached here: the tables have no step for it, and that is an error.\n\n" +
	"| here | there |\n|---|---|\n" +
	"| claim of single events | each step of an end notes the first that it breaks; the step asserts that it breaks none |\n" +
	"| claim of states | a relation of the ends of A and of B, told in classes; asserted in each state |\n" +
	"| claim of steps | a relation of a step and the other end, and of what is on its way to the end that moves; asserted in each step |\n" +
	"| terminal states | where nothing can happen any more, a relation of both ends holds and nothing is on its way |\n" +
	"| liveness, \"can still\" | not exported; the file says so |"

// PeersQuickly is how many states a scenario has at most that is compared quickly.
const PeersQuickly = "135,000"

const peersEnd = `## How it is written

Two ways were tried of each before one was kept.

* Promela: one process; tables are arrays that are no part of the state (` + "`hidden`" + `), and a step is one atomic sequence. The other way
  was an option for each move of the table, in place of a look-up: of close with CAP(2) these are 732, which SPIN tries in every
  state. It takes 4 times as long to search and 5 times as long to compile (0.69 s and 26 s of processor time with -O2, beside
  0.17 s and 4.6 s). Tables in C would save the check of indexes, a tenth of the search, and no longer be Promela. Which segment a
  full direction loses is chosen inside of the sequence, so that the choice costs nothing where there is room. Partial-order
  reduction has nothing to reduce in one process, and is off. Collapse compression makes the search half as fast and saves
  nothing, since a state has 28 bytes; hash compaction (-DHC4) misses 201 of 35,056 states.
* Murphi: tables are functions of many cases, of which a compiler of C makes tables again; arrays would be part of the state. What
  is lost is a parameter of a rule, one for each packet that a step sends. Rules are kept apart by how many packets that is. With
  the same parameters for all, out-of-order with CAP(2), where steps send up to four, takes half as long again (26 s beside 18 s).
* TLA+: an operator returns the set of what may become of a direction. The configuration stands behind the module, in the same file.
`
