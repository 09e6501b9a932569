package capture

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/gopacket/gopacket/layers"

	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// reported traces a film and returns what the report says, and how much of it was
// there before the end.
func reported(t *testing.T, film []byte, set func(*Report)) (text string, before int) {
	t.Helper()
	var b bytes.Buffer
	r := NewReport(&b, false)
	set(r)
	tally, err := Trace("film", bytes.NewReader(film), Options{Live: r.Live, Alarm: r.Alarm}, r.Connection)
	if err != nil {
		t.Fatal(err)
	}
	before = b.Len()
	if err := r.End(&tally); err != nil {
		t.Fatal(err)
	}
	return b.String(), before
}

// manyOf films n connections: unanswered ones, but for three that deviate and one
// that conforms.
func manyOf(t *testing.T, n int) []byte {
	f := newFilm(t, layers.LinkTypeEthernet)
	f.play(1, join(opening, closing)...)
	for port := range uint16(3) {
		f.play(2+port, join(opening, closing[:1], []string{"><SEQ=102><ACK=301><CTL=ACK><DATA=10>"})...)
	}
	for port := range uint16(n - 4) {
		f.play(100+port, opening[:1]...)
	}
	return f.out.Bytes()
}

// TestPages holds that as many connections as one may page through have a page each,
// and that of more there are tables, with pages of those that deviate.
func TestPages(t *testing.T) {
	text, before := reported(t, manyOf(t, MaxPages), func(r *Report) { r.Live = false })
	if n := strings.Count(text, "192.0.2.1:"); n < MaxPages || strings.Contains(text, "by ending") || strings.Count(text, "    S0: ") != MaxPages-4 {
		t.Errorf("%d connections: %d lines with names; %d octets before the end", MaxPages, n, before)
	}
	text, _ = reported(t, manyOf(t, MaxPages+1), func(*Report) {})
	first, tables, _ := strings.Cut(text, "98 connections without a page here: ")
	if strings.Count(first, ": deviates, 5 segments\n") != 3 || strings.Contains(first, "S0: ") {
		t.Errorf("the pages are\n%s", first)
	}
	want := `-v has one for each, and -address, -port,
-state, -verdict and -rule choose some

by ending
        97  S0      a SYN without an answer
         3  S2      opened, closed by the opener alone
         1  SF      opened, closed by both

by rule
         3  deviates    transmit.fin (3.10.4)

by state at last
    opener   other end
         0           1  CLOSED
        97           0  SYN-SENT
         0           3  CLOSE-WAIT
         1           0  TIME-WAIT
         3          97  ?

101 connections, 118 segments: 1 conform, 3 deviate, 0 undecided, 97 unanswered
`
	if tables != want {
		t.Errorf("the tables are\n%s\nwant\n%s", tables, want)
	}
	all, _ := reported(t, manyOf(t, MaxPages+1), func(r *Report) { r.All = true })
	if n := strings.Count(all, "    S0: "); n != 97 || strings.Contains(all, "by ending") {
		t.Errorf("with All, %d pages of unanswered SYNs", n)
	}
}

// TestFewWrong holds that of very many deviations the first are shown, wherever among
// the connections they are.
func TestFewWrong(t *testing.T) {
	f := newFilm(t, layers.LinkTypeEthernet)
	for port := range uint16(200) {
		f.play(100+port, opening[:1]...)
	}
	for port := range uint16(50) {
		f.play(500+port, join(opening, closing[:1], []string{"><SEQ=102><ACK=301><CTL=ACK><DATA=10>"})...)
	}
	text, _ := reported(t, f.out.Bytes(), func(*Report) {})
	if n := strings.Count(text, ": deviates, 5 segments\n"); n != maxWrong || !strings.Contains(text, "\n230 connections without a page") && !strings.HasPrefix(text, "230 ") {
		t.Errorf("%d pages\n%s", n, text)
	}
}

// TestColumns holds that what a page says below the name fits a terminal.
func TestColumns(t *testing.T) {
	f := newFilm(t, layers.LinkTypeEthernet)
	f.play(51024, join(opening, []string{"><SEQ=201><ACK=301><CTL=ACK><DATA=100>", "<<SEQ=301><ACK=301><CTL=ACK>", "+12s"}, []string{
		"><SEQ=301><ACK=301><CTL=FIN,ACK>", "<<SEQ=301><ACK=302><CTL=ACK>", "+12h", "<<SEQ=301><ACK=302><CTL=ACK><DATA=10>"})...)
	f.play(51025, join(opening, closing[:1], []string{"><SEQ=102><ACK=301><CTL=ACK><DATA=10>"})...)
	for line := range strings.Lines(run(t, f.out.Bytes(), Options{}).text) {
		if len(line) > columns+1 && line[0] == ' ' { // names of connections are as long as they are
			t.Errorf("%d columns: %s", len(line)-1, line)
		}
	}
}

