package capture

import (
	"strings"
	"testing"
)

// TestNames holds that a log forges no line of the report by the names in it,
// and commands no terminal.
func TestNames(t *testing.T) {
	s := run(t, []byte(`{"connection":"x\nfine: conforms, 9 segments","end":"a\u001b[2J","out":"<SEQ=100><CTL=SYN><WND=1000>"}
{"connection":"Grüße, 世界","end":"b c","out":"<SEQ=100><CTL=SYN><WND=1000>"}
`), Options{})
	want := `"x\nfine: conforms, 9 segments": conforms, 1 segment
    "a\x1b[2J": CLOSED, SYN-SENT 1
Grüße, 世界: conforms, 1 segment
    b c: CLOSED, SYN-SENT 2
`
	if s.err != nil || !strings.HasPrefix(s.text, want) {
		t.Errorf("error %v, %s\nwant: %s", s.err, s.text, want)
	}
}
