package kernel

import (
	"testing"
	"time"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/subject"
	"github.com/tcpfsm/tcpfsm/fsm"
)

func TestSmoke(t *testing.T) {
	err := Run(Options{}, func(k *Kernel) error {
		t0 := time.Now()
		for i := 0; i < 500; i++ {
			c, _ := k.Connection()
			do := func(in subject.Input) {
				out, err := c.Do(in)
				if err != nil {
					t.Fatal(err)
				}
				v, err := c.Observe()
				if i == 0 {
					t.Log(in, "->", out, v, err)
				}
			}
			do(subject.Input{Call: subject.OpenPassive})
			do(subject.Arrive(fsm.Segment{SEQ: 300, CTL: fsm.SYN, WND: 1000}))
			do(subject.Arrive(fsm.Segment{SEQ: 301, ACK: 101, CTL: fsm.ACK, WND: 1000}))
			do(subject.Arrive(fsm.Segment{SEQ: 301, ACK: 101, CTL: fsm.ACK, WND: 1000, Text: 10}))
			do(subject.Arrive(fsm.Segment{SEQ: 311, ACK: 100, CTL: fsm.ACK, WND: 1000, Text: 10}))
			do(subject.Input{Call: subject.Send, Octets: 10})
			do(subject.Input{Call: subject.Shutdown})
			do(subject.Arrive(fsm.Segment{SEQ: 321, ACK: 112, CTL: fsm.ACK, WND: 1000}))
			do(subject.Arrive(fsm.Segment{SEQ: 321, ACK: 112, CTL: fsm.ACK | fsm.FIN, WND: 1000}))
			if i == 0 {
				time.Sleep(30 * time.Millisecond)
			}
			do(subject.Arrive(fsm.Segment{SEQ: 322, ACK: 112, CTL: fsm.ACK, WND: 1000}))
			do(subject.Arrive(fsm.Segment{SEQ: 300, ACK: 112, CTL: fsm.ACK, WND: 1000}))
			if err := c.Release(); err != nil {
				t.Log(err)
			}
			if i == 0 {
				v, err := c.Observe()
				t.Log(v, err)
			}
		}
		t.Log(time.Since(t0) / 500)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
