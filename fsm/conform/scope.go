package conform

import (
	"slices"
	"sync"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/fact"
)

// Where an edit holds. An edit that explains what deviates in one place may deny what
// conforms in another. What tells the places apart is a state or a fact, and both are read
// off where the event meets the check that is edited.
//
//	helped  --+                               +--> states in which it helps and denies nothing
//	          +--> state and facts there -----+--> a fact, or two, that hold where it helps
//	denied  --+                               +--> the edits, narrowed down to these

// An evidence is a step of a trial that an edit helps to explain, or denies.
type evidence struct {
	*trial
	step   int
	weight int
}

// factBits are facts, by number.
type factBits [4]uint64

func (b *factBits) has(f fsm.Fact) bool { return b[f>>6]>>(f&63)&1 != 0 }
func (b *factBits) set(f fsm.Fact)      { b[f>>6] |= 1 << (f & 63) }

// A scene is what is so where an event meets a check.
type scene struct {
	met   bool // it meets one
	state fsm.State
	facts factBits
}

// meets reports whether an edit that is narrowed down to states and guards is met.
func (s *scene) meets(in fsm.States, guards []Guard) bool {
	return (in == 0 || in.Has(s.state)) && !slices.ContainsFunc(guards, func(g Guard) bool { return s.facts.has(g.Fact) != g.Holds })
}

// A view is evidence with its scene.
type view struct {
	scene
	worth int // negative where it is denied
}

// scoped returns the edits in the places where they do well, by a small sample, the best
// first.
func (s *search) scoped(t *trial, all []Edit) (scores []*score) {
	lists := make([][]*score, len(all))
	scenery := sceneryOf(s.judge.plain)
	side(len(all), func(i int) { lists[i] = scenery.scopes(t, s.hold(all[i], sample/4)) })
	for _, list := range lists {
		scores = append(scores, list...)
	}
	slices.SortStableFunc(scores, byMerit)
	return scores
}

// title is that of the checks that are edited, empty for a form.
func (e *Edit) title(b *bench) string {
	if e.Check != "" || e.Form != nil {
		return e.Check
	}
	return b.table[b.place(e.Rule).at].Title
}

// scopes returns a score as it is, if it denies nothing, or else as it would be in several
// places.
func (s *scenery) scopes(t *trial, c *score) []*score {
	if len(c.denied) == 0 || c.edit.Form != nil {
		return []*score{c}
	}
	title := c.edit.title(s.bench)
	own, there := s.at(evidence{trial: t, step: min(t.Step, len(t.Steps)-1)}, title)
	if !there {
		return []*score{c}
	}
	views := s.views(c, title)
	all := []*score{c}
	for _, in := range scopesOf(views, own.state) {
		guards := guardsOf(views, &own, in)
		for _, list := range append([][]Guard{nil}, guards...) {
			n := &score{edit: c.edit, cost: c.cost + 2*len(list)}
			n.edit.In, n.edit.If = in, list
			if in != 0 {
				n.cost++
			}
			n.explains, n.denies = weigh(views, in, list)
			all = append(all, n)
		}
	}
	slices.SortStableFunc(all, byMerit)
	return all[:min(len(all), 3)]
}

// views returns the scenes of the evidence.
func (s *scenery) views(c *score, title string) (all []view) {
	for _, e := range c.helped {
		if at, there := s.at(e, title); there {
			all = append(all, view{at, e.weight})
		}
	}
	for _, e := range c.denied {
		if at, there := s.at(e, title); there {
			all = append(all, view{at, -e.weight})
		}
	}
	return all
}

// weigh returns what an edit explains and denies in a place.
func weigh(views []view, in fsm.States, guards []Guard) (explains, denies int) {
	for i := range views {
		switch v := &views[i]; {
		case !v.meets(in, guards):
		case v.worth > 0:
			explains += v.worth
		default:
			denies -= v.worth
		}
	}
	return explains, denies
}

// scopesOf lists states to narrow an edit down to: all, those in which it helps more than
// it denies, and that of the trial alone.
func scopesOf(views []view, own fsm.State) []fsm.States {
	well, pure := fsm.StatesOf(own), fsm.StatesOf(own)
	for _, s := range fsm.AllStates() {
		explains, denies := weigh(views, fsm.StatesOf(s), nil)
		if explains > 0 && denies == 0 {
			pure |= fsm.StatesOf(s)
		}
		if explains > 0 {
			well |= fsm.StatesOf(s)
		}
	}
	all := []fsm.States{0}
	for _, in := range []fsm.States{well, pure, fsm.StatesOf(own)} {
		if !slices.Contains(all, in) {
			all = append(all, in)
		}
	}
	return all
}

