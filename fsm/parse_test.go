package fsm_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tcpfsm/tcpfsm/fsm"
	"pgregory.net/rapid"
)

func ExampleParseState() {
	for _, text := range []string{"syn-recv", "TCPS_FIN_WAIT_1", "CLOSE", "ESTABLISHD"} {
		state, err := fsm.ParseState(text)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(state)
	}
	// Output:
	// SYN-RECEIVED
	// FIN-WAIT-1
	// CLOSED
	// "ESTABLISHD", column 1: expected a state, perhaps ESTABLISHED
}

func ExampleParseSegment() {
	segment, err := fsm.ParseSegment("<SEQ=100> <CTL=SYN,ACK> <ACK=301>")
	fmt.Println(segment, segment.LEN(), err)

	_, err = fsm.ParseSegment("<SEQ=100><ACK=30l><CTL=ACK>")
	fmt.Println(err)
	// Output:
	// <SEQ=100><ACK=301><CTL=SYN,ACK> 1 <nil>
	// "<SEQ=100><ACK=30l><CTL=ACK>", column 17: expected a decimal digit
}

func ExampleParsePolicy() {
	policy, err := fsm.ParsePolicy("Hardened,time_wait_syn=challenge")
	fmt.Println(policy, err)

	_, err = fsm.ParsePolicy("Hardened,time_wait_sin=challenge")
	fmt.Println(err)
	// Output:
	// syn_in_syn_received=challenge,ack_range_check=sent,rst_in_time_wait=ignore <nil>
	// "Hardened,time_wait_sin=challenge", column 10: expected an option, perhaps time_wait_syn
}

// spellings lists, for each state, how it is written by the RFC, its figure 5,
// the enumeration of Linux and its netstat, ss, the macros and netstat of BSD,
// Windows, lwIP, gVisor, smoltcp, lneto and tutorials, in this order.
var spellings = map[fsm.State][]string{
	fsm.Closed: {"CLOSED", "TCP_CLOSE", "CLOSE", "UNCONN", "unconnected", "closed", "TCPS_CLOSED",
		"MIB_TCP_STATE_CLOSED", "StateClose", "Closed", "close"},
	fsm.Listen: {"LISTEN", "TCP_LISTEN", "listening", "TCPS_LISTEN", "MIB_TCP_STATE_LISTEN", "LISTENING",
		"StateListen", "Listen"},
	fsm.SynSent: {"SYN-SENT", "SYN SENT", "TCP_SYN_SENT", "SYN_SENT", "syn-sent", "TCPS_SYN_SENT",
		"MIB_TCP_STATE_SYN_SENT", "StateSynSent", "SynSent", "SYN_SEND"},
	fsm.SynReceived: {"SYN-RECEIVED", "SYN RCVD", "TCP_SYN_RECV", "SYN_RECV", "SYN-RECV", "syn-recv",
		"TCPS_SYN_RECEIVED", "SYN_RCVD", "MIB_TCP_STATE_SYN_RCVD", "SYN_RECEIVED", "StateSynRecv", "SYN-RCVD",
		"SynReceived", "StateSynRcvd", "SYN_REVD"},
	fsm.Established: {"ESTABLISHED", "ESTAB", "TCP_ESTABLISHED", "established", "TCPS_ESTABLISHED",
		"MIB_TCP_STATE_ESTAB", "StateEstablished", "Established", "ESTABLISED"},
	fsm.FinWait1: {"FIN-WAIT-1", "FIN WAIT-1", "TCP_FIN_WAIT1", "FIN_WAIT1", "fin-wait-1", "TCPS_FIN_WAIT_1",
		"FIN_WAIT_1", "MIB_TCP_STATE_FIN_WAIT1", "StateFinWait1", "FIN-WAIT1", "FinWait1"},
	fsm.FinWait2: {"FIN-WAIT-2", "FINWAIT-2", "TCP_FIN_WAIT2", "FIN_WAIT2", "fin-wait-2", "TCPS_FIN_WAIT_2",
		"FIN_WAIT_2", "MIB_TCP_STATE_FIN_WAIT2", "StateFinWait2", "FIN-WAIT2", "FinWait2"},
	fsm.CloseWait: {"CLOSE-WAIT", "CLOSE WAIT", "TCP_CLOSE_WAIT", "CLOSE_WAIT", "close-wait", "TCPS_CLOSE_WAIT",
		"MIB_TCP_STATE_CLOSE_WAIT", "StateCloseWait", "CloseWait"},
	fsm.Closing: {"CLOSING", "TCP_CLOSING", "closing", "TCPS_CLOSING", "MIB_TCP_STATE_CLOSING", "StateClosing",
		"Closing"},
	fsm.LastAck: {"LAST-ACK", "TCP_LAST_ACK", "LAST_ACK", "last-ack", "TCPS_LAST_ACK", "MIB_TCP_STATE_LAST_ACK",
		"StateLastAck", "LastAck"},
	fsm.TimeWait: {"TIME-WAIT", "TCP_TIME_WAIT", "TIME_WAIT", "time-wait", "TCPS_TIME_WAIT",
		"MIB_TCP_STATE_TIME_WAIT", "StateTimeWait", "TimeWait"},
}

