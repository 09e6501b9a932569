package browser

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

var pictures = flag.String("pictures", "", "write a picture of each page into this directory")

// root is where the repository lies from here.
const root = "../../../../.."

// The command that is tried, the address that it has printed, and the browser; or why
// there is none.
var (
	command, base, token string
	chrome               context.Context
	without              string
)

func TestMain(m *testing.M) {
	flag.Parse()
	if *pictures != "" {
		if err := os.MkdirAll(*pictures, 0o755); err != nil {
			log.Fatal(err)
		}
	}
	os.Exit(runAll(m))
}

func runAll(m *testing.M) int {
	path := found("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
	if path == "" {
		without = "skipped: there is no Chromium; apt-get install chromium"
		fmt.Println(without)
		return m.Run()
	}
	dir, err := os.MkdirTemp("", "explore-browser-")
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	command = filepath.Join(dir, "explore")
	build := exec.Command("go", "build", "-o", command, "./cmd/explore")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		log.Fatalf("%v\n%s", err, out)
	}
	stop := serve()
	defer stop()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.DisableGPU)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	allocator, end := chromedp.NewExecAllocator(context.Background(), options...)
	defer end()
	var close context.CancelFunc
	chrome, close = chromedp.NewContext(allocator)
	defer close()
	if err := chromedp.Do(chrome, chromedp.Navigate("about:blank")); err != nil {
		log.Fatal(err)
	}
	return m.Run()
}

func found(names ...string) string {
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// serve starts explore serve and reads its address.
func serve() (stop func()) {
	cmd := exec.Command(command, "serve", "-addr", "127.0.0.1:0")
	out, err := cmd.StdoutPipe()
	if err != nil {
		log.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		log.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		log.Fatal(err)
	}
	base, token, _ = strings.Cut(strings.TrimSpace(line), "/#token=")
	return func() {
		_ = cmd.Process.Signal(os.Interrupt)
		if err := cmd.Wait(); err != nil {
			fmt.Println("explore serve ended with", err)
		}
	}
}

// A tab is one page of the browser in which something is tried.
type tab struct {
	t   *testing.T
	ctx context.Context

	known   bool   // it has the token
	expects string // what the console may say, as in "400"; empty: nothing

	mu       sync.Mutex
	troubles []string // what the page complained of, or asked for elsewhere
}

// open opens a tab. What its page complains of in the end fails the test.
func open(t *testing.T) *tab {
	t.Helper()
	if without != "" {
		t.Skip(without)
	}
	ctx, close := chromedp.NewContext(chrome)
	t.Cleanup(close)
	ctx, stop := context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(stop)
	p := &tab{t: t, ctx: ctx}
	p.do(chromedp.EmulateViewport(1300, 900))
	p.watch()
	t.Cleanup(func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, text := range p.troubles {
			t.Error(text)
		}
	})
	return p
}

// watch notes what the page complains of, violations of its policy of content among
// them, and requests that go elsewhere.
func (p *tab) watch() {
	note := func(text string) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.troubles = append(p.troubles, text)
	}
	console, asked := chromedp.Console(p.ctx), chromedp.Events(p.ctx, network.RequestWillBeSent)
	go func() {
		for m, err := range console {
			if err != nil {
				return
			}
			if text := m.String(); p.expects == "" || !strings.Contains(text, "responded with a status of "+p.expects) {
				note("the page says: " + text)
			}
		}
	}()
	go func() {
		for e, err := range asked {
			if err != nil {
				return
			}
			if url := e.Request.URL; !strings.HasPrefix(url, base+"/") && !strings.HasPrefix(url, "file:") && !strings.HasPrefix(url, "data:") && url != "about:blank" {
				note("the page asks for " + url)
			}
		}
	}()
}

func (p *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, actions...); err != nil {
		p.t.Fatal(err)
	}
}

// drop gives the page a file.
func (p *tab) drop(file string) {
	p.t.Helper()
	p.do(chromedp.SetUploadFiles(chromedp.CSS("input[type=file]"), []string{file}))
}

// evaluate returns what an expression is in the page.
func evaluate[T any](p *tab, expression string, options ...chromedp.EvaluateOption) T {
	p.t.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression, options...))
	if err != nil {
		p.t.Fatalf("%.200s: %v", expression, err)
	}
	return v
}

// wait waits until an expression is true in the page.
func (p *tab) wait(expression string) {
	p.t.Helper()
	_, err := chromedp.Run(p.ctx, chromedp.Poll[bool]("!!("+expression+")", chromedp.WithPollingTimeout(60*time.Second)))
	if err != nil {
		p.t.Fatalf("%s: %v; the page shows\n%.600s", expression, err, evaluate[string](p, "document.body.innerText"))
	}
}

// text waits until the page has a text, whatever stands around it.
func (p *tab) text(text string) {
	p.t.Helper()
	p.wait(fmt.Sprintf("document.getElementById('main').innerText.includes(%q)", text))
}

// visit goes to a path of the page, in English unless the path says otherwise.
func (p *tab) visit(path string) {
	p.t.Helper()
	if !strings.Contains(path, "lang=") {
		mark := "?"
		if strings.Contains(path, "?") {
			mark = "&"
		}
		path += mark + "lang=en"
	}
	if !p.known {
		path += "#token=" + token
		p.known = true
	}
	p.do(chromedp.Navigate(base + path))
	p.wait("document.querySelector('#main h1') && document.querySelector('header nav')")
}

// press clicks a button or a link by what stands on it.
func (p *tab) press(name string) {
	p.t.Helper()
	find := fmt.Sprintf("[...document.querySelectorAll('button, a, summary')].find((e) => (e.innerText || '').trim() === %q || e.getAttribute('aria-label') === %[1]q)", name)
	p.wait(find + " !== undefined")
	evaluate[bool](p, "("+find+".click(), true)")
}

// fill writes into a field by its name.
func (p *tab) fill(name, text string) {
	p.t.Helper()
	p.wait(fmt.Sprintf("document.querySelector('[name=%s]') !== null", name))
	evaluate[bool](p, fmt.Sprintf("(() => { const e = document.querySelector('[name=%s]'); e.value = %q; e.dispatchEvent(new Event('change', {bubbles: true})); return true })()", name, text))
}

// look has the page drawn for light or for dark.
func (p *tab) look(scheme string) {
	p.t.Helper()
	features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}
	if _, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features}); err != nil {
		p.t.Fatal(err)
	}
}

// fits holds that the page is no wider than a screen of so many pixels.
func (p *tab) fits(screen int) {
	p.t.Helper()
	if wide := evaluate[int](p, "document.documentElement.scrollWidth"); wide > screen {
		p.t.Errorf("it is %d wide on a screen of %d: %s", wide, screen, evaluate[string](p, fmt.Sprintf("[...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > %d && !e.closest('.wide, .drawing, pre')).slice(0, 4).map((e) => e.outerHTML.slice(0, 120)).join('\\n')", screen+1)))
	}
}

// picture writes what the tab shows, if pictures are wanted.
func (p *tab) picture(name string) {
	p.t.Helper()
	if *pictures == "" {
		return
	}
	b, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.WriteFile(filepath.Join(*pictures, name+".png"), b, 0o644)
	}
	if err != nil {
		p.t.Fatal(err)
	}
}
