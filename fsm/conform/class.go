package conform

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A Class is a kind of event that a connection is put to the test with: a call,
// or a segment with certain flags at a certain place in the sequence space.
type Class struct {
	Call    Call
	Flags   Flags         // of an Arrival
	Octets  uint32        // of a Send
	Message Message       // of an ICMP
	For     time.Duration // of an Elapse; of what is Aged how long TIME-WAIT lasts
	Aged    bool          // of an Arrival in TIME-WAIT: half of that before, and three quarters behind it
	At      Position      // where its SEG.SEQ lies
	Ack     Position      // where its SEG.ACK lies, Nowhere without the ACK bit
}

// A Flags is a column of the matrix: control bits, and whether there is text.
type Flags struct {
	Name  string
	CTL   fsm.Control
	Text  uint32
	Opens bool // it opens the window of the peer, if that is closed
}

// octets is the length of the text of a segment that bears some.
const octets = 10

// AllFlags are the flags that segments are tried with.
var AllFlags = []Flags{
	{Name: "SYN", CTL: fsm.SYN},
	{Name: "SYN,ACK", CTL: fsm.SYN | fsm.ACK},
	{Name: "ACK", CTL: fsm.ACK},
	{Name: "data", CTL: fsm.ACK | fsm.PSH, Text: octets},
	{Name: "FIN,ACK", CTL: fsm.FIN | fsm.ACK},
	{Name: "RST", CTL: fsm.RST},
	{Name: "RST,ACK", CTL: fsm.RST | fsm.ACK},
	{Name: "SYN,FIN", CTL: fsm.SYN | fsm.FIN},
	{Name: "none"},
}

// These are tried where they make a difference, or with some peers.
var (
	opening = Flags{Name: "window opens", CTL: fsm.ACK, Opens: true}
	urgent  = Flags{Name: "urgent", CTL: fsm.ACK | fsm.PSH | fsm.URG, Text: octets}
)

// calls are the calls that every state is tried with.
var calls = []Call{Shutdown, Close, Abort}

// A Position is a place in a sequence space.
type Position string

// The places of SEG.SEQ, and then those of SEG.ACK, from left to right.
const (
	Nowhere Position = ""

	LeftOfIt  Position = "left of the window"
	JustLeft  Position = "RCV.NXT-1"
	Next      Position = "RCV.NXT"
	InWindow  Position = "in the window"
	RightEdge Position = "right edge"
	RightOfIt Position = "right of the window"

	Ancient   Position = "below SND.UNA-MAX.SND.WND"
	Old       Position = "old"
	Unacked   Position = "SND.UNA"
	InFlight  Position = "in flight"
	AllSent   Position = "SND.NXT"
	NeverSent Position = "unsent"
)

// How far from an edge a place lies that is just somewhere: left of the window
// a segment with text is to end before RCV.NXT.
const (
	nearby  = 10
	farLeft = 2 * octets
)

// seqPositions and ackPositions are the places that are tried.
var (
	seqPositions = []Position{LeftOfIt, JustLeft, Next, InWindow, RightEdge, RightOfIt}
	ackPositions = []Position{Ancient, Old, Unacked, InFlight, AllSent, NeverSent}
)

// String returns c as a line of a report.
func (c Class) String() string {
	if c.Call == Elapse || c.Call == Send {
		return Input{Call: c.Call, For: c.For, Octets: c.Octets}.String()
	}
	if c.Call == ICMP {
		return c.Message.String()
	}
	if c.Call != Arrival {
		return c.Call.String()
	}
	parts := []string{c.Flags.Name}
	if c.At != Nowhere {
		parts = append(parts, "SEQ "+string(c.At))
	}
	if c.Ack != Nowhere {
		parts = append(parts, "ACK "+string(c.Ack))
	}
	if c.Aged {
		parts = append(parts, "half way through 2MSL")
	}
	return strings.Join(parts, ", ")
}

// Column names the column of the matrix that c belongs to.
func (c Class) Column() string {
	if c.Call != Arrival {
		return c.Call.String()
	}
	return c.Flags.Name
}

// Columns lists the columns of the matrix, but for those that not every report has.
func Columns() []string {
	var all []string
	for _, f := range AllFlags {
		all = append(all, f.Name)
	}
	for _, c := range calls {
		all = append(all, c.String())
	}
	return all
}

// perhaps are the columns that not every report has.
var perhaps = []string{opening.Name, urgent.Name, Send.String(), Elapse.String(), ICMP.String()}

