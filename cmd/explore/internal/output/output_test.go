package output_test

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/output"
)

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

func content(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return string(b)
}

// A result takes the place of what a file held, all of it, and only once there
// is one.
func TestOutput(t *testing.T) {
	name := filepath.Join(t.TempDir(), "result")
	if err := os.WriteFile(name, []byte("a long result of yesterday"), 0o600); err != nil {
		t.Fatal(err)
	}
	o, err := output.Open(nil, name)
	if err != nil {
		t.Fatal(err)
	}
	if err := o.Write(func(io.Writer) error { return errors.New("no result") }); err == nil {
		t.Error("no error of what could not be produced")
	}
	if got, want := content(t, name), "a long result of yesterday"; got != want {
		t.Errorf("before the first result: %q, want %q", got, want)
	}
	if err := errors.Join(o.Write(text("one ")), o.Write(text("two")), o.Close()); err != nil {
		t.Fatal(err)
	}
	if got, want := content(t, name), "one two"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// A file that there was not is not left behind without a result.
func TestOutputWithoutResult(t *testing.T) {
	name := filepath.Join(t.TempDir(), "result")
	err := output.Write(nil, name, func(io.Writer) error { return errors.New("no result") })
	if err == nil || strings.Contains(err.Error(), "cannot write") {
		t.Errorf("error %v, want that of what was to be written", err)
	}
	if _, err := os.Stat(name); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("there is a file without a result: %v", err)
	}
	if err := output.Write(nil, name, text("")); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(name); err != nil {
		t.Errorf("a result that is empty is one: %v", err)
	}
}

// What cannot be written is an error that says where.
func TestOutputErrors(t *testing.T) {
	for _, test := range []struct{ name, message string }{
		{filepath.Join(t.TempDir(), "nowhere", "result"), "no such file or directory\nhint: "},
		{t.TempDir(), "is a directory\nhint: "},
		{"/dev/full", "cannot write to /dev/full: "},
	} {
		if _, err := os.Stat("/dev/full"); err != nil && test.name == "/dev/full" {
			t.Log("skipped /dev/full, which Linux has")
			continue
		}
		if err := output.Write(nil, test.name, text("result")); err == nil || !strings.Contains(err.Error(), test.message) {
			t.Errorf("%s: error %v, want %q in it", test.name, err, test.message)
		}
	}
}

func ExampleWrite() {
	err := output.Write(os.Stdout, "-", func(w io.Writer) error {
		_, err := fmt.Fprintln(w, "to standard output")
		return err
	})
	fmt.Println(err)
	// Output:
	// to standard output
	// <nil>
}
