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