func TestParseStateReadsEverySpelling(t *testing.T) {
	for _, want := range fsm.AllStates() {
		for _, text := range append(spellings[want], want.String()) {
			for _, form := range []string{text, strings.ToLower(text), strings.ToUpper(text), " " + text + " "} {
				if got, err := fsm.ParseState(form); got != want || err != nil {
					t.Errorf("ParseState(%q) = %v, %v, want %v", form, got, err, want)
				}
			}
		}
	}
}

// TestParseStateRefuses has numbers, which differ from stack to stack, and
// states that stacks have beyond those of the RFC.
func TestParseStateRefuses(t *testing.T) {
	for _, text := range []string{
		"", " ", "1", "07", "0A", "State(3)", "TCP", "TCPS_", "STATE", "CLOS", "FIN-WAIT", "FIN-WAIT-3",
		"TCP_NEW_SYN_RECV", "TCP_BOUND_INACTIVE", "MIB_TCP_STATE_DELETE_TCB", "StateBound", "StateError",
		"StateInitial", "StateConnecting", "connected", "synchronized", "\u017fYN-SENT", "L\u0131STEN",
	} {
		if got, err := fsm.ParseState(text); err == nil {
			t.Errorf("ParseState(%q) = %v, want an error", text, got)
		}
	}
}

func TestParseSegment(t *testing.T) {
	for _, test := range []struct {
		text string
		want fsm.Segment
	}{
		{"<SEQ=100><CTL=SYN>", fsm.Segment{SEQ: 100, CTL: fsm.SYN}},
		{"<SEQ=300><ACK=101><CTL=SYN,ACK>", fsm.Segment{SEQ: 300, ACK: 101, CTL: fsm.SYN | fsm.ACK}},
		{"<CTL=ACK,SYN><ACK=101><SEQ=300>", fsm.Segment{SEQ: 300, ACK: 101, CTL: fsm.SYN | fsm.ACK}},
		{" <SEQ=101> <ACK=301>  <CTL=ACK><DATA> ", fsm.Segment{SEQ: 101, ACK: 301, CTL: fsm.ACK, Text: 1}},
		{"<seq=0001><ctl= rst >", fsm.Segment{SEQ: 1, CTL: fsm.RST}},
		{"<SEQ=4294967295><CTL=>", fsm.Segment{SEQ: 1<<32 - 1}},
		{"<SEQ=1><CTL=URG,PSH><UP=3><WND=4096><MSS=65535><DATA=10>",
			fsm.Segment{SEQ: 1, CTL: fsm.URG | fsm.PSH, UP: 3, WND: 4096, MSS: 65535, Text: 10}},
		{"<SEQ=1><CTL=><DATA=0><WND=0><MSS=0>", fsm.Segment{SEQ: 1}},
	} {
		got, err := fsm.ParseSegment(test.text)
		if err != nil {
			t.Errorf("ParseSegment(%q): %v", test.text, err)
		} else if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("ParseSegment(%q): (-want +got)\n%s", test.text, diff)
		}
	}
}

