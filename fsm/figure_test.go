package fsm_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// A ladder runs two ends against each other and draws what happens as the
// figures of RFC 9293 do: states at the sides, segments in the middle. States
// are those after the departure or arrival that the line shows.
type ladder struct {
	a, b end
	rows []row
	show func(fsm.Segment) string // how segments are printed

	// narrate adds lines without number for calls and what they lead to.
	narrate bool

	n     int  // number of the last line
	under bool // the next row stays under the number of the last
}

// An end is one machine with its connection.
type end struct {
	name string
	m    *fsm.Machine
	c    fsm.TCB
	out  fsm.Output
	isss []fsm.Seq     // the next initial send sequence numbers
	sent []fsm.Segment // has left, not drawn yet
	late []fsm.Segment // drawn as delayed in the network
	did  []string      // calls and timeouts since the last row
	mark *string       // stands in place of the state in the next row
}

// A row is one line of the drawing. An aside shows no state and no segment.
type row struct {
	n                   int // 0: no number
	a, left, segment    string
	right, b            string
	did                 []string
	aside, markA, markB bool
}

// newLadder returns two ends of the given machine, each in CLOSED.
func newLadder(m *fsm.Machine) *ladder {
	return &ladder{a: end{name: "a", m: m}, b: end{name: "b", m: m}, show: abbreviated}
}

// abbreviated prints a segment as the figures do: window, options and PSH,
// which goes with the last octet that waits, are left out for clarity.
func abbreviated(g fsm.Segment) string {
	g.WND, g.MSS, g.CTL = 0, 0, g.CTL&^fsm.PSH
	return g.String()
}

// abbreviatedMSS keeps the MSS option.
func abbreviatedMSS(g fsm.Segment) string {
	g.WND, g.CTL = 0, g.CTL&^fsm.PSH
	return g.String()
}

// full prints all of a segment.
func full(g fsm.Segment) string { return g.String() }

// step applies one event to an end and keeps what leaves.
func (l *ladder) step(e *end, ev fsm.Event) {
	if len(e.isss) > 0 {
		ev.ISS = e.isss[0]
	}
	before := e.c.ISS
	e.m.Step(&e.c, &ev, &e.out)
	if len(e.isss) > 0 && e.c.ISS != before && e.c.ISS == ev.ISS {
		e.isss = e.isss[1:]
	}
	e.sent = append(e.sent, e.out.Segments()...)
}

// does makes an end meet a call or a timeout, then lets leave what may leave:
// SEND and CLOSE only queue.
func (l *ladder) does(e *end, ev fsm.Event) {
	l.meets(e, ev)
	l.flush(e)
}

// meets is does for ends that are in no hurry to send.
func (l *ladder) meets(e *end, ev fsm.Event) {
	e.did = append(e.did, e.name+": "+ev.Kind.String())
	l.tell(e, callText(ev))
	l.step(e, ev)
	l.report(e)
}

// flush lets an end send all that it may.
func (l *ladder) flush(e *end) {
	for sent := -1; sent != len(e.sent); {
		sent = len(e.sent)
		l.step(e, fsm.Event{Kind: fsm.Transmit})
	}
}

// open, listen, send, receive, closes and expires are the events that most
// ladders need.
func (l *ladder) open(e *end, iss fsm.Seq) {
	e.isss = append(e.isss, iss)
	l.does(e, fsm.Event{Kind: fsm.OpenActive, Remote: fsm.Specified, SndBUFF: 4096, RcvBUFF: 4096})
}

func (l *ladder) listen(e *end, isss ...fsm.Seq) {
	e.isss = append(e.isss, isss...)
	l.does(e, fsm.Event{Kind: fsm.OpenPassive, SndBUFF: 4096, RcvBUFF: 4096})
}

func (l *ladder) send(e *end, octets uint32) { l.does(e, fsm.Event{Kind: fsm.Send, Octets: octets}) }
func (l *ladder) receive(e *end, octets uint32) {
	l.does(e, fsm.Event{Kind: fsm.Receive, Octets: octets})
}
func (l *ladder) closes(e *end) { l.does(e, fsm.Event{Kind: fsm.Close}) }
func (l *ladder) expires(e *end, k fsm.EventKind) {
	l.does(e, fsm.Event{Kind: k})
}

