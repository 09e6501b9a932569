package fsm

// A Form says what an effect writes into the fields of the segment that it
// sends, or forms to be sent by a later effect. What a Form does not say is 0.
type Form struct {
	Effect Effect
	SEQ    Number  // SEG.SEQ
	ACK    Number  // SEG.ACK
	CTL    Control // the control bits
	WND    Amount  // SEG.WND, octets
	MSS    Amount  // value of the MSS option, none if it bears none
	Text   Amount  // octets of text
	From   Number  // the place in the stream of the first of these octets
}

// A Number is a sequence number that a form names, as a variable and a distance
// from it: sndNXT-1 is SND.NXT-1. The zero Number is 0. All Numbers whose
// distance lies in [-128, 127] can be compiled.
type Number int16

// The variables. What a segment says is as it arrived, untrimmed; where none
// has arrived it is 0.
const (
	zero Number = iota << 8
	iss
	irs
	sndUNA
	sndNXT
	rcvNXT
	segSEQ
	segACK
	segEND
	formedFrom

	endNumbers
)

// An Amount is a number of octets that a form names, as a quantity and what is
// added to it. The zero Amount is none, 1 is one octet. What comes to less than
// none is none.
type Amount int16

// The quantities.
const (
	none Amount = iota << 8
	rcvWND
	rcvBUFF
	sndWND
	queued
	usable
	effMSS
	inFlight
	formedText
	ownMSS

	endAmounts
)

// variable returns which variable n begins with, counted from 0, and the
// distance from it. An Amount is split likewise.
func (n Number) variable() (which, distance int) { return split(int16(n)) }
func (a Amount) quantity() (which, more int)     { return split(int16(a)) }

func split(v int16) (which, more int) { return (int(v) + 1<<7) >> 8, int(int8(v)) }

// Numbers lists the variables, each as the Number that is equal to it, in the
// order of the constants. The first is 0.
func Numbers() (all []Number) {
	for n := zero; n < endNumbers; n += 1 << 8 {
		all = append(all, n)
	}
	return all
}

// Amounts lists the quantities likewise. The first is none.
func Amounts() (all []Amount) {
	for a := none; a < endAmounts; a += 1 << 8 {
		all = append(all, a)
	}
	return all
}

// writes reports whether the effect writes a segment, so that it needs a form.
func (e Effect) writes() bool {
	return e >= sendSYN && e < oweACK && e != sendFormed || e >= formQueue && e < formPSH
}

// forms are those of a table, by effect.
type forms [formPSH]Form

// forms returns the forms of t. Where there are several of an effect the last
// counts; [Table.validate] refuses that.
func (t Table) forms() *forms {
	set := new(forms)
	for i := range t {
		for _, f := range t[i].Forms {
			set[f.Effect] = f
		}
	}
	return set
}

// emitForm adds a segment of the form of e to the output and returns it.
func (s *step) emitForm(e Effect) *Segment {
	g, from := s.emit()
	*from = s.write(g, e)
	return g
}

// write writes the fields of a segment by the form of e, and returns the place
// in the stream of the first octet of its text.
func (s *step) write(g *Segment, e Effect) (from Seq) {
	f := &s.forms[e]
	g.SEQ, g.ACK, g.CTL = s.number(f.SEQ), s.number(f.ACK), f.CTL
	g.WND, g.Text, g.MSS, g.UP = s.amount(f.WND), s.amount(f.Text), uint16(s.amount(f.MSS)), 0
	if f.From != zero {
		from = s.number(f.From)
	}
	return from
}

// number is what a Number is in the step. Most are one of two, which takes no
// search.
func (s *step) number(n Number) Seq {
	switch n {
	case sndNXT:
		return s.c.SND.NXT
	case rcvNXT:
		return s.c.RCV.NXT
	}
	return s.otherNumber(n)
}

func (s *step) otherNumber(n Number) (at Seq) {
	which, distance := n.variable()
	c, g := s.c, &s.ev.Segment
	switch Number(which << 8) {
	case iss:
		at = c.ISS
	case irs:
		at = c.IRS
	case sndUNA:
		at = c.SND.UNA
	case sndNXT:
		at = c.SND.NXT
	case rcvNXT:
		at = c.RCV.NXT
	case segSEQ:
		at = g.SEQ
	case segACK:
		at = g.ACK
	case segEND:
		at = g.End()
	case formedFrom:
		at = s.from
	}
	return at + Seq(distance)
}

// amount is what an Amount is in the step, and likewise.
func (s *step) amount(a Amount) uint32 {
	switch a {
	case none:
		return 0
	case rcvWND:
		return s.c.RCV.WND
	}
	return s.otherAmount(a)
}

func (s *step) otherAmount(a Amount) uint32 {
	which, more := a.quantity()
	c, n := s.c, int64(0)
	switch Amount(which << 8) {
	case rcvWND:
		n = int64(c.RCV.WND)
	case rcvBUFF:
		n = int64(c.RCV.BUFF)
	case sndWND:
		n = int64(c.SND.WND)
	case queued:
		n = int64(c.SND.Wait)
	case usable:
		n = c.usable()
	case effMSS:
		n = int64(c.effMSS())
	case inFlight:
		n = int64(c.inFlight())
	case formedText:
		n = int64(s.form.Text)
	case ownMSS:
		n = int64(c.RCV.MSS)
	}
	return uint32(min(max(0, n+int64(more)), 1<<32-1))
}
