package behaviour

import (
	"fmt"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// relative counts a sequence number from the first ISS of an end. Numbers
// before it are negative.
func (k *teller) relative(end int, s fsm.Seq) int64 {
	return int64(int32(s.Sub(k.scenario.Ends[end].ISS)))
}

// segment sets a segment of an end in words, as in "SYN,ACK seq=0 ack=1". The
// window is told when it is another than in the message before.
func (k *teller) segment(from int, p *model.Packet) string {
	to := k.other(from)
	parts := []string{p.CTL.String()}
	if p.CTL == 0 {
		parts[0] = "no control bit"
	}
	if p.CTL.Has(fsm.RST|fsm.ACK) && p.SEQ == 0 {
		parts = append(parts, "seq=0 (absolute)") // of a CLOSED end, which has no numbers
	} else {
		parts = append(parts, fmt.Sprintf("seq=%d", k.relative(from, p.SEQ)))
	}
	add := func(is bool, format string, v any) {
		if is {
			parts = append(parts, fmt.Sprintf(format, v))
		}
	}
	add(p.CTL.Has(fsm.ACK), "ack=%d", k.relative(to, p.ACK))
	add(p.Text > 0 && p.Wrong == 0, "data=%d", p.Text)
	add(p.Text > 0 && p.Wrong != 0, "data=%d (other octets)", p.Text)
	add(p.CTL.Has(fsm.URG), "up=%d", p.UP)
	add(p.MSS > 0, "mss=%d", p.MSS)
	if p.From != model.Stranger && !p.CTL.Has(fsm.RST) {
		last, known := k.offered[from]
		add(!known || last != p.WND, "wnd=%d", p.WND)
		k.offered[from] = p.WND
	}
	add(k.many && p.From > 0 && p.From != model.Stranger, "of "+model.EndName(from)+"#%d", p.From)
	return strings.Join(parts, " ")
}
