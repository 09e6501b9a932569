package main

import (
	"context"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/document"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/fill"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ladder"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/language"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/report"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/why"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// TestWhy explores every exhibit of every answer: each comes out as the answer says,
// and each remark is about a step of its ladder.
func TestWhy(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: explores for half a minute")
	}
	for _, a := range why.Answers() {
		t.Run(a.Name, func(t *testing.T) { holdAnswer(t, &a) })
	}
}

// TestClaims does the same for every claim.
func TestClaims(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: explores for half a minute")
	}
	for _, c := range why.Claims() {
		a, err := why.Find(c.ID)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(c.ID, func(t *testing.T) { holdAnswer(t, a) })
		holdWords(t, c.ID, strings.Join([]string{c.Says, c.Clauses}, "; "))
		if _, err := why.Find(c.See); c.See != "" && err != nil {
			t.Error(err)
		}
	}
}

// holdAnswer explores the exhibits of an answer.
func holdAnswer(t *testing.T, a *why.Answer) {
	t.Helper()
	for i := range a.Exhibits {
		e := &a.Exhibits[i]
		r := comesOut(t, e)
		if !r.True() {
			t.Errorf("%s: %s, want %s", e.Ask, r.Scenario.Properties[0].Word(), e.Comes)
		}
		ladders := r.Scenario.Ladders()
		if (len(ladders) > 0) != (e.Comes == why.Violated || e.Comes == why.Reached) {
			t.Errorf("%s: %d ladders", e.Ask, len(ladders))
			continue
		}
		for _, l := range ladders {
			for _, left := range e.Annotate(l) {
				t.Errorf("%s: no step for the remark at %q", e.Ask, left.At)
			}
			holdWidth(t, e.Ask, l)
			a.In(language.Chinese).Exhibits[i].Annotate(l)
			holdWidth(t, e.Ask, l)
		}
	}
}

// holdWidth holds that a ladder has no line that is wider than asked for.
func holdWidth(t *testing.T, ask string, l *ladder.Ladder) {
	t.Helper()
	for _, wide := range []int{66, 80, 90, 120} {
		var b strings.Builder
		if err := l.Fit(&b, true, wide); err != nil {
			t.Error(err)
		}
		for line := range strings.Lines(b.String()) {
			if fill.Width(strings.TrimSuffix(line, "\n")) > wide {
				t.Errorf("%s: in %d columns: %q", ask, wide, line)
			}
		}
	}
}

// explorations has what has come out of the exhibits that were explored so far. Many
// answers have the same ones.
var explorations = struct {
	sync.Mutex
	known map[string]*report.Scenario
	claim map[string]string
}{known: map[string]*report.Scenario{}, claim: map[string]string{}}

// comesOut returns what comes out of an exhibit.
func comesOut(t *testing.T, e *why.Exhibit) *why.Result {
	t.Helper()
	explorations.Lock()
	defer explorations.Unlock()
	key := e.Ask + string(e.Comes)
	if explorations.known[key] == nil {
		r, err := exhibit(context.Background(), e, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		explorations.known[key], explorations.claim[key] = r.Scenario, r.Claim
	}
	return &why.Result{Exhibit: e, Claim: explorations.claim[key], Scenario: explorations.known[key]}
}

// settled returns the claims with what comes out of their explorations.
func settled(t *testing.T) (all []document.Settled) {
	for _, c := range why.Claims() {
		s := document.Settled{Claim: c}
		for i := range c.Exhibits {
			s.Results = append(s.Results, *comesOut(t, &c.Exhibits[i]))
		}
		all = append(all, s)
	}
	return all
}

// TestWhyInterrupted holds that an answer that was interrupted says so, and claims
// nothing.
func TestWhyInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var stdout, stderr strings.Builder
	status := run(ctx, []string{"why", "time-wait"}, strings.NewReader(""), &stdout, &stderr)
	if status != statusLimit || !strings.Contains(stderr.String(), "no answer") || !strings.Contains(stdout.String(), "Not known: interrupted.") ||
		strings.Contains(stdout.String(), "Violated") || strings.Contains(stdout.String(), "Holds:") {
		t.Errorf("status %d, %q\n%s", status, stderr.String(), stdout.String())
	}
}

