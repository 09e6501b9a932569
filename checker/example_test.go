package checker_test

import (
	"context"
	"fmt"

	"github.com/tcpfsm/tcpfsm/checker"
)

// Two jugs hold 3 and 5 gallons. A jug can be filled, emptied, or poured into
// the other until that is full. How do you measure 4 gallons?
type jugs struct{}

type levels struct{ Small, Big int8 }

const (
	fillSmall checker.Action = iota
	fillBig
	emptySmall
	emptyBig
	pourToBig
	pourToSmall
)

func (jugs) Initial(out *checker.Steps[levels]) { *out.Add(0) = levels{} }

func (jugs) Next(s *levels, out *checker.Steps[levels]) {
	*out.Add(fillSmall) = levels{3, s.Big}
	*out.Add(fillBig) = levels{s.Small, 5}
	*out.Add(emptySmall) = levels{0, s.Big}
	*out.Add(emptyBig) = levels{s.Small, 0}
	up := min(s.Small, 5-s.Big)
	*out.Add(pourToBig) = levels{s.Small - up, s.Big + up}
	down := min(s.Big, 3-s.Small)
	*out.Add(pourToSmall) = levels{s.Small + down, s.Big - down}
}

func (jugs) ActionName(a checker.Action) string {
	return [...]string{"fill small", "fill big", "empty small", "empty big", "small to big", "big to small"}[a]
}

// To find a way, claim that there is none: the counterexample is a shortest.
func Example() {
	result, err := checker.Check(context.Background(), jugs{}, checker.Options{},
		checker.Invariant("never-4-gallons", func(s *levels) bool { return s.Big != 4 }))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Findings[0])
	// Output:
	// never-4-gallons: violated
	//   0. {Small:0 Big:0}  (initial)
	//   1. {Small:0 Big:5}  by fill big
	//   2. {Small:3 Big:2}  by big to small
	//   3. {Small:0 Big:2}  by empty small
	//   4. {Small:2 Big:0}  by big to small
	//   5. {Small:2 Big:5}  by fill big
	//   6. {Small:3 Big:4}  by big to small
}

// A worker serves two customers who ring again and again. Customer 0 is served
// first when both wait.
type counter struct{}

type desk struct{ Waiting [2]bool }

const (
	ring0 checker.Action = iota
	ring1
	serve0
	serve1
)

func (counter) Initial(out *checker.Steps[desk]) { *out.Add(0) = desk{} }

func (counter) Next(s *desk, out *checker.Steps[desk]) {
	for i := range s.Waiting {
		next := *s
		next.Waiting[i] = true
		if !s.Waiting[i] {
			*out.Add(ring0 + checker.Action(i)) = next
		}
	}
	for i, waits := range s.Waiting {
		if waits {
			next := *s
			next.Waiting[i] = false
			*out.Add(serve0 + checker.Action(i)) = next
			return
		}
	}
}

func (counter) ActionName(a checker.Action) string {
	return [...]string{"0 rings", "1 rings", "0 is served", "1 is served"}[a]
}

// Customer 1 starves even if the worker is as diligent as weak fairness asks:
// the moments in which customer 1 could be served come again and again, but
// they do not last. Strong fairness, being served if it is possible again and
// again, is what would help.
func Example_fairness() {
	waits := func(s *desk) bool { return s.Waiting[1] }
	served := func(s *desk) bool { return !s.Waiting[1] }
	serve := func(a checker.Action) bool { return a == serve1 }

	result, err := checker.Check(context.Background(), counter{}, checker.Options{KeepGoing: true},
		checker.LeadsTo("weak", waits, served, checker.Weak(serve)),
		checker.LeadsTo("strong", waits, served, checker.Strong(serve)))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, finding := range result.Findings {
		fmt.Println(finding)
	}
	// Output:
	// weak: violated
	//   0. {Waiting:[false false]}  (initial)
	//   1. {Waiting:[false true]}  by 1 rings
	// then again and again:
	//   2. {Waiting:[true true]}  by 0 rings
	//   3. {Waiting:[false true]}  by 0 is served
	//
	// strong: holds
}

// The graph can be walked after the search, for a diagram for example.
func ExampleGraph_States() {
	result, err := checker.Check(context.Background(), counter{}, checker.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for depth, s := range result.Graph.States() {
		for step := range result.Graph.Steps(s) {
			fmt.Println(depth, s, "->", step.State, step.Name)
		}
	}
	// Output:
	// 0 {[false false]} -> {[true false]} 0 rings
	// 0 {[false false]} -> {[false true]} 1 rings
	// 1 {[false true]} -> {[true true]} 0 rings
	// 1 {[false true]} -> {[false false]} 1 is served
	// 1 {[true false]} -> {[true true]} 1 rings
	// 1 {[true false]} -> {[false false]} 0 is served
	// 2 {[true true]} -> {[false true]} 0 is served
}

// A path to a state of interest, without a property for it.
func ExampleGraph_Path() {
	result, err := checker.Check(context.Background(), jugs{}, checker.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	trace, err := result.Graph.Path(context.Background(), func(s *levels) bool { return s.Small == 1 && s.Big == 0 })
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(trace)
	// Output:
	//   0. {Small:0 Big:0}  (initial)
	//   1. {Small:3 Big:0}  by fill small
	//   2. {Small:0 Big:3}  by small to big
	//   3. {Small:3 Big:3}  by fill small
	//   4. {Small:1 Big:5}  by small to big
	//   5. {Small:1 Big:0}  by empty big
}
