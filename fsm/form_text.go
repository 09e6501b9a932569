package fsm

import (
	"fmt"
	"strconv"
	"strings"
)

// numberNames and amountNames are what a form calls variables and quantities.
var (
	numberNames = [endNumbers >> 8]string{
		"0", "ISS", "IRS", "SND.UNA", "SND.NXT", "RCV.NXT", "SEG.SEQ", "SEG.ACK", "SEG.SEQ+SEG.LEN", "formed",
	}
	amountNames = [endAmounts >> 8]string{
		"0", "RCV.WND", "RCV.BUFF", "SND.WND", "waiting", "usable", "Eff.snd.MSS", "in flight", "formed", "MSS",
	}
)

// String prints the number as the RFC writes it, as in "SND.NXT-1".
func (n Number) String() string {
	which, distance := n.variable()
	return sum("Number", numberNames[:], which, distance)
}

// String prints the amount, as in "RCV.WND+1".
func (a Amount) String() string {
	which, more := a.quantity()
	return sum("Amount", amountNames[:], which, more)
}

func sum(kind string, names []string, which, more int) string {
	if which < 0 || which >= len(names) {
		return fmt.Sprintf("%s(%d)", kind, which<<8+more)
	}
	switch name := names[which]; {
	case more == 0:
		return name
	case which == 0:
		return fmt.Sprint(more)
	default:
		return fmt.Sprintf("%s%+d", name, more)
	}
}

// String prints the form in the notation of the RFC, as in
// "<SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK><WND=RCV.WND>". Where there is text,
// FROM is the place in the stream of its first octet.
func (f Form) String() string {
	var b strings.Builder
	b.WriteString(f.brief())
	field := func(name string, value fmt.Stringer, counts bool) {
		if counts {
			fmt.Fprintf(&b, "<%s=%v>", name, value)
		}
	}
	field("DATA", f.Text, f.Text != 0)
	field("FROM", f.From, f.From != 0)
	field("WND", f.WND, f.WND != 0)
	field("MSS", f.MSS, f.MSS != 0)
	return b.String()
}

// brief prints what the RFC prints of a form: the numbers and the control bits.
func (f Form) brief() string {
	if f.ACK == 0 && !f.CTL.Has(ACK) {
		return fmt.Sprintf("<SEQ=%v><CTL=%v>", f.SEQ, f.CTL)
	}
	return fmt.Sprintf("<SEQ=%v><ACK=%v><CTL=%v>", f.SEQ, f.ACK, f.CTL)
}

// formFields lists the fields in the order in which they are printed.
var formFields = []field[Form]{
	{name: "SEQ", read: func(f *Form, value span) (err error) { f.SEQ, err = value.formNumber(); return err }},
	{name: "ACK", read: func(f *Form, value span) (err error) { f.ACK, err = value.formNumber(); return err }},
	{name: "CTL", read: func(f *Form, value span) (err error) { f.CTL, err = value.control(nil); return err }},
	{name: "DATA", read: func(f *Form, value span) (err error) { f.Text, err = value.formAmount(); return err }},
	{name: "FROM", read: func(f *Form, value span) (err error) { f.From, err = value.formNumber(); return err }},
	{name: "WND", read: func(f *Form, value span) (err error) { f.WND, err = value.formAmount(); return err }},
	{name: "MSS", read: func(f *Form, value span) (err error) { f.MSS, err = value.formAmount(); return err }},
}

// ParseForm returns the form that text describes, with no effect. It reads all
// that [Form.String] prints. Fields stand in any order, each once at most; those
// that are absent are 0. Neither case nor spaces around values matter. The
// error is a *ParseError.
func ParseForm(text string) (Form, error) {
	f, _, err := readFields(text, formFields)
	if err != nil {
		return Form{}, err
	}
	return f, nil
}

func (s span) formNumber() (Number, error) {
	v, err := s.sum("a sequence number", numberNames[:])
	return Number(v), err
}

func (s span) formAmount() (Amount, error) {
	v, err := s.sum("an amount", amountNames[:])
	return Amount(v), err
}

// sum reads a name, or a distance, or a name and a distance from it.
func (s span) sum(what string, names []string) (int16, error) {
	name := s.trim()
	if i, err := name.lookup(what, len(names), func(i int) string { return names[i] }); err == nil {
		return int16(i << 8), nil
	}
	at := strings.LastIndexAny(name.text(), "+-")
	if at < 0 {
		at = 0
	}
	more, err := strconv.ParseInt(name.text()[at:], 10, 8)
	if err == nil && at == 0 {
		return int16(more), nil
	}
	if err == nil {
		name.hi = name.lo + at
	}
	i, err := name.lookup(what, len(names), func(i int) string { return names[i] })
	return int16(i<<8 + int(more)), err
}
