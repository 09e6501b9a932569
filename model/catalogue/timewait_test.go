package catalogue

import (
	"context"
	"flag"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/model"
)

var largeTests = flag.Bool("large", false, "explore the large scenarios too, for minutes")

// TestTimeWait settles how long TIME-WAIT has to be. By default a third of the
// trials is asked so; of more of them TestTimeWaitAtAnyCapacity says what any
// capacity leads to.
func TestTimeWait(t *testing.T) {
	for i, trial := range TimeWaitTrials() {
		t.Run(trial.With, func(t *testing.T) {
			if !*largeTests && (trial.Scenario.Large || i%3 != 0) || testing.Short() {
				t.Skip("it takes long: run it with -large and without -short")
			}
			settle(t, trial)
		})
	}
}

// settle asks what a trial asks and compares the answer with what it expects.
func settle(t *testing.T, trial Trial) {
	t.Helper()
	q, err := trial.Question()
	if err != nil {
		t.Fatal(err)
	}
	q.Options.Compact = trial.Scenario.Large
	a, err := model.Ask(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	want := checker.Holds
	if trial.Steps > 0 {
		want = checker.Violated
	}
	if got := a.Verdicts[0]; got.Finding.Verdict != want || got.Finding.Steps() != trial.Steps {
		t.Errorf("%s: %v in %d steps, want %v in %d (%d states, %v)", trial.Property,
			got.Finding.Verdict, got.Finding.Steps(), want, trial.Steps, a.Distinct, a.Stopped)
	}
	t.Logf("%d states, %d steps, %.1f s", a.Distinct, a.Generated, a.Elapsed.Seconds())
}
