package model_test

import (
	"testing"

	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

func init() {
	model.Standard(catalogue.Scenarios(), catalogue.Properties(), catalogue.Question)
}

// named returns properties of the catalogue.
func named(t *testing.T, names ...string) (all []*model.Property) {
	t.Helper()
	for _, name := range names {
		p, err := catalogue.FindProperty(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}
