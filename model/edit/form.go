package edit

import (
	"fmt"
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// Mutations of forms: each field is each other thing that it could be.

// formMutations lists the mutations of the forms of t.
func formMutations(t fsm.Table) (all []Mutation) {
	for i := range t {
		for _, f := range t[i].Forms {
			m := formMutator{form: f}
			m.numbers()
			m.windows()
			m.controls()
			m.options()
			m.texts()
			all = append(all, m.all...)
		}
	}
	return all
}

// A formMutator lists the mutations of one form.
type formMutator struct {
	form fsm.Form
	all  []Mutation
}

func (m *formMutator) add(o Operator, field string, value any, alter func(*fsm.Form)) {
	e := m.form.Effect
	m.all = append(m.all, Mutation{Operator: o, Rule: e.String(), Form: e, Change: fmt.Sprintf("%s=%v", field, value), alter: func(t fsm.Table) {
		alter(formOf(t, e))
	}})
}

// numbers changes SEG.SEQ and, where it means something, SEG.ACK.
func (m *formMutator) numbers() {
	for _, n := range m.otherNumbers(m.form.SEQ) {
		m.add(ChangeNumber, "SEQ", n, func(f *fsm.Form) { f.SEQ = n })
	}
	if m.form.CTL.Has(fsm.ACK) {
		for _, n := range m.otherNumbers(m.form.ACK) {
			m.add(ChangeNumber, "ACK", n, func(f *fsm.Form) { f.ACK = n })
		}
	}
}

// otherNumbers lists the neighbours of a number and the other variables.
func (m *formMutator) otherNumbers(n fsm.Number) []fsm.Number {
	all := append([]fsm.Number{n - 1, n + 1}, fsm.Numbers()...)
	return slices.DeleteFunc(all, func(other fsm.Number) bool { return other == n || m.knowsNothingOf(other) })
}

// knowsNothingOf reports whether a form names what is being formed where nothing
// is: that is 0, and a mutation of its own.
func (m *formMutator) knowsNothingOf(name fmt.Stringer) bool {
	return name.String() == formed && m.form.Text.String() != formed
}

// formed is the name of the text that is being formed, and of its place.
const formed = "formed"

func (m *formMutator) windows() {
	for _, a := range m.otherAmounts(m.form.WND) {
		m.add(ChangeWindow, "WND", a, func(f *fsm.Form) { f.WND = a })
	}
}

// otherAmounts lists the neighbours of an amount and the other quantities. What
// is less than nothing is nothing.
func (m *formMutator) otherAmounts(a fsm.Amount) []fsm.Amount {
	all := append([]fsm.Amount{a + 1}, fsm.Amounts()...)
	if a > 1 {
		all = append(all, a-1)
	}
	return slices.DeleteFunc(all, func(other fsm.Amount) bool { return other == a || m.knowsNothingOf(other) })
}

func (m *formMutator) controls() {
	for _, bit := range []fsm.Control{fsm.SYN, fsm.FIN, fsm.RST, fsm.ACK, fsm.PSH, fsm.URG} {
		m.add(ChangeControl, "CTL", m.form.CTL^bit, func(f *fsm.Form) { f.CTL ^= bit })
	}
}

// options leaves the MSS option out, or puts one in.
func (m *formMutator) options() {
	other := fsm.Amount(1)
	if m.form.MSS != 0 {
		other = 0
	}
	m.add(ChangeOption, "MSS", other, func(f *fsm.Form) { f.MSS = other })
}

// texts changes how many octets are sent, and which. One that sends none may
// send one.
func (m *formMutator) texts() {
	for _, a := range m.otherAmounts(m.form.Text) {
		m.add(ChangeText, "DATA", a, func(f *fsm.Form) { f.Text = a })
	}
	if m.form.Text == 0 {
		return
	}
	for _, n := range m.otherNumbers(m.form.From) {
		m.add(ChangeOctets, "FROM", n, func(f *fsm.Form) { f.From = n })
	}
}
