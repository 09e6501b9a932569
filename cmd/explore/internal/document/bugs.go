package document

import (
	"fmt"
	"strings"
)

// A Bug is a log or capture of an end that does wrong, or that might seem to.
type Bug struct {
	File     string
	Is       string   // "right", "wrong", or "open" if the file cannot tell
	Verdicts []string // what the oracle says at each level of telling, and the rule; "-" if the file has no such level
	Why      string
}

// Bugs is docs/bugs.md. Levels names the levels of telling.
func Bugs(levels []string, rows []Bug) string {
	var d document
	d.begin("Bugs of stacks, and what the oracle makes of them",
		"What stacks have been reported to do, played as the event logs and captures of cmd/explore/testdata/bugs, "+
			"each beside what a stack without the bug does and other legal ways. A test holds every verdict, and that no end is accused that is right.")
	d.heading(2, "How much has to be told")
	d.paragraph("How many of them the oracle finds at each level of telling. \"Right\" is what conforms or RFC 9293 permits, \"open\" what the file alone cannot decide. " +
		"[trace.md](trace.md) says how a log tells what it tells.")
	var counts [][]string
	for i, level := range levels {
		counts = append(counts, d.found(level, i, rows))
	}
	d.table([]string{"told", "wrong, accused", "wrong, suspicious", "wrong, not found", "open, suspicious", "right, accused"}, counts)
	d.heading(2, "In lock step")
	d.paragraph("What is wrong or open, the verdict if everything is told, or else all that a capture tells, with the rule that is broken, and why.")
	var wrong, right [][]string
	for _, b := range rows {
		row := []string{b.File, b.Is, linked(b.most()), b.Why}
		if b.Is != "right" {
			wrong = append(wrong, row)
		} else if b.Why != "" {
			right = append(right, []string{row[0], row[2], row[3]})
		}
	}
	d.table([]string{"file", "is", "verdict", "why"}, wrong)
	d.heading(2, "What might seem wrong, and is not")
	d.table([]string{"file", "verdict", "why"}, right)
	return d.String()
}

// found counts what is found at a level of telling.
func (d *document) found(name string, level int, rows []Bug) []string {
	n := map[string]int{}
	for _, b := range rows {
		if verdict, _, _ := strings.Cut(b.Verdicts[level], " "); verdict != "-" {
			n[b.Is]++
			n[b.Is+" "+verdict]++
		}
	}
	accused, suspicious := n["wrong deviates"], n["wrong suspicious"]
	return []string{
		name, fmt.Sprintf("%d of %d", accused, n["wrong"]), fmt.Sprint(suspicious), fmt.Sprint(n["wrong"] - accused - suspicious),
		fmt.Sprintf("%d of %d", n["open suspicious"], n["open"]),
		fmt.Sprintf("%d of %d", n["right deviates"], n["right"]),
	}
}

// most is the verdict at the level that tells most.
func (b *Bug) most() string {
	for _, v := range b.Verdicts {
		if v != "-" {
			return v
		}
	}
	return ""
}

// linked is the verdicts on connections, each with a link to its rule.
func linked(verdicts string) string {
	all := strings.Split(verdicts, ", ")
	for i, verdict := range all {
		if kind, rule, ok := strings.Cut(verdict, " "); ok {
			all[i] = kind + " " + link(rule)
		}
	}
	return strings.Join(all, ", ")
}
