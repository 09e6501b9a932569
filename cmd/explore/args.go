package main

import (
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/question"
)

// What a command line is before flags are told from arguments.

// words cuts a line up as a shell does: what stands between quotes is one word.
func words(line string) (all []string) {
	for i, part := range strings.Split(line, "'") {
		if i%2 == 1 {
			all = append(all, part)
			continue
		}
		all = append(all, strings.Fields(part)...)
	}
	return all
}

// pairs makes one word of the two that follow -leads-to, as in
// "-leads-to P Q": a flag has one value.
func pairs(args []string) []string {
	i := slices.IndexFunc(args, func(a string) bool { return a == "-leads-to" || a == "--leads-to" || a == "--" })
	if i < 0 || args[i] == "--" || i+2 >= len(args) || strings.Contains(args[i+1], question.Arrow) || strings.HasPrefix(args[i+2], "-") {
		return args
	}
	both := args[i+1] + " " + question.Arrow + " " + args[i+2]
	return slices.Concat(args[:i+1], []string{both}, args[i+3:])
}

// twoDashes lets long flags be written with one dash, as Go's own commands
// have them: -policy becomes --policy. Everything after a bare -- is left
// alone, and so is a lone "-", which names standard input.
func twoDashes(args []string) []string {
	out := make([]string, len(args))
	for i, a := range args {
		if a == "--" {
			copy(out[i:], args[i:])
			break
		}
		if len(a) > 2 && a[0] == '-' && a[1] != '-' && strings.ContainsAny(a[1:2], letters) {
			a = "-" + a
		}
		out[i] = a
	}
	return out
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
