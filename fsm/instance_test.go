package fsm

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// An instance is a short story in which a rule fires at the end: what it says,
// word for word, is held against a file, so that nothing a rule does changes
// unseen. Says has a line for each event: what came out, and the connection
// after it.
type instance struct {
	Rule, Policy string
	Events       []json.RawMessage
	Says         []string
}

const instances = "testdata/instances.json"

// TestInstances tells the stories again.
func TestInstances(t *testing.T) {
	if *update {
		if err := os.WriteFile(instances, findInstances(t), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(instances)
	if err != nil {
		t.Fatal(err)
	}
	machines := map[string]*Machine{}
	told := map[string]bool{}
	for line := range bytes.Lines(text) {
		var in instance
		if err := json.Unmarshal(line, &in); err != nil {
			t.Fatal(err)
		}
		if machines[in.Policy] == nil {
			p, err := ParsePolicy(in.Policy)
			if err != nil {
				t.Fatal(err)
			}
			machines[in.Policy] = MustCompile(RFC9293Table(), p)
		}
		if d := cmp.Diff(in.Says, tell(t, machines[in.Policy], in.Events)); d != "" {
			t.Errorf("%s under %s (go test ./fsm -update rewrites %s):\n%s", in.Rule, in.Policy, instances, d)
		}
		told[in.Rule] = true
	}
	for _, k := range RFC9293Table() {
		for _, r := range k.Rules {
			if !told[r.ID] && !strings.Contains(farOff, " "+r.ID+" ") {
				t.Errorf("%s has no rule %q", instances, r.ID)
			}
		}
	}
}

// farOff are the rules that no short story reaches; the survey fires them.
const farOff = " ack.new.last-ack.part text.hold.overflow form.urg-acked close.syn-received.drop.reopened "

// tell runs a story and says what comes out.
func tell(t *testing.T, m *Machine, events []json.RawMessage) (says []string) {
	var c TCB
	var out Output
	for _, raw := range events {
		var ev Event
		if err := json.Unmarshal(raw, &ev); err != nil {
			t.Fatal(err)
		}
		m.Step(&c, &ev, &out)
		says = append(says, out.String()+" | "+c.String())
	}
	return says
}

// A chapter is a connection with the way that led to it.
type chapter struct {
	c    TCB
	from int // the chapter before; the first leads to itself
	ev   Event
}

// findInstances looks for a shortest story for each rule, policy by policy.
func findInstances(t *testing.T) []byte {
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
							writeInstance(t, &file, r, m, append(story(book, i), *ev))
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
// found, but for those that no short story reaches.
func (m *Machine) hasAll(found map[string]bool) bool {
	for i := range m.rules {
		if l := &m.rules[i]; l.alive && !found[l.rule.ID] && !strings.Contains(farOff, " "+l.rule.ID+" ") {
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

func writeInstance(t *testing.T, file *bytes.Buffer, rule string, m *Machine, events []Event) {
	in := instance{Rule: rule, Policy: m.Policy().String()}
	for i := range events {
		in.Events = append(in.Events, brief(t, events[i]))
	}
	in.Says = tell(t, m, in.Events)
	line, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	file.Write(append(line, '\n'))
}

// brief encodes what is not zero in an event.
func brief(t *testing.T, ev Event) json.RawMessage {
	line, err := json.Marshal(nonzero(reflect.ValueOf(ev)))
	if err != nil {
		t.Fatal(err)
	}
	return line
}

func nonzero(v reflect.Value) any {
	if v.Kind() != reflect.Struct {
		return v.Interface()
	}
	fields := map[string]any{}
	for i := range v.NumField() {
		if f := v.Field(i); !f.IsZero() {
			fields[v.Type().Field(i).Name] = nonzero(f)
		}
	}
	return fields
}
