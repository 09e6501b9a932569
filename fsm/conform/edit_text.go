package conform

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// An edit in one line, as in
//
//	syn.challenge in TIME-WAIT unless atNXT: sendACK, enter CLOSED, stop
//	"third, security": stop
//	sendRSTa: <SEQ=SEG.ACK><CTL=RST>

// The words between the names of a line.
const (
	inWord     = "in"
	ifWord     = "if"
	unlessWord = "unless"
	enterWord  = "enter"
)

// String says what is changed, in one line that is the same wherever the change is.
func (e *Edit) String() string {
	if e.Form != nil {
		return e.Form.Effect.String() + ": " + e.Form.String()
	}
	parts := []string{e.Rule}
	if e.Check != "" {
		parts[0] = strconv.Quote(e.Check)
	}
	if e.In != 0 {
		parts = append(parts, inWord+" "+e.In.String())
	}
	for _, g := range e.If {
		parts = append(parts, g.word()+" "+g.Fact.String())
	}
	return strings.Join(parts, " ") + ": " + e.Conduct.String()
}

// word is how a guard is asked for.
func (g Guard) word() string {
	if g.Holds {
		return ifWord
	}
	return unlessWord
}

// String names the effects, the state entered and the flow.
func (o Conduct) String() string {
	words := []string{}
	for _, e := range o.Do {
		words = append(words, e.String())
	}
	if o.Enter != 0 {
		words = append(words, enterWord+" "+o.Enter.String())
	}
	return strings.Join(append(words, o.Then.String()), ", ")
}

// readEdit reads what String writes. Whether a table has what is edited is not asked.
func readEdit(line string) (e Edit, err error) {
	rest := line
	if quoted, err := strconv.QuotedPrefix(line); err == nil {
		e.Check, _ = strconv.Unquote(quoted) // it is quoted
		rest = line[len(quoted):]
	}
	where, what, found := strings.Cut(rest, ": ")
	if !found {
		return e, fmt.Errorf("%q is no edit: it has no colon", line)
	}
	if form, err := fsm.ParseForm(what); err == nil {
		form.Effect, err = fsm.ParseEffect(where)
		return Edit{Form: &form}, err
	}
	rule, words := readRule(where)
	if e.Rule = rule; (rule == "") != (e.Check != "") || strings.Contains(rule, `"`) {
		return e, fmt.Errorf("%q is no edit: it names no rule", line)
	}
	if err := e.readWhere(words); err != nil {
		return e, err
	}
	e.Conduct, err = readConduct(what)
	return e, err
}

// readRule parts the name of a rule, which may have spaces, from the words behind it.
func readRule(text string) (rule string, words []string) {
	words = strings.Fields(text)
	for i, word := range words {
		if word == inWord || word == ifWord || word == unlessWord {
			return strings.Join(words[:i], " "), words[i:]
		}
	}
	return text, nil
}

// readWhere reads the states and the guards of an edit.
func (e *Edit) readWhere(words []string) error {
	for ; len(words) >= 2; words = words[2:] {
		if words[0] == inWord {
			in, err := readStates(words[1])
			if err != nil {
				return err
			}
			e.In |= in
			continue
		}
		fact, err := fsm.ParseFact(words[1])
		if err != nil {
			return err
		}
		e.If = append(e.If, Guard{fact, words[0] == ifWord})
	}
	if len(words) > 0 {
		return fmt.Errorf("%q says nothing of an edit", words[0])
	}
	return nil
}

// readStates reads what States.String writes.
func readStates(text string) (all fsm.States, err error) {
	for name := range strings.SplitSeq(text, ",") {
		state, err := fsm.ParseState(name)
		if err != nil {
			return all, err
		}
		all |= fsm.StatesOf(state)
	}
	return all, nil
}

// readConduct reads what Conduct.String writes.
func readConduct(text string) (o Conduct, err error) {
	words := strings.Split(text, ", ")
	for _, word := range words[:len(words)-1] {
		if name, enters := strings.CutPrefix(word, enterWord+" "); enters {
			state, err := fsm.ParseState(name)
			if err != nil {
				return o, err
			}
			o.Enter = fsm.Enter(state)
			continue
		}
		effect, err := fsm.ParseEffect(word)
		if err != nil {
			return o, err
		}
		o.Do = append(o.Do, effect)
	}
	o.Then, err = fsm.ParseFlow(words[len(words)-1])
	return o, err
}