func (l *ladder) other(e *end) *end {
	if e == &l.a {
		return &l.b
	}
	return &l.a
}

// deliver hands g to an end.
func (l *ladder) deliver(to *end, g fsm.Segment) {
	l.step(to, fsm.Event{Kind: fsm.SegmentArrives, Segment: g})
}

// crosses draws the oldest segment that left e on its way to the other end.
func (l *ladder) crosses(e *end) {
	g := pop(&e.sent)
	l.deliver(l.other(e), g)
	if e == &l.a {
		l.draw(row{a: l.a.label(), left: "-->", segment: l.show(g), right: "-->", b: l.b.label()})
	} else {
		l.draw(row{a: l.a.label(), left: "<--", segment: l.show(g), right: "<--", b: l.b.label()})
	}
	l.report(l.other(e))
}

// leaves draws the oldest segment that left e as delayed in the network.
func (l *ladder) leaves(e *end) {
	g := pop(&e.sent)
	e.late = append(e.late, g)
	l.mark(l.other(e), l.other(e).marked(""))
	if e == &l.a {
		l.draw(row{a: l.a.label(), left: "-->", segment: l.show(g), right: "...", b: l.b.label()})
	} else {
		l.draw(row{a: l.a.label(), left: "...", segment: l.show(g), right: "<--", b: l.b.label()})
	}
}

// arrives draws the arrival of the oldest delayed segment of e.
func (l *ladder) arrives(e *end) {
	g := pop(&e.late)
	l.deliver(l.other(e), g)
	l.mark(e, e.marked(""))
	if e == &l.a {
		l.draw(row{a: l.a.label(), left: "...", segment: l.show(g), right: "-->", b: l.b.label()})
	} else {
		l.draw(row{a: l.a.label(), left: "<--", segment: l.show(g), right: "...", b: l.b.label()})
	}
	l.report(l.other(e))
}

// lost draws the oldest segment that left e, and that it never arrives.
func (l *ladder) lost(e *end) {
	l.mark(l.other(e), "(lost)")
	l.leaves(e)
	e.late = e.late[:len(e.late)-1]
}

// duplicate puts a segment of the past into the network on its way from e.
func (l *ladder) duplicate(e *end, text string) { e.late = append(e.late, segment(text)) }

// states draws the states alone.
func (l *ladder) states() { l.draw(row{a: l.a.label(), b: l.b.label()}) }

// mark puts text in place of the state of e in the next row.
func (l *ladder) mark(e *end, text string) { e.mark = &text }

// marks is mark for both ends.
func (l *ladder) marks(a, b string) {
	l.mark(&l.a, a)
	l.mark(&l.b, b)
}

// aside draws remarks under the states without a number of their own, or under
// the next number if they begin a line.
func (l *ladder) aside(a, b string) { l.draw(row{aside: true, a: a, b: b}) }

// begin draws remarks that begin a numbered line, and puts the next row under
// the same number.
func (l *ladder) begin(a, b string) {
	l.aside(a, b)
	l.n++
	l.rows[len(l.rows)-1].n = l.n
	l.under = true
}

// draw finishes a row and adds it.
func (l *ladder) draw(r row) {
	if !r.aside {
		if !l.under {
			l.n++
			r.n = l.n
		}
		l.under = false
		r.did = append(l.a.did, l.b.did...)
		r.markA, r.markB = l.a.mark != nil, l.b.mark != nil
		l.a.did, l.b.did, l.a.mark, l.b.mark = nil, nil, nil, nil
	}
	l.rows = append(l.rows, r)
}

// tell draws text at the side of e if the ladder narrates.
func (l *ladder) tell(e *end, text string) {
	switch {
	case !l.narrate || text == "":
	case e == &l.a:
		l.aside(text, "")
	default:
		l.aside("", text)
	}
}

// report tells what the last step of e meant to its user.
func (l *ladder) report(e *end) {
	for _, text := range tidings(&e.out) {
		l.tell(e, "= "+text)
	}
}

