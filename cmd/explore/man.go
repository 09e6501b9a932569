package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/hint"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/output"
)

func newMan() *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:   "man [COMMAND|TOPIC]",
		Short: "Write a page for man(1)",
		Long: `Writes the manual page of explore, of one of its commands or of a topic of its help,
for man -l, or for the directory of manual pages of a package.`,
		Example: `  explore man
  explore man check -o explore-check.1`,
		RunE: func(cmd *cobra.Command, args []string) error {
			about, err := manned(cmd.Root(), args)
			if err != nil {
				return usagef("%w", err)
			}
			return usage(output.Write(cmd.OutOrStdout(), file, func(w io.Writer) error { return writeMan(w, about) }))
		},
	}
	cmd.Flags().StringVarP(&file, "output", "o", "", "write to this `file`")
	return cmd
}

// manned returns what the page is about.
func manned(root *cobra.Command, args []string) (*cobra.Command, error) {
	if len(args) == 0 {
		return root, nil
	}
	var names []string
	for _, c := range root.Commands() {
		if c.Name() == args[0] && len(args) == 1 {
			return c, nil
		}
		names = append(names, c.Name())
	}
	return nil, hint.Unknown("page", strings.Join(args, " "), names, "explore help")
}

// A roff is a manual page in the making.
type roff struct{ strings.Builder }

// writeMan writes the page of a command or of a topic.
func writeMan(w io.Writer, cmd *cobra.Command) error {
	var r roff
	name := strings.ReplaceAll(cmd.CommandPath(), " ", "-")
	fmt.Fprintf(&r.Builder, ".TH %q 1 \"\" %q \"\"\n", strings.ToUpper(name), "explore "+version)
	r.section("NAME")
	r.text(name + ` \- ` + cmd.Short)
	if cmd.Runnable() {
		r.section("SYNOPSIS")
		r.text(cmd.UseLine())
	}
	r.section("DESCRIPTION")
	r.paragraphs(cmd.Long)
	if cmd.HasAvailableSubCommands() {
		r.section("COMMANDS AND TOPICS")
		for _, c := range cmd.Commands() {
			fmt.Fprintf(&r.Builder, ".TP\n.B %s\n%s\n", escape(c.Name()), escape(c.Short))
		}
	}
	r.block("OPTIONS", cmd.LocalFlags().FlagUsages())
	r.block("EXAMPLES", cmd.Example)
	r.block("EXIT STATUS", exitTopic)
	_, err := io.WriteString(w, r.String())
	return err
}

func (r *roff) section(name string) { fmt.Fprintf(&r.Builder, ".SH %s\n", name) }

func (r *roff) text(line string) { r.WriteString(strings.ReplaceAll(escape(line), `\e-`, `\-`) + "\n") }

// block writes a section of lines as they are, if there are any.
func (r *roff) block(name, lines string) {
	if strings.TrimSpace(lines) != "" {
		r.section(name)
		r.lines(lines)
	}
}

func (r *roff) lines(text string) {
	r.WriteString(".nf\n")
	for line := range strings.Lines(text) {
		r.text(strings.TrimRight(line, "\n"))
	}
	r.WriteString(".fi\n")
}

// paragraphs writes text in paragraphs. Those that are indented are left as they are.
func (r *roff) paragraphs(text string) {
	for _, p := range strings.Split(text, "\n\n") {
		if strings.HasPrefix(p, " ") {
			r.lines(p)
		} else {
			r.text(strings.Join(strings.Fields(p), " "))
		}
		r.WriteString(".PP\n")
	}
}

// escape has a line mean nothing to roff.
func escape(line string) string {
	line = strings.ReplaceAll(line, `\`, `\e`)
	if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
		line = `\&` + line
	}
	return line
}