// TestNote holds how a note names the end, the frames, the rule and its strength.
func TestNote(t *testing.T) {
	c := &Connection{Ends: [2]string{"A", "B"}}
	for _, test := range []struct {
		n    Note
		want string
	}{
		{Note{5, 5, 1, oracle.Verdict{Kind: oracle.Deviates, Finding: &oracle.Finding{Rule: "rst.challenge", Clause: "3.10.7.4/2", Strength: "MUST-9", Expected: "x", Seen: "y"}}},
			"frame 5, B: deviates: rst.challenge (3.10.7.4/2, MUST-9): expected x, seen y"},
		{Note{9, 5, 0, oracle.Verdict{Kind: oracle.Deviates, Finding: &oracle.Finding{Ago: 4, Seen: "y"}}}, "frame 5, as 9 shows, A: deviates: seen y"},
		{Note{99, 0, 0, oracle.Verdict{Kind: oracle.Deviates, Finding: &oracle.Finding{Ago: 40, Seen: "y"}}}, "frame 99 and 40 observations before, A: deviates: seen y"},
		{Note{5, 5, 1, oracle.Verdict{Kind: oracle.Suspicious, Finding: &oracle.Finding{Losses: 8, Seen: "y"}}},
			"frame 5, B: suspicious: seen y, unless 8 segments were lost, one after another"},
		{Note{5, 5, 1, oracle.Verdict{Kind: oracle.Suspicious, Finding: &oracle.Finding{Losses: 1, Seen: "y", Reason: "one may be missing"}}},
			"frame 5, B: suspicious: seen y: one may be missing"},
		{Note{5, 5, 1, oracle.Verdict{Kind: oracle.Undecided, Finding: &oracle.Finding{Seen: "y", Reason: "z"}}}, "frame 5, B: undecided: seen y: z"},
	} {
		if got := strings.Join(c.note(&test.n), " "); got != test.want {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
}

// TestAgo holds that the frame where something happened is found by the observations
// since, as long as they are kept.
func TestAgo(t *testing.T) {
	var r recent
	for frame := 10; frame <= 500; frame += 10 {
		r.note(frame)
	}
	for n, want := range map[int]int{0: 500, 1: 490, 31: 190, 32: 0, 1000: 0} {
		if got := r.ago(n); got != want {
			t.Errorf("%d ago: %d, want %d", n, got, want)
		}
	}
	if got := new(recent).ago(0); got != 0 {
		t.Errorf("of nothing: %d", got)
	}
}

// TestJSON holds that each connection is an object with all that a page says, and
// that there is one for all.
func TestJSON(t *testing.T) {
	f := newFilm(t, layers.LinkTypeEthernet)
	f.play(1, join(opening, []string{"<<SEQ=301><ACK=201><CTL=ACK>"}, []string{"><SEQ=201><ACK=301><CTL=FIN,ACK>", "+12s"})...)
	f.play(2, join(opening, closing[:1], []string{"><SEQ=102><ACK=301><CTL=ACK><DATA=10>"})...)
	f.play(3, opening[:1]...)
	var b bytes.Buffer
	r := NewReport(&b, true)
	tally, err := Trace("film", bytes.NewReader(f.out.Bytes()), Options{}, r.Connection)
	if err = errors.Join(err, r.End(&tally)); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	if len(lines) != 4 {
		t.Fatalf("%d lines", len(lines))
	}
	var objects []map[string]any
	for _, line := range lines {
		var o map[string]any
		if err := json.Unmarshal([]byte(line), &o); err != nil {
			t.Fatal(err)
		}
		objects = append(objects, o)
	}
	for path, want := range map[string]string{
		"0 ending": "S2", "0 closed_first": "192.0.2.1:1", "0 began": "2023-11-14T22:13:20.001Z", "0 verdict": "conforms", "0 decided_since": "5",
		"0 ends 0 end": "192.0.2.1:1", "0 ends 0 missing": "100", "0 ends 0 gaps 0 from": "101", "0 ends 0 gaps 0 frame": "4",
		"0 ends 1 history 2 state": "CLOSE-WAIT", "0 waits 1 for": "CLOSE-WAIT",
		"1 deviations 0 end": "192.0.2.1:2", "1 deviations 0 rule": "transmit.fin", "1 deviations 0 clause": "3.10.4", "1 deviations 0 frame": "10",
		"1 deviations 0 seen": "<SEQ=102><ACK=301><CTL=ACK><DATA=10><WND=4096>", "1 states 1": "CLOSE-WAIT",
		"2 verdict": "unanswered", "2 ending": "S0", "2 ended": "a SYN without an answer", "2 states 0": "SYN-SENT", "2 ends 1 heard": "false",
		"3 summary connections": "3", "3 summary segments": "11", "3 summary verdicts deviates": "1", "3 summary verdicts unanswered": "1",
		"3 summary endings S2": "2", "3 summary states 0 SYN-SENT": "1", "3 summary rules 0 rule": "transmit.fin", "3 summary rules 0 connections": "1",
	} {
		if got := fmt.Sprint(at(objects, path)); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}

// at follows names and numbers into what was read of JSON.
func at(list []map[string]any, path string) (value any) {
	words := strings.Fields(path)
	value = list[number(words[0])]
	for _, w := range words[1:] {
		switch v := value.(type) {
		case map[string]any:
			value = v[w]
		case []any:
			if number(w) >= len(v) {
				return nil
			}
			value = v[number(w)]
		}
	}
	return value
}

// number is the number that a word is.
func number(word string) int {
	n, err := strconv.Atoi(word)
	if err != nil {
		panic(err)
	}
	return n
}
