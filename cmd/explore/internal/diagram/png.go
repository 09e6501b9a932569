package diagram

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// ErrNoDot says that PNG needs a program that is not installed.
var ErrNoDot = errors.New("png needs the program dot, which is not installed")

// PNG writes the picture of the states under p as PNG, drawn by an installed
// Graphviz.
func PNG(ctx context.Context, w io.Writer, p fsm.Policy, which Which) error {
	pic := pictureOf(p, which)
	var source bytes.Buffer
	if err := pic.dot(&source); err != nil {
		return err
	}
	return Paint(ctx, w, source.Bytes())
}

// Paint writes what source says in the language of Graphviz as PNG, drawn by an
// installed Graphviz.
func Paint(ctx context.Context, w io.Writer, source []byte) error {
	program, err := exec.LookPath("dot")
	if err != nil {
		return ErrNoDot
	}
	var messages bytes.Buffer
	cmd := exec.CommandContext(ctx, program, "-Tpng", "-Gdpi=120")
	cmd.Stdin, cmd.Stderr = bytes.NewReader(source), &messages
	png, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("dot: %w: %s", err, strings.TrimSpace(messages.String()))
	}
	_, err = w.Write(png)
	return err
}
