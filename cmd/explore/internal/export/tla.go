package export

import (
	"fmt"
	"strings"
)

// How TLA+ has tables: as tuples, which begin with place 1.

// tuple writes a table without its place 0, which stands for none.
func tuple(list []int) string { return "<<" + text(list[1:]) + ">>" }

// sends writes what each step sends.
func sends(s *system) string {
	var all []string
	for _, step := range s.Steps[1:] {
		all = append(all, "<<"+text(step.Sends)+">>")
	}
	return "<<" + strings.Join(all, ", ") + ">>"
}

// matrix writes the steps by end and packet, with 0 for those that there are not.
func matrix(s *system) string {
	var rows []string
	for _, r := range s.Rows[1:] {
		row := make([]int, len(s.Packets))
		for p, step := range r.Arrivals {
			row[p] = step
		}
		rows = append(rows, tuple(row))
	}
	return "<<\n  " + strings.Join(rows, ",\n  ") + ">>"
}

// forged writes the packets that an attacker has.
func forged(s *system) string {
	return fmt.Sprintf("<<{%s}, {%s}>>", text(s.Forged[0]), text(s.Forged[1]))
}

// camel writes an identifier as operators are named.
func camel(id string) string {
	var b strings.Builder
	for _, word := range strings.Split(id, "_") {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

// Module is what the module is called, and its file.
func (s *system) Module() string {
	return "S_" + nameless.ReplaceAllString(s.Scenario.Name, "_")
}

// Shape says what a direction is in TLA+. Where copies are alike, they count in a bag;
// in calm each copy counts, though before it a direction was a set.
func (s *system) Shape() string {
	switch {
	case !s.Scenario.Net.Reorder:
		return "sequence"
	case s.AsSet && !s.Scenario.Calms:
		return "set"
	}
	return "bag"
}
