// Package language has the languages in which answers and claims can be read. They are
// written in English; another language says each of their texts again, and finds it by
// the English, so that who alters the one cannot forget the other: a test fails.
package language

import (
	"regexp"
	"slices"
	"sync"
)

// A Language is what prose is written in. Names of states, variables, options and
// errors, commands and ladders are the same in each.
type Language string

// The languages, by their tags (RFC 5646).
const (
	English Language = "en"
	Chinese Language = "zh"
)

// Tags lists the languages by their tags, English first.
func Tags() []string { return []string{string(English), string(Chinese)} }

// A pair is a text in English and in another language.
type pair struct{ english, said string }

// Text returns what an English text is in the language; the English, if there is
// nothing else.
func (l Language) Text(english string) string {
	if l == Chinese {
		if said, ok := chinese()[english]; ok {
			return said
		}
	}
	return english
}

// Phrase returns what a text of a picture is in the language, in which names and numbers
// may stand in place of %s and %d. A name that stands alone is the same in each.
func (l Language) Phrase(english string) string {
	if l != Chinese {
		return english
	}
	for _, f := range forms() {
		if names := f.english.FindStringSubmatch(english); names != nil {
			said := f.between[0]
			for i, text := range f.between[1:] {
				said += names[i+1] + text
			}
			return said
		}
	}
	return english
}

// A form is a text with blanks.
type form struct {
	english *regexp.Regexp
	between []string // what another language says, around the blanks
}

var blank = regexp.MustCompile("%[sd]")

// forms are those of pictures, in their order.
var forms = sync.OnceValue(func() (all []form) {
	for _, p := range pictures {
		all = append(all, form{regexp.MustCompile("^" + blank.ReplaceAllString(regexp.QuoteMeta(p.english), "(.+)") + "$"), blank.Split(p.said, -1)})
	}
	return all
})

var chinese = sync.OnceValue(func() map[string]string {
	said := map[string]string{}
	for _, p := range all() {
		said[p.english] = p.said
	}
	return said
})

func all() []pair {
	return slices.Concat(pages, browser, pictures, statements, scenarios, designs, hazards, policies, options, events, claims, opening, refusing, closing, waiting)
}

// Of lists the English of all that the language says again, sorted; twice what it says
// twice.
func (l Language) Of() (english []string) {
	if l == Chinese {
		for _, p := range all() {
			english = append(english, p.english)
		}
	}
	slices.Sort(english)
	return english
}
