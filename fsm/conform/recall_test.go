package conform

import (
	"context"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/effect"
	"github.com/tcpfsm/tcpfsm/fsm/fact"
)

// TestKnownAgain holds that in a part of the cases a subject has the causes that are known of
// all, by the same names, and another one is new.
func TestKnownAgain(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: tries the routes of two states, twice")
	}
	silent := Edit{
		Rule: "seq.ack", In: fsm.StatesOf(fsm.CloseWait),
		If: []Guard{{fact.HasACK, true}}, Conduct: Conduct{Then: fsm.Stop},
	}
	reset := Edit{Rule: "rst.challenge", Conduct: Conduct{Then: fsm.Stop}}
	table := silent.Of(fsm.RFC9293Table())
	known := Known{}
	for _, test := range []struct {
		table  fsm.Table
		states fsm.States
		news   string
	}{
		{table, fsm.StatesOf(fsm.FinWait2, fsm.CloseWait), silent.String()},
		{table, fsm.StatesOf(fsm.CloseWait), ""},
		{reset.Of(table), fsm.StatesOf(fsm.CloseWait), reset.String()},
	} {
		m, err := NewMachine(test.table, fsm.Policy{})
		if err != nil {
			t.Fatal(err)
		}
		r, err := check(context.Background(), m, Options{Name: "it", Quick: true, States: test.states}, known)
		if err != nil {
			t.Fatal(err)
		}
		var news []string
		for i := range r.Causes {
			if id := r.Causes[i].ID; !known.Has(id) {
				news = append(news, id)
			}
		}
		if got := strings.Join(news, "\n"); got != test.news || len(r.Causes) == 0 || r.Total[Blocked]+r.Total[Undecided] > 0 {
			t.Errorf("in %v: %d causes, new %q, want %q", test.states, len(r.Causes), got, test.news)
		}
		if len(known.ids) > 0 {
			continue
		}
		var file strings.Builder
		if err := r.WriteKnown(&file); err != nil {
			t.Fatal(err)
		}
		if known, err = ReadKnown(strings.NewReader(file.String())); err != nil {
			t.Fatal(err)
		}
	}
}

// TestEditIsRead holds that an edit is read as it is written, and that what is none is an error.
func TestEditIsRead(t *testing.T) {
	for _, e := range []Edit{
		{Rule: "seq.ack", Conduct: Conduct{Then: fsm.Stop}},
		{Rule: "3.8.6.1 edited 2", In: fsm.StatesOf(fsm.TimeWait), If: []Guard{{fact.HasACK, true}, {fact.HasRST, false}}, Conduct: Conduct{
			Do: []fsm.Effect{effect.SendRSTs, effect.DeleteTCB}, Enter: fsm.Enter(fsm.Closed), Then: fsm.Continue,
		}},
		{Check: "a SYN that is an error: the RST", In: fsm.StatesOf(fsm.FinWait1, fsm.LastAck), Conduct: Conduct{Do: []fsm.Effect{effect.OweACK}, Then: fsm.RFC9293Table()[0].Rules[0].Then}},
		{Form: &fsm.Form{Effect: effect.SendRSTa, SEQ: fsm.Numbers()[2] - 1, CTL: fsm.RST}},
	} {
		if got, err := readEdit(e.String()); err != nil || got.String() != e.String() {
			t.Errorf("%v is read as %v, %v", &e, &got, err)
		}
	}
	for _, line := range []string{
		"", "stop", ": stop", "rst.none: ", "rst.none: halt", "rst.none in LUNCH: stop", "rst.none if: stop", "rst.none if lucky: stop",
		"rst.none: enter LUNCH, stop", `"fifth: stop`, "cookies: <SEQ=0><CTL=RST>", "text.take: expected nothing, seen more",
	} {
		if e, err := readEdit(line); err == nil {
			t.Errorf("%q is read as %v", line, &e)
		}
	}
}

// TestKnownIsRead holds that of a file of known causes the steps and the choices are read as they
// are written, those of all known stacks, and that an error names the line.
func TestKnownIsRead(t *testing.T) {
	files, err := stackFiles.ReadDir("stacks")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		text, err := stackFiles.ReadFile("stacks/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		known, err := ReadKnown(strings.NewReader(string(text)))
		if err != nil {
			t.Fatalf("%s: %v", f.Name(), err)
		}
		var again strings.Builder
		if err := (&Report{finds: known.finds, choices: known.choices}).writeFinds(&again); err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(string(text), again.String()) {
			t.Errorf("%s does not end with\n%s", f.Name(), again.String())
		}
	}
	for _, wrong := range []string{"= lunch=late", "= rst_validation=exact in LUNCH"} {
		if _, err := ReadKnown(strings.NewReader("rst.none: stop\n" + wrong)); err == nil || !strings.HasPrefix(err.Error(), "line 2: ") {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}
