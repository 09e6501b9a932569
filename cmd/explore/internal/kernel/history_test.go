package kernel

import (
	"fmt"
	"hash/maphash"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/anishathalye/porcupine"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

// What several threads see of a connection that they share is right if their
// calls have taken effect one after the other, each between its beginning and
// its end: if the history is linearizable. The connection that it is compared
// with is two TCBs of the table and the segments between them, which arrive
// when they like.

// A call is what a thread asks of one end.
type call struct {
	end  int // 0 or 1
	name string
	text string // of a write
	max  int    // of a read

	// held: the call had begun when a close of its descriptor returned, so it
	// may have found the connection before and use it after. The kernel closes
	// the connection when the last such call has ended.
	held bool
}

// An answer is what the thread is told.
type answer struct {
	text string // of a read
	err  string // as "EPIPE", or "EOF"; empty if the call succeeded
}

// A user is one end of the pair and what its threads know of it.
type user struct {
	fsm.TCB
	written string // the octets of the user, in order
	taken   int    // how many octets of the peer's the user has read

	closed  bool // the descriptor is gone
	closing bool // and the connection is yet to hear of it
	full    bool // it has: receiving is over too

	// When the TCB is gone: how many octets wait for the user, and whether the
	// peer has reset the connection.
	rest  int
	reset bool
}

// inTransit bounds the segments on the way in one direction.
const inTransit = 16

// A pair is a connection with both ends and what is on its way. It is a plain
// value: the checker compares it.
type pair struct {
	users [2]user
	wire  [2][inTransit]fsm.Segment // by sender
	n     [2]int
}

// linux is the table as Linux has it.
var linux = func() *conform.Machine {
	m, err := conform.NewMachine(fsm.RFC9293Table(), linuxPolicy())
	if err != nil {
		panic(err)
	}
	return m
}()

func linuxPolicy() fsm.Policy {
	for _, p := range fsm.Profiles() {
		if p.Name == "Linux" {
			return p.Policy
		}
	}
	panic("there is no profile Linux")
}

// established is a connection both ends of which are in ESTABLISHED.
func established() pair {
	var p pair
	open := fsm.Event{SndBUFF: 1 << 16, RcvBUFF: 1 << 16, Remote: fsm.Specified}
	open.Kind = fsm.OpenPassive
	p.step(1, open)
	open.Kind, open.ISS = fsm.OpenActive, 100
	p.step(0, open)
	for p.n != [2]int{} {
		for from := range p.n {
			if p.n[from] > 0 {
				p.deliver(from)
			}
		}
	}
	return p
}

// step lets an event happen at one end, and what may leave then leave.
func (p *pair) step(end int, ev fsm.Event) fsm.Output {
	u := &p.users[end]
	m := linux.Half
	if u.full {
		m = linux.Full
	}
	var first, out fsm.Output
	for i, e := range []fsm.Event{ev, {Kind: fsm.Transmit}} {
		unread, existed := int(u.RCV.USER), u.State != fsm.Closed
		m.Step(&u.TCB, &e, &out)
		if existed && u.State == fsm.Closed {
			u.rest, u.reset = unread, out.Signals.Has(fsm.SignalReset) || e.Kind == fsm.Abort
		}
		for _, g := range out.Segments() {
			p.wire[end][p.n[end]] = g
			p.n[end]++
		}
		if i == 0 {
			first = out
		}
	}
	return first
}

// deliver lets the oldest segment of an end arrive at the other.
func (p *pair) deliver(from int) {
	g := p.wire[from][0]
	copy(p.wire[from][:], p.wire[from][1:])
	p.n[from]--
	p.wire[from][p.n[from]] = fsm.Segment{}
	p.step(1-from, fsm.Event{Kind: fsm.SegmentArrives, Segment: g, ISS: 5000})
}

// unseen returns what p may have become without a call.
func (p pair) unseen() []pair {
	seen := map[pair]bool{p: true}
	all := []pair{p}
	enter := func(q pair) {
		if !seen[q] {
			seen[q] = true
			all = append(all, q)
		}
	}
	for i := 0; i < len(all); i++ {
		for end := range all[i].users {
			if q := all[i]; q.n[end] > 0 {
				q.deliver(end)
				enter(q)
			}
			if q := all[i]; q.users[end].closing {
				q.release(end)
				enter(q)
			}
		}
	}
	return all
}

// release lets the connection hear that its descriptor was closed. SHLD-3 asks
// for a RST if octets were not read. To the table a CLOSE after a CLOSE is none;
// to Linux, a close after a shutdown is the one that SHLD-3 speaks of.
func (p *pair) release(end int) {
	u := &p.users[end]
	u.closing, u.full = false, true
	kind := fsm.Close
	if u.RCV.USER > 0 && (u.State == fsm.FinWait1 || u.State == fsm.FinWait2) {
		kind = fsm.Abort
	}
	p.step(end, fsm.Event{Kind: kind})
}

// after returns what p may be after c, if the answer to c was a.
func (p pair) after(c call, a answer) []pair {
	var all []pair
	for _, q := range p.unseen() {
		if q.do(c, a) {
			all = append(all, q)
		}
	}
	return all
}

// do applies c and reports whether a is an answer to it.
func (p *pair) do(c call, a answer) bool {
	u := &p.users[c.end]
	if u.closed && (a.err == "EBADF" || !c.held || !u.closing) {
		return a.err == "EBADF"
	}
	switch c.name {
	case "close":
		u.closed, u.closing = true, true
		return a.err == ""
	case "shutdown":
		if u.State == fsm.Closed || u.State == fsm.TimeWait {
			return a.err == "ENOTCONN"
		}
		p.step(c.end, fsm.Event{Kind: fsm.Close})
		return a.err == ""
	case "write":
		return p.write(c, a)
	}
	return p.read(c, a)
}

func (p *pair) write(c call, a answer) bool {
	u := &p.users[c.end]
	switch p.step(c.end, fsm.Event{Kind: fsm.Send, Octets: uint32(len(c.text))}).Reply {
	case fsm.OK:
		u.written += c.text
		return a.err == ""
	case fsm.NoConnection:
		return a.err == "EPIPE" || a.err == "ECONNRESET"
	}
	return a.err == "EPIPE"
}

func (p *pair) read(c call, a answer) bool {
	u := &p.users[c.end]
	waiting := int(u.RCV.USER)
	if u.State == fsm.Closed {
		waiting = u.rest
	}
	n := min(c.max, waiting)
	switch {
	case u.State == fsm.Closed && u.reset && a.err != "":
		return a.err == "ECONNRESET" || a.err == "EPIPE" || a.err == "EOF"
	case n > 0 && u.State == fsm.Closed:
		u.rest -= n
	case n > 0:
		p.step(c.end, fsm.Event{Kind: fsm.Receive, Octets: uint32(n)})
	case u.State == fsm.Closed || u.RCV.FINTaken:
		return a.err == "EOF"
	default:
		return a.err == "EAGAIN"
	}
	text := p.users[1-c.end].written[u.taken:][:n]
	u.taken += n
	return a.err == "" && a.text == text
}

var seed = maphash.MakeSeed()

// connections is the model that histories are held against.
var connections = (&porcupine.NondeterministicModel{
	Init: func() []any { return []any{established()} },
	Step: func(state, input, output any) []any {
		var next []any
		for _, p := range state.(pair).after(input.(call), output.(answer)) {
			next = append(next, p)
		}
		return next
	},
	Hash: func(state any) uint64 { return maphash.Comparable(seed, state.(pair)) },
	DescribeOperation: func(input, output any) string {
		c, a := input.(call), output.(answer)
		return fmt.Sprintf("%d %s(%s%s) %s%s", c.end, c.name, c.text, map[bool]string{true: fmt.Sprint(c.max)}[c.name == "read"], a.text, a.err)
	},
	DescribeState: func(state any) string {
		p := state.(pair)
		return fmt.Sprintf("%v %v", p.users[0].State, p.users[1].State)
	},
}).ToModel()

// linearizable checks a history. If it is not linearizable, its picture is left
// in the directory of the test's artifacts.
func linearizable(t *testing.T, history []porcupine.Operation) (ok bool, picture string) {
	result, info := porcupine.CheckOperationsVerbose(connections, history, 0)
	if result == porcupine.Ok {
		return true, ""
	}
	picture = filepath.Join(t.ArtifactDir(), "history.html")
	if err := porcupine.VisualizePath(connections, info, picture); err != nil {
		t.Fatal(err)
	}
	return false, picture
}

// sequence makes a history of calls that do not overlap.
func sequence(steps ...any) []porcupine.Operation {
	var all []porcupine.Operation
	for i := 0; i < len(steps); i += 2 {
		c := steps[i].(call)
		all = append(all, porcupine.Operation{ClientId: c.end, Input: c, Output: steps[i+1], Call: int64(10 * i), Return: int64(10*i + 5)})
	}
	return all
}

func write(end int, text string) call { return call{end: end, name: "write", text: text} }
func read(end, most int) call         { return call{end: end, name: "read", max: most} }
func shutdown(end int) call           { return call{end: end, name: "shutdown"} }
func closing(end int) call            { return call{end: end, name: "close"} }

var done = answer{}

func got(text string) answer   { return answer{text: text} }
func failed(err string) answer { return answer{err: err} }

// TestHistories holds the model to histories of which it is known whether they
// are right.
func TestHistories(t *testing.T) {
	for _, test := range []struct {
		name  string
		right bool
		steps []any
	}{
		{"text arrives", true, []any{write(0, "ab"), done, read(1, 9), got("ab")}},
		{"text may be under way", true, []any{write(0, "ab"), done, read(1, 9), failed("EAGAIN")}},
		{"in pieces", true, []any{write(0, "abc"), done, read(1, 2), got("ab"), read(1, 2), got("c")}},
		{"end after shutdown", true, []any{write(0, "a"), done, shutdown(0), done, read(1, 9), got("a"), read(1, 9), failed("EOF")}},
		{"half closed", true, []any{shutdown(0), done, read(1, 9), failed("EOF"), write(1, "b"), done, read(0, 9), got("b")}},
		{"no write after shutdown", true, []any{shutdown(0), done, write(0, "a"), failed("EPIPE")}},
		{"no call after close", true, []any{closing(0), done, write(0, "a"), failed("EBADF"), read(0, 1), failed("EBADF")}},
		{"both close", true, []any{shutdown(0), done, shutdown(1), done, read(0, 9), failed("EOF"), read(1, 9), failed("EOF")}},
		{"write to a closed end", true, []any{closing(1), done, write(0, "a"), done, write(0, "b"), failed("EPIPE"), read(0, 1), failed("ECONNRESET")}},
		{"the rest is kept", true, []any{write(0, "ab"), done, shutdown(0), done, shutdown(1), done, read(1, 1), got("a"), read(1, 1), got("b"), read(1, 1), failed("EOF")}},

		{"text from nowhere", false, []any{read(1, 9), got("a")}},
		{"text altered", false, []any{write(0, "ab"), done, read(1, 9), got("aa")}},
		{"text twice", false, []any{write(0, "a"), done, read(1, 9), got("a"), read(1, 9), got("a")}},
		{"text out of order", false, []any{write(0, "a"), done, write(0, "b"), done, read(1, 9), got("b")}},
		{"a gap", false, []any{write(0, "abc"), done, read(1, 1), got("a"), read(1, 1), got("c")}},
		{"one's own text", false, []any{write(0, "a"), done, read(0, 9), got("a")}},
		{"end without shutdown", false, []any{write(0, "a"), done, read(1, 9), failed("EOF")}},
		{"end before the text", false, []any{write(0, "a"), done, shutdown(0), done, read(1, 9), failed("EOF")}},
		{"text after the end", false, []any{shutdown(0), done, read(1, 9), failed("EOF"), write(0, "a"), done, read(1, 9), got("a")}},
		{"the end taken back", false, []any{shutdown(0), done, read(1, 9), failed("EOF"), read(1, 9), failed("EAGAIN")}},
		{"write after shutdown", false, []any{shutdown(0), done, write(0, "a"), done}},
		{"write refused for nothing", false, []any{write(0, "a"), failed("EPIPE")}},
		{"reset from nowhere", false, []any{read(0, 1), failed("ECONNRESET")}},
		{"write after close", false, []any{closing(0), done, write(0, "a"), done}},
		{"shutdown refused for nothing", false, []any{shutdown(0), failed("ENOTCONN")}},
		{"more than asked for", false, []any{write(0, "ab"), done, read(1, 1), got("ab")}},
	} {
		t.Run(test.name, func(t *testing.T) {
			right, picture := linearizable(t, sequence(test.steps...))
			if right != test.right {
				t.Fatalf("linearizable: %v, want %v; %s", right, test.right, picture)
			}
			if right {
				return
			}
			html, err := os.ReadFile(picture)
			if last := test.steps[len(test.steps)-2].(call).name; err != nil || !strings.Contains(string(html), last) {
				t.Errorf("%s does not show the call %s: %v", picture, last, err)
			}
		})
	}
}

// TestOverlap holds that calls at the same time may take effect in either
// order, and calls one after the other may not.
func TestOverlap(t *testing.T) {
	history := func(secondBegins int64) []porcupine.Operation {
		all := sequence(write(0, "a"), done, write(0, "b"), done, read(1, 9), got("ba"))
		all[0].Return, all[1].Call = 30, secondBegins
		all[1].ClientId = 2
		all[1].Return = 35
		return all
	}
	if ok, picture := linearizable(t, history(10)); !ok {
		t.Errorf("two writes at the same time have no order, yet the history is refused: %s", picture)
	}
	if ok, _ := linearizable(t, history(31)); ok {
		t.Error("the text of the second write comes first, and the history is taken")
	}
}
