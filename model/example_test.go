package model_test

import (
	"context"
	"fmt"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
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

// A changed table is a mutant. What it breaks comes with the shortest way to
// break it, which can be told event by event.
func ExampleModel_Explain() {
	recount, err := fsm.ParseEffect("recountFIN")
	if err != nil {
		fmt.Println(err)
		return
	}
	table := fsm.RFC9293Table()
	fin := table.Rule("established.fin")
	fin.Do = append(fin.Do, recount) // a FIN takes two sequence numbers

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
