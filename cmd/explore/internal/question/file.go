package question

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/hint"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/model"
)

// FileGrammar says what a file of a scenario holds, for a help.
const FileGrammar = `A scenario of your own is a file of lines, each a word and what it is to be. Its name
has a dot or a slash in it, by which it is told from those of explore list scenarios:

  explore check ./mine.scenario

  like    close-fair                   the scenario that it is made of; this line is first
  about   a listener that crashes      what it is about
  policy  Linux                        as -policy
  net     loss,reorder                 as -net
  bound   segments=2,msl=1             as -bound
  assume  MONO,LIFE                    as -assume, without those of fairness
  set     B.CRASH=1,both.patient=1     as -set
  iss     A 4294967294                 of the first connection of an end
  stray   A <SEQ=50><CTL=SYN><WND=4>   on its way when all begins, sent by that end
  forged  B <SEQ=101><CTL=RST>         what an attacker may send to that end
  forges  1                            how often: a number, or any

Lines may come more than once where that makes sense; what follows a # is left out.
Flags change what the file says. It is expected to have what the scenario has that it is
like, as far as it still stands on a ground of that; -property, -reach, -never and
-leads-to ask for more.`

// isFile reports whether the name of a scenario is one of a file.
func isFile(name string) bool { return strings.ContainsAny(name, `./\`) }

// largest is the size of a file of a scenario at most.
const largest = 1 << 16

// fromFile reads the scenario of a file, see [FileGrammar]. The error names the line.
func fromFile(name string) (s model.Scenario, err error) {
	f, err := os.Open(name)
	if err != nil {
		return s, fmt.Errorf("%w\nhint: explore list scenarios shows those that need no file, explore help scenario-files what one holds", err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, largest+1))
	if err != nil {
		return s, fmt.Errorf("%w\nhint: name a file of a scenario; explore help scenario-files says what it holds", err)
	}
	if len(text) > largest {
		return s, fmt.Errorf("%s is no file of a scenario: it is too long\nhint: explore help scenario-files says what it holds", name)
	}
	s, line, err := parseScenario(string(text))
	if err != nil {
		return s, fmt.Errorf("%s:%d: %w", name, line, err)
	}
	s.Name = strings.TrimSuffix(name[strings.LastIndexAny(name, `/\`)+1:], ".scenario")
	return s, nil
}

// A reader reads a file of a scenario line by line.
type reader struct {
	scenario model.Scenario
	begun    bool
	change   Request // what is asked of it in the words of flags
}

// parseScenario reads the text of a file. Line is where the error is.
func parseScenario(text string) (s model.Scenario, line int, err error) {
	var r reader
	for each := range strings.Lines(strings.TrimPrefix(text, byteOrderMark)) {
		line++
		each, _, _ = strings.Cut(each, "#")
		word, rest := cutBlank(strings.TrimSpace(each))
		if word == "" {
			continue
		}
		if err := r.line(word, strings.TrimSpace(rest)); err != nil {
			return s, line, err
		}
	}
	if !r.begun {
		return s, line, errNoLike
	}
	s, err = r.changed()
	return s, line, err
}

// byteOrderMark is what some editors put in front of a text.
const byteOrderMark = "\ufeff"

// cutBlank cuts a text at its first blank or tab.
func cutBlank(text string) (word, rest string) {
	if i := strings.IndexAny(text, " \t"); i >= 0 {
		return text[:i], text[i+1:]
	}
	return text, ""
}

var errNoLike = errors.New("it does not say which scenario it is like\nhint: begin with a line as like close-fair")

// lineWords lists what a line may begin with.
var lineWords = []string{"like", "about", "policy", "net", "bound", "assume", "set", "iss", "stray", "forged", "forges"}

// line reads one line.
func (r *reader) line(word, rest string) (err error) {
	switch {
	case !slices.Contains(lineWords, word):
		return hint.Unknown("word", word, lineWords, "explore help scenario-files")
	case rest == "":
		return fmt.Errorf("%s has nothing behind it\nhint: explore help scenario-files says what it takes", word)
	case word != "like" && !r.begun:
		return errNoLike
	case word == "like" && r.begun:
		return errTwice(word)
	}
	switch word {
	case "like":
		if isFile(rest) {
			return fmt.Errorf("like %s: a scenario of a file is made of one that needs none\nhint: explore list scenarios shows them", rest)
		}
		r.begun = true
		r.scenario, err = FindScenario(rest)
	case "about":
		r.scenario.About = rest
	case "iss", "stray", "forged":
		err = r.end(word, rest)
	case "forges":
		err = r.forges(rest)
	default:
		err = r.flag(word, rest)
	}
	return err
}

// flag reads a line in the words of a flag, and tries it at once, so that an error is
// one of this line.
func (r *reader) flag(word, rest string) error {
	f := map[string]*string{"policy": &r.change.Policy, "net": &r.change.Net, "bound": &r.change.Bound, "assume": &r.change.Assume, "set": &r.change.Set}[word]
	if *f != "" && (word == "policy" || word == "net") {
		return errTwice(word)
	}
	*f = strings.TrimPrefix(*f+","+rest, ",")
	_, err := r.changed()
	return err
}

func errTwice(word string) error {
	return fmt.Errorf("%s is there twice\nhint: leave one of them out", word)
}

// changed returns the scenario with all that the words of flags ask for.
func (r *reader) changed() (model.Scenario, error) {
	r.change.Assumed = r.change.Assume != ""
	r.change.Stepwise = true // fairness belongs to the question
	c, err := r.change.change()
	if err != nil {
		return r.scenario, err
	}
	q := Question{}
	q.Scenario = r.scenario
	err = c.apply(&q)
	return q.Scenario, err
}

// end reads a line that is about an end.
func (r *reader) end(word, rest string) error {
	name, text := cutBlank(rest)
	end := slices.Index([]string{"A", "B"}, name)
	if end < 0 {
		return fmt.Errorf("%s %q names no end\nhint: A or B stands before the rest", word, rest)
	}
	text = strings.TrimSpace(text)
	if word == "iss" {
		n, err := strconv.ParseUint(text, 10, 32)
		if err != nil {
			return fmt.Errorf("iss %q is no sequence number\nhint: choose 0 to 4294967295", text)
		}
		r.scenario.Ends[end].ISS = fsm.Seq(n)
		return nil
	}
	g, err := fsm.ParseSegment(text)
	if err != nil {
		return fmt.Errorf("segment %w\nhint: as in <SEQ=101><ACK=300><CTL=FIN,ACK><WND=4>", err)
	}
	if word == "stray" {
		r.scenario.Strays[end] = append(slices.Clone(r.scenario.Strays[end]), g)
		return nil
	}
	a := &r.scenario.Attack
	a.Forged[end] = append(slices.Clone(a.Forged[end]), g)
	a.Budget = max(a.Budget, 1)
	return nil
}

func (r *reader) forges(text string) error {
	n, err := strconv.Atoi(text)
	switch {
	case text == "any":
		n = model.Unbounded
	case err != nil || n < 0 || n > 7:
		return fmt.Errorf("forges %q is out of range\nhint: choose 0 to 7, or any", text)
	}
	r.scenario.Attack.Budget = uint8(n)
	return nil
}
