package catalogue

import (
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/effect"
	"github.com/tcpfsm/tcpfsm/fsm/fact"
	"github.com/tcpfsm/tcpfsm/fsm/rule"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/edit"
)

// Mutants returns the named mutants, to be read only.
func Mutants() []model.Mutant {
	return slices.Concat(openingMutants, closingMutants, timeMutants, arrivalMutants, numberMutants)
}

// FindMutant returns the mutant of that name. The error is a *NameError.
func FindMutant(name string) (model.Mutant, error) {
	return find("mutant", name, Mutants(), func(mu model.Mutant) string { return mu.Name })
}

// by says that a property tells a mutant in a scenario, in so many steps.
func by(s model.Scenario, property string, steps int) model.Case {
	p, err := FindProperty(property)
	if err != nil {
		panic(err)
	}
	return model.Case{Scenario: s, Property: p, Steps: steps}
}

// Small scenarios that tell wrong designs from right ones. Their capacity is
// what the counterexamples need.

var openingMutants = []model.Mutant{
	{
		Name:    "two-way-handshake",
		Change:  "a SYN takes LISTEN to ESTABLISHED",
		Table:   edit.At(rule.ListenSynReceived).Enter(fsm.Established),
		Refuted: []model.Case{by(tryOpen, "established-has-peer", 3)},
	},
	{
		Name:    "no-syn-retransmit",
		Change:  "a SYN is sent only once",
		Table:   edit.At(rule.RetransmitSYN).Omit(effect.SendSYN),
		Refuted: []model.Case{by(tryOpenFair, "open-succeeds", 3)},
	},
	{
		Name:    "no-synack-retransmit",
		Change:  "a SYN,ACK is sent only once",
		Table:   edit.At(rule.RetransmitSYNACK).Omit(effect.SendSYNACK),
		Refuted: []model.Case{by(tryOpenFair, "open-succeeds", 7)},
	},
	{
		Name:   "syn-received-acks-beyond-nxt",
		Change: "in SYN-RECEIVED the ACK of a segment beyond RCV.NXT counts",
		Table: edit.All(
			edit.At(rule.SynReceivedAheadBadACK, rule.SynReceivedAhead, rule.SynReceivedAheadOccupied,
				rule.SynReceivedAheadProcess, rule.SynReceivedAheadHold, rule.SynReceivedAheadOccupiedHold).Remove(),
			edit.At(rule.SynReceivedInOrder).Waive(fact.AtNXT)),
		Refuted: []model.Case{by(tryCrossing.With("try-crossing-again", through(hostile(2)), may(0, fsm.OpenActive, 2), may(0, fsm.Abort, 1), func(s *model.Scenario) {
			s.Ends[0].Incarnations = 2
		}), "established-has-peer", 8)},
	},
	{
		Name:    "syn-received-ahead-silent",
		Change:  "in SYN-RECEIVED the wrong ACK of a segment beyond RCV.NXT draws no RST",
		Table:   edit.At(rule.SynReceivedAheadBadACK).Then(fsm.Stop),
		Refuted: []model.Case{by(halfOpenListener, "half-open-resolves", 18)},
	},
	{
		Name:   "syn-received-una-le",
		Change: "in SYN-RECEIVED an ACK counts if SND.UNA =< SEG.ACK (RFC 793, erratum 3301)",
		// SND.WL1 is IRS, so that it says SND.UNA =< SEG.ACK =< SND.NXT
		Table: edit.At(rule.SynReceivedACK, rule.SynReceivedACKClosing, rule.SynReceivedACKCloseFirst,
			rule.SynReceivedBadACK, rule.SynReceivedBadACKGoOn).Exchange(fact.ACKNew, fact.WindowNewer),
		Refuted: []model.Case{by(tryOpen.With("try-open-forged", forged(1, fsm.Segment{SEQ: issA.Add(1), ACK: issB, CTL: fsm.ACK, WND: 4})),
			"established-has-peer", 4)},
	},
	{
		Name:    "syn-received-rst-listen",
		Change:  "a RST takes every SYN-RECEIVED to LISTEN",
		Table:   edit.All(edit.At(rule.RSTSynReceivedActive).Do(), edit.At(rule.RSTSynReceivedActive).Enter(fsm.SynReceived), edit.At(rule.RSTSynReceivedActive).ThenAs(rule.RSTSynReceivedPassive)),
		Refuted: []model.Case{by(tryCrossing.With("try-crossing-abort", may(0, fsm.Abort, 1)), "rst-exact", 6)},
	},
	{
		Name:   "syn-received-ignores-bare-rst",
		Change: "in SYN-RECEIVED a RST without ACK is dropped (Linux 2.4)",
		Table: edit.All(
			edit.At(rule.RSTSynReceivedPassive, rule.RSTSynReceivedActive, rule.RSTSynReceivedActiveClosing,
				rule.RSTSynReceivedActiveAgain, rule.RSTSynReceivedReopened).Require(fact.HasACK),
			edit.Insert(rule.RSTSynReceivedPassive, fsm.Rule{ID: "rst.syn-received.bare", In: fsm.StatesOf(fsm.SynReceived),
				Not: []fsm.Fact{fact.HasACK}, Then: fsm.Stop})),
		Refuted: []model.Case{by(tryOpen.With("try-open-abort", may(0, fsm.Abort, 1)), "rst-exact", 6)},
	},
	{
		Name:   "close-in-syn-received-silent",
		Change: "CLOSE in SYN-RECEIVED deletes the TCB and sends nothing (BSD, Linux 2.4)",
		Table: edit.All(edit.At(rule.CloseSynReceived).Do(effect.AnswerClosing, effect.DeleteTCB, effect.ReplyOK), edit.At(rule.CloseSynReceived).Enter(fsm.Closed),
			edit.At(rule.CloseSynReceived).Then(fsm.Stop)),
		Refuted: []model.Case{by(tryClose, "no-unprovoked-reset", 7)},
	},
	{
		Name:    "simultaneous-open-silent",
		Change:  "under simultaneous_open=literal the SYN,ACK left of the window draws no ACK",
		Table:   edit.At(rule.SeqSynReceivedACK).Do(),
		Refuted: []model.Case{by(tryCrossing.With("try-crossing-literal", under("simultaneous_open=literal")), "simultaneous-open-succeeds", 8)},
	},
}

