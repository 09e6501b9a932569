package ladder

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"image/png"
	"io"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"

	"github.com/tcpfsm/tcpfsm/checker/scene"
	"github.com/tcpfsm/tcpfsm/checker/scene/scenetest"
	"github.com/tcpfsm/tcpfsm/fsm"
)

var update = flag.Bool("update", false, "write the golden files anew")

// specimen is a behaviour with all that a ladder has to draw: segments that
// arrive, come again, are lost, are forged, belong to an old connection, or stay
// on their way; a tick; and what goes on for ever.
func specimen() *Ladder {
	syn := Message{ID: 1, From: 0, To: 1, Text: "SYN seq=0 wnd=4", Segment: fsm.Segment{SEQ: 100, CTL: fsm.SYN, WND: 4, MSS: 536}}
	answer := Message{ID: 2, From: 1, To: 0, Text: "SYN,ACK seq=0 ack=1 wnd=4", Segment: fsm.Segment{SEQ: 300, ACK: 101, CTL: fsm.SYN | fsm.ACK, WND: 4}}
	again := Message{ID: 3, From: 0, To: 1, Text: "SYN seq=0", Segment: fsm.Segment{SEQ: 100, CTL: fsm.SYN, WND: 4, MSS: 536}}
	rst := Message{ID: 4, From: -1, To: 0, Text: "RST seq=1", Segment: fsm.Segment{SEQ: 301, CTL: fsm.RST}}
	octet := Message{ID: 5, From: 0, To: 1, Text: "ACK,PSH seq=1 ack=1 data=1", Segment: fsm.Segment{SEQ: 101, ACK: 301, CTL: fsm.ACK | fsm.PSH, WND: 1 << 20, Text: 1}}
	arrived := answer
	arrived.Arrived = true
	moment := func(a, b string) Moment { return Moment{Ends: [2]End{{State: a}, {State: b}}} }
	changed := []Change{{"RCV.NXT", 0, 101, "RCV.NXT 1"}}
	return &Ladder{
		Title: "A specimen", Note: "Of everything.", Ends: [2]string{"A", "B"}, Clock: true, Endless: true,
		Start: moment("CLOSED", "LISTEN"),
		Steps: []Step{
			{N: 1, End: 0, Event: "OPEN (active)", Sends: []Message{syn}, After: moment("SYN-SENT", "LISTEN")},
			{N: 2, End: 1, Event: "SEGMENT ARRIVES", Arrives: &Arrival{Message: syn}, Sends: []Message{answer}, Changes: changed,
				Rules: []string{"listen.syn-received"}, After: moment("SYN-SENT", "SYN-RECEIVED")},
			{N: 3, End: -1, Event: "tick: time 1", After: moment("SYN-SENT", "SYN-RECEIVED")},
			{N: 4, Time: 1, End: 0, Event: "retransmission timeout", Sends: []Message{again}, Lost: []Message{again}, After: moment("SYN-SENT", "SYN-RECEIVED")},
			{N: 5, Time: 1, End: 1, Event: "SEGMENT ARRIVES", Arrives: &Arrival{Message: syn, Again: true, Old: true}, After: moment("SYN-SENT", "SYN-RECEIVED")},
			{N: 6, Time: 1, End: 0, Event: "SEGMENT ARRIVES", Arrives: &Arrival{Message: answer}, Sends: []Message{octet},
				Tells: []string{"the user is told: connected"}, Says: "What is sent here does not arrive any more.", After: moment("ESTABLISHED", "SYN-RECEIVED")},
			{N: 7, Time: 1, End: -1, Event: "is lost", Lost: []Message{arrived}, After: moment("ESTABLISHED", "SYN-RECEIVED")},
		},
		Cycle: []Step{{N: 8, Time: 1, End: 0, Event: "SEGMENT ARRIVES", Arrives: &Arrival{Message: rst}, After: moment("CLOSED", "SYN-RECEIVED")}},
	}
}

// captured is a connection as an observer sees it: frames, a gap, findings at both
// ends.
func captured() *Ladder {
	frame := func(n, from int, g fsm.Segment, a, b string) Step {
		m := Message{ID: n, From: from, To: 1 - from, Text: g.String(), Segment: g, Direct: true, Scaled: n == 1, Shift: 7}
		return Step{N: n, Time: int64(n) * 1500, End: from, Sends: []Message{m}, After: States(a, b)}
	}
	l := &Ladder{
		Title: "A connection", Note: "As it was seen.", Ends: [2]string{"A", "B"}, Unit: "frame", Start: States("CLOSED", "CLOSED"),
		Names: [2]string{"[2001:db8::1]:1024", "[2001:db8::2]:80"}, Began: time.Unix(1700000000, 0).UTC(),
		Sockets: [2]netip.AddrPort{netip.MustParseAddrPort("[2001:db8::1]:1024"), netip.MustParseAddrPort("[2001:db8::2]:80")},
	}
	l.Steps = []Step{
		frame(1, 0, fsm.Segment{SEQ: 1<<32 - 1, CTL: fsm.SYN, WND: 65535, MSS: 1460}, "SYN-SENT", "SYN-RECEIVED"),
		{End: -1, Event: "17 segments left out", After: States("SYN-SENT", "SYN-RECEIVED")},
		frame(19, 1, fsm.Segment{SEQ: 300, ACK: 5, CTL: fsm.SYN | fsm.ACK, WND: 10}, "SYN-SENT?", "?"),
		frame(20, 0, fsm.Segment{SEQ: 0, ACK: 301, CTL: fsm.ACK}, "ESTABLISHED", "?"),
	}
	l.Steps[2].Findings = []Finding{
		{1, Deviates, "listen.syn-received (3.10.7.2/3): expected <SEQ=300><ACK=0><CTL=SYN,ACK>, seen <SEQ=300><ACK=5><CTL=SYN,ACK><WND=10>", ""},
		{0, "undecided", "seen <SEQ=300><ACK=5><CTL=SYN,ACK>: that was not observed", ""},
	}
	return l
}