// label is the state of e, or what was to stand in its place.
func (e *end) label() string { return e.marked(e.c.State.String()) }

// marked returns what was to stand in place of the state, if anything was.
func (e *end) marked(otherwise string) string {
	if e.mark != nil {
		return *e.mark
	}
	return otherwise
}

// callText says what an event is in one or two words.
func callText(ev fsm.Event) string {
	switch {
	case ev.Kind == fsm.Send && ev.Urgent:
		return fmt.Sprintf("SEND %d urgent", ev.Octets)
	case ev.Kind == fsm.Send, ev.Kind == fsm.Receive:
		return fmt.Sprintf("%v %d", ev.Kind, ev.Octets)
	}
	return ev.Kind.String()
}

// tidings lists what an output tells the user, and the start of 2MSL.
func tidings(o *fsm.Output) []string {
	var t []string
	add := func(is bool, format string, args ...any) {
		if is {
			t = append(t, fmt.Sprintf(format, args...))
		}
	}
	add(o.Reply > fsm.OK, "%v", o.Reply)
	add(o.Delivered != 0, "delivered %d", o.Delivered)
	add(o.Acked != 0, "acknowledged %d", o.Acked)
	add(o.Answered.Send != fsm.NoReply, "SEND: %v", o.Answered.Send)
	add(o.Answered.Receive != fsm.NoReply, "RECEIVE: %v", o.Answered.Receive)
	add(o.Answered.Close != fsm.NoReply, "CLOSE: %v", o.Answered.Close)
	for s := fsm.SignalReset; s <= fsm.SignalDead; s++ {
		add(o.Signals.Has(s), "%v", s)
	}
	add(o.Started.Has(fsm.TimeWait2MSL), "2MSL starts")
	add(o.Started.Has(fsm.KeepAlive), "keep-alive starts")
	return t
}

// print prints the ladder under its caption.
func (l *ladder) print(caption string) {
	width := 0
	for _, r := range l.rows {
		width = max(width, len(r.segment))
	}
	line := func(r row) {
		n := ""
		if r.n != 0 {
			n = fmt.Sprintf("%d.", r.n)
		}
		middle := fmt.Sprintf("%-12s %-3s %-*s %-3s", r.a, r.left, width, r.segment, r.right)
		if r.segment == "" {
			middle = fmt.Sprintf("%-*s", width+21, r.a)
		}
		fmt.Println(strings.TrimRight(fmt.Sprintf("%-3s %s %s", n, middle, r.b), " "))
	}
	fmt.Println(caption)
	line(row{a: "TCP Peer A", b: "TCP Peer B"})
	for _, r := range l.rows {
		line(r)
	}
}

func pop(queue *[]fsm.Segment) fsm.Segment {
	g := (*queue)[0]
	*queue = slices.Clone((*queue)[1:])
	return g
}

// segment reads the notation of the figures. A text that is none is a mistake
// in a test.
func segment(text string) fsm.Segment {
	g, err := fsm.ParseSegment(text)
	if err != nil {
		panic(err)
	}
	return g
}

// handshake opens a connection on which A sends from a and B from b on, before
// the drawing begins.
func (l *ladder) handshake(a, b fsm.Seq, window uint32) {
	l.a.isss, l.b.isss = []fsm.Seq{a - 1}, []fsm.Seq{b - 1}
	l.step(&l.b, fsm.Event{Kind: fsm.OpenPassive, SndBUFF: 4096, RcvBUFF: window})
	l.step(&l.a, fsm.Event{Kind: fsm.OpenActive, Remote: fsm.Specified, SndBUFF: 4096, RcvBUFF: window})
	for len(l.a.sent)+len(l.b.sent) > 0 {
		for len(l.a.sent) > 0 {
			l.deliver(&l.b, pop(&l.a.sent))
		}
		for len(l.b.sent) > 0 {
			l.deliver(&l.a, pop(&l.b.sent))
		}
	}
}

// figure6: basic three-way handshake.
func figure6(l *ladder) {
	l.show = func(g fsm.Segment) string { return strings.Replace(abbreviated(g), "<DATA=10>", "<DATA>", 1) }
	l.listen(&l.b, 300)
	l.states()
	l.open(&l.a, 100)
	l.crosses(&l.a)
	l.crosses(&l.b)
	l.crosses(&l.a)
	l.send(&l.a, 10)
	l.crosses(&l.a)
}