var closingMutants = []model.Mutant{
	{
		Name:    "no-fin-retransmit",
		Change:  "a FIN is sent only once",
		Table:   edit.At(rule.RetransmitFIN).Omit(effect.ResendFIN),
		Refuted: []model.Case{by(tryCloseFair, "close-completes", 11)},
	},
	{
		Name:   "close-wait-no-retransmit",
		Change: "no retransmission timer is started in CLOSE-WAIT (NetSem's specification, robur-coop/utcp#24)",
		Table:  edit.At(rule.TimerRetransmissionStart).Skip(fsm.StatesOf(fsm.CloseWait)),
		Refuted: []model.Case{
			by(tryClose.With("try-half-close", may(1, fsm.Send, 1)), "unacked-implies-timer", 10),
			by(tryOctetBack, "octets-arrive", 12),
		},
	},
	{
		Name:    "app-never-closes",
		Change:  "the user who was closed upon never closes",
		Alter:   may(1, fsm.Close, 0),
		Refuted: []model.Case{by(tryCloseFair, "no-orphaned-close-wait", 9)},
	},
	{
		Name:    "fin-wait-2-forever",
		Change:  "FIN-WAIT-2 has no timeout",
		Alter:   under("fin_wait_2_timeout=none"),
		Refuted: []model.Case{by(tryCloseFair.With("try-close-dead-peer", under("fin_wait_2_timeout=on"), may(1, model.Crash, 1)), "fin-wait-2-exits", 10)},
	},
	{
		Name:    "fin-twice",
		Change:  "a second FIN counts again (BSD)",
		Alter:   under("second_fin=literal"),
		Refuted: []model.Case{by(tryClose.With("try-close-forged", forged(1, fsm.Segment{SEQ: issA.Add(2), ACK: issB.Add(1), CTL: fsm.FIN | fsm.ACK, WND: 4})), "fin-is-final", 8)},
	},
	{
		Name:    "fin-takes-no-seq",
		Change:  "who receives a FIN does not count it",
		Table:   edit.At(rule.EstablishedFIN, rule.FinWait1FIN, rule.FinWait2FIN).Omit(effect.TakeFIN),
		Refuted: []model.Case{by(tryCloseFair, "close-completes", 16)},
	},
	{
		Name:    "closing-any-ack",
		Change:  "any ACK takes CLOSING to TIME-WAIT",
		Table:   edit.All(edit.At(rule.ClosingFINAcked, rule.ClosingFINAckedNoTimer).Waive(fact.FINAcked), edit.At(rule.ClosingFINUnacked).Remove()),
		Refuted: []model.Case{by(tryClose.With("try-close-reliable", through(model.Network{Capacity: 3, Delivers: true})), "last-ack-acknowledged", 11)},
	},
	{
		Name:    "last-ack-any-ack",
		Change:  "any ACK takes LAST-ACK to CLOSED",
		Table:   edit.All(edit.At(rule.LastAckFINAcked).Waive(fact.FINAcked), edit.At(rule.LastAckFINUnacked).Remove()),
		Refuted: []model.Case{by(tryClose.With("try-close-reliable", through(model.Network{Capacity: 3, Delivers: true})), "last-ack-acknowledged", 12)},
	},
	{
		Name:   "non-modular-seq",
		Change: "an ACK is compared with SND.UNA as a number, without the wrap",
		Mistake: func(c *fsm.TCB, ev *fsm.Event) {
			if ev.Segment.CTL&fsm.ACK != 0 && ev.Segment.ACK < c.SND.UNA {
				ev.Segment.ACK = c.SND.UNA
			}
		},
		Refuted: []model.Case{by(tryOpenFair.With("try-wrap", sending(0, 2), prompt), "finite-calls-finite-segments", 11)},
	},
}

