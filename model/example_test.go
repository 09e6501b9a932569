package model_test

import (
	"context"
	"fmt"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/effect"
	"github.com/tcpfsm/tcpfsm/fsm/rule"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
	"github.com/tcpfsm/tcpfsm/model/edit"
)

// A scenario is asked whether it has a property. The answer is about every
// interleaving of what its users, its timers and its network can do.
func ExampleAsk() {
	s := model.Scenario{
		Name: "hello",
		Net:  model.Network{Capacity: 2, Loss: true, Duplicate: true, Reorder: true},
		Ends: [2]model.Side{
			{ISS: 100, May: model.Budget{fsm.OpenActive: 1}},
			{ISS: 300, May: model.Budget{fsm.OpenPassive: 1}},
		},
	}
	agree, err := catalogue.FindProperty("same-connection-agree")
	if err != nil {
		fmt.Println(err)
		return
	}
	a, err := model.Ask(context.Background(), model.Question{Scenario: s, Properties: []*model.Property{agree}})
	if err != nil {
		fmt.Println(err)
		return
	}
	v := a.Verdicts[0]
	fmt.Println(v.Name, v.Finding.Verdict)
	fmt.Println("assuming", v.Assumed, s.Cap())
	// Output:
	// same-connection-agree holds
	// assuming MONO,FRESH,NOATT,NOCRASH,NOABORT,NOR2 CAP(2)
}

// A property, a scenario and a mutant of one's own: whoever is in ESTABLISHED has
// a peer that takes part in the same connection, where a handshake has three
// segments. With two of them the listener is alone as soon as a SYN has come.
func Example_ownQuestion() {
	either := func(v model.View) bool {
		a, b := v.States()
		return a == fsm.Established || b == fsm.Established
	}
	accompanied := &model.Property{
		Name:      "accompanied",
		Statement: "ESTABLISHED is entered only with a peer that has accepted our SYN, and whose SYN we have accepted",
		State:     &model.Always{When: either, Holds: model.View.Same},
	}
	lossy := model.Scenario{
		Name: "lossy",
		Net:  model.Network{Capacity: 2, Loss: true, Reorder: true},
		Ends: [2]model.Side{
			{ISS: 100, May: model.Budget{fsm.OpenActive: 1}},
			{ISS: 300, May: model.Budget{fsm.OpenPassive: 1}},
		},
	}
	twoWay := model.Mutant{
		Name:   "two-way",
		Change: "a SYN takes LISTEN to ESTABLISHED",
		Table:  edit.At(rule.ListenSynReceived).Enter(fsm.Established),
	}

	right := model.Question{Scenario: lossy, Properties: []*model.Property{accompanied}}
	wrong, err := twoWay.Question(lossy, accompanied)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, q := range []model.Question{right, wrong} {
		a, err := model.Ask(context.Background(), q)
		if err != nil {
			fmt.Println(err)
			return
		}
		f := a.Verdicts[0].Finding
		fmt.Println(accompanied.Name, f.Verdict)
		if f.Trace != nil {
			for _, step := range f.Trace.Steps {
				fmt.Println("  ", step.Name)
			}
		}
	}
	// Output:
	// accompanied holds
	// accompanied violated
	//    B: OPEN passive
	//    A: OPEN active
	//    B: <SEQ=100><CTL=SYN><WND=4> #1 arrives
}

// A changed table is a mutant. What it breaks comes with the shortest way to
// break it, which can be told event by event.
func ExampleModel_Explain() {
	table := fsm.RFC9293Table()
	fin := rule.EstablishedFIN.In(table)
	fin.Do = append(fin.Do, effect.RecountFIN) // a FIN takes two sequence numbers

	s, err := catalogue.FindScenario("close")
	if err != nil {
		fmt.Println(err)
		return
	}
	agree, err := catalogue.FindProperty("same-connection-agree")
	if err != nil {
		fmt.Println(err)
		return
	}
	a, err := model.Ask(context.Background(), model.Question{
		Scenario: s, Properties: []*model.Property{agree},
		Machine: fsm.MustCompile(table, fsm.Policy{}),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	trace := a.Verdicts[0].Finding.Trace
	at := trace.Start
	for _, step := range trace.Steps {
		x := a.Model.Explain(at, step.Action, step.State)
		fmt.Println(step.Name)
		for _, p := range x.Happenings[0].Sent {
			fmt.Println("   sends", p)
		}
		at = step.State
	}
	// Output:
	// B: OPEN passive
	// A: OPEN active
	//    sends <SEQ=4294967294><CTL=SYN><WND=4> #1
	// B: <SEQ=4294967294><CTL=SYN><WND=4> #1 arrives
	//    sends <SEQ=5000><ACK=4294967295><CTL=SYN,ACK><WND=4> #1 for #1
	// A: <SEQ=5000><ACK=4294967295><CTL=SYN,ACK><WND=4> #1 for #1 arrives
	//    sends <SEQ=4294967295><ACK=5001><CTL=ACK><WND=4> #1 for #1
	// A: CLOSE
	// A: TRANSMIT
	//    sends <SEQ=4294967295><ACK=5001><CTL=FIN,ACK><WND=4> #1 for #1
	// B: <SEQ=4294967295><ACK=5001><CTL=FIN,ACK><WND=4> #1 for #1 arrives
	//    sends <SEQ=5001><ACK=1><CTL=ACK><WND=4> #1 for #1
}

// What both ends of a scenario do, as tables: a closed end opens and sends a SYN, which a
// listener answers.
func ExampleAnswer_Table() {
	s := model.Scenario{
		Name: "hello",
		Net:  model.Network{Capacity: 1, Loss: true, Duplicate: true, Reorder: true},
		Ends: [2]model.Side{
			{ISS: 100, May: model.Budget{fsm.OpenActive: 1}},
			{ISS: 300, May: model.Budget{fsm.OpenPassive: 1}},
		},
	}
	a, err := model.Ask(context.Background(), model.Question{Scenario: s})
	if err != nil {
		fmt.Println(err)
		return
	}
	t, err := a.Table()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(t.Ends)-1, "ends,", len(t.Packets)-1, "packets,", a.Distinct, "states")
	call := t.Rows[t.Begin[0]].Alone[0]
	step := t.Steps[call.Step]
	fmt.Println(call.Kind, "leads A to", t.Ends[step.To].TCB.State, "and sends", t.Packets[step.Sends[0]])
	listening := t.Steps[t.Rows[t.Begin[1]].Alone[0].Step].To
	answer := t.Steps[t.Rows[listening].Arrivals[step.Sends[0]]]
	fmt.Println("in", t.Ends[listening].TCB.State, "B answers", t.Packets[answer.Sends[0]])
	// Output:
	// 10 ends, 6 packets, 67 states
	// OPEN active leads A to SYN-SENT and sends <SEQ=100><CTL=SYN><WND=4> #1
	// in LISTEN B answers <SEQ=300><ACK=101><CTL=SYN,ACK><WND=4> #1 for #1
}
