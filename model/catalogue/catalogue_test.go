package catalogue

import (
	"testing"

	"github.com/tcpfsm/tcpfsm/model"
)

// named returns properties by their names.
func named(t *testing.T, names ...string) (all []*model.Property) {
	t.Helper()
	for _, name := range names {
		p, err := FindProperty(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}
