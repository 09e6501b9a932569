package capture

import "github.com/tcpfsm/tcpfsm/fsm/oracle"

// A Summary counts what the connections came to that were asked for.
type Summary struct {
	Asked      int // how many were asked for
	Unanswered int // of those that conform otherwise; see [Connection.Unanswered]
	Unasked    int // segments that were passed over: of connections that nobody asked for
	Endings    map[Ending]int
	States     [2]map[string]int // at last, of the openers and of the other ends
	Breaches   map[Breach]int    // by connections in which they are
}

// A Breach is a rule that is broken, or a choice that is made.
type Breach struct {
	Kind   oracle.Kind
	Rule   string // or the name of the variant, if that is permitted
	Clause string // empty if it is a variant
}

// count counts a connection, in whole if it is asked for.
func (t *Tally) count(c *Connection, asked bool) {
	if !asked {
		return
	}
	t.Asked++
	if c.Unanswered() {
		t.Unanswered++
	} else {
		t.Verdicts[c.Verdict()]++
	}
	t.Summary.count(c)
}

func (s *Summary) count(c *Connection) {
	if s.Endings == nil {
		s.Endings, s.Breaches = map[Ending]int{}, map[Breach]int{}
		s.States = [2]map[string]int{{}, {}}
	}
	if e := c.Ending(); e != (Ending{}) {
		s.Endings[e]++
	}
	for side := range s.States {
		if i := c.side(side); c.Ends[i] != "" {
			s.States[side][c.State(i)]++
		}
	}
	for b := range c.breaches() {
		s.Breaches[b]++
	}
}

// breaches is the set of what the notes on c name.
func (c *Connection) breaches() map[Breach]bool {
	if len(c.Deviates)+len(c.Suspects)+len(c.Permits) == 0 {
		return nil
	}
	set := map[Breach]bool{}
	for _, list := range [][]Note{c.Deviates, c.Suspects, c.Permits} {
		for _, n := range list {
			set[n.breach()] = true
		}
	}
	return set
}

func (n *Note) breach() Breach {
	f := n.Verdict.Finding
	if f.Variant != nil {
		return Breach{Kind: n.Verdict.Kind, Rule: f.Variant.Name}
	}
	return Breach{n.Verdict.Kind, f.Rule, f.Clause}
}
