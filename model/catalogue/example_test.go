package catalogue_test

import (
	"context"
	"fmt"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

// A standard scenario is asked whether it has what is expected of it.
func ExampleQuestion() {
	s, err := catalogue.FindScenario("open-fair")
	if err != nil {
		fmt.Println(err)
		return
	}
	q, err := catalogue.Question(s)
	if err != nil {
		fmt.Println(err)
		return
	}
	a, err := model.Ask(context.Background(), q)
	if err != nil {
		fmt.Println(err)
		return
	}
	held := 0
	for _, v := range a.Verdicts {
		if v.Finding.Verdict == checker.Holds {
			held++
		}
	}
	fmt.Printf("%d of %d properties hold in %d states\n", held, len(a.Verdicts), a.Distinct)
	// Output:
	// 21 of 21 properties hold in 1017 states
}

// A mutant of the catalogue is asked about where it is refuted.
func ExampleFindMutant() {
	mu, err := catalogue.FindMutant("two-way-handshake")
	if err != nil {
		fmt.Println(err)
		return
	}
	c := mu.Refuted[0]
	q, err := mu.Question(c.Scenario, c.Property)
	if err != nil {
		fmt.Println(err)
		return
	}
	a, err := model.Ask(context.Background(), q)
	if err != nil {
		fmt.Println(err)
		return
	}
	v := a.Verdicts[0]
	fmt.Println(mu.Change)
	fmt.Printf("%s is %v in %d steps of %s\n", v.Name, v.Finding.Verdict, v.Finding.Steps(), c.Scenario.Name)
	// Output:
	// a SYN takes LISTEN to ESTABLISHED
	// established-has-peer is violated in 3 steps of try-open
}

// Whether an end ever takes an old segment does not depend on how many segments the network
// has room for.
func ExampleQuestion_anyCapacity() {
	s, err := catalogue.FindScenario("reincarnation")
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := catalogue.FindProperty("no-old-segment-accepted")
	if err != nil {
		fmt.Println(err)
		return
	}
	a, err := model.Ask(context.Background(), model.Question{Scenario: s, Properties: []*model.Property{p}, AnyCapacity: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	v := a.Verdicts[0]
	fmt.Printf("%s %v with a capacity of %d, where 0 is any: %d states, %d of them maximal\n",
		v.Name, v.Finding.Verdict, v.Capacity, a.Any.Distinct, a.Any.Maximal)
	// Output:
	// no-old-segment-accepted holds with a capacity of 0, where 0 is any: 3535 states, 858 of them maximal
}
