package certify_test

import (
	"flag"
	"go/ast"
	"go/format"
	"go/parser"
	"go/printer"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/certificate"
	"github.com/tcpfsm/tcpfsm/model/certify"
)

var update = flag.Bool("update", false, "rewrite the list of stronger claims that hold, too")

// A strengthening makes a claim stronger, or weaker, by what is the least that can be
// changed about it: an alternative is left out, a condition of where it is claimed, or
// the case in which two numbers are equal.
type strengthening struct {
	fset *token.FileSet
	all  []string
	root ast.Expr
}

// strengthened lists the texts that a text can be made into.
func strengthened(t *testing.T, text string, positive bool) []string {
	t.Helper()
	s := strengthening{fset: token.NewFileSet()}
	var err error
	if s.root, err = parser.ParseExprFrom(s.fset, "", text, 0); err != nil {
		t.Fatal(err)
	}
	s.walk(&s.root, positive)
	return s.all
}

// note notes what the whole text is with another expression at a place.
func (s *strengthening) note(at *ast.Expr, other ast.Expr) {
	was := *at
	*at = &ast.ParenExpr{X: other}
	var b strings.Builder
	if err := printer.Fprint(&b, s.fset, s.root); err != nil {
		panic(err)
	}
	text := strings.Join(strings.Fields(b.String()), " ")
	if tidy, err := format.Source([]byte(text)); err == nil {
		text = string(tidy)
	}
	s.all = append(s.all, text)
	*at = was
}

func (s *strengthening) walk(at *ast.Expr, positive bool) {
	switch e := (*at).(type) {
	case *ast.ParenExpr:
		s.walk(&e.X, positive)
	case *ast.UnaryExpr:
		s.walk(&e.X, !positive)
	case *ast.BinaryExpr:
		s.binary(at, e, positive)
	case *ast.CallExpr:
		name := e.Fun.(*ast.Ident)
		switch {
		case name.Name == "choose":
			s.walk(&e.Args[1], positive)
			s.walk(&e.Args[2], positive)
		case name.Name == "le" && positive:
			s.note(at, &ast.CallExpr{Fun: ast.NewIdent("lt"), Args: e.Args})
		case name.Name == "lt" && !positive:
			s.note(at, &ast.CallExpr{Fun: ast.NewIdent("le"), Args: e.Args})
		}
	}
}

func (s *strengthening) binary(at *ast.Expr, e *ast.BinaryExpr, positive bool) {
	drops := map[bool]token.Token{true: token.LOR, false: token.LAND}[positive]
	narrower := map[token.Token]token.Token{token.LEQ: token.LSS, token.GEQ: token.GTR}
	if !positive {
		narrower = map[token.Token]token.Token{token.LSS: token.LEQ, token.GTR: token.GEQ}
	}
	switch op := narrower[e.Op]; {
	case e.Op == token.LAND || e.Op == token.LOR:
		if e.Op == drops {
			s.note(at, e.X)
			s.note(at, e.Y)
		}
		s.walk(&e.X, positive)
		s.walk(&e.Y, positive)
	case op != 0:
		s.note(at, &ast.BinaryExpr{X: e.X, Op: op, Y: e.Y})
	}
}

// TestNever holds that no claim is verified because nobody looks: what never holds where
// it is claimed is refused in each scenario that claims it.
func TestNever(t *testing.T) {
	for _, name := range shortened(few) {
		c := proof(t, name)
		for _, claim := range c.Claims {
			never := claim
			never.Holds = "0"
			if claim.Name != "comes-to-rest" && !refuses(t, c, never) {
				t.Errorf("%s never holds, and is verified in %s", claim.Name, name)
			}
		}
	}
}

// TestStrongerClaims holds that claims say about all that they can: each that is made
// stronger is refused in some scenario, or is in a list of those that hold there, too.
func TestStrongerClaims(t *testing.T) {
	if !*all && !*update {
		t.Skip("it verifies for minutes; -certificates does")
	}
	var proofs []*certificate.Certificate
	for _, name := range standard(moderate) { // the others are too large to be verified that often
		proofs = append(proofs, proof(t, name))
	}
	stronger := 0
	slices.SortFunc(proofs, func(a, b *certificate.Certificate) int { return len(a.States) - len(b.States) })
	var hold []string
	for _, claim := range certify.Claims() {
		var bearers []*certificate.Certificate
		for _, c := range proofs {
			if slices.Contains(c.Claims, claim) {
				bearers = append(bearers, c)
			}
		}
		var all []certificate.Claim
		for _, holds := range strengthened(t, claim.Holds, true) {
			all = append(all, certificate.Claim{Name: claim.Name, About: claim.About, When: claim.When, Holds: holds})
		}
		for _, when := range strengthened(t, claim.When, false) {
			all = append(all, certificate.Claim{Name: claim.Name, About: claim.About, When: when, Holds: claim.Holds})
		}
		stronger += len(all)
		for _, c := range all {
			if !slices.ContainsFunc(bearers, func(bearer *certificate.Certificate) bool { return refuses(t, bearer, c) }) {
				hold = append(hold, c.Name+"\n\twhen  "+c.When+"\n\tholds "+c.Holds)
			}
		}
	}
	t.Logf("%d claims are stronger, and %d of them hold, too", stronger, len(hold))
	compare(t, strings.Join(hold, "\n")+"\n")
}

// refuses reports whether a certificate is refused for a claim in place of its own.
func refuses(t *testing.T, c *certificate.Certificate, claim certificate.Claim) bool {
	t.Helper()
	other := *c
	other.Claims = []certificate.Claim{claim}
	err := other.Verify(fsm.RFC9293Table())
	r := refusal(err)
	if err != nil && (r == nil || r.Claim != claim.Name) {
		t.Fatal(err)
	}
	return err != nil
}

func compare(t *testing.T, got string) {
	t.Helper()
	path := filepath.Join("testdata", "stronger.txt")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("these stronger claims hold, too:\n%s\n%s has others; -update writes it anew", got, path)
	}
}
