package fsm

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A ParseError says where a text fails to be what a parser reads, and what
// would have been right there.
type ParseError struct {
	Input    string // the whole text
	Offset   int    // the first byte of Input that is wrong, len(Input) if something is missing
	Expected string // what was expected there, as in "a state, perhaps SYN-SENT"
}

// Error returns the text of the error. It counts columns in characters, the
// first being 1.
func (e *ParseError) Error() string {
	before := e.Input[:max(0, min(e.Offset, len(e.Input)))]
	return fmt.Sprintf("%q, column %d: expected %s", e.Input, utf8.RuneCountInString(before)+1, e.Expected)
}

// stateSpellings holds, folded, what the RFC, its figure 5, Linux, ss, netstat,
// BSD, Windows, lwIP, gVisor, smoltcp and tutorials call the states. CLOSE is
// what Linux calls CLOSED; it is not a short form of CLOSING.
var stateSpellings = map[string]State{
	"CLOSED": Closed, "CLOSE": Closed, "UNCONN": Closed, "UNCONNECTED": Closed,
	"LISTEN": Listen, "LISTENING": Listen,
	"SYNSENT": SynSent, "SYNSEND": SynSent,
	"SYNRECEIVED": SynReceived, "SYNRCVD": SynReceived, "SYNRECV": SynReceived, "SYNREVD": SynReceived,
	"ESTABLISHED": Established, "ESTAB": Established, "ESTABLISED": Established,
	"FINWAIT1": FinWait1, "FINWAIT2": FinWait2,
	"CLOSEWAIT": CloseWait, "CLOSING": Closing, "LASTACK": LastAck, "TIMEWAIT": TimeWait,
}

// statePrefixes holds, folded, what the identifiers of Linux, BSD, Windows and
// gVisor put before the name of a state.
var statePrefixes = []string{"", "TCP", "TCPS", "MIBTCPSTATE", "STATE"}

// ParseState returns the state that text names, in the spelling of the RFC or
// of any of the well-known stacks and tools: SYN-RECEIVED, SYN RCVD, syn-recv,
// TCP_SYN_RECV, TCPS_SYN_RECEIVED, MIB_TCP_STATE_SYN_RCVD, StateSynRecv,
// SynReceived and SYN_RCVD are one. Case, spaces, hyphens and underscores do
// not matter. Numbers are refused, since every stack has its own. The error is
// a *ParseError.
func ParseState(text string) (State, error) {
	folded := fold(text)
	for _, prefix := range statePrefixes {
		if name, ok := strings.CutPrefix(folded, prefix); ok {
			if s, ok := stateSpellings[name]; ok {
				return s, nil
			}
		}
	}
	return 0, whole(text).trim().unknown("a state", stateNames[:])
}

// ParseEventKind returns the kind of event whose String is text. Case, spaces,
// hyphens and underscores do not matter. The error is a *ParseError.
func ParseEventKind(text string) (EventKind, error) {
	i, err := whole(text).lookup("a kind of event", int(numEvents), func(i int) string { return EventKind(i).String() })
	return EventKind(i), err
}

// ParseReply returns the reply whose String is text; "error:" may be left out.
// Case, spaces, hyphens and underscores do not matter. The error is a *ParseError.
func ParseReply(text string) (Reply, error) {
	const prefix = "error:"
	s := whole(text).trim()
	if len(s.text()) >= len(prefix) && strings.EqualFold(s.text()[:len(prefix)], prefix) {
		s.lo += len(prefix)
	}
	i, err := s.lookup("a reply", int(numReplies), func(i int) string { return strings.TrimPrefix(Reply(i).String(), prefix+" ") })
	return Reply(i), err
}

// ParseFact returns the fact whose String is text. Case, spaces, hyphens and
// underscores do not matter. The error is a *ParseError.
func ParseFact(text string) (Fact, error) {
	all := AllFacts()
	i, err := whole(text).lookup("a fact", len(all), func(i int) string { return all[i].String() })
	return all[i], err
}

// ParseEffect returns the effect whose String is text. Case, spaces, hyphens
// and underscores do not matter. The error is a *ParseError.
func ParseEffect(text string) (Effect, error) {
	all := AllEffects()
	i, err := whole(text).lookup("an effect", len(all), func(i int) string { return all[i].String() })
	if err != nil {
		return noEffect, err
	}
	return all[i], nil
}

