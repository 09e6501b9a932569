package catalogue

import (
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// Small scenarios that tell wrong designs from right ones, in mutants and hazards.

var (
	opener   = model.Side{ISS: issA, May: model.Budget{fsm.OpenActive: 1}}
	listener = model.Side{ISS: issB, May: model.Budget{fsm.OpenPassive: 1}}

	tryOpen = model.Scenario{Name: "try-open", Policy: "Hardened", Net: hostile(2), Ends: [2]model.Side{opener, listener},
		About: "One connection is opened."}
	tryOpenFair = tryOpen.With("try-open-fair", func(s *model.Scenario) { s.Net = fair(2) })
	tryCrossing = tryOpenFair.With("try-crossing", func(s *model.Scenario) { s.Ends[1].May = model.Budget{fsm.OpenActive: 1} })

	// tryOctetBack: A closes, B sends an octet and does not close.
	tryOctetBack = tryOpenFair.With("try-octet-back", may(0, fsm.Close, 1), may(1, fsm.Send, 1), may(0, fsm.Receive, model.Unbounded))

	tryClose      = tryOpen.With("try-close", allowing(fsm.Close))
	tryCloseFair  = tryOpenFair.With("try-close-fair", allowing(fsm.Close))
	tryCloseCalms = tryClose.With("try-close-calms", calms)
	tryReboot     = tryOpen.With("try-reboot", reopening, sending(0, 1), may(0, model.Crash, 1))

	tryAgain         = twice("try-again", "the ISN is the same", lasting(1, 2), numbered(model.Constant))
	tryTimeWait      = tryClose.With("try-time-wait", clock(model.Clock{MSL: 1}))
	tryTimeWaitTicks = tryClose.With("try-time-wait-ticks", clock(model.Clock{MSL: 2})) // 2MSL-1 is not MSL

	// A connection of which an attacker knows nearly enough.
	tryAttack = func(name string, g fsm.Segment) model.Scenario { return tryOpen.With(name, forged(1, g)) }
	beyond    = issA.Add(2) // in B's window, not at RCV.NXT

	// A has crashed and calls again, B knows of nothing.
	tryCallAgain = tryOpenFair.With("try-call-again", may(0, fsm.OpenActive, 2), may(0, model.Crash, 1), func(s *model.Scenario) {
		s.Ends[0].Incarnations = 2
	})

	// More text than there is room for.
	tryOverflow = tryAttack("try-overflow", fsm.Segment{SEQ: issA.Add(1), ACK: issB.Add(1), WND: 4, Text: 6, CTL: fsm.ACK | fsm.PSH})
)
