package child

import (
	"cmp"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/wire"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

// A pair is the addresses of the child and of its peer. They are set aside for examples (RFC 5737,
// RFC 3849).
type pair struct{ child, peer netip.Addr }

// pairs are those of each version of IP.
var pairs = map[fsm.Family]pair{
	fsm.IPv4: {netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")},
	fsm.IPv6: {netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("2001:db8::2")},
}

// endsOf returns the port of both ends of connection n.
func endsOf(n int) uint16 { return uint16(1024 + n%60000) }

// A connection is the connection that the child has at present.
type connection struct {
	stack *Stack
	ends  uint16
	view  conform.View
	shift fsm.Seq // what the child's numbers are ahead of those that are shown
	known bool    // shift was seen
	told  fsm.Seq // what its SYN is to bear; 0: it chooses

	decoder wire.Decoder
}

// Do sends the child a packet or a command, and reads until it is done.
func (c *connection) Do(in conform.Input) (conform.Outcome, error) {
	if err := c.number(in); err != nil {
		return conform.Outcome{}, err
	}
	f, err := c.frame(in)
	if err != nil {
		return conform.Outcome{}, err
	}
	return c.exchange(f)
}

// number tells the child what to number from, if a call does.
func (c *connection) number(in conform.Input) error {
	if in.Call == conform.Arrival || in.ISS == 0 {
		return nil
	}
	c.told = in.ISS
	_, err := c.exchange(frame{command, fmt.Appendf(nil, "iss %d", uint32(in.ISS))})
	return err
}

// frame returns the frame that stands for an input.
func (c *connection) frame(in conform.Input) (frame, error) {
	if in.Call != conform.Arrival && in.Call != conform.ICMP {
		return frame{command, []byte(c.command(in))}, nil
	}
	b, err := c.packet(in)
	if err == nil && c.stack.Tap != nil {
		err = c.stack.Tap(b, true)
	}
	return frame{packet, b}, err
}

// packet returns the packet of a segment of the peer, or of a message that quotes one of the child. The
// acknowledgment field without the ACK bit is of no matter, and not every child knows: it stands as far
// from the child's own numbers every time.
func (c *connection) packet(in conform.Input) ([]byte, error) {
	at := pairs[c.stack.Family]
	p := wire.Packet{From: netip.AddrPortFrom(at.peer, c.ends), To: netip.AddrPortFrom(at.child, c.ends), Segment: in.Segment}
	if m := in.Message; in.Call == conform.ICMP {
		p.From, p.To = p.To, p.From
		p.Segment.SEQ += c.shift
		return p.EncodeReport(m.Type, m.Code, m.Carries())
	}
	if p.Segment.CTL.Has(fsm.ACK) {
		p.Segment.ACK += c.shift
	}
	p.Blank = c.shift
	return p.Encode()
}

// command returns the words of a call.
func (c *connection) command(in conform.Input) string {
	switch in.Call {
	case conform.OpenPassive:
		return fmt.Sprintf("listen %d", c.ends)
	case conform.OpenActive:
		return fmt.Sprintf("connect %d %d", c.ends, c.ends)
	case conform.Send:
		return fmt.Sprintf("send %d", in.Octets)
	case conform.Shutdown:
		return "shutdown"
	case conform.Close:
		return "close"
	}
	return "abort"
}

// exchange asks the child and makes of its answer what came of an input.
func (c *connection) exchange(f frame) (out conform.Outcome, err error) {
	packets, said, err := c.stack.ask(f)
	if err != nil {
		return out, err
	}
	for _, b := range packets {
		if out.Segments, err = c.receive(out.Segments, b); err != nil {
			return out, err
		}
	}
	return out, c.hear(said, &out)
}

// receive appends the segment of a packet. What is no TCP, as a question for an address,
// is passed over, and so is what belongs to a connection before.
func (c *connection) receive(all []fsm.Segment, b []byte) ([]fsm.Segment, error) {
	if !wire.Is(b, c.stack.Family) {
		return all, nil
	}
	switch c.decoder.Decode(wire.LinkTypeRaw, b) {
	case wire.Other:
		return all, nil
	case wire.Broken, wire.Fragment, wire.Mangled:
		return all, c.stack.crash((&nonsense{fmt.Sprintf("what is no TCP over %v: % x", c.stack.Family, b[:min(len(b), 40)])}).Error())
	}
	p := &c.decoder.Packet
	if p.From.Port() != c.ends || p.To.Port() != c.ends {
		return all, nil
	}
	if c.stack.Tap != nil {
		if err := c.stack.Tap(b, false); err != nil {
			return all, err
		}
	}
	g, err := c.shifted(p.Segment)
	return append(all, g), err
}

// shifted returns a segment of the child with numbers as if its ISS were that of the
// table, or as they are if it was told them. A RST without ACK in answer to none has no number
// of its own.
func (c *connection) shifted(g fsm.Segment) (fsm.Segment, error) {
	if !c.known && g.CTL.Has(fsm.SYN) {
		if c.told != 0 && g.SEQ != c.told {
			return g, &conform.Limit{Reason: "it was told what its SYN is to bear, and it bears another number"}
		}
		c.shift, c.known = g.SEQ-cmp.Or(c.told, conform.ISS), true
	}
	if !g.CTL.Has(fsm.RST) || g.SEQ != 0 {
		g.SEQ -= c.shift
	}
	return g, nil
}

// hear understands what the child says when it is done.
func (c *connection) hear(said string, out *conform.Outcome) error {
	c.view = conform.View{}
	if reason, limited := strings.CutPrefix(said, "limit:"); limited {
		return &conform.Limit{Reason: strings.TrimSpace(reason)}
	}
	if reason, refused := strings.CutPrefix(said, "refused:"); refused {
		out.Refused = strings.TrimSpace(reason)
		if out.Refused == "" {
			out.Refused = "no reason given"
		}
		return c.look()
	}
	v, err := viewOf(said)
	if err != nil {
		return c.stack.crash(err.Error())
	}
	c.view = v
	return nil
}

// look asks for the state of the connection after a call was refused.
func (c *connection) look() error {
	_, said, err := c.stack.ask(frame{command, []byte("state")})
	if err != nil {
		return err
	}
	if c.view, err = viewOf(said); err != nil {
		return c.stack.crash(err.Error())
	}
	return nil
}

// viewOf reads a state, and how many milliseconds TIME-WAIT has still to last, as in
// "TIME-WAIT 1500"; or "?".
func viewOf(said string) (v conform.View, err error) {
	words := strings.Fields(said)
	if len(words) == 0 || words[0] == "?" {
		return v, nil
	}
	s, err := fsm.ParseState(words[0])
	if err != nil {
		return v, &nonsense{fmt.Sprintf("%.80q instead of a state", said)}
	}
	v = conform.In(s)
	if len(words) > 1 {
		ms, err := strconv.ParseUint(words[1], 10, 31)
		if err != nil {
			return v, &nonsense{fmt.Sprintf("%.80q instead of a number of milliseconds", words[1])}
		}
		v.Left = time.Duration(ms) * time.Millisecond
	}
	return v, nil
}

// Observe returns what the child has said last.
func (c *connection) Observe() (conform.View, error) { return c.view, nil }

// Advance lets time pass for the child.
func (c *connection) Advance(d time.Duration) ([]fsm.Segment, error) {
	out, err := c.exchange(frame{command, fmt.Appendf(nil, "clock %d", d.Milliseconds())})
	return out.Segments, err
}

// Release has the child forget the connection. A child that is gone has.
func (c *connection) Release() error {
	if c.stack.process == nil {
		return nil
	}
	_, _, err := c.stack.ask(frame{command, []byte("release")})
	return err
}

var (
	_ conform.Clock    = (*connection)(nil)
	_ conform.Numbered = (*Stack)(nil)
	_ conform.Slow     = (*Stack)(nil)
	_ conform.Reported = (*Stack)(nil)
)
