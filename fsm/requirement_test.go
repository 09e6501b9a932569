package fsm_test

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// TestMSSOnlyOnSYN holds MUST-65 and, for the SYN of an OPEN that announces one,
// MUST-14: MSS is an option of SYN segments and of no others.
func TestMSSOnlyOnSYN(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 293))
	kinds := fsm.AllEvents()
	for _, profile := range fsm.Profiles() {
		m := fsm.MustCompile(fsm.RFC9293Table(), profile.Policy)
		var c fsm.TCB
		var out fsm.Output
		for range 50_000 {
			ev := fsm.Event{
				Kind: kinds[r.IntN(len(kinds))], ISS: fsm.Seq(r.Uint32()), Octets: r.Uint32N(40),
				SndBUFF: 100, RcvBUFF: 100, MSS: 1460, Remote: fsm.Specified,
				Segment: fsm.Segment{SEQ: c.RCV.NXT, ACK: c.SND.NXT, WND: r.Uint32N(100), Text: r.Uint32N(3), CTL: fsm.Control(r.IntN(64))},
			}
			m.Step(&c, &ev, &out)
			for _, g := range out.Segments() {
				if syn := g.CTL.Has(fsm.SYN); syn != (g.MSS != 0) {
					t.Fatalf("%s: %v in %v sends %v", profile.Name, ev, out.From, g)
				}
			}
		}
	}
}

// TestWindowsAre32Bits holds REC-1 and MUST-1: a window is unsigned and has 32
// bits wherever it is kept.
func TestWindowsAre32Bits(t *testing.T) {
	for _, v := range []any{fsm.Segment{}, fsm.SendSequence{}, fsm.ReceiveSequence{}} {
		f, ok := reflect.TypeOf(v).FieldByName("WND")
		if !ok || f.Type.Kind() != reflect.Uint32 {
			t.Errorf("%T: WND is %v", v, f.Type)
		}
	}
}
