// Package language has the languages in which answers and claims can be read. They are
// written in English; another language says each of their texts again, and finds it by
// the English, so that who alters the one cannot forget the other: a test fails.
package language

import "slices"

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

// Text returns what an English text is in the language; the English, if there is
// nothing else.
func (l Language) Text(english string) string {
	for _, some := range texts[l] {
		if text, ok := some[english]; ok {
			return text
		}
	}
	return english
}

// Of lists the English of all texts that the language says again.
func (l Language) Of() (english []string) {
	for _, some := range texts[l] {
		for text := range some {
			english = append(english, text)
		}
	}
	slices.Sort(english)
	return english
}

var texts = map[Language][]map[string]string{
	Chinese: {pages, statements, claims, opening, refusing, closing, waiting},
}
