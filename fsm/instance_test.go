package fsm

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// An instance is a short play in which a rule fires at the end: what it says,
// word for word, is held against a file, so that nothing a rule does changes
// unseen. An event stands in a line of its own, with the fields that are not
// zero; below it what came out, and the connection after it:
//
//	open.active.no-remote under default
//	> OPEN active, ISS 4294967293, SndBUFF 1000, RcvBUFF 4
//	  CLOSED, reply "error: remote socket unspecified"
//	  CLOSED
type instance struct {
	rule, policy string
	lines        []string // of the play
}

const instances = "testdata/instances.txt"

// TestInstances plays them again.
func TestInstances(t *testing.T) {
	TakesASecond(t)
	if *update {
		if err := os.WriteFile(instances, findInstances(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	machines := map[string]*Machine{}
	played := map[string]bool{}
	for _, in := range readInstances(t) {
		if machines[in.policy] == nil {
			p, err := ParsePolicy(in.policy)
			if err != nil {
				t.Fatal(err)
			}
			machines[in.policy] = MustCompile(RFC9293Table(), p)
		}
		if d := cmp.Diff(in.lines, play(machines[in.policy], in.events(t))); d != "" {
			t.Errorf("%s under %s (go test ./fsm -update rewrites %s):\n%s", in.rule, in.policy, instances, d)
		}
		played[in.rule] = true
	}
	for _, k := range RFC9293Table() {
		for _, r := range k.Rules {
			if !played[r.ID] && !strings.Contains(farOff, " "+r.ID+" ") {
				t.Errorf("%s has no rule %q", instances, r.ID)
			}
		}
	}
}

// readInstances reads the plays. A line between two of them is empty.
func readInstances(t *testing.T) (all []instance) {
	text, err := os.ReadFile(instances)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n\n") {
		lines := strings.Split(s, "\n")
		rule, policy, _ := strings.Cut(lines[0], " under ")
		all = append(all, instance{rule, policy, lines[1:]})
	}
	return all
}

func (in *instance) events(t *testing.T) (events []Event) {
	for _, line := range in.lines {
		if text, ok := strings.CutPrefix(line, "> "); ok {
			events = append(events, readEvent(t, text))
		}
	}
	return events
}

// farOff are the rules that no short play reaches; the survey fires them.
const farOff = " ack.new.last-ack.part text.hold.overflow form.urg-acked close.syn-received.drop.reopened "

// play runs a play from its beginning and writes it down.
func play(m *Machine, events []Event) (lines []string) {
	var c TCB
	var out Output
	for i := range events {
		m.Step(&c, &events[i], &out)
		lines = append(lines, "> "+eventLine(&events[i]), "  "+out.String(), "  "+c.String())
	}
	return lines
}

// eventLine writes what is not zero in an event.
func eventLine(ev *Event) string {
	line := ev.Kind.String()
	v := reflect.ValueOf(*ev)
	none := reflect.ValueOf(Event{})
	for i := range v.NumField() {
		text := fmt.Sprint(v.Field(i).Interface())
		if f := v.Type().Field(i).Name; f != "Kind" && text != fmt.Sprint(none.Field(i).Interface()) {
			line += ", " + f + " " + text
		}
	}
	return line
}

// readEvent reads what eventLine writes.
func readEvent(t *testing.T, line string) (ev Event) {
	parts := strings.Split(line, ", ")
	for ev.Kind.String() != parts[0] {
		if ev.Kind++; ev.Kind == numEvents {
			t.Fatalf("%s: %q is no event", instances, parts[0])
		}
	}
	for _, part := range parts[1:] {
		name, value, _ := strings.Cut(part, " ")
		f := reflect.ValueOf(&ev).Elem().FieldByName(name)
		if !f.IsValid() {
			t.Fatalf("%s: an event has no field %q", instances, name)
		}
		if err := setField(f, value); err != nil {
			t.Fatalf("%s: %s: %v", instances, part, err)
		}
	}
	return ev
}

// setField reads the text of a field: a segment, a number, a truth, or the name
// of one of a few values.
func setField(f reflect.Value, text string) error {
	if g, ok := f.Addr().Interface().(*Segment); ok {
		var err error
		*g, err = ParseSegment(text)
		return err
	}
	if f.Kind() == reflect.Bool {
		f.SetBool(text == "true")
		return nil
	}
	for n := uint64(0); f.Kind() == reflect.Uint8 && n <= math.MaxUint8; n++ {
		if f.SetUint(n); fmt.Sprint(f.Interface()) == text {
			return nil
		}
	}
	n, err := strconv.ParseUint(text, 10, 32)
	f.SetUint(n)
	return err
}

// A chapter is a connection with the way that led to it.
type chapter struct {
	c    TCB
	from int // the chapter before; the first leads to itself
	ev   Event
}

// findInstances looks for a shortest play for each rule, policy by policy.
func findInstances() []byte {
	found := map[string]bool{}
	var file bytes.Buffer
	for _, s := range settings() {
		m := MustCompile(RFC9293Table(), s.policy)
		if m.hasAll(found) {
			continue
		}
		book := []chapter{{}}
		seen := map[TCB]bool{{}: true}
		kinds := map[kind]bool{}
		for i := 0; i < len(book) && len(book) < 12000; i++ {
			if k := kindOf(&book[i].c); !kinds[k] {
				kinds[k] = true
				wide(&book[i].c, func(ev *Event) {
					c, out := book[i].c, Output{}
					m.Step(&c, ev, &out)
					for _, id := range out.Fired() {
						if r := m.Rule(id).ID; !found[r] {
							found[r] = true
							writeInstance(&file, r, m, append(story(book, i), *ev))
						}
					}
				})
			}
			for _, ev := range narrow(&book[i].c) {
				c, out := book[i].c, Output{}
				m.Step(&c, &ev, &out)
				if !seen[c] {
					seen[c] = true
					book = append(book, chapter{c, i, ev})
				}
			}
		}
	}
	return file.Bytes()
}

// hasAll reports whether all rules that are alive under the policy of m are
// found, but for those that no short play reaches.
func (m *Machine) hasAll(found map[string]bool) bool {
	for i := range m.rules {
		if l := &m.rules[i]; m.alive[i] && !found[l.rule.ID] && !strings.Contains(farOff, " "+l.rule.ID+" ") {
			return false
		}
	}
	return true
}

func story(book []chapter, i int) (events []Event) {
	if i == 0 {
		return nil
	}
	return append(story(book, book[i].from), book[i].ev)
}

func writeInstance(file *bytes.Buffer, rule string, m *Machine, events []Event) {
	if file.Len() > 0 {
		file.WriteString("\n")
	}
	fmt.Fprintf(file, "%s under %v\n%s\n", rule, m.Policy(), strings.Join(play(m, events), "\n"))
}