// ParseFlow returns the way to go on whose String is text, as in "stop" and "goto
// second". Case, spaces, hyphens and underscores do not matter. The error is a
// *ParseError.
func ParseFlow(text string) (Flow, error) {
	i, err := whole(text).lookup("a way to go on", int(numFlows-1), func(i int) string { return Flow(i + 1).String() })
	if err != nil {
		return noFlow, err
	}
	return Flow(i + 1), nil
}

// ParseControl returns the set of control bits that text lists, as in
// "SYN,ACK". The order and case of the names and spaces around them do not
// matter; an empty text is the empty set. CWR, ECE and AE, which was NS, are read
// and left out: they belong to congestion control (RFC 3168, RFC 9768), and no
// connection depends on them. A name that is unknown or repeated is an error, a
// *ParseError.
func ParseControl(text string) (Control, error) { return whole(text).control(congestionBits) }

// congestionBits are the control bits that segments have and connections do not
// depend on.
var congestionBits = []string{"CWR", "ECE", "AE", "NS"}

// control returns the set of control bits that s lists. Those that are passed over
// are in none.
func (s span) control(passed []string) (Control, error) {
	var set Control
	if s.blank() {
		return 0, nil
	}
	var seen []string
	for _, item := range s.split(',') {
		if name := fold(item.text()); slices.Contains(passed, name) {
			if slices.Contains(seen, name) {
				return 0, item.trim().fail("no second %s", name)
			}
			seen = append(seen, name)
			continue
		}
		i, err := item.lookup("a control bit", len(controlOrder), func(i int) string { return controlOrder[i].name })
		if err != nil {
			return 0, err
		}
		bit := controlOrder[i].bit
		if set.Has(bit) {
			return 0, item.trim().fail("no second %v", bit)
		}
		set |= bit
	}
	return set, nil
}

// A field is one of a segment as the RFC's figures write it, or of its form.
type field[T any] struct {
	name string
	read func(*T, span) error
	bare func(*T) // reads the field without a value; nil: it has one
}

// segmentFields lists the fields in the order in which they are printed.
var segmentFields = []field[Segment]{
	{name: "SEQ", read: func(g *Segment, value span) error { return value.number32((*uint32)(&g.SEQ)) }},
	{name: "ACK", read: func(g *Segment, value span) error { return value.number32((*uint32)(&g.ACK)) }},
	{name: "CTL", read: func(g *Segment, value span) (err error) { g.CTL, err = value.control(congestionBits); return err }},
	{name: "DATA", read: func(g *Segment, value span) error { return value.number32(&g.Text) }, bare: func(g *Segment) { g.Text = 1 }},
	{name: "WND", read: func(g *Segment, value span) error { return value.number32(&g.WND) }},
	{name: "UP", read: func(g *Segment, value span) error { return value.number32(&g.UP) }},
	{name: "MSS", read: func(g *Segment, value span) error { return value.number16(&g.MSS) }},
}

// ParseSegment returns the segment that text describes in the notation of the
// RFC's figures, as in "<SEQ=100><ACK=301><CTL=SYN,ACK>". It reads all that
// [Segment.String] prints. Fields stand in any order, with or without spaces
// between them, each once at most; numbers are decimal. <DATA> without a
// number, which the figures use for text whose amount does not matter, is one
// octet.
//
// SEQ and CTL must be there; ACK and UP must be there exactly if the bits ACK
// and URG are in CTL, since they mean nothing otherwise and a segment that
// lacks one is not the segment that its author had in mind. DATA, WND and MSS
// are 0 if absent. The error is a *ParseError.
func ParseSegment(text string) (Segment, error) {
	g, seen, err := readFields(text, segmentFields)
	if err == nil {
		err = whole(text).complete(g.CTL, seen)
	}
	if err != nil {
		return Segment{}, err
	}
	return g, nil
}

// readFields reads <NAME=value> after <NAME=value>, each name once at most, and
// returns where each stands.
func readFields[T any](text string, fields []field[T]) (v T, seen map[string]span, err error) {
	seen = make(map[string]span)
	for rest := whole(text).trim(); !rest.blank(); {
		inside, after, err := rest.bracketed()
		if err == nil {
			err = readField(inside, &v, fields, seen)
		}
		if err != nil {
			return v, nil, err
		}
		rest = after.trim()
	}
	return v, seen, nil
}

// bracketed splits s after the "<...>" that it must begin with.
func (s span) bracketed() (inside, after span, err error) {
	if s.text()[0] != '<' {
		return s, s, s.fail("<")
	}
	inside, after, closed := s.cut('>')
	if !closed {
		return s, s, after.fail(">")
	}
	inside.lo++
	return inside, after, nil
}

