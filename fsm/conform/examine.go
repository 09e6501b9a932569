package conform

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// An examination is a Campaign under way: first all routes are tried by the table as it
// is, and then what deviates is explained, cause by cause, each time by the table as
// the causes so far have edited it.
//
// Invariant: a trial is in exactly one of good, deviating and the causes.
//
//	routes --> trials --+--> good
//	   ^                +--> deviating --search--> cause, an edit of the table
//	   |                                             |
//	   +--- routes that the subject has left <-------+ tried again by that table
type examination struct {
	*Campaign
	report *Report
	search
	left    []*trial // of deviating: those that stand for a route
	settled bool     // what deviates is entered
	clocks  clocks   // what shows time in TIME-WAIT
	later   []waiting
	open    bool     // the subject may make choices that it has not shown yet
	before  []*Judge // by the tables of before, each with a cause less, the newest first
	edits   []*Edit  // that the causes so far are, in their order
	grounds []*trial // that the edits were found for
}

// bound is how many edits are looked for; what is left then is told as it was seen.
const bound = 40

// examine tries routes, and explains what deviates.
func (x *examination) examine(ctx context.Context, routes []Route) error {
	some := make([]*Route, len(routes))
	for i := range routes {
		some[i] = &routes[i]
	}
	if err := x.all(ctx, some); err != nil {
		return err
	}
	return x.conclude(ctx)
}

// conclude weighs what conforms, and explains what does not.
func (x *examination) conclude(ctx context.Context) error {
	for i := range x.report.Permitted {
		x.report.Permitted[i].Against = 0
	}
	if err := x.weigh(ctx, x.judge, x.good); err != nil {
		return err
	}
	return x.explain(ctx)
}

// further makes ready for routes of another kind, by the table as the causes have edited it.
func (x *examination) further() {
	x.settled, x.open = false, true
	x.judge = x.learned(x.judge.bench, x.judge.edited)
	for i, j := range x.before {
		x.before[i] = x.learned(j.bench, j.edited)
	}
}

// all tries routes, and judges what they come to beside.
func (x *examination) all(ctx context.Context, routes []*Route) error {
	b := newBeside()
	for _, route := range routes {
		if err := x.try(ctx, route, b); err != nil {
			return errors.Join(err, b.wait())
		}
	}
	return b.wait()
}

