package diagram

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tcpfsm/tcpfsm/checker/scene"
	"github.com/tcpfsm/tcpfsm/checker/scene/scenetest"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ladder"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/transitions"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// crowded is two choices whose arrows come near each other.
const crowded = "syn_fin=literal,open_from_time_wait=reuse"

// A drawn picture is one with its name.
type drawn struct {
	name string
	*Picture
}

// pictures are both pictures of every profile and, unless time is short, of the default
// with each single choice altered.
var pictures = sync.OnceValues(func() (all []drawn, err error) {
	both, err := fsm.ParsePolicy(crowded)
	profiles := append(fsm.Profiles(), fsm.Profile{Name: crowded, Policy: both})
	if !testing.Short() {
		for i := range fsm.Options() {
			for _, a := range fsm.Options()[i].Choices[1:] {
				profiles = append(profiles, fsm.Profile{Name: a.Choice.String(), Policy: fsm.Policy{}.With(a.Choice)})
			}
		}
	}
	for _, profile := range profiles {
		edges := transitions.Of(fsm.MustCompile(fsm.RFC9293Table(), profile.Policy))
		for _, which := range []Which{Classic, Disrupted} {
			p := picture(profile.Name, edges, which)
			all = append(all, drawn{profile.Name + " " + p.name, p})
		}
	}
	return all, err
})

// each calls do for all of them.
func each(t *testing.T, do func(name string, p *Picture)) {
	t.Helper()
	all, err := pictures()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		do(p.name, p.Picture)
	}
}

// TestClear holds that in no picture anything lies over anything else, that each
// arrow of the normal course has a place of its own, and that nothing is missing.
func TestClear(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	each(t, func(name string, p *Picture) {
		s := p.Scene()
		scenetest.Clear(t, name, s)
		for i := range p.lines {
			l := &p.lines[i]
			if _, ok := routes[edgeID(l.from, l.to)]; p.rows != nil && !ok {
				t.Errorf("%s: places.go has no route from %s to %s", name, l.from, l.to)
			}
		}
		var b bytes.Buffer
		if err := s.SVG(&b); err != nil {
			t.Fatal(err)
		}
		ids := idsOf(t, b.Bytes())
		for i := range p.boxes {
			if id := p.boxes[i].id; !slices.Contains(ids, "state-"+id) && (p.rows != nil || !strings.HasSuffix(id, "-end")) {
				t.Errorf("%s: no box of %s", name, id)
			}
		}
		for i := range p.lines {
			if id := edgeID(p.lines[i].from, p.lines[i].to); !slices.Contains(ids, id) {
				t.Errorf("%s: no arrow %s", name, id)
			}
		}
		slices.Sort(ids)
		if n := len(ids); n != len(slices.Compact(ids)) {
			t.Errorf("%s: ids are not unique", name)
		}
	})
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

// TestNoPlace holds that an arrow for which places.go has no route is drawn all
// the same.
func TestNoPlace(t *testing.T) {
	l := line{from: "CLOSED", to: "TIME-WAIT", class: "other", label: []note{{cause: "magic"}}}
	p := Of("RFC9293", fsm.Policy{}, Classic)
	p.lines = append(p.lines, l)
	var b bytes.Buffer
	if err := p.Scene().SVG(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`id="CLOSED--TIME-WAIT"`, ">magic</text>"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%s is missing", want)
		}
	}
}

// TestClassicPicture holds what makes the picture the one that people know.
func TestClassicPicture(t *testing.T) {
	var b strings.Builder
	if err := Of("RFC9293", fsm.Policy{}, Classic).DOT(&b); err != nil {
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
		p := Of("RFC9293", fsm.Policy{}, which)
		if err := p.Mermaid(&b); err != nil {
			t.Fatal(err)
		}
		for _, l := range p.lines {
			for _, s := range p.states(l.from) {
				if arrow := mermaidID(s) + " --> " + mermaidID(p.states(l.to)[0]) + " : "; !strings.Contains(b.String(), arrow) {
					t.Errorf("%q is missing", arrow)
				}
			}
		}
		if strings.Contains(b.String(), `\n`) {
			t.Error("Mermaid shows \\n as it is")
		}
	}
}

