package model

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// A Property is a claim about closed systems. Exactly one of the fields from
// Event on says what is claimed.
type Property struct {
	Name      string
	Statement string

	// Needs are the assumptions under which it is claimed. Those of fairness
	// are used to decide it.
	Needs Assumptions

	// Timed are further assumptions of each ground, where there is a clock.
	Timed Assumptions

	// Under lists the choices under which it is claimed: alternatives within an
	// option, conditions across options.
	Under []fsm.Choice

	// Or lists other grounds on which it is claimed, in place of Needs and Under.
	Or []Ground

	// OnlyAsked: no scenario is expected to have it of itself.
	OnlyAsked bool

	// Meaningless says why the property says nothing about a scenario, or
	// returns "". Nil stands for "".
	Meaningless func(*Scenario) string

	Event *Event            // of single events at one end
	State *Always           // of states
	Step  *Each             // of steps
	Leads *Promise          // of behaviours: whenever this, then later that
	Can   *Promise          // of behaviours: from whenever this, that remains possible
	Ends  func(View) bool   // of states where nothing can happen any more
	Stays func(View) uint64 // of behaviours: it changes only finitely often
}

// A Ground is what a property may rest on.
type Ground struct {
	Needs Assumptions
	Under []fsm.Choice
}

// String lists what it rests on, separated by commas, as in
// "NOATT,TMR,fin_wait_2_timeout=on".
func (g Ground) String() string {
	all := g.Needs.Names()
	for _, c := range g.Under {
		all = append(all, c.String())
	}
	return strings.Join(all, ",")
}

// And returns g under more conditions.
func (g Ground) And(choices ...fsm.Choice) Ground {
	return Ground{g.Needs, slices.Concat(g.Under, choices)}
}

// An Event claim is about single happenings: none that When picks is Broken. A
// nil When picks all.
type Event struct {
	When   func(*Happening) bool
	Broken func(*Happening) bool
}

// An Always claim is about states: those that When picks satisfy Holds. A nil
// When picks all.
type Always struct{ When, Holds func(View) bool }

// An Each claim is about steps: those that When picks satisfy Holds. A nil When
// picks all.
type Each struct {
	When  func(before View, mv Move, after View) bool
	Holds func(before View, mv Move, after View) bool
}

// A Promise is about two kinds of states.
type Promise struct{ From, To func(View) bool }

// A Move is a step as a property of steps sees it.
type Move struct {
	End    int           // 0 is A, 1 is B, -1 a loss or a tick
	Kind   fsm.EventKind // of the event at that end
	Packet *Packet       // that arrives there, or nil
}

// Claimed reports whether a scenario is expected to have a safety property.
func (p *Property) Claimed(s *Scenario) bool {
	_, ok := p.claimedOn(s)
	return ok
}

// claimedOn returns the first ground on which a safety property is claimed of a
// scenario, if it is.
func (p *Property) claimedOn(s *Scenario) (g Ground, ok bool) {
	policy, err := s.policy()
	grounds := p.Grounds()
	if err != nil || p.OnlyAsked || p.live() || p.meaningless(s) != "" {
		return grounds[0], false
	}
	i := slices.IndexFunc(grounds, func(g Ground) bool {
		return s.grants(g.Needs) && policy.Allows(s.decisive(g.Under)...)
	})
	if i < 0 {
		return grounds[0], false
	}
	return grounds[i], true
}

// decisive returns those of the choices that make a difference. Where no user
// closes before his connection is established, what a CLOSE does then is all
// the same, and so is what an ABORT does that nobody calls, what becomes of a
// segment at the right edge of a window that nobody can fill, and of a RST in a
// TIME-WAIT that nobody enters.
func (s *Scenario) decisive(all []fsm.Choice) (some []fsm.Choice) {
	a, b := &s.Ends[0], &s.Ends[1]
	early := !a.patient() || !b.patient()
	lingers := a.May[fsm.Close] > 0 && b.May[fsm.Close] > 0 || s.Allows(fsm.Abort)
	matters := map[fsm.Choice]bool{
		fsm.CloseInSynReceivedText:            early,
		fsm.CloseInSynReceivedWaitEstablished: early,
		fsm.CrossedAfterCloseChallenge:        early,
		fsm.RSTInTimeWaitClose:                lingers,
		fsm.RSTInTimeWaitExact:                lingers,
		fsm.AbortToClosed:                     s.Allows(fsm.Abort),
		fsm.EdgeSegmentAccept:                 a.fills(&s.Ends[s.Other(0)]) || b.fills(&s.Ends[s.Other(1)]),
	}
	for _, c := range all {
		if is, known := matters[c]; is || !known {
			some = append(some, c)
		}
	}
	return some
}