// driven is a run of a system under test: calls, one of them refused, a segment
// that is answered twice, and what was expected of it.
func driven() *Ladder {
	message := func(id, from int, g fsm.Segment) Message {
		return Message{ID: id, From: from, To: 1 - from, Text: g.String(), Segment: g, Direct: true}
	}
	syn := fsm.Segment{SEQ: 300, CTL: fsm.SYN, WND: 1000}
	answer := fsm.Segment{SEQ: 100, ACK: 301, CTL: fsm.SYN | fsm.ACK, WND: 64240, MSS: 1460}
	return &Ladder{
		Title: "A run", Ends: [2]string{"peer", "subject"}, Names: [2]string{1: "a stack"}, Start: States("", "CLOSED"),
		Steps: []Step{
			{N: 1, End: 1, Event: "OPEN passive", After: States("", "LISTEN")},
			{N: 2, End: 1, Event: "SEND 10", Refused: "not connected", After: States("", "LISTEN")},
			{N: 3, End: 1, Event: "SEGMENT ARRIVES", Arrives: &Arrival{Message: message(1, 0, syn)},
				Sends: []Message{message(2, 1, answer), message(3, 1, answer)}, After: States("", "SYN-RECEIVED"),
				Findings: []Finding{{1, Deviates, "listen.syn-received (3.10.7.2/3): expected nothing more, seen another", "nothing more in SYN-RECEIVED"}}},
		},
	}
}

var specimens = map[string]func() *Ladder{"specimen": specimen, "captured": captured, "driven": driven}

// TestFormats compares specimens in every format with golden files.
func TestFormats(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	for name, of := range specimens {
		for _, format := range Formats {
			t.Run(name+"."+format, func(t *testing.T) {
				var b bytes.Buffer
				if err := of().Write(&b, format, true); err != nil {
					t.Fatal(err)
				}
				switch format {
				case "png":
					if _, err := png.Decode(&b); err != nil {
						t.Error(err)
					}
					return
				case "pcapng":
					b = *bytes.NewBufferString(dissected(t, &b))
				}
				compare(t, name+"."+format, b.String())
			})
		}
	}
}

// TestLines compares the texts with a line for each step with golden files.
func TestLines(t *testing.T) {
	var frames, exchanges strings.Builder
	if err := errors.Join(captured().Frames(&frames), driven().WriteExchanges(&exchanges)); err != nil {
		t.Fatal(err)
	}
	compare(t, "captured.frames", frames.String())
	compare(t, "driven.exchanges", exchanges.String())
}

// TestPictures holds that in no picture a text lies over another one.
func TestPictures(t *testing.T) {
	for name, of := range specimens {
		scenetest.Legible(t, name, of().Picture())
	}
}

// TestPages holds that a short ladder has one page that is as high as it needs to be,
// that a long one has several, and that no text lies between two.
func TestPages(t *testing.T) {
	long := specimen()
	long.Endless, long.Cycle = false, nil
	steps := long.Steps
	long.Steps = nil
	for i := range 20 {
		for _, s := range steps {
			s.N += i * len(steps)
			long.Steps = append(long.Steps, s)
		}
	}
	for _, test := range []struct {
		ladder *Ladder
		pages  func(int) bool
	}{{specimen(), func(n int) bool { return n == 1 }}, {long, func(n int) bool { return n > 3 }}} {
		s := test.ladder.Picture()
		if !test.pages(len(s.Pages)) {
			t.Errorf("there are %d pages", len(s.Pages))
		}
		scenetest.Legible(t, test.ladder.Title, s)
		for i, p := range s.Pages {
			if p.W != pageWide || p.H > pageHigh || i < len(s.Pages)-1 && p.H != pageHigh {
				t.Errorf("page %d is %v", i+1, p)
			}
		}
	}
}

// TestLongNames holds that names which have no room are cut, and told to who points at
// them.
func TestLongNames(t *testing.T) {
	l := captured()
	for i := range l.Names {
		l.Names[i] = strings.Repeat("a very long name ", 9)
	}
	s := l.Picture()
	scenetest.Legible(t, "long names", s)
	var b strings.Builder
	if err := s.SVG(&b); err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("<title>A (%s)</title>", l.Names[0]); !strings.Contains(b.String(), want) {
		t.Errorf("%s is missing", want)
	}
}