func TestParseControl(t *testing.T) {
	for _, test := range []struct {
		text string
		want fsm.Control
	}{
		{"", 0},
		{"  ", 0},
		{"ACK,SYN", fsm.SYN | fsm.ACK},
		{" urg , Psh,fin", fsm.URG | fsm.PSH | fsm.FIN},
		{"SYN,ECE,CWR", fsm.SYN},
		{"ae, cwr,ece , ACK", fsm.ACK},
		{"NS", 0},
	} {
		if got, err := fsm.ParseControl(test.text); got != test.want || err != nil {
			t.Errorf("ParseControl(%q) = %v, %v, want %v", test.text, got, err, test.want)
		}
	}
}

func TestParseReply(t *testing.T) {
	for _, r := range fsm.AllReplies() {
		for _, text := range []string{r.String(), strings.TrimPrefix(r.String(), "error:"), " " + strings.ToUpper(r.String())} {
			if got, err := fsm.ParseReply(text); got != r || err != nil {
				t.Errorf("ParseReply(%q) = %v, %v, want %v", text, got, err, r)
			}
		}
	}
	for text, want := range map[string]string{
		"":                  `"", column 1: expected a reply`,
		"error: conection":  `"error: conection", column 8: expected a reply`,
		"connection clsing": `"connection clsing", column 1: expected a reply, perhaps connection closing`,
	} {
		if _, err := fsm.ParseReply(text); err == nil || err.Error() != want {
			t.Errorf("ParseReply(%q): error %v, want %s", text, err, want)
		}
	}
}

func TestParsePolicy(t *testing.T) {
	linux, hardened := profile(t, "Linux"), profile(t, "Hardened")
	for _, test := range []struct {
		text string
		want fsm.Policy
	}{
		{"", fsm.Policy{}},
		{" ", fsm.Policy{}},
		{"default", fsm.Policy{}},
		{"rfc9293", fsm.Policy{}},
		{"LINUX", linux},
		{"syn_fin=ignore", fsm.Policy{SYNFIN: fsm.SYNFINIgnore}},
		{"syn_fin=queue", fsm.Policy{}},
		{"default , keep_alive=on", fsm.Policy{KeepAlive: fsm.KeepAliveOn}},
		{"Linux,icmp_hard=ignore_synchronized", linux},
		{"Hardened,time_wait_syn=rfc6191", hardened.With(fsm.TimeWaitSYNRFC6191)},
	} {
		if got, err := fsm.ParsePolicy(test.text); got != test.want || err != nil {
			t.Errorf("ParsePolicy(%q) = %v, %v, want %v", test.text, got, err, test.want)
		}
	}
}

func profile(t *testing.T, name string) fsm.Policy {
	t.Helper()
	for _, p := range fsm.Profiles() {
		if p.Name == name {
			return p.Policy
		}
	}
	t.Fatalf("there is no profile %s", name)
	return fsm.Policy{}
}

// parsers lists the parsers, each returning the text of what it read.
var parsers = map[string]func(string) (fmt.Stringer, error){
	"state":   func(text string) (fmt.Stringer, error) { return fsm.ParseState(text) },
	"event":   func(text string) (fmt.Stringer, error) { return fsm.ParseEventKind(text) },
	"fact":    func(text string) (fmt.Stringer, error) { return fsm.ParseFact(text) },
	"reply":   func(text string) (fmt.Stringer, error) { return fsm.ParseReply(text) },
	"effect":  func(text string) (fmt.Stringer, error) { return fsm.ParseEffect(text) },
	"control": func(text string) (fmt.Stringer, error) { return fsm.ParseControl(text) },
	"segment": func(text string) (fmt.Stringer, error) { return fsm.ParseSegment(text) },
	"form":    func(text string) (fmt.Stringer, error) { return fsm.ParseForm(text) },
	"policy":  func(text string) (fmt.Stringer, error) { return fsm.ParsePolicy(text) },
}

