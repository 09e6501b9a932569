package page_test

import (
	"bytes"
	"context"
	"encoding/json"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/behaviour"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ladder"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/language"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/page"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/report"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

// walked returns a walk through a scenario as a ladder.
func walked(t testing.TB, scenario string, steps int) *ladder.Ladder {
	t.Helper()
	for _, s := range catalogue.Scenarios() {
		if s.Name != scenario {
			continue
		}
		w, err := behaviour.NewWalk(&model.Question{Scenario: s})
		if err != nil {
			t.Fatal(err)
		}
		w.Stray(rand.New(rand.NewPCG(7, 0)), steps)
		return w.Ladder("A walk through </script><b>" + scenario)
	}
	t.Fatalf("there is no scenario %s", scenario)
	return nil
}

// TestView holds that the page has a moment for each step, with a name for each value and a
// clause for each rule, and that what is marked as changed has changed.
func TestView(t *testing.T) {
	l := walked(t, "close", 30)
	v, err := page.Of(l, language.English)
	if err != nil {
		t.Fatal(err)
	}
	if len(v.Moments) != len(l.Steps)+1 || strings.Contains(v.Drawing, "<style") {
		t.Fatalf("%d moments of %d steps, or a style of paper", len(v.Moments), len(l.Steps))
	}
	for i, m := range v.Moments {
		for end := range m.Values {
			if len(m.Values[end]) != len(v.Fields) {
				t.Fatalf("moment %d: %d values, %d names", i, len(m.Values[end]), len(v.Fields))
			}
			for _, n := range m.Changed[end] {
				if was := v.Moments[i-1].Values[end][n]; was == m.Values[end][n] {
					t.Errorf("moment %d: %s is %s as before", i, v.Fields[n], was)
				}
			}
		}
		for _, r := range m.Rules {
			if r.Clause == "" || !strings.HasPrefix(r.Link, "https://www.rfc-editor.org/rfc/rfc9293.html#") {
				t.Errorf("moment %d: %+v", i, r)
			}
		}
	}
}

// TestStill holds that a page of its own loads nothing, that its policy lets run what is in
// it and nothing else, and that no text of a ladder ends an element.
func TestStill(t *testing.T) {
	var b bytes.Buffer
	l := walked(t, "close", 10)
	if err := page.Write(&b, l, language.Chinese); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	policy := regexp.MustCompile(`http-equiv="Content-Security-Policy" content="([^"]*)"`).FindStringSubmatch(text)
	if policy == nil || !strings.Contains(policy[1], "default-src 'none'; script-src 'sha256-") || strings.Contains(policy[1], "unsafe") {
		t.Fatalf("the policy is %q", policy)
	}
	for _, banned := range []string{" src=", "@import", "url(", `href="http`, "<b>close"} {
		if strings.Contains(text[:strings.Index(text, `id="still"`)], banned) {
			t.Errorf("the page has %q in it", banned)
		}
	}
	if n := strings.Count(text, "</script>"); n != 2 {
		t.Errorf("%d scripts end, not 2", n)
	}
	data := regexp.MustCompile(`(?s)id="still">(.*?)</script>`).FindStringSubmatch(text)
	var still struct {
		Shown    map[string]struct{ View *page.View }
		Words    map[string]string
		Language string
	}
	if err := json.Unmarshal([]byte(data[1]), &still); err != nil || len(still.Shown["zh"].View.Moments) != len(l.Steps)+1 || still.Words["Ladder"] != "阶梯图" || still.Language != "zh" {
		t.Errorf("%v: %.200s", err, data[1])
	}
}

// TestPictured holds that what stands in pictures is in the language that is asked for,
// names in their places.
func TestPictured(t *testing.T) {
	l := walked(t, "close", 30)
	l.Title = "A way through scenario close, policy Linux, mutant no-time-wait"
	l.Note = "It says: LAST-ACK leads to CLOSED.\n" + l.Note
	for _, format := range []string{"svg", "html"} {
		var b strings.Builder
		if err := page.WriteLadder(&b, l, format, false, language.Chinese); err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{"场景 close 中的一条路径，策略 Linux，错误的设计 no-time-wait", "它说：LAST-ACK 必然走到 CLOSED。", "序列号相对于每一端的第一个 ISS。"} {
			if !strings.Contains(b.String(), text) {
				t.Errorf("%s: %s is not in the picture", format, text)
			}
		}
	}
	states, err := page.States("Linux", fsm.Linux.Policy(), language.Chinese)
	if err != nil || !strings.Contains(states, "由规则画出；策略 Linux") || strings.Contains(states, "drawn from") {
		t.Errorf("%v: the picture of the states is in English", err)
	}
	if !strings.Contains(states, ">LAST-ACK<") {
		t.Error("the name of a state is not what it is in English")
	}
}

// TestFiles holds that the page says each of its texts in a way that can be found, and that
// what it is made of is there.
func TestFiles(t *testing.T) {
	if n := len(page.Says()); n < 100 {
		t.Errorf("it says %d things", n)
	}
	shell := string(page.Shell())
	for name, f := range page.Files() {
		if len(f.Content) == 0 || !strings.Contains(shell, "/"+name) {
			t.Errorf("%s is empty, or the page does not name it", name)
		}
	}
	for name, f := range page.Files() {
		if strings.HasSuffix(name, ".js") && regexp.MustCompile(`innerHTML|outerHTML|document\.write|eval\(|insertAdjacentHTML|\.style\b`).Match(f.Content) {
			t.Errorf("%s takes a text for HTML or code, or sets a style", name)
		}
	}
}

// BenchmarkWrite makes a page of a counterexample.
func BenchmarkWrite(b *testing.B) {
	mu := catalogue.Mutants()[0]
	q, err := mu.Question(mu.Refuted[0].Scenario, mu.Refuted[0].Property)
	if err != nil {
		b.Fatal(err)
	}
	a, err := model.Ask(context.Background(), q)
	if err != nil {
		b.Fatal(err)
	}
	l := report.Counterexample(a, &a.Verdicts[0], mu.Name)
	for b.Loop() {
		var out bytes.Buffer
		if err := page.Write(&out, l, language.English); err != nil {
			b.Fatal(err)
		}
	}
}
