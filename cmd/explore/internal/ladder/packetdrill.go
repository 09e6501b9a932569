package ladder

import (
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// Packetdrill writes the ladder as a script for packetdrill, from the point of view of one
// end: the one that is accused of something, or else the one whose user does more. Its
// user's calls are system calls, what arrives at it is injected, and what it sends is
// expected. Where it is accused the script expects what it should have done, and ends.
// What a script cannot say is a comment. In a capture nobody sees the calls: those that
// must have been made are made up. An infinite behaviour goes around its cycle once.
func (l *Ladder) Packetdrill(w io.Writer) error {
	d := drill{Ladder: l, end: l.tested(), next: 3, pause: "0"}
	d.comment("%s", l.Title)
	if l.Note != "" {
		d.comment("%s", l.Note)
	}
	d.comment("%s is under test, and %s is played by the script. Seconds, calls, < in, > out.", l.Name(d.end), l.Name(1-d.end))
	d.line("socket(..., SOCK_STREAM, IPPROTO_TCP) = 3")
	d.line("setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0")
	for _, s := range l.all() {
		if ended := d.step(&s); ended {
			break
		}
	}
	_, err := io.WriteString(w, d.script.String())
	return err
}

// tested is the end that is put to the test.
func (l *Ladder) tested() int {
	var moves [2]int
	for _, s := range l.all() {
		for i := range moves {
			if s.accuses(i) {
				return i
			}
			if s.End == i && s.Arrives == nil {
				moves[i]++
			}
		}
	}
	if moves[1] > moves[0] {
		return 1
	}
	return 0
}

// A drill is a script under way.
type drill struct {
	*Ladder
	script   strings.Builder
	end      int
	iss      [2]fsm.Seq // the numbers that the script counts from
	counted  [2]bool    // iss is known
	pause    string     // before the next line: "0" begins the script
	late     string     // how much later a segment may come that a timer sends
	opened   bool
	listener int // a descriptor, 0: none
	socket   int // that of the connection, 0: none yet
	next     int
}

func (d *drill) comment(format string, args ...any) {
	for line := range strings.Lines(fmt.Sprintf(format, args...)) {
		fmt.Fprintf(&d.script, "// %s\n", strings.TrimSpace(line))
	}
}

// line writes an event, at its time.
func (d *drill) line(format string, args ...any) {
	fmt.Fprintf(&d.script, "%-5s %s\n", d.pause, fmt.Sprintf(format, args...))
	d.pause = "+0"
}

// step writes a step, and reports whether the script ends with it.
func (d *drill) step(s *Step) (ended bool) {
	if m := s.only(); m != nil {
		d.observed(m, s.accuses(d.end))
	} else if s.End == d.end || s.End < 0 {
		d.driven(s)
	}
	for i := range s.Findings {
		if f := &s.Findings[i]; f.Kind == Deviates && f.End == d.end {
			d.expect(f)
			return true
		}
	}
	if s.only() == nil && s.End == d.end {
		for i := range s.Sends {
			d.out(s.Sends[i].Segment)
		}
	}
	if d.late != "" { // nothing was sent in this time
		d.pause, d.late = strings.TrimPrefix(d.late, "~"), ""
	}
	return false
}

// driven writes what happens to an end.
func (d *drill) driven(s *Step) {
	d.late = ""
	switch {
	case s.Arrives != nil && s.End == d.end:
		d.in(s.Arrives.Segment)
	case s.Reports != nil:
		d.report(s)
	case s.End < 0:
		d.comment("%s", s.Event)
	case s.Refused != "":
		d.comment("%s: refused: %s", s.Event, s.Refused)
	default:
		d.call(s)
	}
}

// observed writes a segment of a capture, after the call that it must have come of. What is
// wrong with it is not expected.
func (d *drill) observed(m *Message, wrong bool) {
	if m.From != d.end {
		if !d.opened {
			d.open(false)
		}
		d.in(m.Segment)
		return
	}
	g := m.Segment
	switch {
	case !d.opened && g.CTL.Has(fsm.SYN):
		d.open(true)
	case g.Text > 0:
		d.send(g.Text)
	}
	if g.CTL.Has(fsm.FIN) {
		d.on("shutdown(%d, SHUT_WR) = 0")
	}
	if !wrong {
		d.out(g)
	}
}

// call writes a call of the user, or that time passes.
func (d *drill) call(s *Step) {
	var octets uint32
	var span string
	event := strings.NewReplacer("(", "", ")", "").Replace(s.Event)
	event, iss, told := strings.Cut(event, ", ISS ")
	if told {
		d.comment("this end numbers from %s, which a script cannot ask for", iss)
	}
	switch _, err := fmt.Sscanf(event, "SEND %d", &octets); {
	case event == "OPEN passive":
		d.open(false)
	case event == "OPEN active":
		d.open(true)
	case err == nil:
		d.send(octets)
	case event == "SEND":
		d.send(1) // a model's octet
	case event == "shutdown", event == "CLOSE":
		d.on("shutdown(%d, SHUT_WR) = 0")
	case event == "close":
		d.on("close(%d) = 0")
	case event == "ABORT":
		d.on("setsockopt(%d, SOL_SOCKET, SO_LINGER, {onoff=1, linger=0}, 8) = 0")
		d.on("close(%d) = 0")
	case scan(event, "%s pass", &span):
		d.wait(span)
	default:
		d.comment("%s: of itself", s.Event)
		d.late = "~+120"
	}
}

// scan reports whether text is as the format says.
func scan(text, format string, to *string) bool {
	_, err := fmt.Sscanf(text, format, to)
	return err == nil
}

// open writes how a connection is opened.
func (d *drill) open(active bool) {
	fd := d.next
	if d.next++; d.opened {
		d.line("socket(..., SOCK_STREAM, IPPROTO_TCP) = %d", fd)
		d.line("setsockopt(%d, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0", fd)
	}
	if active {
		d.line("fcntl(%d, F_SETFL, O_RDWR|O_NONBLOCK) = 0", fd)
		d.line("connect(%d, ..., ...) = -1 EINPROGRESS (Operation now in progress)", fd)
		d.socket = fd
	} else {
		d.line("bind(%d, ..., ...) = 0", fd)
		d.line("listen(%d, 1) = 0", fd)
		d.listener = fd
	}
	d.opened = true
}

// on writes a call to the connection, which is accepted before.
func (d *drill) on(format string) {
	if d.socket == 0 && d.listener != 0 && d.counted[1-d.end] {
		d.socket = d.next
		d.next++
		d.line("accept(%d, ..., ...) = %d", d.listener, d.socket)
	}
	if fd := max(d.socket, d.listener); fd != 0 {
		d.line(format, fd)
	}
}

func (d *drill) send(octets uint32) {
	d.on(fmt.Sprintf("write(%%d, ..., %d) = %d", octets, octets))
}

// in writes a segment that arrives.
func (d *drill) in(g fsm.Segment) { d.line("< %s win %d%s", d.segment(1-d.end, g), g.WND, options(g)) }

// unreachable are the codes of ICMP by which a destination is unreachable, as scripts call them.
var unreachable = map[uint8]string{
	0: "net_unreachable", 1: "host_unreachable", 2: "protocol_unreachable", 3: "port_unreachable", 4: "frag_needed",
}

// report writes a message of ICMP, if a script has a word for it.
func (d *drill) report(s *Step) {
	r := s.Reports
	code, known := unreachable[r.Code]
	if r.Family != fsm.IPv4 || r.Type != 3 || !known {
		d.comment("%s: here it arrives, by other means", s.Event)
		d.pause = "+1"
		return
	}
	if r.MTU > 0 {
		code += fmt.Sprintf(" mtu %d", r.MTU)
	}
	seq := uint32(r.About.SEQ - d.base(d.end))
	d.line("< icmp unreachable %s [%d:%d(%d)]", code, seq, seq+r.About.Text, r.About.Text)
}

// out writes a segment that is to be sent: with any options, if it is a SYN.
func (d *drill) out(g fsm.Segment) {
	any := ""
	if g.CTL.Has(fsm.SYN) {
		any = " <...>"
	}
	if d.late != "" {
		d.pause += d.late
	}
	d.line("> %s%s", d.segment(d.end, g), any)
	d.late = ""
}

// options writes the options of a segment that arrives.
func options(g fsm.Segment) string {
	if g.MSS == 0 {
		return ""
	}
	return fmt.Sprintf(" <mss %d>", g.MSS)
}

// segment writes a segment of an end: control bits, numbers, and length.
func (d *drill) segment(from int, g fsm.Segment) string {
	if g.CTL.Has(fsm.SYN) && !d.counted[from] {
		d.iss[from], d.counted[from] = g.SEQ, true
	}
	if g.CTL.Has(fsm.ACK) && !d.counted[1-from] && !g.CTL.Has(fsm.RST) {
		d.iss[1-from], d.counted[1-from] = g.ACK-1, true
	}
	seq := uint32(g.SEQ - d.base(from))
	if g.CTL.Has(fsm.RST) && g.SEQ == 0 {
		seq = 0 // who answers what bears no ACK has no number
	}
	text := fmt.Sprintf("%s %d:%d(%d)", bits(g.CTL), seq, seq+g.Text, g.Text)
	if g.CTL.Has(fsm.ACK) {
		text += fmt.Sprintf(" ack %d", uint32(g.ACK-d.base(1-from)))
	}
	if g.CTL.Has(fsm.URG) {
		text += fmt.Sprintf(" urg %d", g.UP)
	}
	return text
}

// base is the number that those of an end are counted from: its ISS, or what it is said to
// be where it has sent no SYN.
func (d *drill) base(end int) fsm.Seq {
	if d.counted[end] {
		return d.iss[end]
	}
	return d.ISS[end]
}

// bits writes control bits.
func bits(c fsm.Control) string {
	text := ""
	for _, b := range []struct {
		bit  fsm.Control
		name string
	}{{fsm.SYN, "S"}, {fsm.FIN, "F"}, {fsm.RST, "R"}, {fsm.PSH, "P"}, {fsm.URG, "U"}, {fsm.ACK, "."}} {
		if c.Has(b.bit) {
			text += b.name
		}
	}
	if text == "" {
		return "-"
	}
	return text
}

// tcpiStates are the states as TCP_INFO numbers them, those that a descriptor shows:
// Linux calls TIME-WAIT closed there.
var tcpiStates = map[fsm.State]int{
	fsm.Established: 1, fsm.SynSent: 2, fsm.SynReceived: 3, fsm.FinWait1: 4, fsm.FinWait2: 5, fsm.CloseWait: 8,
	fsm.LastAck: 9, fsm.Closing: 11,
}

// accusation is how findings say what was expected.
var accusation = regexp.MustCompile(`: expected (.*), seen `)

// expect writes what should have been done where the end deviates.
func (d *drill) expect(f *Finding) {
	d.comment("%s", f.Text)
	expected := f.Expected
	if m := accusation.FindStringSubmatch(f.Text); m != nil && expected == "" {
		expected = m[1]
	}
	want, state, _ := strings.Cut(expected, " in ")
	if name, only := strings.CutPrefix(want, "state "); only {
		want, state = "", name
	}
	if g, err := fsm.ParseSegment(want); err == nil {
		d.out(g)
	} else if want != "" {
		d.comment("here it sends %s", want)
		d.pause = "+1"
	}
	s, err := fsm.ParseState(state)
	if err != nil {
		return
	}
	if d.comment("%s", s); d.socket != 0 && tcpiStates[s] != 0 {
		d.line("%%{ assert tcpi_state == %d, tcpi_state }%%", tcpiStates[s])
	}
}

// wait lets a span of time pass, as in "7s", in which timers send.
func (d *drill) wait(span string) {
	d.comment("%s pass", span)
	if t, err := time.ParseDuration(span); err == nil {
		d.late = fmt.Sprintf("~+%g", t.Seconds())
	}
}
