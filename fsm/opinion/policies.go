package opinion

import "github.com/tcpfsm/tcpfsm/fsm"

// Policies returns n policies of several choices at once, at random. What a
// choice does may depend on another: only who reopens TIME-WAIT can be sent back
// to it.
func Policies(n int, seed uint64) []fsm.Policy {
	r := source{seed}
	all := make([]fsm.Policy, n)
	for i := range all {
		if r.oneIn(2) {
			all[i].TimeWaitSYN = fsm.TimeWaitSYNSeq
		}
		for _, o := range fsm.Options() {
			if r.oneIn(3) {
				all[i] = all[i].With(pick(&r, o.Choices).Choice)
			}
		}
	}
	return all
}
