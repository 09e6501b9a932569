package browser

import "strings"

// english lists what stands on the page in English: texts in which four words in small
// letters follow each other. What is the same in every language is left out: commands, what
// happens in a ladder, errors, and what says that it is English, as the notes on stacks do.
const english = `[...new Set([...document.querySelectorAll("body *")]
	.filter((e) => !e.closest("code, pre, script, [lang=en], .mono, .trouble, [id^=step-]") && ![...e.children].some((c) => c.localName !== "title" && c.textContent === e.textContent))
	.flatMap((e) => [...[...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data), e.getAttribute("aria-label") || "", e.getAttribute("title") || ""])
	.concat(document.title).filter((s) => /(^|[^a-z-])[a-z]+( [a-z]+){3}/.test(s.replace(/\s+/g, " "))))]`

// chinese holds that nothing on a page in Chinese is a sentence in English.
func (p *tab) chinese(what string) {
	p.t.Helper()
	if all := evaluate[[]string](p, english); len(all) > 0 {
		p.t.Errorf("%s: in English: %d\n\t%s", what, len(all), strings.Join(all, "\n\t"))
	}
}
