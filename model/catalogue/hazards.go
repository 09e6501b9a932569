package catalogue

import (
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/effect"
	"github.com/tcpfsm/tcpfsm/fsm/fact"
	"github.com/tcpfsm/tcpfsm/fsm/rule"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/edit"
)

var (
	// tryCrossingCalms is two ends that call each other, until trouble ceases.
	tryCrossingCalms = tryCrossing.With("try-crossing-calms", through(hostile(2)), calms)

	// tryStaleOpener: B has called before it listens, so that an old SYN of its
	// own may reach A, which calls.
	tryStaleOpener = tryOpen.With("try-stale-opener", func(s *model.Scenario) {
		s.Ends[1].Incarnations = 2
		s.Ends[1].May = model.Budget{fsm.OpenActive: 1, fsm.Abort: 1, fsm.OpenPassive: 1}
	})

	// tryStaleListener: A has called before, so that an old SYN of its own may
	// reach B, which listens (figure 8).
	tryStaleListener = tryOpen.With("try-stale-listener", through(fair(2)), func(s *model.Scenario) {
		s.Ends[0].Incarnations, s.Ends[1].Incarnations = 2, 3 // each return to LISTEN takes a new ISS
		s.Ends[0].May = model.Budget{fsm.OpenActive: 2, fsm.Abort: 1}
	})
)

var openingHazards = []Hazard{
	{
		ID:      "H07",
		What:    "the SYN,ACKs of a simultaneous open lie left of the windows they arrive at",
		Cleared: []Trial{sound(tryCrossing, "simultaneous_open=trim_syn", "simultaneous-open-succeeds"), sound(tryCrossing, "simultaneous_open=literal", "simultaneous-open-succeeds")},
	},
	{
		ID:   "H08",
		What: "in a simultaneous open each end answers the SYN,ACK of the other by its own, as one does that goes back to SND.NXT = ISS",
		Exhibited: []Trial{trial(tryCrossingCalms, "simultaneous_open=literal", "quiet", 7).
			changed("simultaneous_open=literal, and a SYN,ACK where an ACK is due", edit.At(rule.SeqSynReceivedACK).Do(effect.SendSYNACK))},
		Cleared: []Trial{sound(tryCrossingCalms, "simultaneous_open=literal", "quiet"), sound(tryCrossingCalms, "simultaneous_open=trim_syn", "quiet")},
	},
	{
		ID:        "H09",
		What:      "an old SYN of the peer reaches an active opener, whose SYN,ACK the peer, in LISTEN, refuses by a RST: the attempt is over",
		Exhibited: []Trial{trial(tryStaleOpener, "rst_active_syn_received=closed", "open-stays-possible", 5)},
		Cleared:   []Trial{sound(tryStaleOpener, "rst_active_syn_received=syn_sent", "open-stays-possible")},
	},
	{
		ID:        "H10",
		What:      "the same when the peer, in SYN-RECEIVED by the SYN that is not old, takes the challenge for a wrong acknowledgment and resets",
		Exhibited: []Trial{trial(tryStaleOpener, "rst_active_syn_received=closed", "caller-not-reset", 8)},
		Cleared:   []Trial{sound(tryStaleOpener, "rst_active_syn_received=syn_sent", "caller-not-reset")},
	},
	{
		ID:      "H11",
		What:    "an old SYN of the peer reaches LISTEN, before or after the RST that the peer answers with (figure 8)",
		Cleared: []Trial{sound(tryStaleListener, "", "open-stays-possible"), sound(tryStaleListener, "", "same-connection-agree")},
	},
	{
		ID:        "H12",
		What:      "a stray SYN in the window of a passive SYN-RECEIVED sends it back to LISTEN without a word, while the peer may be ESTABLISHED",
		Exhibited: []Trial{trial(tryAttack("try-stray-syn", fsm.Segment{SEQ: beyond, CTL: fsm.SYN, WND: 4}), "syn_in_syn_received=listen", "no-unprovoked-reset", 7)},
		Cleared:   []Trial{sound(tryAttack("try-stray-syn", fsm.Segment{SEQ: beyond, CTL: fsm.SYN, WND: 4}), "syn_in_syn_received=challenge", "no-unprovoked-reset")},
	},
	{
		ID:      "H25",
		What:    "CLOSE in SYN-RECEIVED: the FIN may overtake the SYN,ACK, or come when that is lost",
		Cleared: []Trial{sound(tryCloseFair, "close_in_syn_received=text", "close-completes"), sound(tryCloseFair, "close_in_syn_received=wait_established", "close-completes")},
	},
	{
		ID:   "H26",
		What: "a CLOSE is queued in SYN-RECEIVED, and the segment that acknowledges our SYN carries a FIN",
		Cleared: []Trial{
			sound(tryQueuedClose, "queued_close=after_segment", "close-completes"),
			sound(tryQueuedClose, "queued_close=at_established", "close-completes"),
		},
	},
	{
		ID:      "H39",
		What:    "one end has crashed and calls again, and its SYN falls into the window of the other, which still has the old connection (figure 9)",
		Cleared: []Trial{sound(tryCrashCall, "syn_in_sync=challenge", "half-open-resolves"), sound(tryCrashCall, "syn_in_sync=rfc793", "half-open-resolves")},
	},
	{
		ID:      "H40",
		What:    "a SYN comes back to its sender, as when he connects to his own socket: he opens simultaneously with himself",
		Cleared: []Trial{sound(trySelf, "", "self-connection-possible")},
	},
	{
		ID:      "H42",
		What:    "the one TCB of a listener becomes the connection, so that a RST loses a second attempt that came meanwhile",
		Outside: "the model has one TCB at each end and no second peer; a listener that forks loses nothing but the child",
	},
}