// readField reads the field name=value of v and enters it in seen.
func readField[T any](s span, v *T, fields []field[T], seen map[string]span) error {
	name, value, assigned := s.cut('=')
	i, err := name.lookup("a field", len(fields), func(i int) string { return fields[i].name })
	if err != nil {
		return err
	}
	f := &fields[i]
	if _, again := seen[f.name]; again {
		return name.fail("no second %s", f.name)
	}
	seen[f.name] = s
	switch {
	case assigned:
		return f.read(v, value)
	case f.bare == nil:
		return value.fail("= and a value")
	}
	f.bare(v)
	return nil
}

// complete checks that the fields seen are those that a segment with the
// control bits c has.
func (s span) complete(c Control, seen map[string]span) error {
	end := span{s.input, s.hi, s.hi}
	for _, f := range []struct {
		name   string
		counts bool
	}{{"SEQ", true}, {"CTL", true}, {"ACK", c.Has(ACK)}, {"UP", c.Has(URG)}} {
		field, has := seen[f.name]
		if f.counts && !has {
			return end.fail("a field %s", f.name)
		}
		if has && !f.counts {
			return field.fail("no field %s without its bit in CTL", f.name)
		}
	}
	return nil
}

// ParsePolicy returns the policy that text describes: the name of a profile,
// then choices that override those of the profile, separated by commas, as in
// "Hardened,time_wait_syn=challenge". Without a name the profile is RFC9293,
// which is also called "default"; so ParsePolicy reads all that
// [Policy.String] prints. Neither the case of the name nor spaces around
// commas matter. Choices that are the default of their option leave the zero
// value in their field, so that texts that mean the same yield equal policies.
// An option named twice is an error. The error is a *ParseError.
func ParsePolicy(text string) (Policy, error) {
	var p Policy
	if whole(text).blank() {
		return p, nil
	}
	items := whole(text).split(',')
	if first := items[0].trim(); !strings.Contains(first.text(), "=") {
		profile, err := first.profile()
		if err != nil {
			return Policy{}, err
		}
		p, items = profile, items[1:]
	}
	seen := make(map[*Option]bool)
	for _, item := range items {
		if err := item.trim().override(&p, seen); err != nil {
			return Policy{}, err
		}
	}
	return p, nil
}

func (s span) profile() (Policy, error) {
	if strings.EqualFold(s.text(), "default") {
		return Policy{}, nil
	}
	profiles := Profiles()
	i, err := s.lookup("a profile or option=alternative", len(profiles), func(i int) string { return profiles[i].Name })
	return profiles[i].Policy, err
}

// override makes the choice "option=alternative" in p and enters the option in
// seen.
func (s span) override(p *Policy, seen map[*Option]bool) error {
	o, c, err := s.choice()
	if err != nil {
		return err
	}
	if seen[o] {
		return s.fail("no second %s", o.Name)
	}
	seen[o] = true
	if c == o.Default() {
		c = DefaultChoice
	}
	*o.field(p) = c
	return nil
}

// choice reads "option=alternative".
func (s span) choice() (*Option, Choice, error) {
	name, alternative, assigned := s.cut('=')
	if !assigned {
		return nil, 0, s.fail("option=alternative")
	}
	i, err := name.lookup("an option", len(options), func(i int) string { return options[i].Name })
	if err != nil {
		return nil, 0, err
	}
	o := &options[i]
	i, err = alternative.lookup("an alternative of "+o.Name, len(o.Choices), func(i int) string { return o.Choices[i].Name })
	return o, o.Choices[i].Choice, err
}

// ParseChoice returns the choice written "option=alternative", as in
// "rst_in_time_wait=ignore". Its error is a [*ParseError].
func ParseChoice(text string) (Choice, error) {
	_, c, err := whole(text).choice()
	return c, err
}

// A span is the part [lo, hi) of an input that is being parsed. It knows its
// place, so that errors can tell it.
type span struct {
	input  string
	lo, hi int
}

func whole(input string) span { return span{input, 0, len(input)} }

func (s span) text() string { return s.input[s.lo:s.hi] }

// fail returns the error that something else was expected at the start of s.
func (s span) fail(format string, args ...any) error {
	return &ParseError{Input: s.input, Offset: s.lo, Expected: fmt.Sprintf(format, args...)}
}

