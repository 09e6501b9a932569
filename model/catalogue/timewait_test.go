package catalogue

import (
	"context"
	"flag"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/model"
)

var largeTests = flag.Bool("large", false, "explore the large scenarios too, for minutes")

// TestTimeWait settles how long TIME-WAIT has to be. By default a sixth of the
// trials is asked so; of more of them TestTimeWaitAtAnyCapacity says what any
// capacity leads to.
func TestTimeWait(t *testing.T) {
	for i, trial := range TimeWaitTrials() {
		t.Run(trial.With, func(t *testing.T) {
			if trial.Scenario.Large && !*largeTests || i%6 != 0 && !*whole || testing.Short() {
				t.Skip("it takes long: run it with -whole, or -large, and without -short")
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

// TestNoTimerNo2MSL holds that nothing is said of when 2MSL are over where they have not
// begun: under closing_time_wait=literal no timer runs in a TIME-WAIT that CLOSING leads to,
// and a timeout may come all the same, which is rude.
func TestNoTimerNo2MSL(t *testing.T) {
	s, err := FindScenario("self-connect")
	if err != nil {
		t.Fatal(err)
	}
	s.Policy, s.Net, s.Clock.MSL, s.Ends[0].Rude = "Hardened,closing_time_wait=literal", model.Network{Capacity: 2}, 1, true
	props := named(t, "time-wait-drains-network")
	if !props[0].Claimed(&s) {
		t.Fatal("nothing is claimed")
	}
	if v := verdict(t, model.Question{Scenario: s, Properties: props}); v.Finding.Verdict == checker.Violated {
		t.Errorf("%v\n%s", v.Finding.Verdict, evidence(&v.Finding))
	}
}
