package transitions

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// pair is a change of state by an event.
type pair struct {
	event    fsm.EventKind
	from, to fsm.State
}

// TestEdgesAreTaken lets a connection meet a great many events, most of them
// near what it expects. Each change of state must be among the derived edges,
// and each derived edge must be seen: the walk over the table invents nothing
// and misses nothing.
func TestEdgesAreTaken(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	for _, profile := range policies() {
		t.Run(profile.Name, func(t *testing.T) {
			t.Parallel()
			derived := map[pair]bool{}
			for _, e := range Of(fsm.MustCompile(fsm.RFC9293Table(), profile.Policy)) {
				derived[pair{e.Event, e.From, e.To}] = true
			}
			seen := drive(profile.Policy, derived)
			for p := range seen {
				if !derived[p] {
					t.Errorf("%v leads from %v to %v, which is not derived", p.event, p.from, p.to)
				}
			}
			for p := range derived {
				if !seen[p] {
					t.Errorf("%v is derived to lead from %v to %v, which is not seen", p.event, p.from, p.to)
				}
			}
		})
	}
}

// policies returns the profiles and, unless time is short, the default with
// each single choice altered.
func policies() []fsm.Profile {
	all := fsm.Profiles()
	if testing.Short() {
		return all
	}
	for i := range fsm.Options() {
		for _, a := range fsm.Options()[i].Choices[1:] {
			all = append(all, fsm.Profile{Name: a.Choice.String(), Policy: fsm.Policy{}.With(a.Choice)})
		}
	}
	return all
}

// drive returns the changes of state in a run of at least 20,000 short stretches
// of events, and of more until all that is wanted is seen or patience ends. It
// turns back to earlier connections, so that rare states are not left at once.
func drive(policy fsm.Policy, wanted map[pair]bool) map[pair]bool {
	m := fsm.MustCompile(fsm.RFC9293Table(), policy)
	r := rand.New(rand.NewPCG(1, 2))
	seen := map[pair]bool{}
	var earlier [fsm.TimeWait + 1][]fsm.TCB
	earlier[fsm.Closed] = []fsm.TCB{{}}
	var out fsm.Output
	for n := 0; n < 20_000 || n < 1_000_000 && !covers(seen, wanted); n++ {
		state := fsm.AllStates()[r.IntN(len(earlier))]
		if len(earlier[state]) == 0 {
			continue
		}
		c := earlier[state][r.IntN(len(earlier[state]))]
		for range 6 {
			ev := anEvent(r, &c)
			m.Step(&c, &ev, &out)
			if out.From != out.To {
				seen[pair{ev.Kind, out.From, out.To}] = true
			}
			if keep := &earlier[c.State]; len(*keep) < 400 {
				*keep = append(*keep, c)
			} else {
				(*keep)[r.IntN(len(*keep))] = c
			}
		}
	}
	return seen
}

func covers(seen, wanted map[pair]bool) bool {
	for p := range wanted {
		if !seen[p] {
			return false
		}
	}
	return true
}

// anEvent returns an event that c may well meet.
func anEvent(r *rand.Rand, c *fsm.TCB) fsm.Event {
	kinds := fsm.AllEvents()
	ev := fsm.Event{
		Kind: kinds[r.IntN(len(kinds))], ISS: c.SND.NXT + fsm.Seq(r.IntN(5)), Octets: uint32(r.IntN(3)),
		SndBUFF: 20, RcvBUFF: uint32(r.IntN(3)) * 2, Remote: fsm.Remote(r.IntN(2)),
		Timestamp: fsm.Timestamp(r.IntN(4)), Segment: aSegment(r, c),
	}
	if r.IntN(2) == 0 {
		ev.Kind = fsm.SegmentArrives
	}
	return ev
}