// TestClaimsUpToDate compares docs/claims.md and docs/zh/claims.md with what comes out now.
func TestClaimsUpToDate(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: explores for half a minute")
	}
	all := settled(t)
	upToDate(t, "claims.md", []byte(document.Claims(all, language.English)))
	upToDate(t, "zh/claims.md", []byte(document.Claims(all, language.Chinese)))
}

// TestWhyUpToDate compares docs/zh/why.md with what comes out now.
func TestWhyUpToDate(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: explores for half a minute")
	}
	var all []why.Page
	for _, a := range why.Answers() {
		p := why.Page{Answer: a.In(language.Chinese)}
		for i := range p.Exhibits {
			p.Results = append(p.Results, *comesOut(t, &p.Exhibits[i]))
		}
		all = append(all, p)
	}
	text, err := document.Why(all, language.Chinese)
	if err != nil {
		t.Fatal(err)
	}
	upToDate(t, "zh/why.md", []byte(text))
}

// TestWhyIsCounted holds how many questions and claims README.md and its Chinese sister
// speak of, and how the claims are settled.
func TestWhyIsCounted(t *testing.T) {
	settled := map[string]int{}
	for _, c := range why.Claims() {
		settled[c.Word()]++
	}
	questions, claims := len(why.Answers()), len(why.Claims())
	counted := func(format string) string {
		return fmt.Sprintf(format, claims, settled["true"], settled["true, under assumptions"], settled["half true"], settled["false"])
	}
	for name, wanted := range map[string][]string{
		"README.md": {
			fmt.Sprintf("%d questions that people ask", questions),
			counted("settles [%d things that tutorials say](docs/claims.md): %d are true, %d under assumptions, %d half true and %d false."),
		},
		"docs/zh/README.md": {
			fmt.Sprintf("| %d 条常见说法，", claims), fmt.Sprintf("| %d 个问题：", questions), fmt.Sprintf("%d 个大家常问的问题", questions),
			counted("裁定[教程里的 %d 种说法](claims.md)：%d 条正确，%d 条在一定前提下正确，%d 条只对一半，%d 条错误。"),
		},
	} {
		text := strings.Join(strings.Fields(read(t, name)), " ")
		for _, want := range wanted {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %q", name, want)
			}
		}
	}
}

// TestWhyIsWritten holds what can be held of the sentences: there are few, they name
// nothing that does not exist, and each question has an exhibit of what is right.
func TestWhyIsWritten(t *testing.T) {
	seen := map[string]bool{}
	for _, a := range why.Answers() {
		if seen[a.Name] || !strings.HasSuffix(a.Question, "?") {
			t.Errorf("%s is there twice, or %q is no question", a.Name, a.Question)
		}
		seen[a.Name] = true
		if n := len(sentence.FindAllString(a.Says+" ", -1)); n < 1 || n > 3 {
			t.Errorf("%s is answered in %d sentences", a.Name, n)
		}
		if a.Half == "" || a.Clauses == "" || a.Seen == "" || len(a.Exhibits) < 2 {
			t.Errorf("%s lacks what is half true, where it is written, what is to be seen, or exhibits", a.Name)
		}
		holdWords(t, a.Name, strings.Join([]string{a.Says, a.Half, a.Clauses, a.Seen}, "; "))
	}
}

var (
	sentence    = regexp.MustCompile(`[.?] `)
	requirement = regexp.MustCompile(`\b(MUST|SHLD|MAY)-\d+\b`)
	option      = regexp.MustCompile(`\boptions? ((?:[a-z0-9]+_[a-z0-9_]+(?:, )?)+)`)
)

// holdWords holds that the requirements and options that a text names exist.
func holdWords(t *testing.T, name, text string) {
	t.Helper()
	var ids, options []string
	for _, r := range requirements(t) {
		ids = append(ids, r.ID)
	}
	for i := range fsm.Options() {
		options = append(options, fsm.Options()[i].Name)
	}
	for _, id := range requirement.FindAllString(text, -1) {
		if !slices.Contains(ids, id) {
			t.Errorf("%s names %s, which there is not", name, id)
		}
	}
	for _, m := range option.FindAllStringSubmatch(text, -1) {
		for _, o := range strings.Split(strings.TrimSuffix(m[1], ", "), ", ") {
			if !slices.Contains(options, o) {
				t.Errorf("%s names the option %s, which there is not", name, o)
			}
		}
	}
}
