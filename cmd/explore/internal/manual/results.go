package manual

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/report"
	"github.com/tcpfsm/tcpfsm/model"
)

// Results is the document on what the standard scenarios have shown.
func Results(records []report.Record) string {
	var d document
	d.begin("What is proved",
		"Each of the standard scenarios was explored completely by `explore check`, every interleaving of it. "+
			"A verdict rests on the assumptions that stand beside it and on nothing else; "+
			"what they mean, `explore list assumptions` tells.")
	d.scenarios(records)
	d.verdicts(records)
	d.coverage(records)
	return d.String()
}

// scenarios tells what was explored.
func (d *document) scenarios(records []report.Record) {
	d.heading(2, "Scenarios")
	var rows [][]string
	for _, r := range records {
		net := "perfect"
		if len(r.Net) > 0 {
			net = strings.Join(r.Net, ", ")
		}
		rows = append(rows, []string{
			r.Scenario, r.Policy, net, strings.Join(append([]string{fmt.Sprintf("CAP(%d)", r.Capacity)}, r.Assume...), " "),
			fmt.Sprint(r.Distinct), fmt.Sprint(r.Generated), fmt.Sprint(r.Depth), fmt.Sprint(r.Terminal),
		})
	}
	d.table([]string{"scenario", "policy", "network", "assumes", "distinct states", "steps", "depth", "terminal"}, rows)
	for _, r := range records {
		if s, err := model.FindScenario(r.Scenario); err == nil {
			d.paragraph(fmt.Sprintf("**%s**: %s", s.Name, s.About))
		}
	}
}

// verdicts tells of each property where it was decided, and how.
func (d *document) verdicts(records []report.Record) {
	d.heading(2, "Properties")
	var rows [][]string
	for _, p := range model.Properties() {
		where := map[[2]string][]string{}
		var keys [][2]string
		for _, r := range records {
			for _, c := range r.Claims {
				key := [2]string{c.Verdict, c.Fair}
				if c.Property != p.Name {
					continue
				}
				if where[key] == nil {
					keys = append(keys, key)
				}
				where[key] = append(where[key], r.Scenario)
			}
		}
		for _, key := range keys {
			needs := (p.Needs &^ p.Needs.Fair()).String()
			rows = append(rows, []string{p.Name, p.Statement, key[0], assuming(needs, key[1]), strings.Join(where[key], ", ")})
		}
		if len(keys) == 0 {
			rows = append(rows, []string{p.Name, p.Statement, "in no standard scenario", p.Needs.String(), ""})
		}
	}
	d.table([]string{"property", "statement", "verdict", "assuming", "scenarios"}, rows)
}

func assuming(a, b string) string {
	return strings.ReplaceAll(strings.Trim(a+","+b, ","), ",", " ")
}

// coverage tells which rules have fired.
func (d *document) coverage(records []report.Record) {
	d.heading(2, "Rules")
	fired, alive := map[string]bool{}, map[string]bool{}
	for _, r := range records {
		for _, id := range r.Fired {
			fired[id], alive[id] = true, true
		}
		for _, id := range r.Unfired {
			alive[id] = true
		}
	}
	d.paragraph(fmt.Sprintf("%d of the %d rules that are alive under the policies of the scenarios have fired in one of them (%.1f %%).",
		len(fired), len(alive), 100*float64(len(fired))/float64(max(1, len(alive)))))
	var never []string
	for id := range alive {
		if !fired[id] {
			never = append(never, id)
		}
	}
	if len(never) == 0 {
		return
	}
	slices.Sort(never)
	d.paragraph("These have not:")
	var rows [][]string
	for _, id := range never {
		rows = append(rows, []string{link(id), reason(id)})
	}
	d.table([]string{"rule", "why"}, rows)
}
