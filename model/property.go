package model

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// A Property is a claim about closed systems. Exactly one of the fields from
// Event on says what is claimed.
//
// Its functions must be pure: they depend on nothing but their arguments, change
// and keep none of them, and may be called by several goroutines at once. What
// they say of an event of an end is asked once and remembered, however many
// states it happens in.
type Property struct {
	Name      string // by which its verdict is told; no other of the question may have it
	Statement string // the claim in a sentence

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

	// Refines claims of behaviours that what users observe of them is what a service
	// allows. It is decided by a search of its own.
	Refines Abstract
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
// nil When picks all. If it picks none in all that is explored, the verdict is
// [Verdict.Vacuous].
type Event struct {
	When   func(*Happening) bool
	Broken func(*Happening) bool
}

// An Always claim is about states: those that When picks satisfy Holds. A nil
// When picks all.
type Always struct{ When, Holds func(View) bool }

// An Each claim is about steps: those that When picks satisfy Holds. A nil When
// picks all. An event that changes nothing is no step; an Event claim sees it
// all the same.
type Each struct {
	When  func(before View, mv Move, after View) bool
	Holds func(before View, mv Move, after View) bool
}

// A Promise is about two kinds of states: whenever there is one of From, one of To
// comes, or can come. A state of both kinds keeps it by itself.
type Promise struct{ From, To func(View) bool }

// A Move is a step as a property of steps sees it.
type Move struct {
	End    int           // 0 is A, 1 is B, -1 a loss or a tick
	Kind   fsm.EventKind // of the event at that end, or Crash; nothing if End is -1
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
	claims, whole := p.claims()
	switch {
	case claims != 1:
		return fmt.Errorf("property %s claims %d things; choose one of Event, State, Step, Leads, Can, Ends, Stays and Refines", p.Name, claims)
	case !whole:
		return fmt.Errorf("property %s says when, and not what; fill in Broken, Holds, or From and To", p.Name)
	}
	return nil
}

// claims counts what p claims, and reports whether each is complete.
func (p *Property) claims() (n int, whole bool) {
	whole = true
	count := func(claimed bool, complete func() bool) {
		if claimed {
			n, whole = n+1, whole && complete()
		}
	}
	always := func() bool { return true }
	count(p.Event != nil, func() bool { return p.Event.Broken != nil })
	count(p.State != nil, func() bool { return p.State.Holds != nil })
	count(p.Step != nil, func() bool { return p.Step.Holds != nil })
	count(p.Leads != nil, p.Leads.whole)
	count(p.Can != nil, p.Can.whole)
	count(p.Ends != nil, always)
	count(p.Stays != nil, always)
	count(p.Refines != nil, always)
	return n, whole
}

// whole reports whether both sides of a promise are there.
func (p *Promise) whole() bool { return p.From != nil && p.To != nil }

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
	case p.State != nil, p.Refines != nil: // that there is a state of the service
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

// An Abstract is a [Service] whose states and observations may be anything: what a
// [Property] claims two TCPs to be.
type Abstract interface {
	decide(ctx context.Context, q Question) (*Refinement[string], error)
}

// refines reports whether p is that two TCPs are a service.
func (p *Property) refines() bool { return p.Refines != nil }