func TestErrorsTellWhereAndWhat(t *testing.T) {
	const states = "a state: CLOSED, LISTEN, SYN-SENT, SYN-RECEIVED, ESTABLISHED, FIN-WAIT-1, FIN-WAIT-2, " +
		"CLOSE-WAIT, CLOSING, LAST-ACK, TIME-WAIT"
	for _, test := range []struct {
		parser, text string
		offset       int
		expected     string
	}{
		{"state", "", 0, states},
		{"state", "  07", 2, states},
		{"state", "FIN-WAIT", 0, "a state, perhaps FIN-WAIT-1 or FIN-WAIT-2"},
		{"state", "  SYN_RECIEVED", 2, "a state, perhaps SYN-RECEIVED"},
		{"event", "SEGMENT ARIVES", 0, "a kind of event, perhaps SEGMENT ARRIVES"},
		{"event", "?", 0, "a kind of event"},
		{"fact", "hasRTS", 0, "a fact, perhaps hasRST"},
		{"fact", "Fact(3)", 0, "a fact"},
		{"effect", "sendRST", 0, "an effect, perhaps sendRSTa or sendRSTn or sendRSTu or sendRSTs"},
		{"control", "SYN, AKC", 5, "a control bit, perhaps ACK"},
		{"control", "SYN, ECT", 5, "a control bit: SYN, FIN, RST, ACK, PSH, URG"},
		{"control", "ECE,SYN,ece", 8, "no second ECE"},
		{"control", "SYN, AC", 5, "a control bit, perhaps ACK"},
		{"control", "SYN,", 4, "a control bit: SYN, FIN, RST, ACK, PSH, URG"},
		{"control", "SYN,ACK, syn", 9, "no second SYN"},
		{"segment", "", 0, "a field SEQ"},
		{"segment", "<SEQ=1>", 7, "a field CTL"},
		{"segment", "<SEQ=1><CTL=ACK>", 16, "a field ACK"},
		{"segment", "<SEQ=1><CTL=URG>", 16, "a field UP"},
		{"segment", "<SEQ=1><ACK=3><CTL=SYN>", 8, "no field ACK without its bit in CTL"},
		{"segment", "<UP=1><SEQ=1><CTL=SYN>", 1, "no field UP without its bit in CTL"},
		{"segment", "<SEQ=1>, <CTL=SYN>", 7, "<"},
		{"segment", "<SEQ=1><CTL=SYN", 15, ">"},
		{"segment", "<SEQ=1><SEQ=1>", 8, "no second SEQ"},
		{"segment", "<SEQ=1><SQ=1>", 8, "a field, perhaps SEQ"},
		{"segment", "<SEQ=1><>", 8, "a field: SEQ, ACK, CTL, DATA, WND, UP, MSS"},
		{"segment", "<SEQ>", 4, "= and a value"},
		{"segment", "<SEQ=>", 5, "a number from 0 to 4294967295"},
		{"segment", "<SEQ=4294967296>", 5, "a number from 0 to 4294967295"},
		{"segment", "<MSS=65536>", 5, "a number from 0 to 65535"},
		{"segment", "<SEQ=-1>", 5, "a decimal digit"},
		{"segment", "<SEQ=1e3>", 6, "a decimal digit"},
		{"segment", "<SEQ=1><CTL=SYN,FN>", 16, "a control bit, perhaps FIN"},
		{"form", "<SEQ=SND.NTX>", 5, "a sequence number, perhaps SND.NXT"},
		{"form", "<SEQ=SND.NXT+x>", 5, "a sequence number, perhaps SND.NXT"},
		{"form", "<SEQ=SND.NTX-1>", 5, "a sequence number, perhaps SND.NXT"},
		{"form", "<SEQ=SND.NXT+128>", 5, "a sequence number: 0, ISS, IRS, SND.UNA, SND.NXT, RCV.NXT, SEG.SEQ, SEG.ACK, SEG.SEQ+SEG.LEN, formed"},
		{"form", "<WND=RCV.WNT>", 5, "an amount, perhaps RCV.WND"},
		{"form", "<WND>", 4, "= and a value"},
		{"form", "<SEQ=ISS><SEQ=IRS>", 10, "no second SEQ"},
		{"form", "<UP=0>", 1, "a field: SEQ, ACK, CTL, DATA, FROM, WND, MSS"},
		{"form", "<CTL=SYM>", 5, "a control bit, perhaps SYN"},
		{"form", "<CTL=SYN,ECE>", 9, "a control bit: SYN, FIN, RST, ACK, PSH, URG"},
		{"form", "SEQ=1", 0, "<"},
		{"policy", "Hardenned", 0, "a profile or option=alternative, perhaps Hardened"},
		{"policy", "syn_fin=ignore,Linux", 15, "option=alternative"},
		{"policy", "Linux,", 6, "option=alternative"},
		{"policy", ",syn_fin=ignore", 0,
			"a profile or option=alternative: RFC9293, Hardened, RFC9293Literal, RFC793, Linux, FreeBSD"},
		{"policy", "Linux, sin_fin=ignore", 7, "an option, perhaps syn_fin"},
		{"policy", "Linux, what=ever", 7, "an option"},
		{"policy", "Linux, syn_fin=drop", 15, "an alternative of syn_fin: queue, ignore, literal, drop_segment"},
		{"policy", "syn_fin=ignore, syn_fin=queue", 16, "no second syn_fin"},
	} {
		v, err := parsers[test.parser](test.text)
		if !reflect.ValueOf(v).IsZero() {
			t.Errorf("%s %q: got %v besides an error", test.parser, test.text, v)
		}
		var got *fsm.ParseError
		if !errors.As(err, &got) {
			t.Errorf("%s %q: got error %v, want a *ParseError", test.parser, test.text, err)
			continue
		}
		want := &fsm.ParseError{Input: test.text, Offset: test.offset, Expected: test.expected}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s %q: (-want +got)\n%s", test.parser, test.text, diff)
		}
	}
}

