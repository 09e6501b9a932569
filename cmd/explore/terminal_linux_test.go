package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// terminal opens a terminal of our own. Shown ends it, and returns what it was shown.
func terminal(t *testing.T) (end *os.File, shown func() string) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("skipped: there is no terminal to be had: %v", err)
	}
	n, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		end, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	}
	if err != nil {
		t.Skipf("skipped: there is no terminal to be had: %v", err)
	}
	text := make(chan string)
	go func() {
		b, _ := io.ReadAll(master) // which ends with an error when nobody holds the other end
		text <- string(b)
	}()
	return end, func() string {
		_ = end.Close()
		defer master.Close()
		return <-text
	}
}

// TestColours holds that verdicts have colours on a terminal that wants them, and none in
// a file, whatever terminal the command was called at.
func TestColours(t *testing.T) {
	file := filepath.Join(t.TempDir(), "report")
	for _, c := range []struct {
		args, without string
		colours       bool
	}{
		{"check refused", "", true},
		{"check refused handshake old-syn-at-listener listen-once simultaneous-open --property una-le-nxt", "", true},
		{"check refused", "NO_COLOR", false},
		{"check refused -o " + file, "", false},
		{"check refused handshake old-syn-at-listener listen-once simultaneous-open --property una-le-nxt -o " + file, "", false},
	} {
		t.Setenv("NO_COLOR", "")
		t.Setenv("TERM", "xterm")
		if c.without != "" {
			t.Setenv(c.without, "1")
		}
		end, shown := terminal(t)
		root := newRoot()
		root.SetOut(end)
		root.SetErr(io.Discard)
		root.SetArgs(strings.Fields(c.args))
		if err := root.Execute(); err != nil {
			t.Errorf("%s: %v", c.args, err)
		}
		text := shown()
		if b, err := os.ReadFile(file); strings.Contains(c.args, file) {
			if text = string(b); err != nil {
				t.Error(err)
			}
		}
		if !strings.Contains(text, "holds") || strings.Contains(text, "\x1b[32mholds") != c.colours {
			t.Errorf("%s %s: %.300q", c.args, c.without, text)
		}
	}
}
