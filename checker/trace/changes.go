package trace

import "strconv"

// A Change is a part of a variable before and after a step.
type Change struct {
	Path          string // as in "Ends.0.Window"
	Before, After any
}

// Changes returns what the step to the state at index i changes, part by part: of a
// record the fields and of a list the items that are others. Of the first state
// there is nothing.
func (t *Trace) Changes(i int) []Change {
	if i == 0 {
		return nil
	}
	return compare("", t.States[i-1].Vars, t.States[i].Vars)
}

// compare appends what differs between two records, which have the same fields
// unless they come from maps.
func compare(path string, before, after []Var) (all []Change) {
	for _, f := range after {
		all = append(all, differ(path+f.Name, find(before, f.Name), f.Value)...)
	}
	for _, f := range before {
		if find(after, f.Name) == nil {
			all = append(all, Change{path + f.Name, f.Value, nil})
		}
	}
	return all
}

// find returns the value of a field, nil if there is none.
func find(record []Var, name string) any {
	for _, f := range record {
		if f.Name == name {
			return f.Value
		}
	}
	return nil
}

func differ(path string, before, after any) []Change {
	switch a := after.(type) {
	case []Var:
		if b, ok := before.([]Var); ok {
			return compare(path+".", b, a)
		}
	case []any:
		if b, ok := before.([]any); ok && len(a) == len(b) {
			var all []Change
			for i := range a {
				all = append(all, differ(path+"."+strconv.Itoa(i), b[i], a[i])...)
			}
			return all
		}
	}
	if text(before) == text(after) {
		return nil
	}
	return []Change{{path, before, after}}
}

// String returns the change in a few words, as in "Big 0 -> 5".
func (c Change) String() string {
	switch {
	case c.Before == nil:
		return c.Path + " " + text(c.After)
	case c.After == nil:
		return c.Path + " is gone"
	}
	return c.Path + " " + text(c.Before) + " -> " + text(c.After)
}
