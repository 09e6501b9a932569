package catalogue

import (
	"math/bits"
	"slices"
	"sync"

	"pgregory.net/rapid"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// anyScenario draws a small scenario that nobody has thought of: who opens, what
// else may happen how often, what the network and the clock do, who else takes
// part, and a policy of several choices. What does not go together is left out
// of it, so that every one is valid. It shrinks to two ends that do nothing on a
// network that does nothing to segments.
func anyScenario(t *rapid.T) model.Scenario {
	s := model.Scenario{
		Name:   "random",
		Policy: anyPolicy(t),
		Net:    anyNetwork(t),
		Clock:  anyClock(t),
		ISN:    rapid.SampledFrom([]model.ISN{model.Advancing, model.Advancing, model.Constant, model.Arbitrary}).Draw(t, "ISN"),
		Ends:   [2]model.Side{anySide(t, issA), anySide(t, issB)},
	}
	if often(t, "both users wait, and both TCPs do not") {
		for i := range s.Ends {
			s.Ends[i].Patient, s.Ends[i].Prompt = true, true
		}
	}
	for i, opens := range rapid.SampledFrom(openings).Draw(t, "opens") {
		for _, k := range opens {
			s.Ends[i].May[k]++
		}
	}
	if often(t, "both close") {
		allowed(&s, fsm.Close)
	}
	if !seldom(t, 4, "far from any ground") {
		approach(t, &s, rapid.SampledFrom(grounds()).Draw(t, "ground"))
	}
	a, b := s.Ends[0].ISS, s.Ends[1].ISS
	s.Attack = anyAttack(t, a, b)
	s.Strays = [2][]fsm.Segment{anyStrays(t, a-100, b-50), anyStrays(t, b-100, a-50)}
	s.Loopback = seldom(t, 40, "loopback")
	s.Calms = seldom(t, 20, "calms")
	reconcile(&s)
	return s
}

// grounds lists the grounds of all properties.
var grounds = sync.OnceValue(func() (all []model.Ground) {
	for _, p := range properties {
		all = append(all, p.Grounds()...)
	}
	return all
})

// approach has a scenario meet a ground in all or all but one of what it asks for:
// what a ground lacks is seen where nearly all is there. Of a choice that is not
// met another alternative is taken.
func approach(t *rapid.T, s *model.Scenario, g model.Ground) {
	missing := rapid.IntRange(0, bits.OnesCount32(uint32(g.Needs))+len(g.Under)).Draw(t, "missing")
	for _, a := range g.Needs.Each() {
		if meet := meets[a]; meet != nil && missing != 1 {
			meet(s)
		}
		missing--
	}
	for _, c := range g.Under {
		if missing == 1 {
			c = rapid.SampledFrom(alternatives(c)).Draw(t, "instead")
			if k, ok := about[c]; ok {
				allowed(s, k)
			}
		}
		choosing(c)(s)
		missing--
	}
}

// about says what has to happen for a choice to make a difference.
var about = map[fsm.Choice]fsm.EventKind{
	fsm.AbortToTimeWait: fsm.Abort, fsm.HalfDuplexCloseOn: fsm.Send, fsm.ReceiveAfterFINRefuse: fsm.Send,
	fsm.SYNACKWindowLiteral: fsm.Send,
}

// alternatives lists the other choices of the option that a choice belongs to.
func alternatives(c fsm.Choice) (all []fsm.Choice) {
	for _, o := range fsm.Options() {
		if i := slices.IndexFunc(o.Choices, func(a fsm.Alternative) bool { return a.Choice == c }); i >= 0 {
			for _, a := range slices.Delete(slices.Clone(o.Choices), i, i+1) {
				all = append(all, a.Choice)
			}
		}
	}
	return all
}

// meets says how a scenario meets an assumption.
var meets = map[model.Assumption]func(*model.Scenario){
	model.MONO:    func(s *model.Scenario) { s.ISN, s.Ends[0].ISS = model.Advancing, issSeam },
	model.LIFE:    func(s *model.Scenario) { s.Clock.MSL, s.Clock.Immortal = max(1, s.Clock.MSL), false },
	model.MSL2:    func(s *model.Scenario) { s.Clock.TimeWait, s.Clock.Races = 0, false },
	model.REL:     func(s *model.Scenario) { s.Net.Loss, s.Net.Delivers = true, true },
	model.FRESH:   func(s *model.Scenario) { s.Ends[0].Incarnations, s.Ends[1].Incarnations = 0, 0 },
	model.NOCRASH: func(s *model.Scenario) { forbid(s, model.Crash) },
	model.NOABORT: func(s *model.Scenario) { forbid(s, fsm.Abort) },
	model.NOR2: func(s *model.Scenario) {
		forbid(s, fsm.R2Reached, fsm.UserTimeout, fsm.KeepAliveFailed, fsm.ICMPSoft, fsm.ICMPHard, fsm.ICMPFragNeeded)
	},
	model.REST: func(s *model.Scenario) { s.Clock.Rest = s.Clock.MSL + 1 },
	model.FL: func(s *model.Scenario) {
		s.Net.Loss, s.Net.Reorder, s.Net.Displaces, s.Net.Delivers = true, true, true, false
	},
	model.APP:  func(s *model.Scenario) { allowed(s, fsm.Close) },
	model.READ: func(s *model.Scenario) { s.Ends[0].Reads, s.Ends[1].Reads = model.AtOnce, model.AtOnce },
	model.R2:   func(s *model.Scenario) { allowed(s, fsm.R2Reached) },
}

func forbid(s *model.Scenario, kinds ...fsm.EventKind) {
	for i := range s.Ends {
		for _, k := range kinds {
			s.Ends[i].May[k] = 0
		}
	}
}

// allowed lets an event happen to each end as often as it has connections.
func allowed(s *model.Scenario, k fsm.EventKind) {
	for i := range s.Ends {
		s.Ends[i].May[k] = uint8(s.Closes(i))
	}
}

// seldom is true once in n times.
func seldom(t *rapid.T, n int, what string) bool { return rapid.IntRange(0, n-1).Draw(t, what) == n-1 }

// often is true as often as it is not.
func often(t *rapid.T, what string) bool { return rapid.Bool().Draw(t, what) }

// anyPolicy draws a profile and up to four choices that differ from it.
func anyPolicy(t *rapid.T) string {
	var profiles []fsm.Policy
	for _, p := range fsm.Profiles() {
		profiles = append(profiles, p.Policy)
	}
	policy := rapid.SampledFrom(slices.Concat(profiles[1:2], profiles[:1], profiles[1:2], profiles)).Draw(t, "profile")
	for _, c := range rapid.SliceOfN(rapid.SampledFrom(choices()), 0, 4).Draw(t, "choices") {
		policy = policy.With(c)
	}
	return policy.String()
}

// choices are all that there are, and again and again those of the options that
// the ground of a property speaks of.
var choices = sync.OnceValue(func() (all []fsm.Choice) {
	var spoken []fsm.Choice
	for _, p := range properties {
		for _, g := range p.Grounds() {
			spoken = append(spoken, g.Under...)
		}
	}
	for _, o := range fsm.Options() {
		n := 1
		if slices.ContainsFunc(o.Choices, func(a fsm.Alternative) bool { return slices.Contains(spoken, a.Choice) }) {
			n = 4
		}
		for _, a := range o.Choices {
			all = append(all, slices.Repeat([]fsm.Choice{a.Choice}, n)...)
		}
	}
	return all
})

func anyNetwork(t *rapid.T) model.Network {
	return model.Network{
		Capacity:  rapid.SampledFrom([]int{1, 1, 2, 2, 3}).Draw(t, "capacity"),
		Loss:      often(t, "loss"),
		Duplicate: often(t, "duplicate"),
		Reorder:   often(t, "reorder"),
		Delivers:  seldom(t, 3, "delivers"),
		Displaces: often(t, "displaces"),
	}
}

// anyClock draws no clock, or one with lifetimes and rests of few ticks.
func anyClock(t *rapid.T) model.Clock {
	if often(t, "no clock") {
		return model.Clock{}
	}
	msl := rapid.SampledFrom([]int{1, 1, 2}).Draw(t, "MSL")
	return model.Clock{
		MSL:      msl,
		TimeWait: rapid.SampledFrom([]int{0, 0, 0, 0, 0, model.NoTimeWait, msl, 2*msl - 1, 2 * msl, 2*msl + 1}).Draw(t, "TIME-WAIT"),
		Quiet:    seldom(t, 3, "quiet"),
		Rest:     rapid.SampledFrom([]int{0, 0, msl, msl + 1, msl + 1}).Draw(t, "rest"),
		Races:    seldom(t, 5, "races"),
		Immortal: seldom(t, 5, "immortal"),
	}
}

// anySide draws what the user of an end does: how he opens, and some other calls
// and reports.
func anySide(t *rapid.T, iss fsm.Seq) model.Side {
	side := model.Side{
		ISS:          iss,
		Incarnations: rapid.SampledFrom([]uint8{0, 0, 0, 2, 2, 3}).Draw(t, "incarnations"),
		Octets:       rapid.SampledFrom([]uint8{0, 0, 0, 2}).Draw(t, "octets"),
		Wants:        rapid.SampledFrom([]uint8{0, 0, 0, 2}).Draw(t, "wants"),
		SndBUFF:      rapid.SampledFrom([]uint8{0, 0, 0, 1}).Draw(t, "SND.BUFF"),
		RcvBUFF:      rapid.SampledFrom([]uint8{0, 0, 1, 2}).Draw(t, "RCV.BUFF"),
		MSS:          rapid.SampledFrom([]uint16{0, 0, 0, 1}).Draw(t, "MSS"),
		Reads:        rapid.SampledFrom([]model.Reads{model.AtOnce, model.AtOnce, model.Whenever, model.Ahead}).Draw(t, "reads"),
		Patient:      often(t, "patient"),
		Prompt:       often(t, "prompt"),
		Rude:         seldom(t, 8, "rude"),
		Urgent:       seldom(t, 8, "urgent"),
	}
	for _, k := range rapid.SliceOfN(rapid.SampledFrom(happens), 0, 2).Draw(t, "may") {
		side.May[k]++
	}
	if seldom(t, 4, "receives as often as he likes") {
		side.May[fsm.Receive] = model.Unbounded
	}
	return side
}

// openings lists how the two ends may open; what is usual comes more than once.
var openings = [][2][]fsm.EventKind{
	{{fsm.OpenActive}, {fsm.OpenPassive}}, {{fsm.OpenActive}, {fsm.OpenPassive}}, {{fsm.OpenActive}, {fsm.OpenPassive}},
	{{fsm.OpenActive}, {fsm.OpenActive}}, {{fsm.OpenActive}, {fsm.OpenActive}},
	{{fsm.OpenPassive}, {fsm.OpenActive}}, {{fsm.OpenActive}, {}}, {{fsm.OpenPassive}, {fsm.OpenPassive}},
	{{fsm.OpenActive, fsm.OpenActive}, {fsm.OpenPassive}}, {{fsm.OpenActive}, {fsm.OpenPassive, fsm.OpenPassive}},
	{{fsm.OpenActive, fsm.OpenActive}, {fsm.OpenPassive, fsm.OpenPassive}}, {{fsm.OpenActive, fsm.OpenActive}, {fsm.OpenActive}},
	{{fsm.OpenActive, fsm.OpenPassive}, {fsm.OpenActive}}, {{fsm.OpenActive, fsm.OpenPassive}, {fsm.OpenPassive, fsm.OpenActive}},
}

// happens lists what else may happen to an end; what matters most comes more
// than once.
var happens = []fsm.EventKind{
	fsm.Close, fsm.Close, fsm.Close, fsm.Close, fsm.Send, fsm.Send, fsm.Abort, fsm.Abort, model.Crash, model.Crash, fsm.R2Reached, fsm.Receive,
	fsm.UserTimeout, fsm.R1Reached, fsm.KeepAliveFailed, fsm.ICMPHard, fsm.ICMPSoft, fsm.ICMPFragNeeded, fsm.ICMPSourceQuench, fsm.Status,
}

func anyAttack(t *rapid.T, a, b fsm.Seq) model.Attack {
	budget := rapid.SampledFrom([]uint8{0, 0, 0, 0, 0, 0, 1, 1, 2, model.Unbounded}).Draw(t, "attack")
	if budget == 0 {
		return model.Attack{}
	}
	against := func(peer, own fsm.Seq) []fsm.Segment {
		all := slices.Concat(forgeries(peer, own), oddities(peer, own))
		some := slices.Concat(antipodes(peer, own), slices.Repeat([]fsm.Segment{{SEQ: peer.Add(7), WND: 4, CTL: fsm.SYN}}, 4))
		return rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(some), rapid.SampledFrom(all), rapid.SampledFrom(all)), 0, 2).Draw(t, "forged")
	}
	return model.Attack{Budget: budget, Forged: [2][]fsm.Segment{against(b, a), against(a, b)}}
}

