package predicate

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// An Error says where a text fails to be a predicate.
type Error struct {
	Text     string
	Offset   int    // the first byte that is wrong, len(Text) if something is missing
	Expected string // what would have been right there
}

// Error shows the text with a mark below the place. It ends with a hint.
func (e *Error) Error() string {
	column := utf8.RuneCountInString(e.Text[:e.Offset])
	return fmt.Sprintf("column %d: expected %s\n  %s\n  %s^\nhint: explore help predicates has the grammar", column+1, e.Expected, e.Text, strings.Repeat(" ", column))
}

// A token is a word, a sign, or "" at the end.
type token struct {
	text string
	at   int
}

// signs are what is no word, the longer ones first.
var signs = []string{"==", "!=", "<=", ">=", "=<", "&&", "||", "~>", "=", "<", ">", "&", "|", "!", "(", ")", ",", "+"}

// tokens cuts a text up. Signs that do not exist become tokens of one letter.
func tokens(text string) (all []token) {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsSpace(r):
		case inWord(r):
			n = len(text[i:]) - len(strings.TrimLeftFunc(text[i:], inWord))
			all = append(all, token{text[i : i+n], i})
		default:
			n = max(n, len(sign(text[i:])))
			all = append(all, token{text[i : i+n], i})
		}
		i += n
	}
	return append(all, token{"", len(text)})
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(".-_", r)
}

// sign returns the sign with which a text begins, or "".
func sign(text string) string {
	for _, s := range signs {
		if strings.HasPrefix(text, s) {
			return s
		}
	}
	return ""
}
