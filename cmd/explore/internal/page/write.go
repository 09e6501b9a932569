package page

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/diagram"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ladder"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/language"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// Format is the name of a ladder as a page of its own, beside [ladder.Formats].
const Format = "html"

// Written is the language of what a ladder is written as, if one was asked for: a PNG is
// painted in letters of this program, which has none but Latin ones.
func Written(format string, in language.Language) language.Language {
	if format == "png" {
		return language.English
	}
	return in
}

// WriteLadder writes a ladder in one of ladder.Formats, or as a page, which speaks a
// language first.
func WriteLadder(w io.Writer, l *ladder.Ladder, format string, rules bool, in language.Language) error {
	switch format {
	case Format:
		return Write(w, l, in)
	case "svg":
		return draw(w, spoken(l, in).Picture(), in)
	}
	return l.Write(w, format, rules)
}

// A still is what a page has that nobody serves.
type still struct {
	Shown    map[language.Language]shown `json:"shown"`
	Words    map[string]string           `json:"words"`
	Language language.Language           `json:"language"`
}

// shown is a ladder and the states, in one language.
type shown struct {
	View    *View  `json:"view"`
	Diagram string `json:"diagram"`
}

// Write writes a ladder as one file that needs nothing else and loads nothing: its
// policy of content names the digest of what runs in it.
func Write(w io.Writer, l *ladder.Ladder, in language.Language) error {
	s := still{Shown: map[language.Language]shown{}, Words: Words(), Language: in}
	for _, tag := range language.Tags() {
		each, err := shownIn(l, language.Language(tag))
		if err != nil {
			return err
		}
		s.Shown[language.Language(tag)] = each
	}
	data, err := json.Marshal(s) // it has no < in it, and so ends no element
	if err != nil {
		return err
	}
	var code strings.Builder
	for _, name := range []string{"page.js", "view.js", "still.js"} {
		code.Write(content(name))
	}
	look := string(content(style))
	head := fmt.Sprintf("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src '%s'; style-src '%s'; base-uri 'none'; form-action 'none'\">\n<style>%s</style>\n",
		digest(code.String()), digest(look), look)
	body := fmt.Sprintf("<script type=\"application/json\" id=\"still\">%s</script>\n<script>%s</script>\n", data, code.String())
	_, err = w.Write(assembled(head, l.Title, body))
	return err
}

func shownIn(l *ladder.Ladder, in language.Language) (s shown, err error) {
	p := fsm.Profiles()[0]
	if s.Diagram, err = States(p.Name, p.Policy, in); err == nil {
		s.View, err = Of(l, in)
	}
	return s, err
}

// digest names a text as a content security policy has it.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// Words has the Chinese of all that the page says.
func Words() map[string]string {
	all := map[string]string{}
	for _, text := range Says() {
		all[text] = language.Chinese.Text(text)
	}
	return all
}

// States draws the picture of the states under a policy, which is called name, in a
// language.
func States(name string, p fsm.Policy, in language.Language) (string, error) {
	return Drawn(diagram.Of(name, p, diagram.Classic).Scene(), in)
}
