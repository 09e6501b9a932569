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
		{"三次握手让双方都知道对方收到了自己的初始序列号。", 20, []string{"三次握手让双方都知道", "对方收到了自己的初始", "序列号。"}},
		{"连接停在两个状态里：SYN-RECEIVED、FIN-WAIT-2。", 20, []string{"连接停在两个状态里：", "SYN-RECEIVED、", "FIN-WAIT-2。"}},
		{"谁先关闭谁就要等等（一一）。", 20, []string{"谁先关闭谁就要等等", "（一一）。"}},
	} {
		if got := fill.Lines(c.text, c.wide); !slices.Equal(got, c.want) {
			t.Errorf("%q in %d: %q, want %q", c.text, c.wide, got, c.want)
		}
	}
}

func TestWidth(t *testing.T) {
	for text, want := range map[string]int{"": 0, "RST": 3, "握手": 4, "“SYN”": 7, "e\u0301": 1, "é": 2} {
		if got := fill.Width(text); got != want {
			t.Errorf("%q takes %d columns, want %d", text, got, want)
		}
	}
}

func TestPage(t *testing.T) {
	text := "A paragraph of\ntwo lines by hand.\n\nFlags:\n\n  -a, --all   everything that there is to be had\n  --a-name-that-is-much-too-long   it\n"
	want := "A paragraph of two lines by\nhand.\n\nFlags:\n\n  -a, --all\n        everything that there\n        is to be had\n  --a-name-that-is-much-too-long\n        it\n"
	for wide, want := range map[int]string{0: text, 30: want} {
		var b strings.Builder
		if err := fill.Page(&b, text, wide); err != nil || b.String() != want {
			t.Errorf("in %d columns: %q, error %v; want %q", wide, b.String(), err, want)
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
