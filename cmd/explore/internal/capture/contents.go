package capture

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"sync"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/wire"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
	"github.com/tcpfsm/tcpfsm/fsm/rule"
)

// What is sent again has to be what was sent: the same octets under the same
// numbers (RFC 9293 section 3.4 numbers octets, section 3.8.1 has segments sent
// again).
//
// The last text of a capture is kept in one roll, whoever has sent it. Each piece of
// it is the text of a segment, as far as it was captured, and knows the piece before
// it of the same direction.
//
//	  roll       [A 101][B 700][A 111][C 40][A 121][ free
//	                ^-------------|  ^---------|
//	  A->        last: A 121
//
// Only a segment that lies before the end of what was seen looks back. It accuses
// its sender if it has other octets than a piece under some number, and if nothing
// else explains that:
//   - one octet alone may be that of a keep-alive, which is anything (section 3.8.4),
//     and may be late: no text of one octet is kept or compared;
//   - what was damaged on the way has a checksum that says so; of what was cut one
//     octet that differs may be damage, and is undecided;
//   - sockets that are used again begin anew, with their SYN, or with numbers of the
//     peer that lead back or far ahead, if the SYN was not captured;
//   - the text of a RST is a message to people (section 3.5.3), not content, and
//     what has no ACK is no text of a connection that is open.

// Bounds of what is kept. Text is sent again within a round trip or a timeout, some
// tenths of a second as a rule, and eight mebibytes are a second of all that 64 megabits
// bear. More would cost more than it finds: memory is dearest when it is first touched.
// A segment looks back at so many pieces that a window of 1.4 MB is covered, if those
// of others do not push it out.
const (
	chunk      = 1 << 20
	chunks     = 8
	maxPieces  = 1 << 10
	maxKept    = 1 << 17 // octets of one segment
	pieceSize  = 40      // what a piece takes beside its segment
	maxForward = 1 << 24 // how far SEG.ACK goes until a segment is sent again
)

// contents is the roll. The zero contents are ready.
type contents struct {
	roll [chunks][]byte
	head uint64 // where the next piece goes, since the beginning
}

// A stream is what is known of the text of one direction.
type stream struct {
	last  uint64  // the place of its last piece, plus 1; 0: there is none
	at    uint64  // the octets up to end, from any beginning; unlike numbers they do not wrap
	end   fsm.Seq // the number after the highest that was seen
	began bool
}

// A piece is the text of a segment, with its header: the checksum covers both.
type piece struct {
	before uint64 // the place of the piece before it, plus 1
	at     uint64 // the place in the stream of its first octet
	frame  uint64
	ack    fsm.Seq
	length uint32 // of the segment, when it was sent
	raw    []byte // the segment, as far as it was captured and kept
	octets []byte // its text
}

// compare takes the text of a packet of c into account, and returns what it says of
// its sender. Raw is its segment, as far as it was captured.
func (s *contents) compare(c *Connection, p *packet, raw []byte) oracle.Verdict {
	g := &p.Segment
	switch {
	case g.CTL.Has(fsm.RST), g.CTL.Has(fsm.SYN) && c.streams[p.from].began && c.streams[p.from].end != g.End():
		c.streams = [2]stream{}
		if g.CTL.Has(fsm.RST) {
			return oracle.Verdict{}
		}
	case c.Ends[0] == c.Ends[1]: // a socket that is connected with itself
		return oracle.Verdict{}
	}
	t := &c.streams[p.from]
	at, seen := t.advance(g)
	if g.Text <= 1 || len(p.Octets) == 0 || !g.CTL.Has(fsm.ACK) {
		return oracle.Verdict{}
	}
	x := piece{at: at, frame: uint64(p.frame), ack: g.ACK}
	x.hold(raw, g.Text)
	known, v := false, oracle.Verdict{}
	if at < seen {
		known, v = s.look(t, &x, p)
	}
	if !known {
		t.last = s.keep(t.last, &x)
	}
	return v
}

// hold puts a segment with text into a piece, as far as it is kept.
func (x *piece) hold(raw []byte, text uint32) {
	header := int(raw[12]>>4) * 4
	x.length = uint32(header) + text
	x.raw = raw[:min(len(raw), maxKept)]
	x.octets = x.raw[header:]
}

// advance takes the numbers of a segment into account. It returns where its text
// begins in the stream, and up to where the stream had been seen before it.
func (t *stream) advance(g *fsm.Segment) (at, seen uint64) {
	if !t.began {
		t.began, t.at, t.end = true, 1<<40, g.SEQ
	}
	seen = t.at
	at = t.at + uint64(int64(int32(g.TextStart()-t.end)))
	if t.end.Less(g.End()) {
		t.at, t.end = t.at+uint64(g.End().Sub(t.end)), g.End()
	}
	return at, seen
}

