package main

import (
	"runtime/debug"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/report"
	"github.com/tcpfsm/tcpfsm/fsm"
)

func TestVersionLine(t *testing.T) {
	built := func(settings ...debug.BuildSetting) *debug.BuildInfo {
		return &debug.BuildInfo{GoVersion: "go1.26.0", Settings: settings}
	}
	for _, c := range []struct {
		info *debug.BuildInfo
		want string
	}{
		{nil, ""},
		{built(), ", go1.26.0"},
		{built(debug.BuildSetting{Key: "vcs.revision", Value: "0123456789abcdef"}), ", revision 0123456789ab, go1.26.0"},
		{
			built(debug.BuildSetting{Key: "vcs.revision", Value: "0123456789abcdef"}, debug.BuildSetting{Key: "vcs.modified", Value: "true"}),
			", revision 0123456789ab and changes, go1.26.0",
		},
	} {
		if got, want := versionLine(c.info, c.info != nil), "explore "+version+c.want; got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}

// TestTableLine holds that the digest is the one that the objects of -json have under the
// default policy.
func TestTableLine(t *testing.T) {
	var out strings.Builder
	root := newRoot()
	root.SetOut(&out)
	root.SetArgs([]string{"version"})
	if err := root.Execute(); err != nil {
		t.Fatal(err)
	}
	if want := "\ntable " + report.Digest(fsm.RFC9293) + "\n"; !strings.HasSuffix(out.String(), want) {
		t.Errorf("%q does not end with %q", out.String(), want)
	}
}
