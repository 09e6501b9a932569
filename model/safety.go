package model

import "github.com/tcpfsm/tcpfsm/fsm"

// safety lists the safety properties.
var safety = []*Property{
	{
		Name:      "una-le-nxt",
		Statement: "SND.UNA =< SND.NXT, and the difference is what is outstanding",
		Event: &Event{
			When:   func(_ *Model, h *Happening) bool { return hasNumbers(&h.After) },
			Broken: func(_ *Model, h *Happening) bool { return !accounted(&h.After) },
		},
	},
	{
		Name:      "same-connection-agree",
		Statement: "in the same connection A.IRS = B.ISS and the reverse, and B.SND.UNA =< A.RCV.NXT =< B.SND.NXT and the reverse",
		Needs:     Assume(MONO, NOATT),
		State: &Always{
			When:  func(v View) bool { return v.Same() && hasNumbers(v.A) && hasNumbers(v.B) },
			Holds: func(v View) bool { return agrees(v.A, v.B) && agrees(v.B, v.A) },
		},
	},
}

// hasNumbers reports whether the end has chosen an ISS.
func hasNumbers(e *End) bool { return e.TCB.State > fsm.Listen }

// accounted reports whether the numbers from ISS to SND.NXT are those of the
// SYN, of the octets that the user has sent and that do not wait any more, and
// of the FIN.
func accounted(e *End) bool {
	c := &e.TCB
	used := 1 + uint32(e.Sent) - c.SND.Wait
	if c.FINSent {
		used++
	}
	return c.SND.UNA.LessEq(c.SND.NXT) && c.ISS.LessEq(c.SND.UNA) && c.SND.NXT == c.ISS.Add(used)
}

// agrees reports whether what e has received of its peer is what the peer has
// sent.
func agrees(e, peer *End) bool {
	s := &peer.TCB.SND
	return e.TCB.IRS == peer.TCB.ISS && s.UNA.LessEq(e.TCB.RCV.NXT) && e.TCB.RCV.NXT.LessEq(s.NXT)
}
