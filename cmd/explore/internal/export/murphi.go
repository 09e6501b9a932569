package export

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// How Murphi has tables: as functions, which compilers of C make tables again.

// murphi adds what Murphi has of its own.
func (s *system) murphi(v values) {
	maps.Copy(v, values{
		"LastEnd": len(s.Ends) - 1, "LastPacket": len(s.Packets) - 1, "LastStep": len(s.Steps) - 1, "LastPlace": len(s.Sent) - 1,
		"Bursts": fmt.Sprint("0..", s.Burst), "Claims": fmt.Sprint("0..", len(s.Claims)), "Choice": s.Choice, "LastChoice": s.Choice - 1,
		"Sizes": s.sizes(), "Lengths": anys(s.lengths()), "Loud": s.loud(),
		"Arrivals": arrivals(s), "Tables": s.tables(holds), "Trouble": "",

		"function": call(func(a []any) any {
			return function(a[0].(string), a[1].(string), a[2].(string), a[3].(string), a[4].([]int))
		}),
		"alone": call(func(a []any) any {
			return function(fmt.Sprint("alone", a[0]), "e: end_", "step", "e", column(s.Alone, a[0].(int)))
		}),
		"params":    call(func(a []any) any { return params(a[0].(int)) }),
		"args":      call(func(a []any) any { return args(a[0].(int), a[1].(int)) }),
		"loud":      call(func(a []any) any { return isLoud(a[0].(int), a[1]) }),
		"direct":    call(func(a []any) any { return a[0] == 1 && !s.Scenario.Loopback }),
		"forgeable": call(func(a []any) any { return len(s.Forged[a[0].(int)]) }),
	})
	if s.Scenario.Calms {
		v["Trouble"] = "!calm & "
	}
}

// isLoud asks first whether end i ever sends so many packets, which it is cheap to ask.
func isLoud(n int, i any) string {
	if n < 2 {
		return ""
	}
	return fmt.Sprintf("loud(ends[%v]) >= %d & ", i, n)
}

// function writes a function of one number. What is 0 is not listed.
func function(name, parameter, result, of string, list []int) string {
	return fmt.Sprintf("function %s(%s): %s;\nbegin\n%s  return 0;\nend;\n", name, parameter, result, cases("  ", of, listed(list)))
}

// listed returns what is not 0 in a list, by place.
func listed(list []int) map[int]int {
	m := map[int]int{}
	for i, n := range list {
		if n != 0 {
			m[i] = n
		}
	}
	return m
}

// cases writes a switch that returns. Cases with the same result stand together.
func cases(indent, of string, results map[int]int) string {
	if len(results) == 0 {
		return ""
	}
	same := map[int][]int{}
	for _, i := range slices.Sorted(maps.Keys(results)) {
		same[results[i]] = append(same[results[i]], i)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%sswitch %s\n", indent, of)
	for _, result := range slices.Sorted(maps.Keys(same)) {
		fmt.Fprintf(&b, "%scase %s: return %d;\n", indent, text(same[result]), result)
	}
	fmt.Fprintf(&b, "%send;\n", indent)
	return b.String()
}

// arrivals writes the steps by end and packet, and which packets are forged.
func arrivals(s *system) string {
	var b strings.Builder
	b.WriteString("function arrive(e: end_; p: packet): step;\nbegin\n  switch e\n")
	for e, row := range s.Rows {
		if len(row.Arrivals) > 0 {
			fmt.Fprintf(&b, "  case %d:\n%s", e, cases("    ", "p", row.Arrivals))
		}
	}
	b.WriteString("  end;\n  return 0;\nend;\n")
	for i, packets := range s.Forged {
		if len(packets) > 0 {
			parameter := fmt.Sprintf("k: 0..%d", len(packets))
			b.WriteString("\n" + function(fmt.Sprintf("forged%d", i), parameter, "packet", "k", append([]int{0}, packets...)))
		}
	}
	return b.String()
}

// holds writes a relation as a function of two numbers.
func holds(r relation) string {
	row, rows, column := "a", "end_", "end_"
	if r.Steps {
		row, rows = "s", "step"
	}
	ends := r.Column
	var b strings.Builder
	if r.Asks {
		ends = r.Column[:r.Ends]
		b.WriteString(related(r.ID+"_asks", row, rows, "packet", r, r.Column[r.Ends:]))
	}
	return b.String() + related(r.ID, row, rows, column, r, ends)
}

func related(name, row, rows, columns string, r relation, column []int) string {
	no := map[int]int{}
	for i, is := range r.Holds {
		if is == 0 {
			no[i] = 0
		}
	}
	classes, width := len(r.Holds)/r.Width-1, r.Width-1
	body := strings.ReplaceAll(cases("  ", fmt.Sprintf("%s_row(%s) * %d + %s_column(z)", name, row, r.Width, name), no), "return 0;", "return false;")
	return function(name+"_row", row+": "+rows, fmt.Sprintf("0..%d", classes), row, r.Row) +
		function(name+"_column", "z: "+columns, fmt.Sprintf("0..%d", width), "z", column) +
		fmt.Sprintf("function %s(%s: %s; z: %s): boolean;\nbegin\n%s  return true;\nend;\n", name, row, rows, columns, body)
}

// lengths lists how many packets steps send.
func (s *system) lengths() (all []int) {
	for _, step := range s.Steps[1:] {
		all = append(all, len(step.Sends))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// sizes is, by step, how many packets it sends.
func (s *system) sizes() (all []int) {
	for _, step := range s.Steps {
		all = append(all, len(step.Sends))
	}
	return all
}

// loud is, by end, how many packets a step of it sends at most.
func (s *system) loud() (all []int) {
	loud := func(step int) (n int) {
		for ; step != 0; step = s.Steps[step].Next {
			n = max(n, len(s.Steps[step].Sends))
		}
		return n
	}
	for _, r := range s.Rows {
		n := 0
		for _, step := range r.Arrivals {
			n = max(n, loud(step))
		}
		for _, in := range r.Alone {
			n = max(n, loud(in.Step))
		}
		all = append(all, n)
	}
	return all
}

// params are the places of what is lost, one for each packet that is sent.
func params(n int) string {
	var b strings.Builder
	for k := range n {
		fmt.Fprintf(&b, "; v%d: victim", k)
	}
	return b.String()
}

// args passes n of them on, to what takes so many in all.
func args(n, all int) string {
	var b strings.Builder
	for k := range all {
		if k < n {
			fmt.Fprintf(&b, ", v%d", k)
		} else {
			b.WriteString(", CAP")
		}
	}
	return b.String()
}
