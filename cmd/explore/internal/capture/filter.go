package capture

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// A Filter says which connections are asked for: those that fit each of its lists
// that is not empty, by any entry. The zero Filter asks for all.
type Filter struct {
	Addresses []netip.Prefix // that hold the address of either end
	Ports     []uint16       // of either end
	States    fsm.States     // that either end is in at last; 0: any
	Verdicts  []string       // as [Connection.Judged] has them
	Rules     []string       // that are broken, or choices that are made, as in "A39"
}

// hears reports whether p is of a connection that may be asked for. The others are
// not followed at all.
func (f *Filter) hears(p *packet) bool {
	return (len(f.Addresses) == 0 && len(f.Ports) == 0) || f.between(p.From, p.To)
}

// between reports whether connections between a and b are asked for.
func (f *Filter) between(a, b netip.AddrPort) bool {
	near := func(at netip.Prefix) bool { return at.Contains(a.Addr()) || at.Contains(b.Addr()) }
	return (len(f.Addresses) == 0 || slices.ContainsFunc(f.Addresses, near)) &&
		(len(f.Ports) == 0 || slices.Contains(f.Ports, a.Port()) || slices.Contains(f.Ports, b.Port()))
}

// wants reports whether c is asked for, as it stands now. The ends of a log have
// names and no addresses.
func (f *Filter) wants(c *Connection) bool {
	if c.logged && (len(f.Addresses) > 0 || len(f.Ports) > 0) {
		return false
	}
	return (f.States == 0 || c.in(f.States)) &&
		(len(f.Verdicts) == 0 || slices.Contains(f.Verdicts, c.Judged())) &&
		(len(f.Rules) == 0 || slices.ContainsFunc(f.Rules, c.concerns))
}

// in reports whether an end that was heard is in one of the states at last.
func (c *Connection) in(set fsm.States) bool {
	for i, h := range c.History {
		if c.heard[i] && len(h) > 0 && set.Has(h[len(h)-1].State) && h[len(h)-1].name() != "?" {
			return true
		}
	}
	return false
}

// concerns reports whether a note on c names the rule, or the choice by its option's
// id or in full.
func (c *Connection) concerns(rule string) bool {
	for _, list := range [][]Note{c.Deviates, c.Suspects, c.Permits} {
		for _, n := range list {
			if f := n.Verdict.Finding; f.Rule == rule || f.Variant != nil && names(f.Variant, rule) {
				return true
			}
		}
	}
	return false
}

func names(v *oracle.Variant, text string) bool {
	return v.Name == text || slices.Contains(strings.Fields(v.Name), text)
}

// Verdicts are the words that [Connection.Judged] has.
var Verdicts = []string{
	oracle.Conforms.String(), oracle.Deviates.String(), oracle.Suspicious.String(), oracle.Undecided.String(), unanswered,
}
