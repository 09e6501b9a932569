package diagram

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// TestSVG draws both pictures of every profile: each is well-formed, knows its
// states and arrows by unique ids, and is the same when drawn again.
func TestSVG(t *testing.T) {
	for _, profile := range fsm.Profiles() {
		for _, which := range []Which{Classic, Disrupted} {
			var first, second bytes.Buffer
			for _, b := range []*bytes.Buffer{&first, &second} {
				if err := SVG(context.Background(), b, profile.Policy, which); err != nil {
					t.Fatalf("%s: %v", profile.Name, err)
				}
			}
			if !bytes.Equal(first.Bytes(), second.Bytes()) {
				t.Errorf("%s: drawn twice, the pictures differ", profile.Name)
			}
			ids := idsOf(t, first.Bytes())
			slices.Sort(ids)
			if n := len(ids); n != len(slices.Compact(ids)) {
				t.Errorf("%s: ids are not unique", profile.Name)
			}
			if !slices.Contains(ids, "state-ESTABLISHED") {
				t.Errorf("%s: no id for ESTABLISHED", profile.Name)
			}
		}
	}
}

// idsOf returns the ids in a document, which has to be well-formed.
func idsOf(t *testing.T, document []byte) (ids []string) {
	d := xml.NewDecoder(bytes.NewReader(document))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return ids
		}
		if err != nil {
			t.Fatal(err)
		}
		if start, ok := token.(xml.StartElement); ok {
			for _, a := range start.Attr {
				if a.Name.Local == "id" {
					ids = append(ids, a.Value)
				}
			}
		}
	}
}

// TestClassicPicture holds what makes the picture the one that people know.
func TestClassicPicture(t *testing.T) {
	var b strings.Builder
	if err := DOT(&b, fsm.Policy{}, Classic); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`rankdir=TB`,
		`"CLOSED" \[`, `"CLOSED-end" \[`, // CLOSED stands at the top and at the bottom
		`rank=same; "SYN-RECEIVED"; "SYN-SENT"`,
		`rank=same; "FIN-WAIT-1"; "CLOSE-WAIT"`,
		`label="active close"`, `label="passive close"`,
		`"SYN-SENT" -> "ESTABLISHED" \[.*class="active"`,
		`"SYN-RECEIVED" -> "ESTABLISHED" \[.*class="passive".*style=dashed`,
		`"FIN-WAIT-1" -> "TIME-WAIT" \[.*class="composite".*style=dotted`,
		`"LISTEN" -> "SYN-SENT" \[.*class="other".*active OPEN or SEND.*snd SYN`,
		`"SYN-SENT" -> "SYN-RECEIVED" \[.*constraint=false`,
		`"LAST-ACK" -> "CLOSED-end"`, `"TIME-WAIT" -> "CLOSED-end" \[.*2MSL timeout`,
	} {
		if !regexp.MustCompile(want).MatchString(b.String()) {
			t.Errorf("the picture lacks %s", want)
		}
	}
}

// TestMermaid holds that each arrow of the picture is in the Mermaid form.
func TestMermaid(t *testing.T) {
	for _, which := range []Which{Classic, Disrupted} {
		var b strings.Builder
		if err := Mermaid(&b, fsm.Policy{}, which); err != nil {
			t.Fatal(err)
		}
		p := pictureOf(fsm.Policy{}, which)
		for _, l := range p.lines {
			for _, s := range p.states(l.from) {
				if arrow := mermaidID(s) + " --> " + mermaidID(p.states(l.to)[0]) + " : "; !strings.Contains(b.String(), arrow) {
					t.Errorf("%q is missing", arrow)
				}
			}
		}
	}
}