// input returns the input that stands for c when the connection to p is in tcb, whose
// window ends at edge.
func (c Class) input(p peer, tcb *fsm.TCB, edge fsm.Seq) Input {
	if c.Call == ICMP {
		return Input{Call: ICMP, Message: c.Message, Segment: quoted(tcb)}
	}
	if c.Call != Arrival {
		return Input{Call: c.Call, For: c.For, Octets: c.Octets}
	}
	g := fsm.Segment{SEQ: seqAt(c.At, p, tcb, edge), CTL: c.Flags.CTL, Text: c.Flags.Text, WND: max(p.wnd, peerWindow)}
	if g.CTL.Has(fsm.URG) {
		g.UP = c.Flags.Text
	}
	if shut(tcb) && !c.Flags.Opens {
		g.WND = 0
	}
	if c.Ack != Nowhere {
		g.ACK = ackAt(c.Ack, tcb)
	}
	return Input{Segment: g, ISS: p.own}
}

// seqAt returns the number at a place in the receive sequence space of tcb. Without
// one, in CLOSED, LISTEN and SYN-SENT, it is the peer's initial number.
func seqAt(at Position, p peer, tcb *fsm.TCB, edge fsm.Seq) fsm.Seq {
	switch at {
	case LeftOfIt:
		return tcb.RCV.NXT - farLeft
	case JustLeft:
		return tcb.RCV.NXT - 1
	case Next:
		return tcb.RCV.NXT
	case InWindow:
		return tcb.RCV.NXT + nearby
	case RightEdge:
		return edge
	case RightOfIt:
		return edge + nearby
	}
	return p.iss
}

// ackAt returns the number at p in the send sequence space of tcb.
func ackAt(p Position, tcb *fsm.TCB) fsm.Seq {
	switch p {
	case Ancient:
		return tcb.SND.UNA - fsm.Seq(tcb.SND.MAX) - 1
	case Old:
		return tcb.SND.UNA - 1
	case Unacked:
		return tcb.SND.UNA
	case InFlight:
		return tcb.SND.UNA + fsm.Seq(tcb.SND.NXT.Sub(tcb.SND.UNA)/2)
	case AllSent:
		return tcb.SND.NXT
	}
	return tcb.SND.NXT + nearby
}

// Classes returns the classes that are different from each other at the end of
// a route, calls last. Of places that are the same, the first gives the name. A peer whose
// numbers are far also sends octets that are urgent, and is sent more than fits a segment, and
// its window.
func Classes(r *Route) []Class {
	flags := slices.Clip(AllFlags)
	if shut(&r.TCB) {
		flags = append(flags, opening)
	}
	if r.peer.far() {
		flags = append(flags, urgent)
	}
	all := r.segments(flags)
	for _, c := range calls {
		all = append(all, Class{Call: c})
	}
	if s := r.State(); r.peer.far() && (s == fsm.Established || s == fsm.CloseWait) {
		all = append(all, Class{Call: Send, Octets: r.peer.wnd + r.peer.wnd/5})
	}
	return all
}

// segments returns the classes of segments with some flags that are different from each other
// at the end of r.
func (r *Route) segments(flags []Flags) (all []Class) {
	tcb := &r.TCB
	seen := map[string]bool{}
	for _, f := range flags {
		for _, at := range seqPlaces(tcb) {
			for _, ack := range ackPlaces(tcb, f) {
				c := Class{Flags: f, At: at, Ack: ack}
				if in := c.input(r.peer, tcb, tcb.RCV.NXT.Add(tcb.RCV.WND)).String(); !seen[in] {
					seen[in] = true
					all = append(all, c)
				}
			}
		}
	}
	return all
}

// seqPlaces returns the places that tcb has in its receive sequence space.
func seqPlaces(tcb *fsm.TCB) []Position {
	if tcb.State == fsm.SynReceived || tcb.State.Synchronized() {
		return seqPositions
	}
	return []Position{Nowhere}
}

// ackPlaces returns the places that tcb has in its send sequence space, for a
// segment with flags f.
func ackPlaces(tcb *fsm.TCB, f Flags) []Position {
	switch {
	case !f.CTL.Has(fsm.ACK):
		return []Position{Nowhere}
	case tcb.State == fsm.Closed || tcb.State == fsm.Listen:
		return []Position{NeverSent}
	}
	return ackPositions
}

// A Case is one experiment: a state, reached by a route, and a class of events
// that it is put to the test with.
type Case struct {
	Route *Route
	Class Class
}

// String returns c as the heading of a report.
func (c Case) String() string { return fmt.Sprintf("%v [%v] %v", c.Route.State(), c.Route, c.Class) }