var (
	tryQueuedClose = tryCloseFair.With("try-queued-close", sending(1, 1), under("close_in_syn_received=wait_established"))
	tryCrashCall   = tryOpenFair.With("try-crash-call", may(0, fsm.OpenActive, 2), may(0, model.Crash, 1), sending(1, 1), func(s *model.Scenario) { s.Ends[0].Incarnations = 2 })
	trySelf        = tryOpen.With("try-self", func(s *model.Scenario) { s.Loopback, s.Ends[1] = true, model.Side{ISS: issB} })

	// tryReset: A sends an octet and aborts; what B still sends may draw another
	// RST, if B sends anything.
	tryReset      = tryOpenFair.With("try-reset", sending(0, 1), may(0, fsm.Abort, 1))
	tryProbeReset = tryZeroWindow.With("try-probe-reset", through(hostile(2)), may(0, fsm.Abort, 1))
	tryCrash      = tryOpenFair.With("try-crash-silence", may(0, model.Crash, 1), allowing(fsm.R2Reached), allowing(fsm.KeepAliveFailed))
)

var closingHazards = []Hazard{
	{
		ID:        "H17",
		What:      "ABORT sends a RST at SND.NXT while the peer still expects less, so that it is challenged; if challenge or answer are lost, the peer stays",
		Exhibited: []Trial{trial(tryReset.With("try-reset-silence", allowing(fsm.R2Reached)), "", "survivor-learns", 7)},
		Cleared:   []Trial{sound(tryReset.With("try-reset-answered", sending(1, 1)), "", "abort-reaches-peer")},
	},
	{
		ID:        "H18",
		What:      "the RST of an ABORT, at SND.NXT, lies right of a small window, where it is dropped without a word",
		Exhibited: []Trial{trial(tryProbeReset, "", "reset-noticed", 8)},
		Cleared:   []Trial{sound(tryProbeReset.With("try-probe-reset-wide", func(s *model.Scenario) { s.Ends[1].RcvBUFF = 4 }), "", "reset-noticed")},
	},
	{
		ID:        "H19",
		What:      "the peer is gone, and who is left in ESTABLISHED or FIN-WAIT-2 has nothing to send and no timer",
		Exhibited: []Trial{trial(tryCrash, "keep_alive=off", "survivor-learns", 7)},
		Cleared:   []Trial{sound(tryCrash, "keep_alive=on", "survivor-learns")},
	},
	{
		ID:        "H22",
		What:      "LAST-ACK meets an ACK that covers octets but not the FIN",
		Exhibited: []Trial{trial(tryLastAck, "last_ack_partial=ignore", "close-completes", 14)},
		Cleared:   []Trial{sound(tryLastAck, "last_ack_partial=process", "close-completes")},
	},
	{
		ID:      "H23",
		What:    "the ACK of the FIN in LAST-ACK is lost, and the peer's TIME-WAIT is over: a RST ends LAST-ACK",
		Cleared: []Trial{sound(tryCloseFair, "", "close-completes")},
	},
	{
		ID:      "H24",
		What:    "both ends close at once and both last ACKs are lost",
		Cleared: []Trial{sound(tryCloseFair, "", "close-stays-possible"), sound(tryCloseFair, "", "closing-exits")},
	},
	{
		ID:      "H27",
		What:    "the FIN comes before octets that were sent before it",
		Cleared: []Trial{sound(tryOvertaking, "out_of_order=queue", "eof-after-close"), sound(tryOvertaking, "out_of_order=drop", "eof-after-close")},
	},
	{
		ID:   "H28",
		What: "in FIN-WAIT-1 the FIN has yet to be sent when an ACK covers all that was",
		Exhibited: []Trial{trial(tryCloseFair, "", "close-completes", 10).
			changed("an ACK of SND.NXT counts as one of the FIN", edit.All(
				edit.At(rule.FinWait1FINAcked, rule.FinWait1FINAckedTimed).Rewrite(func(r *fsm.Rule) { r.If, r.Not = nil, []fsm.Fact{fact.Outstanding} }),
				edit.At(rule.FinWait1FINUnacked).Exchange(fact.FINAcked, fact.Outstanding),
				edit.At(rule.FinWait1FINUnacked).Rewrite(func(r *fsm.Rule) { r.If, r.Not = r.Not, nil })))},
		Cleared: []Trial{sound(tryCloseFair, "", "close-completes")},
	},
	{
		ID:        "H29",
		What:      "a peer sends more after its FIN, another FIN among it",
		Exhibited: []Trial{trial(tryFaultyFIN, "second_fin=literal", "fin-is-final", 8)},
		Cleared:   []Trial{sound(tryFaultyFIN, "second_fin=ack", "fin-is-final")},
	},
}