func Example_figure6() {
	l := newLadder(fsm.RFC9293)
	figure6(l)
	l.print("Figure 6: Basic Three-Way Handshake for Connection Synchronization")
	// Output:
	// Figure 6: Basic Three-Way Handshake for Connection Synchronization
	//     TCP Peer A                                             TCP Peer B
	// 1.  CLOSED                                                 LISTEN
	// 2.  SYN-SENT     --> <SEQ=100><CTL=SYN>                --> SYN-RECEIVED
	// 3.  ESTABLISHED  <-- <SEQ=300><ACK=101><CTL=SYN,ACK>   <-- SYN-RECEIVED
	// 4.  ESTABLISHED  --> <SEQ=101><ACK=301><CTL=ACK>       --> ESTABLISHED
	// 5.  ESTABLISHED  --> <SEQ=101><ACK=301><CTL=ACK><DATA> --> ESTABLISHED
}

// figure7: simultaneous open.
func figure7(l *ladder) {
	l.states()
	l.open(&l.a, 100)
	l.leaves(&l.a)
	l.open(&l.b, 300)
	l.crosses(&l.b)
	l.arrives(&l.a)
	l.leaves(&l.a)
	l.crosses(&l.b)
	l.arrives(&l.a)
}

func Example_figure7() {
	l := newLadder(fsm.RFC9293)
	figure7(l)
	l.print("Figure 7: Simultaneous Connection Synchronization")
	// Output:
	// Figure 7: Simultaneous Connection Synchronization
	//     TCP Peer A                                           TCP Peer B
	// 1.  CLOSED                                               CLOSED
	// 2.  SYN-SENT     --> <SEQ=100><CTL=SYN>              ...
	// 3.  SYN-RECEIVED <-- <SEQ=300><CTL=SYN>              <-- SYN-SENT
	// 4.               ... <SEQ=100><CTL=SYN>              --> SYN-RECEIVED
	// 5.  SYN-RECEIVED --> <SEQ=100><ACK=301><CTL=SYN,ACK> ...
	// 6.  ESTABLISHED  <-- <SEQ=300><ACK=101><CTL=SYN,ACK> <-- SYN-RECEIVED
	// 7.               ... <SEQ=100><ACK=301><CTL=SYN,ACK> --> ESTABLISHED
}

// Read to the letter, the sequence check rejects the SYN,ACKs of lines 6 and 7:
// each begins with a SYN that lies left of the window (A05). What establishes
// both ends are the ACKs by which they are answered.
func Example_figure7Literal() {
	l := newLadder(fsm.MustCompile(fsm.RFC9293Table(), fsm.Policy{SimultaneousOpen: fsm.SimultaneousOpenLiteral}))
	figure7(l)
	l.crosses(&l.a)
	l.crosses(&l.b)
	l.print("Figure 7 under simultaneous_open=literal")
	// Output:
	// Figure 7 under simultaneous_open=literal
	//     TCP Peer A                                           TCP Peer B
	// 1.  CLOSED                                               CLOSED
	// 2.  SYN-SENT     --> <SEQ=100><CTL=SYN>              ...
	// 3.  SYN-RECEIVED <-- <SEQ=300><CTL=SYN>              <-- SYN-SENT
	// 4.               ... <SEQ=100><CTL=SYN>              --> SYN-RECEIVED
	// 5.  SYN-RECEIVED --> <SEQ=100><ACK=301><CTL=SYN,ACK> ...
	// 6.  SYN-RECEIVED <-- <SEQ=300><ACK=101><CTL=SYN,ACK> <-- SYN-RECEIVED
	// 7.               ... <SEQ=100><ACK=301><CTL=SYN,ACK> --> SYN-RECEIVED
	// 8.  SYN-RECEIVED --> <SEQ=101><ACK=301><CTL=ACK>     --> ESTABLISHED
	// 9.  ESTABLISHED  <-- <SEQ=301><ACK=101><CTL=ACK>     <-- ESTABLISHED
}