// look compares a piece with those before it of its stream, the last ones first. It
// reports whether one of them holds all of it.
func (s *contents) look(t *stream, x *piece, p *packet) (known bool, v oracle.Verdict) {
	next := t.last
	for range maxPieces {
		old, ok := s.piece(next)
		if !ok {
			break
		}
		next = old.before
		if ahead := int32(x.ack - old.ack); ahead < 0 || ahead >= maxForward {
			continue // of the sockets' last connection, or late
		}
		from, to := max(x.at, old.at), min(x.at+uint64(len(x.octets)), old.at+uint64(len(old.octets)))
		if from >= to {
			continue
		}
		mine, others := x.octets[from-x.at:to-x.at], old.octets[from-old.at:to-old.at]
		if !bytes.Equal(mine, others) {
			if x.damaged(p) {
				return true, v // it is worth nothing
			}
			if old.damaged(p) {
				continue
			}
			return true, differs(x, &old, &p.Segment, from, differences(mine, others))
		}
		if from == x.at && to == x.at+uint64(len(x.octets)) {
			return true, v
		}
	}
	return false, v
}

// damaged reports whether a piece of the direction of p certainly is.
func (x *piece) damaged(p *packet) bool {
	return wire.Damaged(p.From.Addr(), p.To.Addr(), x.raw, int(x.length))
}

// cut reports whether a piece is not all of its segment.
func (x *piece) cut() bool { return len(x.raw) < int(x.length) }

// differences returns where two texts of the same length differ.
func differences(a, b []byte) (places []int) {
	for i := range a {
		if a[i] != b[i] {
			places = append(places, i)
		}
	}
	return places
}

// differs is the verdict on a segment whose text is not what it was, at places from a
// place in the stream on.
func differs(x, old *piece, g *fsm.Segment, from uint64, places []int) oracle.Verdict {
	at := from + uint64(places[0])
	number := g.TextStart().Add(uint32(at - x.at))
	f := resent()
	f.Expected = fmt.Sprintf("the octets of frame %d again", old.frame)
	f.Seen = fmt.Sprintf("%v with another octet under %v: %#02x, not %#02x", g, number, x.octets[at-x.at], old.octets[at-old.at])
	if len(places) == 1 && (x.cut() || old.cut()) {
		f.Reason = "what was captured of it does not tell damage from another text"
		return oracle.Verdict{Kind: oracle.Undecided, Finding: &f}
	}
	return oracle.Verdict{Kind: oracle.Deviates, Finding: &f}
}

// resent is a finding that names the rule by which text is sent again.
func resent() oracle.Finding {
	f := oracle.Finding{Rule: rule.RetransmitText.String()}
	f.Clause = clauses()[f.Rule]
	return f
}

// clauses are the paragraphs that the rules of the table are from.
var clauses = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for _, check := range fsm.RFC9293Table() {
		for i := range check.Rules {
			all[check.Rules[i].ID] = check.Clause
		}
	}
	return all
})

// piece reads the piece at a place, plus 1, and reports whether it is still there.
func (s *contents) piece(place uint64) (p piece, ok bool) {
	if place == 0 || place-1+chunk*chunks < s.head {
		return p, false
	}
	b := s.roll[(place-1)/chunk%chunks][(place-1)%chunk:]
	number := binary.LittleEndian.Uint64
	p = piece{before: number(b), at: number(b[8:]), frame: number(b[16:]), ack: fsm.Seq(binary.LittleEndian.Uint32(b[24:]))}
	length, kept := binary.LittleEndian.Uint32(b[28:]), binary.LittleEndian.Uint32(b[32:])
	raw := b[pieceSize:][:kept]
	p.hold(raw, length-uint32(raw[12]>>4)*4)
	return p, true
}

// keep writes a piece behind the last one of the roll, and returns its place, plus
// 1. A piece does not go from one chunk to the next.
func (s *contents) keep(before uint64, p *piece) uint64 {
	size := uint64(pieceSize + len(p.raw))
	if s.head%chunk+size > chunk {
		s.head += chunk - s.head%chunk
	}
	at := &s.roll[s.head/chunk%chunks]
	if *at == nil {
		*at = make([]byte, chunk)
	}
	b := (*at)[s.head%chunk:]
	binary.LittleEndian.PutUint64(b, before)
	binary.LittleEndian.PutUint64(b[8:], p.at)
	binary.LittleEndian.PutUint64(b[16:], p.frame)
	binary.LittleEndian.PutUint32(b[24:], uint32(p.ack))
	binary.LittleEndian.PutUint32(b[28:], p.length)
	binary.LittleEndian.PutUint32(b[32:], uint32(len(p.raw)))
	copy(b[pieceSize:], p.raw)
	s.head += size
	return s.head - size + 1
}
