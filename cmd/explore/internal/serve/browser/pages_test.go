package browser

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// pages are what there is to see, each with the text that is there when all is.
var pages = map[string][2]string{
	"home":        {"/", "Version"},
	"play":        {"/play?scenario=close&way=0.1.0.1.2", "What may happen now"},
	"old":         {"/play?scenario=close&way=0.1&table=0123456789abcdef", "another table"},
	"wrong":       {"/play?scenario=clse", "did you mean close"},
	"why":         {"/why", "What everybody says"},
	"answer":      {"/why/simultaneous-close", "Walk through it step by step"},
	"designs":     {"/designs", "two-way-handshake"},
	"hazards":     {"/hazards", "H01"},
	"explore":     {"/explore?scenario=handshake", "What is asked"},
	"table":       {"/table?policy=RFC9293&with=Linux", "SEGMENT ARRIVES"},
	"capture":     {"/capture", "Drop a capture here"},
	"conformance": {"/conformance", "gVisor"},
}

// TestPages holds of every page, in light and dark, wide and narrow, English and Chinese:
// axe finds nothing serious, it is no wider than the screen, asks for nothing from
// elsewhere and complains of nothing.
func TestPages(t *testing.T) {
	for name, page := range pages {
		t.Run(name, func(t *testing.T) {
			p := open(t)
			if name == "wrong" {
				p.expects = "400"
			}
			p.look("light")
			p.visit(page[0])
			p.text(page[1])
			if name == "answer" {
				p.wait("!document.querySelector('.bar')")
			}
			p.accessible(name + ", light")
			p.picture(name + "-light")
			p.look("dark")
			p.accessible(name + ", dark")
			p.picture(name + "-dark")
			p.look("light")
			p.do(chromedp.EmulateViewport(800, 900))
			p.fits(800)
			p.picture(name + "-middle")
			p.do(chromedp.EmulateViewport(360, 740))
			p.accessible(name + ", narrow")
			p.fits(360)
			p.picture(name + "-narrow")
			p.do(chromedp.EmulateViewport(1300, 900))
			p.press("中文")
			p.wait("document.documentElement.lang === 'zh' && document.querySelector('header nav a').innerText === '动手' && /[\\u4e00-\\u9fff]/.test(document.querySelector('#main h1').innerText) && !document.querySelector('.bar')")
			if name == "conformance" {
				p.text(page[1])
			}
			p.chinese(name)
			p.accessible(name + ", Chinese")
			p.picture(name + "-zh")
			p.press("English")
			p.wait("document.documentElement.lang === 'en'")
		})
	}
}

// TestStill holds the same of a page that nobody serves, and that it can be moved.
func TestStill(t *testing.T) {
	if without != "" {
		t.Skip(without)
	}
	file := filepath.Join(t.TempDir(), "still.html")
	if out, err := exec.Command(command, "why", "last-ack", "-format", "html", "-o", file).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	text, err := os.ReadFile(file)
	if err != nil || strings.Contains(string(text), "src=") {
		t.Fatalf("%v, or something is loaded", err)
	}
	p := open(t)
	p.look("light")
	p.do(chromedp.Navigate("file://" + file))
	p.text("LAST-ACK")
	p.accessible("a page of its own")
	p.picture("still-light")
	at := "document.querySelector('output').innerText"
	p.wait(at + ".startsWith('0 / ')")
	evaluate[bool](p, "(document.activeElement.blur(), true)")
	p.do(chromedp.KeyEvent(kb.ArrowRight), chromedp.KeyEvent(kb.ArrowRight))
	p.wait(at + ".startsWith('2 / ')")
	p.do(chromedp.KeyEvent(kb.End))
	p.wait("document.querySelectorAll('.drawing .later').length === 0 && document.querySelector('.marker') !== null")
	p.look("dark")
	p.accessible("a page of its own, dark")
	p.picture("still-dark")
	p.do(chromedp.EmulateViewport(360, 740))
	p.fits(360)
	p.picture("still-narrow")
	p.press("中文")
	p.text("阶梯图")
}
