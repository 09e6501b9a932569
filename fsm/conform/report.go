package conform

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// A Setup is what a report is about.
type Setup struct {
	Subject  string   `json:"subject"`  // as in "Linux 6.18.44"
	Policy   string   `json:"policy"`   // whose verdicts these are
	Switches []string `json:"switches"` // as in "tcp_rfc1337=1"
}

// A Tally counts cases by Kind.
type Tally [kinds]int

// String returns t as a cell of the matrix, as in "=40 ~8".
func (t Tally) String() string {
	var parts []string
	for k, n := range t {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%s%d", kindMarks[k], n))
		}
	}
	return strings.Join(parts, " ")
}

// A Report is what all cases together come to.
type Report struct {
	Setup
	Routes, Cases int
	Complete      bool // all cases were run
	Total         Tally
	Matrix        map[fsm.State]map[string]Tally // by column

	Way                           []Group // what was permitted on the way
	Permitted, Limited, Undecided []Group
	Deviations                    []Group

	Causes  []Cause   // of all that deviates, in the order in which they were found
	Missing []Missing // routes that the subject does not have

	// Unasked says what could not be asked of the subject at all, and why; empty: nothing.
	Unasked string

	choices []chosenIn                     // that the subject seems to have made, where nothing was explained yet
	finds   []finding                      // the steps to the causes
	why     map[string]int                 // the cause of a case, by its name, from 1
	cells   map[fsm.State]map[string][]int // the causes in a cell of the matrix, from 0, sorted
}

// Columns lists the columns of the matrix.
func (r *Report) Columns() []string {
	all := Columns()
	for _, name := range perhaps {
		for _, row := range r.Matrix {
			if _, there := row[name]; there {
				all = append(all, name)
				break
			}
		}
	}
	return all
}

// A Missing is a route that a subject does not have, for a cause.
type Missing struct {
	*Route
	Why   string
	Cause int // its number, from 1; 0: it conforms, and has another way
	Cases int // at its end, which cannot be tried
}

// because notes which cause a case comes of; n counts from 0.
func (r *Report) because(c Case, n int) {
	if r.why == nil {
		r.why = map[string]int{}
	}
	r.why[c.String()] = n + 1
	state, column := c.Route.State(), c.Class.Column()
	if r.cells == nil {
		r.cells = map[fsm.State]map[string][]int{}
	}
	if r.cells[state] == nil {
		r.cells[state] = map[string][]int{}
	}
	if i, there := slices.BinarySearch(r.cells[state][column], n); !there {
		r.cells[state][column] = slices.Insert(r.cells[state][column], i, n)
	}
}

// CausesIn returns the numbers of the causes in a cell of the matrix, as they stand in
// Causes.
func (r *Report) CausesIn(s fsm.State, column string) []int { return r.cells[s][column] }

// CauseOf returns the cause of a case that deviates, nil if none is known.
func (r *Report) CauseOf(c Case) *Cause {
	if n := r.why[c.String()]; n > 0 {
		return &r.Causes[n-1]
	}
	return nil
}

// A Group is cases that have one reason.
type Group struct {
	Reason string     // the name of Choice, the limit, or what was expected and what was seen
	Choice fsm.Choice // of what is permitted
	Rule   string     // of deviations, with its clause
	Cases  int
	States fsm.States
	First  Run
	Verdict

	// Against is how many cases in the same states conform, but would not if
	// the subject had made this choice throughout. Choices only.
	Against int
}

// Add enters a run and its verdict.
func (r *Report) Add(run Run, v Verdict) {
	r.Cases++
	r.Total[v.Kind]++
	state, column := run.Route.State(), run.Class.Column()
	if r.Matrix == nil {
		r.Matrix = map[fsm.State]map[string]Tally{}
	}
	if r.Matrix[state] == nil {
		r.Matrix[state] = map[string]Tally{}
	}
	t := r.Matrix[state][column]
	t[v.Kind]++
	r.Matrix[state][column] = t
	for _, c := range v.Way {
		enter(&r.Way, Group{Reason: oracle.NameOf(c), Choice: c, First: run, Verdict: v})
	}
	switch v.Kind {
	case Permitted:
		for _, c := range v.Choices {
			enter(&r.Permitted, Group{Reason: oracle.NameOf(c), Choice: c, First: run, Verdict: v})
		}
	case Limited:
		enter(&r.Limited, Group{Reason: v.Reason, First: run, Verdict: v})
	case Undecided:
		enter(&r.Undecided, Group{Reason: v.Reason, First: run, Verdict: v})
	case Deviates:
		reason := "expected " + plain(v.Expected, state) + ", seen " + plain(v.Seen, state)
		enter(&r.Deviations, Group{Reason: reason, Rule: v.Rule + " (" + v.Clause + ")", First: run, Verdict: v})
	}
}

// numbers are the fields of segments in which cases of one reason differ.
var numbers = regexp.MustCompile(`(<(?:SEQ|ACK|WND))=\d+>`)

// plain is text without what is particular to the case, which is in state s.
func plain(text string, s fsm.State) string {
	text = strings.ReplaceAll(text+" ", " "+s.String()+" ", " the same state ")
	return strings.TrimSpace(numbers.ReplaceAllString(text, "$1>"))
}

// enter counts g in its group of list, or founds one.
func enter(list *[]Group, g Group) {
	i := slices.IndexFunc(*list, func(old Group) bool { return old.Reason == g.Reason && old.Rule == g.Rule })
	if i < 0 {
		i = len(*list)
		*list = append(*list, g)
	}
	(*list)[i].Cases++
	(*list)[i].States |= fsm.StatesOf(g.First.Route.State())
}

// sort puts the groups in order, the largest first.
func (r *Report) sort() {
	for _, list := range [][]Group{r.Way, r.Permitted, r.Limited, r.Undecided, r.Deviations} {
		slices.SortStableFunc(list, func(a, b Group) int {
			return cmp.Or(cmp.Compare(b.Cases, a.Cases), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Reason, b.Reason))
		})
	}
}
