package casebook

import (
	"context"
	"errors"
	"flag"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/kernel"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

// A finding is a run of the kernel and its verdict.
type finding struct {
	run     conform.Run
	verdict conform.Verdict
}

// kernelVerdicts runs the cases of some routes against the kernel and returns
// what they come to by the name of the case, or says in one line why it cannot.
func kernelVerdicts(t *testing.T, keep func(*conform.Route) bool, switches ...kernel.Switch) map[string]finding {
	t.Helper()
	all := map[string]finding{}
	judge := conform.NewJudge(fsm.Policy{})
	err := kernel.Run(kernel.Options{Switches: switches}, func(k *kernel.Kernel) error {
		runner := conform.Runner{Stack: k}
		for _, route := range conform.Routes() {
			if !keep(&route) {
				continue
			}
			runs, err := runner.Route(context.Background(), &route, conform.Classes(&route))
			if err != nil {
				return err
			}
			for _, run := range runs {
				v, err := judge.Judge(&run)
				if err != nil {
					return err
				}
				all[run.String()] = finding{run, v}
			}
		}
		return nil
	})
	if missing := (*kernel.Unavailable)(nil); errors.As(err, &missing) {
		t.Skip("skipped: " + strings.ReplaceAll(missing.Error(), "\n", "; "))
	}
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// straight keeps the routes to states without a simultaneous open, which is half
// of them.
func straight(states ...fsm.State) func(*conform.Route) bool {
	return func(r *conform.Route) bool {
		return fsm.StatesOf(states...).Has(r.State()) && !strings.Contains(r.String(), "SYN-SENT SYN-RECEIVED ")
	}
}

// TestKernel holds that no verdict on the kernel is left without an
// explanation, and that the plain course of things conforms.
func TestKernel(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: puts cases to the kernel")
	}
	states := []fsm.State{fsm.Closed, fsm.Listen, fsm.SynSent, fsm.SynReceived}
	if !testing.Short() {
		states = append(states, fsm.Established, fsm.FinWait2, fsm.CloseWait)
	}
	tally := conform.Tally{}
	for name, f := range kernelVerdicts(t, straight(states...)) {
		v := f.verdict
		tally[v.Kind]++
		switch {
		case v.Kind == conform.Undecided,
			v.Kind == conform.Permitted && len(v.Choices) == 0,
			v.Kind == conform.Limited && v.Reason == "",
			v.Kind == conform.Deviates && (v.Rule == "" || v.Clause == "" || v.Expected == "" || v.Seen == "" || len(Ladder(&f.run, "", v).Steps) == 0):
			t.Errorf("%s: %v", name, v)
		}
	}
	if tally[conform.Conforms] < 100 {
		t.Errorf("%v: next to nothing conforms, which says more about the instrument than about the kernel", tally)
	}
}

var withSwitches = flag.Bool("switches", false, "put thousands of cases to the running kernel, with and without its switches")

func skipSwitches(t *testing.T) {
	if !*withSwitches {
		t.Skip("go test ./cmd/explore/internal/casebook -switches takes half a minute")
	}
}

// TestKernelRFC1337 holds that tcp_rfc1337 alters the verdicts on RST in
// TIME-WAIT, to the choice A35, and no other.
func TestKernelRFC1337(t *testing.T) {
	skipSwitches(t)
	routes := func(r *conform.Route) bool {
		return straight(fsm.TimeWait, fsm.SynReceived)(r) && !strings.Contains(r.String(), "close")
	}
	before := kernelVerdicts(t, routes)
	after := kernelVerdicts(t, routes, kernel.Switch{Name: "tcp_rfc1337", Value: "1"})
	altered := 0
	for name, old := range before {
		class, now := old.run.Class, after[name].verdict
		reset := old.run.Route.State() == fsm.TimeWait && class.Flags.CTL.Has(fsm.RST) && class.At == conform.Next
		switch {
		case reset && !ignoresRST(now):
			t.Errorf("%s: %v, want it ignored", name, now)
		case reset && ignoresRST(old.verdict):
			t.Errorf("%s: %v without the switch", name, old.verdict)
		case reset:
			altered++
		case now.String() != old.verdict.String():
			t.Errorf("%s: %v, without the switch %v", name, now, old.verdict)
		}
	}
	if altered == 0 {
		t.Error("no verdict was altered")
	}
}

// ignoresRST reports whether v is about a RST that TIME-WAIT has ignored.
func ignoresRST(v conform.Verdict) bool {
	for _, c := range v.Choices {
		if c == fsm.RSTInTimeWaitIgnore {
			return v.Kind == conform.Permitted
		}
	}
	return false
}

// TestKernelWithoutTimeWait holds that a kernel that is forbidden to keep
// connections in TIME-WAIT is caught wherever it should enter it, and nowhere
// else.
func TestKernelWithoutTimeWait(t *testing.T) {
	skipSwitches(t)
	routes := straight(fsm.FinWait2, fsm.SynReceived)
	before := kernelVerdicts(t, routes)
	after := kernelVerdicts(t, routes, kernel.Switch{Name: "tcp_max_tw_buckets", Value: "0"})
	altered := 0
	for name, old := range before {
		now := after[name]
		entry := timeWaitEntry(old.run)
		wanted := entry >= 0 && (old.verdict.Kind != conform.Deviates || old.verdict.Step > entry)
		caught := now.verdict.Kind == conform.Deviates && now.run.Steps[now.verdict.Step].Is(fsm.Closed)
		switch {
		case wanted && !caught:
			t.Errorf("%s: %v, want TIME-WAIT missed", name, now.verdict)
		case wanted:
			altered++
		case now.verdict.String() != old.verdict.String():
			t.Errorf("%s: %v, without the switch %v", name, now.verdict, old.verdict)
		}
	}
	if altered == 0 {
		t.Error("no verdict was altered")
	}
}

// timeWaitEntry returns the step of run in which the kernel has entered
// TIME-WAIT, or the FIN-WAIT-2 of a closed socket, which it keeps in the same
// place; -1 if it has not.
func timeWaitEntry(run conform.Run) int {
	closed := false
	for i, s := range run.Steps {
		closed = closed || s.Input.Call == conform.Close
		if s.Is(fsm.TimeWait) || closed && s.Is(fsm.FinWait2) {
			return i
		}
	}
	return -1
}