var (
	tryLastAck    = tryCloseFair.With("try-last-ack", sending(1, 1), prompt, func(s *model.Scenario) { s.Ends[0].Patient, s.Ends[1].Patient = true, true })
	tryOvertaking = tryClose.With("try-overtaking", sending(0, 1), prompt, may(1, fsm.Close, 0))
	tryFaultyFIN  = tryClose.With("try-faulty-fin", forged(1, fsm.Segment{SEQ: issA.Add(2), ACK: issB.Add(1), CTL: fsm.FIN | fsm.ACK, WND: 4}))
)

var timeWaitHazards = []Hazard{
	{
		ID:        "H01",
		What:      "TIME-WAIT assassination: TIME-WAIT answers an old segment, the peer, CLOSED, answers that by a RST, which ends TIME-WAIT (RFC 1337)",
		Exhibited: []Trial{trial(tryTimeWait, "rst_in_time_wait=close", "time-wait-full-length", 13)},
		Cleared:   []Trial{sound(tryTimeWait, "rst_in_time_wait=ignore", "time-wait-full-length")},
	},
	{
		ID:        "H02",
		What:      "after that the pair opens again, and an old FIN is taken for a new one (RFC 1337, H1); with three segments in a direction TIME-WAIT as such would not prevent it, see TIME-WAIT's trials",
		Exhibited: []Trial{trial(tryAgainLong, "rst_in_time_wait=close", "no-old-segment-accepted", 17)},
		Cleared: []Trial{
			sound(tryAgainLong, "rst_in_time_wait=ignore", "no-old-segment-accepted").bounded(),
			sound(tryAgainLong.With("try-again-advancing", numbered(model.Advancing)), "rst_in_time_wait=close", "no-old-segment-accepted"),
		},
	},
	{
		ID:        "H05",
		What:      "both ends are in TIME-WAIT and one segment comes again: step five by the letter answers it, and the answer, and so on",
		Exhibited: []Trial{trial(tryCloseCalms, "time_wait_restart=literal", "quiet", 14)},
		Cleared:   []Trial{sound(tryCloseCalms, "time_wait_restart=fin", "quiet")},
	},
	{
		ID:        "H06",
		What:      "the FIN whose repetition is to restart 2MSL fails the first check, so that by the letter it never does",
		Exhibited: []Trial{trial(tryTimeWait, "time_wait_restart=literal", "time-wait-restarts", 11)},
		Cleared:   []Trial{sound(tryTimeWait, "time_wait_restart=fin", "time-wait-restarts")},
	},
	{
		ID:        "H20",
		What:      "a new SYN meets TIME-WAIT and is challenged: the caller answers by a RST, which ends TIME-WAIT before the SYN comes again",
		Exhibited: []Trial{trial(tryChallenged, "rst_in_time_wait=close", "time-wait-full-length", 11)},
		Cleared:   []Trial{sound(tryChallenged, "rst_in_time_wait=ignore", "time-wait-full-length")},
	},
	{
		ID:   "H21",
		What: "an old SYN with a higher number reopens TIME-WAIT; when the peer resets it, the old TIME-WAIT has to go on",
		Exhibited: []Trial{trial(tryReopen, "time_wait_syn=seq", "time-wait-resumed", 15).
			changed("time_wait_syn=seq, and a RST ends what was reopened", edit.All(
				edit.At(rule.RSTSynReceivedReopened).Do(effect.AnswerReset, effect.DeleteTCB), edit.At(rule.RSTSynReceivedReopened).Enter(fsm.Closed)))},
		Cleared: []Trial{sound(tryReopen, "time_wait_syn=seq", "time-wait-resumed")},
	},
	{
		ID:        "H43",
		What:      "CLOSE in SYN-RECEIVED enters FIN-WAIT-1, where segments count though our SYN is not acknowledged: one for the incarnation before, whose SEG.ACK is merely old, brings its FIN; who refuses the ACK of what was never sent refuses it",
		Exhibited: []Trial{trial(tryHasty.With("try-hasty-ghosts", under("ack_range_check=synchronized")), "close_in_syn_received=text", "no-old-segment-accepted", 11)},
		Cleared: []Trial{
			sound(tryHasty, "close_in_syn_received=wait_established", "no-old-segment-accepted"),
			sound(tryHasty, "close_in_syn_received=text", "no-old-segment-accepted"),
		},
	},
	{
		ID:        "H38",
		What:      "one end crashes and opens again at once, with an ISS that was used before",
		Exhibited: []Trial{trial(tryReboot.With("try-reboot-constant", numbered(model.Constant)), "", "no-old-segment-accepted", 9)},
		Cleared:   []Trial{sound(tryReboot, "", "no-old-segment-accepted")},
	},
}

