package report

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

// of reports what a scenario shows about some properties.
func of(t *testing.T, name string, options checker.Options, properties ...string) *Scenario {
	t.Helper()
	s, err := catalogue.FindScenario(name)
	if err != nil {
		t.Fatal(err)
	}
	q := model.Question{Scenario: s, Options: options}
	for _, name := range properties {
		p, err := catalogue.FindProperty(name)
		if err != nil {
			t.Fatal(err)
		}
		q.Properties = append(q.Properties, p)
	}
	a, err := model.Ask(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	return Of(a, "")
}

func TestText(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	for _, c := range []struct {
		name       string
		scenario   string
		options    checker.Options
		properties []string
		want       []string
	}{
		{name: "what holds, and under which assumptions", scenario: "open-fair", properties: []string{"open-succeeds"},
			want: []string{"open-fair: policy Hardened; network loss,reorder; assuming CAP(3),MONO,FRESH", "holds     open-succeeds  assuming FL,TMR\n"}},
		{name: "what users do", scenario: "zero-window", properties: []string{"una-le-nxt"},
			want: []string{"\n  A: OPEN active 1, SEND 2, CLOSE 1; patient: no CLOSE before it is established; prompt: transmits at once; receives at once; SND.BUFF 4, RCV.BUFF 4\n" +
				"  B: OPEN passive 1, RECEIVE any number; patient: no CLOSE before it is established; receives when it pleases; SND.BUFF 4, RCV.BUFF 1\n"}},
		{name: "who else takes part", scenario: "blind-attack", properties: []string{"una-le-nxt"}, options: checker.Options{MaxStates: 100},
			want: []string{"  attacker: forges 1 of 192 segments against A and 192 against B\n"}},
		{name: "lengths of time", scenario: "time-wait-ends", properties: []string{"time-wait-closes"},
			want: []string{"network loss,dup,reorder; MSL 1, TIME-WAIT 2 ticks; assuming CAP(2)"}},
		{name: "connections at each end", scenario: "reopen-fair", properties: []string{"una-le-nxt"},
			want: []string{"network loss,reorder; 2 and 1 incarnations; assuming"}},
		{name: "fairness that the scenario breaks", scenario: "handshake", properties: []string{"syn-sent-exits"},
			want: []string{"violated  syn-sent-exits  in 2 steps, not assuming R2: A has 0 of R2 REACHED, and may need 1\n"}},
		{name: "what never happens", scenario: "handshake", properties: []string{"fin-wait-2-exits"},
			want: []string{"unknown   fin-wait-2-exits  it says nothing here: what it is about never happens\n"}},
		{name: "a bound", scenario: "close-fair", properties: []string{"una-le-nxt"}, options: checker.Options{MaxStates: 100},
			want: []string{"not explored completely: ", "unknown   una-le-nxt  not decided: "}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var b strings.Builder
			if err := of(t, c.scenario, c.options, c.properties...).Text(&b); err != nil {
				t.Fatal(err)
			}
			for _, want := range c.want {
				if !strings.Contains(b.String(), want) {
					t.Errorf("no %q in\n%s", want, b.String())
				}
			}
		})
	}
}

func TestLimits(t *testing.T) {
	one := [2]int{1, 1}
	for _, c := range []struct {
		limits Limits
		want   string
	}{
		{Limits{Incarnations: one}, ""},
		{Limits{MSL: 1, TimeWait: 1, Incarnations: one}, "MSL 1, TIME-WAIT 1 tick"},
		{Limits{MSL: 1, TimeWait: 2, Incarnations: one}, "MSL 1, TIME-WAIT 2 ticks"},
		{Limits{MSL: 2, TimeWait: 4, Rest: 3, Incarnations: [2]int{2, 2}}, "MSL 2, TIME-WAIT 4, rest 3 ticks, 2 and 2 incarnations"},
		{Limits{Incarnations: [2]int{1, 3}}, "1 and 3 incarnations"},
	} {
		if got := c.limits.String(); got != c.want {
			t.Errorf("%+v: %q, want %q", c.limits, got, c.want)
		}
	}
}

// TestOpen: a violation is an answer, a bound and what says nothing are none.
func TestOpen(t *testing.T) {
	if s := of(t, "handshake", checker.Options{}, "una-le-nxt"); s.Open() != "" || s.Violated() {
		t.Errorf("what holds is open: %q", s.Open())
	}
	if s := of(t, "handshake", checker.Options{}, "syn-sent-exits"); s.Open() != "" || !s.Violated() || len(s.Ladders()) != 1 {
		t.Errorf("what is violated is open: %q, with %d ladders", s.Open(), len(s.Ladders()))
	}
	if s := of(t, "handshake", checker.Options{}, "fin-wait-2-exits"); s.Open() == "" {
		t.Error("what says nothing is an answer")
	}
	if s := of(t, "close-fair", checker.Options{MaxStates: 100}, "una-le-nxt"); s.Open() == "" {
		t.Error("what was not explored completely is an answer")
	}
}

func TestTotal(t *testing.T) {
	total := NewTotal()
	total.Add(of(t, "handshake", checker.Options{}, "una-le-nxt", "fin-wait-2-exits"))
	total.Add(of(t, "handshake", checker.Options{}, "syn-sent-exits"))
	want := map[checker.Verdict]int{checker.Holds: 1, checker.Violated: 1, checker.Unknown: 1}
	if diff := cmp.Diff(want, total.Verdicts); diff != "" || total.Scenarios != 2 || total.Properties != 3 {
		t.Errorf("%d scenarios, %d properties (-want +got):\n%s", total.Scenarios, total.Properties, diff)
	}
	var b strings.Builder
	if err := total.Text(&b); err != nil || !strings.HasPrefix(b.String(), "2 scenarios; 3 properties: 1 hold, 1 violated, 1 unknown; ") {
		t.Errorf("%q, %v", b.String(), err)
	}
}

// TestRecords: what is written is read again, and a digest tells scenarios
// apart.
func TestRecords(t *testing.T) {
	s, err := catalogue.FindScenario("handshake")
	if err != nil {
		t.Fatal(err)
	}
	want := []Record{of(t, "handshake", checker.Options{}, "una-le-nxt").Record(&s)}
	var b strings.Builder
	if err := WriteRecords(&b, want); err != nil {
		t.Fatal(err)
	}
	got, err := ReadRecords[Record](strings.NewReader(b.String()))
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if _, err := ReadRecords[Record](strings.NewReader(b.String() + "{")); err == nil || !strings.HasPrefix(err.Error(), "record 2: ") {
		t.Errorf("half a record: %v", err)
	}
	before := Bounds(&s)
	s.Net.Capacity++
	if Bounds(&s) == before {
		t.Error("another capacity, and the same digest")
	}
}

func TestGrouped(t *testing.T) {
	for n, want := range map[uint64]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", 10000000: "10,000,000"} {
		if got := Grouped(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}
