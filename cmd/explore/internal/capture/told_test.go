package capture

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// told is the beginning of a log that tells everything, up to ESTABLISHED.
const told = `{"told":["everything"]}
{"connection":"c","end":"dut","event":"OPEN passive"}
{"connection":"c","end":"dut","in":"<SEQ=100><CTL=SYN,ECE,CWR><WND=4096>"}
{"connection":"c","end":"dut","out":"<SEQ=300><ACK=101><CTL=SYN,ACK,ECE><WND=4096>"}
{"connection":"c","end":"dut","in":"<SEQ=101><ACK=301><CTL=ACK><WND=4096>"}
`

// lineOf is a line of the log of dut.
func lineOf(format string, args ...any) string {
	return `{"connection":"c","end":"dut",` + fmt.Sprintf(format, args...) + "}\n"
}

// TestTold holds what is made of what the lines of a log tell beside segments.
func TestTold(t *testing.T) {
	send := lineOf(`"event":"SEND","octets":10`)
	text := func(content string) string {
		return lineOf(`"out":"<SEQ=301><ACK=101><CTL=ACK><DATA=10><WND=4096>","content":%q`, content)
	}
	octet := func(content string) string {
		return lineOf(`"out":"<SEQ=301><ACK=101><CTL=ACK><DATA=1><WND=4096>","content":%q`, content)
	}
	for _, test := range []struct {
		name, log string
		verdict   oracle.Kind
		want      string // of the remarks
	}{
		{"flags of congestion control", told + lineOf(`"state":"ESTABLISHED"`), oracle.Conforms, ""},
		{"a CLOSE that is accepted", told + lineOf(`"event":"CLOSE","returned":"ok"`), oracle.Conforms, ""},
		{"a CLOSE that waits", told + lineOf(`"event":"CLOSE","returned":"no reply"`), oracle.Conforms, ""},
		{"a second CLOSE", told + lineOf(`"event":"CLOSE"`) + lineOf(`"event":"CLOSE","returned":"connection closing"`), oracle.Conforms, ""},
		{"a second CLOSE that finds nothing", told + lineOf(`"event":"CLOSE"`) + lineOf(`"out":"<SEQ=301><ACK=101><CTL=FIN,ACK><WND=4096>"`) + lineOf(`"event":"CLOSE","returned":"error: connection does not exist"`), oracle.Deviates,
			`line 8: deviates: close.fin-wait (3.10.4): expected "error: connection closing" in FIN-WAIT-1, seen CLOSE returned "error: connection does not exist"`},
		{"a second CLOSE that is accepted, as RFC 9293 permits", told + lineOf(`"event":"CLOSE"`) + lineOf(`"event":"CLOSE","returned":"ok"`), oracle.Conforms, ""},
		{"a SEND behind a CLOSE", told + lineOf(`"event":"CLOSE"`) + lineOf(`"event":"SEND","octets":1,"returned":"ok"`), oracle.Deviates, `seen SEND 1 octets returned "ok"`},
		{"a SEND without room", told + lineOf(`"event":"SEND","octets":1,"returned":"insufficient resources"`), oracle.Conforms, ""},
		{"a call that is not permitted", told + lineOf(`"event":"STATUS","returned":"connection illegal for this process"`), oracle.Conforms, ""},
		{"an OPEN of what is open", told + lineOf(`"event":"OPEN active","returned":"connection already exists"`), oracle.Conforms, ""},
		{"an OPEN to nowhere", lineOf(`"event":"OPEN active","returned":"remote socket unspecified"`) + lineOf(`"state":"CLOSED"`), oracle.Conforms, ""},
		{"a RECEIVE though nothing came", told + lineOf(`"event":"RECEIVE","octets":5,"returned":"connection closing"`), oracle.Deviates, `returned "error: connection closing"`},
		{"as a capture nothing is known of calls", strings.TrimPrefix(told, `{"told":["everything"]}`+"\n") + lineOf(`"event":"RECEIVE","octets":5,"returned":"connection closing"`), oracle.Conforms, ""},
		{"the same content", told + send + text("a") + text("a"), oracle.Conforms, ""},
		{"another content", told + send + text("a") + text("b"), oracle.Deviates,
			`line 8: deviates: retransmit.text (3.10.8): expected content "a", as in line 7, seen <SEQ=301><ACK=101><CTL=ACK><DATA=10><WND=4096> with content "b"`},
		{"content that is not told", told + send + text("a") + text(""), oracle.Conforms, ""},
		{"a content for other numbers", told + send + text("a") + octet("b"), oracle.Conforms, ""},
		{"one octet again", told + send + octet("a") + octet("b"), oracle.Deviates, `content "b"`},
		{"a keep-alive with something else", told + send + octet("a") + lineOf(`"in":"<SEQ=101><ACK=302><CTL=ACK><WND=4096>"`) + octet("?"), oracle.Conforms, ""},
		{"the peer's is not judged", told + lineOf(`"in":"<SEQ=101><ACK=301><CTL=ACK><DATA=3><WND=4096>","content":"a"`) + lineOf(`"in":"<SEQ=101><ACK=301><CTL=ACK><DATA=3><WND=4096>","content":"b"`), oracle.Conforms, ""},
		{"events alone", lineOf(`"event":"OPEN passive"`), oracle.Undecided, "seen events alone"},
		{"events alone, and a line that cannot be read", lineOf(`"event":"OPEN passive"`) + lineOf(`"in":"<SEQ=1>"`), oracle.Undecided, "line 1: undecided: seen events alone"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := run(t, []byte(test.log), Options{Ladder: true})
			if len(s.connections) != 1 || s.connections[0].Verdict() != test.verdict || !strings.Contains(s.remarks(), test.want) {
				t.Errorf("error %v\n%s%swant %v, with %q", s.err, s.text, s.remarks(), test.verdict, test.want)
			}
		})
	}
}

