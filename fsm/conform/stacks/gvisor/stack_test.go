package main

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

var more = flag.Bool("more", false, "other peers, too")

// TestNetstack holds the gVisor of this program against the causes that are known of its
// version, by both versions of IP.
func TestNetstack(t *testing.T) {
	for _, family := range []fsm.Family{fsm.IPv4, fsm.IPv6} {
		t.Run(family.String(), func(t *testing.T) {
			s, err := newNetstack(family)
			if err != nil {
				t.Fatal(err)
			}
			conform.Test(t, s, conform.Options{Name: "gVisor " + release(), Family: family, More: *more, Known: known(t)})
		})
	}
}

// known is the file that begins with the name of this version.
func known(t *testing.T) string {
	files, err := filepath.Glob("../gvisor*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(string(text), "# gVisor "+release()+":") {
			return file
		}
	}
	t.Fatalf("none of %q is about gVisor %s; go run . -more -known writes one", files, release())
	return ""
}