// figure8: recovery from an old duplicate SYN.
func figure8(l *ladder) {
	l.listen(&l.b, 300, 400)
	l.states()
	l.open(&l.a, 100)
	l.leaves(&l.a)
	l.a.late = slices.Insert(l.a.late, 0, segment("<SEQ=90><CTL=SYN>"))
	l.mark(&l.a, "(duplicate)")
	l.arrives(&l.a)
	l.crosses(&l.b)
	l.crosses(&l.a)
	l.arrives(&l.a)
	l.crosses(&l.b)
	l.crosses(&l.a)
}

func Example_figure8() {
	l := newLadder(fsm.RFC9293)
	figure8(l)
	l.print("Figure 8: Recovery from Old Duplicate SYN")
	// Output:
	// Figure 8: Recovery from Old Duplicate SYN
	//     TCP Peer A                                           TCP Peer B
	// 1.  CLOSED                                               LISTEN
	// 2.  SYN-SENT     --> <SEQ=100><CTL=SYN>              ...
	// 3.  (duplicate)  ... <SEQ=90><CTL=SYN>               --> SYN-RECEIVED
	// 4.  SYN-SENT     <-- <SEQ=300><ACK=91><CTL=SYN,ACK>  <-- SYN-RECEIVED
	// 5.  SYN-SENT     --> <SEQ=91><CTL=RST>               --> LISTEN
	// 6.               ... <SEQ=100><CTL=SYN>              --> SYN-RECEIVED
	// 7.  ESTABLISHED  <-- <SEQ=400><ACK=101><CTL=SYN,ACK> <-- SYN-RECEIVED
	// 8.  ESTABLISHED  --> <SEQ=101><ACK=401><CTL=ACK>     --> ESTABLISHED
}

// figure9: half-open connection discovery. The window of B is 300, so that the
// SYN of line 3 lies outside, as the RFC says.
func figure9(l *ladder) {
	l.handshake(100, 300, 300)
	l.a.c = fsm.TCB{}
	l.marks("(REBOOT)", "(send 300, receive 100)")
	l.states()
	l.states()
	l.open(&l.a, 400)
	l.mark(&l.b, "(??)")
	l.crosses(&l.a)
	l.mark(&l.a, "(!!)")
	l.crosses(&l.b)
	l.mark(&l.b, "(Abort!!)")
	l.crosses(&l.a)
	l.states()
	l.expires(&l.a, fsm.RetransmissionTimeout)
	l.mark(&l.b, "")
	l.crosses(&l.a)
}

func Example_figure9() {
	l := newLadder(fsm.RFC9293)
	figure9(l)
	l.print("Figure 9: Half-Open Connection Discovery")
	// Output:
	// Figure 9: Half-Open Connection Discovery
	//     TCP Peer A                                       TCP Peer B
	// 1.  (REBOOT)                                         (send 300, receive 100)
	// 2.  CLOSED                                           ESTABLISHED
	// 3.  SYN-SENT     --> <SEQ=400><CTL=SYN>          --> (??)
	// 4.  (!!)         <-- <SEQ=300><ACK=100><CTL=ACK> <-- ESTABLISHED
	// 5.  SYN-SENT     --> <SEQ=100><CTL=RST>          --> (Abort!!)
	// 6.  SYN-SENT                                         CLOSED
	// 7.  SYN-SENT     --> <SEQ=400><CTL=SYN>          -->
}

// figure10: active side causes half-open connection discovery.
func figure10(l *ladder) {
	l.handshake(100, 300, 4096)
	l.a.c = fsm.TCB{}
	l.marks("(REBOOT)", "(send 300, receive 100)")
	l.states()
	l.send(&l.b, 10)
	l.mark(&l.a, "(??)")
	l.crosses(&l.b)
	l.marks("", "(ABORT!!)")
	l.crosses(&l.a)
}