var timeMutants = []model.Mutant{
	{
		Name:    "no-time-wait",
		Change:  "TIME-WAIT ends when it begins",
		Alter:   func(s *model.Scenario) { s.Clock.TimeWait = model.NoTimeWait },
		Refuted: []model.Case{by(tryAgain, "no-old-segment-accepted", 16)},
	},
	{
		Name:    "time-wait-1msl",
		Change:  "TIME-WAIT lasts 1MSL",
		Alter:   func(s *model.Scenario) { s.Clock.TimeWait = s.Clock.MSL },
		Refuted: []model.Case{by(tryAgain, "no-old-segment-accepted", 19)},
	},
	{
		Name:    "time-wait-2msl-minus-1",
		Change:  "TIME-WAIT lasts one tick less than 2MSL",
		Alter:   func(s *model.Scenario) { s.Clock.TimeWait = 2*s.Clock.MSL - 1 },
		Refuted: []model.Case{by(tryAgain, "no-old-segment-accepted", 19), by(tryTimeWaitTicks, "time-wait-full-length", 14)},
	},
	{
		Name:    "rst-in-time-wait",
		Change:  "a RST ends TIME-WAIT (the text of RFC 9293)",
		Alter:   under("rst_in_time_wait=close"),
		Refuted: []model.Case{by(tryTimeWait, "time-wait-full-length", 13)},
	},
	{
		Name:    "time-wait-acks-everything",
		Change:  "every acceptable segment in TIME-WAIT is acknowledged (step five read literally)",
		Alter:   under("time_wait_restart=literal"),
		Refuted: []model.Case{by(tryCloseCalms, "quiet", 14)},
	},
	{
		Name:    "time-wait-no-reack",
		Change:  "a FIN in TIME-WAIT is not acknowledged again",
		Table:   edit.At(rule.SeqTimeWaitFIN).Omit(effect.SendACK),
		Refuted: []model.Case{by(tryTimeWait, "time-wait-restarts", 11)},
	},
	{
		Name:    "iss-constant",
		Change:  "every incarnation has the same ISS",
		Alter:   func(s *model.Scenario) { s.ISN = model.Constant },
		Refuted: []model.Case{by(tryReboot, "no-old-segment-accepted", 9)},
	},
}

