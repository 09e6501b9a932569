package fsm_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// predicted is how many of the 307 situations of FreeBSD's own tests each
// profile predicts, the segments that are sent and the state that is entered.
var predicted = map[string]int{
	"RFC9293": 264, "Hardened": 280, "RFC9293Literal": 216, "RFC793": 235, "Linux": 231, "FreeBSD": 307,
}

// TestFreeBSD counts them, and names those that the profile FreeBSD misses.
func TestFreeBSD(t *testing.T) {
	fsm.TakesASecond(t)
	rows := situations(t)
	machines := map[fsm.Policy]*fsm.Machine{}
	if len(rows) != 307 {
		t.Errorf("%d situations", len(rows))
	}
	count := map[string]int{}
	for _, p := range fsm.Profiles() {
		for _, row := range rows {
			got, want := predict(t, machineOf(machines, p.Policy, row[1]), row), row[5]+" "+row[6]
			if got == want {
				count[p.Name]++
			} else if p.Name == "FreeBSD" {
				t.Logf("%s: %s after %s in %s: FreeBSD %s, the profile %s", row[0], row[4], row[3], row[2], want, got)
			}
		}
	}
	if d := cmp.Diff(predicted, count); d != "" {
		t.Error(d)
	}
}

// situations returns the rows of testdata/freebsd.csv.
func situations(t *testing.T) [][]string {
	t.Helper()
	f, err := os.Open("testdata/freebsd.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

// freeBSDSwitches are what the switches of FreeBSD choose.
var freeBSDSwitches = map[string]fsm.Choice{
	"insecure_rst": fsm.RSTValidationInWindow,
	"insecure_syn": fsm.SYNInSyncRFC793,
	"drop_synfin":  fsm.SYNFINDropSegment,
}

// machineOf returns the machine with a policy and the switches of a situation.
func machineOf(known map[fsm.Policy]*fsm.Machine, p fsm.Policy, switches string) *fsm.Machine {
	for _, s := range strings.Fields(switches) {
		p = p.With(freeBSDSwitches[s])
	}
	if known[p] == nil {
		known[p] = fsm.MustCompile(fsm.RFC9293Table(), p)
	}
	return known[p]
}

// predict returns what m sends in a situation, and where it ends.
func predict(t *testing.T, m *fsm.Machine, row []string) string {
	t.Helper()
	var c fsm.TCB
	var out fsm.Output
	for _, text := range strings.Split(row[3], "; ") {
		if text != "" {
			ev := told(t, text)
			m.Step(&c, &ev, &out)
		}
	}
	if c.State.String() != row[2] {
		return "not in " + row[2] // under syn_ack_window=literal no window is known, and the FIN waits
	}
	ev := fsm.Event{Kind: fsm.SegmentArrives, Segment: segment(row[4]), ISS: 100}
	if c.State == fsm.TimeWait {
		ev.ISS = 9000
	}
	m.Step(&c, &ev, &out)
	list := out.Segments()
	for i := range list {
		list[i].CTL &^= fsm.PSH
	}
	return texts(list) + " " + c.State.String()
}

// told is the event that a word of a situation stands for.
func told(t *testing.T, text string) fsm.Event {
	t.Helper()
	var size uint32
	switch {
	case strings.HasPrefix(text, "<"):
		return fsm.Event{Kind: fsm.SegmentArrives, Segment: segment(text), ISS: 100}
	case text == "CLOSE":
		return fsm.Event{Kind: fsm.Close}
	case text == "TRANSMIT":
		return fsm.Event{Kind: fsm.Transmit}
	}
	open := fsm.Event{Kind: fsm.OpenPassive, SndBUFF: 32768, ISS: 100}
	if strings.HasPrefix(text, "OPEN active ") {
		open.Kind, open.Remote = fsm.OpenActive, fsm.Specified
	}
	if _, err := fmt.Sscanf(text[strings.LastIndex(text, " "):], "%d", &size); err != nil {
		t.Fatal(err)
	}
	open.RcvBUFF = size
	return open
}
