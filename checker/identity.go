package checker

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"reflect"
	"runtime"
	"strings"
	"sync"
)

// An identity says of which program, model, type of state and properties a
// checkpoint is.
type identity struct {
	Format     int
	Program    string // a hash of the executable
	Model      string
	State      string // its type, and where each field lies
	Symmetry   bool
	Properties []string
}

const journalFormat = 2

func (s *search[S]) identity() (identity, error) {
	program, err := programHash()
	if err != nil {
		return identity{}, fmt.Errorf("the program cannot be read, and by its hash it is known again: %w", err)
	}
	id := identity{
		Format:   journalFormat,
		Program:  program,
		Model:    describe(s.model),
		State:    layout(reflect.TypeFor[S]()),
		Symmetry: s.canon != nil,
	}
	for _, p := range s.props {
		id.Properties = append(id.Properties, fmt.Sprintf("%v %s", p.kind, p.name))
	}
	return id, nil
}

// differs says in what another search differs, "" if in nothing. The program
// does not count if another one is to be trusted.
func (id identity) differs(other identity, trusted bool) string {
	if trusted {
		other.Program = id.Program
	}
	var b strings.Builder
	there, here := reflect.ValueOf(other), reflect.ValueOf(id)
	for i := range there.NumField() {
		t, h := there.Field(i).Interface(), here.Field(i).Interface()
		if !reflect.DeepEqual(t, h) {
			fmt.Fprintf(&b, "\n  %s there: %v\n  %s here:  %v", there.Type().Field(i).Name, t, there.Type().Field(i).Name, h)
		}
	}
	if text := b.String(); text != "" && other.Program != id.Program {
		return text + "\nanother program began it; if you know that model and properties are the same, set Options.ResumeChanged"
	}
	return b.String()
}

// describe returns the type of a model, what its String method says, and its
// fields if they are plain values, also if the model is a pointer to them: what
// else is a pointer or a function means nothing to another process.
func describe(model any) string {
	v := reflect.ValueOf(model)
	text := v.Type().String()
	if n, ok := model.(fmt.Stringer); ok {
		text += " " + n.String()
	}
	if v = reflect.Indirect(v); v.IsValid() && notPlain(v.Type(), "") == "" {
		text += fmt.Sprintf(" %#v", v) // which does not ask for a String method
	}
	return text
}

// layout spells a state type out, down to the numbers that it consists of.
func layout(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Array:
		return fmt.Sprintf("[%d]%s", t.Len(), layout(t.Elem()))
	case reflect.Struct:
		var fields []string
		for i := range t.NumField() {
			fields = append(fields, t.Field(i).Name+" "+layout(t.Field(i).Type))
		}
		return t.String() + "{" + strings.Join(fields, "; ") + "}"
	case reflect.Int:
		return fmt.Sprintf("%s(int%d)", t, t.Bits())
	case reflect.Uint:
		return fmt.Sprintf("%s(uint%d)", t, t.Bits())
	}
	return fmt.Sprintf("%s(%v)", t, t.Kind())
}

// programHash returns a hash of the program that is running, also if its file
// was replaced meanwhile, where the system can tell. It stays the same while the
// program runs, and a program may begin many searches.
var programHash = sync.OnceValues(func() (string, error) {
	name := "/proc/self/exe"
	if runtime.GOOS != "linux" {
		var err error
		if name, err = os.Executable(); err != nil {
			return "", err
		}
	}
	file, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)[:16]), nil
})
