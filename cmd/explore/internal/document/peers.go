package document

import (
	"fmt"
)

// A PeerRecord says what other model checkers have found of a scenario that was
// exported.
type PeerRecord struct {
	Export  string     `json:"export"` // what follows "explore export"
	States  uint64     `json:"states"`
	Verdict string     `json:"verdict"` // "holds", or the claim that is violated
	SPIN    PeerAnswer `json:"spin"`
	Rumur   PeerAnswer `json:"rumur"`
}

// A PeerAnswer is what one of them has found. The states of a search that ended at a
// violation are not counted.
type PeerAnswer struct {
	States  uint64  `json:"states,omitempty"`
	Verdict string  `json:"verdict"`
	Seconds float64 `json:"seconds"` // of making the checker and of running it
}

// holds is the verdict of a scenario none of whose claims is violated.
const holds = "holds"

// Peers is docs/other-checkers.md.
func Peers(records []PeerRecord) string {
	var d document
	d.begin("Other model checkers", peersAbout)
	var agree, refuted [][]string
	states, spin, rumur := uint64(0), 0.0, 0.0
	for _, r := range records {
		spin, rumur = spin+r.SPIN.Seconds, rumur+r.Rumur.Seconds
		if r.Verdict != holds {
			refuted = append(refuted, []string{"`" + r.Export + "`", r.Verdict, r.SPIN.Verdict, r.Rumur.Verdict})
			continue
		}
		states += r.States
		agree = append(agree, []string{
			r.Export, thousands(r.States), counted(r.SPIN), counted(r.Rumur), seconds(r.SPIN.Seconds), seconds(r.Rumur.Seconds),
		})
	}
	d.heading(2, "Scenarios")
	d.paragraph(fmt.Sprintf("%d scenarios, %s states in all. Every claim of safety that the scenario is expected to have and the file can tell holds, "+
		"here, in SPIN and in Rumur. Seconds are processor time, of making the checker and of running it, with other work on the machine; its program in C is compiled with -O0 for SPIN and -O1 for Rumur, "+
		"which is faster in all for so few states. With the wrong designs SPIN's add up to %.0f s, Rumur's to %.0f s.",
		len(agree), thousands(states), spin, rumur))
	d.table([]string{"scenario", "states", "SPIN", "Rumur", "SPIN, s", "Rumur, s"}, agree)
	d.heading(2, "Wrong designs")
	d.paragraph("What follows `explore export`, the claim that is violated here, and the one that the others report. They end at the first violation, so that states are not counted.")
	d.table([]string{"exported", "violated", "SPIN", "Rumur"}, refuted)
	d.WriteString(peersEnd)
	return d.String()
}

// thousands writes a count with commas.
func thousands(n uint64) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

func counted(a PeerAnswer) string {
	if a.Verdict != holds {
		return a.Verdict
	}
	return thousands(a.States)
}

func seconds(s float64) string { return fmt.Sprintf("%.1f", s) }
