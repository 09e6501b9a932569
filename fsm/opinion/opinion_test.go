package opinion_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/opinion"
)

var n = flag.Int("dev", 20000, "")

func TestDev(t *testing.T) {
	kinds := map[string]int{}
	first := map[string]string{}
	total, diff := 0, 0
	try := func(p fsm.Policy) {
		m := fsm.MustCompile(fsm.RFC9293Table(), p)
		x := opinion.Compare(m)
		opinion.Walk(m, 1, *n, func(c *fsm.TCB, ev *fsm.Event) bool {
			total++
			if x.Agree(c, ev) {
				return true
			}
			if known(x) == "" {
				diff++
				k := fmt.Sprint(x.Fired())
				if first[k] == "" {
					first[k] = x.String()
				}
				kinds[k]++
			}
			return false
		})
	}
	for _, p := range fsm.Profiles() {
		try(p.Policy)
		if os.Getenv("ONE") != "" {
			break
		}
	}
	if os.Getenv("ALL") != "" {
		for _, o := range fsm.Options() {
			for _, a := range o.Choices[1:] {
				try(fsm.Policy{}.With(a.Choice))
			}
		}
	}
	fmt.Println(total, diff, len(kinds))
	i := 0
	keys := slices.SortedFunc(maps.Keys(kinds), func(a, b string) int { return kinds[b] - kinds[a] })
	for _, k := range keys {
		fmt.Println(kinds[k], strings.TrimSpace(first[k]))
		if i++; i == 25 {
			break
		}
	}
}

func known(x *opinion.Comparison) string {
	f := x.Fired()
	last := f[len(f)-1]
	syn := x.Event.Kind == fsm.SegmentArrives && x.Event.Segment.CTL.Has(fsm.SYN)
	r := x.Before.RCV
	switch {
	case x.Event.Kind == fsm.Receive && r.Urgent:
		return "D5"
	case syn && r.WND==0 && x.Event.Segment.SEQ == r.NXT:
		return "D3z"
	case (r.Urgent || r.UPHeld)&& x.Event.Kind==fsm.SegmentArrives&& x.Event.Segment.CTL.Has(fsm.URG):
		return "D4"
	case last == "ack.none":
		return "D1"
	case strings.HasPrefix(last, "syn-received.ahead"):
		return "D2"
	case strings.Contains(fmt.Sprint(f), "seq.spans ") && distance(x.Event.Segment.SEQ, x.Before.RCV.NXT) > 1<<29:
		return "D7"
	case distance(x.Before.SND.UNA, x.Event.Segment.ACK) == 1<<31:
		return "D8"
	case strings.Contains(x.Policy.String(), "last_ack_partial=ignore") && x.Before.State == fsm.LastAck:
		return "D9"
	case strings.Contains(fmt.Sprint(f), "seq.probe.fin.take") && (x.Before.State == fsm.Closing|| x.Before.State==fsm.LastAck):
		return "D1b"
	case x.Before.State == fsm.SynReceived && x.Before.Origin != fsm.Passive && syn:
		return "D3"
	}
	return ""
}

func distance(a, b fsm.Seq) uint32 { return uint32(b) - uint32(a) }
