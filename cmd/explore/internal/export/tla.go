package export

import (
	"fmt"
	"maps"
	"strings"
)

// How TLA+ has tables: as tuples, which begin with place 1.

// tla adds what TLA+ has of its own.
func (s *system) tla(v values) {
	shape, others, trouble := s.shape(), "", ""
	if truth(v["Forgeries"]) {
		others += ", forgeries"
	}
	if s.Scenario.Calms {
		others, trouble = others+", calm", `~calm /\ `
	}
	maps.Copy(v, values{
		"Module": s.module(), "Shape": shape, "Set": shape == "set", "Bag": shape == "bag", "Sequence": shape == "sequence",
		"Sends": sends(s), "Arrive": matrix(s), "Forged": forged(s), "Tables": s.tables(classTuples),
		"Leaves": !s.Scenario.Net.Duplicate || !s.Scenario.Net.Loss, // what arrives may be gone then
		"Others": others, "Same": "", "Trouble": trouble,

		"tuple": call(func(a []any) any { return tuple(a[0].([]int)) }),
		"camel": call(func(a []any) any { return camel(a[0].(string)) }),
		"alone": call(func(a []any) any { return tuple(column(s.Alone, a[0].(int))) }),
	})
	if others != "" {
		v["Same"] = fmt.Sprintf(` /\ UNCHANGED <<%s>>`, others[2:])
	}
}

// classTuples writes a relation as tables of classes.
func classTuples(r relation) string {
	tables := []string{
		"%[1]sRow == " + tuple(r.Row),
		"%[1]sColumn == " + tuple(r.Column),
		"%[1]sHolds == <<" + text(r.Holds) + ">>",
		"%[1]s(r, c) == %[1]sHolds[%[1]sRow[r] * %[2]d + %[1]sColumn[c] + 1] = 1",
	}
	return fmt.Sprintf(strings.Join(tables, "\n")+"\n", camel(r.ID), r.Width)
}

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

// module is what the module is called, and its file.
func (s *system) module() string {
	return "S_" + nameless.ReplaceAllString(s.Scenario.Name, "_")
}

// shape says what a direction is in TLA+. Where copies are alike, they count in a bag;
// in calm each copy counts, though before it a direction was a set.
func (s *system) shape() string {
	switch {
	case !s.Scenario.Net.Reorder:
		return "sequence"
	case s.AsSet && !s.Scenario.Calms:
		return "set"
	}
	return "bag"
}
