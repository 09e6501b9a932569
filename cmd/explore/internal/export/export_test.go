package export

import (
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/tcpfsm/tcpfsm/model"
)

// TestComb holds that rows that lie over each other are read back as they were.
func TestComb(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		packets := rapid.IntRange(1, 8).Draw(t, "packets")
		table := &model.Table{Packets: make([]*model.Packet, packets+1)}
		for range rapid.IntRange(1, 8).Draw(t, "ends") + 1 {
			row := rapid.MapOf(rapid.IntRange(1, packets), rapid.IntRange(1, 99)).Draw(t, "row")
			table.Rows = append(table.Rows, model.TableRow{Arrivals: row})
		}
		table.Rows[0].Arrivals = nil
		c := (&system{Table: table}).comb()
		for end := range table.Rows {
			for packet := 1; packet <= packets; packet++ {
				at, got := c.Base[end]+packet, 0
				if end > 0 && c.Check[at] == end {
					got = c.Value[at]
				}
				if want := table.Rows[end].Arrivals[packet]; got != want {
					t.Fatalf("(%d, %d): %d, want %d", end, packet, got, want)
				}
			}
		}
	})
}

// TestIdentifier holds that a claim of any name has one that is a word of each language,
// and that no two have the same.
func TestIdentifier(t *testing.T) {
	word := regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)+$`)
	seen := map[string]string{}
	for place, name := range []string{"una-le-nxt", "quiet", "never both=TIME-WAIT", "", "*/ assert(0)", "x_y", "claim-", "9-lives"} {
		id := identifier(name, place+1)
		if !word.MatchString(id) || seen[id] != "" {
			t.Errorf("%q is called %q, and so is %q", name, id, seen[id])
		}
		seen[id] = name
	}
}

// TestArray holds that a long table is cut in pieces that SPIN reads, and that all of it
// is there.
func TestArray(t *testing.T) {
	list := make([]int, 2*longestArray+1)
	list[2*longestArray] = 300
	text := array("T", list)
	for _, want := range []string{
		"hidden byte T_0[4000] =", "hidden byte T_1[4000] =", "hidden short T_2[1] = { 300 };",
		"#define T(x) ((x) < 4000 -> T_0[x] : ((x) < 8000 -> T_1[(x)-4000] : T_2[(x)-8000]))",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("it has no %q:\n%.300s", want, text)
		}
	}
}

// TestSize holds that what is too large for a format is refused with a remedy.
func TestSize(t *testing.T) {
	arrivals := map[int]int{}
	for p := range maxPairs + 1 {
		arrivals[p+1] = 1
	}
	many := &model.Table{Packets: make([]*model.Packet, 2), Rows: []model.TableRow{{}, {Arrivals: arrivals}}}
	wide := &model.Table{Ends: make([]*model.End, 2000), Packets: make([]*model.Packet, 2000)}
	burst := &model.Table{Steps: []model.TableStep{{}, {Sends: []int{1, 1, 1, 1, 1, 1}}}}
	burst.Scenario.Net.Capacity = model.MaxCapacity
	for _, test := range []struct {
		table  *model.Table
		format string
		fits   bool
	}{
		{many, "promela", false}, {many, "murphi", false}, {many, "tla", false},
		{wide, "promela", true}, {wide, "tla", false},
		{burst, "promela", true}, {burst, "murphi", false},
	} {
		err, large := newSystem(test.table).fits(test.format), new(SizeError)
		if fits := err == nil; fits != test.fits {
			t.Errorf("%s: %v", test.format, err)
		}
		if err != nil && (!errors.As(err, &large) || !strings.Contains(err.Error(), "\nhint: ")) {
			t.Errorf("%s: %v has no remedy", test.format, err)
		}
	}
}

// TestUnknown holds that what was not explored completely is not written.
func TestUnknown(t *testing.T) {
	if err := Write(io.Discard, "promela", &model.Answer{}, ""); err == nil {
		t.Error("it is written")
	}
}
