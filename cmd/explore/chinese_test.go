package main

import (
	"context"
	"go/ast"
	"go/token"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/fill"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/language"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/page"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ruleset"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/why"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

// TestChineseIsWhole holds that all that is said in English is said in Chinese, and
// that nothing is in Chinese of which the English has gone: who alters one of the two
// has to look at the other.
func TestChineseIsWhole(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	said := map[string]bool{}
	for _, text := range sayings(t) {
		said[text] = true
		if zh := language.Chinese.Text(text); zh == text && !international.MatchString(text) {
			t.Errorf("there is no Chinese for %q", text)
		}
	}
	seen := ""
	for _, text := range language.Chinese.Of() {
		if !said[text] {
			t.Errorf("there is Chinese for what nobody says in English: %q", text)
		}
		if text == seen {
			t.Errorf("there is Chinese twice for %q", text)
		}
		seen = text
	}
}

// international is what is the same in both languages: clauses and names of states.
var international = regexp.MustCompile(`^[A-Z0-9., ()/;-]*$`)

// sayings lists every text that is to be there in each language: of answers, of claims,
// of what their exhibits claim, of scenarios, of the service, and of the pages.
func sayings(t *testing.T) (all []string) {
	exhibits := func(some []why.Exhibit) {
		for i := range some {
			all = append(all, some[i].Shows)
			for _, r := range some[i].Remarks {
				all = append(all, r.Says)
			}
			if claim := claimed(t, &some[i]); claim != "" {
				all = append(all, claim)
			}
		}
	}
	for _, a := range why.Answers() {
		all = append(all, a.Question, a.Says, a.Half, a.Clauses, a.Seen)
		exhibits(a.Exhibits)
	}
	for _, c := range why.Claims() {
		all = append(all, c.Text, c.Settled, c.Word(), c.Says, c.Clauses)
		exhibits(c.Exhibits)
	}
	return slices.Concat(all, entries(), paged(t), page.Says())
}

// entries has what the page in the browser says of each name that it lists.
func entries() (all []string) {
	for _, s := range catalogue.Scenarios() {
		all = append(all, s.About)
	}
	for _, p := range catalogue.Properties() {
		all = append(all, p.Statement)
	}
	for _, m := range catalogue.Mutants() {
		all = append(all, m.Change)
		for i := range m.Refuted {
			all = append(all, m.Refuted[i].Property.Statement)
		}
	}
	for _, h := range catalogue.Hazards() {
		all = append(all, h.What, h.Outside)
	}
	for _, p := range fsm.Profiles() {
		all = append(all, p.Means)
	}
	for _, o := range fsm.Options() {
		all = append(all, o.Text)
	}
	for _, e := range fsm.AllEvents() {
		all = append(all, ruleset.EventMeans(e))
	}
	return slices.DeleteFunc(all, func(text string) bool { return text == "" })
}

// claimed is what an exhibit asks about, if that is a property that has a name.
func claimed(t *testing.T, e *why.Exhibit) string {
	t.Helper()
	q, _, err := put(e)
	if err != nil {
		t.Fatal(err)
	}
	if text := q.Properties[0].Statement; !strings.HasPrefix(text, "in no state ") && !strings.HasPrefix(text, "whenever ") {
		return text
	}
	return ""
}

// paged lists the texts that the code itself has in a language: it calls Text for them,
// or they stand in pictures, in which Phrase finds what there is Chinese for.
func paged(t *testing.T) (all []string) {
	for _, s := range sources(t) {
		if !strings.HasPrefix(s.room, "cmd/explore") {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if f, ok := n.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "Text" && len(n.Args) == 1 {
					if text, ok := constant(n.Args[0]); ok {
						all = append(all, text)
					}
				}
			case *ast.BasicLit:
				if text, ok := constant(n); ok && !strings.HasSuffix(s.room, "/language") && language.Chinese.Text(text) != text {
					all = append(all, text)
				}
			}
			return true
		})
	}
	return all
}

