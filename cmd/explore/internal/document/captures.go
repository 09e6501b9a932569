package document

import (
	"fmt"
	"strings"
)

// A Story is a capture of our own making, and what it shows.
type Story struct {
	Name     string // of the file, without .pcap
	Title    string
	Happened string // what happened there
	Remedy   string // what to do about it
	Verdict  string // on each connection, and the rule that goes with it
	Printed  string // what explore trace prints
	Status   int    // its exit status
}

// Captures is docs/captures/README.md.
func Captures(stories []Story) string {
	var d document
	d.begin("Captures, and what they show",
		"Small captures of our own making, each with its story: what happened, what `explore trace` prints of it, and what to do about it. "+
			"[trace.md](../trace.md) explains every line of a page, [oracle.md](../oracle.md) what can be decided and what not. "+
			"With `-v` a page has its segments as a ladder, `-format svg -o ladder.svg` draws them, and Wireshark reads the files too.")
	d.paragraph("The addresses are those that are kept for documents. The numbers of each end begin at 1000 or 5000, so that they can be followed by eye. " +
		"A test makes every capture and every page anew, and holds the verdicts.")
	var rows [][]string
	for _, s := range stories {
		rows = append(rows, []string{fmt.Sprintf("[%s](#%s)", s.Title, s.Name), fmt.Sprintf("[%s.pcap](%[1]s.pcap)", s.Name), above(linked(s.Verdict))})
	}
	d.table([]string{"story", "capture", "verdict"}, rows)
	for _, s := range stories {
		d.story(&s)
	}
	return strings.TrimRight(d.String(), "\n") + "\n"
}

// above has links lead out of the folder.
func above(text string) string { return strings.ReplaceAll(text, "](", "](../") }

func (d *document) story(s *Story) {
	fmt.Fprintf(&d.Builder, "<a id=\"%s\"></a>\n\n", s.Name)
	d.heading(2, s.Title)
	d.paragraph(s.Happened)
	fmt.Fprintf(&d.Builder, "```\n$ explore trace docs/captures/%s.pcap\n%s```\n\n", s.Name, s.Printed)
	if s.Status != 0 {
		d.paragraph(fmt.Sprintf("The exit status is %d.", s.Status))
	}
	d.paragraph("**What to do.** " + s.Remedy)
}
