package catalogue

import (
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// TestBlindWidths tries every SEG.SEQ and every SEG.ACK around those of an
// established end and counts the octets that are taken.
func TestBlindWidths(t *testing.T) {
	e := model.End{TCB: fsm.TCB{
		State: fsm.Established, Origin: fsm.Active, SYNAcked: true, ISS: 96, IRS: 199,
		SND: fsm.SendSequence{UNA: 100, NXT: 103, WND: 5, MAX: 7, WL1: 200, WL2: 100, MSS: 536, BUFF: 9},
		RCV: fsm.ReceiveSequence{NXT: 200, WND: 6, BUFF: 6},
	}}
	seqs, acks := map[fsm.Seq]bool{}, map[fsm.Seq]bool{}
	for seq := fsm.Seq(180); seq < 220; seq++ {
		for ack := fsm.Seq(80); ack < 120; ack++ {
			c, out := e.TCB, fsm.Output{}
			g := fsm.Segment{SEQ: seq, ACK: ack, CTL: fsm.ACK, WND: 5, Text: 1}
			fsm.RFC9293.Step(&c, &fsm.Event{Kind: fsm.SegmentArrives, Segment: g}, &out)
			if c.RCV != e.TCB.RCV {
				seqs[seq], acks[ack] = true, true
			}
		}
	}
	seq, ack := blindWidths(&e)
	if seq != uint64(len(seqs)) || ack != uint64(len(acks)) {
		t.Errorf("%d values of SEG.SEQ and %d of SEG.ACK are taken, not %d and %d", len(seqs), len(acks), seq, ack)
	}
}

// blindWidths returns how many values of SEG.SEQ, and of SEG.ACK, a forged segment
// of one octet may have to be taken by a synchronized end: the numbers that the
// property blind-segment-inert speaks of. Somebody off the path who guesses needs
// 2^64 divided by their product, on average, for one hit.
func blindWidths(e *model.End) (seq, ack uint64) {
	s := &e.TCB.SND
	return uint64(e.TCB.RCV.WND), uint64(s.MAX) + uint64(s.NXT.Sub(s.UNA)) + 1
}