// constant returns the string that literals, put together, are.
func constant(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		left, ok := constant(e.X)
		right, also := constant(e.Y)
		return left + right, ok && also
	}
	return "", false
}

// TestChineseSaysTheSame holds that every Chinese text has the figures of the English
// one, and no others, and all of its names. It may say a name where English has a pronoun.
func TestChineseSaysTheSame(t *testing.T) {
	for _, english := range language.Chinese.Of() {
		chinese := language.Chinese.Text(english)
		if en, zh := found(figure, english), found(figure, chinese); !slices.Equal(en, zh) {
			t.Errorf("figures %q in\n%s\nand %q in\n%s", en, english, zh, chinese)
		}
		names := found(named, chinese)
		for _, name := range found(named, english) {
			if !slices.Contains(names, name) {
				t.Errorf("%s is in\n%s\nand not in\n%s", name, english, chinese)
			}
		}
	}
}

var (
	figure = regexp.MustCompile(`\d[\d,.]*\d|\d|%[sdq]`)
	// A name is of a state, a variable, a flag, an error, an option, a call, a switch of a kernel.
	named = regexp.MustCompile(`[A-Z][A-Za-z]*[A-Z][A-Z0-9]*(?:[.-][A-Z0-9]+)*|[a-z0-9]+_[a-z0-9_]+|[a-z]+\(\)`)
)

// found lists what a text has of something, sorted, each once: how often a language
// repeats a name is up to it. TCP goes without saying.
func found(expr *regexp.Regexp, text string) []string {
	all := map[string]bool{}
	for _, m := range expr.FindAllString(strings.ReplaceAll(text, "-lang zh", ""), -1) {
		m = strings.TrimSuffix(m, "s")
		all[m] = m != "TCP" && m != "TCB"
	}
	maps.DeleteFunc(all, func(_ string, keep bool) bool { return !keep })
	return slices.Sorted(maps.Keys(all))
}

// TestChineseIsTypeset holds how Chinese is set: its own punctuation, a blank between it
// and letters or digits, and in a document no line that ends inside a paragraph, because
// a browser would make a blank of that.
func TestChineseIsTypeset(t *testing.T) {
	for _, english := range language.Chinese.Of() {
		holdTypeset(t, language.Chinese.Text(english))
	}
	for _, name := range []string{"docs/zh/README.md", "docs/zh/tour.md"} {
		text := fenced.ReplaceAllString(read(t, name), "")
		holdTypeset(t, linked.ReplaceAllString(quoted.ReplaceAllString(text, "code"), "]"))
		for _, m := range wrapped.FindAllString(text, -1) {
			t.Errorf("%s: a line ends inside a paragraph: %q", name, m)
		}
	}
}

func holdTypeset(t *testing.T, text string) {
	t.Helper()
	for _, m := range ugly.FindAllString(text, -1) {
		t.Errorf("%q in %q", m, text[:min(len(text), 300)])
	}
}

var wrapped = regexp.MustCompile(`.*[\p{Han}，。；：、）]\n[^\n|#-].*`)

var ugly = regexp.MustCompile(`\p{Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Han}|\p{Han}[,;:!?]|[,;:!?]\p{Han}|\p{Han} ?\.|。。|  |。$\n| [，。；：？、）]|[，。；：？、（] `)

// TestChineseFits holds that claims and answers in Chinese are no wider than asked for,
// commands apart.
func TestChineseFits(t *testing.T) {
	for _, wide := range []string{"66", "80"} {
		t.Setenv("COLUMNS", wide)
		for _, line := range []string{"explore why -lang zh", "explore why c35 -lang zh", "explore why three-way-handshake -lang zh"} {
			var stdout strings.Builder
			if status := run(context.Background(), words(line)[1:], strings.NewReader(""), &stdout, io.Discard); status != statusOK {
				t.Errorf("%s: status %d", line, status)
			}
			n, err := strconv.Atoi(wide)
			if err != nil {
				t.Fatal(err)
			}
			for text := range strings.Lines(stdout.String()) {
				if text = strings.TrimSuffix(text, "\n"); fill.Width(text) > n && !strings.HasPrefix(text, "   explore check ") {
					t.Errorf("%s: in %d columns: %q", line, n, text)
				}
			}
		}
	}
}