// TestToldScale holds that the windows of a log are scaled as its SYNs say.
func TestToldScale(t *testing.T) {
	for _, test := range []struct {
		in, out string
		want    uint32
	}{{"", "", 5}, {`,"scale":7`, `,"scale":3`, 5 << 3}, {`,"scale":7`, "", 5}, {`,"scale":14`, `,"scale":14`, 5 << 14}} {
		s := run(t, []byte(lineOf(`"event":"OPEN passive"`)+
			lineOf(`"in":"<SEQ=100><CTL=SYN><WND=5>"%s`, test.in)+
			lineOf(`"out":"<SEQ=300><ACK=101><CTL=SYN,ACK><WND=5>"%s`, test.out)+
			lineOf(`"in":"<SEQ=101><ACK=301><CTL=ACK><WND=5>"`)+
			lineOf(`"out":"<SEQ=301><ACK=101><CTL=ACK><WND=5>"`)), Options{})
		if got := s.connections[0].Oracles[0].Connections()[0].RCV.WND; s.err != nil || got != test.want {
			t.Errorf("scale%s and%s: error %v, a window of %d, want %d", test.in, test.out, s.err, got, test.want)
		}
	}
}

// TestMisplaced holds what is said of lines that tell too much, or what does not
// belong to them.
func TestMisplaced(t *testing.T) {
	for line, want := range map[string]string{
		`"in":"<SEQ=1><CTL=SYN>","quiet":true`:               `more than one of "in", "out",`,
		`"in":"<SEQ=1><CTL=SYN>","returned":"ok"`:            `are of an "event"`,
		`"quiet":true,"content":"x"`:                         `are of a segment`,
		`"state":"CLOSED","octets":5`:                        `are of an "event"`,
		`"event":"CLOSE","returned":"fine"`:                  `"fine", column 1: expected a reply`,
		`"event":"R2 REACHED","returned":"ok"`:               `R2 REACHED is no call`,
		`"in":"<SEQ=1><ACK=2><CTL=ACK>","scale":3`:           `stands at a segment without SYN`,
		`"in":"<SEQ=1><CTL=SYN>","scale":15`:                 `scaled by 14 at most, not 15`,
		`"in":"<SEQ=1><CTL=SYN>","scale":-1`:                 `cannot unmarshal`,
		`"in":"<SEQ=1><CTL=SYN,ECE,ECE>"`:                    `expected no second ECE`,
		`"event":"OPEN passive","rcvbuff":4294967296`:        `cannot unmarshal`,
		`"out":"<SEQ=1><CTL=SYN>","content":5`:               `cannot unmarshal`,
		`"out":"<SEQ=1><CTL=SYN>","content":"x","missing":1`: `cannot unmarshal`,
	} {
		if s := run(t, []byte(lineOf("%s", line)), Options{}); s.err == nil || !strings.Contains(s.err.Error(), want) {
			t.Errorf("%s: error %v, want %q in it", line, s.err, want)
		}
	}
}

// TestHashesBounded holds that a log of any length keeps a bounded number of contents.
func TestHashesBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	var b strings.Builder
	b.WriteString(told)
	for i := range 2 * maxHashes {
		b.WriteString(lineOf(`"out":"<SEQ=%d><ACK=101><CTL=ACK><DATA=2><WND=4096>","content":"%d"`, 301+2*i, i))
	}
	tr := tracer{name: "log", open: map[pair]*Connection{}, done: func(*Connection) error { return nil }}
	log := eventLog{tracer: &tr, open: map[string]*Connection{}, judged: map[*Connection]bool{}, hashes: map[*Connection]*[2]hashes{}}
	for i, line := range strings.Split(strings.TrimSpace(b.String()), "\n") {
		if err := log.line(i+1, []byte(line)); err != nil {
			t.Fatal(err)
		}
	}
	for _, h := range log.hashes {
		if len(h[0].said) != maxHashes || len(h[0].order) != maxHashes {
			t.Errorf("%d contents are kept, want %d", len(h[0].said), maxHashes)
		}
	}
}
