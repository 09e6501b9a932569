package conform

import (
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/rule"
)

// sized judges the size of the segments of a run that is explained otherwise: the oracle does
// not follow it. None bears more text than the peer has announced, or the least of all if it
// has announced nothing (RFC 9293 section 3.7.1).
func sized(run *Run, v Verdict) Verdict {
	if v.Kind != Conforms && v.Kind != Permitted {
		return v
	}
	most := run.Route.peer.family.DefaultMSS()
	for i, s := range run.Steps {
		if in := &s.Input.Segment; in.CTL.Has(fsm.SYN) && in.MSS > 0 {
			most = uint32(in.MSS)
		}
		for _, g := range s.Segments {
			if g.Text > most {
				return oversized(i)
			}
		}
	}
	return v
}

// oversized is the verdict on a step in which a segment with too much text leaves.
func oversized(step int) Verdict {
	table := fsm.RFC9293Table()
	p := find(table, rule.TransmitMSS.String())
	return Verdict{
		Kind: Deviates, Step: step, Rule: p.rule.ID, Clause: table[p.at].Clause, Strength: p.rule.Req,
		Expected: "at most SND.MSS octets of text", Seen: "more", untold: true,
	}
}