func TestParseErrorCountsCharacters(t *testing.T) {
	for _, test := range []struct {
		err  fsm.ParseError
		want string
	}{
		{fsm.ParseError{Input: "äöx", Offset: 4, Expected: "y"}, `"äöx", column 3: expected y`},
		{fsm.ParseError{Input: "", Offset: 9, Expected: "y"}, `"", column 1: expected y`},
		{fsm.ParseError{Input: "x", Offset: -9, Expected: "y"}, `"x", column 1: expected y`},
	} {
		if got := test.err.Error(); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
}

// TestEveryNameIsRead parses the name of every value.
func TestEveryNameIsRead(t *testing.T) {
	names := make(map[string][]string)
	add := func(parser string, v fmt.Stringer) { names[parser] = append(names[parser], v.String()) }
	for _, s := range fsm.AllStates() {
		add("state", s)
	}
	for _, k := range fsm.AllEvents() {
		add("event", k)
	}
	for _, f := range fsm.AllFacts() {
		add("fact", f)
	}
	for _, e := range fsm.AllEffects() {
		add("effect", e)
	}
	for _, p := range fsm.Profiles() {
		add("policy", p.Policy)
	}
	for parser, list := range names {
		for _, name := range list {
			if got, err := parsers[parser](name); err != nil || got.String() != name {
				t.Errorf("%s %q: got %v, %v", parser, name, got, err)
			}
		}
	}
}

func TestParseSegmentReadsWhatStringPrints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := normalSegment(t)
		if got, err := fsm.ParseSegment(want.String()); got != want || err != nil {
			t.Fatalf("ParseSegment(%q) = %v, %v", want.String(), got, err)
		}
	})
}