func Example_figure10() {
	l := newLadder(fsm.RFC9293)
	figure10(l)
	l.print("Figure 10: Active Side Causes Half-Open Connection Discovery")
	// Output:
	// Figure 10: Active Side Causes Half-Open Connection Discovery
	//     TCP Peer A                                                TCP Peer B
	// 1.  (REBOOT)                                                  (send 300, receive 100)
	// 2.  (??)         <-- <SEQ=300><ACK=100><CTL=ACK><DATA=10> <-- ESTABLISHED
	// 3.               --> <SEQ=100><CTL=RST>                   --> (ABORT!!)
}

// figure11: old duplicate SYN initiates a reset on two passive sockets. The
// RFC leaves the numbers Z and X open; here they are 90 and 300.
func figure11(l *ladder) {
	names := strings.NewReplacer("=90>", "=Z>", "=91>", "=Z+1>", "=300>", "=X>")
	l.show = func(g fsm.Segment) string { return names.Replace(abbreviated(g)) }
	l.listen(&l.a, 200)
	l.listen(&l.b, 300)
	l.states()
	l.duplicate(&l.a, "<SEQ=90><CTL=SYN>")
	l.arrives(&l.a)
	l.mark(&l.a, "(??)")
	l.crosses(&l.b)
	l.marks("", "(return to LISTEN!)")
	l.crosses(&l.a)
	l.states()
}

func Example_figure11() {
	l := newLadder(fsm.RFC9293)
	figure11(l)
	l.print("Figure 11: Old Duplicate SYN Initiates a Reset on Two Passive Sockets")
	// Output:
	// Figure 11: Old Duplicate SYN Initiates a Reset on Two Passive Sockets
	//     TCP Peer A                                         TCP Peer B
	// 1.  LISTEN                                             LISTEN
	// 2.               ... <SEQ=Z><CTL=SYN>              --> SYN-RECEIVED
	// 3.  (??)         <-- <SEQ=X><ACK=Z+1><CTL=SYN,ACK> <-- SYN-RECEIVED
	// 4.               --> <SEQ=Z+1><CTL=RST>            --> (return to LISTEN!)
	// 5.  LISTEN                                             LISTEN
}

// figure12: normal close sequence.
func figure12(l *ladder) {
	l.handshake(100, 300, 4096)
	l.states()
	l.begin("(Close)", "")
	l.closes(&l.a)
	l.crosses(&l.a)
	l.crosses(&l.b)
	l.begin("", "(Close)")
	l.closes(&l.b)
	l.crosses(&l.b)
	l.crosses(&l.a)
	l.begin("(2 MSL)", "")
	l.expires(&l.a, fsm.TimeWaitTimeout)
	l.mark(&l.b, "")
	l.states()
}

func Example_figure12() {
	l := newLadder(fsm.RFC9293)
	figure12(l)
	l.print("Figure 12: Normal Close Sequence")
	// Output:
	// Figure 12: Normal Close Sequence
	//     TCP Peer A                                           TCP Peer B
	// 1.  ESTABLISHED                                          ESTABLISHED
	// 2.  (Close)
	//     FIN-WAIT-1   --> <SEQ=100><ACK=300><CTL=FIN,ACK> --> CLOSE-WAIT
	// 3.  FIN-WAIT-2   <-- <SEQ=300><ACK=101><CTL=ACK>     <-- CLOSE-WAIT
	// 4.                                                       (Close)
	//     TIME-WAIT    <-- <SEQ=300><ACK=101><CTL=FIN,ACK> <-- LAST-ACK
	// 5.  TIME-WAIT    --> <SEQ=101><ACK=301><CTL=ACK>     --> CLOSED
	// 6.  (2 MSL)
	//     CLOSED
}

// figure13: simultaneous close sequence.
func figure13(l *ladder) {
	l.handshake(100, 300, 4096)
	l.states()
	l.begin("(Close)", "(Close)")
	l.closes(&l.a)
	l.closes(&l.b)
	for range 2 {
		l.mark(&l.b, l.b.c.State.String())
		l.leaves(&l.a)
		l.under = true
		l.marks("", "")
		l.crosses(&l.b)
		l.under = true
		l.marks("", "")
		l.arrives(&l.a)
	}
	l.states()
	l.aside("(2 MSL)", "(2 MSL)")
	l.under = true
	l.expires(&l.a, fsm.TimeWaitTimeout)
	l.expires(&l.b, fsm.TimeWaitTimeout)
	l.states()
}

