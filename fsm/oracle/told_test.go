package oracle_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// Openings in lock step: with a window of 4,096 octets, with one of 20, and one whose
// user has closed.
const (
	open4096 = `
	OPEN passive
	> <SEQ=100><CTL=SYN><WND=4096>
	< <SEQ=300><ACK=101><CTL=SYN,ACK><WND=4096>
	> <SEQ=101><ACK=301><CTL=ACK><WND=4096>
	quiet`
	open20 = `
	OPEN passive
	> <SEQ=100><CTL=SYN><WND=4096>
	< <SEQ=300><ACK=101><CTL=SYN,ACK><WND=20>
	> <SEQ=101><ACK=301><CTL=ACK><WND=4096>
	quiet`
	halfClosed = open4096 + `
	CLOSE
	< <SEQ=301><ACK=101><CTL=FIN,ACK><WND=4096>
	> <SEQ=101><ACK=302><CTL=ACK><WND=4096>
	quiet`
)

// told are stories in lock step: < is sent by the end, > arrives at it, the rest are
// events, readings of the state and quiet. Everything conforms but what stands in
// verdict, with which a verdict begins.
var told = []struct{ name, story, verdict string }{
	{"a retransmission may be of one octet", open4096 + `
		SEND 10
		< <SEQ=301><ACK=101><CTL=ACK><DATA=10><WND=4096>
		quiet
		RETRANSMISSION TIMEOUT
		< <SEQ=301><ACK=101><CTL=ACK><DATA=1><WND=4096>
		quiet`,
		""},
	{"or of a later piece", open4096 + `
		SEND 10
		< <SEQ=301><ACK=101><CTL=ACK><DATA=10><WND=4096>
		quiet
		RETRANSMISSION TIMEOUT
		< <SEQ=305><ACK=101><CTL=ACK><DATA=3><WND=4096>
		quiet`,
		""},
	{"new text is no retransmission", open4096 + `
		SEND 20
		< <SEQ=301><ACK=101><CTL=ACK><DATA=10><WND=4096>
		quiet
		RETRANSMISSION TIMEOUT
		< <SEQ=311><ACK=101><CTL=ACK><DATA=10><WND=4096>
		quiet`,
		"deviates: retransmit.text"},
	{"nothing is outstanding", open4096 + `
		RETRANSMISSION TIMEOUT
		quiet`,
		""},
	{"the window is open", open4096 + `
		SEND 10
		< <SEQ=301><ACK=101><CTL=ACK><DATA=10><WND=4096>
		PERSIST TIMEOUT
		quiet`,
		""},
	{"a FIN into a closed window", open4096 + `
		> <SEQ=101><ACK=301><CTL=ACK><WND=0>
		CLOSE
		quiet
		PERSIST TIMEOUT
		< <SEQ=301><ACK=101><CTL=FIN,ACK><WND=4096>
		quiet`,
		"permitted: A47 fin_zero_window=send: transmit.fin.any-window"},
	{"a FIN waits behind a closed window, and nobody probes it", open4096 + `
		> <SEQ=101><ACK=301><CTL=ACK><WND=0>
		CLOSE
		quiet
		PERSIST TIMEOUT
		quiet`,
		"deviates: persist.held-fin"},
	{"it is probed by what was acknowledged", open4096 + `
		> <SEQ=101><ACK=301><CTL=ACK><WND=0>
		CLOSE
		quiet
		PERSIST TIMEOUT
		< <SEQ=300><ACK=101><CTL=ACK><WND=4096>
		quiet`,
		""},
	{"no keep-alive", open4096 + `
		KEEP-ALIVE TIMEOUT
		quiet`,
		"deviates: keep-alive.probe"},
	{"a keep-alive", open4096 + `
		KEEP-ALIVE TIMEOUT
		< <SEQ=300><ACK=101><CTL=ACK><WND=4096>
		quiet`,
		""},
	{"a keep-alive with an octet of garbage", open4096 + `
		KEEP-ALIVE TIMEOUT
		< <SEQ=300><ACK=101><CTL=ACK><DATA=1><WND=4096>
		quiet`,
		""},
	{"no keep-alive while something is outstanding", open4096 + `
		SEND 10
		< <SEQ=301><ACK=101><CTL=ACK><DATA=10><WND=4096>
		quiet
		KEEP-ALIVE TIMEOUT
		quiet`,
		""},
	{"a keep-alive while something is outstanding", open4096 + `
		SEND 10
		< <SEQ=301><ACK=101><CTL=ACK><DATA=10><WND=4096>
		quiet
		KEEP-ALIVE TIMEOUT
		< <SEQ=310><ACK=101><CTL=ACK><WND=4096>
		quiet`,
		"deviates: keep-alive.busy"},
	{"a keep-alive in FIN-WAIT-2", halfClosed + `
		KEEP-ALIVE TIMEOUT
		< <SEQ=301><ACK=101><CTL=ACK><WND=4096>
		quiet`,
		""},
	{"a keep-alive in FIN-WAIT-1", open4096 + `
		CLOSE
		< <SEQ=301><ACK=101><CTL=FIN,ACK><WND=4096>
		quiet
		< <SEQ=301><ACK=101><CTL=ACK><WND=4096>
		quiet`,
		"deviates: keep-alive.other"},
	{"a keep-alive in SYN-RECEIVED", `
		OPEN passive
		> <SEQ=100><CTL=SYN><WND=4096>
		< <SEQ=300><ACK=101><CTL=SYN,ACK><WND=4096>
		quiet
		< <SEQ=300><ACK=101><CTL=ACK><WND=4096>
		quiet`,
		"deviates: keep-alive.other"},
	{"the FIN is not sent again", open4096 + `
		> <SEQ=101><ACK=301><CTL=FIN,ACK><WND=4096>
		< <SEQ=301><ACK=102><CTL=ACK><WND=4096>
		CLOSE
		< <SEQ=301><ACK=102><CTL=FIN,ACK><WND=4096>
		quiet
		RETRANSMISSION TIMEOUT
		quiet`,
		"deviates: retransmit.fin"},
	{"it is", open4096 + `
		> <SEQ=101><ACK=301><CTL=FIN,ACK><WND=4096>
		< <SEQ=301><ACK=102><CTL=ACK><WND=4096>
		CLOSE
		< <SEQ=301><ACK=102><CTL=FIN,ACK><WND=4096>
		quiet
		RETRANSMISSION TIMEOUT
		< <SEQ=301><ACK=102><CTL=FIN,ACK><WND=4096>
		quiet`,
		""},
	{"the connection ends before it is quiet", open4096 + `
		SEND 10
		< <SEQ=301><ACK=101><CTL=ACK><DATA=10><WND=4096>
		RETRANSMISSION TIMEOUT
		> <SEQ=101><CTL=RST><WND=4096>
		quiet
		state CLOSED`,
		""},
	{"what was outstanding is acknowledged before it is quiet", open4096 + `
		SEND 10
		< <SEQ=301><ACK=101><CTL=ACK><DATA=10><WND=4096>
		RETRANSMISSION TIMEOUT
		> <SEQ=101><ACK=311><CTL=ACK><WND=4096>
		quiet`,
		""},
	{"text fills the window", open4096 + `
		> <SEQ=101><ACK=301><CTL=ACK><WND=10>
		SEND 50
		< <SEQ=301><ACK=101><CTL=ACK><DATA=10><WND=4096>
		quiet`,
		""},
	{"text is repeated beyond the edge of a window that has shrunk", open4096 + `
		SEND 50
		< <SEQ=301><ACK=101><CTL=ACK><DATA=50><WND=4096>
		> <SEQ=101><ACK=301><CTL=ACK><WND=10>
		RETRANSMISSION TIMEOUT
		< <SEQ=301><ACK=101><CTL=ACK><DATA=50><WND=4096>
		quiet`,
		""},
	{"new text is not sent there", open4096 + `
		SEND 60
		< <SEQ=301><ACK=101><CTL=ACK><DATA=50><WND=4096>
		> <SEQ=101><ACK=301><CTL=ACK><WND=10>
		< <SEQ=351><ACK=101><CTL=ACK><DATA=10><WND=4096>
		quiet`,
		"deviates: transmit.closed-window"},
	{"a probe of one octet, and again", open4096 + `
		> <SEQ=101><ACK=301><CTL=ACK><WND=0>
		SEND 10
		quiet
		PERSIST TIMEOUT
		< <SEQ=301><ACK=101><CTL=ACK><DATA=1><WND=4096>
		quiet
		PERSIST TIMEOUT
		< <SEQ=301><ACK=101><CTL=ACK><DATA=1><WND=4096>
		quiet`,
		""},
	{"a probe of two octets", open4096 + `
		> <SEQ=101><ACK=301><CTL=ACK><WND=0>
		SEND 10
		quiet
		< <SEQ=301><ACK=101><CTL=ACK><DATA=2><WND=4096>
		quiet`,
		"deviates: transmit.closed-window"},
	{"a second probe beyond the first", open4096 + `
		> <SEQ=101><ACK=301><CTL=ACK><WND=0>
		SEND 10
		quiet
		< <SEQ=301><ACK=101><CTL=ACK><DATA=1><WND=4096>
		quiet
		< <SEQ=302><ACK=101><CTL=ACK><DATA=1><WND=4096>
		quiet`,
		"deviates: transmit.closed-window"},
	{"the right edge moves back", open4096 + `
		> <SEQ=101><ACK=301><CTL=ACK><DATA=10><WND=4096>
		< <SEQ=301><ACK=111><CTL=ACK><WND=100>
		quiet`,
		"permitted: right edge of the window moved back (SHLD-14): window.open"},
	{"the window opens a little", open20 + `
		> <SEQ=101><ACK=301><CTL=ACK><DATA=20><WND=4096>
		< <SEQ=301><ACK=121><CTL=ACK><WND=0>
		quiet
		RECEIVE 5
		quiet`,
		""},
	{"the window opens by half, and nobody is told", open20 + `
		> <SEQ=101><ACK=301><CTL=PSH,ACK><DATA=20><WND=4096>
		< <SEQ=301><ACK=121><CTL=ACK><WND=0>
		quiet
		RECEIVE 10
		quiet`,
		"deviates: window.open"},
	{"and the peer is told", open20 + `
		> <SEQ=101><ACK=301><CTL=ACK><DATA=20><WND=4096>
		< <SEQ=301><ACK=121><CTL=ACK><WND=0>
		quiet
		RECEIVE 10
		< <SEQ=301><ACK=121><CTL=ACK><WND=10>
		quiet`,
		""},
	{"a window of little use opens, and nobody is told", open20 + `
		> <SEQ=101><ACK=301><CTL=ACK><DATA=15><WND=4096>
		< <SEQ=301><ACK=116><CTL=ACK><WND=5>
		quiet
		RECEIVE 15
		quiet`,
		"deviates: window.open"},
	{"the peer is told by text", open20 + `
		> <SEQ=101><ACK=301><CTL=ACK><DATA=20><WND=4096>
		< <SEQ=301><ACK=121><CTL=ACK><WND=0>
		quiet
		RECEIVE 20
		SEND 5
		< <SEQ=301><ACK=121><CTL=ACK><DATA=5><WND=20>
		quiet`,
		""},
	{"the window was of use as it was", open4096 + `
		> <SEQ=101><ACK=301><CTL=ACK><DATA=1000><WND=4096>
		< <SEQ=301><ACK=1101><CTL=ACK><WND=3096>
		quiet
		RECEIVE 1000
		quiet`,
		""},
	{"an ACK with a number that was used", open4096 + `
		> <SEQ=101><ACK=301><CTL=ACK><DATA=10><WND=4096>
		< <SEQ=300><ACK=111><CTL=ACK><WND=4096>
		quiet`,
		"deviates: text.take"},
	{"an octet of garbage in TIME-WAIT", halfClosed + `
		> <SEQ=101><ACK=302><CTL=FIN,ACK><WND=4096>
		< <SEQ=302><ACK=102><CTL=ACK><WND=4096>
		quiet
		< <SEQ=301><ACK=102><CTL=ACK><DATA=1><WND=4096>`,
		"deviates: keep-alive.other"},
	{"the SYN is sent again", `
		OPEN active
		< <SEQ=100><CTL=SYN><WND=4096>
		quiet
		RETRANSMISSION TIMEOUT
		< <SEQ=100><CTL=SYN><WND=4096>
		quiet`,
		""},
	{"text waits in CLOSE-WAIT", open4096 + `
		> <SEQ=101><ACK=301><CTL=FIN,ACK><WND=0>
		< <SEQ=301><ACK=102><CTL=ACK><WND=4096>
		SEND 10
		CLOSE
		quiet
		PERSIST TIMEOUT
		< <SEQ=300><ACK=102><CTL=ACK><WND=4096>
		quiet`,
		""},
	{"the first challenge ACK is withheld", open4096 + `
		> <SEQ=101><ACK=301><CTL=SYN,ACK><WND=4096>
		quiet
		state ESTABLISHED`,
		"suspicious: limit of challenge ACKs (A41): syn.challenge"},
	{"a SYN in ESTABLISHED is reset", open4096 + `
		> <SEQ=101><CTL=SYN><WND=4096>
		< <SEQ=301><ACK=101><CTL=RST,ACK><WND=4096>
		quiet`,
		"deviates: syn.challenge"},
	{"an ACK that says nothing changes no state", open4096 + `
		> <SEQ=101><ACK=301><CTL=ACK><WND=4096>
		quiet
		state CLOSE-WAIT`,
		"deviates: text.none"},
	{"text beyond a hole is acknowledged", open4096 + `
		> <SEQ=111><ACK=301><CTL=ACK><DATA=10><WND=4096>
		< <SEQ=301><ACK=121><CTL=ACK><WND=4096>
		quiet`,
		"deviates: text.hold"},
	{"text is not acknowledged by what is sent after it", open4096 + `
		> <SEQ=101><ACK=301><CTL=ACK><DATA=10><WND=4096>
		quiet
		SEND 5
		< <SEQ=301><ACK=101><CTL=ACK><DATA=5><WND=4096>
		quiet`,
		"deviates: text.take"},
	{"a RST is answered", `
		> <SEQ=1><ACK=2><CTL=RST,ACK><WND=4096>
		< <SEQ=2><CTL=RST><WND=4096>
		quiet`,
		"deviates: closed.rst"},
	{"a RST with a wrong ACK ends SYN-SENT", `
		OPEN active
		< <SEQ=100><CTL=SYN><WND=4096>
		> <SEQ=300><ACK=55><CTL=RST,ACK><WND=4096>
		quiet
		state CLOSED`,
		"deviates: syn-sent.ack.bad-rst"},
}