// normalSegment returns a segment whose fields are 0 when they mean nothing.
func normalSegment(t *rapid.T) fsm.Segment {
	n := rapid.Uint32()
	g := fsm.Segment{
		SEQ: fsm.Seq(n.Draw(t, "SEQ")), WND: n.Draw(t, "WND"), Text: n.Draw(t, "Text"),
		MSS: rapid.Uint16().Draw(t, "MSS"), CTL: fsm.Control(rapid.Uint8Range(0, 63).Draw(t, "CTL")),
	}
	if g.CTL.Has(fsm.ACK) {
		g.ACK = fsm.Seq(n.Draw(t, "ACK"))
	}
	if g.CTL.Has(fsm.URG) {
		g.UP = n.Draw(t, "UP")
	}
	return g
}

func TestParsePolicyReadsWhatStringPrints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var want fsm.Policy
		for _, o := range fsm.Options() {
			i := rapid.IntRange(0, len(o.Choices)-1).Draw(t, o.Name)
			if i > 0 {
				want = want.With(o.Choices[i].Choice)
			}
		}
		if got, err := fsm.ParsePolicy(want.String()); got != want || err != nil {
			t.Fatalf("ParsePolicy(%q) = %v, %v", want, got, err)
		}
	})
}

// checkParser holds what every parser owes for any text: it reads what it
// prints as the same value, and an error lies within the text.
func checkParser(t *testing.T, parser, text string) {
	v, err := parsers[parser](text)
	if err != nil {
		var e *fsm.ParseError
		if !errors.As(err, &e) || e.Input != text || e.Offset < 0 || e.Offset > len(text) || e.Expected == "" {
			t.Errorf("%s %q: bad error %#v", parser, text, err)
		}
		return
	}
	again, err := parsers[parser](v.String())
	if err != nil || again != v {
		t.Errorf("%s %q is %v, which is read as %v, %v", parser, text, v, again, err)
	}
}

func FuzzParseState(f *testing.F) {
	for _, texts := range spellings {
		for _, text := range texts {
			f.Add(text)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		checkParser(t, "state", text)
		s, err := fsm.ParseState(text)
		if lower, lowerErr := fsm.ParseState(strings.ToLower(text)); err == nil && (lower != s || lowerErr != nil) {
			t.Errorf("%q is %v, in small letters %v, %v", text, s, lower, lowerErr)
		}
	})
}

func FuzzParseSegment(f *testing.F) {
	for _, text := range []string{
		"", "<SEQ=100><CTL=SYN>", "<SEQ=300><ACK=101><CTL=SYN,ACK>", "<SEQ=101> <ACK=301> <CTL=ACK> <DATA>",
		"<SEQ=1><CTL=URG><UP=3><WND=4096><MSS=1460><DATA=10>", "<SEQ=4294967296><CTL=>", "<SEQ=1><SEQ=1>", "<CTL",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { checkParser(t, "segment", text) })
}

func FuzzParseControl(f *testing.F) {
	for _, text := range []string{"", "SYN", "SYN,ACK", " fin , ACK", "SYN,SYN", "SYN,,ACK", "PSH,URG,RST"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { checkParser(t, "control", text) })
}

func FuzzParsePolicy(f *testing.F) {
	for _, p := range fsm.Profiles() {
		f.Add(p.Name)
		f.Add(p.Policy.String())
	}
	for _, text := range []string{"", "default", "Hardened,time_wait_syn=challenge", "syn_fin=queue,syn_fin=ignore", "x=y", ","} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { checkParser(t, "policy", text) })
}

func TestNearest(t *testing.T) {
	names := []string{"close", "closing", "half-close", "open", "rst_in_time_wait"}
	for _, test := range []struct {
		word string
		want []string
	}{
		{"clsoe", []string{"close"}},
		{"CLOSE", []string{"close"}},
		{"halfclose", []string{"half-close"}},
		{"rst in time wate", []string{"rst_in_time_wait"}},
		{"zebra", nil},
		{"", nil},
	} {
		if got := fsm.Nearest(test.word, names); !slices.Equal(got, test.want) {
			t.Errorf("%q: %q, want %q", test.word, got, test.want)
		}
	}
}
