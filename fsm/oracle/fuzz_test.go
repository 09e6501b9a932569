package oracle_test

import (
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// FuzzOracle tells an oracle anything. It must not panic, keep to its limit, and
// give a reason if and only if it does not simply agree.
func FuzzOracle(f *testing.F) {
	f.Add(byte(0), []byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
	f.Add(byte(15), []byte{20, 0, 0, 4, 16, 1, 8, 33, 64, 5, 200, 9, 9, 9, 17, 18, 40, 70})
	strict := []oracle.Variant{{Name: "RFC9293", Machine: fsm.RFC9293}, {Name: "Linux", Machine: fsm.Linux}}
	f.Fuzz(func(t *testing.T, told byte, data []byte) {
		const limit = 40
		o := oracle.New(oracle.Options{Told: oracle.Told(told) & oracle.Everything, Variants: strict, Limit: limit})
		for len(data) >= 4 && len(data) <= 4000 {
			v := tell(o, [4]byte(data))
			data = data[4:]
			if (v.Kind == oracle.Conforms) != (v.Finding == nil) || v.String() == "" {
				t.Errorf("%v with %+v", v.Kind, v.Finding)
			}
			if n := o.Hypotheses(); n > limit {
				t.Errorf("%d hypotheses, more than %d", n, limit)
			}
		}
	})
}

// tell turns four octets into an observation.
func tell(o *oracle.Oracle, b [4]byte) oracle.Verdict {
	bases := []fsm.Seq{0, 100, 101, 300, 301, 1<<31 + 5, 1<<32 - 1}
	g := fsm.Segment{
		SEQ: bases[int(b[1]&7)%len(bases)] + fsm.Seq(b[1]>>3), ACK: bases[int(b[2]&7)%len(bases)] + fsm.Seq(b[2]>>3),
		CTL: fsm.Control(b[3] & 0x3f), Text: uint32(b[3]>>6) * 100, WND: uint32(b[2]) << 4,
	}
	if !g.CTL.Has(fsm.ACK) {
		g.ACK = 0
	}
	switch b[0] % 8 {
	case 0, 1, 2:
		return o.In(g)
	case 3, 4:
		return o.Out(g)
	case 5:
		return o.Event(fsm.Event{Kind: fsm.EventKind(b[1] % 24), Octets: uint32(b[2]), ISS: fsm.Seq(b[3])})
	case 6:
		return o.State(fsm.States(b[1]) | fsm.States(b[2])<<8)
	}
	if b[1] == 0 {
		o.Join()
	}
	return o.Quiet()
}
