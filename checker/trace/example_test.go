package trace_test

import (
	"context"
	"fmt"
	"os"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/checker/trace"
)

// A farmer takes a wolf, a goat and a cabbage across a river, one at a time. Left
// alone, the wolf eats the goat and the goat the cabbage.
type river struct{}

// A bank is where somebody is.
type bank bool

func (b bank) String() string {
	if b {
		return "there"
	}
	return "here"
}

type crossing struct{ Farmer, Wolf, Goat, Cabbage bank }

func (river) Initial(out *checker.Steps[crossing]) { *out.Add(0) = crossing{} }

func (river) Next(s *crossing, out *checker.Steps[crossing]) {
	for a := range cargo {
		next := *s
		if with := next.passenger(a); with == nil || *with == s.Farmer {
			next.Farmer = !s.Farmer
			if with != nil {
				*with = next.Farmer
			}
			if next.safe() {
				*out.Add(checker.Action(a)) = next
			}
		}
	}
}

var cargo = []string{"cross alone", "take the wolf", "take the goat", "take the cabbage"}

func (river) ActionName(a checker.Action) string { return cargo[a] }

func (s *crossing) passenger(a int) *bank { return []*bank{nil, &s.Wolf, &s.Goat, &s.Cabbage}[a] }

func (s *crossing) safe() bool {
	return s.Goat == s.Farmer || s.Goat != s.Wolf && s.Goat != s.Cabbage
}

// solution claims that they never all get across: the counterexample is how.
func solution() *trace.Trace {
	result, err := checker.Check(context.Background(), river{}, checker.Options{},
		checker.Invariant("stuck", func(s *crossing) bool { return *s != crossing{true, true, true, true} }))
	if err != nil {
		panic(err)
	}
	return trace.Of(&result.Findings[0], nil)
}

// A counterexample as text, with what each step changes.
func Example() {
	if err := solution().Text(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// stuck: violated
	//   0. Farmer here, Wolf here, Goat here, Cabbage here  (initial)
	//   1. take the goat: Farmer here -> there, Goat here -> there
	//   2. cross alone: Farmer there -> here
	//   3. take the cabbage: Farmer here -> there, Cabbage here -> there
	//   4. take the goat: Farmer there -> here, Goat there -> here
	//   5. take the wolf: Farmer here -> there, Wolf here -> there
	//   6. cross alone: Farmer there -> here
	//   7. take the goat: Farmer here -> there, Goat here -> there
}

// The same as Mermaid, for a page.
func ExampleTrace_Write_mermaid() {
	if err := solution().Write(os.Stdout, "mermaid"); err != nil {
		fmt.Println(err)
	}
	// Output:
	// ---
	// title: "stuck: violated"
	// ---
	// flowchart TB
	//     n0["Farmer here<br/>Wolf here<br/>Goat here<br/>Cabbage here<br/>0"]
	//     n1["Farmer here -> there<br/>Goat here -> there<br/>1"]
	//     n2["Farmer there -> here<br/>2"]
	//     n3["Farmer here -> there<br/>Cabbage here -> there<br/>3"]
	//     n4["Farmer there -> here<br/>Goat there -> here<br/>4"]
	//     n5["Farmer here -> there<br/>Wolf here -> there<br/>5"]
	//     n6["Farmer there -> here<br/>6"]
	//     n7["Farmer here -> there<br/>Goat here -> there<br/>7"]
	//     n0 -->|"take the goat"| n1
	//     n1 -->|"cross alone"| n2
	//     n2 -->|"take the cabbage"| n3
	//     n3 -->|"take the goat"| n4
	//     n4 -->|"take the wolf"| n5
	//     n5 -->|"cross alone"| n6
	//     n6 -->|"take the goat"| n7
}

// A lamp that is switched on goes out by itself, or it does not.
type lamp struct{}

type light uint8

func (lamp) Initial(out *checker.Steps[light]) { *out.Add(0) = 0 }

func (lamp) Next(s *light, out *checker.Steps[light]) {
	switch *s {
	case 0:
		*out.Add(0) = 1
	case 1:
		*out.Add(1) = 2
		*out.Add(2) = 0
	case 2:
		*out.Add(3) = 1
	}
}

func (lamp) ActionName(a checker.Action) string {
	return [...]string{"switch on", "flicker", "go out", "recover"}[a]
}

// A model that packs its state says what to show of it. The behaviour is infinite:
// the way back is in the formats too.
func ExampleOf_show() {
	result, err := checker.Check(context.Background(), lamp{}, checker.Options{},
		checker.LeadsTo("goes-out", func(s *light) bool { return *s == 1 }, func(s *light) bool { return *s == 0 }))
	if err != nil {
		fmt.Println(err)
		return
	}
	show := func(s light) any {
		return struct{ Lit, Steady bool }{s > 0, s == 1}
	}
	t := trace.Of(&result.Findings[0], show)
	for _, format := range []string{"text", "json", "itf"} {
		if err := t.Write(os.Stdout, format); err != nil {
			fmt.Println(err)
		}
	}
	// Output:
	// goes-out: violated
	//   0. Lit false, Steady false  (initial)
	//   1. switch on: Lit false -> true, Steady false -> true
	// then again and again:
	//   2. flicker: Steady true -> false
	//   3. recover: Steady false -> true
	// {"title":"goes-out: violated","states":[{"vars":{"Lit":false,"Steady":false}},{"action":"switch on","vars":{"Lit":true,"Steady":true},"changes":["Lit","Steady"]},{"action":"flicker","vars":{"Lit":true,"Steady":false},"changes":["Steady"]},{"action":"recover","vars":{"Lit":true,"Steady":true},"changes":["Steady"]}],"loop":1}
	// {"#meta":{"description":"goes-out: violated","format":"ITF"},"params":[],"vars":["action","Lit","Steady"],"states":[{"#meta":{"index":0},"Lit":false,"Steady":false,"action":""},{"#meta":{"index":1},"Lit":true,"Steady":true,"action":"switch on"},{"#meta":{"index":2},"Lit":true,"Steady":false,"action":"flicker"},{"#meta":{"index":3},"Lit":true,"Steady":true,"action":"recover"}],"loop":1}
}