// TestChineseReadme holds docs/zh/README.md to README.md, section by section: as many rows
// and points, the same blocks of code, names and figures, and links to the same places.
func TestChineseReadme(t *testing.T) {
	english, chinese := sections(t, "README.md"), sections(t, "docs/zh/README.md")
	if len(english) != len(chinese) {
		t.Fatalf("%d sections, and in Chinese %d", len(english), len(chinese))
	}
	for i := range english {
		en, zh := english[i], chinese[i]
		if i == 0 { // it has a list of the Chinese documents beside
			zh.rows, zh.figures, zh.links, zh.code = en.rows, en.figures, en.links, en.code
		}
		if diff := cmp.Diff(en, zh, cmp.AllowUnexported(section{})); diff != "" {
			t.Errorf("section %d is not the same in Chinese: %s", i, diff)
		}
	}
}

// A section is what has to be the same in a section of a document in any language.
type section struct {
	rows, points         int
	blocks               []string // of code
	code, figures, links []string // in the text, sorted, each once
}

// sections reads those of a document.
func sections(t *testing.T, name string) (all []section) {
	text := strings.ReplaceAll(read(t, name), " -lang zh", "")
	for _, part := range strings.Split("\n"+text, "\n## ") {
		s := section{}
		for _, block := range fenced.FindAllString(part, -1) {
			if !strings.Contains(block, "$ explore why ") { // it speaks the language
				s.blocks = append(s.blocks, block)
			}
		}
		part = fenced.ReplaceAllString(part, "")
		s.rows, s.points = len(row.FindAllString(part, -1)), len(point.FindAllString(part, -1))
		s.code = found(quoted, part)
		for _, link := range linked.FindAllStringSubmatch(part, -1) {
			place := filepath.ToSlash(filepath.Join(filepath.Dir(name), link[1]))
			s.links = append(s.links, strings.ReplaceAll(place, "docs/zh/claims.md", "docs/claims.md"))
		}
		slices.Sort(s.links)
		s.links = slices.Compact(s.links)
		s.figures = found(figure, quoted.ReplaceAllString(linked.ReplaceAllString(part, "]"), ""))
		all = append(all, s)
	}
	return all
}

var (
	fenced  = regexp.MustCompile("(?s)```.*?```\n")
	row     = regexp.MustCompile(`(?m)^\|`)
	point   = regexp.MustCompile(`(?m)^- `)
	linked  = regexp.MustCompile(`\]\(([^)]+)\)`)
	counted = regexp.MustCompile(`(第 )?([\d,]+) (步|个状态)`)
)

// TestChineseTour holds what docs/zh/tour.md says of how far and how many: it is what its
// commands print. Its glossary has every assumption and every word for a network.
func TestChineseTour(t *testing.T) {
	text := read(t, "docs/zh/tour.md")
	printed, prose := strings.Join(fenced.FindAllString(text, -1), ""), fenced.ReplaceAllString(text, "")
	counts := counted.FindAllStringSubmatch(prose, -1)
	if len(counts) == 0 {
		t.Error("nothing is counted")
	}
	for _, m := range counts {
		// "第 4 步" is the fourth step, not how many there are.
		if want := m[2] + map[string]string{"步": " steps", "个状态": " distinct"}[m[3]]; m[1] == "" && !strings.Contains(printed, want) {
			t.Errorf("no command prints %q, for %q", want, m[0])
		}
	}
	_, glossary, _ := strings.Cut(prose, "\n## 词汇\n")
	for _, e := range slices.Concat(assumptionEntries(), networkEntries()) {
		if !regexp.MustCompile(`\b` + e.name + `\b`).MatchString(glossary) {
			t.Errorf("the glossary leaves out %s", e.name)
		}
	}
}

