package document

import (
	"fmt"
	"maps"
	"slices"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/report"
)

// unfired says why rules that are alive fire in no standard scenario.
var unfired = map[string]string{
	"ack.hold.unsent":               "the range check of SEG.ACK comes first under every policy of the scenarios (ack_range_check); tests of the table take it away",
	"ack.unsent":                    "the range check of SEG.ACK comes first under every policy of the scenarios (ack_range_check); tests of the table take it away",
	"ack.range.syn-received.old":    "under ack_range_check=all no segment that reaches SYN-RECEIVED acknowledges numbers from before",
	"challenge.throttled":           "no scenario limits the rate of challenge ACKs",
	"close.syn-received.reopened":   "where TIME-WAIT is reopened by a SYN users close only what is established, or their CLOSE waits",
	"form.urg-acked":                "after its urgent octets were acknowledged no user sends more",
	"listen.syn.full":               "no scenario fills a backlog",
	"push.hold.due":                 "a PUSH that a SYN brought, a CLOSE before it is taken and a PUSH beyond a gap: more octets than any user sends",
	"receive.early.nothing":         "no user asks for no octets",
	"seq.edge.rst":                  "no RST with text comes to the right edge of a window",
	"text.after-close.held":         "where half_duplex_close=on no user sends octets enough for one to be held",
	"text.hold.overflow":            "there are more gaps than can be held only beyond the octets that users send",
	"time-wait.syn.ts-new":          "no segment carries a timestamp",
	"time-wait.syn.ts-old.ack":      "no segment carries a timestamp",
	"time-wait.syn.ts-same-seq-new": "under time_wait_syn=rfc6191 the end in TIME-WAIT is the one that opens again, its peer does not",
	"transmit.mss.window":           "a window between one segment and the octets that wait needs more octets than any user sends",

	"icmp.soft.syn-received.abort.reopened": "under icmp_soft_syn=abort no scenario reopens TIME-WAIT by a SYN",

	"ack.old":                "under ooo_ack=hold an old segment does not come as far: no scenario has left_edge_segment=accept besides",
	"text.close-queued.held": "where half_duplex_close=on no user sends octets enough for one to be held",
}

// never returns the rules that are alive in a scenario and fire in none, sorted,
// and how many are alive.
func never(records []report.Record) (rules []string, alive int) {
	all, fired := map[string]bool{}, map[string]bool{}
	for _, r := range records {
		for _, id := range r.Unfired {
			all[id] = true
		}
		for _, id := range r.Fired {
			all[id], fired[id] = true, true
		}
	}
	fires := func(id string) bool { return fired[id] }
	return slices.DeleteFunc(slices.Sorted(maps.Keys(all)), fires), len(all)
}

// CheckCoverage returns what is wrong with the coverage of the rules: more than
// one in twenty never fires, one that does not has no reason, or one that has a
// reason fires.
func CheckCoverage(records []report.Record) (wrong []string) {
	rules, alive := never(records)
	if 20*len(rules) > alive {
		wrong = append(wrong, fmt.Sprintf("%d of %d rules never fire", len(rules), alive))
	}
	for _, id := range rules {
		if unfired[id] == "" {
			wrong = append(wrong, fmt.Sprintf("rule %s never fires, and nothing says why", id))
		}
	}
	for id := range unfired {
		if !slices.Contains(rules, id) {
			wrong = append(wrong, fmt.Sprintf("rule %s is said never to fire, and does, or is not alive", id))
		}
	}
	return wrong
}
