package opinion

import (
	"fmt"
	"reflect"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// fields lists the fields of a TCB by name and value.
func fields(c *fsm.TCB) []string { return fieldsOf("", reflect.ValueOf(*c)) }

func fieldsOf(prefix string, v reflect.Value) (all []string) {
	for i := range v.NumField() {
		f, name := v.Field(i), prefix+v.Type().Field(i).Name
		if f.Kind() == reflect.Struct && f.Type() != reflect.TypeFor[fsm.Held]() {
			all = append(all, fieldsOf(name+".", f)...)
		} else {
			all = append(all, fmt.Sprintf("%s=%v", name, f))
		}
	}
	return all
}
