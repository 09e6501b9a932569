package question

import (
	"fmt"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

func parseAssumptions(text string) (set model.Assumptions, err error) {
	for _, name := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' }) {
		a, err := catalogue.FindAssumption(strings.ToUpper(name))
		if err != nil {
			return 0, nearest(err)
		}
		set |= model.Assume(a)
	}
	return set, nil
}

// usualMSL is the maximum segment lifetime, in ticks, of a scenario that has to
// have one and had none.
const usualMSL = 2

// meet changes a scenario so that it meets the assumptions about the
// environment in set. Those of fairness belong to the question. What the
// scenario leaves out already, it goes on to leave out.
func meet(s *model.Scenario, set model.Assumptions, bounds []bound) error {
	if err := meetISN(s, set); err != nil {
		return err
	}
	for _, a := range set.Each() {
		switch a {
		case model.LIFE:
			if s.Clock.MSL == 0 {
				s.Clock.MSL = usualMSL
			}
		case model.MSL2:
			if s.Clock.MSL == 0 {
				return contradiction("-assume 2MSL", "scenario "+s.Name+" has no clock", "assume LIFE as well")
			}
			s.Clock.TimeWait, s.Clock.Races = 0, false
		case model.REL:
			s.Net.Delivers = true
		case model.FRESH:
			s.SetIncarnations(1)
			s.Strays = [2][]fsm.Segment{}
		case model.REST:
			if s.Clock.MSL == 0 {
				return contradiction("-assume REST", "scenario "+s.Name+" has no clock to rest by", "assume LIFE as well")
			}
			s.Clock.Rest = max(s.Clock.Rest, s.Clock.MSL+1)
		case model.NOATT:
			s.Attack = model.Attack{}
		case model.NOCRASH:
			forbid(s, model.Crash)
		case model.NOABORT:
			forbid(s, fsm.Abort)
		case model.NOR2:
			forbid(s, fsm.R2Reached, fsm.UserTimeout, fsm.KeepAliveFailed, fsm.ICMPSoft, fsm.ICMPHard, fsm.ICMPFragNeeded)
		}
	}
	for _, b := range bounds {
		switch {
		case b.name == "msl" && b.n == 0 && set.Has(model.LIFE):
			return contradiction("-bound msl=0", "LIFE assumes a maximum segment lifetime", "choose msl=1 or more, or leave LIFE out")
		case b.name == "incarnations" && b.n > 1 && set.Has(model.FRESH):
			return contradiction(fmt.Sprintf("-bound incarnations=%d", b.n), "FRESH assumes one incarnation", "leave one of them out")
		case b.name == timeWait && b.n != 2*s.Clock.MSL && set.Has(model.MSL2):
			return contradiction(fmt.Sprintf("-bound time-wait=%d", b.n), fmt.Sprintf("2MSL are %d ticks", 2*s.Clock.MSL), "leave one of them out")
		case b.name == rest && b.n <= s.Clock.MSL && set.Has(model.REST):
			return contradiction(fmt.Sprintf("-bound rest=%d", b.n), "REST assumes a rest of more than MSL", "leave one of them out")
		}
	}
	return nil
}

// kept refuses assumptions that a question breaks when all its changes are made:
// of the environment, because a mutant breaks it, and of fairness, because the
// scenario does.
func kept(q *Question, set model.Assumptions) error {
	s := &q.Scenario
	if broken := set &^ set.Fair() &^ s.Assumptions(); broken != 0 {
		return contradiction(fmt.Sprintf("-assume %v", broken), fmt.Sprintf("scenario %s breaks it, with all that is asked for", s.Name), "leave out the assumption, or what breaks it")
	}
	for _, a := range set.Fair().Each() {
		if why := s.Breaks(a); why != "" && q.Live() {
			return contradiction(fmt.Sprintf("-assume %v", a), fmt.Sprintf("scenario %s breaks it: %s", s.Name, why), "leave it out, or name a scenario made for fairness, as close-fair")
		}
	}
	return nil
}

// meetISN sets the policy of initial sequence numbers that is assumed.
func meetISN(s *model.Scenario, set model.Assumptions) error {
	var chosen []string
	for _, isn := range []struct {
		assumption model.Assumption
		policy     model.ISN
	}{{model.MONO, model.Advancing}, {model.ISNAny, model.Arbitrary}, {model.ISNConst, model.Constant}} {
		if set.Has(isn.assumption) {
			s.ISN = isn.policy
			chosen = append(chosen, isn.assumption.String())
		}
	}
	if len(chosen) > 1 {
		return contradiction("-assume "+strings.Join(chosen, ","), "an ISS is chosen in one way", "keep one of them")
	}
	return nil
}

func forbid(s *model.Scenario, kinds ...fsm.EventKind) {
	for i := range s.Ends {
		for _, k := range kinds {
			s.Ends[i].May[k] = 0
		}
	}
}

// contradiction is the error of words that exclude each other.
func contradiction(what, why, remedy string) error {
	return fmt.Errorf("%s contradicts itself or the rest: %s\nhint: %s", what, why, remedy)
}
