package edit_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model/edit"
)

// A wrong design is the table with a change or two.
func Example() {
	silent := edit.All(
		edit.Omit("established.fin", "takeFIN"),
		edit.Enter("established.fin", fsm.Established))

	t := fsm.RFC9293Table()
	fmt.Printf("%v\n", t.Rule("established.fin").Do)
	silent(t)
	fmt.Printf("%v\n", t.Rule("established.fin").Do)
	// Output:
	// [takeFIN signalClosing oweACK]
	// [signalClosing oweACK]
}

// Each edit makes its change, and no other.
func TestEdits(t *testing.T) {
	rule := func(id string) func(fsm.Table) *fsm.Rule {
		return func(t fsm.Table) *fsm.Rule { return t.Rule(id) }
	}
	fin, ack := rule("established.fin"), rule("syn-received.in-order")
	for _, test := range []struct {
		name string
		edit edit.Edit
		made func(was, is fsm.Table) bool
	}{
		{"do", edit.Do("established.fin", "oweACK"), func(_, is fsm.Table) bool { return fmt.Sprintf("%v", fin(is).Do) == "[oweACK]" }},
		{"enter", edit.Enter("established.fin", fsm.LastAck), func(_, is fsm.Table) bool { return fin(is).Enter == fsm.Enter(fsm.LastAck) }},
		{"then", edit.Then("established.fin", fsm.Stop), func(_, is fsm.Table) bool { return fin(is).Then == fsm.Stop }},
		{"then as", edit.ThenAs("established.fin", "syn.challenge"), func(was, is fsm.Table) bool { return fin(is).Then == was.Rule("syn.challenge").Then }},
		{"require", edit.Require("established.fin", "hasACK"), func(was, is fsm.Table) bool { return len(fin(is).If) == len(fin(was).If)+1 }},
		{"waive", edit.Waive("syn-received.in-order", "atNXT"), func(was, is fsm.Table) bool { return len(ack(is).If) == len(ack(was).If)-1 }},
		{"exchange", edit.Exchange("syn-received.in-order", "atNXT", "hasACK"), func(_, is fsm.Table) bool { return strings.Contains(fmt.Sprintf("%v", ack(is).If), "hasACK") }},
		{"insert", edit.Insert("established.fin", fsm.Rule{ID: "established.other"}), func(_, is fsm.Table) bool { return is.Rule("established.other") != nil }},
		{"remove", edit.Remove("established.fin syn.challenge"), func(_, is fsm.Table) bool { return fin(is) == nil && is.Rule("syn.challenge") == nil }},
		{"writes", edit.Writes("sendACK", "<SEQ=SND.NXT><ACK=IRS><CTL=ACK><WND=RCV.WND>"), func(was, is fsm.Table) bool {
			e, err := fsm.ParseEffect("sendACK")
			return err == nil && *was.Form(e) != *is.Form(e)
		}},
	} {
		was, is := fsm.RFC9293Table(), fsm.RFC9293Table()
		test.edit(is)
		if !test.made(was, is) {
			t.Errorf("%s: it is not made", test.name)
		}
		if n := differing(was, is); n != 1 && test.name != "remove" {
			t.Errorf("%s: %d checks are others than before, want 1", test.name, n)
		}
	}
}

// differing counts the checks that are not the same.
func differing(a, b fsm.Table) (n int) {
	for i := range a {
		if !reflect.DeepEqual(a[i], b[i]) {
			n++
		}
	}
	return n
}

// What the table does not know is a mistake in the program, which is told.
func TestUnknown(t *testing.T) {
	for _, test := range []struct {
		edit func()
		told string
	}{
		{func() { edit.Do("established.fn", "oweACK")(fsm.RFC9293Table()) }, `edit: the table has no rule "established.fn"`},
		{func() { edit.Remove("established.fn")(fsm.RFC9293Table()) }, `edit: the table has no rule "established.fn"`},
		{func() { edit.Do("established.fin", "oweACKs") }, "oweACKs"},
		{func() { edit.Facts("atNEXT") }, "atNEXT"},
		{func() { edit.Writes("sendACK", "<SEQ=NEXT>") }, "edit: "},
		{func() { edit.Writes("oweACK", "<SEQ=SND.NXT><CTL=RST>")(fsm.RFC9293Table()) }, "edit: the table has no form of oweACK"},
	} {
		func() {
			defer func() {
				if got := fmt.Sprint(recover()); !strings.Contains(got, test.told) {
					t.Errorf("it panics with %q, want %q in it", got, test.told)
				}
			}()
			test.edit()
		}()
	}
}

// Each mutation changes the check that it says, and not the table that it was made
// for. That no other check changes is looked at in one of ten.
func TestMutations(t *testing.T) {
	table, same := fsm.RFC9293Table(), fsm.RFC9293Table()
	kinds := map[edit.Operator]bool{}
	for i, mu := range edit.Mutations(table) {
		mutated := mu.Of(table)
		if at := mu.Check(table); at < 0 || reflect.DeepEqual(mutated[at], table[at]) {
			t.Errorf("%v changes nothing", mu)
		}
		if i%10 == 0 && differing(table, mutated) != 1 {
			t.Errorf("%v changes more than one check", mu)
		}
		kinds[mu.Operator] = true
	}
	if differing(table, same) != 0 {
		t.Error("the table that was mutated is not what it was")
	}
	for _, o := range edit.Operators() {
		if !kinds[o] {
			t.Errorf("there is no mutation of the kind %v", o)
		}
	}
}
