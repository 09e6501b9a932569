package export

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"strconv"
	"strings"
)

// A template is a text with actions, as package text/template has them, of which this is
// the little that is needed here:
//
//	{{x}} {{r.Name}} {{f x "text" 1}}  a value, one of its fields, what a call returns
//	{{if x}} {{else}} {{end}}          what depends on a value or a call; see truth
//	{{range k list}} {{end}}           what is there once for each of a list, called k
//
// A hyphen, as in {{- x -}}, takes away the white space on its side.
//
// Package text/template calls methods by names that only a template knows, so that the
// linker keeps every exported method of the whole program: megabytes of the command. Here
// a template sees the values that it is given and nothing else.
type template struct {
	file   string // as errors name it
	pieces []piece
}

// A piece is a text or an action.
type piece struct {
	text       string // if there are no words
	line       int
	kind       string // "if", "range", "else", "end" or "": a value
	name       string // what a range calls its values
	words      []string
	other, end int // of what has an end: its place, and that of an else or, without one, of the end again
}

// values are what names stand for: truths, numbers, texts, lists as []any, fields as
// values, calls, and whatever a call takes.
type values map[string]any

// A call gets what follows its name.
type call func(args []any) any

var (
	action = regexp.MustCompile(`(?s)(?:\s*\{\{-\s|\{\{)(.*?)(?:\s-\}\}\s*|\}\})`)
	word   = regexp.MustCompile(`"[^"]*"|[^\s"]+`)
)

// parse reads a template.
func parse(file, text string) (*template, error) {
	t := &template{file: file}
	var open []*piece
	at, actions := 0, action.FindAllStringSubmatchIndex(text, -1)
	t.pieces = make([]piece, 0, 2*len(actions)+1) // open points into it
	for _, m := range actions {
		line := 1 + strings.Count(text[:m[2]], "\n")
		t.pieces = append(t.pieces, piece{text: text[at:m[0]]}, newPiece(line, text[m[2]:m[3]]))
		at = m[1]
		place := len(t.pieces) - 1
		p, last := &t.pieces[place], len(open)-1
		switch {
		case p.kind == "if" || p.kind == "range":
			open = append(open, p)
		case p.kind == "else" && last >= 0 && open[last].kind == "if" && open[last].other == 0:
			open[last].other = place
		case p.kind == "end" && last >= 0:
			open[last].end = place
			if open[last].other == 0 {
				open[last].other = place
			}
			open = open[:last]
		case p.kind != "":
			return nil, t.errorf(p, "%s of nothing", p.kind)
		case len(p.words) == 0:
			return nil, t.errorf(p, "an empty action")
		}
	}
	if len(open) > 0 {
		return nil, t.errorf(open[0], "%s without an end", open[0].kind)
	}
	t.pieces = append(t.pieces, piece{text: text[at:]})
	return t, nil
}

func newPiece(line int, text string) piece {
	p := piece{line: line, words: word.FindAllString(text, -1)}
	switch n := len(p.words); {
	case n == 1 && (p.words[0] == "else" || p.words[0] == "end"), n > 1 && p.words[0] == "if":
		p.kind, p.words = p.words[0], p.words[1:]
	case n > 2 && p.words[0] == "range":
		p.kind, p.name, p.words = p.words[0], p.words[1], p.words[2:]
	}
	return p
}

func (t *template) errorf(p *piece, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %w", t.file, p.line, fmt.Errorf(format, args...))
}

// execute returns the text, with what the values say.
func (t *template) execute(v values) (string, error) {
	var b strings.Builder
	err := t.write(&b, 0, len(t.pieces), v)
	return b.String(), err
}

// write writes some of the pieces.
func (t *template) write(b *strings.Builder, from, to int, v values) error {
	for i := from; i < to; i++ {
		p := &t.pieces[i]
		b.WriteString(p.text)
		if p.words == nil {
			continue
		}
		x, err := v.evaluate(p.words)
		if err != nil {
			return t.errorf(p, "%w", err)
		}
		switch list, is := x.([]any); {
		case p.kind == "":
			fmt.Fprint(b, x)
			continue
		case p.kind == "range" && is:
			err = t.repeat(b, i, list, v)
		case p.kind == "range":
			err = t.errorf(p, "%s is no list", p.words[0])
		case truth(x):
			err = t.write(b, i+1, p.other, v)
		default:
			err = t.write(b, p.other+1, p.end, v)
		}
		if err != nil {
			return err
		}
		i = p.end
	}
	return nil
}

// repeat writes what is in a range, for each of a list.
func (t *template) repeat(b *strings.Builder, place int, list []any, v values) error {
	p, inner := &t.pieces[place], maps.Clone(v)
	for _, x := range list {
		inner[p.name] = x
		if err := t.write(b, place+1, p.end, inner); err != nil {
			return err
		}
	}
	return nil
}

// evaluate returns a value or, if the first one is a call, what it returns.
func (v values) evaluate(words []string) (any, error) {
	all := make([]any, len(words))
	for i, word := range words {
		var err error
		if all[i], err = v.value(word); err != nil {
			return nil, err
		}
	}
	if f, is := all[0].(call); is {
		return f(all[1:]), nil
	}
	if len(all) > 1 {
		return nil, fmt.Errorf("%s is no call", words[0])
	}
	return all[0], nil
}

func (v values) value(word string) (any, error) {
	if word[0] == '"' {
		return strings.Trim(word, `"`), nil
	}
	if n, err := strconv.Atoi(word); err == nil {
		return n, nil
	}
	var x any = v
	for name := range strings.SplitSeq(word, ".") {
		fields, _ := x.(values)
		var there bool
		if x, there = fields[name]; !there {
			return nil, errors.New("there is no " + word)
		}
	}
	return x, nil
}

// truth reports whether what depends on a value is there. It is not for false, 0, an
// empty text, an empty list, and nothing.
func truth(x any) bool {
	switch x := x.(type) {
	case nil:
		return false
	case bool:
		return x
	case int:
		return x != 0
	case string:
		return x != ""
	case []any:
		return len(x) > 0
	}
	return true
}
