package catalogue

import (
	"fmt"
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// The service: what two users may rely on who talk by TCP, and nothing of how TCP does it.
//
// Each user makes attempts to connect, one after the other. An attempt of one and an
// attempt of the other may belong together: then they are the two ends of a conversation,
// and each is the mate of the other. Nobody is told which do; the service has guessed
// it by the time at which somebody hears something.
//
// docs/theorem.md has it in words. The properties service-octets, service-end and
// service-unprovoked claim a clause each, and service all together.

// An Attempt is what one user has said and heard in one of his attempts.
type Attempt struct {
	Opened, Closed, Failed bool  // he has opened; he sends no more; he has gone away
	Sent, Heard            uint8 // octets
	Mate                   uint8 // the attempt of the other that it belongs to; 0: not guessed yet
}

// A Conversation is the state of the service: the attempts of both users, from 1 on.
type Conversation [2][model.MaxIncarnations + 1]Attempt

// An Observation is what a user says or is told, in one of his attempts.
type Observation struct {
	User    int // 0 or 1
	Other   int // with whom he talks; if he calls himself, he
	Attempt uint8
	Does    Deed
	Octets  uint8  // that are sent or heard
	From    uint32 // the place in the stream of the first that is heard, from 0 on
	Others  bool   // one that is heard is none that the other has sent at its place
	Unheard uint8  // octets that have come and that he has not heard yet
}

// A Deed is what is done.
type Deed uint8

// The deeds.
const (
	Opens      Deed = iota // the user opens, or a call has come to him who listens
	Sends                  // he sends octets
	Closes                 // he says that he sends no more
	Fails                  // the attempt ends at his side: by ABORT, a crash, a timeout, or as he closes with octets unheard
	Hears                  // he is given octets
	HearsClose             // he is told that the other closes
	HearsEnd               // he is told that there is nothing more to hear
	HearsReset             // he is told that the other end has reset a connection that was one
)

var deeds = [...]string{"opens", "sends", "closes", "goes away", "hears", "is told that the other closes", "hears the end", "is told of a reset"}

// String tells the observation as somebody would who listens.
func (o Observation) String() string {
	text := fmt.Sprintf("%s %s", model.EndName(o.User), deeds[o.Does])
	switch last := o.From + uint32(o.Octets) - 1; {
	case o.Does == Sends && o.Octets == 1:
		text += " an octet"
	case o.Does == Sends:
		text += fmt.Sprintf(" %d octets", o.Octets)
	case o.Does == Hears && o.Octets == 1:
		text += fmt.Sprintf(" octet %d of the stream", o.From)
	case o.Does == Hears:
		text += fmt.Sprintf(" octets %d to %d of the stream", o.From, last)
	}
	if o.Others {
		text += ", not as the other user has sent it"
	}
	return text
}

// A Clause is a part of the service: which of the deeds that it is about are allowed,
// given the attempt of who is told and its mate. It is claimed where the property is
// whose ground it has.
type Clause struct {
	Name, Says string
	About      []Deed
	Allows     func(o *Observation, own, mate *Attempt) bool

	ground *model.Property
}

// Claimed reports whether a scenario is expected to keep the clause.
func (k *Clause) Claimed(s *model.Scenario) bool { return k.ground.Claimed(s) }

// provoked has the ground of no-unprovoked-reset, but that either user may go away, in
// whatever way: the other is told of it then.
var provoked = &model.Property{
	Name: "provoked", Needs: model.Assume(model.MONO, model.NOATT, model.FRESH),
	Under: slices.DeleteFunc(slices.Clone(noUnprovokedReset.Under), isEarly),
	Or: []model.Ground{{
		Needs: model.Assume(model.MONO, model.NOATT),
		Under: slices.DeleteFunc(slices.Clone(noUnprovokedReset.Or[0].Under), isEarly),
	}},
	Ends: func(model.View) bool { return true },
}

func isEarly(c fsm.Choice) bool { return c == fsm.FinWait2TimeoutNone }

// Clauses returns the clauses of the service.
func Clauses() []Clause {
	return []Clause{
		{"octets", "what a user hears is what the other has sent at the next place of his stream: no gap, nothing twice, nothing else", []Deed{Hears}, func(o *Observation, own, mate *Attempt) bool {
			return o.From == uint32(own.Heard) && own.Heard+o.Octets <= mate.Sent && !o.Others
		}, streamPrefix},
		{"end", "a user is told that the other closes only if that one has closed, and all that he has sent has come; who hears the end has heard it all", []Deed{HearsClose, HearsEnd}, func(o *Observation, own, mate *Attempt) bool {
			return mate.Closed && own.Heard+o.Unheard == mate.Sent
		}, eofAfterClose},
		{"unprovoked", "a user is told that a connection was reset only if the other has gone away", []Deed{HearsReset}, func(_ *Observation, _, mate *Attempt) bool {
			return mate.Failed
		}, provoked},
	}
}

// services lists the properties that two TCPs are the service: the whole of it, and each
// of its clauses by itself.
var services = serviceProperties()

func serviceProperties() []*model.Property {
	whole := &model.Property{
		Name: "service",
		Statement: "what both users are told is what a service allows of two ordered streams: the octets that the other has sent, each once and in their order; " +
			"their end when he has closed; and a reset if he has gone away",
		Needs: provoked.Needs, Under: slices.Concat(provoked.Under, untold),
		Or:          []model.Ground{provoked.Or[0].And(untold...).And(advancing.Under...)},
		Meaningless: unlessTold, Refines: Service(Clauses()),
	}
	all := []*model.Property{whole}
	for _, k := range Clauses() {
		all = append(all, &model.Property{
			Name: "service-" + k.Name, Statement: k.Says,
			Needs: k.ground.Needs, Under: k.ground.Under, Or: k.ground.Or,
			Meaningless: unlessTold, Refines: Service([]Clause{k}),
		})
	}
	return all
}

// Theorem returns the property that two TCPs are the service, or nil if a scenario is not
// expected to have it, or if a user is rude: he makes every call in every state, and to
// ask of him takes longer than of all other scenarios together. It can be asked for by
// its name all the same.
func Theorem(s *model.Scenario) *model.Property {
	if whole := services[0]; whole.Claimed(s) && !s.Ends[0].Rude && !s.Ends[1].Rude {
		return whole
	}
	return nil
}

// untold are the choices under which a user learns the true end of the stream, but for
// what becomes of octets that he has thrown away: who does that goes away.
var untold = []fsm.Choice{fsm.ReceiveAfterFINDrain, fsm.AbortToClosed}

// unlessTold says why the service says nothing about a scenario in which nobody can be
// told anything that it promises something of.
func unlessTold(s *model.Scenario) string {
	if s.Allows(fsm.Send, fsm.Close, fsm.Abort, model.Crash, fsm.R2Reached, fsm.UserTimeout, fsm.KeepAliveFailed) || len(s.Strays[0])+len(s.Strays[1])+int(s.Attack.Budget) > 0 {
		return ""
	}
	return "nobody sends, closes or goes away: there is nothing that a user could be told"
}

// Service returns the service of some clauses.
func Service(clauses []Clause) model.Service[Conversation, Observation] {
	return model.Service[Conversation, Observation]{
		Observe: observe,
		Tells:   func(o Observation) bool { return promised(clauses, o.Does) },
		After: func(c Conversation, o Observation) []Conversation {
			own := &c[o.User][o.Attempt]
			switch o.Does {
			case Opens:
				*own = Attempt{Opened: true}
			case Sends:
				own.Sent += o.Octets
			case Closes:
				own.Closed = true
			case Fails:
				own.Failed = true
			default:
				return c.tell(&o, clauses)
			}
			return []Conversation{c}
		},
	}
}

// promised reports whether one of the clauses is about a deed.
func promised(clauses []Clause, d Deed) bool {
	return slices.ContainsFunc(clauses, func(k Clause) bool { return slices.Contains(k.About, d) })
}

// tell returns what the conversation may be when a user is told something. If his
// attempt has no mate it guesses one, that has none itself. What no clause is about
// may be told by anybody.
func (c Conversation) tell(o *Observation, clauses []Clause) (all []Conversation) {
	if !promised(clauses, o.Does) {
		c[o.User][o.Attempt].Heard += o.Octets
		return []Conversation{c}
	}
	for mate := range c[o.Other] {
		then := c
		own, other := &then[o.User][o.Attempt], &then[o.Other][mate]
		if mate == 0 || !other.Opened || own.Mate != 0 && int(own.Mate) != mate || other.Mate != 0 && other.Mate != o.Attempt {
			continue
		}
		allowed := true
		for _, k := range clauses {
			allowed = allowed && (!slices.Contains(k.About, o.Does) || k.Allows(o, own, other))
		}
		if allowed {
			own.Mate, other.Mate = uint8(mate), o.Attempt
			own.Heard += o.Octets
			all = append(all, then)
		}
	}
	return all
}

// observe says what users say and are told in a happening.
func observe(h *model.Happening) (all []Observation) {
	e, was := &h.After, &h.Before
	say := func(does Deed, octets uint32) *Observation {
		all = append(all, Observation{User: int(e.Side), Other: h.Scenario().Other(int(e.Side)), Attempt: e.Inc, Does: does, Octets: uint8(octets)})
		return &all[len(all)-1]
	}
	if e.Used != was.Used {
		say(Opens, 0)
	}
	switch {
	case h.Kind == fsm.Send && h.Out.Reply == fsm.OK:
		say(Sends, h.Event.Octets)
	case aborts(h), gone(h) && h.Kind != fsm.SegmentArrives && h.Kind != fsm.TimeWaitTimeout && (h.Kind != fsm.Close || was.TCB.RCV.USER > 0):
		say(Fails, 0).Attempt = was.Inc
	case h.Kind == fsm.Close && (h.Out.Reply == fsm.OK || h.Out.Reply == fsm.NoReply) && was.HasISS():
		say(Closes, 0).Attempt = was.Inc
	}
	if n := h.Out.Delivered; n > 0 && e.HasISS() {
		o := say(Hears, n)
		o.From = consumed(&e.TCB).Sub(was.TCB.IRS+1) - n
		o.Others = was.Stale || h.Kind == fsm.SegmentArrives && e.Stale
	}
	if signalsEnd(h) {
		say(HearsClose, 0).Unheard = uint8(e.TCB.RCV.USER)
	}
	if answersEnd(h) {
		say(HearsEnd, 0)
	}
	if h.Packet != nil && was.TCB.SYNAcked && (h.Out.Signals.Has(fsm.SignalReset) || h.Out.Signals.Has(fsm.SignalRefused)) {
		say(HearsReset, 0).Attempt = was.Inc
	}
	return all
}

// aborts reports whether a user ends his attempt by ABORT, be it that his TCP remembers
// it in TIME-WAIT.
func aborts(h *model.Happening) bool {
	return h.Kind == fsm.Abort && h.Out.Reply == fsm.OK && h.Before.HasISS()
}

// gone reports whether the attempt of an end is over: it has none, or that before, which
// it had reopened.
func gone(h *model.Happening) bool {
	return h.Before.HasISS() && (!h.After.HasISS() || h.After.Inc != h.Before.Inc && h.After.Used == h.Before.Used)
}