func aSegment(r *rand.Rand, c *fsm.TCB) fsm.Segment {
	controls := []fsm.Control{fsm.ACK, fsm.ACK, fsm.ACK, fsm.FIN | fsm.ACK, fsm.FIN | fsm.ACK, fsm.SYN, fsm.SYN | fsm.ACK, fsm.RST, fsm.RST | fsm.ACK, fsm.SYN | fsm.FIN, fsm.SYN | fsm.ACK | fsm.FIN}
	points := []fsm.Seq{c.RCV.NXT, c.RCV.NXT, c.RCV.NXT, c.RCV.NXT - 1, c.RCV.NXT + 1, c.IRS}
	acks := []fsm.Seq{c.SND.NXT, c.SND.NXT, c.SND.UNA, c.SND.UNA + 1}
	return fsm.Segment{
		SEQ: points[r.IntN(len(points))], ACK: acks[r.IntN(len(acks))], WND: uint32(r.IntN(2)) * 10,
		Text: uint32(r.IntN(2)), CTL: controls[r.IntN(len(controls))],
	}
}

// TestClassic holds the normal course, edge by edge, against figure 5.
func TestClassic(t *testing.T) {
	want := map[string]bool{}
	for _, line := range figure5 {
		want[line] = true
	}
	for _, e := range Of(fsm.RFC9293) {
		if !e.Classic() || e.Composite() {
			continue
		}
		line := fmt.Sprintf("%v -> %v: %s", e.From, e.To, e.Cause)
		if !want[line] {
			t.Errorf("figure 5 does not have %s", line)
		}
		delete(want, line)
	}
	for line := range want {
		t.Errorf("not derived: %s", line)
	}
}

var figure5 = []string{
	"CLOSED -> LISTEN: passive OPEN",
	"CLOSED -> SYN-SENT: active OPEN",
	"LISTEN -> SYN-RECEIVED: rcv SYN",
	"LISTEN -> SYN-SENT: SEND",
	"LISTEN -> SYN-SENT: active OPEN", // section 3.10.1; figure 5 draws SEND only
	"LISTEN -> CLOSED: CLOSE",
	"SYN-SENT -> SYN-RECEIVED: rcv SYN",
	"SYN-SENT -> ESTABLISHED: rcv SYN,ACK",
	"SYN-SENT -> CLOSED: CLOSE",
	"SYN-RECEIVED -> LISTEN: rcv RST (passive)",
	"SYN-RECEIVED -> ESTABLISHED: rcv ACK of SYN",
	"SYN-RECEIVED -> FIN-WAIT-1: CLOSE",
	"ESTABLISHED -> FIN-WAIT-1: CLOSE",
	"ESTABLISHED -> CLOSE-WAIT: rcv FIN",
	"FIN-WAIT-1 -> FIN-WAIT-2: rcv ACK of FIN",
	"FIN-WAIT-1 -> CLOSING: rcv FIN",
	"FIN-WAIT-2 -> TIME-WAIT: rcv FIN",
	"CLOSING -> TIME-WAIT: rcv ACK of FIN",
	"CLOSE-WAIT -> LAST-ACK: CLOSE",
	"LAST-ACK -> CLOSED: rcv ACK of FIN",
	"TIME-WAIT -> CLOSED: 2MSL timeout",
}

// TestEveryFormOfRSTIsNamed holds that an edge names the RST that it sends in
// whatever form.
func TestEveryFormOfRSTIsNamed(t *testing.T) {
	for _, form := range []fsm.Choice{fsm.SYNRSTFormFromACK, fsm.SYNRSTFormInSequence} {
		m := fsm.MustCompile(fsm.RFC9293Table(), fsm.Policy{}.With(fsm.SYNInSyncRFC793, form))
		var sends []string
		for _, e := range Of(m) {
			if e.From == fsm.Established && e.Cause == "rcv SYN" {
				sends = append(sends, e.Sends...)
			}
		}
		if !slices.Equal(slices.Compact(sends), []string{"RST"}) {
			t.Errorf("%v: a SYN in ESTABLISHED sends %q, expected RST", form, sends)
		}
	}
}
