package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/conform"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/kernel"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/recording"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/subject"
	"github.com/tcpfsm/tcpfsm/fsm"
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

func abort(c conform.Class) bool      { return c.Call == subject.Abort }
func withoutACK(c conform.Class) bool { return c.Call == subject.Arrival && !c.Flags.CTL.Has(fsm.ACK) }

// TestCaptures holds that the recordings of what a peer without fault does
// conform, at both ends: the kernel's, and that of this program. With -update it
// makes the recordings.
func TestCaptures(t *testing.T) {
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
	r, err := recording.New(&b, "explore")
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