// try runs the cases of one route; what comes of them is judged and entered beside.
func (x *examination) try(ctx context.Context, route *Route, b *beside) error {
	classes := x.classes(route)
	if len(classes) == 0 {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	way, err := x.scout(route, b)
	switch {
	case err != nil:
		return err
	case way.Left != nil:
		b.queue <- func() error { x.leave(route, &way, len(classes)); return nil }
		return nil
	case way.Missing != "":
		b.queue <- func() error { x.miss(route, way.Missing, len(classes)); return nil }
		return nil
	}
	now, later := x.apart(x.classes(way.Route))
	if len(later) > 0 {
		x.later = append(x.later, waiting{way.Route, later})
	}
	runs, err := x.Runner.Route(ctx, way.Route, now)
	if err != nil {
		return err
	}
	b.queue <- func() error { return x.addAll(runs) }
	return nil
}

// leave enters a route that the subject has left.
func (x *examination) leave(route *Route, way *Way, cases int) {
	t := x.trial(*way.Left, way.Verdict, cases)
	t.Route = route
	x.deviating, x.left = append(x.deviating, t), append(x.left, t)
}

// addAll enters the runs of a route.
func (x *examination) addAll(runs []Run) error {
	x.report.Routes++
	for i := range runs {
		if err := x.add(runs[i]); err != nil {
			return err
		}
	}
	return nil
}

// add judges a run. One that deviates is entered when it is known what the subject
// chooses.
func (x *examination) add(run Run) error {
	v, err := x.verdict(&run)
	if err != nil {
		return err
	}
	x.clocks.note(&run)
	t := x.trial(run, v, 1)
	switch v.Kind {
	case Deviates:
		x.deviating = append(x.deviating, t)
		if x.settled {
			x.enterRun(t)
		}
		return nil
	case Conforms, Permitted:
		x.good = append(x.good, t)
	}
	x.enterRun(t)
	return nil
}

// verdict judges a run by the table as the causes have edited it. What conforms by fewer of
// them conforms, whatever else the subject does: an edit may say more than it has to. What deviates
// by all of these deviates where it does so last.
func (x *examination) verdict(run *Run) (Verdict, error) {
	if run.Class.Aged {
		return x.lasting(run)
	}
	v, err := x.judge.Judge(run)
	if v.Kind != Deviates || err != nil {
		return v, err
	}
	for _, j := range x.judges()[1:] {
		less, err := j.Judge(run)
		if err != nil || less.Kind != Deviates {
			return less, err
		}
		if less.Step > v.Step {
			v = less
		}
	}
	return v, err
}

// judges are those by the table as it is edited, and of other peers those of before.
func (x *examination) judges() []*Judge {
	if !x.open {
		return []*Judge{x.judge}
	}
	return slices.Concat([]*Judge{x.judge}, x.before)
}

// enterRun enters what a run comes to.
func (x *examination) enterRun(t *trial) {
	x.report.Add(t.Run, t.Verdict)
	if x.Each != nil {
		x.Each(&t.Run, t.Verdict)
	}
}

// settle enters what was held back. What conforms under the choices that the subject has
// shown elsewhere is permitted, however many of them it takes.
func (x *examination) settle() error {
	x.settled = true
	var rest []*trial
	for _, t := range x.deviating {
		if slices.Contains(x.left, t) {
			rest = append(rest, t)
			continue
		}
		for _, j := range x.judges() {
			if err := j.settle(t); err != nil {
				return err
			}
			if t.Kind == Permitted {
				break
			}
		}
		if x.enterRun(t); t.Kind == Permitted {
			x.good = append(x.good, t)
		} else {
			rest = append(rest, t)
		}
	}
	x.deviating = rest
	return nil
}

// holdNothingBack enters what a run that was stopped has held back.
func (x *examination) holdNothingBack() {
	for _, t := range x.deviating {
		if !x.settled && !slices.Contains(x.left, t) {
			x.enterRun(t)
		}
	}
}

// trial keeps a run. It may be explained by the choices that it has shown, and by those
// of the subject, elsewhere or in the state.
func (x *examination) trial(run Run, v Verdict, cases int) *trial {
	by := endsBy(run.inputs())
	shown := append(slices.Clone(v.Way), v.Choices...)
	t := &trial{Run: run, Verdict: v, way: x.judge.ways.of(&run), cases: cases}
	own := x.judge.own.With(by)
	policies := []fsm.Policy{x.Judge.policy.With(by).With(shown...), own, own.With(shown...)}
	if here, known := x.judge.ownIn[run.Route.State()]; known {
		policies = append(policies, here.With(by))
	}
	for _, p := range policies {
		if !slices.Contains(t.policies, p) {
			t.policies = append(t.policies, p)
		}
	}
	return t
}

// explain looks for causes until nothing that deviates is left.
func (x *examination) explain(ctx context.Context) error {
	x.judge = x.learned(x.judge.bench, x.judge.edited)
	for _, t := range x.deviating {
		*t = *x.trial(t.Run, t.Verdict, t.cases)
	}
	if !x.open {
		x.report.choices = x.judge.choices()
	}
	if err := x.settle(); err != nil {
		return err
	}
	if err := x.recall(ctx); err != nil {
		return err
	}
	for edits := 0; len(x.deviating) > 0; {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		t := x.next()
		var edit *Edit
		if edits < bound && !t.untold && !x.known.Has(t.reason()) {
			edit = x.find(t)
		}
		if edit == nil {
			x.trait(t)
			continue
		}
		edits++
		if err := x.establish(ctx, t, edit); err != nil {
			return err
		}
	}
	return nil
}

// learned returns the judge by the table of a bench who knows what the subject has chosen so far:
// of each option what explains most, and what it has shown at all.
func (x *examination) learned(by *bench, edited bool) *Judge {
	j := judgeBy(by, x.Judge.policy, x.Judge.plain.names, x.Judge.ways)
	if j.edited = edited; edited {
		j.variants = &recent{}
	}
	if x.open {
		j.shown = alternatives(j.policy)
	}
	groups := slices.Concat(x.report.Way, x.report.Permitted)
	for i := range groups {
		if c := groups[i].Choice; !slices.Contains(j.shown, c) {
			j.shown = append(j.shown, c)
		}
	}
	for _, c := range x.known.choices {
		if !slices.Contains(j.shown, c.choice) {
			j.shown = append(j.shown, c.choice)
		}
	}
	j.own = x.chosen(j.policy, groups, 0)
	j.ownIn = map[fsm.State]fsm.Policy{}
	for _, s := range fsm.AllStates() {
		j.ownIn[s] = x.chosen(j.policy, groups, fsm.StatesOf(s))
	}
	return j
}

// alternatives lists the choices that p does not make.
func alternatives(p fsm.Policy) (all []fsm.Choice) {
	options := fsm.Options()
	for i := range options {
		for _, a := range options[i].Choices {
			if a.Choice != options[i].Choice(p) {
				all = append(all, a.Choice)
			}
		}
	}
	return all
}

// chosen returns what a subject seems to choose in a state, or all in all: what is known, or of
// each option what explains most.
func (x *examination) chosen(p fsm.Policy, groups []Group, in fsm.States) fsm.Policy {
	if len(x.known.finds) > 0 && !x.open {
		return x.recalled(p, in)
	}
	count := map[fsm.Choice]int{}
	for _, g := range groups {
		if in == 0 || g.States&in != 0 {
			count[g.Choice] += g.Cases - g.Against
		}
	}
	options := fsm.Options()
	for i := range options {
		best := options[i].Choice(p)
		for _, a := range options[i].Choices {
			if n, shown := count[a.Choice]; shown && n > count[best] {
				best = a.Choice
			}
		}
		p = p.With(best)
	}
	return p
}

// next returns the trial to be explained next: a route that was left, for others lie
// behind it, or else the shortest of the largest group.
func (x *examination) next() *trial {
	if len(x.left) > 0 {
		return slices.MinFunc(x.left, shorter)
	}
	groups := map[string]int{}
	for _, t := range x.deviating {
		groups[t.reason()] += t.cases
	}
	return slices.MinFunc(x.deviating, func(a, b *trial) int {
		return cmp.Or(cmp.Compare(groups[b.reason()], groups[a.reason()]), cmp.Compare(a.reason(), b.reason()), shorter(a, b))
	})
}

// shorter compares by how soon a trial deviates.
func shorter(a, b *trial) int {
	return cmp.Or(cmp.Compare(a.Step, b.Step), cmp.Compare(len(a.Steps), len(b.Steps)))
}

// reason is what trials of one group have in common.
func (t *trial) reason() string {
	if t.because == "" {
		state := t.Route.State()
		t.because = ruleOf(t.Rule) + ": expected " + plain(t.Expected, state) + ", seen " + plain(t.Seen, state)
	}
	return t.because
}

// ruleOf is the rule that edits have made one of a name of.
func ruleOf(name string) string {
	rule, _, _ := strings.Cut(name, " ")
	return rule
}

// establish enters a cause, and tries anew, by the table with its edit, the routes that
// were left for it. What deviates later by that table is still to be explained.
func (x *examination) establish(ctx context.Context, t *trial, e *Edit) error {
	cause := causeOf(x.judge.table, t, e)
	l := x.edit(e, t)
	var routes []*Route
	n := x.enter(cause, t)
	about := slices.DeleteFunc(slices.Clone(x.deviating), func(o *trial) bool { return o != t && !o.fired.has(l.key) })
	looks := map[*trial]look{}
	for i, v := range l.looks(about) {
		looks[about[i]] = v
	}
	explains := func(o *trial) bool {
		v, there := looks[o]
		return there && l.advances(o, n, v)
	}
	x.take(n, explains, func(t *trial) { routes = append(routes, t.Route) })
	return x.all(ctx, routes)
}

// edit edits the table by which the rest is judged, for a trial that it explains or for none, and
// returns a lens by it.
func (x *examination) edit(e *Edit, ground *trial) *lens {
	l := x.judge.plain.through(e)
	after := x.learned(benchOf(e.Of(x.judge.table)), true)
	l.edited, l.after = after.bench, after.plain
	after.plain.before, after.plain.key = x.judge.plain, l.key
	x.edited, x.edits, x.grounds = e.key(), append(x.edits, e), append(x.grounds, ground)
	x.report.finds = append(x.report.finds, finding{edit: e, further: x.open})
	for _, o := range x.deviating {
		if o.firm.has(l.key) {
			o.firm = nil
		}
	}
	x.before = slices.Insert(x.before, 0, x.judge)
	x.judge = after
	return l
}

// enter enters the cause of a trial, or its edit with a cause that is akin, and returns the
// number.
func (x *examination) enter(cause *Cause, t *trial) int {
	state := t.Route.State()
	n := slices.IndexFunc(x.report.Causes, func(c Cause) bool { return c.akin(cause, state) })
	if n < 0 {
		x.report.Causes = append(x.report.Causes, *cause)
		return len(x.report.Causes) - 1
	}
	c := &x.report.Causes[n]
	c.Also = append(c.Also, cause.Edit)
	c.Strength = min(c.Strength, cause.Strength)
	return n
}

// trait enters a cause that is no edit: all that deviates for the same reason.
func (x *examination) trait(t *trial) {
	reason, like := t.reason(), map[*trial]bool{}
	x.report.finds = append(x.report.finds, finding{reason: reason, further: x.open})
	for _, o := range x.deviating {
		like[o] = o == t || o.reason() == reason
	}
	x.retell(t, like)
	cause := causeOf(x.judge.table, t, nil)
	n := slices.IndexFunc(x.report.Causes, func(c Cause) bool { return c.Edit == nil && c.shows() == cause.shows() })
	if n < 0 { // it may show at other rules too, and once more behind what was explained since
		n = len(x.report.Causes)
		x.report.Causes = append(x.report.Causes, *cause)
	}
	x.take(n, func(o *trial) bool { return like[o] }, func(o *trial) { x.blocked(&x.report.Causes[n], o) })
}

// take gives those of the deviating trials to cause n that it explains; onRoute is told
// of those that stand for a route.
func (x *examination) take(n int, explains func(*trial) bool, onRoute func(*trial)) {
	var rest, left []*trial
	for _, t := range x.deviating {
		onWay := slices.Contains(x.left, t)
		switch step := t.Step; {
		case !explains(t):
			rest = append(rest, t)
			if onWay {
				left = append(left, t)
			}
			if t.Step > step {
				x.report.Causes[n].States |= fsm.StatesOf(t.Route.State())
			}
			continue
		case onWay:
			onRoute(t)
			x.credit(n, t)
		default:
			x.explained(n, t)
		}
	}
	x.deviating, x.left = rest, left
}

// credit has cause n show what is shortest.
func (x *examination) credit(n int, t *trial) {
	c := &x.report.Causes[n]
	c.States |= fsm.StatesOf(t.Route.State())
	if t.Step >= c.Step {
		return
	}
	c.Run, c.Verdict, c.Rule, c.Clause = t.Run, t.Verdict, ruleOf(t.Rule), t.Clause
	if c.Edit == nil { // it is told as it shows
		c.ID = t.reason()
	}
}

// explained enters a trial that deviates for cause n, and for those before that have
// helped to explain it. It conforms from now on.
func (x *examination) explained(n int, t *trial) {
	helped := append(slices.Clone(t.helped), n)
	slices.Sort(helped)
	for _, i := range slices.Compact(helped) {
		x.report.Causes[i].Cases++
	}
	x.credit(n, t)
	x.report.because(t.Case, n)
	if x.report.Causes[n].Edit != nil {
		t.fired = nil
		x.good = append(x.good, t)
	}
}

// blocked enters the cases of a route that cannot be gone for a cause.
func (x *examination) blocked(c *Cause, t *trial) {
	for _, class := range x.classes(t.Route) {
		run := t.Run
		run.Case = Case{t.Route, class}
		v := t.Verdict
		v.Kind, v.Reason = Blocked, c.ID
		c.Blocked++
		x.report.Add(run, v)
		if x.Each != nil {
			x.Each(&run, v)
		}
	}
}

// block enters the routes that nothing was found out about, as those of a report that
// was stopped.
func (x *examination) block() {
	for _, t := range x.left {
		x.blocked(&Cause{ID: t.reason()}, t)
	}
}

// miss enters a route that the subject does not have, for the last cause.
func (x *examination) miss(r *Route, why string, cases int) {
	x.report.Missing = append(x.report.Missing, Missing{r, why, len(x.report.Causes), cases})
}

// causeOf describes what a trial shows; e is nil if no edit explains it.
func causeOf(table fsm.Table, t *trial, e *Edit) *Cause {
	c := &Cause{
		ID: t.reason(), Edit: e, Rule: ruleOf(t.Rule), Clause: t.Clause, Strength: strengthOf(t.Strength),
		Run: t.Run, Verdict: t.Verdict,
	}
	if e == nil {
		return c
	}
	c.ID = e.String()
	if e.Form != nil {
		c.Means, c.Instead = "send "+e.Form.String(), "send "+table.Form(e.Form.Effect).String()
		return c
	}
	if e.Check != "" {
		at := slices.IndexFunc(table, func(k fsm.Check) bool { return k.Title == e.Check })
		c.paragraph, c.check, c.on = table[at].Clause, table[at].Title, table[at].On
		c.Means, c.Instead = e.told(table, at), t.Expected
		return c
	}
	p := find(table, e.Rule)
	c.paragraph, c.check, c.on = table[p.at].Clause, table[p.at].Title, table[p.at].On
	c.Means, c.Instead = e.told(table, p.at), conductOf(p.rule).told(table, p.at)
	return c
}
