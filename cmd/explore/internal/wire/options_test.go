package wire

import (
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// TestOptions holds what the decoder makes of options (RFC 9293 section 3.1): the
// segment counts whatever they are, and MSS wherever it stands among those that
// are well-formed.
func TestOptions(t *testing.T) {
	ack := fsm.Segment{SEQ: 101, ACK: 301, CTL: fsm.ACK, WND: 4096}
	for _, test := range []struct {
		name    string
		g       fsm.Segment
		options []byte
		mss     uint16
		broken  bool
	}{
		{"MSS (MUST-4)", syn, []byte{2, 4, 5, 180}, 1460, false},
		{"End of Option List ends it", syn, []byte{0, 2, 4, 5, 180, 0, 0, 0}, 0, false},
		{"No-Operation is passed over, and alignment is none (MUST-64)", syn, []byte{1, 2, 4, 5, 180, 0, 0, 0}, 1460, false},
		{"two No-Operations", syn, []byte{1, 1, 2, 4, 5, 180, 1, 0}, 1460, false},
		{"options on other segments than SYN (MUST-5)", ack, []byte{1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2}, 0, false},
		{"MSS on one is no announcement (MUST-65)", ack, []byte{2, 4, 5, 180}, 0, false},
		{"one that nobody knows is skipped (MUST-6)", syn, []byte{77, 3, 9, 2, 4, 5, 180, 0}, 1460, false},
		{"of length 0 (MUST-7)", syn, []byte{77, 0, 2, 4, 5, 180, 0, 0}, 0, true},
		{"of length 1", syn, []byte{77, 1, 2, 4, 5, 180, 0, 0}, 0, true},
		{"longer than the header, behind one that is good", syn, []byte{2, 4, 5, 180, 3, 9, 0, 0}, 1460, true},
		{"MSS of a wrong length", syn, []byte{2, 3, 5, 1}, 0, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			var d Decoder
			if got := d.Decode(LinkTypeRaw, ip4(t, test.g, test.options...)); got != TCP {
				t.Fatalf("%v, want a segment", got)
			}
			want := test.g
			want.MSS = test.mss
			if d.Packet.Segment != want || d.Malformed != test.broken {
				t.Errorf("%v (options broken: %v), want %v (%v)", d.Packet.Segment, d.Malformed, want, test.broken)
			}
		})
	}
}