// TestTold holds what is judged where it is told: timeouts, windows, and the rule that
// is named.
func TestTold(t *testing.T) {
	for _, x := range told {
		o := oracle.New(oracle.Options{Told: oracle.Everything})
		var got []string
		for line := range strings.Lines(x.story) {
			if line = strings.TrimSpace(line); line == "" {
				continue
			}
			if v := tellLine(t, o, line); v.Kind != oracle.Conforms {
				got = append(got, v.String())
			}
		}
		if len(got) == 0 && x.verdict != "" || len(got) > 0 && (x.verdict == "" || !strings.HasPrefix(got[0], x.verdict)) {
			t.Errorf("%s: %v, want %q", x.name, got, x.verdict)
		}
	}
}

// tellLine tells an oracle a line of a story.
func tellLine(t *testing.T, o *oracle.Oracle, line string) oracle.Verdict {
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "<":
		return o.Out(seg(rest))
	case ">":
		return o.In(seg(rest))
	case "quiet":
		return o.Quiet()
	case "state":
		s, err := fsm.ParseState(rest)
		if err != nil {
			t.Fatal(err)
		}
		return o.State(fsm.StatesOf(s))
	}
	var ev fsm.Event
	if i := strings.LastIndexByte(line, ' '); i > 0 {
		if n, err := strconv.ParseUint(line[i+1:], 10, 32); err == nil {
			ev.Octets, line = uint32(n), line[:i]
		}
	}
	kind, err := fsm.ParseEventKind(line)
	if err != nil {
		t.Fatal(err)
	}
	ev.Kind = kind
	return o.Event(ev)
}
