package main

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/report"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// version is what docs/CHANGELOG.md lists first.
const version = "0.4.0"

func newVersion() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version, what it was built from, and the digest of the table",
		Example: `  explore version
  explore --version`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "%s\n%s\n", versionLine(debug.ReadBuildInfo()), tableLine())
			return err
		},
	}
}

// versionLine tells what this program was built from. Go notes a revision where
// it builds from a repository, and none for a test or for go run of a file.
func versionLine(info *debug.BuildInfo, ok bool) string {
	line := "explore " + version
	if !ok {
		return line
	}
	set := map[string]string{}
	for _, s := range info.Settings {
		set[s.Key] = s.Value
	}
	if revision := set["vcs.revision"]; revision != "" {
		line += ", revision " + revision[:min(12, len(revision))]
		if set["vcs.modified"] == "true" {
			line += " and changes"
		}
	}
	return line + ", " + info.GoVersion
}

// tableLine tells which rules this program has: a certificate, an address of the page and
// the objects of -json name them by this digest of those of the default policy.
func tableLine() string { return "table " + report.Digest(fsm.RFC9293) }