// TestChineseLinks holds that the links of the Chinese documents, and those that lead to
// them, lead somewhere.
func TestChineseLinks(t *testing.T) {
	for _, name := range []string{"README.md", "docs/README.md", "docs/zh/README.md", "docs/zh/tour.md", "docs/zh/claims.md", "docs/zh/why.md"} {
		for _, m := range linked.FindAllStringSubmatch(read(t, name), -1) {
			file, anchor, _ := strings.Cut(m[1], "#")
			path := filepath.Join(filepath.Dir(name), file)
			if file == "" {
				path = name
			}
			if _, err := os.Stat(filepath.Join(root, path)); err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if anchor != "" && !slices.Contains(anchors(read(t, path)), anchor) {
				t.Errorf("%s leads to %s, where there is no %s", name, path, anchor)
			}
		}
	}
}

// anchors lists what can be led to in a document: its headings, as a forge names them,
// and what has an id.
func anchors(text string) (all []string) {
	for _, m := range regexp.MustCompile(`(?m)^#+ (.+)$`).FindAllStringSubmatch(text, -1) {
		all = append(all, strings.ReplaceAll(strings.ToLower(m[1]), " ", "-"))
	}
	for _, m := range regexp.MustCompile(`id="([^"]+)"`).FindAllStringSubmatch(text, -1) {
		all = append(all, m[1])
	}
	return all
}

// TestChineseClaims holds docs/zh/claims.md to docs/claims.md: the same claims, settled by
// the same commands, each with the same verdict after as many steps.
func TestChineseClaims(t *testing.T) {
	english, chinese := read(t, "docs/claims.md"), read(t, "docs/zh/claims.md")
	for what, expr := range map[string]*regexp.Regexp{
		"claims":   regexp.MustCompile(`<a id="c\d+">`),
		"commands": regexp.MustCompile("`explore check [^`]+`"),
	} {
		if diff := cmp.Diff(expr.FindAllString(english, -1), expr.FindAllString(chinese, -1)); diff != "" {
			t.Errorf("the %s are others: %s", what, diff)
		}
	}
	var want []string
	for _, m := range regexp.MustCompile(`(?m)^- .*\*\*(.+?)\*\*$`).FindAllStringSubmatch(english, -1) {
		steps := number.FindString(m[1])
		want = append(want, strings.ReplaceAll(language.Chinese.Text(number.ReplaceAllString(m[1], "%d")), "%d", steps))
	}
	var got []string
	for _, m := range regexp.MustCompile(`(?m)^- .*\*\*(.+?)\*\*$`).FindAllStringSubmatch(chinese, -1) {
		got = append(got, m[1])
	}
	if diff := cmp.Diff(want, got); diff != "" || len(want) == 0 {
		t.Errorf("%d verdicts, which are others: %s", len(want), diff)
	}
}

var number = regexp.MustCompile(`\d+`)

// TestChineseWhy holds docs/zh/why.md to the answers: each question is there, with its
// exhibits in their order, and each has come out as it should.
func TestChineseWhy(t *testing.T) {
	verdicts := map[why.Verdict]string{why.Holds: "成立", why.Violated: "不成立", why.Reached: "可达", why.Cannot: "不可达"}
	var want, got []string
	for _, a := range why.Answers() {
		want = append(want, a.Name)
		for _, e := range a.Exhibits {
			want = append(want, e.Ask, verdicts[e.Comes])
		}
	}
	for _, m := range regexp.MustCompile(`(?m)^(?:<a id="(.+)"></a>|explore check (.+)|(成立|不成立|可达|不可达)[：，].*)$`).FindAllStringSubmatch(read(t, "docs/zh/why.md"), -1) {
		got = append(got, m[1]+m[2]+m[3])
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("docs/zh/why.md has others: %s", diff)
	}
}