var (
	tryHasty      = tryClose.With("try-hasty", reopening, allowing(fsm.Abort), longer)
	tryAgainLong  = tryAgain.With("try-again", longer)
	tryReopen     = twice("try-reopen", "either end may abort", through(hostile(1)), clock(model.Clock{MSL: 1}), may(0, fsm.Abort, 1))
	tryChallenged = tryReopen.With("try-challenged", under("time_wait_syn=challenge"))

	// tryZeroWindows: each end has room for one octet.
	tryZeroWindows = tryOpenFair.With("try-zero-windows", through(fair(1)), sending(0, 2), sending(1, 2), prompt, func(s *model.Scenario) {
		for i := range s.Ends {
			s.Ends[i].RcvBUFF, s.Ends[i].May[fsm.Receive], s.Ends[i].Reads = 1, model.Unbounded, model.Whenever
		}
	})
	tryZeroWindow = tryOpenFair.With("try-zero-window", sending(0, 2), prompt, func(s *model.Scenario) {
		s.Ends[1].RcvBUFF, s.Ends[1].Reads = 1, model.Whenever
	})
	tryOctets = tryOpen.With("try-octets", sending(0, 2), prompt)
)

var flowHazards = []Hazard{
	{
		ID:   "H30",
		What: "both windows are closed and both ends probe: no probe is acceptable, and what it says of the window is ignored, until one user receives",
		Cleared: []Trial{
			sound(tryZeroWindows, "zero_window=literal_drop", "octets-arrive"),
			sound(tryZeroWindows, "zero_window=allow", "octets-arrive"),
		},
	},
	{
		ID:        "H31",
		What:      "a closed window lasts beyond the user timeout, while the probes are answered",
		Exhibited: []Trial{trial(tryZeroWindow.With("try-user-timeout", may(0, fsm.UserTimeout, 1)), "user_timeout_probe=fire", "probed-peer-kept", 9)},
		Cleared:   []Trial{sound(tryZeroWindow.With("try-user-timeout", may(0, fsm.UserTimeout, 1)), "user_timeout_probe=suspend", "probed-peer-kept")},
	},
	{
		ID:        "H32",
		What:      "the segment that opens a window is lost, and nobody probes",
		Exhibited: []Trial{trial(tryZeroWindow, "", "octets-arrive", 14).changed("no probes", edit.At(rule.PersistText, rule.PersistNewText).Omit(effect.FormFrontOctet, effect.FormOctet))},
		Cleared:   []Trial{sound(tryZeroWindow, "", "octets-arrive")},
	},
	{
		ID:        "H33",
		What:      "an old segment says of the window what is no longer so",
		Exhibited: []Trial{trial(tryOctets, "", "window-from-newest", 9).changed("every segment counts", anyWindow)},
		Cleared:   []Trial{sound(tryOctets, "", "window-from-newest")},
	},
	{
		ID:        "H34",
		What:      "SND.WL1 is not set by a SYN,ACK, so that half of all peers can never open the window",
		Exhibited: []Trial{trial(tryFarPeer, "syn_ack_window=literal", "close-completes", 13)},
		Cleared: []Trial{
			sound(tryFarPeer, "syn_ack_window=set", "close-completes"),
			sound(tryFarPeer.With("try-near-peer", func(s *model.Scenario) { s.Ends[1].ISS = issB }), "syn_ack_window=literal", "close-completes"),
		},
	},
	{
		ID:   "H35",
		What: "a retransmission that has grown spans the whole window, and neither its first nor its last octet lies in it",
		Cleared: []Trial{
			sound(tryZeroWindow, "spanning_segment=reject", "octets-arrive"),
			sound(tryZeroWindow, "spanning_segment=accept", "octets-arrive"),
		},
	},
	{
		ID:        "H36",
		What:      "step seven by the letter acknowledges segments without text, and so acknowledgments",
		Exhibited: []Trial{trial(tryOpen.With("try-open-calms", calms), "empty_segment_ack=literal", "quiet", 9)},
		Cleared:   []Trial{sound(tryOpen.With("try-open-calms", calms), "empty_segment_ack=silent", "quiet")},
	},
	{
		ID:      "H37",
		What:    "sequence numbers wrap in the middle of a connection",
		Cleared: []Trial{sound(tryOctets, "", "una-le-nxt"), sound(tryOctets, "", "same-connection-agree"), sound(tryOctets, "", "stream-prefix")},
	},
}

