package ladder

import (
	"fmt"
	"io"
	"net/netip"
	"strings"
	"time"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/wire"
)

// sockets are those of the ends of what is no capture.
var sockets = [2]netip.AddrPort{netip.MustParseAddrPort("10.0.0.1:1024"), netip.MustParseAddrPort("10.0.0.2:80")}

// Pcapng writes what an observer beside both ends captures: each segment when
// it is sent, be it lost afterwards, and a forged one or a duplicate, which
// nobody sends, when it arrives. Octets are zeros. A step is a millisecond, unless
// it comes from a capture, whose time and addresses are kept. A comment says what
// happened in it, which states it led to, which rules fired and what was found. An
// infinite behaviour goes around its cycle once.
func (l *Ladder) Pcapng(w io.Writer) error {
	r, err := wire.NewRecording(w, l.Title)
	if err != nil {
		return err
	}
	for _, s := range l.all() {
		r.Comment = l.comment(&s)
		for _, m := range s.seen() {
			packet, err := l.packet(&m).Encode()
			if err == nil {
				err = r.Packet(l.clock(&s), packet)
			}
			if err != nil {
				return fmt.Errorf("%s %d: %w", l.unit(), s.N, err)
			}
		}
	}
	return r.Flush()
}

// seen returns the segments that are captured in a step.
func (s *Step) seen() (all []Message) {
	if a := s.Arrives; a != nil && (a.Again || a.From < 0 || a.Direct) {
		all = append(all, a.Message)
	}
	return append(all, s.Sends...)
}

// clock returns when the packets of a step are captured.
func (l *Ladder) clock(s *Step) time.Time {
	if l.Began.IsZero() {
		return time.UnixMilli(int64(s.N)).UTC()
	}
	return l.Began.Add(time.Duration(s.Time))
}

// packet returns the packet that carries a message.
func (l *Ladder) packet(m *Message) *wire.Packet {
	from, ends := 1-m.To, l.Sockets
	if m.From >= 0 {
		from = m.From
	}
	if !ends[0].IsValid() || !ends[1].IsValid() {
		ends = sockets
	}
	return &wire.Packet{From: ends[from], To: ends[1-from], Segment: m.Segment, Scaled: m.Scaled, Shift: m.Shift}
}

// comment says what happens in a step.
func (l *Ladder) comment(s *Step) string {
	lines := []string{
		fmt.Sprintf("%s %d: %s", l.unit(), s.N, s.Summary(l.Ends)),
		fmt.Sprintf("%s %s, %s %s", l.Ends[0], s.After.Ends[0].State, l.Ends[1], s.After.Ends[1].State),
	}
	if len(s.Rules) > 0 {
		lines = append(lines, "rules: "+strings.Join(s.Rules, " "))
	}
	for i := range s.Findings {
		lines = append(lines, s.Findings[i].String())
	}
	return strings.Join(lines, "\n")
}
