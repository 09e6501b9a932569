package ladder

import (
	"regexp"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// What packetdrill takes for a line of a script, as far as scripts of ours have it: the
// time, and then a packet, a system call or an assertion. Its numbers have no sign.
var drillLine = regexp.MustCompile(`^(0|\+[0-9.]+(~\+[0-9.]+)?) +(` +
	`< (-|[SFRPU.]+) \d+:\d+\(\d+\)( ack \d+)? win \d+( urg \d+)?( <mss \d+>)?` +
	`|< icmp unreachable [a-z_]+( mtu \d+)? \[\d+:\d+\(\d+\)\]` +
	`|> (-|[SFRPU.]+) \d+:\d+\(\d+\)( ack \d+)?( urg \d+)?( <\.\.\.>)?` +
	`|socket\(\.\.\., SOCK_STREAM, IPPROTO_TCP\) = \d+` +
	`|(bind|accept)\(\d+, \.\.\., \.\.\.\) = \d+|listen\(\d+, 1\) = 0` +
	`|fcntl\(\d+, F_SETFL, O_RDWR\|O_NONBLOCK\) = 0` +
	`|connect\(\d+, \.\.\., \.\.\.\) = -1 EINPROGRESS \(Operation now in progress\)` +
	`|write\(\d+, \.\.\., (\d+)\) = \d+|shutdown\(\d+, SHUT_WR\) = 0|close\(\d+\) = 0` +
	`|setsockopt\(\d+, SOL_SOCKET, (SO_REUSEADDR, \[1\], 4|SO_LINGER, \{onoff=1, linger=0\}, 8)\) = 0` +
	`|%\{ assert tcpi_state == \d+, tcpi_state \}%` +
	`)$`)

// TestPacketdrill holds that each line of a script is one that packetdrill reads.
func TestPacketdrill(t *testing.T) {
	for name, of := range specimens {
		for i, line := range strings.Split(strings.TrimSpace(drilled(t, of())), "\n") {
			if !strings.HasPrefix(line, "// ") && !drillLine.MatchString(line) {
				t.Errorf("%s, line %d: packetdrill would not read %q", name, i+1, line)
			}
		}
	}
}

func drilled(t *testing.T, l *Ladder) string {
	t.Helper()
	var b strings.Builder
	if err := l.Packetdrill(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestPacketdrillExpects holds that a script ends with what should have been done, and is
// in time: calls go to the connection, numbers count from the SYNs, and what a timer is
// to send may come until the time has passed.
func TestPacketdrillExpects(t *testing.T) {
	l := driven()
	message := l.Steps[2].Arrives.Message
	ack := message
	ack.Segment = fsm.Segment{SEQ: 281, ACK: 101, CTL: fsm.ACK, WND: 1000}
	l.Steps[2].Findings, l.Steps[2].Sends = nil, l.Steps[2].Sends[:1]
	l.Steps = append(l.Steps,
		Step{N: 4, End: 1, Event: "SEGMENT ARRIVES", Arrives: &Arrival{Message: ack}, After: States("", "ESTABLISHED")},
		Step{N: 5, End: 1, Event: "shutdown", After: States("", "FIN-WAIT-1")},
		Step{N: 6, End: 1, Event: "7s pass", After: States("", "FIN-WAIT-1"), Findings: []Finding{{
			End: 1, Kind: Deviates, Text: "no FIN", Expected: "<SEQ=101><ACK=301><CTL=FIN,ACK> in FIN-WAIT-1",
		}}},
	)
	got := drilled(t, l)
	for _, want := range []string{
		"+0    > S. 0:0(0) ack 1 <...>\n+0    < . 4294967277:4294967277(0) ack 1 win 1000\n",
		"+0    accept(3, ..., ...) = 4\n+0    shutdown(4, SHUT_WR) = 0\n",
		"// 7s pass\n// no FIN\n+0~+7 > F. 1:1(0) ack 1\n// FIN-WAIT-1\n+0    %{ assert tcpi_state == 4, tcpi_state }%\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the script lacks\n%s\nin\n%s", want, got)
		}
	}
}

// TestPacketdrillICMP holds that a script has a message of ICMP that it has a word for, about the
// segment that it quotes, and says of another one that it is to come.
func TestPacketdrillICMP(t *testing.T) {
	for want, r := range map[string]Reported{
		"+0    < icmp unreachable port_unreachable [1:1(0)]\n":          {Family: fsm.IPv4, Type: 3, Code: 3},
		"+0    < icmp unreachable frag_needed mtu 1400 [1:11(10)]\n":    {Family: fsm.IPv4, Type: 3, Code: 4, MTU: 1400, About: fsm.Segment{Text: 10}},
		"// ICMP time exceeded: here it arrives, by other means\n":      {Family: fsm.IPv4, Type: 11},
		"// ICMPv6 port unreachable: here it arrives, by other means\n": {Family: fsm.IPv6, Type: 1, Code: 4},
	} {
		l := driven()
		r.About.SEQ = 1
		event, _, _ := strings.Cut(strings.TrimPrefix(want, "// "), ": here")
		l.Steps[2] = Step{N: 3, End: 1, Event: event, Reports: &r, After: States("", "ESTABLISHED")}
		got := drilled(t, l)
		if !strings.Contains(got, want) {
			t.Errorf("the script lacks %q in\n%s", want, got)
		}
		for line := range strings.Lines(got) {
			if line = strings.TrimSpace(line); !strings.HasPrefix(line, "// ") && !drillLine.MatchString(line) {
				t.Errorf("packetdrill would not read %q", line)
			}
		}
		if in := l.Exchanges()[2].Input; in != event {
			t.Errorf("what happens is %q, want %q", in, event)
		}
	}
}
