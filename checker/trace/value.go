package trace

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unsafe"
)

// value turns a value of Go into one of a variable, see [Var].
func value(x any) any {
	if x == nil {
		return ""
	}
	v := reflect.New(reflect.TypeOf(x)).Elem() // can be addressed, so that fields that are not exported can be read
	v.Set(reflect.ValueOf(x))
	return valueOf(v)
}

func valueOf(v reflect.Value) any {
	if text, ok := word(v); ok {
		return text
	}
	switch v.Kind() {
	case reflect.Bool:
		return v.Bool()
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return v.Int()
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return v.Uint()
	case reflect.Float32, reflect.Float64:
		return v.Float()
	case reflect.String:
		return v.String()
	case reflect.Struct:
		return record(v)
	case reflect.Array, reflect.Slice:
		return list(v)
	case reflect.Map:
		return sorted(v)
	}
	return fmt.Sprint(v)
}

// word returns what a value prints as, if it has a method for that.
func word(v reflect.Value) (string, bool) {
	if !v.CanAddr() {
		s, ok := v.Interface().(fmt.Stringer)
		if ok {
			return s.String(), true
		}
		return "", false
	}
	// The field may not be exported; it is only read.
	at := reflect.NewAt(v.Type(), unsafe.Pointer(v.UnsafeAddr()))
	if s, ok := at.Elem().Interface().(fmt.Stringer); ok {
		return s.String(), true
	}
	if s, ok := at.Interface().(fmt.Stringer); ok {
		return s.String(), true
	}
	return "", false
}

func record(v reflect.Value) []Var {
	fields := []Var{}
	for i := range v.NumField() {
		if name := v.Type().Field(i).Name; name != "_" {
			fields = append(fields, Var{name, valueOf(v.Field(i))})
		}
	}
	return fields
}

func list(v reflect.Value) []any {
	items := []any{}
	for i := range v.Len() {
		items = append(items, valueOf(v.Index(i)))
	}
	return items
}

// sorted returns a map as a record, in the order of its keys as they print.
func sorted(v reflect.Value) []Var {
	fields := []Var{}
	for _, key := range v.MapKeys() {
		fields = append(fields, Var{fmt.Sprint(key), value(v.MapIndex(key).Interface())})
	}
	slices.SortFunc(fields, func(a, b Var) int { return cmp.Compare(a.Name, b.Name) })
	return fields
}

// text prints a value: a list in brackets, a record in braces.
func text(x any) string {
	var parts []string
	switch x := x.(type) {
	case []any:
		for _, item := range x {
			parts = append(parts, text(item))
		}
		return "[" + strings.Join(parts, " ") + "]"
	case []Var:
		for _, f := range x {
			parts = append(parts, f.Name+":"+text(f.Value))
		}
		return "{" + strings.Join(parts, " ") + "}"
	}
	return fmt.Sprint(x)
}

// MarshalJSON writes a record as an object, its fields in their order.
func (r fields) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, f := range r {
		name, err := json.Marshal(f.Name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(r.of(f.Value))
		if err != nil {
			return nil, err
		}
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "%s:%s", name, value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// fields is a record on its way to being JSON.
type fields []Var

// of returns a value with its records on their way to being JSON.
func (fields) of(x any) any {
	switch x := x.(type) {
	case []Var:
		return fields(x)
	case []any:
		items := make([]any, len(x))
		for i := range x {
			items[i] = fields{}.of(x[i])
		}
		return items
	}
	return x
}