// guardsOf lists facts that narrow an edit down in some states, one at a time, and the
// best of them with another one. They are met where the trial is that it is for.
func guardsOf(views []view, own *scene, in fsm.States) (lists [][]Guard) {
	singles := bestGuards(views, own, in, nil)
	for _, g := range singles {
		lists = append(lists, []Guard{g})
	}
	for _, g := range singles[:min(len(singles), 2)] {
		for _, h := range bestGuards(views, own, in, []Guard{g}) {
			lists = append(lists, []Guard{g, h})
		}
	}
	return lists
}

// telling are the facts that may tell places apart, the plainest first. How an event is
// put to the table is none.
var telling = []fsm.Fact{
	fact.HasSYN, fact.HasRST, fact.HasACK, fact.HasFIN, fact.HasText, fact.EmptySegment, fact.ReceivedSYN,
	fact.AtNXT, fact.StartsLeft, fact.SeqBeyondNXT, fact.FirstInWindow, fact.LastInWindow, fact.EndsRight,
	fact.ReceivedAtNXT, fact.ReceivedInWindow, fact.BeforeNXT, fact.BeganLeft, fact.BeginsAtEdge, fact.AtEdge,
	fact.ACKNew, fact.ACKUnsent, fact.ACKTooOld, fact.ACKGhost, fact.ACKCoversFIN, fact.FINAcked, fact.Outstanding,
	fact.NewText, fact.FINDue, fact.FINAhead, fact.FINBeyond, fact.BareFIN, fact.RepeatedFIN, fact.RepeatedSYN, fact.NewSYN,
	fact.OldButACK, fact.HeldAtNXT, fact.Passive, fact.Reopened, fact.UserClosed, fact.CloseQueued,
	fact.ZeroWindow, fact.ProbesWindow, fact.WindowNewer, fact.WindowOpens,
}

// aboutACK are those that say nothing of a segment without ACK.
var aboutACK = []fsm.Fact{fact.ACKNew, fact.ACKUnsent, fact.ACKTooOld, fact.ACKGhost, fact.ACKCoversFIN, fact.WindowNewer}

// bestGuards returns the few guards that do most for an edit, beside those that it has.
func bestGuards(views []view, own *scene, in fsm.States, has []Guard) (best []Guard) {
	var scores []*score
	explains, denies := weigh(views, in, has)
	was := &score{explains: explains, denies: denies}
	for _, f := range telling {
		if !own.facts.has(fact.HasACK) && slices.Contains(aboutACK, f) {
			continue
		}
		list := append(slices.Clone(has), Guard{f, own.facts.has(f)})
		n := &score{edit: Edit{If: list}}
		if n.explains, n.denies = weigh(views, in, list); n.worth() > was.worth() {
			scores = append(scores, n)
		}
	}
	slices.SortStableFunc(scores, byMerit)
	for _, c := range scores[:min(len(scores), 4)] {
		best = append(best, c.edit.If[len(has)])
	}
	return best
}

// A scenery keeps what was so where trials met checks, by the table as it is.
type scenery struct {
	*lens
	mutex  sync.Mutex
	scenes map[meeting]scene
}

// A meeting is where a step of a trial meets the checks of a title.
type meeting struct {
	trial *trial
	step  int
	title string
}

func sceneryOf(plain *lens) *scenery { return &scenery{lens: plain, scenes: map[meeting]scene{}} }

// at returns what is so where a step of a trial first meets a check of the title, and
// whether it meets one.
func (s *scenery) at(e evidence, title string) (at scene, there bool) {
	key := meeting{e.trial, e.step, title}
	s.mutex.Lock()
	at, known := s.scenes[key]
	s.mutex.Unlock()
	if known {
		return at, at.met
	}
	for _, p := range slices.Concat(e.exact, e.policies) {
		if at = s.look(e, title, p); at.met {
			break
		}
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.scenes[key] = at
	return at, at.met
}

// look leads a trial under p to where its step first meets a check of the title.
func (s *scenery) look(e evidence, title string, p fsm.Policy) (at scene) {
	m, _ := s.machine(p)
	if m == nil {
		return at
	}
	r := s.to(e.trial, m, p, e.step)
	defer r.end()
	r.happens = r.events(&e.Steps[e.step])
	for i := range r.happens {
		walk := &r.passage
		walk.Enter(m, &r.tcb, &r.happens[i], &r.out)
		for check, met := walk.Met(); met; check, met = walk.Met() {
			if s.table[check].Title == title {
				return sceneOf(walk)
			}
			id, due := walk.Due()
			if !due {
				break
			}
			walk.Fire(id)
		}
		walk.Leave()
	}
	return at
}

// sceneOf reads what is so where an event is.
func sceneOf(p *fsm.Passage) scene {
	at := scene{met: true, state: p.State()}
	for _, f := range telling {
		if p.Holds(f) {
			at.facts.set(f)
		}
	}
	return at
}
