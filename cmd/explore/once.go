package main

import (
	"fmt"

	"github.com/spf13/pflag"
)

// once is the value of a flag that has one. A second one would silently take
// the place of the first.
type once struct {
	pflag.Value
	text  string
	given bool
}

// givenOnce lets no flag be given twice with different values, but for those
// that collect them.
func givenOnce(f *pflag.FlagSet) {
	f.VisitAll(func(flag *pflag.Flag) {
		if _, many := flag.Value.(pflag.SliceValue); !many {
			flag.Value = &once{Value: flag.Value}
		}
	})
}

// Set takes a value, unless there is another one.
func (o *once) Set(text string) error {
	if o.given && o.text != text {
		return fmt.Errorf("it is given twice, %q before; give it once", o.text)
	}
	o.text, o.given = text, true
	return o.Value.Set(text)
}
