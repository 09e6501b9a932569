package main

import (
	"io"
	"strings"

	"github.com/spf13/cobra"
)

// withCommas has the script for bash of the library offer words in which there are commas,
// of which most lists of explore have some: printf %q writes a comma as \, which is then
// no more what the user has written, and nothing is offered.
func withCommas(root, bash *cobra.Command) {
	bash.RunE = func(cmd *cobra.Command, _ []string) error {
		bare, err := cmd.Flags().GetBool("no-descriptions")
		if err != nil {
			return err
		}
		var script strings.Builder
		if err := root.GenBashCompletionV2(&script, !bare); err != nil {
			return err
		}
		_, err = io.WriteString(cmd.OutOrStdout(), commas.Replace(script.String())+quotes)
		return err
	}
}

const quotes = `
__explore_quoted()
{
    printf "%q\n" "$@" | sed 's/\\,/,/g'
}
`

var commas = strings.NewReplacer(
	`printf "%q\n" `, `__explore_quoted `,
	`$(printf "%q" `, `$(__explore_quoted `,
	`printf -v comp "%q" "${compline%%$tab*}" &>/dev/null ||`, `printf -v comp "%q" "${compline%%$tab*}" &>/dev/null && comp=${comp//\\,/,} ||`,
)