// patient reports whether the user closes no connection before it is
// established. Who is rude does not wait.
func (s *Side) patient() bool { return s.Patient && !s.Rude || s.May[fsm.Close] == 0 }

// fills reports whether the octets and the FIN of a connection can fill the
// window of the other end.
func (s *Side) fills(other *Side) bool { return s.sends()+1 >= int(other.rcvBUFF()) }

// sends returns how many octets the user sends at most.
func (s *Side) sends() int { return int(s.May[fsm.Send]) * int(max(1, s.Octets)) }

// grants reports whether a scenario meets the needs of a safety property.
func (s *Scenario) grants(needs Assumptions) bool { return needs&^s.Assumptions() == 0 }

// Grounds lists all that the property may rest on: each is enough.
func (p *Property) Grounds() []Ground { return append([]Ground{{p.Needs, p.Under}}, p.Or...) }

// Ground returns the ground of p on which a scenario stands: of safety the
// first, of liveness the last. It returns the first of all and false if the
// scenario stands on none.
func (p *Property) Ground(s *Scenario) (g Ground, ok bool) {
	if g, ok := p.claimedOn(s); ok || !p.live() {
		return g, ok
	}
	policy, err := s.policy()
	for _, g := range slices.Backward(p.Grounds()) {
		if s.Clock.MSL > 0 {
			g.Needs |= p.Timed
		}
		if err == nil && s.meets(g.Needs) && policy.Allows(s.decisive(g.Under)...) {
			return g, true
		}
	}
	return p.Grounds()[0], false
}

// meets reports whether a scenario leaves out what the assumptions want left
// out, and keeps those of fairness, as far as they make a difference.
func (s *Scenario) meets(needs Assumptions) bool {
	return needs&^(s.Assumptions()|s.keeps(needs.Fair())|s.needless(needs)) == 0
}

// validate refuses what is no claim, or two claims at once.
func (p *Property) validate() error {
	switch {
	case p == nil:
		return errors.New("a property is nil; leave it out")
	case p.Name == "":
		return errors.New("a property has no name; give it one by which its verdict can be told")
	}
	n := 0
	for _, claims := range []bool{p.Event != nil, p.State != nil, p.Step != nil, p.Leads != nil, p.Can != nil, p.Ends != nil, p.Stays != nil} {
		if claims {
			n++
		}
	}
	if n != 1 {
		return fmt.Errorf("property %s claims %d things; choose one of Event, State, Step, Leads, Can, Ends and Stays", p.Name, n)
	}
	if p.Event != nil && p.Event.Broken == nil || p.State != nil && p.State.Holds == nil || p.Step != nil && p.Step.Holds == nil ||
		p.Leads.half() || p.Can.half() {
		return fmt.Errorf("property %s says when, and not what; fill in Broken, Holds, or From and To", p.Name)
	}
	return nil
}

// half reports whether one side of a promise is missing.
func (p *Promise) half() bool { return p != nil && (p.From == nil || p.To == nil) }

// live reports whether p is a liveness property.
func (p *Property) live() bool { return p.Leads != nil || p.Stays != nil }

func (p *Property) meaningless(s *Scenario) string {
	if p.Meaningless == nil {
		return ""
	}
	return p.Meaningless(s)
}

// kind returns the kind of the checker's property that decides p.
func (p *Property) kind() checker.Kind {
	switch {
	case p.State != nil:
		return checker.KindInvariant
	case p.Event != nil, p.Step != nil:
		return checker.KindStepInvariant
	case p.Leads != nil:
		return checker.KindLeadsTo
	case p.Can != nil:
		return checker.KindPossible
	case p.Ends != nil:
		return checker.KindTerminal
	}
	return checker.KindStabilizes
}

// breaches is a set of claims about single happenings, by their places in
// [Model.claims].
type breaches uint64

// maxClaims is how many claims about single happenings a set has room for.
const maxClaims = 64

