package export

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// How Promela has numbers and tables: small types, and arrays that are no part of the
// state.

// longestArray is how many numbers SPIN reads in one list.
const longestArray = 4000

// promelaType returns the type for numbers less than n.
func promelaType(n int) string {
	switch {
	case n <= 1<<8:
		return "byte"
	case n <= 1<<15:
		return "short"
	}
	return "int"
}

// array writes a table that is read as NAME(i). It is cut in pieces if it is long.
func array(name string, list []int) string {
	var b strings.Builder
	access := ""
	pieces := slices.Collect(slices.Chunk(list, longestArray))
	for i, piece := range pieces {
		fmt.Fprintf(&b, "hidden %s %s_%d[%d] = { %s };\n", promelaType(slices.Max(piece)+1), name, i, len(piece), text(piece))
	}
	for i := range pieces {
		at := fmt.Sprintf("%s_%d[(x)-%d]", name, i, i*longestArray)
		if i == 0 {
			at = fmt.Sprintf("%s_0[x]", name)
		}
		if i < len(pieces)-1 {
			at = fmt.Sprintf("((x) < %d -> %s : ", (i+1)*longestArray, at)
		}
		access += at
	}
	fmt.Fprintf(&b, "#define %s(x) %s%s", name, access, strings.Repeat(")", max(0, len(pieces)-1)))
	return b.String()
}

// promela adds what Promela has of its own.
func (s *system) promela(v values) {
	c := s.comb()
	maps.Copy(v, values{
		"EndType": promelaType(len(s.Ends)), "PacketType": promelaType(len(s.Packets)),
		"StepType": promelaType(len(s.Steps)), "PlaceType": promelaType(len(s.Sent)),
		"Base": c.Base, "Check": c.Check, "On": c.Value, "Tables": s.tables(classArrays),
		"Strays": strays(s), "StrayPackets": strayPackets(s), "StrayOwed": strayOwed(s), "Trouble": "",

		"array": call(func(a []any) any { return array(a[0].(string), a[1].([]int)) }),
		"upper": call(func(a []any) any { return strings.ToUpper(a[0].(string)) }),
		"alone": call(func(a []any) any { return array(fmt.Sprint("ALONE", a[0]), column(s.Alone, a[0].(int))) }),
	})
	if s.Scenario.Calms {
		v["Trouble"] = "!calm && "
	}
}

// classArrays writes a relation as tables of classes.
func classArrays(r relation) string {
	name := strings.ToUpper(r.ID)
	arrays := array(name+"_ROW", r.Row) + "\n" + array(name+"_COLUMN", r.Column) + "\n" + array(name+"_HOLDS", r.Holds)
	return fmt.Sprintf("%s\n#define %[2]s(r,c) %[2]s_HOLDS((r)*%[3]d+c)\n", arrays, name, r.Width)
}

// strays begins how many segments are on their way.
func strays(s *system) string {
	if len(s.Strays[0])+len(s.Strays[1]) == 0 {
		return ""
	}
	return fmt.Sprintf(" = { %d, %d }", len(s.Strays[0]), len(s.Strays[1]))
}

// strayPackets begins the packets on their way.
func strayPackets(s *system) string { return s.begin(func(packet int) int { return packet }) }

// strayOwed begins which of them have to be delivered.
func strayOwed(s *system) string { return s.begin(func(int) int { return 1 }) }

func (s *system) begin(value func(packet int) int) string {
	if len(s.Strays[0])+len(s.Strays[1]) == 0 {
		return ""
	}
	all := make([]int, 2*s.Slots)
	for d, packets := range s.Strays {
		for i, p := range packets {
			all[d*s.Slots+i] = value(p)
		}
	}
	return fmt.Sprintf(" = { %s }", text(all))
}
