package document

import (
	"fmt"
	"maps"
	"slices"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/report"
	"github.com/tcpfsm/tcpfsm/fsm/rule"
)

// unfired says why rules that are alive fire in no standard scenario.
var unfired = map[rule.ID]string{
	rule.ACKHoldUnsent:            "the range check of SEG.ACK comes first under every policy of the scenarios (ack_range_check); tests of the table take it away",
	rule.ACKUnsent:                "the range check of SEG.ACK comes first under every policy of the scenarios (ack_range_check); tests of the table take it away",
	rule.ACKRangeSynReceivedOld:   "under ack_range_check=all no segment that reaches SYN-RECEIVED acknowledges numbers from before",
	rule.ChallengeThrottled:       "no scenario limits the rate of challenge ACKs",
	rule.CloseSynReceivedReopened: "where TIME-WAIT is reopened by a SYN users close only what is established, or their CLOSE waits",
	rule.FormURGAcked:             "after its urgent octets were acknowledged no user sends more",
	rule.ListenSYNFull:            "no scenario fills a backlog",
	rule.PushHoldDue:              "a PUSH that a SYN brought, a CLOSE before it is taken and a PUSH beyond a gap: more octets than any user sends",
	rule.ReceiveEarlyNothing:      "no user asks for no octets",
	rule.SeqEdgeRST:               "no RST with text comes to the right edge of a window",
	rule.TextAfterCloseHeld:       "where half_duplex_close=on no user sends octets enough for one to be held",
	rule.TextHoldOverflow:         "there are more gaps than can be held only beyond the octets that users send",
	rule.TimeWaitSYNTSNew:         "no segment carries a timestamp",
	rule.TimeWaitSYNTSOldACK:      "no segment carries a timestamp",
	rule.TimeWaitSYNTSSameSeqNew:  "under time_wait_syn=rfc6191 the end in TIME-WAIT is the one that opens again, its peer does not",
	rule.TransmitMSSWindow:        "a window between one segment and the octets that wait needs more octets than any user sends",

	rule.ICMPSoftSynReceivedAbortReopened: "under icmp_soft_syn=abort no scenario reopens TIME-WAIT by a SYN",

	rule.ACKOld:              "under ooo_ack=hold an old segment does not come as far: no scenario has left_edge_segment=accept besides",
	rule.TextCloseQueuedHeld: "where half_duplex_close=on no user sends octets enough for one to be held",
}

// reason returns what unfired says of the rule with the given ID.
func reason(id string) string {
	for r, why := range unfired {
		if r.String() == id {
			return why
		}
	}
	return ""
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
// one rule in twenty never fires, no reason is given for a rule that never fires, or
// a reason is given for a rule that does.
func CheckCoverage(records []report.Record) (wrong []string) {
	rules, alive := never(records)
	if 20*len(rules) > alive {
		wrong = append(wrong, fmt.Sprintf("%d of %d rules never fire", len(rules), alive))
	}
	for _, id := range rules {
		if reason(id) == "" {
			wrong = append(wrong, fmt.Sprintf("rule %s never fires, and nothing says why", id))
		}
	}
	for r := range unfired {
		if id := r.String(); !slices.Contains(rules, id) {
			wrong = append(wrong, fmt.Sprintf("rule %s is said never to fire, and does, or is not alive", id))
		}
	}
	return wrong
}
