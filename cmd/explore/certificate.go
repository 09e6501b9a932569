package main

import (
	"errors"
	"io"

	"github.com/spf13/pflag"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/output"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/question"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/certify"
)

// A certifies writes certificates to a file, if there is one.
type certifies struct {
	file string
	out  *output.Output
}

func (c *certifies) flag(f *pflag.FlagSet) {
	f.StringVar(&c.file, "certificate", "", "write to this `file` what proves the claims for any capacity: see explore verify")
}

// valid refuses what no certificate is about.
func (c *certifies) valid(r *question.Request, hazardous bool) error {
	switch {
	case c.file == "":
		return nil
	case r.Mutant != "":
		return errors.New("-certificate is about the rules of this program, and -mutant about others\nhint: leave out one of them")
	case !r.AnyCapacity():
		return errors.New("-certificate is about networks of any capacity, and -bound segments about those of one\nhint: leave out the bound")
	case r.Reach != "" || hazardous:
		return errors.New("-certificate is about claims of scenarios\nhint: leave out -reach or -hazards")
	case output.Standard(c.file):
		return errors.New("-certificate names a file, for the report goes to standard output\nhint: name one, as in -certificate close.json")
	}
	return nil
}

// open makes the file ready to be written, before there is anything to write.
func (c *certifies) open(stdout io.Writer) (err error) {
	if c.file != "" {
		c.out, err = output.Open(stdout, c.file)
	}
	return err
}

// add writes the certificate of an answer.
func (c *certifies) add(a *model.Answer, stderr io.Writer) error {
	if c.out == nil {
		return nil
	}
	proof := certify.Of(a)
	if proof == nil {
		say(stderr, "explore: %s has no certificate: it was not explored completely for any capacity\n", a.Scenario.Name)
		return nil
	}
	return c.out.Write(func(w io.Writer) error { return certify.Write(w, proof) })
}

func (c *certifies) close() error {
	if c.out == nil {
		return nil
	}
	return c.out.Close()
}
