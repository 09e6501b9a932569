package model_test

import (
	"context"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

// BenchmarkClose explores the scenario close, whose network loses, duplicates
// and reorders, with one worker.
func BenchmarkClose(b *testing.B) {
	s, err := catalogue.FindScenario("close")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		a, err := model.Ask(context.Background(), model.Question{
			Scenario: s, Options: checker.Options{Workers: 1},
		})
		if err != nil {
			b.Fatal(err)
		}
		if !a.Complete {
			b.Fatal(a.Stopped)
		}
		b.ReportMetric(float64(a.Generated)/a.Elapsed.Seconds()/1e6, "Mtransitions/s")
		b.ReportMetric(float64(a.Distinct)/a.Elapsed.Seconds()/1e6, "Mstates/s")
		b.ReportMetric(float64(a.Generated)/float64(a.Distinct), "out-degree")
		b.ReportMetric(float64(a.PeakBytes)/float64(a.Distinct), "B/state")
	}
}

// BenchmarkCloseAnyCapacity decides what is claimed of the ends of the same scenario in a
// network of any capacity.
func BenchmarkCloseAnyCapacity(b *testing.B) {
	s, err := catalogue.FindScenario("close")
	if err != nil {
		b.Fatal(err)
	}
	p, err := catalogue.FindProperty("una-le-nxt")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		a, err := model.Ask(context.Background(), model.Question{
			Scenario: s, Properties: []*model.Property{p}, AnyCapacity: true, Options: checker.Options{Workers: 1},
		})
		if err != nil {
			b.Fatal(err)
		}
		if a.Verdicts[0].Capacity != 0 || a.Verdicts[0].Finding.Verdict != checker.Holds {
			b.Fatal(a.Verdicts[0].Finding)
		}
		b.ReportMetric(float64(a.Any.Distinct), "states")
		b.ReportMetric(float64(a.Any.Maximal), "maximal")
	}
}
