package serve_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/page"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/question"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/serve"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/why"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

// A site is a server that is asked over a real connection.
type site struct {
	t     *testing.T
	base  string
	token string
}

// begin starts a server. An exhibit is put as a question about its first word.
func begin(t *testing.T) *site {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := serve.New(serve.Options{Version: "0", Put: put, Log: func(text string) { t.Error(text) }})
	ctx, stop := context.WithCancel(context.Background())
	over := make(chan error)
	go func() { over <- s.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-over; err != nil {
			t.Error(err)
		}
	})
	return &site{t, "http://" + l.Addr().String(), s.Token()}
}

// put is enough for exhibits that are a scenario with -reach.
func put(e *why.Exhibit) (q question.Question, reach string, err error) {
	scenario, rest, _ := strings.Cut(e.Ask, " ")
	_, reach, _ = strings.Cut(rest, "-reach '")
	reach, _, _ = strings.Cut(reach, "'")
	_, set, _ := strings.Cut(rest, "-set ")
	set, _, _ = strings.Cut(set, " ")
	r := question.Request{Scenarios: []string{scenario}, Reach: reach, Set: set}
	all, err := r.Questions()
	if err != nil {
		return q, "", err
	}
	return all[0], reach, nil
}

// ask asks, and returns the status and what was answered.
func (s *site) ask(method, path, body string, header ...string) (int, []byte) {
	s.t.Helper()
	r, err := http.NewRequest(method, s.base+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
			continue
		}
		r.Header.Set(header[i], header[i+1])
	}
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = a.Body.Close() }()
	text, err := io.ReadAll(a.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return a.StatusCode, text
}

// get asks for what is to be there, and reads it.
func (s *site) get(path string, into any) {
	s.t.Helper()
	status, text := s.ask("GET", path, "", "Token", s.token)
	if status != 200 {
		s.t.Fatalf("%s: status %d: %s", path, status, text)
	}
	if err := json.Unmarshal(text, into); err != nil {
		s.t.Fatalf("%s: %v", path, err)
	}
}

// run runs an order to its end and reads what comes of it.
func (s *site) run(order map[string]any, into any) {
	s.t.Helper()
	body, err := json.Marshal(order)
	if err != nil {
		s.t.Fatal(err)
	}
	status, text := s.ask("POST", "/api/run", string(body), "Token", s.token, "Origin", s.base)
	if status != 200 {
		s.t.Fatalf("%s: status %d: %s", body, status, text)
	}
	var began struct{ ID string }
	if err := json.Unmarshal(text, &began); err != nil {
		s.t.Fatal(err)
	}
	for {
		var state struct {
			Over   bool
			Result json.RawMessage
			Error  string
		}
		s.get("/api/run?id="+began.ID, &state)
		switch {
		case state.Error != "":
			s.t.Fatalf("%s: %s", body, state.Error)
		case state.Over:
			if err := json.Unmarshal(state.Result, into); err != nil {
				s.t.Fatal(err)
			}
			return
		}
	}
}

// shown is what the tests look at of a way.
type shown struct {
	Address string
	Old     bool
	Way     []int
	At      int
	View    page.View
	Offers  []struct {
		N          int
		Kind, Does string
		End        int
	}
	Lights []light
}

type light struct{ Name, Kind, Marks string }