func Example_figure13() {
	l := newLadder(fsm.RFC9293)
	figure13(l)
	l.print("Figure 13: Simultaneous Close Sequence")
	// Output:
	// Figure 13: Simultaneous Close Sequence
	//     TCP Peer A                                           TCP Peer B
	// 1.  ESTABLISHED                                          ESTABLISHED
	// 2.  (Close)                                              (Close)
	//     FIN-WAIT-1   --> <SEQ=100><ACK=300><CTL=FIN,ACK> ... FIN-WAIT-1
	//                  <-- <SEQ=300><ACK=100><CTL=FIN,ACK> <--
	//                  ... <SEQ=100><ACK=300><CTL=FIN,ACK> -->
	// 3.  CLOSING      --> <SEQ=101><ACK=301><CTL=ACK>     ... CLOSING
	//                  <-- <SEQ=301><ACK=101><CTL=ACK>     <--
	//                  ... <SEQ=101><ACK=301><CTL=ACK>     -->
	// 4.  TIME-WAIT                                            TIME-WAIT
	//     (2 MSL)                                              (2 MSL)
	//     CLOSED                                               CLOSED
}

// A figureLine is a line of a figure as testdata/figures.json has it. A side
// without a state may bear a mark, which stands for some remark in its place.
type figureLine struct {
	N, A, B, Left, Right, Segment string
	MarkA                         string `json:"mark_a"`
	MarkB                         string `json:"mark_b"`
	Did                           []string
}

// TestFiguresAreThoseOfTheRFC holds what the examples draw against the facts of
// the figures, which were taken from the RFC and not from this package.
func TestFiguresAreThoseOfTheRFC(t *testing.T) {
	data, err := os.ReadFile("testdata/figures.json")
	if err != nil {
		t.Fatal(err)
	}
	var figures []struct {
		Figure int
		Lines  []figureLine
	}
	if err := json.Unmarshal(data, &figures); err != nil {
		t.Fatal(err)
	}
	drawings := map[int]func(*ladder){
		6: figure6, 7: figure7, 8: figure8, 9: figure9,
		10: figure10, 11: figure11, 12: figure12, 13: figure13,
	}
	if len(figures) != len(drawings) {
		t.Errorf("%d figures as data, %d drawn", len(figures), len(drawings))
	}
	for _, f := range figures {
		t.Run(fmt.Sprint("figure ", f.Figure), func(t *testing.T) {
			l := newLadder(fsm.RFC9293)
			drawings[f.Figure](l)
			if diff := cmp.Diff(f.Lines, l.lines(f.Lines)); diff != "" {
				t.Errorf("the figure (-) and what happens (+) differ:\n%s", diff)
			}
		})
	}
}

// lines returns the rows of the ladder as lines of a figure, asides left out.
// Where the figure is silent on what an end did, so is the line.
func (l *ladder) lines(figure []figureLine) []figureLine {
	var lines []figureLine
	n := 0
	for _, r := range l.rows {
		n = max(n, r.n)
		if r.aside {
			continue
		}
		f := figureLine{N: fmt.Sprint(n), A: r.a, B: r.b, Left: r.left, Right: r.right, Segment: r.segment}
		var want figureLine
		if len(lines) < len(figure) {
			want = figure[len(lines)]
		}
		f.A, f.MarkA = unmark(r.a, r.markA, want.MarkA)
		f.B, f.MarkB = unmark(r.b, r.markB, want.MarkB)
		f.Did = common(r.did, want.Did)
		lines = append(lines, f)
	}
	return lines
}

// unmark splits what stands at a side into state and mark. The data name marks
// in their own words, so only their presence counts.
func unmark(text string, marked bool, want string) (state, mark string) {
	switch _, err := fsm.ParseState(text); {
	case !marked || err == nil:
		return text, ""
	case text == "":
		return "", ""
	case want != "":
		return "", want
	}
	return "", text
}

// common returns what did has of want.
func common(did, want []string) (both []string) {
	for _, d := range did {
		if slices.Contains(want, d) {
			both = append(both, d)
		}
	}
	return both
}