// TestLinks holds that under every policy each label leads to a rule that the document
// of the table has, and each arrow to a section of RFC 9293.
func TestLinks(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	document, err := os.ReadFile("../../../../docs/transitions.md")
	if err != nil {
		t.Fatal(err)
	}
	section := regexp.MustCompile(`^https://www\.rfc-editor\.org/rfc/rfc9293\.html#(section-3\.[0-9.]*[0-9]|appendix-A\.[0-9])$`)
	each(t, func(name string, p *Picture) {
		for i := range p.lines {
			l := &p.lines[i]
			if !section.MatchString(l.clause()) {
				t.Errorf("%s: the arrow from %s to %s leads to %q", name, l.from, l.to, l.clause())
			}
			for k := range l.label {
				g := l.cited(k, nil).(*scene.Group)
				rule := strings.TrimPrefix(g.Link, rules)
				if rule == g.Link || !bytes.Contains(document, []byte("<a id=\""+rule+"\">")) {
					t.Errorf("%s: %q, from %s to %s, leads to %q", name, l.label[k].cause, l.from, l.to, g.Link)
				}
			}
		}
	})
}

// TestLight lights ways: through arrows, through a segment that leads on from a state
// that it reaches, and where no arrow is or nothing is known.
func TestLight(t *testing.T) {
	way := &ladder.Course{Title: "a way", Unit: "frame", Ends: [2]string{"A", "B"}, Start: [2]string{"CLOSED", "LISTEN"}}
	way.Turns[0] = []ladder.Turn{{Step: 1, From: "CLOSED", To: "SYN-SENT"}, {Step: 2, From: "SYN-SENT", To: "ESTABLISHED?"}, {Step: 3, From: "ESTABLISHED?", To: "ESTABLISHED"}, {Step: 4, From: "ESTABLISHED", To: "CLOSED"}}
	way.Turns[1] = []ladder.Turn{{Step: 5, From: "LISTEN", To: "SYN-RECEIVED"}, {Step: 6, From: "SYN-RECEIVED", To: "CLOSE-WAIT"}, {Step: 7, From: "CLOSE-WAIT", To: "?"}, {Step: 8, From: "?", To: "LISTEN"}}
	for _, test := range []struct {
		which   Which
		lit     map[string]string
		missing string
	}{
		{Classic, map[string]string{
			"CLOSED--SYN-SENT": "; A in frame 1", "SYN-SENT--ESTABLISHED": "; A in frame 2",
			"LISTEN--SYN-RECEIVED": "; B in frame 5", "SYN-RECEIVED--ESTABLISHED": "; B in frame 6", "ESTABLISHED--CLOSE-WAIT": "; B in frame 6",
		}, "A from ESTABLISHED to CLOSED in frame 4"},
		{Disrupted, map[string]string{"ESTABLISHED--CLOSED-end": "; A in frame 4"}, ""},
	} {
		p := Of("RFC9293", fsm.Policy{}, test.which)
		p.Light(way)
		got := map[string]string{}
		for i := range p.lines {
			if l := &p.lines[i]; !l.dim() {
				got[edgeID(l.from, l.to)] = l.steps(way)
			}
		}
		if diff := cmp.Diff(test.lit, got); diff != "" {
			t.Errorf("%s: %s", p.name, diff)
		}
		if got := strings.Join(p.lit.missing, "|"); got != test.missing {
			t.Errorf("%s: without an arrow are %q", p.name, got)
		}
		var b bytes.Buffer
		if err := p.Scene().SVG(&b); err != nil {
			t.Fatal(err)
		}
		if ids := idsOf(t, b.Bytes()); !slices.Contains(ids, "state-ESTABLISHED") {
			t.Errorf("%s: the ids are %q", p.name, ids)
		}
	}
}
