package fsm_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"pgregory.net/rapid"
)

// An altered table sends what its forms say.
func ExampleTable_Form() {
	challenge, err := fsm.ParseEffect("sendChallenge")
	if err != nil {
		panic(err)
	}
	table := fsm.RFC9293Table()
	form := table.Form(challenge)
	fmt.Println(form)

	storm, err := fsm.ParseForm("<SEQ=SND.NXT><ACK=SEG.SEQ><CTL=ACK><WND=RCV.WND>")
	if err != nil {
		panic(err)
	}
	storm.Effect = challenge
	*form = storm

	c := fsm.TCB{State: fsm.Established, SYNAcked: true, SND: fsm.SendSequence{UNA: 301, NXT: 301},
		RCV: fsm.ReceiveSequence{NXT: 101, WND: 9, BUFF: 9}}
	var out fsm.Output
	ev := fsm.Event{Kind: fsm.SegmentArrives, Segment: fsm.Segment{SEQ: 105, CTL: fsm.RST}}
	fsm.MustCompile(table, fsm.Policy{}).Step(&c, &ev, &out)
	fmt.Println(out.Segments())

	_, err = fsm.ParseForm("<SEQ=SND.NTX>")
	fmt.Println(err)
	// Output:
	// <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK><WND=RCV.WND>
	// [<SEQ=301><ACK=105><CTL=ACK><WND=9>]
	// "<SEQ=SND.NTX>", column 6: expected a sequence number, perhaps SND.NXT
}

// TestFormsAreRead: what a form prints is read as that form, be it of the table
// or any other that can be compiled.
func TestFormsAreRead(t *testing.T) {
	numbers, amounts := fsm.Numbers(), fsm.Amounts()
	rapid.Check(t, func(t *rapid.T) {
		distance := rapid.IntRange(-128, 127)
		number := rapid.Custom(func(t *rapid.T) fsm.Number {
			return rapid.SampledFrom(numbers).Draw(t, "number") + fsm.Number(distance.Draw(t, "distance"))
		})
		amount := rapid.Custom(func(t *rapid.T) fsm.Amount {
			return rapid.SampledFrom(amounts).Draw(t, "amount") + fsm.Amount(distance.Draw(t, "more"))
		})
		f := fsm.Form{
			SEQ: number.Draw(t, "SEQ"), ACK: number.Draw(t, "ACK"), From: number.Draw(t, "From"),
			WND: amount.Draw(t, "WND"), MSS: amount.Draw(t, "MSS"), Text: amount.Draw(t, "Text"),
			CTL: rapid.Map(rapid.IntRange(0, 63), func(i int) fsm.Control { return fsm.Control(i) }).Draw(t, "CTL"),
		}
		if got, err := fsm.ParseForm(f.String()); err != nil || got != f {
			t.Errorf("%v is read as %v (%v)", f, got, err)
		}
	})
}

// TestFormsThatCannotBe: what no table can mean is refused, and not run.
func TestFormsThatCannotBe(t *testing.T) {
	for want, alter := range map[string]func(*fsm.Table){
		"has no form":             func(t *fsm.Table) { *t = (*t)[:len(*t)-1] },
		"has another form":        func(t *fsm.Table) { *t = append(*t, (*t)[len(*t)-1]) },
		"writes no segment":       func(t *fsm.Table) { (*t)[len(*t)-1].Forms[0].Effect = 1 },
		"number 9999 does not":    func(t *fsm.Table) { (*t)[len(*t)-1].Forms[0].ACK = 9999 },
		"number -129 does not":    func(t *fsm.Table) { (*t)[len(*t)-1].Forms[0].From = -129 },
		"amount 9999 does not":    func(t *fsm.Table) { (*t)[len(*t)-1].Forms[0].WND = 9999 },
		"amount -200 does not":    func(t *fsm.Table) { (*t)[len(*t)-1].Forms[0].MSS = -200 },
		"Effect(255) writes no":   func(t *fsm.Table) { (*t)[len(*t)-1].Forms[0].Effect = 255 },
		"form of sendACK: amount": func(t *fsm.Table) { t.Form(effect("sendACK")).Text = 32000 },
	} {
		table := fsm.RFC9293Table()
		alter(&table)
		if _, err := fsm.Compile(table, fsm.Policy{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want an error with %q", err, want)
		}
	}
}

// TestOctets: an altered table may send other octets than those that belong to
// the numbers, and says which.
func TestOctets(t *testing.T) {
	table := fsm.RFC9293Table()
	table.Form(effect("formQueue")).From++
	machine := fsm.MustCompile(table, fsm.Policy{})
	c, out := fsm.TCB{}, fsm.Output{}
	for _, ev := range []fsm.Event{
		{Kind: fsm.OpenPassive, SndBUFF: 9, RcvBUFF: 9},
		{Kind: fsm.SegmentArrives, ISS: 300, Segment: fsm.Segment{SEQ: 100, CTL: fsm.SYN, WND: 9}},
		{Kind: fsm.SegmentArrives, Segment: fsm.Segment{SEQ: 101, ACK: 301, CTL: fsm.ACK, WND: 9}},
		{Kind: fsm.Send, Octets: 2},
		{Kind: fsm.Transmit},
	} {
		machine.Step(&c, &ev, &out)
	}
	if g := out.Segments()[0]; g.SEQ != 301 || g.Text != 2 || out.Octets(0) != 302 {
		t.Errorf("%v with the octets from %d on", g, out.Octets(0))
	}
}

func effect(name string) fsm.Effect {
	e, err := fsm.ParseEffect(name)
	if err != nil {
		panic(err)
	}
	return e
}
