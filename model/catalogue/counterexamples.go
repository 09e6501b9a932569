package catalogue

import (
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// A Counterexample is a question whose answer is no: a property that a scenario
// does not have, because something that the property needs is missing. That it
// is violated says why the assumption is there.
type Counterexample struct {
	Name     string
	Means    string // what the counterexample shows
	Of       string // name of the scenario, which may be changed a little
	Property string
	Without  model.Assumptions // what is missing; none if a choice of policy makes the difference
	Fair     model.Assumptions // of fairness, under which it is violated
	Steps    int               // of the counterexample: of a lasso, stem and cycle

	change func(*model.Scenario)
}

// Question returns the question. The error is a [*NameError].
func (r *Counterexample) Question() (model.Question, error) {
	p, err := FindProperty(r.Property)
	if err != nil {
		return model.Question{}, err
	}
	s, err := FindScenario(r.Of)
	if err == nil && r.change != nil {
		r.change(&s)
	}
	s.Promises = nil
	return model.Question{Scenario: s, Properties: []*model.Property{p}, Fair: &r.Fair}, err
}

// Counterexamples returns the properties of behaviours that are known to fail
// without one of their assumptions. They are to be read only.
func Counterexamples() []Counterexample {
	return slices.Concat(closingCounterexamples, finWait2Counterexamples, timeWaitCounterexamples, stormCounterexamples,
		openingCounterexamples, exitCounterexamples, keptUpCounterexamples)
}

// most is what is usually assumed to go on: delivery, time, timers and users.
const most = model.Assumptions(1<<model.FL | 1<<model.TICK | 1<<model.TMR | 1<<model.APP | 1<<model.READ)

// Of CLOSE-WAIT and of FINs that are not sent, or not acknowledged.
var closingCounterexamples = []Counterexample{
	{
		Name: "app-never-closes",
		Means: "a user who never closes keeps his end in CLOSE-WAIT for ever: it is the obligation of the application, " +
			"no timer of TCP ends it",
		Of:       "close-fair",
		Property: "no-orphaned-close-wait",
		Without:  model.Assume(model.APP),
		Steps:    10,
		Fair:     most &^ model.Assume(model.APP),
	},
	{
		Name: "user-never-receives",
		Means: "a peer that never receives keeps its window closed and answers probes for ever (MUST-37); " +
			"the FIN behind the window is never formed",
		Of:       "zero-window-fair",
		Property: "no-orphaned-close-wait",
		Without:  model.Assume(model.READ),
		Steps:    14,
		Fair:     most &^ model.Assume(model.READ),
	},
	{
		Name:  "probes-for-ever",
		Means: "and giving up does not end it either: whose probes are answered is not dead",
		Of:    "zero-window-silent",
		change: func(s *model.Scenario) {
			s.Ends[0].May[fsm.R2Reached], s.Ends[1].May[fsm.R2Reached] = 1, 1
		},
		Property: "finite-calls-finite-segments",
		Without:  model.Assume(model.READ),
		Fair:     most&^model.Assume(model.APP, model.READ) | model.Assume(model.R2),
		Steps:    16,
	},
	{
		Name:  "never-transmitted",
		Means: "nor does giving up end what was never sent: of what a TCP keeps to itself no acknowledgment is owed",
		Of:    "open-given-up",
		change: func(s *model.Scenario) {
			s.Clock = model.Clock{MSL: 1}
			s.Ends[0].May[fsm.Send] = 1
		},
		Property: "finite-calls-finite-segments",
		Without:  model.Assume(model.TMR),
		Fair:     most&^model.Assume(model.APP, model.FL, model.TMR) | model.Assume(model.R2),
		Steps:    7,
	},
	{
		Name: "fin-wait-1-desynchronized",
		Means: "an octet forged at the right number puts every later segment of the real peer left of the window: " +
			"that our FIN is acknowledged is never seen",
		Of: "close-fair",
		change: func(s *model.Scenario) {
			s.Attack = model.Attack{Budget: 1, Forged: [2][]fsm.Segment{nil, {octetOfA}}}
			s.Ends[1].May[fsm.Receive] = model.Unbounded
		},
		Property: "fin-wait-1-exits",
		Without:  model.Assume(model.NOATT),
		Fair:     most &^ model.Assume(model.APP),
		Steps:    11,
	},
	{
		Name:     "fin-never-arrives",
		Means:    "if the network may lose the same FIN again and again, LAST-ACK has no end but R2",
		Of:       "close-fair",
		Property: "last-ack-exits",
		Without:  model.Assume(model.FL),
		Steps:    12,
		Fair:     most &^ model.Assume(model.FL),
	},
}

// Of a FIN that never comes.
var finWait2Counterexamples = []Counterexample{
	{
		Name:  "fin-wait-2-dead-peer",
		Means: "the peer has acknowledged the FIN and crashed: by the text of the RFC FIN-WAIT-2 stays for ever",
		Of:    "close-fair",
		change: func(s *model.Scenario) {
			s.Ends[1].May[model.Crash] = 1
		},
		Property: "fin-wait-2-exits",
		Without:  model.Assume(model.NOCRASH),
		Steps:    10,
		Fair:     most,
	},
	{
		Name:  "fin-wait-2-lost-reset",
		Means: "the peer has aborted, and the RST is lost, which nobody repeats: FIN-WAIT-2 stays for ever",
		Of:    "close-fair",
		change: func(s *model.Scenario) {
			s.Ends[1].May[fsm.Abort] = 1
		},
		Property: "fin-wait-2-exits",
		Without:  model.Assume(model.NOABORT),
		Steps:    11,
		Fair:     most,
	},
	{
		Name: "fin-wait-2-unread",
		Means: "the peer closes with text unread, which is an ABORT where CLOSE ends both directions (A28), and the RST is lost: " +
			"FIN-WAIT-2 stays for ever",
		Of: "close-fair",
		change: func(s *model.Scenario) {
			s.Policy = "Hardened,half_duplex_close=on"
			s.Ends[0].May[fsm.Send] = 1
			s.Ends[1].May[fsm.Receive], s.Ends[1].Reads = 1, model.Whenever
		},
		Property: "fin-wait-2-exits",
		Steps:    13,
		Fair:     most,
	},
	{
		Name: "fin-wait-2-same-numbers",
		Means: "a connection that is opened again with the same initial sequence number is established by the old SYN,ACK, " +
			"with a peer that is about to leave: it waits in FIN-WAIT-2 for a FIN that will not come",
		Of:       "reopen-fair",
		change:   func(s *model.Scenario) { s.ISN = model.Constant },
		Property: "fin-wait-2-exits",
		Without:  model.Assume(model.MONO),
		Fair:     most,
		Steps:    16,
	},
	{
		Name:     "fin-wait-2-given-up",
		Means:    "giving up does not take the place of delivery: the peer gives up its FIN, and FIN-WAIT-2 waits for it for ever",
		Of:       "close-hopeless",
		Property: "close-completes",
		Without:  model.Assume(model.NOR2),
		Steps:    12,
		Fair:     most&^model.Assume(model.FL) | model.Assume(model.R2),
	},
}

// Of TIME-WAIT that begins again and again, or never ends.
var timeWaitCounterexamples = []Counterexample{
	{
		Name:  "time-wait-replayed",
		Means: "whoever repeats the FIN of the peer, be it a network in which segments live for ever, restarts 2MSL for ever",
		Of:    "time-wait-ends",
		change: func(s *model.Scenario) {
			s.Clock.Immortal = true
		},
		Property: "time-wait-closes",
		Without:  model.Assume(model.LIFE),
		Steps:    14,
		Fair:     most,
	},
	{
		Name:  "close-replayed",
		Means: "and so does not let the connection end",
		Of:    "time-wait-ends",
		change: func(s *model.Scenario) {
			s.Clock.Immortal = true
		},
		Property: "close-completes",
		Without:  model.Assume(model.LIFE),
		Steps:    14,
		Fair:     most,
	},
	{
		Name:  "time-wait-attacked",
		Means: "so does an attacker who knows the numbers",
		Of:    "time-wait-ends",
		change: func(s *model.Scenario) {
			s.Attack = model.Attack{Budget: model.Unbounded, Forged: [2][]fsm.Segment{{finOfB}}}
		},
		Property: "time-wait-closes",
		Without:  model.Assume(model.NOATT),
		Steps:    14,
		Fair:     most,
	},
	{
		Name:     "time-wait-unheard",
		Means:    "the peer repeats its FIN for ever, for our ACK is lost again and again: 2MSL never pass",
		Of:       "time-wait-ends",
		Property: "time-wait-closes",
		Without:  model.Assume(model.FL),
		Steps:    14,
		Fair:     most &^ model.Assume(model.FL),
	},
}

// Of ends that answer each other for ever, or wait for each other.
var stormCounterexamples = []Counterexample{
	{
		Name: "full-windows-stall",
		Means: "both ends have filled each other's window, the front has arrived and its ACKs are lost, the rest is lost: " +
			"every segment of either is unacceptable to the other, and the ACK in it is never looked at (A53)",
		Of: "full-windows-fair",
		change: func(s *model.Scenario) {
			s.Policy = "Hardened"
		},
		Property: "finite-calls-finite-segments",
		Steps:    17,
		Fair:     most &^ model.Assume(model.APP, model.READ),
	},
	{
		Name:  "full-windows-storm",
		Means: "in the same place an ACK of one end is answered by an ACK of the other, for ever (A53)",
		Of:    "full-windows-calm",
		change: func(s *model.Scenario) {
			s.Policy = "Hardened"
		},
		Property: "quiet",
		Steps:    11,
	},
	{
		Name: "fins-behind-syns",
		Means: "both users close before their calls that cross are established, and both FINs are lost: each end repeats its SYN,ACK, " +
			"and its ACKs stand behind the FIN that the other lacks, where they are never looked at (A46)",
		Of: "simultaneous-open-fair",
		change: func(s *model.Scenario) {
			s.Policy, s.Net.Capacity = "Hardened,edge_segment=accept,ooo_ack=hold", 2
			s.Ends[0].May[fsm.Close], s.Ends[1].May[fsm.Close] = 1, 1
		},
		Property: "fin-wait-1-exits",
		Fair:     most,
		Steps:    18,
	},
	{
		Name:  "time-wait-storm",
		Means: "two ends in TIME-WAIT that acknowledge every ACK, as step five says, answer each other for ever (A09)",
		Of:    "simultaneous-open-calms",
		change: func(s *model.Scenario) {
			s.Policy = "Hardened,time_wait_restart=literal"
		},
		Property: "quiet",
		Steps:    15,
	},
	{
		Name:  "empty-segment-storm",
		Means: "two ends that acknowledge what has no text, as step seven says, answer each other for ever (A10)",
		Of:    "close-calms",
		change: func(s *model.Scenario) {
			s.Policy = "Hardened,empty_segment_ack=literal"
		},
		Property: "quiet",
		Steps:    9,
	},
	{
		Name: "desynchronized-storm",
		Means: "an octet forged at the right number is acknowledged to an end that has not sent it: it answers with an ACK, " +
			"which lies left of the window, and so on for ever (RFC 1337, H2)",
		Of: "full-windows-calm",
		change: func(s *model.Scenario) {
			s.Attack = model.Attack{Budget: 1, Forged: [2][]fsm.Segment{nil, {octetOfA}}}
			s.Ends[0].May[fsm.Send], s.Ends[1].May[fsm.Send] = 0, 0
			s.Ends[0].RcvBUFF, s.Ends[1].RcvBUFF = 0, 0
		},
		Property: "quiet",
		Without:  model.Assume(model.NOATT),
		Steps:    8,
	},
}

// Of calls that come to nothing, and of a peer that has forgotten.
var openingCounterexamples = []Counterexample{
	{
		Name:  "old-syn-undoes-open",
		Means: "an old SYN reaches the end that calls, which takes it for the call of the other: the open fails (H09)",
		Of:    "open-fair",
		change: func(s *model.Scenario) {
			s.Ends[1].May = model.Budget{fsm.OpenActive: 1, fsm.OpenPassive: 1, fsm.Abort: 1}
			s.Ends[1].Incarnations = 2
		},
		Property: "open-succeeds",
		Without:  model.Assume(model.FRESH),
		Steps:    8,
		Fair:     most &^ model.Assume(model.APP),
	},
	{
		Name:  "caller-gives-up",
		Means: "a caller who gives up does not come to ESTABLISHED, however fair the network is",
		Of:    "open-fair",
		change: func(s *model.Scenario) {
			s.Ends[0].May[fsm.R2Reached] = 1
		},
		Property: "open-succeeds",
		Without:  model.Assume(model.NOR2),
		Steps:    4,
		Fair:     most &^ model.Assume(model.APP),
	},
	{
		Name: "half-open-same-numbers",
		Means: "the other end has crashed and calls again with the same ISS: the challenge ACK that it draws is acceptable to it, " +
			"and draws no RST",
		Of:       "half-open-kept-alive",
		change:   callsAgain,
		Property: "half-open-resolves",
		Without:  model.Assume(model.MONO),
		Fair:     most &^ model.Assume(model.APP),
		Steps:    12,
	},
	{
		Name: "abort-same-numbers",
		Means: "who has aborted calls again with the same ISS before his RST arrives, and is sent octets of the connection of before: " +
			"their ACK is acceptable to him, and draws no RST",
		Of:       "abort-fair",
		change:   callsAgain,
		Property: "abort-reaches-peer",
		Without:  model.Assume(model.MONO),
		Fair:     model.Assume(model.FL, model.TMR),
		Steps:    13,
	},
}

// Of SYN-RECEIVED and FIN-WAIT-1 that are never left.
var exitCounterexamples = []Counterexample{
	{
		Name:  "two-old-syns",
		Means: "two listeners have each taken an old SYN: neither acknowledges what the other has sent, and neither is told (H09)",
		Of:    "two-listeners",
		change: func(s *model.Scenario) {
			s.Net = fair(2)
			s.Ends[0].May[fsm.Close], s.Ends[1].May[fsm.Close] = 0, 0
		},
		Property: "syn-received-exits",
		Without:  model.Assume(model.FRESH),
		Fair:     most &^ model.Assume(model.APP),
		Steps:    13,
	},
	{
		Name:  "two-forged-syns",
		Means: "so have two listeners to each of whom somebody has forged a SYN",
		Of:    "open-fair",
		change: func(s *model.Scenario) {
			s.Ends[0].May = model.Budget{fsm.OpenPassive: 1}
			s.Attack = model.Attack{Budget: 2, Forged: [2][]fsm.Segment{{{SEQ: issB - 100, WND: 4, CTL: fsm.SYN}}, {{SEQ: issA - 100, WND: 4, CTL: fsm.SYN}}}}
		},
		Property: "syn-received-exits",
		Without:  model.Assume(model.NOATT),
		Fair:     most &^ model.Assume(model.APP),
		Steps:    12,
	},
	{
		Name: "window-never-learned",
		Means: "the window of the SYN,ACK is not taken, and no later one is newer than a number beyond 2^31: " +
			"the FIN waits behind a window of 0 that is probed for ever (A14)",
		Of: "close-fair",
		change: func(s *model.Scenario) {
			s.Policy, s.Ends[0].ISS = "Hardened,syn_ack_window=literal", 3<<30
			s.Ends[0].May, s.Ends[1].May = model.Budget{fsm.OpenPassive: 1, fsm.Close: 1}, model.Budget{fsm.OpenActive: 1, fsm.Close: 1}
		},
		Property: "fin-wait-1-exits",
		Fair:     most &^ model.Assume(model.APP),
		Steps:    9,
	},
	{
		Name: "own-window-full",
		Means: "who connects to his own socket, fills his own window and closes, meets himself with a full window: " +
			"the ACK of the FIN lies at its edge and is never looked at (A53)",
		Of: "self-connect",
		change: func(s *model.Scenario) {
			s.Net = fair(1)
			s.Ends[0].May[fsm.Send], s.Ends[0].RcvBUFF, s.Ends[0].Reads, s.Ends[0].Prompt = 1, 2, model.Ahead, true
		},
		Property: "fin-wait-1-exits",
		Fair:     most &^ model.Assume(model.READ),
		Steps:    9,
	},
	{
		Name: "abort-to-time-wait",
		Means: "a TIME-WAIT to which an ABORT has led acknowledges a FIN and does not count it: " +
			"the peer, whom the RST has not reached, repeats it for ever (A21)",
		Of: "close-fair",
		change: func(s *model.Scenario) {
			s.Policy = "Hardened,abort_to=time_wait"
			s.Ends[1].May[fsm.Abort] = 1
			s.Ends[0].Patient, s.Ends[0].Prompt = true, true
		},
		Property: "fin-wait-1-exits",
		Fair:     model.Assume(model.FL, model.TMR),
		Steps:    13,
	},
}

// Of what is kept up by segments that come again and again.
var keptUpCounterexamples = []Counterexample{
	{
		Name:  "time-wait-kept-up",
		Means: "two ends in TIME-WAIT that acknowledge every ACK restart each other's 2MSL for ever (A09)",
		Of:    "time-wait-ends",
		change: func(s *model.Scenario) {
			s.Policy = "Hardened,time_wait_restart=literal"
		},
		Property: "time-wait-closes",
		Fair:     most,
		Steps:    17,
	},
	{
		Name: "same-numbers-storm",
		Means: "a connection is opened again with the same ISS, and the FIN of the one before is taken for one of its own: " +
			"each end acknowledges what the other has not sent, for ever",
		Of: "close-calms",
		change: func(s *model.Scenario) {
			s.Net, s.ISN = model.Network{Capacity: 1, Loss: true, Reorder: true}, model.Constant
			s.Ends[0].May = model.Budget{fsm.OpenPassive: 2, fsm.Close: 1, fsm.ICMPHard: 1}
			s.Ends[0].Incarnations, s.Ends[1].May = 2, model.Budget{fsm.OpenActive: 1}
		},
		Property: "quiet",
		Without:  model.Assume(model.FRESH),
		Steps:    15,
	},
	{
		Name:     "half-open-survivor",
		Means:    "the other end has crashed, and keep-alive is lost again and again: ESTABLISHED stays for ever",
		Of:       "half-open-kept-alive",
		Property: "half-open-resolves",
		Without:  model.Assume(model.FL),
		Steps:    8,
		Fair:     most &^ model.Assume(model.FL, model.APP),
	},
}

// Segments that an attacker who knows all numbers forges.
var (
	finOfB   = fsm.Segment{SEQ: issB + 1, ACK: issA.Add(2), WND: 4, CTL: fsm.FIN | fsm.ACK}
	finOfA   = fsm.Segment{SEQ: issA + 1, ACK: issB + 1, WND: 4, CTL: fsm.FIN | fsm.ACK}
	octetOfA = fsm.Segment{SEQ: issA + 1, ACK: issB + 1, WND: 4, Text: 1, CTL: fsm.ACK | fsm.PSH}
)

// callsAgain lets A open a second connection, with the ISS of the first.
func callsAgain(s *model.Scenario) {
	s.ISN = model.Constant
	s.Ends[0].May[fsm.OpenActive], s.Ends[0].Incarnations = 2, 2
}
