package capture

import (
	"cmp"
	"slices"
	"time"

	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// A jsonConnection is a connection as JSON. Times are in seconds.
type jsonConnection struct {
	Connection string       `json:"connection"`
	Segments   int          `json:"segments"`
	Verdict    string       `json:"verdict"`
	Since      int          `json:"decided_since,omitempty"` // the frame
	States     [2]string    `json:"states"`                  // the opener's first
	Deviations []jsonNote   `json:"deviations"`
	Permitted  []jsonNote   `json:"permitted,omitempty"`
	Undecided  []jsonNote   `json:"undecided,omitempty"`
	Suspicious []jsonNote   `json:"suspicious,omitempty"`
	Ending     string       `json:"ending,omitempty"`
	Ended      string       `json:"ended,omitempty"`
	First      string       `json:"closed_first,omitempty"`
	Over       bool         `json:"over,omitempty"`
	Frame      int          `json:"frame"`
	Began      *time.Time   `json:"began,omitempty"`
	Duration   float64      `json:"duration,omitempty"`
	Ends       []jsonEnd    `json:"ends"`
	Reports    []jsonReport `json:"icmp,omitempty"`
	Waits      []jsonWait   `json:"waits,omitempty"`
}

// A jsonNote is a verdict on an end.
type jsonNote struct {
	Frame    int    `json:"frame"`
	End      string `json:"end"`
	Rule     string `json:"rule"`
	Clause   string `json:"clause,omitempty"`
	Strength string `json:"strength,omitempty"`
	Choice   string `json:"choice,omitempty"`
	Expected string `json:"expected,omitempty"`
	Seen     string `json:"seen"`
	Reason   string `json:"reason,omitempty"`
	Losses   int    `json:"losses,omitempty"`
	Happened int    `json:"happened,omitempty"` // the frame, if it is another
	Text     string `json:"text"`
}

// A jsonEnd is what one end did. There are no counts of one that
// was not heard, and of one of a log.
type jsonEnd struct {
	End   string `json:"end"`
	Heard bool   `json:"heard"`
	*jsonCounts
	Gaps    []jsonGap   `json:"gaps,omitempty"`
	History []jsonSpell `json:"history"`
}

// jsonCounts are what an end has sent. Missing is what the capture misses of it, and
// Unacknowledged what may have been lost as well.
type jsonCounts struct {
	Segments        int    `json:"segments"`
	Octets          uint64 `json:"octets"`
	Retransmissions int    `json:"retransmissions"`
	Late            int    `json:"late"`
	DuplicateACKs   int    `json:"duplicate_acks"`
	KeepAlives      int    `json:"keep_alives"`
	ClosedWindows   int    `json:"closed_windows"`
	Missing         uint64 `json:"missing"`
	Unacknowledged  uint64 `json:"missing_unacknowledged,omitempty"`
}

// A jsonGap is numbers [from, to) that are not in the capture, as a frame shows.
type jsonGap struct {
	Frame int    `json:"frame"`
	From  uint32 `json:"from"`
	To    uint32 `json:"to"`
}

// A jsonSpell is a state, when it began after the first segment and how long it was.
type jsonSpell struct {
	State   string  `json:"state"`
	Frame   int     `json:"frame"`
	Guess   bool    `json:"guess,omitempty"`
	At      float64 `json:"at"`
	Seconds float64 `json:"seconds"`
}

type jsonWait struct {
	End     string  `json:"end"`
	For     string  `json:"for"`
	Seconds float64 `json:"seconds"`
	Text    string  `json:"text"`
}

// A jsonReport is an ICMP error about a segment of an end.
type jsonReport struct {
	Frame int    `json:"frame"`
	End   string `json:"end"`
	Error string `json:"error"`
	From  string `json:"from"`
}

func object(c *Connection) jsonConnection {
	e := c.Ending()
	o := jsonConnection{
		Connection: c.Name, Segments: c.Segments, Verdict: c.Judged(), Since: c.Since(),
		States:     [2]string{c.State(c.opener), c.State(1 - c.opener)},
		Deviations: c.jsonNotes(c.Deviates), Permitted: c.jsonNotes(c.Permits), Undecided: c.jsonNotes(c.Doubts),
		Suspicious: c.jsonNotes(c.Suspects),
		Ending:     e.Zeek, Ended: e.Words, Over: c.over, Frame: c.First, Ends: []jsonEnd{},
	}
	if c.closing {
		o.First = c.Ends[c.closer]
	}
	if !c.logged {
		began := date(c.began)
		o.Began, o.Duration = &began, (c.last - c.began).Seconds()
	}
	for _, i := range []int{c.opener, 1 - c.opener} {
		if c.Ends[i] != "" {
			o.Ends = append(o.Ends, c.jsonEnd(i))
		}
	}
	for _, e := range c.reports {
		o.Reports = append(o.Reports, jsonReport{e.frame, c.Ends[e.end], e.kind.String(), e.by.String()})
	}
	for _, w := range c.Waits() {
		o.Waits = append(o.Waits, jsonWait{c.Ends[w.End], w.What, w.For.Seconds(), w.Text})
	}
	return o
}

func (c *Connection) jsonEnd(i int) jsonEnd {
	e := jsonEnd{End: c.Ends[i], Heard: c.heard[i], History: []jsonSpell{}}
	f, gaps := &c.flows[i], c.missing(i)
	if f.segments > 0 {
		e.jsonCounts = &jsonCounts{
			Segments: f.segments, Octets: f.octets, Retransmissions: f.again, Late: f.late, DuplicateACKs: f.doubles,
			KeepAlives: f.probes, ClosedWindows: f.zeros, Missing: gaps.captured, Unacknowledged: gaps.nobody,
		}
	}
	for _, h := range gaps.holes {
		e.Gaps = append(e.Gaps, jsonGap{h.frame, uint32(h.lo), uint32(h.hi)})
	}
	if c.heard[i] {
		for _, s := range c.spells(i) {
			e.History = append(e.History, jsonSpell{s.State.String(), s.Frame, !s.Known, s.At.Seconds(), s.lasted.Seconds()})
		}
	}
	return e
}

func (c *Connection) jsonNotes(list []Note) []jsonNote {
	notes := []jsonNote{}
	for _, n := range list {
		f := n.Verdict.Finding
		o := jsonNote{
			Frame: n.Frame, End: c.Ends[n.End], Rule: f.Rule, Clause: f.Clause, Strength: f.Strength,
			Expected: f.Expected, Seen: f.Seen, Reason: f.Reason, Losses: f.Losses, Text: f.String(),
		}
		if f.Variant != nil {
			o.Choice = f.Variant.Name
		}
		if n.Happened != n.Frame {
			o.Happened = n.Happened
		}
		notes = append(notes, o)
	}
	return notes
}

// A jsonSummary is what an input came to.
type jsonSummary struct {
	Connections int               `json:"connections"` // that there were
	Asked       int               `json:"asked"`       // that were asked for
	Segments    int               `json:"segments"`
	Frames      int               `json:"frames"`
	Verdicts    map[string]int    `json:"verdicts"`
	Endings     map[string]int    `json:"endings"`
	States      [2]map[string]int `json:"states"`
	Rules       []jsonBreach      `json:"rules"`
	PassedOver  map[string]int    `json:"passed_over"`
	Left        Left              `json:"without_tcp"` // what the frames without TCP hold
}

// A jsonBreach is a rule that is broken or a choice that is made, and by how many.
type jsonBreach struct {
	Verdict     string `json:"verdict"`
	Rule        string `json:"rule,omitempty"`
	Choice      string `json:"choice,omitempty"`
	Clause      string `json:"clause,omitempty"`
	Connections int    `json:"connections"`
}

func summary(t *Tally) jsonSummary {
	s := jsonSummary{
		Connections: t.Connections, Asked: t.Asked, Segments: t.Segments, Frames: t.Frames,
		Verdicts: map[string]int{unanswered: t.Unanswered}, Endings: map[string]int{},
		States: [2]map[string]int{{}, {}}, Rules: []jsonBreach{}, PassedOver: map[string]int{}, Left: t.Left,
	}
	for k, n := range t.Verdicts {
		if oracle.Kind(k) != oracle.Permitted {
			s.Verdicts[oracle.Kind(k).String()] = n
		}
	}
	for e, n := range t.Endings {
		s.Endings[e.Zeek] += n
	}
	for i, states := range t.States {
		if states != nil {
			s.States[i] = states
		}
	}
	for _, b := range t.breaches() {
		o := jsonBreach{Verdict: b.Kind.String(), Rule: b.Rule, Clause: b.Clause, Connections: t.Breaches[b]}
		if b.Kind == oracle.Permitted {
			o.Rule, o.Choice = "", b.Rule
		}
		s.Rules = append(s.Rules, o)
	}
	for _, p := range t.passedOver() {
		s.PassedOver[p.text] = p.n
	}
	return s
}

// breaches lists what there is, the worst and the most frequent first.
func (s *Summary) breaches() (list []Breach) {
	for b := range s.Breaches {
		list = append(list, b)
	}
	slices.SortFunc(list, func(a, b Breach) int {
		return cmp.Or(int(b.Kind)-int(a.Kind), s.Breaches[b]-s.Breaches[a], cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Clause, b.Clause))
	})
	return list
}