// TestFates holds that a message has the arrow of what becomes of it.
func TestFates(t *testing.T) {
	heads, dashed := map[string]int{}, map[string]bool{}
	for _, i := range specimen().Picture().Items {
		g, ok := i.(*scene.Group)
		if !ok || g.Class != "message" {
			continue
		}
		for _, part := range g.Items {
			a := part.(*scene.Arrow)
			dashed[g.ID] = a.Line.Dash == scene.Dashed
			if !a.Headless {
				heads[g.ID]++
			}
		}
	}
	want := map[string]int{"message-1": 1, "message-1-2": 1, "message-2": 1, "message-4": 1} // 3 is lost, 5 on its way
	if diff := cmp.Diff(want, heads); diff != "" {
		t.Error(diff)
	}
	if !dashed["message-1-2"] || dashed["message-1"] {
		t.Errorf("dashed are %v", dashed)
	}
}

// TestCourse reads the course of ladders that were written as JSON, and nothing of
// what is none.
func TestCourse(t *testing.T) {
	for _, test := range []struct {
		ladder *Ladder
		want   Course
	}{
		{specimen(), Course{Title: "A specimen", Unit: "step", Ends: [2]string{"A", "B"}, Start: [2]string{"CLOSED", "LISTEN"}, Turns: [2][]Turn{
			{{1, "CLOSED", "SYN-SENT"}, {6, "SYN-SENT", "ESTABLISHED"}, {8, "ESTABLISHED", "CLOSED"}}, {{2, "LISTEN", "SYN-RECEIVED"}},
		}}},
		{captured(), Course{Title: "A connection", Unit: "frame", Ends: [2]string{"A", "B"}, Start: [2]string{"CLOSED", "CLOSED"}, Turns: [2][]Turn{
			{{1, "CLOSED", "SYN-SENT"}, {19, "SYN-SENT", "SYN-SENT?"}, {20, "SYN-SENT?", "ESTABLISHED"}}, {{1, "CLOSED", "SYN-RECEIVED"}, {19, "SYN-RECEIVED", "?"}},
		}}},
	} {
		var b bytes.Buffer
		if err := test.ladder.JSON(&b); err != nil {
			t.Fatal(err)
		}
		b.WriteString("{ what comes behind it")
		got, err := ReadCourse(&b)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(&test.want, got); diff != "" {
			t.Error(diff)
		}
	}
	for _, wrong := range []string{"", "digraph {}", "{}", "[]", `{"title":"x","ends":["A","B"]}`, `{"start":{"ends":[{"state":"x"}]}}`} {
		if c, err := ReadCourse(strings.NewReader(wrong)); err == nil {
			t.Errorf("%q is read as %v", wrong, c)
		}
	}
}

// compare holds text against a golden file.
func compare(t *testing.T, name, text string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), text); diff != "" {
		t.Error(diff)
	}
}

// dissected prints a capture as another program reads it.
func dissected(t *testing.T, r io.Reader) string {
	t.Helper()
	c, err := pcapgo.NewNgReader(r, pcapgo.DefaultNgReaderOptions)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	for {
		data, info, options, err := c.ReadPacketDataWithOptions()
		if errors.Is(err, io.EOF) {
			return b.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		p := gopacket.NewPacket(data, c.LinkType(), gopacket.Default)
		if e := p.ErrorLayer(); e != nil {
			t.Fatal(e.Error())
		}
		flow, tcp := p.NetworkLayer().NetworkFlow(), p.TransportLayer().(*layers.TCP)
		fmt.Fprintf(&b, "%d ms %v:%d > %v:%d seq=%d ack=%d wnd=%d syn=%v ack=%v fin=%v rst=%v psh=%v options=%v octets=%d\n%s\n",
			info.Timestamp.UnixMilli(), flow.Src(), tcp.SrcPort, flow.Dst(), tcp.DstPort, tcp.Seq, tcp.Ack, tcp.Window,
			tcp.SYN, tcp.ACK, tcp.FIN, tcp.RST, tcp.PSH, tcp.Options, len(tcp.Payload), options.Comments)
	}
}

// TestUnknownFormat holds that a format that there is not is an error.
func TestUnknownFormat(t *testing.T) {
	if err := specimen().Write(io.Discard, "smoke", false); err == nil {
		t.Error("a ladder was written as smoke")
	}
}

// TestMermaidText holds that what ends a text in Mermaid is in none, and that a
// long title is broken.
func TestMermaidText(t *testing.T) {
	l := specimen()
	l.Title = strings.Repeat("a long title; ", 12)
	l.Steps[0].Sends[0].Text = "SYN of A#1; and more"
	l.Steps[2].Event = "tick#1"
	var b strings.Builder
	if err := l.Mermaid(&b); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(b.String(), "#;") {
		t.Errorf("there is # or ; in\n%s", b.String())
	}
	for _, want := range []string{"SYN of A no. 1, and more", "tick no. 1", "a long title,<br/>"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is missing in\n%s", want, b.String())
		}
	}
}