var (
	anyWindow  = edit.All(edit.At(rule.WindowOld).Remove(), edit.At(rule.WindowUpdate, rule.WindowUpdateLargest).Waive(fact.WindowNewer))
	tryFarPeer = tryCloseFair.With("try-far-peer", func(s *model.Scenario) { s.Ends[1].ISS = 1<<31 + 5000 })
)

var blindHazards = []Hazard{
	{
		ID:        "H03",
		What:      "one end acknowledges octets that the other never sent: each answers the ACK of the other, for ever (RFC 1337, H2)",
		Exhibited: []Trial{trial(tryDesynchronize, "", "quiet", 9)},
	},
	{
		ID:        "H04",
		What:      "an old ACK reaches SYN-SENT, which answers by a RST that falls into the window of the peer (RFC 1337, H3)",
		Exhibited: []Trial{trial(tryOldACK, "rst_validation=in_window", "no-unprovoked-reset", 7)},
		Cleared:   []Trial{sound(tryOldACK, "rst_validation=exact", "no-unprovoked-reset")},
	},
	{
		ID:        "H13",
		What:      "a blind RST in the window",
		Exhibited: []Trial{trial(tryBlindRST, "rst_validation=in_window", "blind-segment-inert", 6)},
		Cleared:   []Trial{sound(tryBlindRST, "rst_validation=exact", "blind-segment-inert")},
	},
	{
		ID:        "H14",
		What:      "a blind SYN in the window",
		Exhibited: []Trial{trial(tryBlindSYN, "syn_in_sync=rfc793", "blind-segment-inert", 6)},
		Cleared:   []Trial{sound(tryBlindSYN, "syn_in_sync=challenge", "blind-segment-inert")},
	},
	{
		ID:        "H15",
		What:      "a blind octet whose SEG.SEQ lies in the window and whose SEG.ACK is far off",
		Exhibited: []Trial{trial(tryBlindOctet, "ack_range_check=off", "stream-prefix", 6)},
		Cleared:   []Trial{sound(tryBlindOctet, "ack_range_check=synchronized", "stream-prefix")},
	},
	{
		ID:      "H16",
		What:    "a stream of RSTs and SYNs in the window draws a challenge each",
		Cleared: []Trial{sound(tryStorm, "", "one-answer")},
	},
	{
		ID:        "H41",
		What:      "anybody can forge a hard error of ICMP",
		Exhibited: []Trial{trial(tryICMP, "icmp_hard=abort", "reports-inert", 5)},
		Cleared:   []Trial{sound(tryICMP, "icmp_hard=ignore_synchronized", "reports-inert")},
	},
}

