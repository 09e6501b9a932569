package document

import (
	"fmt"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/report"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

// Bounds is the document on how long things take at most.
func Bounds(all []*report.Delay) (string, error) {
	var d document
	d.begin("How long it takes",
		"At most how many ticks pass from both CLOSEs until both ends are CLOSED, until a half-open connection is found, until TIME-WAIT is over? "+
			"`explore check -bounds` finds out, and shows a worst case.")
	d.table([]string{"bound", "how long", "at most", "in", "states"}, boundRows(all))
	d.paragraph("Lengths are in multiples of MSL, and the scenarios have an MSL of one tick; with two ticks all are twice as many. Each is exact: no way takes longer, " +
		"and one takes as long.")
	d.heading(2, "What they rest on")
	d.paragraph("* REL and LIFE: no segment is lost before a copy of it has arrived, and none arrives later than MSL after it was sent. Where all copies may be lost there is no bound to any of them " +
		"(`TestBoundsBroken`): a tick may pass, and another, before a retransmission succeeds.\n" +
		"* TICK: time passes. What is counted in ticks are ages of segments and TIME-WAIT. A retransmission may happen at any time while its timer runs, or never: no more is assumed of the values of timers, " +
		"and the bounds are those of the worst of them.\n" +
		"* CAP(n): a direction has room for two segments, and what would be a third is not sent before one of the two has arrived. A longest way is a claim about behaviours, " +
		"and a maximal state of a network of any capacity stands for many ([capacity.md](capacity.md#where-it-ends)). `close-within`, `open-within` and `time-wait-within` are the same with three segments, which takes 4.3 million states.")
	d.heading(2, "Why not less")
	d.paragraph("TIME-WAIT lasts 2MSL and is over within 4: the FIN that begins it may be sent again until its ACK has arrived, MSL later at most, and that copy may arrive MSL later again. Then TIME-WAIT " +
		"begins anew. From the CLOSE to its beginning there is MSL more: the FIN is on its way. So a socket in TIME-WAIT is gone 5 MSL after the later CLOSE where all is delivered, not 2.")
	d.heading(2, "What breaks them")
	d.paragraph("With a wrong design it takes, in ticks:")
	var rows [][]string
	for _, b := range catalogue.Bounds() {
		for _, s := range b.Broken {
			takes := fmt.Sprint(s.Ticks)
			if s.Ticks == 0 {
				takes = "no bound"
			}
			rows = append(rows, []string{b.Name, s.Mutant, takes, fmt.Sprintf("`explore check -bounds %s -mutant %s`", b.Name, s.Mutant)})
		}
	}
	d.table([]string{"bound", "mutant", "takes", "shown by"}, rows)
	d.heading(2, "How it is found")
	d.paragraph("`checker.Graph.MaxDelay` builds the graph of the states at which the end has not come, and its strongly connected components. One in which a tick passes has a cycle that no number bounds; so has a state in which a tick " +
		"is possible and changes nothing, and one out of which no way leads. Else the longest way is that of a graph without cycles, found in one pass. The worst case begins as early as any and is taken by the model again, step by step. " +
		"Where the capacity leaves out a step nothing is said of what could come of it.")
	err := d.worst(all)
	return strings.TrimRight(d.String(), "\n") + "\n", err
}

func boundRows(all []*report.Delay) (rows [][]string) {
	for _, b := range all {
		rows = append(rows, []string{fmt.Sprintf("[%s](#%[1]s)", b.Bound), b.Question, fmt.Sprintf("%d MSL", b.Ticks/b.MSL), b.Scenario, report.Grouped(b.Distinct)})
	}
	return rows
}

// worst draws the worst cases.
func (d *document) worst(all []*report.Delay) error {
	for _, b := range all {
		d.heading(2, b.Bound)
		d.paragraph(fmt.Sprintf("%s: %d ticks, assuming %s.", strings.ToUpper(b.Question[:1])+b.Question[1:], b.Ticks, strings.Join(b.Assumed(), ", ")))
		d.WriteString("```\n")
		if err := b.Trace.Fit(&d.Builder, false, 100); err != nil {
			return err
		}
		d.WriteString("```\n\n")
	}
	return nil
}
