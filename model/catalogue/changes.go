package catalogue

import (
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// How one scenario is made of another.

// under makes a choice in the policy of a scenario.
func under(choice string) func(*model.Scenario) {
	return func(s *model.Scenario) {
		policy, err := fsm.ParsePolicy(s.Policy)
		if err != nil {
			panic(err)
		}
		c, err := fsm.ParseChoice(choice)
		if err != nil {
			panic(err)
		}
		s.Policy = policy.With(c).String()
	}
}

// numbered chooses initial sequence numbers in another way.
func numbered(isn model.ISN) func(*model.Scenario) { return func(s *model.Scenario) { s.ISN = isn } }

func through(n model.Network) func(*model.Scenario) { return func(s *model.Scenario) { s.Net = n } }
func clock(c model.Clock) func(*model.Scenario)     { return func(s *model.Scenario) { s.Clock = c } }

// lasting gives the clock a maximum segment lifetime and a length of TIME-WAIT,
// in ticks, and has every segment delivered once.
func lasting(msl, timeWait int) func(*model.Scenario) {
	return func(s *model.Scenario) {
		s.Clock.MSL, s.Clock.TimeWait = msl, timeWait
		s.Net.Delivers = true
	}
}

// pausing keeps an end that has closed without TIME-WAIT from opening for a
// number of ticks.
func pausing(ticks int) func(*model.Scenario) {
	return func(s *model.Scenario) { s.Clock.Rest = ticks }
}

func racing(s *model.Scenario) { s.Clock.Races = true }
func losing(s *model.Scenario) { s.Net.Delivers = false }

// crowded has a direction hold three segments: the SYN, the FIN and the last ACK
// of a connection.
func crowded(s *model.Scenario) { s.Net.Capacity = 3 }

// calms lets all trouble cease at any time.
func calms(s *model.Scenario) { s.Calms = true }

// may lets the user of an end make a call n times.
func may(end int, k fsm.EventKind, n uint8) func(*model.Scenario) {
	return func(s *model.Scenario) { s.Ends[end].May[k] = n }
}

// allowing lets an event happen once at each end.
func allowing(k fsm.EventKind) func(*model.Scenario) {
	return func(s *model.Scenario) { s.Ends[0].May[k], s.Ends[1].May[k] = 1, 1 }
}

// sending lets the user of an end send n octets, one by one, and the other user
// receive them.
func sending(end int, n uint8) func(*model.Scenario) {
	return func(s *model.Scenario) {
		s.Ends[end].May[fsm.Send] = n
		s.Ends[1-end].May[fsm.Receive] = model.Unbounded
	}
}

// reopening lets both ends open two connections.
func reopening(s *model.Scenario) {
	s.Ends[0].Incarnations, s.Ends[1].Incarnations = 2, 2
	s.Ends[0].May[fsm.OpenActive], s.Ends[1].May[fsm.OpenPassive] = 2, 2
}

// thrice has three connections at each end in place of two.
func thrice(s *model.Scenario) { s.SetIncarnations(3) }

// prompt lets both ends transmit at once.
func prompt(s *model.Scenario) { s.Ends[0].Prompt, s.Ends[1].Prompt = true, true }

// impatient lets users close before they are connected.
func impatient(s *model.Scenario) { s.Ends[0].Patient, s.Ends[1].Patient = false, false }

// longer marks a scenario as one that takes long.
func longer(s *model.Scenario) { s.Large = true }

// forged lets an attacker send one segment to an end.
func forged(end int, g fsm.Segment) func(*model.Scenario) {
	return func(s *model.Scenario) {
		s.Attack.Budget = 1
		s.Attack.Forged[end] = []fsm.Segment{g}
	}
}
