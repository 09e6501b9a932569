package oracle_test

import (
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// TestLimit holds that a set that was cut decides nothing, ever again. The first
// SYN finds a listener or nobody.
func TestLimit(t *testing.T) {
	lines := []struct {
		in   bool
		text string
	}{
		{true, "<SEQ=100><CTL=SYN>"}, {false, "<SEQ=300><ACK=101><CTL=SYN,ACK>"}, {true, "<SEQ=101><ACK=301><CTL=ACK>"},
		{true, "<SEQ=101><ACK=301><CTL=FIN,ACK>"}, {false, "<SEQ=301><ACK=102><CTL=ACK>"}, {false, "<SEQ=999><ACK=999><CTL=SYN,ACK>"},
	}
	o := oracle.New(oracle.Options{Limit: 1})
	for i, l := range lines {
		tell, g := o.Out, seg(l.text)
		if l.in {
			tell = o.In
		}
		if v := tell(g); v.Kind != oracle.Undecided {
			t.Errorf("%d: %v", i, v)
		}
	}
}
