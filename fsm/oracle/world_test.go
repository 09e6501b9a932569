package oracle_test

import (
	"math/rand/v2"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// A world is two connections of machines under test, each followed by an
// oracle, with a network between them that loses, duplicates and reorders.
type world struct {
	rnd     *rand.Rand
	ends    [2]*end
	wire    bool // the oracles see the wire, not the ends
	far     bool // and only what has come as far as the middle of it
	air     []flight
	forged  bool                       // a third party sends segments of its own
	calm    bool                       // nothing is lost or given up, so that connections come to their end
	mistake func(*fsm.TCB, *fsm.Event) // what the ends make of events, which no table expresses
	film    []flight                   // what was observed
	family  fsm.Family
	mute    bool   // and told to nobody
	at      bool   // the oracles sit at the ends, which process what has arrived a little later
	buffer  uint32 // of each end, for what arrives: small ones close their windows
	verdict func(who int, what string, v oracle.Verdict)
}

// An end is one machine with its oracle and the segments on their way to it.
type end struct {
	m   *fsm.Machine
	c   fsm.TCB
	o   *oracle.Oracle
	net []fsm.Segment
	iss fsm.Seq

	backlog []fsm.Segment // what has arrived and is not processed yet
}

// A flight is a segment on its way to where the wire is observed.
type flight struct {
	from int
	g    fsm.Segment
}

func newWorld(rnd *rand.Rand, m *fsm.Machine, opts oracle.Options, report func(int, string, oracle.Verdict)) *world {
	w := &world{rnd: rnd, verdict: report, wire: opts.Told&oracle.Arrivals == 0}
	w.far = w.wire && opts.Told&oracle.Segments == 0
	w.at = opts.Overlaps
	w.calm = rnd.IntN(3) == 0
	w.buffer = []uint32{4096, 4096, 500, 60}[rnd.IntN(4)]
	if !w.wire && opts.Told&oracle.Calls == 0 {
		w.buffer = 4096 // a CLOSE that nobody saw may have discarded text, and opened the window without a word
	}
	for i := range w.ends {
		w.ends[i] = &end{m: m, o: oracle.New(opts), iss: fsm.Seq(rnd.Uint32())}
	}
	return w
}

// step applies an event to end i and tells its oracle of it.
func (w *world) step(i int, ev fsm.Event, tell bool) {
	e := w.ends[i]
	if tell {
		w.verdict(i, ev.String(), e.o.Event(ev))
	}
	if w.at && !tell {
		w.verdict(i, "unseen: "+ev.String()+" in "+e.c.State.String(), oracle.Verdict{})
	}
	ev.ISS = e.iss
	if w.mistake != nil {
		w.mistake(&e.c, &ev)
	}
	var out fsm.Output
	before := e.c.State
	e.m.Step(&e.c, &ev, &out)
	for _, g := range out.Segments() {
		if g.CTL.Has(fsm.SYN) && g.SEQ == e.iss {
			e.iss += 1 << 20
		}
		if w.far {
			w.air = append(w.air, flight{i, g})
			continue
		}
		w.observe(flight{i, g})
	}
	if !w.wire && !w.at {
		w.verdict(i, "state "+e.c.State.String()+" after "+before.String(), e.o.State(fsm.StatesOf(e.c.State)))
		w.verdict(i, "quiet", e.o.Quiet())
	}
}

// observe lets a segment pass where it is observed.
func (w *world) observe(f flight) {
	to := 1 - f.from
	w.film = append(w.film, f)
	if w.mute {
		w.ends[to].net = append(w.ends[to].net, f.g)
		return
	}
	w.verdict(f.from, "out "+f.g.String(), w.ends[f.from].o.Out(f.g))
	if w.wire {
		w.verdict(to, "in "+f.g.String(), w.ends[to].o.In(f.g))
	}
	w.ends[to].net = append(w.ends[to].net, f.g)
}

// fly lets one of the segments in the air be observed, lost or duplicated.
func (w *world) fly() {
	j := 0
	if w.rnd.IntN(4) == 0 {
		j = w.rnd.IntN(len(w.air))
	}
	f := w.air[j]
	if w.rnd.IntN(12) != 0 {
		w.air = append(w.air[:j:j], w.air[j+1:]...)
	}
	if w.rnd.IntN(10) != 0 {
		w.observe(f)
	}
}

// forge returns a segment that a third party might send to end i: its numbers
// lie near those that count.
func (w *world) forge(i int) fsm.Segment {
	c := &w.ends[i].c
	near := func(s fsm.Seq, edge uint32) fsm.Seq {
		return []fsm.Seq{s, s, s, s - 1, s + 1, s - 100, s + fsm.Seq(edge), s + fsm.Seq(edge) - 1, s + 1<<20}[w.rnd.IntN(9)]
	}
	flags := []fsm.Control{fsm.ACK, fsm.ACK, fsm.SYN, fsm.SYN | fsm.ACK, fsm.RST, fsm.RST | fsm.ACK, fsm.FIN | fsm.ACK, fsm.FIN, 0}
	g := fsm.Segment{SEQ: near(c.RCV.NXT, c.RCV.WND), WND: []uint32{0, 30, 2000, 4000}[w.rnd.IntN(4)], CTL: flags[w.rnd.IntN(len(flags))]}
	if w.rnd.IntN(4) == 0 && c.IRS != 0 {
		g.SEQ = c.IRS
	}
	if g.CTL.Has(fsm.ACK) {
		g.ACK = []fsm.Seq{near(c.SND.UNA, 0), near(c.SND.NXT, 0)}[w.rnd.IntN(2)]
	}
	if w.rnd.IntN(3) == 0 {
		g.Text = uint32(1 + w.rnd.IntN(200))
	}
	return g
}

// happen lets one thing happen.
func (w *world) happen(told oracle.Told) {
	i := w.rnd.IntN(2)
	e := w.ends[i]
	calls, timeouts := told&oracle.Calls != 0, told&oracle.Timeouts != 0 && !w.at
	if len(w.air) > 6 || len(w.air) > 0 && w.rnd.IntN(3) == 0 {
		w.fly()
		return
	}
	if w.forged && w.rnd.IntN(12) == 0 && (!w.calm || w.rnd.IntN(8) == 0) {
		w.step(i, fsm.Event{Kind: fsm.SegmentArrives, Segment: w.forge(i)}, true)
		return
	}
	if len(e.backlog) > 3 || len(e.backlog) > 0 && w.rnd.IntN(3) == 0 {
		g := e.backlog[0]
		e.backlog = e.backlog[1:]
		if w.step(i, fsm.Event{Kind: fsm.SegmentArrives, Segment: g}, false); len(e.backlog) == 0 && w.rnd.IntN(2) == 0 {
			w.verdict(i, "quiet", e.o.Quiet())
		}
		return
	}
	switch k := w.rnd.IntN(24); {
	case (k < 10 || len(e.net) > 8) && len(e.net) > 0:
		j := 0
		if w.rnd.IntN(4) == 0 && !w.calm {
			j = w.rnd.IntN(len(e.net))
		}
		g := e.net[j]
		if w.rnd.IntN(12) != 0 || w.calm { // or it is duplicated
			e.net = append(e.net[:j:j], e.net[j+1:]...)
		}
		if w.rnd.IntN(10) == 0 && !w.calm {
			return // lost
		}
		if w.at {
			w.verdict(i, "in "+g.String(), e.o.In(g))
			e.backlog = append(e.backlog, g)
			return
		}
		w.step(i, fsm.Event{Kind: fsm.SegmentArrives, Segment: g}, !w.wire)
	case k < 12 && e.c.State == fsm.Closed:
		kind := fsm.OpenPassive
		if w.rnd.IntN(2) == 0 {
			kind = fsm.OpenActive
		}
		if w.calm {
			kind = []fsm.EventKind{fsm.OpenPassive, fsm.OpenActive}[i]
		}
		w.step(i, fsm.Event{Kind: kind, Remote: fsm.Specified, SndBUFF: 1 << 16, RcvBUFF: w.buffer, MSS: 100, Family: w.family}, calls)
	case k < 15 && e.c.SND.Wait < 300:
		w.step(i, fsm.Event{Kind: fsm.Send, Octets: w.octets(&e.c)}, calls)
	case k < 19:
		w.step(i, fsm.Event{Kind: fsm.Transmit}, false)
	case k < 20:
		w.step(i, fsm.Event{Kind: fsm.Receive, Octets: uint32(w.rnd.IntN(500))}, calls)
	case k < 21 && (w.calm || w.rnd.IntN(3) == 0):
		w.step(i, fsm.Event{Kind: fsm.Close}, calls)
	case k < 22 && w.rnd.IntN(40) == 0 && !w.calm:
		w.step(i, fsm.Event{Kind: fsm.Abort}, calls)
	case k < 23:
		w.timeout(i, timeouts)
	case w.rnd.IntN(10) == 0:
		kinds := []fsm.EventKind{fsm.TimeWaitTimeout, fsm.TimeWaitTimeout, fsm.FinWait2Timeout, fsm.UserTimeout, fsm.R2Reached}
		kind := kinds[w.rnd.IntN(len(kinds))]
		if w.calm {
			kind = fsm.TimeWaitTimeout
		}
		if kind == fsm.TimeWaitTimeout && e.c.State != fsm.TimeWait {
			return
		}
		if w.at && len(e.backlog) > 0 {
			return // timeouts take longer
		}
		e.o.Idle()
		w.verdict(i, "idle, then "+kind.String(), oracle.Verdict{})
		w.step(i, fsm.Event{Kind: kind}, timeouts && !w.at)
	}
}

// octets is how many octets a user sends: sometimes just what closes the window.
func (w *world) octets(c *fsm.TCB) uint32 {
	if n := uint32(w.rnd.IntN(300)); c.SND.WND == 0 || c.SND.WND > 600 || w.rnd.IntN(2) == 0 {
		return n
	}
	return c.SND.WND
}

// timeout lets one of the timeouts strike that end nothing. Keep-alives have a timer
// only where they are on.
func (w *world) timeout(i int, tell bool) {
	e := w.ends[i]
	kinds := []fsm.EventKind{fsm.RetransmissionTimeout, fsm.RetransmissionTimeout, fsm.PersistTimeout, fsm.KeepAliveTimeout}
	kind := kinds[w.rnd.IntN(len(kinds))]
	if kind != fsm.KeepAliveTimeout || e.c.Timers.Has(fsm.KeepAlive) {
		w.step(i, fsm.Event{Kind: kind}, tell)
	}
}
