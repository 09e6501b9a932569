package page

import (
	"bytes"
	"embed"
	"fmt"
	"html"
	"path"
	"slices"
	"strings"
	"sync"
)

//go:embed files
var embedded embed.FS

// A File is one that the page is made of.
type File struct {
	Type    string // of its content
	Content []byte
}

// scripts are those of the page, in the order in which they are run. The first two are
// enough to show a view.
var scripts = []string{"page.js", "view.js", "ways.js", "play.js", "answers.js", "run.js", "table.js", "drop.js", "start.js"}

const style = "page.css"

// Files returns the files of the page by their names.
func Files() map[string]File { return files() }

var files = sync.OnceValue(func() map[string]File {
	all := map[string]File{"icon.svg": {"image/svg+xml", content("icon.svg")}, style: {"text/css; charset=utf-8", content(style)}}
	for _, name := range scripts {
		all[name] = File{"text/javascript; charset=utf-8", content(name)}
	}
	return all
})

// content returns what is in a file that is embedded.
func content(name string) []byte {
	b, err := embedded.ReadFile(path.Join("files", name))
	if err != nil {
		panic(err) // it was not embedded
	}
	return b
}

// Answers is what the path of an answer begins with; its name follows.
const Answers = "/why/"

// Routes lists the paths at which the page is, whatever it is to show there.
func Routes() []string {
	return []string{"/", "/play", "/why", Answers, "/designs", "/hazards", "/explore", "/table", "/capture", "/conformance"}
}

// Shell returns the page before it shows anything.
func Shell() []byte { return shell() }

var shell = sync.OnceValue(func() []byte {
	var head strings.Builder
	fmt.Fprintf(&head, "<link rel=\"icon\" href=\"/icon.svg\">\n<link rel=\"stylesheet\" href=\"/%s\">\n", style)
	for _, name := range scripts {
		fmt.Fprintf(&head, "<script src=\"/%s\" defer></script>\n", name)
	}
	return assembled(head.String(), "tcpfsm", "")
})

// assembled puts the page together.
func assembled(head, title, body string) []byte {
	b := content("page.html")
	for mark, text := range map[string]string{"<!--head-->\n": head, "<!--title-->": html.EscapeString(title), "<!--data-->\n": body} {
		b = bytes.Replace(b, []byte(mark), []byte(text), 1)
	}
	return b
}

// Says lists all that the page says in a language of its own, each once: the arguments of
// t in its scripts, and what is marked in its frame.
func Says() []string { return said() }

var said = sync.OnceValue(func() (all []string) {
	for _, name := range append(slices.Clone(scripts), "page.html") {
		all = append(all, quotedIn(string(content(name)))...)
	}
	slices.Sort(all)
	return slices.Compact(all)
})

// quotedIn returns what stands between t(" and the next quotation mark, or in an
// attribute data-say.
func quotedIn(text string) (all []string) {
	for _, begin := range []string{"t(\"", "data-say=\""} {
		for rest := text; ; {
			before, after, ok := strings.Cut(rest, begin)
			if !ok {
				break
			}
			quoted, left, _ := strings.Cut(after, "\"")
			if rest = left; !wordBefore(before) || begin != "t(\"" {
				all = append(all, quoted)
			}
		}
	}
	return all
}

// wordBefore reports whether a name goes on to the end of a text, so that what follows
// is no name of its own.
func wordBefore(text string) bool {
	return text != "" && strings.ContainsAny(text[len(text)-1:], "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ._$0123456789")
}
