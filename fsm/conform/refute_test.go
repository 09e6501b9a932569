package conform

import (
	"context"
	"slices"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/effect"
	"github.com/tcpfsm/tcpfsm/fsm/fact"
	"github.com/tcpfsm/tcpfsm/fsm/rule"
)

// TestRefute: an edit found where nothing but FIN-WAIT-2 was tried says that the subject does
// the same everywhere. A route through another state narrows it down, be it that the subject was to leave
// that, or was not to take the text that fills its window, or that no input was to lead on.
func TestRefute(t *testing.T) {
	const eighth = "eighth, check the FIN bit"
	resets := Conduct{Do: []fsm.Effect{effect.SendRSTs, effect.DeleteTCB}, Enter: fsm.Enter(fsm.Closed), Then: fsm.Stop}
	due := []Guard{{fact.FINDue, true}}
	for _, test := range []struct {
		name  string
		wide  Edit
		peer  peer
		route string
	}{
		{"a FIN is reset", Edit{Check: eighth, If: due, Conduct: resets}, plainPeer, "SYN-SENT ESTABLISHED CLOSE-WAIT"},
		{"text is dropped", Edit{Rule: rule.TextTake.String(), Conduct: Conduct{Then: fsm.Stop}}, fillingPeer, "SYN-SENT ESTABLISHED, its window closed"},
		{"nothing takes a FIN", Edit{Check: eighth, If: due, Conduct: Conduct{Then: fsm.Stop}}, plainPeer, "SYN-SENT ESTABLISHED CLOSE-WAIT"},
	} {
		t.Run(test.name, func(t *testing.T) {
			x := overdone(t, test.wide)
			routes := Commanded.routes(test.peer)
			route := &routes[slices.IndexFunc(routes, func(r Route) bool { return r.String() == test.route })]
			way, err := x.Runner.Scout(x.judge, route)
			if err != nil || way.Left == nil && way.Missing == "" {
				t.Fatalf("error %v: by %v it is gone as it is", err, x.edits[0])
			}
			way, err = x.scout(route, newBeside())
			if err != nil || way.Left != nil || way.Missing != "" {
				t.Errorf("left %v, missing %q, error %v; it can be gone", way.Left, way.Missing, err)
			}
			if c := &x.report.Causes[0]; x.edits[0].In != fsm.StatesOf(fsm.FinWait2) || c.ID != x.edits[0].String() {
				t.Errorf("%v of the cause %q, want it in FIN-WAIT-2", x.edits[0], c.ID)
			}
		})
	}
}

// overdone returns an examination of a subject that errs in FIN-WAIT-2, where an edit that says it everywhere
// has explained what there is.
func overdone(t *testing.T, wide Edit) *examination {
	t.Helper()
	errs := wide
	errs.In = fsm.StatesOf(fsm.FinWait2)
	m, err := NewMachine(errs.Of(fsm.RFC9293Table()), fsm.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	c := &Campaign{Runner: Runner{Stack: m}, Judge: NewJudge(fsm.Policy{}), Quick: true, States: errs.In}
	x := &examination{Campaign: c, search: search{judge: c.Judge}, report: &Report{}}
	routes, ctx := c.routes(), context.Background()
	open := slices.IndexFunc(routes, func(r Route) bool { return endsBy(r.Inputs) == fsm.HalfDuplexCloseOff })
	if err := x.all(ctx, []*Route{&routes[open]}); err != nil || len(x.deviating) == 0 {
		t.Fatalf("error %v, %d cases deviate", err, len(x.deviating))
	}
	x.judge, x.settled = x.learned(x.judge.bench, false), true
	x.refire()
	ground := slices.IndexFunc(x.deviating, func(t *trial) bool { return x.helps(&wide, t) })
	if err := x.establish(ctx, x.deviating[ground], &wide); err != nil {
		t.Fatal(err)
	}
	return x
}
