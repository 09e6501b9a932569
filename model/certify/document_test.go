package certify_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/model/catalogue"
	"github.com/tcpfsm/tcpfsm/model/certify"
)

// TestDocument holds docs/certificates.md to what certificates say.
func TestDocument(t *testing.T) {
	const marker = "<!-- what follows is generated: go test ./model/certify -run TestDocument -update -->\n"
	path := filepath.Join("..", "..", "docs", "certificates.md")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	byHand, _, _ := strings.Cut(string(text), "\n"+marker)
	want := strings.TrimRight(byHand, "\n") + "\n\n" + marker + certify.Definitions(func(claim string) string {
		p, err := catalogue.FindProperty(claim)
		if err != nil {
			t.Fatal(err)
		}
		return p.Statement
	})
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	} else if want != string(text) {
		t.Error("docs/certificates.md is stale: go test ./model/certify -run TestDocument -update")
	}
}
