package model

import "github.com/tcpfsm/tcpfsm/fsm"

// A Refutation is a question whose answer is no: a property that a scenario
// does not have, because something that the property needs is missing. That it
// is violated says why the assumption is there.
type Refutation struct {
	Name     string
	Means    string // what the counterexample shows
	Scenario Scenario
	Property string
	Fair     Assumptions // of fairness, under which it is violated
	Steps    int         // of the counterexample: of a lasso, stem and cycle
}

// Question returns the question.
func (r *Refutation) Question() Question {
	return Question{Scenario: r.Scenario, Properties: []string{r.Property}, Fair: &r.Fair}
}

// Refutations returns the properties of behaviours that are known to fail
// without one of their assumptions. They are to be read only.
func Refutations() []Refutation { return refutations }

// most is what is usually assumed to go on: delivery, time, timers and users.
const most = Assumptions(1<<FL | 1<<TICK | 1<<TMR | 1<<APP | 1<<READ)

var refutations = []Refutation{
	{
		Name: "app-never-closes",
		Means: "a user who never closes keeps his end in CLOSE-WAIT for ever: it is the obligation of the application, " +
			"no timer of TCP ends it",
		Scenario: like("close-fair"),
		Property: "no-orphaned-close-wait",
		Fair:     most &^ Assume(APP),
	},
	{
		Name: "user-never-receives",
		Means: "a peer that never receives keeps its window closed and answers probes for ever (MUST-37); " +
			"the FIN behind the window is never formed",
		Scenario: like("zero-window-fair"),
		Property: "no-orphaned-close-wait",
		Fair:     most &^ Assume(READ),
	},
	{
		Name:     "fin-never-arrives",
		Means:    "if the network may lose the same FIN again and again, LAST-ACK has no end but R2",
		Scenario: like("close-fair"),
		Property: "last-ack-exits",
		Fair:     most &^ Assume(FL),
	},
	{
		Name:  "fin-wait-2-dead-peer",
		Means: "the peer has acknowledged the FIN and crashed: by the text of the RFC FIN-WAIT-2 stays for ever",
		Scenario: like("close-fair", func(s *Scenario) {
			s.Ends[1].May[Crash] = 1
		}),
		Property: "fin-wait-2-exits",
		Fair:     most,
	},
	{
		Name:  "fin-wait-2-lost-reset",
		Means: "the peer has aborted, and the RST is lost, which nobody repeats: FIN-WAIT-2 stays for ever",
		Scenario: like("close-fair", func(s *Scenario) {
			s.Ends[1].May[fsm.Abort] = 1
		}),
		Property: "fin-wait-2-exits",
		Fair:     most,
	},
	{
		Name:     "fin-wait-2-given-up",
		Means:    "giving up does not take the place of delivery: the peer gives up its FIN, and FIN-WAIT-2 waits for it for ever",
		Scenario: like("close-hopeless"),
		Property: "close-completes",
		Fair:     most&^Assume(FL) | Assume(R2),
	},
	{
		Name:  "time-wait-replayed",
		Means: "whoever repeats the FIN of the peer, be it a network in which segments live for ever, restarts 2MSL for ever",
		Scenario: like("time-wait-ends", func(s *Scenario) {
			s.Clock.Immortal = true
		}),
		Property: "time-wait-closes",
		Fair:     most,
	},
	{
		Name:  "time-wait-attacked",
		Means: "so does an attacker who knows the numbers",
		Scenario: like("time-wait-ends", func(s *Scenario) {
			s.Attack = Attack{Unbounded, [2][]fsm.Segment{{finOfB}}}
		}),
		Property: "time-wait-closes",
		Fair:     most,
	},
	{
		Name:     "time-wait-unheard",
		Means:    "the peer repeats its FIN for ever, for our ACK is lost again and again: 2MSL never pass",
		Scenario: like("time-wait-ends"),
		Property: "time-wait-closes",
		Fair:     most &^ Assume(FL),
	},
	{
		Name: "full-windows-stall",
		Means: "both ends have filled each other's window and both ACKs are lost: every segment of either is " +
			"unacceptable to the other, and the ACK in it is never looked at (A53)",
		Scenario: like("two-zero-windows-fair", func(s *Scenario) {
			s.Policy = "Hardened"
		}),
		Property: "close-completes",
		Fair:     most,
	},
	{
		Name:  "full-windows-storm",
		Means: "in the same place an ACK of one end is answered by an ACK of the other, for ever (A53)",
		Scenario: like("full-windows-calm", func(s *Scenario) {
			s.Policy = "Hardened"
		}),
		Property: "quiet",
	},
	{
		Name:  "time-wait-storm",
		Means: "two ends in TIME-WAIT that acknowledge every ACK, as step five says, answer each other for ever (A09)",
		Scenario: like("simultaneous-open-calms", func(s *Scenario) {
			s.Policy = "Hardened,time_wait_restart=literal"
		}),
		Property: "quiet",
	},
	{
		Name:  "empty-segment-storm",
		Means: "two ends that acknowledge what has no text, as step seven says, answer each other for ever (A10)",
		Scenario: like("close-calms", func(s *Scenario) {
			s.Policy = "Hardened,empty_segment_ack=literal"
		}),
		Property: "quiet",
	},
	{
		Name: "desynchronized-storm",
		Means: "an octet forged at the right number is acknowledged to an end that has not sent it: it answers with an ACK, " +
			"which lies left of the window, and so on for ever (RFC 1337, H2)",
		Scenario: like("full-windows-calm", func(s *Scenario) {
			s.Attack = Attack{1, [2][]fsm.Segment{nil, {octetOfA}}}
			s.Ends[0].May[fsm.Send], s.Ends[1].May[fsm.Send] = 0, 0
			s.Ends[0].RcvBUFF, s.Ends[1].RcvBUFF = 0, 0
		}),
		Property: "quiet",
	},
	{
		Name:  "reset-undoes-open",
		Means: "an old SYN reaches the end that calls, which takes it for the call of the other: the open fails (H09)",
		Scenario: like("open-fair", func(s *Scenario) {
			s.Ends[1].May = Budget{fsm.OpenActive: 1, fsm.OpenPassive: 1, fsm.Abort: 1}
			s.Ends[1].Incarnations = 2
		}),
		Property: "open-succeeds",
		Fair:     most,
	},
	{
		Name:  "caller-gives-up",
		Means: "a caller who gives up does not come to ESTABLISHED, however fair the network is",
		Scenario: like("open-fair", func(s *Scenario) {
			s.Ends[0].May[fsm.R2Reached] = 1
		}),
		Property: "open-succeeds",
		Fair:     most,
	},
	{
		Name:     "half-open-survivor",
		Means:    "the other end has crashed, and keep-alive is lost again and again: ESTABLISHED stays for ever",
		Scenario: like("half-open-kept-alive"),
		Property: "half-open-resolves",
		Fair:     most &^ Assume(FL),
	},
}

// Segments that an attacker who knows all numbers forges.
var (
	finOfB   = fsm.Segment{SEQ: issB + 1, ACK: issA.Add(2), WND: 4, CTL: fsm.FIN | fsm.ACK}
	octetOfA = fsm.Segment{SEQ: issA + 1, ACK: issB + 1, WND: 4, Text: 1, CTL: fsm.ACK | fsm.PSH}
)

// like returns a scenario with some things changed.
func like(name string, changes ...func(*Scenario)) Scenario {
	s, err := FindScenario(name)
	if err != nil {
		panic(err)
	}
	for _, change := range changes {
		change(&s)
	}
	s.Promises = nil
	return s
}
