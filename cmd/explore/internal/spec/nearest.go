package spec

import (
	"fmt"
	"sort"
	"strings"
)

// Unknown is the error of a name that is none of names. Its hint offers the
// nearest ones and the command that lists them all.
func Unknown(kind, name string, names []string, listed string) error {
	if near := nearest(name, names); len(near) > 0 {
		return fmt.Errorf("unknown %s %q\nhint: did you mean %s? %s shows them all", kind, name, strings.Join(near, " or "), listed)
	}
	return fmt.Errorf("unknown %s %q\nhint: %s shows them all", kind, name, listed)
}

// nearest returns at most three of names that are nearly name: a few letters
// apart, or one the beginning of the other.
func nearest(name string, names []string) []string {
	type near struct {
		name string
		far  int
	}
	var found []near
	lower := strings.ToLower(name)
	for _, n := range names {
		candidate := strings.ToLower(n)
		d := distance(lower, candidate)
		if lower != "" && (strings.HasPrefix(candidate, lower) || strings.HasPrefix(lower, candidate)) {
			d = 1
		}
		if d <= 1+len(n)/3 {
			found = append(found, near{n, d})
		}
	}
	sort.SliceStable(found, func(i, j int) bool { return found[i].far < found[j].far })
	var out []string
	for _, f := range found[:min(3, len(found))] {
		out = append(out, f.name)
	}
	return out
}

// distance is the number of letters to insert, remove or replace to turn a
// into b (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			replace := diagonal
			if a[i-1] != b[j-1] {
				replace++
			}
			diagonal = row[j]
			row[j] = min(replace, row[j]+1, row[j-1]+1)
		}
	}
	return row[len(b)]
}
