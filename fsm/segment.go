package fsm

// A Control is the set of control bits of a segment (RFC 9293 section 3.1).
// The bits are those of the TCP header.
type Control uint8

// The control bits that connections depend on. CWR and ECE belong to
// congestion control and are left out.
const (
	FIN Control = 1 << iota
	SYN
	RST
	PSH
	ACK
	URG
)

// Has reports whether all bits of x are set in c.
func (c Control) Has(x Control) bool { return c&x == x }

// A Segment is what a TCP header says about one segment, with its text reduced
// to a number of octets.
type Segment struct {
	SEQ  Seq     // sequence number of the first octet, or of the SYN
	ACK  Seq     // next sequence number expected; meaningful with the ACK bit
	WND  uint32  // window in octets, already scaled if the ends agreed on a scale
	Text uint32  // octets of text, without SYN and FIN
	UP   uint32  // urgent pointer, octets from SEQ; meaningful with the URG bit
	MSS  uint16  // value of the maximum segment size option in octets, 0 if absent
	CTL  Control // control bits
}

// LEN is SEG.LEN: the sequence numbers that the segment occupies, which are
// its octets of text and one each for SYN and FIN (RFC 9293 section 3.4).
func (g *Segment) LEN() uint32 {
	return g.Text + uint32(g.CTL&FIN) + uint32(g.CTL&SYN>>1)
}

// End is the sequence number after the last one that the segment occupies.
func (g *Segment) End() Seq { return g.SEQ.Add(g.LEN()) }

// TextStart is the sequence number of the first octet of text, be there any: a
// SYN comes before it.
func (g *Segment) TextStart() Seq { return g.SEQ.Add(uint32(g.CTL & SYN >> 1)) }

// textEnd is the sequence number after the last octet of text, which is that
// of the FIN if there is one.
func (g *Segment) textEnd() Seq { return g.TextStart().Add(g.Text) }