var arrivalMutants = []model.Mutant{
	{
		Name:    "rst-in-window",
		Change:  "a RST counts anywhere in the window (before RFC 5961)",
		Alter:   under("rst_validation=in_window"),
		Refuted: []model.Case{by(tryAttack("try-blind-rst", fsm.Segment{SEQ: beyond, CTL: fsm.RST}), "rst-exact", 4)},
	},
	{
		Name:    "syn-resets-established",
		Change:  "a SYN in the window resets the connection (before RFC 5961)",
		Alter:   under("syn_in_sync=rfc793"),
		Refuted: []model.Case{by(tryAttack("try-blind-syn", fsm.Segment{SEQ: beyond, CTL: fsm.SYN, WND: 4}), "syn-inert-when-synchronized", 6)},
	},
	{
		Name:   "ack-of-unsent-accepted",
		Change: "an ACK beyond SND.NXT counts",
		Table:  edit.All(edit.At(rule.ACKUnsent).Do(effect.Acknowledge), edit.At(rule.ACKRangeUnsent, rule.ACKUnsent).Then(fsm.Continue)),
		Refuted: []model.Case{
			by(tryAttack("try-ack-of-unsent", fsm.Segment{SEQ: issA.Add(1), ACK: issB.Add(2), CTL: fsm.ACK, WND: 4}), "una-le-nxt", 6),
			by(tryAttack("try-ack-of-unsent", fsm.Segment{SEQ: issA.Add(1), ACK: issB.Add(2), CTL: fsm.ACK, WND: 4}), "ack-of-unsent-inert", 6),
		},
	},
	{
		Name:    "syn-ignored",
		Change:  "a SYN in a synchronized state draws no challenge ACK",
		Table:   edit.At(rule.SYNChallenge).Then(fsm.Stop),
		Refuted: []model.Case{by(tryCallAgain, "caller-answered", 9)},
	},
	{
		Name:    "text-beyond-window",
		Change:  "text beyond the window is taken",
		Table:   edit.At(rule.TrimRight).Omit(effect.TrimRight),
		Refuted: []model.Case{by(tryOverflow, "taken-in-window", 4)},
	},
	{
		Name:    "sends-beyond-window",
		Change:  "what is queued is sent, be there a window for it or not",
		Table:   edit.At(rule.TransmitWindow).Do(effect.FormQueue),
		Refuted: []model.Case{by(tryOpen.With("try-narrow", sending(0, 1), func(s *model.Scenario) { s.Ends[0].Octets, s.Ends[1].RcvBUFF = 2, 1 }), "sent-in-window", 6)},
	},
	{
		Name:    "hard-error-ignored",
		Change:  "a hard error that ICMP reports does not end an opening",
		Table:   edit.All(edit.At(rule.ICMPHardOpening).Do(effect.SignalICMPHard), edit.At(rule.ICMPHardOpening).Enter(fsm.SynSent)),
		Refuted: []model.Case{by(tryOpen.With("try-unreachable", may(0, fsm.ICMPHard, 1)), "hard-error-refuses", 2)},
	},
	{
		Name:    "closed-silent",
		Change:  "CLOSED answers nothing",
		Table:   edit.At(rule.ClosedNoACK, rule.ClosedACK).Do(),
		Refuted: []model.Case{by(tryOpenFair.With("try-crash", may(0, model.Crash, 1), may(1, fsm.Send, 1)), "half-open-resolves", 10)},
	},
	{
		Name:    "rst-answers-rst",
		Change:  "CLOSED answers a RST by a RST",
		Table:   edit.At(rule.ClosedRST).Do(effect.SendRSTa),
		Refuted: []model.Case{by(tryOpen.With("try-refused", may(1, fsm.OpenPassive, 0)), "rst-never-answered", 4)},
	},
}
