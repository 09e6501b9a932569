package conform

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// TestStacks holds that what is known of stacks can be read, and is read as it was
// written: each cause once, with what it says.
func TestStacks(t *testing.T) {
	if len(Stacks()) < 4 {
		t.Errorf("%d stacks are known", len(Stacks()))
	}
	for _, s := range Stacks() {
		seen := map[string]bool{}
		for _, c := range s.Causes {
			if seen[c.ID] || c.Says == "" {
				t.Errorf("%s: %q is there twice, or says nothing", s.Name, c.ID)
			}
			seen[c.ID] = true
		}
		if len(seen) == 0 || !strings.Contains(s.Summary, " cases on ") {
			t.Errorf("%s: %d causes, %q", s.Name, len(seen), s.Summary)
		}
	}
}

// TestKnown holds that a file of known causes is read back as it was written.
func TestKnown(t *testing.T) {
	r := &Report{Setup: Setup{Subject: "a stack"}, Causes: []Cause{{ID: "one: stop"}, {ID: "two # not a comment? it is"}}}
	var b bytes.Buffer
	if err := r.WriteKnown(&b); err != nil {
		t.Fatal(err)
	}
	known, err := ReadKnown(strings.NewReader(b.String() + "three: go on # issue 7\n#four\n"))
	if err != nil || len(known.ids) != 3 || !known.Has("one: stop") || !known.Has("three: go on") || !known.Has("two") {
		t.Errorf("%v, error %v", known, err)
	}
	c := Cause{ID: Stacks()[0].Causes[0].ID}
	if shared := c.SharedBy("another stack"); len(shared) == 0 || shared[0] != Stacks()[0].Name {
		t.Errorf("%q is shared by %q", c.ID, shared)
	}
	if shared := c.SharedBy(Stacks()[0].Name); len(shared) > 0 && shared[0] == Stacks()[0].Name {
		t.Errorf("%q is shared by the subject itself", c.ID)
	}
}

// TestTraceIsRead holds that the trace of a cause is read from a file of known ones as it
// was written.
func TestTraceIsRead(t *testing.T) {
	want := Cause{ID: "rst.none: stop", Rule: "rst.none"}
	for _, in := range []Input{
		{Call: OpenPassive}, {Call: OpenActive}, {Call: OpenActive, ISS: 1<<32 - 6}, {Call: Send, Octets: 500}, {Call: Shutdown}, {Call: Close}, {Call: Abort},
		{Call: Elapse, For: late}, Arrive(fsm.Segment{SEQ: 300, ACK: 4294966396, CTL: fsm.ACK | fsm.PSH, Text: 10, WND: 1000}),
	} {
		s := Step{Input: in, View: In(fsm.FinWait2)}
		if in.Call == Shutdown {
			s.Refused = "not connected: why, indeed"
		} else {
			s.Segments = []fsm.Segment{{SEQ: 100, ACK: 301, CTL: fsm.SYN | fsm.ACK, WND: 65535, MSS: 1460}, {SEQ: 101, CTL: fsm.RST}}
		}
		want.Steps = append(want.Steps, s)
	}
	want.Step, want.Expected, want.Seen = 2, "nothing in LISTEN", "<SEQ=1><CTL=RST>"
	var b strings.Builder
	if err := (&Report{Causes: []Cause{want}, Setup: Setup{Subject: "it"}}).WriteKnown(&b); err != nil {
		t.Fatal(err)
	}
	got := stackOf(b.String()).Causes[0]
	if !reflect.DeepEqual(got.Steps, want.Steps) || got.Step != 2 || got.Expected != want.Expected || got.Seen != want.Seen {
		t.Errorf("of\n%s\nwas read\n%+v", b.String(), got)
	}
	if known, err := ReadKnown(strings.NewReader(b.String())); err != nil || len(known.ids) != 1 || !known.Has(want.ID) {
		t.Errorf("known: %v, %v", known, err)
	}
}
