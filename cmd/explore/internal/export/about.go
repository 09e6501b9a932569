package export

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/model"
)

// Commands say how a file of that name, without its ending, is checked. A state in
// which nothing can happen is an error only if the file has the claim about such states.
func Commands(format, name string, rest bool) []string {
	switch format {
	case "promela":
		return []string{
			"spin -a " + name + ".pml",
			"gcc -O2 -DSAFETY -DNOREDUCE -DMEMLIM=8000 -o pan pan.c",
			"./pan -m1000000",
		}
	case "murphi":
		deadlock := "off"
		if rest {
			deadlock = "stuck"
		}
		return []string{
			"rumur --deadlock-detection " + deadlock + " -o " + name + ".c " + name + ".m",
			"gcc -O2 -march=native -mcx16 -o " + name + " " + name + ".c -lpthread",
			"./" + name,
		}
	}
	return []string{"java -XX:+UseParallelGC -cp tla2tools.jar tlc2.TLC -config " + name + ".tla " + name + ".tla"}
}

// about returns the comment at the beginning of a file: what it is, how it is checked
// and what is to come out of it.
func about(format string, s *system, a *model.Answer, mutant string) (lines []string) {
	add := func(format string, args ...any) { lines = append(lines, plain(fmt.Sprintf(format, args...))) }
	sc := &s.Scenario
	add("Scenario %s of tcpfsm, written by explore export: two TCPs as tables, and the network between them.", sc.Name)
	add("")
	for _, line := range sc.Bounds() {
		add("%s", line)
	}
	if mutant != "" {
		add("A wrong design in place of the right one: %s.", mutant)
	}
	add("Policy %s, CAP(%d), network: %s.", policyOf(sc), sc.Net.Capacity, network(&sc.Net))
	add("%d ends, %d packets, %d steps, %d pairs of an end and a packet that reaches it.", len(s.Ends)-1, len(s.Packets)-1, len(s.Steps)-1, s.arrivals())
	add("")
	add("To check it:")
	name := unquoted.ReplaceAllString(sc.Name, "_")
	if format == "tla" {
		name = s.module()
	}
	for _, command := range Commands(format, name, s.Rest != nil) {
		add("  %s", command)
	}
	if format == "tla" {
		add("(A module has the name of its file, which is %s.tla.)", name)
	}
	if a.Excluded {
		add("")
		add("A step is left out if it sends what must not be lost and a direction has no room for it: CAP(%d) is taken to be enough.", sc.Net.Capacity)
	}
	add("")
	add("To come out of it: %d states, and of the claims", a.Distinct)
	for _, v := range a.Verdicts {
		if why := s.left(v.Name); why != "" {
			add("  %s: not in this file, %s", v.Name, why)
		} else {
			add("  %s: %s", v.Name, told(&v))
		}
	}
	add("")
	add("Packets:")
	for i, p := range s.Packets[1:] {
		add("  %d %v", i+1, p)
	}
	add("")
	add("Ends, some of which differ in what is not shown:")
	for i, e := range s.Ends[1:] {
		add("  %d %s", i+1, shown(e))
	}
	return lines
}

// shown says what an end is.
func shown(e *model.End) string {
	text := model.EndName(int(e.Side)) + " " + e.TCB.State.String()
	if e.HasISS() {
		text += fmt.Sprintf(" SND.UNA=%d SND.NXT=%d RCV.NXT=%d", e.TCB.SND.UNA, e.TCB.SND.NXT, e.TCB.RCV.NXT)
	}
	return text
}

// unquoted is what a shell would not take as part of a word.
var unquoted = regexp.MustCompile(`[^A-Za-z0-9_.-]+`)

// plain is a text that ends neither a comment nor a line nor a string, whatever somebody
// calls his scenario or his claim.
func plain(text string) string {
	return strings.NewReplacer("*/", "* /", "\n", " ", "\r", " ", `"`, "'").Replace(text)
}

// told says what is to come out of a claim.
func told(v *model.Verdict) string {
	switch {
	case v.Finding.Verdict == checker.Violated:
		return "violated"
	case v.Vacuous:
		return "holds, for what it is about never happens"
	}
	return "holds"
}

// left says why a claim is not in the file, or "".
func (s *system) left(name string) string {
	for _, gap := range s.Left {
		if gap.Name == name {
			return gap.Why
		}
	}
	return ""
}

func policyOf(s *model.Scenario) string {
	if s.Policy == "" {
		return "RFC9293"
	}
	return s.Policy
}

// network says what may happen to segments.
func network(n *model.Network) string {
	var all []string
	for _, can := range []struct {
		is   bool
		does string
	}{
		{n.Loss, "loss"}, {n.Duplicate, "duplication"}, {n.Reorder, "reordering"},
		{n.Delivers, "each segment is delivered once before it may be lost"}, {n.Displaces, "a full direction loses an old segment"},
	} {
		if can.is {
			all = append(all, can.does)
		}
	}
	if all == nil {
		return "perfect"
	}
	return strings.Join(all, ", ")
}
