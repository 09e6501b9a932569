package model_test

import (
	"context"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/model"
)

// What is refused is refused before anything is explored, in the same words.
func TestValid(t *testing.T) {
	for _, test := range []struct {
		property string
		change   func(*model.Scenario)
		message  string // "" if the question makes sense
	}{
		{"una-le-nxt", func(*model.Scenario) {}, ""},
		{"quiet", func(*model.Scenario) {}, "property quiet says nothing about scenario close: "},
		{"quite", func(*model.Scenario) {}, `there is no property "quite"`},
		{"una-le-nxt", func(s *model.Scenario) { s.Net.Capacity = model.MaxCapacity + 1 }, "capacity 9 is out of range"},
		{"una-le-nxt", func(s *model.Scenario) { s.Policy = "Linx" }, `scenario close: "Linx", column 1: `},
	} {
		s, err := model.FindScenario("close")
		if err != nil {
			t.Fatal(err)
		}
		test.change(&s)
		q := model.Question{Scenario: s, Properties: []string{test.property}}
		err = q.Valid()
		if test.message == "" {
			if err != nil {
				t.Errorf("%s: %v", test.property, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), test.message) {
			t.Errorf("%s: error %v, want %q in it", test.property, err, test.message)
			continue
		}
		if _, asked := model.Ask(context.Background(), q); asked == nil || asked.Error() != err.Error() {
			t.Errorf("%s: %v is refused as %v", test.property, err, asked)
		}
	}
}
