// Package conform holds anybody's TCP against the table of package fsm, as a black
// box in lock step.
//
// A [Stack] makes connections, and a [Connection] takes one [Input] at a time, a
// segment or a call of its user, and says what it has sent when it has come to rest.
// [Check] leads such connections into every state by every route, tries every class of
// events there, has the oracle judge the answers, and then asks what the deviations
// have in common: a [Report] is a list of causes. Each is one edit of the table, and
// under it the rest is judged.
//
// In a test there is a subtest for each cause:
//
//	func TestConformance(t *testing.T) {
//		conform.Test(t, stack, conform.Options{Known: "testdata/known.txt"})
//	}
//
// The cases are derived from the table, nothing is written by hand. What RFC 9293
// leaves open is permitted either way, by the name of the choice. Windows, options,
// PSH and URG are not judged, nor is what a call returns.
package conform