// TestStrangers holds who is refused: other names of this machine, other pages, and who
// has no token where something is run.
func TestStrangers(t *testing.T) {
	s := begin(t)
	for _, c := range []struct {
		method, path string
		header       []string
		want         int
	}{
		{"GET", "/", nil, 200},
		{"GET", "/", []string{"Host", "localhost:9293"}, 200},
		{"GET", "/", []string{"Host", "[::1]:9293"}, 200},
		{"GET", "/", []string{"Host", "evil.example"}, 403},
		{"GET", "/", []string{"Host", "localhost.evil.example:9293"}, 403},
		{"GET", "/", []string{"Host", "127.0.0.1.nip.io"}, 403},
		{"GET", "/", []string{"Host", "192.0.2.1"}, 403},
		{"GET", "/play?scenario=close", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"}, 200}, // a link in a mail
		{"GET", "/api/start", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"}, 403},
		{"GET", "/api/start", []string{"Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "cors"}, 403},
		{"GET", "/api/start", []string{"Sec-Fetch-Site", "same-origin"}, 200},
		{"GET", "/api/start", []string{"Origin", "http://127.0.0.1:1"}, 403},
		{"GET", "/api/start", []string{"Origin", "null"}, 403},
		{"GET", "/api/start", []string{"Origin", s.base}, 200},
		{"POST", "/api/run", []string{"Origin", s.base}, 401},
		{"POST", "/api/run", []string{"Token", s.token + "x"}, 401},
		{"POST", "/api/run", []string{"Token", s.token, "Origin", "http://evil.example"}, 403},
		{"POST", "/api/run", []string{"Token", s.token}, 400}, // it says nothing
		{"POST", "/api/cancel", nil, 401},
		{"POST", "/api/capture", nil, 401},
		{"GET", "/api/run?id=x", nil, 401},
		{"GET", "/api/run?id=x", []string{"Token", s.token}, 404},
		{"GET", "/api/connection?id=x&n=0", []string{"Token", s.token}, 404},
		{"POST", "/api/start", nil, 405},
		{"GET", "/api/nothing", nil, 404},
		{"GET", "/../../etc/passwd", nil, 404},
		{"GET", "/files/page.js", nil, 404},
	} {
		if got, text := s.ask(c.method, c.path, "", c.header...); got != c.want {
			t.Errorf("%s %s %q: status %d, not %d: %.200s", c.method, c.path, c.header, got, c.want, text)
		}
	}
}

// TestPolicyOfContent holds what every answer says of what a page may load, errors too,
// and that the page keeps to it.
func TestPolicyOfContent(t *testing.T) {
	s := begin(t)
	for _, path := range []string{"/", "/api/start", "/nothing"} {
		a, err := http.Get(s.base + path)
		if err != nil {
			t.Fatal(err)
		}
		_ = a.Body.Close()
		policy := a.Header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s: the policy has no %s: %s", path, want, policy)
			}
		}
		if strings.Contains(policy, "unsafe") || a.Header.Get("X-Content-Type-Options") != "nosniff" || a.Header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: %v", path, a.Header)
		}
	}
	_, shell := s.ask("GET", "/", "")
	for _, banned := range []string{"<style", "style=", "onclick", "http://", "https://", "<script>"} {
		if strings.Contains(string(shell), banned) {
			t.Errorf("the page has %s in it", banned)
		}
	}
	if strings.Contains(string(shell), s.token) {
		t.Error("the page gives the token away to whoever asks")
	}
}

// TestPlay takes a few steps, goes back, and holds that an address means the same twice.
func TestPlay(t *testing.T) {
	s := begin(t)
	var p, again shown
	s.get("/api/play?scenario=close", &p)
	if len(p.Offers) == 0 || len(p.View.Moments) != 1 || p.Old {
		t.Fatalf("%+v", p)
	}
	way := []string{}
	for range 12 {
		if len(p.Offers) == 0 {
			break
		}
		way = append(way, fmt.Sprint(p.Offers[len(p.Offers)/2].N))
		does := p.Offers[len(p.Offers)/2].Does
		p = shown{}
		s.get("/api/play?scenario=close&way="+strings.Join(way, "."), &p)
		if last := p.View.Moments[len(p.View.Moments)-1]; last.Does != does {
			t.Fatalf("offered was %q, and %q came", does, last.Does)
		}
	}
	s.get("/api/play?"+p.Address, &again)
	if again.View.Drawing != p.View.Drawing || again.Old || !slices.Equal(again.Way, p.Way) {
		t.Errorf("%s shows something else", p.Address)
	}
	for _, l := range p.Lights {
		if len(l.Marks) != len(p.View.Moments) || strings.ContainsRune(l.Marks, 'v') {
			t.Errorf("%s is %s on a way that breaks nothing", l.Name, l.Marks)
		}
	}
	s.get("/api/play?"+p.Address+"&at=3", &again)
	if again.At != 3 || len(again.View.Moments) != len(p.View.Moments) {
		t.Errorf("at %d of %d", again.At, len(again.View.Moments))
	}
}

// TestOldAddress holds that an address with another table says so, and that its way is
// left out.
func TestOldAddress(t *testing.T) {
	s := begin(t)
	var p shown
	s.get("/api/play?scenario=close&way=0.0&table=0123456789abcdef", &p)
	if !p.Old || len(p.Way) != 0 {
		t.Errorf("old: %v, way %v", p.Old, p.Way)
	}
	var q, r shown
	s.get("/api/play?scenario=close", &p)
	s.get("/api/play?scenario=close&policy=RFC793", &q)
	s.get("/api/play?scenario=close&bound=segments=2", &r)
	table := func(address string) string { v, _ := url.ParseQuery(address); return v.Get("table") }
	if a, b, c := table(p.Address), table(q.Address), table(r.Address); a == b || a == c || b == c || len(a) != 16 {
		t.Errorf("tables %s, %s and %s", a, b, c)
	}
}

// TestWrongAddresses holds that what makes no sense is said, and that no file is opened.
func TestWrongAddresses(t *testing.T) {
	s := begin(t)
	file := t.TempDir() + "/mine.scenario"
	if err := os.WriteFile(file, []byte("like close\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"/api/play":               "names no scenario",
		"/api/play?scenario=clse": "did you mean close",
		"/api/play?scenario=" + url.QueryEscape(file):                     "unknown scenario",
		"/api/play?scenario=close&way=0.99":                               "step 2 of the way",
		"/api/play?scenario=close&way=0.x":                                "has the step",
		"/api/play?scenario=close&way=-1":                                 "has the step",
		"/api/play?scenario=close&way=0&stem=5":                           "no part of its way",
		"/api/play?scenario=close&way=0&at=7":                             "none of this way",
		"/api/play?scenario=close&way=" + strings.Repeat("0.", 600) + "0": "at most 500",
		"/api/play?scenario=close&policy=Lnux":                            "Linux",
		"/api/play?scenario=close&net=lost":                               "loss",
		"/api/play?scenario=close&capacity=99":                            "out of range",
		"/api/play?scenario=close&mutant=none-such":                       "unknown mutant",
		"/api/play?scenario=close&watch=A=NOWHERE":                        "NOWHERE",
		"/api/play?why=time-wait&exhibit=99":                              "exhibit",
		"/api/play?why=no-such&exhibit=1":                                 "unknown question",
		"/api/play?hazard=H01&trial=99":                                   "trial",
		"/api/play?hazard=H99&trial=1":                                    "H99",
		"/api/export?scenario=close&format=exe":                           "unknown format",
		"/api/diagram?policy=Lnux":                                        "Linux",
		"/api/table?policy=RFC9293&with=Lnux":                             "Linux",
		"/api/answer?name=tim-wait":                                       "time-wait",
	} {
		status, text := s.ask("GET", path, "")
		if status != 400 || !strings.Contains(string(text), want) {
			t.Errorf("%.80s: status %d, and no %q: %s", path, status, want, text)
		}
	}
}

// TestExports holds that a way is written in every format.
func TestExports(t *testing.T) {
	s := begin(t)
	for _, format := range formats(s) {
		status, text := s.ask("GET", "/api/export?scenario=close&way=0.0.0&format="+format, "")
		if status != 200 || len(text) == 0 {
			t.Errorf("%s: status %d, %d octets", format, status, len(text))
		}
	}
}

func formats(s *site) []string {
	var p struct{ Formats []string }
	s.get("/api/play?scenario=close", &p)
	return p.Formats
}

// TestWay looks for a way on from where another one ends, and for one that there is not.
func TestWay(t *testing.T) {
	s := begin(t)
	var r struct {
		Address string
		Steps   int
		Cannot  bool
	}
	s.run(map[string]any{"kind": "way", "address": "scenario=handshake&way=1", "reach": "both=ESTABLISHED"}, &r)
	var p shown
	s.get("/api/play?"+r.Address, &p)
	last := p.View.Moments[len(p.View.Moments)-1]
	if last.States != [2]string{"ESTABLISHED", "ESTABLISHED"} || p.Way[0] != 1 || r.Steps != len(p.Way)-1 {
		t.Errorf("%d steps to %v by %v", r.Steps, last.States, p.Way)
	}
	s.run(map[string]any{"kind": "way", "address": "scenario=handshake", "reach": "A=LAST-ACK"}, &r)
	if !r.Cannot {
		t.Errorf("there is a way: %+v", r)
	}
}

// checked is what the tests look at of a check.
type checked struct {
	Distinct uint64
	Outcome  string
	True     bool
	Drawing  string
	Verdicts []struct {
		Name, Word, Address string
		Steps               int
	}
}

// TestCounterexamples holds that the address of a counterexample shows it: the light of
// what is violated is red at its end and nowhere before, and of a promise it is owed at
// the end. The model it is found in and the one that it is shown in are not the same.
func TestCounterexamples(t *testing.T) {
	s := begin(t)
	for i, mu := range catalogue.Mutants() {
		if testing.Short() && i%12 != 0 {
			continue
		}
		c := &mu.Refuted[0]
		var r checked
		s.run(map[string]any{"kind": "check", "address": url.Values{"scenario": {c.Scenario.Name}, "mutant": {mu.Name}}.Encode(), "properties": []string{c.Property.Name}}, &r)
		if v := r.Verdicts[0]; v.Word != "violated" || v.Address == "" {
			t.Errorf("%s: %+v", mu.Name, v)
			continue
		}
		var p shown
		s.get("/api/play?"+r.Verdicts[0].Address, &p)
		holdLit(t, mu.Name, c.Property, &p)
	}
}

// holdLit holds that a counterexample of a property lights it as one.
func holdLit(t *testing.T, name string, of *model.Property, p *shown) {
	t.Helper()
	i := slices.IndexFunc(p.Lights, func(l light) bool { return l.Name == of.Name })
	if i < 0 {
		t.Errorf("%s: there is no light for %s", name, of.Name)
		return
	}
	marks := p.Lights[i].Marks
	switch {
	case of.Can != nil || of.Stays != nil:
		if strings.Trim(marks, "u") != "" {
			t.Errorf("%s: one way shows nothing of %s: %s", name, of.Name, marks)
		}
	case of.Leads != nil:
		if !strings.HasSuffix(marks, "o") {
			t.Errorf("%s: %s is owed at the end: %s", name, of.Name, marks)
		}
	case strings.IndexByte(marks, 'v') != len(marks)-1:
		t.Errorf("%s: %s is violated at the end: %s", name, of.Name, marks)
	}
}

// TestLasso holds that an infinite counterexample is shown as one.
func TestLasso(t *testing.T) {
	s := begin(t)
	var r checked
	s.run(map[string]any{"kind": "check", "address": "scenario=close-fair&mutant=no-fin-retransmit&set=both.patient%3D1", "properties": []string{"fin-wait-1-exits"}}, &r)
	var p shown
	s.get("/api/play?"+r.Verdicts[0].Address, &p)
	owed := ""
	for _, l := range p.Lights {
		if l.Name == "fin-wait-1-exits" {
			owed = l.Marks
		}
	}
	if !p.View.Endless || !strings.HasSuffix(owed, "o") {
		t.Errorf("endless: %v, owed %q", p.View.Endless, owed)
	}
}

// TestQuestions asks the questions of one's own, as the page puts them.
func TestQuestions(t *testing.T) {
	s := begin(t)
	for _, c := range []struct {
		order map[string]any
		want  string
	}{
		{map[string]any{"reach": "both=ESTABLISHED"}, "reached"},
		{map[string]any{"reach": "A=LAST-ACK"}, "cannot"},
		{map[string]any{"never": "both=ESTABLISHED"}, "violated"},
		{map[string]any{"properties": []string{"una-le-nxt"}}, "holds"},
		{map[string]any{"leadsTo": "A=SYN-SENT ~> A=SYN-SENT"}, "holds"},
	} {
		c.order["kind"], c.order["address"] = "check", "scenario=handshake"
		var r checked
		s.run(c.order, &r)
		if r.Verdicts[0].Word != c.want || r.Distinct == 0 {
			t.Errorf("%v: %+v", c.order, r)
		}
	}
}

// TestExhibit explores an exhibit and walks through it with its sentences.
func TestExhibit(t *testing.T) {
	s := begin(t)
	var r checked
	s.run(map[string]any{"kind": "check", "address": "why=simultaneous-close&exhibit=3", "lang": "zh"}, &r)
	if !r.True || r.Drawing == "" || !strings.Contains(r.Outcome, "可达") {
		t.Errorf("%v %q", r.True, r.Outcome)
	}
	var p shown
	s.get("/api/play?"+r.Verdicts[0].Address, &p)
	says := 0
	for _, m := range p.View.Moments {
		if m.Says != "" {
			says++
		}
	}
	if says != 3 {
		t.Errorf("%d steps have a sentence", says)
	}
	s.get("/api/play?lang=zh&"+r.Verdicts[0].Address, &p)
	if !regexp.MustCompile(`\p{Han}`).MatchString(p.View.Title) {
		t.Errorf("the title in Chinese is %q", p.View.Title)
	}
}

// TestFairness holds that assumptions of fairness reach an exploration, and that the way
// that it finds can be walked without them.
func TestFairness(t *testing.T) {
	s := begin(t)
	var r checked
	s.run(map[string]any{"kind": "check", "address": "scenario=close-fair&assume=MONO%2CTMR%2CAPP", "properties": []string{"close-completes"}}, &r)
	if r.Verdicts[0].Word != "violated" || r.Verdicts[0].Address == "" {
		t.Fatalf("%+v", r)
	}
	var p shown
	if s.get("/api/play?"+r.Verdicts[0].Address, &p); !p.View.Endless {
		t.Error("it ends")
	}
	s.run(map[string]any{"kind": "check", "address": "scenario=close-fair&assume=MONO%2CTMR%2CAPP%2CFL%2CTICK", "properties": []string{"close-completes"}}, &r)
	if r.Verdicts[0].Word != "holds" {
		t.Errorf("%+v", r)
	}
}

// TestHazard explores a trial of a hazard.
func TestHazard(t *testing.T) {
	s := begin(t)
	var r checked
	s.run(map[string]any{"kind": "check", "address": "hazard=H34&trial=1"}, &r)
	if r.Verdicts[0].Word != "violated" || r.Verdicts[0].Address == "" {
		t.Errorf("%+v", r)
	}
}

// TestGraph draws pairs of states, each with the predicate that leads there.
func TestGraph(t *testing.T) {
	s := begin(t)
	var r struct {
		Drawing string
		Pairs   []struct{ ID, Reach string }
	}
	s.run(map[string]any{"kind": "graph", "address": "scenario=handshake"}, &r)
	for _, p := range r.Pairs {
		if !strings.Contains(r.Drawing, `id="`+p.ID+`"`) || !strings.HasPrefix(p.Reach, "A=") {
			t.Errorf("%+v is not in the drawing", p)
		}
	}
	if len(r.Pairs) < 5 {
		t.Errorf("%d pairs", len(r.Pairs))
	}
}

// TestProgress holds that a long exploration tells how far it is, and ends when it is
// cancelled; and that not everything is run at once.
func TestProgress(t *testing.T) {
	s := begin(t)
	var ids []string
	for range 3 {
		status, text := s.ask("POST", "/api/run", `{"kind":"check","address":"scenario=close"}`, "Token", s.token)
		if len(ids) == 2 {
			if status != 429 {
				t.Errorf("status %d: %s", status, text)
			}
			continue
		}
		var began struct{ ID string }
		if err := json.Unmarshal(text, &began); err != nil || began.ID == "" {
			t.Fatalf("%v: %s", err, text)
		}
		ids = append(ids, began.ID)
	}
	var state struct {
		Over     bool
		Distinct uint64
	}
	deadline := time.Now().Add(20 * time.Second)
	for state.Distinct == 0 && !state.Over && time.Now().Before(deadline) {
		s.get("/api/run?id="+ids[0], &state)
	}
	if state.Distinct == 0 {
		t.Error("there is no progress")
	}
	for _, id := range ids {
		if status, text := s.ask("POST", "/api/cancel", `{"id":"`+id+`"}`, "Token", s.token); status != 200 {
			t.Errorf("status %d: %s", status, text)
		}
		for state.Over = false; !state.Over; {
			s.get("/api/run?id="+id, &state)
		}
	}
}

// TestCapture has a capture judged, and shows a connection of it as a ladder.
func TestCapture(t *testing.T) {
	s := begin(t)
	file, err := os.ReadFile("../../testdata/capture/kernel.pcap")
	if err != nil {
		t.Fatal(err)
	}
	status, text := s.ask("POST", "/api/capture?policy=Linux", string(file), "Token", s.token)
	var r struct {
		ID          string
		Total       int
		Connections []struct {
			N       int
			Verdict string
			Drawn   bool
		}
	}
	if err := json.Unmarshal(text, &r); err != nil || status != 200 || r.Total == 0 {
		t.Fatalf("status %d, %v: %.300s", status, err, text)
	}
	var v page.View
	s.get(fmt.Sprintf("/api/connection?id=%s&n=%d", r.ID, r.Connections[0].N), &v)
	if len(v.Moments) < 3 || v.Unit != "frame" {
		t.Errorf("%d moments by %s", len(v.Moments), v.Unit)
	}
	for body, want := range map[string]string{"": "empty", "nothing of the kind": "no capture", string(file[:60]): "ends in the middle"} {
		if status, text := s.ask("POST", "/api/capture", body, "Token", s.token); status != 400 || !strings.Contains(string(text), want) {
			t.Errorf("status %d, no %q: %s", status, want, text)
		}
	}
	if status, text := s.ask("POST", "/api/capture?at=nowhere", string(file), "Token", s.token); status != 400 {
		t.Errorf("status %d: %s", status, text)
	}
}

// TestTable holds that the table has each rule of the policies asked for, and marks what
// only one of them has.
func TestTable(t *testing.T) {
	s := begin(t)
	var m struct {
		Rules []struct {
			Rule, Only, Link string
			In, On           []string
		}
		Options []any
	}
	s.get("/api/table?policy=RFC9293", &m)
	one := len(m.Rules)
	s.get("/api/table?policy=RFC9293&with=Linux", &m)
	only := map[string]int{}
	for _, r := range m.Rules {
		only[r.Only]++
		if len(r.In) == 0 || len(r.On) == 0 || !strings.HasPrefix(r.Link, "https://www.rfc-editor.org/") {
			t.Errorf("%+v", r)
		}
	}
	if one == 0 || only[""]+only["RFC9293"] != one || only["Linux"] == 0 || len(m.Options) == 0 {
		t.Errorf("%d rules of one policy, of two %v, options %d", one, only, len(m.Options))
	}
}

// TestLists holds that the lists of the page leave nothing out.
func TestLists(t *testing.T) {
	s := begin(t)
	var all []json.RawMessage
	for path, least := range map[string]int{"/api/mutants": 40, "/api/hazards": 30, "/api/claims": 36, "/api/stacks": 3} {
		if s.get(path, &all); len(all) < least {
			t.Errorf("%s: %d", path, len(all))
		}
	}
	var start struct {
		Scenarios, Policies, Questions []struct{ Name, Means string }
		Words                          map[string]string
	}
	s.get("/api/start?lang=zh", &start)
	if len(start.Scenarios) < 60 || len(start.Policies) < 6 || len(start.Questions) < 30 || start.Words["Ladder"] != "阶梯图" {
		t.Errorf("%d scenarios, %d policies, %d questions", len(start.Scenarios), len(start.Policies), len(start.Questions))
	}
}