var (
	tryDesynchronize = tryOpen.With("try-desynchronize", calms, forged(0, fsm.Segment{SEQ: issB.Add(1), ACK: issA.Add(1), CTL: fsm.ACK, WND: 4, Text: 1}))
	tryOldACK        = tryOpen.With("try-old-ack", forged(0, fsm.Segment{SEQ: issB.Add(9), ACK: issA.Add(3), CTL: fsm.ACK, WND: 4}))
	tryBlindRST      = tryAttack("try-blind-rst", fsm.Segment{SEQ: beyond, CTL: fsm.RST})
	tryBlindSYN      = tryAttack("try-blind-syn", fsm.Segment{SEQ: beyond, CTL: fsm.SYN, WND: 4})
	tryBlindOctet    = tryAttack("try-blind-octet", fsm.Segment{SEQ: issA.Add(1), ACK: issB - 90, CTL: fsm.ACK, WND: 4, Text: 1}).With("try-blind-octet", sending(0, 1))
	tryStorm         = tryOpen.With("try-storm", func(s *model.Scenario) {
		s.Attack = model.Attack{Budget: model.Unbounded, Forged: [2][]fsm.Segment{1: {{SEQ: beyond, CTL: fsm.RST}, {SEQ: beyond, CTL: fsm.SYN, WND: 4}}}}
	})
	tryICMP = tryOpen.With("try-icmp", may(0, fsm.ICMPHard, 1))
)
