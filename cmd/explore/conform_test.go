package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/kernel"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/wire"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

// captures are the recordings of the kernel in testdata/captures, each with the
// routes that it goes and the events at their end. They are rewritten by go test
// ./cmd/explore -run TestCaptures -update, as root on Linux.
var captures = []struct {
	name   string
	routes []string
	event  func(conform.Class) bool
}{
	{"linux-lifetimes", []string{
		"SYN-SENT ESTABLISHED shutdown FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT",
		"LISTEN SYN-RECEIVED ESTABLISHED CLOSE-WAIT shutdown LAST-ACK, text in flight",
		"LISTEN SYN-RECEIVED ESTABLISHED shutdown FIN-WAIT-1 TIME-WAIT",
	}, nextACK},
	{"linux-simultaneous", []string{
		"SYN-SENT SYN-RECEIVED ESTABLISHED",
		"SYN-SENT SYN-RECEIVED ESTABLISHED shutdown FIN-WAIT-1 CLOSING",
	}, nextACK},
	{"linux-resets", []string{"SYN-SENT", "SYN-SENT ESTABLISHED", "LISTEN SYN-RECEIVED ESTABLISHED, text in flight"}, abort},
	{"linux-strays", []string{"CLOSED", "LISTEN", "SYN-SENT", "SYN-SENT ESTABLISHED"}, withoutACK},
}

// nextACK is what a peer would send next that has all and sends nothing.
func nextACK(c conform.Class) bool {
	return c.Flags.Name == "ACK" && c.At == conform.Next && (c.Ack == conform.AllSent || c.Ack == conform.Unacked)
}

func abort(c conform.Class) bool      { return c.Call == conform.Abort }
func withoutACK(c conform.Class) bool { return c.Call == conform.Arrival && !c.Flags.CTL.Has(fsm.ACK) }

// TestCaptures holds that the recordings of what a peer without fault does
// conform, at both ends: the kernel's, and that of this program. With -update it
// makes the recordings.
func TestCaptures(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: reads recordings for seconds")
	}
	for _, c := range captures {
		file := filepath.Join("testdata", "captures", c.name+".pcapng")
		if *update {
			b, err := record(c.routes, c.event)
			if err == nil {
				err = os.WriteFile(file, b, 0o644)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		var stdout, stderr strings.Builder
		status := run(context.Background(), []string{"trace", file}, nil, &stdout, &stderr)
		if faultless := c.name == "linux-lifetimes" || c.name == "linux-simultaneous"; faultless && status != statusOK {
			t.Errorf("explore trace %s: status %d\n%s%s", file, status, stdout.String(), stderr.String())
		}
		if !strings.Contains(stdout.String(), "198.18.0.1:1024") {
			t.Errorf("explore trace %s shows no connection of the kernel:\n%s%s", file, stdout.String(), stderr.String())
		}
	}
}

// record drives the kernel along routes and puts it to the test with events of
// a kind.
func record(routes []string, event func(conform.Class) bool) ([]byte, error) {
	var b bytes.Buffer
	r, err := wire.NewRecording(&b, "")
	if err != nil {
		return nil, err
	}
	tap := func(packet []byte, _ bool) error { return r.Packet(time.Now(), packet) }
	err = kernel.Run(kernel.Options{Tap: tap}, func(k *kernel.Kernel) error {
		runner := conform.Runner{Stack: k}
		for _, route := range conform.Routes() {
			if !slices.Contains(routes, route.String()) {
				continue
			}
			classes := slices.DeleteFunc(conform.Classes(&route), func(c conform.Class) bool { return !event(c) })
			if _, err := runner.Route(context.Background(), &route, classes); err != nil {
				return err
			}
		}
		return nil
	})
	err = errors.Join(err, r.Flush())
	return b.Bytes(), err
}

// TestConformStopped holds that Ctrl-C ends with what is known and is no answer.
func TestConformStopped(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	var stdout, stderr strings.Builder
	status := run(ctx, []string{"conform", "fsm", "-json"}, nil, &stdout, &stderr)
	if status != statusLimit || !strings.Contains(stdout.String(), `"complete":false`) || !strings.HasPrefix(stderr.String(), "explore: stopped after 0 cases\nhint: ") {
		t.Errorf("status %d, %q, %q; want %d, what is known, and a hint", status, stdout.String(), stderr.String(), statusLimit)
	}
}

// TestConformUnrecorded holds that a recording that finds no room costs no
// verdict that was known by then.
func TestConformUnrecorded(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: puts cases to the kernel")
	}
	if _, err := record(nil, nil); err != nil {
		t.Skip("skipped: " + strings.ReplaceAll(err.Error(), "\n", "; "))
	}
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("skipped: needs /dev/full, which Linux has")
	}
	var stdout, stderr strings.Builder
	status := run(context.Background(), strings.Fields("conform linux -state CLOSED -state LISTEN -pcapng /dev/full"), nil, &stdout, &stderr)
	if status != statusUsage || !strings.HasPrefix(stdout.String(), "Conformance of Linux") || !strings.Contains(stderr.String(), "/dev/full") {
		t.Errorf("status %d, %q, %q; want %d, what is known, and an error", status, stdout.String(), stderr.String(), statusUsage)
	}
}

// TestConformWithout holds what is said where the kernel cannot be driven: one
// clear line, and a hint.
func TestConformWithout(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("skipped: what is to be taken away from the command has to be there; run it as root")
	}
	self, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "explore") // t.TempDir is for this user alone
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	command := filepath.Join(dir, "explore") // the test binary under this name is the command
	if err := errors.Join(os.Chmod(dir, 0o755), os.WriteFile(command, self, 0o755)); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, script, want string }{
		{"permission", "setpriv --reuid 65534 --clear-groups " + command + " conform linux",
			"explore: cannot drive the kernel: a network namespace of its own: operation not permitted\nhint: run it as root"},
		{"device", "unshare --mount sh -c 'mount -t tmpfs none /dev/net && " + command + " conform linux'",
			"explore: cannot drive the kernel: /dev/net/tun: no such file or directory\nhint: modprobe tun"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if program := strings.Fields(test.script)[0]; !installed(program) {
				t.Skipf("skipped: needs the program %s; apt-get install util-linux", program)
			}
			out, err := exec.Command("sh", "-c", test.script).CombinedOutput()
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.ExitCode() != statusUsage || !strings.HasPrefix(string(out), test.want) || strings.Count(string(out), "\n") != 2 {
				t.Errorf("%v, %q; want status %d, %q", err, out, statusUsage, test.want)
			}
		})
	}
}

func installed(program string) bool {
	_, err := exec.LookPath(program)
	return err == nil
}
