package fill_test

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/fill"
)

func TestLines(t *testing.T) {
	for _, c := range []struct {
		text string
		wide int
		want []string
	}{
		{"as it is, however long it may be, if there is no width", 0, []string{"as it is, however long it may be, if there is no width"}},
		{"one two three four five", 20, []string{"one two three four", "five"}},
		{"a list: MONO,FRESH,NOATT,NOCRASH,NOABORT", 20, []string{"a list: MONO,FRESH,", "NOATT,NOCRASH,", "NOABORT"}},
		{"a_word_that_has_no_room_at_all here", 20, []string{"a_word_that_has_no_room_at_all", "here"}},
		{"", 40, []string{""}},
	} {
		if got := fill.Lines(c.text, c.wide); !slices.Equal(got, c.want) {
			t.Errorf("%q in %d: %q, want %q", c.text, c.wide, got, c.want)
		}
	}
}

func TestHung(t *testing.T) {
	var b strings.Builder
	err := fill.Hung(&b, 30, func(w io.Writer) error {
		_, err := fmt.Fprint(w, "short\n  a longer line that does not fit in\n\n")
		return err
	})
	want := "short\n  a longer line that does\n      not fit in\n\n"
	if err != nil || b.String() != want {
		t.Errorf("%q, error %v; want %q", b.String(), err, want)
	}
}