// lookup returns which of n names s is, whatever its case, spaces, hyphens and
// underscores, or 0 and an error that says what was expected.
func (s span) lookup(what string, n int, name func(int) string) (int, error) {
	names := make([]string, n)
	for i := range names {
		names[i] = name(i)
		if fold(names[i]) == fold(s.text()) {
			return i, nil
		}
	}
	return 0, s.trim().unknown(what, names)
}

// unknown returns the error that s is none of the names. It tells those that s
// resembles, or all if they are few.
func (s span) unknown(what string, names []string) error {
	if near := Nearest(s.text(), names); len(near) > 0 {
		return s.fail("%s, perhaps %s", what, strings.Join(near, " or "))
	}
	if len(names) <= int(numStates) {
		return s.fail("%s: %s", what, strings.Join(names, ", "))
	}
	return s.fail("%s", what)
}

// cut splits s around the first sep. Without one, after is the end of s.
func (s span) cut(sep byte) (before, after span, found bool) {
	i := strings.IndexByte(s.text(), sep)
	if i < 0 {
		return s, span{s.input, s.hi, s.hi}, false
	}
	return span{s.input, s.lo, s.lo + i}, span{s.input, s.lo + i + 1, s.hi}, true
}

// split returns the parts of s between the seps.
func (s span) split(sep byte) []span {
	var list []span
	item, rest, more := s.cut(sep)
	for ; more; item, rest, more = rest.cut(sep) {
		list = append(list, item)
	}
	return append(list, item)
}

// blank reports whether s is nothing but spaces.
func (s span) blank() bool { return s.trim().lo == s.hi }

// trim returns s without the spaces around it.
func (s span) trim() span {
	s.lo = s.hi - len(strings.TrimLeft(s.text(), " "))
	s.hi = s.lo + len(strings.TrimRight(s.text(), " "))
	return s
}

func (s span) number32(n *uint32) error {
	v, err := s.number(32)
	*n = uint32(v)
	return err
}

func (s span) number16(n *uint16) error {
	v, err := s.number(16)
	*n = uint16(v)
	return err
}

// number returns the decimal number s, which must fit the given bits.
func (s span) number(bits int) (uint64, error) {
	for i, digit := range []byte(s.text()) {
		if digit < '0' || digit > '9' {
			s.lo += i
			return 0, s.fail("a decimal digit")
		}
	}
	n, err := strconv.ParseUint(s.text(), 10, bits)
	if err != nil {
		return 0, s.fail("a number from 0 to %d", uint64(1)<<bits-1)
	}
	return n, nil
}

// fold returns text in capitals, without spaces, hyphens and underscores.
func fold(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ' || r == '-' || r == '_':
			return -1
		case 'a' <= r && r <= 'z':
			return r - 'a' + 'A'
		}
		return r
	}, text)
}

// Nearest returns those of names that take the fewest edits to make from word,
// whatever the case, spaces, hyphens and underscores of both, and none if those
// are so many that the likeness is chance. The errors of parsing offer them; so
// may whoever reads other names beside those of this package.
func Nearest(word string, names []string) []string {
	word = fold(word)
	least := 1 + len(word)/4
	var near []string
	for _, name := range names {
		d := editDistance(word, fold(name), least)
		if d < least {
			least, near = d, nil
		}
		if d == least {
			near = append(near, name)
		}
	}
	return near
}

// editDistance returns the number of edits that lead from a to b: to insert,
// delete or replace a letter, or to exchange two neighbors. It is more than
// limit, and cheap to find, if the lengths alone differ by more.
func editDistance(a, b string, limit int) int {
	if len(a) > len(b)+limit || len(b) > len(a)+limit {
		return limit + 1
	}
	rows := make([][]int, len(a)+1) // rows[i][j] leads from a[:i] to b[:j]
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		for j := range rows[i] {
			rows[i][j] = fewestEdits(rows, a[:i], b[:j])
		}
	}
	return rows[len(a)][len(b)]
}

// fewestEdits returns the distance from a to b, given those of their shorter
// beginnings.
func fewestEdits(rows [][]int, a, b string) int {
	i, j := len(a), len(b)
	if i == 0 || j == 0 {
		return i + j
	}
	replace := rows[i-1][j-1]
	if a[i-1] != b[j-1] {
		replace++
	}
	fewest := min(replace, rows[i-1][j]+1, rows[i][j-1]+1)
	if i > 1 && j > 1 && a[i-2:] == b[j-1:]+b[j-2:j-1] {
		fewest = min(fewest, rows[i-2][j-2]+1)
	}
	return fewest
}