// antipodes are segments whose numbers lie on the other side of the circle, where
// each of two numbers comes before the other.
func antipodes(peer, own fsm.Seq) []fsm.Segment {
	const half = 1 << 31
	return []fsm.Segment{
		{SEQ: peer + 1, ACK: own + 1 + half, WND: 4, CTL: fsm.ACK},
		{SEQ: peer + 1 + half, ACK: own + 1, WND: 4, CTL: fsm.ACK | fsm.PSH, Text: 1},
	}
}

// anyStrays draws segments of an end from before the beginning. Their numbers lie
// before its ISS, those they acknowledge before that of the other.
func anyStrays(t *rapid.T, own, peer fsm.Seq) []fsm.Segment {
	if !seldom(t, 6, "strays") {
		return nil
	}
	return rapid.SliceOfN(rapid.SampledFrom([]fsm.Segment{
		{SEQ: own, WND: 4, CTL: fsm.SYN},
		{SEQ: own, ACK: peer + 1, WND: 4, CTL: fsm.SYN | fsm.ACK},
		{SEQ: own + 1, ACK: peer + 1, WND: 4, CTL: fsm.ACK},
		{SEQ: own + 1, ACK: peer + 1, WND: 4, CTL: fsm.ACK | fsm.PSH, Text: 1},
		{SEQ: own + 1, ACK: peer + 1, WND: 4, CTL: fsm.ACK | fsm.FIN},
		{SEQ: own + 1, CTL: fsm.RST},
	}), 1, 2).Draw(t, "strays")
}

// reconcile leaves out what does not go together.
func reconcile(s *model.Scenario) {
	if s.Loopback {
		s.Ends[1] = model.Side{ISS: issB}
		s.Strays, s.Attack.Forged[1] = [2][]fsm.Segment{}, nil
	}
	for i := range s.Strays {
		s.Strays[i] = s.Strays[i][:min(len(s.Strays[i]), s.Net.Capacity)]
	}
	if s.ISN == model.Arbitrary {
		s.Strays = [2][]fsm.Segment{}
		for i := range s.Ends {
			s.Ends[i].Incarnations = min(s.Ends[i].Incarnations, 2)
		}
	}
	if s.Clock.MSL == 0 {
		s.Clock = model.Clock{}
	}
	if s.Loopback || s.Net.Delivers {
		s.Calms = false
	}
	if len(s.Attack.Forged[0])+len(s.Attack.Forged[1]) == 0 {
		s.Attack = model.Attack{}
	}
}
