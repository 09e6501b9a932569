package fsm_test

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// TestMSSOnlyOnSYN holds MUST-65 and, for the SYN of an OPEN that announces one,
// MUST-14, SHLD-5 and MAY-3: MSS is an option of SYN segments, of all of them, and
// of no others.
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

// TestKeepAlivePerConnection holds MUST-24: connections of one host differ in
// keep-alive if the machines that move them do, and in nothing else.
func TestKeepAlivePerConnection(t *testing.T) {
	for choice, probe := range map[fsm.Choice]string{
		fsm.KeepAliveOff: "", fsm.KeepAliveOn: "<SEQ=300><ACK=101><CTL=ACK>",
	} {
		e := edge{under: []fsm.Choice{choice}, before: opened, then: fsm.Event{Kind: fsm.KeepAliveTimeout}, state: fsm.Established, sends: probe}
		if probe != "" {
			e.tells = "keep-alive starts"
		}
		e.run(t, fsm.Policy{})
	}
}

// TestPushesAreMerged holds SHLD-27: of several SENDs that leave in one segment the
// last octet is pushed, and of those that do not fit one, the segment that ends
// with it.
func TestPushesAreMerged(t *testing.T) {
	for _, e := range []edge{
		{name: "one segment", before: after(opened, sendTen, sendTen, sendTen), then: transmit,
			state: fsm.Established, sends: "<SEQ=301><ACK=101><CTL=ACK,PSH><DATA=30>"},
		{name: "the first of two", before: after(openedMSS(20), sendTen, sendTen, sendTen), then: transmit,
			state: fsm.Established, sends: "<SEQ=301><ACK=101><CTL=ACK><DATA=20>"},
		{name: "the second of two", before: after(openedMSS(20), sendTen, sendTen, sendTen, transmit), then: transmit,
			state: fsm.Established, sends: "<SEQ=321><ACK=101><CTL=ACK,PSH><DATA=10>"},
	} {
		t.Run(e.name, func(t *testing.T) { e.run(t, fsm.Policy{}) })
	}
}

// openedMSS is an opening in which the peer announces its MSS.
func openedMSS(mss uint16) []any {
	syn := segment("<SEQ=100><CTL=SYN><WND=4096>")
	syn.MSS = mss
	return []any{openPassive, fsm.Event{Kind: fsm.SegmentArrives, Segment: syn}, "<SEQ=101><ACK=301><CTL=ACK><WND=4096>"}
}
