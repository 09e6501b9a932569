package browser

import (
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// step is where a page of a way stands, as in "3 / 4".
const step = "document.querySelector('output').innerText.trim()"

// TestLinksByKeyboard holds that one Tab reaches the links of the state diagram, that
// arrows lead from one to the next, and that the way stays where it is by that.
func TestLinksByKeyboard(t *testing.T) {
	p := open(t)
	p.visit("/play?scenario=handshake&way=0.0")
	p.wait(step + " === '2 / 2' && document.querySelectorAll('.drawing a[href]').length > 20")
	const here = "document.activeElement.getAttribute('aria-label')"
	if n := evaluate[int](p, "document.querySelectorAll('.drawing a[tabindex=\"0\"]').length"); n != 1 {
		t.Errorf("%d links are reached by Tab, want 1", n)
	}
	evaluate[bool](p, "(document.querySelector('.drawing a[tabindex=\"0\"]').focus(), true)")
	first := evaluate[string](p, here)
	p.do(chromedp.KeyEvent(kb.ArrowRight), chromedp.KeyEvent(kb.ArrowDown))
	p.wait("document.activeElement.matches('.drawing a[href]')")
	if next := evaluate[string](p, here); next == first || next == "" {
		t.Errorf("arrows lead from %q to %q", first, next)
	}
	p.wait(step + " === '2 / 2'")
}

// TestPlay plays: by clicks and keys, back and forth, at random, and to a state that is
// wished for; and holds that the address shows the same again.
func TestPlay(t *testing.T) {
	p := open(t)
	p.visit("/play?scenario=handshake")
	p.wait(step + " === '0 / 0'")
	p.wait("document.querySelectorAll('.offers button').length >= 2")
	evaluate[bool](p, "(document.querySelector('.offers button').click(), true)")
	p.wait(step + " === '1 / 1'")
	evaluate[bool](p, "(document.activeElement.blur(), true)")
	p.do(chromedp.KeyEvent("1"))
	p.wait(step + " === '2 / 2'")
	p.do(chromedp.KeyEvent(kb.ArrowLeft))
	p.wait(step + " === '1 / 2' && document.querySelectorAll('.drawing .later').length > 0")
	p.do(chromedp.KeyEvent(kb.ArrowRight))
	p.wait(step + " === '2 / 2' && document.querySelectorAll('.drawing .later').length === 0")
	p.press("To the beginning (Home)")
	p.wait(step + " === '0 / 2'")
	p.fill("predicate", "both=ESTABLISHED")
	p.press("Find a shortest way")
	p.wait("[...document.querySelectorAll('td.mono')].filter((e) => e.innerText.endsWith('ESTABLISHED')).length >= 1 && " + step + ".split(' / ')[0] > 2")
	p.wait("document.querySelectorAll('.marker').length === 2 && document.querySelectorAll('#state-ESTABLISHED .marker').length === 2")
	address := evaluate[string](p, "location.search")
	drawing := evaluate[string](p, "document.querySelector('.drawing svg').outerHTML")
	if v, err := url.ParseQuery(strings.TrimPrefix(address, "?")); err != nil || v.Get("table") == "" || v.Get("way") == "" || strings.Contains(address, token) {
		t.Errorf("the address is %s", address)
	}
	p.do(chromedp.Navigate(base + "/play" + address))
	p.wait("document.querySelector('.drawing svg')")
	p.wait(step + ".length > 0")
	if again := evaluate[string](p, "document.querySelector('.drawing svg').outerHTML"); again != drawing {
		t.Error("the address shows another ladder")
	}
	before := evaluate[string](p, step)
	p.press("A random step")
	p.wait(step + " !== '" + before + "'")
	p.do(chromedp.NavigateBack())
	p.wait(step + " === '" + before + "'")
}

// TestCannot holds what the page says where there is no way, and of what is no predicate.
func TestCannot(t *testing.T) {
	p := open(t)
	p.expects = "400"
	p.visit("/play?scenario=handshake")
	p.fill("predicate", "A=LAST-ACK")
	p.press("Find a shortest way")
	p.text("there is no way")
	p.fill("predicate", "A=NOWHERE")
	p.press("Find a shortest way")
	p.text("NOWHERE")
	p.fill("watch", "A=SYN-SENT")
	p.press("Watch")
	p.text("it is not so")
	p.press("A random step")
	p.wait("/it is so|it is not so/.test(document.querySelector('.lights').innerText)")
}

// TestWithoutToken holds that a page without the token shows ways, and says what to do
// when something is to be run.
func TestWithoutToken(t *testing.T) {
	p := open(t)
	p.expects = "401"
	p.visit("/")
	evaluate[bool](p, "(localStorage.clear(), true)")
	p.visit("/play?scenario=handshake&way=0")
	p.wait(step + " === '1 / 1'")
	p.fill("predicate", "both=ESTABLISHED")
	p.press("Find a shortest way")
	p.text("needs the token")
}

// TestStopped holds what the page says when explore serve has gone, whatever is pressed,
// and that it goes on when it is back.
func TestStopped(t *testing.T) {
	for _, name := range []string{"A random step", "Ten random steps", "Find a shortest way", "Watch"} {
		p := open(t)
		p.visit("/play?scenario=handshake")
		p.wait("document.querySelectorAll('.offers button').length >= 2")
		p.fill("predicate", "both=ESTABLISHED")
		evaluate[bool](p, "(window.asks = window.fetch, window.fetch = () => Promise.reject(new TypeError('gone')), true)")
		p.press(name)
		p.text("explore serve does not answer")
		evaluate[bool](p, "(window.fetch = window.asks, true)")
		p.press("Why")
		p.text("What everybody says")
	}
}

// TestTabs holds that two tabs that play the same scenario do not disturb each other.
func TestTabs(t *testing.T) {
	one, two := open(t), open(t)
	for _, p := range []*tab{one, two} {
		p.visit("/play?scenario=handshake")
		p.wait("document.querySelectorAll('.offers button').length >= 2")
	}
	for i := range 4 {
		for n, p := range []*tab{one, two} { // one takes what comes first, the other what comes last
			evaluate[bool](p, fmt.Sprintf("([...document.querySelectorAll('.offers button')].at(%d).click(), true)", -n))
			p.wait(fmt.Sprintf("%s === '%d / %[2]d'", step, i+1))
		}
	}
	if a, b := evaluate[string](one, "location.search"), evaluate[string](two, "location.search"); a == b {
		t.Errorf("both are at %s", a)
	}
}

// TestAnswer explores the exhibits of an answer and walks through one of them.
func TestAnswer(t *testing.T) {
	p := open(t)
	p.visit("/why")
	p.press("What is CLOSING for?")
	p.text("Walk through it step by step")
	p.wait("!document.querySelector('.bar') && document.querySelectorAll('.card .light.holds, .card .light.violated, .card .light.reached').length >= 4")
	p.press("Walk through it step by step")
	p.wait("location.pathname === '/play'")
	p.wait("document.querySelector('.drawing svg') && document.body.innerText.includes('violated')")
	p.press("To the beginning (Home)")
	p.wait("document.querySelector('.says').innerText === ''")
	for range 12 {
		p.do(chromedp.KeyEvent(kb.ArrowRight))
	}
	if !evaluate[bool](p, "document.querySelector('.drawing').textContent.includes('FIN')") {
		t.Error("there is no FIN in the ladder")
	}
}

// TestRefute shows the counterexample of a wrong design and of a hazard.
func TestRefute(t *testing.T) {
	for _, path := range []string{"/designs", "/hazards"} {
		p := open(t)
		p.visit(path)
		p.wait("document.querySelector('.tools button')")
		evaluate[bool](p, "(document.querySelector('.tools button').click(), true)")
		p.wait("location.pathname === '/play' && document.querySelector('.lights .violated')")
	}
}

// TestExplore explores a scenario of more than 100,000 states with progress, cancels one,
// and clicks into the pairs of states of another.
func TestExplore(t *testing.T) {
	p := open(t)
	p.visit("/explore?scenario=" + large)
	evaluate[bool](p, `(window.seen = new Set(), new MutationObserver(() => { const e = document.querySelector(".bar + p"); if (e) window.seen.add(e.innerText); }).observe(document.body, {subtree: true, childList: true, characterData: true}), true)`)
	const begin = "(document.querySelector('main form button.main').click(), true)"
	evaluate[bool](p, begin)
	p.press("Cancel")
	p.text("Cancelled.")
	evaluate[bool](p, begin)
	p.wait("document.querySelector('h2') && [...document.querySelectorAll('h2')].some((h) => h.innerText === 'Verdicts')")
	p.wait("/[1-9][0-9]{2},[0-9]{3} states were looked at/.test(document.body.innerText)")
	if n := evaluate[int](p, "[...window.seen].filter((s) => /[1-9][0-9,]* states/.test(s)).length"); n == 0 {
		t.Error("there was no progress to see")
	}
	p.accessible("verdicts")
	p.picture("verdicts")
	p.visit("/explore?scenario=handshake")
	p.press("Draw the pairs of states")
	p.wait("document.querySelectorAll('.choose').length > 5")
	p.accessible("pairs")
	p.picture("pairs")
	evaluate[bool](p, "(document.querySelector('.choose[data-name=\"ESTABLISHED / ESTABLISHED\"]').dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true})), true)")
	p.wait("location.pathname === '/play' && document.querySelectorAll('#state-ESTABLISHED .marker').length === 2")
}

// large is a scenario that has more than 100,000 states.
const large = "close"

// TestTable reads the rules of a cell.
func TestTable(t *testing.T) {
	p := open(t)
	p.visit("/table?policy=RFC9293&with=Linux")
	p.wait("document.querySelectorAll('td.cell button').length > 100 && document.querySelector('td.differs')")
	evaluate[bool](p, "(document.querySelector('td.differs button').click(), true)")
	p.text("only ")
	p.accessible("rules of a cell")
	p.picture("cell")
}

// TestCapture drops a capture on the page and draws a connection of it.
func TestCapture(t *testing.T) {
	p := open(t)
	p.visit("/capture")
	file, err := filepath.Abs(filepath.Join(root, "cmd/explore/testdata/capture/kernel.pcap"))
	if err != nil {
		t.Fatal(err)
	}
	p.drop(file)
	p.wait("document.querySelectorAll('td button').length > 0")
	p.accessible("connections")
	evaluate[bool](p, "(document.querySelector('td button').click(), true)")
	p.wait("document.querySelector('.drawing svg') && document.querySelector('output').innerText.includes('/')")
	p.accessible("a connection")
	p.picture("connection")
}

// TestConformance drops a report on the page.
func TestConformance(t *testing.T) {
	p := open(t)
	file := filepath.Join(t.TempDir(), "report.json")
	out, err := exec.Command(command, "conform", "fsm", "-policy", "Linux", "-state", "LISTEN", "-quick", "-json").Output()
	if exit := new(exec.ExitError); err != nil && fmt.Sprintf("%T", err) != fmt.Sprintf("%T", exit) {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, out, 0o600); err != nil {
		t.Fatal(err)
	}
	p.visit("/conformance")
	p.drop(file)
	p.text("permitted variations")
	p.text("States by events")
	p.accessible("a report")
	p.picture("report")
}
