// Package language has the languages in which answers and claims can be read. They are
// written in English; another language says each of their texts again, and finds it by
// the English, so that who alters the one cannot forget the other: a test fails.
package language

import (
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

var chinese = sync.OnceValue(func() map[string]string {
	said := map[string]string{}
	for _, p := range all() {
		said[p.english] = p.said
	}
	return said
})

func all() []pair {
	return slices.Concat(pages, browser, statements, scenarios, claims, opening, refusing, closing, waiting)
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