// watch has the model look at what properties are about.
func (m *Model) watch(props []*Property) error {
	for _, p := range props {
		m.idles = m.idles || p.live()
		if p.Event != nil {
			m.claims = append(m.claims, p)
		}
	}
	if n := len(m.claims); n > maxClaims {
		return fmt.Errorf("%d properties of single events are too many for one question; ask about at most %d at a time", n, maxClaims)
	}
	m.met = make([]atomic.Bool, len(m.claims))
	return nil
}

// breaches returns which claims a happening is about and which it breaks.
func (m *Model) breaches(h *Happening) (met, broken breaches) {
	for i, p := range m.claims {
		if p.Event.When != nil && !p.Event.When(h) {
			continue
		}
		met |= 1 << i
		if p.Event.Broken(h) {
			broken |= 1 << i
		}
	}
	return met, broken
}

// claim makes what the checker is to decide. On the way it finds out whether
// the claim is about anything: whatever the checker looks at it shows to When
// or From.
func (m *Model) claim(p *Property, fair Assumptions) checker.Property[State] {
	met := new(atomic.Bool)
	m.about[p] = met
	switch {
	case p.Event != nil:
		bit := m.bit(p)
		m.asked |= bit
		return checker.StepInvariant(p.Name, func(_ *State, a checker.Action, _ *State) bool {
			mv := m.moveOf(a)
			return mv == nil || mv.broken&bit == 0
		})
	case p.State != nil:
		return checker.Invariant(p.Name, func(s *State) bool {
			v := m.view(s)
			return p.State.When != nil && !notes(met, p.State.When(v)) || p.State.Holds(v)
		})
	case p.Step != nil:
		return checker.StepInvariant(p.Name, func(s *State, a checker.Action, t *State) bool {
			before, mv, after := m.view(s), m.seen(a), m.view(t)
			return p.Step.When != nil && !notes(met, p.Step.When(before, mv, after)) || p.Step.Holds(before, mv, after)
		})
	case p.Leads != nil:
		from, to := m.promise(p.Leads, met)
		return checker.LeadsTo(p.Name, from, to, m.fairness(fair)...)
	case p.Can != nil:
		from, to := m.promise(&Promise{
			From: func(v View) bool { return v.s.Env != calm && p.Can.From(v) },
			To:   func(v View) bool { return p.Can.To(v) || v.Crowded() }, // where something is left out nothing is said of what could come
		}, met)
		return checker.Possible(p.Name, from, to)
	case p.Ends != nil:
		return checker.Terminal(p.Name, func(s *State) bool { return !notes(met, s.Env != calm) || p.Ends(m.view(s)) })
	}
	return checker.Stabilizes(p.Name, func(s *State) uint64 { return p.Stays(m.view(s)) }, m.fairness(fair)...)
}

// promise makes the two sides of a promise. The checker asks in every state
// whether what is promised has come.
func (m *Model) promise(p *Promise, met *atomic.Bool) (from, to func(*State) bool) {
	from = func(s *State) bool { return p.From(m.view(s)) }
	to = func(s *State) bool {
		v := m.view(s)
		notes(met, p.From(v))
		return p.To(v)
	}
	return from, to
}

// notes sets met if is.
func notes(met *atomic.Bool, is bool) bool {
	if is && !met.Load() {
		met.Store(true)
	}
	return is
}

// vacuous reports whether nothing that was explored is what p is about.
func (m *Model) vacuous(p *Property) bool {
	switch {
	case p.Event != nil:
		return !m.met[slices.Index(m.claims, p)].Load()
	case p.State != nil && p.State.When == nil, p.Step != nil && p.Step.When == nil, p.Stays != nil:
		return false
	}
	return !m.about[p].Load()
}

// bit returns the bit of a claim about single happenings.
func (m *Model) bit(p *Property) breaches { return 1 << slices.Index(m.claims, p) }

// seen returns the step that an action stands for.
func (m *Model) seen(a checker.Action) Move {
	mv := m.moveOf(a)
	if mv == nil {
		return Move{End: -1}
	}
	seen := Move{End: int(m.ends.at(mv.from).Side), Kind: mv.in.kind}
	if mv.in.packet != 0 {
		seen.Packet = m.packets.at(mv.in.packet)
	}
	return seen
}
