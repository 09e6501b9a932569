package edit_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/effect"
	"github.com/tcpfsm/tcpfsm/fsm/fact"
	"github.com/tcpfsm/tcpfsm/fsm/rule"
	"github.com/tcpfsm/tcpfsm/model/edit"
)

// A wrong design is the table with a change or two.
func Example() {
	silent := edit.All(
		edit.At(rule.EstablishedFIN).Omit(effect.TakeFIN),
		edit.At(rule.EstablishedFIN).Enter(fsm.Established))

	t := fsm.RFC9293Table()
	fmt.Printf("%v\n", rule.EstablishedFIN.In(t).Do)
	silent(t)
	fmt.Printf("%v\n", rule.EstablishedFIN.In(t).Do)
	// Output:
	// [takeFIN signalClosing oweACK]
	// [signalClosing oweACK]
}

// Each edit makes its change, and no other.
func TestEdits(t *testing.T) {
	fin, ack := rule.EstablishedFIN.In, rule.SynReceivedInOrder.In
	for _, test := range []struct {
		name string
		edit edit.Edit
		made func(was, is fsm.Table) bool
	}{
		{"do", edit.At(rule.EstablishedFIN).Do(effect.OweACK), func(_, is fsm.Table) bool { return fmt.Sprintf("%v", fin(is).Do) == "[oweACK]" }},
		{"enter", edit.At(rule.EstablishedFIN).Enter(fsm.LastAck), func(_, is fsm.Table) bool { return fin(is).Enter == fsm.Enter(fsm.LastAck) }},
		{"then", edit.At(rule.EstablishedFIN).Then(fsm.Stop), func(_, is fsm.Table) bool { return fin(is).Then == fsm.Stop }},
		{"then as", edit.At(rule.EstablishedFIN).ThenAs(rule.SYNChallenge), func(was, is fsm.Table) bool { return fin(is).Then == rule.SYNChallenge.In(was).Then }},
		{"require", edit.At(rule.EstablishedFIN).Require(fact.HasACK), func(was, is fsm.Table) bool { return len(fin(is).If) == len(fin(was).If)+1 }},
		{"waive", edit.At(rule.SynReceivedInOrder).Waive(fact.AtNXT), func(was, is fsm.Table) bool { return len(ack(is).If) == len(ack(was).If)-1 }},
		{"exchange", edit.At(rule.SynReceivedInOrder).Exchange(fact.AtNXT, fact.HasACK), func(_, is fsm.Table) bool { return strings.Contains(fmt.Sprintf("%v", ack(is).If), "hasACK") }},
		{"insert", edit.Insert(rule.EstablishedFIN, fsm.Rule{ID: "established.other"}), func(_, is fsm.Table) bool { return is.Rule("established.other") != nil }},
		{"remove", edit.At(rule.EstablishedFIN, rule.SYNChallenge).Remove(), func(_, is fsm.Table) bool { return fin(is) == nil && rule.SYNChallenge.In(is) == nil }},
		{"writes", edit.Writes("<SEQ=SND.NXT><ACK=IRS><CTL=ACK><WND=RCV.WND>", effect.SendACK), func(was, is fsm.Table) bool { return *was.Form(effect.SendACK) != *is.Form(effect.SendACK) }},
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
	gone := func(e edit.Edit) { edit.All(edit.At(rule.EstablishedFIN).Remove(), e)(fsm.RFC9293Table()) }
	for _, test := range []struct {
		edit func()
		told string
	}{
		{func() { gone(edit.At(rule.EstablishedFIN).Do(effect.OweACK)) }, `edit: the table has no rule "established.fin"`},
		{func() { gone(edit.At(rule.EstablishedFIN).Remove()) }, `edit: the table has no rule "established.fin"`},
		{func() { edit.Writes("<SEQ=NEXT>", effect.SendACK) }, "edit: "},
		{func() { edit.Writes("<SEQ=SND.NXT><CTL=RST>", effect.OweACK)(fsm.RFC9293Table()) }, "edit: the table has no form of oweACK"},
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
// for. That no other check changes is looked at in one of ten; -short looks at one of
// eight mutations.
func TestMutations(t *testing.T) {
	table, same := fsm.RFC9293Table(), fsm.RFC9293Table()
	kinds := map[edit.Operator]bool{}
	for i, mu := range edit.Mutations(table) {
		if testing.Short() && i%8 != 0 {
			kinds[mu.Operator] = true
			continue
		}
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
